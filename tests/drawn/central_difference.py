"""What the central difference's panel draws."""

import numpy as np

from nnbook.panels.central_difference import FUNCTIONS
from tests.drawn.marks import curve, dots, through

TASKS = {
    "bottom": ({"h": 2e-5}, {"h": 4e-5}),
    "round-off": ({"h": 1e-12}, {"h": 1e-10}),
    "luck": ({"x": -0.35}, {"x": -0.4}),
}


BOTTOM = 1e-14  # of the errors' chart; what is smaller is drawn there, or hidden below


def charts(panel, state, results):
    f, derivative, _ = FUNCTIONS[state["functions"][state["function"]]]
    x, h = state["x"], state["h"]
    steps = np.logspace(-12, 0, 241)
    there = [{**state, "h": step} for step in steps.tolist()]
    computed = [panel.compute(one) for one in there]
    slacks = [panel.allowances(one) for one in there]
    slack = panel.allowances(state)

    def errors(name):
        heights = [one[name] for one in computed]
        return through(
            np.column_stack([steps, heights]), [one[name] for one in slacks], least=BOTTOM / 10
        )

    return {
        "The function, the secants and the tangent": {
            "function": curve(f),
            "central": curve(
                lambda at: f(x - h) + results["slope"] * (at - (x - h)), 6 * slack["slope"]
            ),
            "forward": curve(lambda at: f(x) + results["forward"] * (at - x), 6 * slack["forward"]),
            "tangent": curve(lambda at: f(x) + derivative(x) * (at - x)),
            "np-dot np-blue": dots((x - h, f(x - h)), (x + h, f(x + h))),
            "np-dot np-grey-dot": dots((x, f(x))),
        },
        "The error against the step": {
            "central": errors("error"),
            "forward": errors("forward_error"),
            "truncation": curve(
                lambda h: panel.compute({**state, "h": h})["truncation"], least=BOTTOM / 10
            ),
            "round-off": curve(
                lambda h: panel.compute({**state, "h": h})["round_off"], least=BOTTOM / 10
            ),
            "np-dot np-blue": dots((h, results["error"]), slack=slack["error"], least=BOTTOM),
            "np-dot np-green": dots(
                (h, results["forward_error"]), slack=slack["forward_error"], least=BOTTOM
            ),
        },
    }


def texts(state, results):
    return {
        "np-title": [
            (f"{state['functions'][state['function']]} at ", state["x"]),
            ("The error against h",),
        ]
    }


def sentence(state, results):
    central = ("Central difference ", results["slope"], ", error ", results["error"])
    return *central, "; the forward one's ", results["forward_error"], "."


def look(scene, panel, state, results):
    if buttons := scene.all("div", "np-row", aria_label="Function"):
        pressed = [one.text for one in buttons[0].all("button", aria_pressed="true")]
        assert pressed == [state["functions"][state["function"]]]
        assert [one.text for one in buttons[0].all("button")] == state["functions"]


def taps(scene):
    """A button draws the function that it names: `look` says which is pressed."""
    for nth, _ in enumerate(scene.one("div", "np-row", aria_label="Function").elements):
        yield {"tap": {"selector": "[aria-label=Function] button", "nth": nth}}, {"function": nth}
