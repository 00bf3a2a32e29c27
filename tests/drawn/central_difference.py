"""What the central difference's panel draws."""

import numpy as np

from nnbook.panels.central_difference import FUNCTIONS
from tests.drawn.marks import curve, dots, through

BOTTOM = 1e-14  # of the errors' chart; what is smaller is drawn there, or hidden below


def charts(panel, state, results):
    f, derivative, _ = FUNCTIONS[state["functions"][state["function"]]]
    x, h = state["x"], state["h"]
    steps = np.logspace(-12, 0, 241)
    errors, slacks = [], []
    for step in steps.tolist():
        there = {**state, "h": step}
        errors.append(panel.compute(there)["error"])
        slacks.append(panel.allowances(there)["error"])
    slack = panel.allowances(state)
    return {
        "The function, the secant and the tangent": {
            "function": curve(f),
            "secant": curve(
                lambda at: f(x - h) + results["slope"] * (at - (x - h)), 6 * slack["slope"]
            ),
            "tangent": curve(lambda at: f(x) + derivative(x) * (at - x)),
            "np-dot np-blue": dots((x - h, f(x - h)), (x + h, f(x + h))),
        },
        "The error against the step": {
            "error": through(np.column_stack([steps, errors]), slacks, least=BOTTOM / 10),
            "truncation": curve(
                lambda h: panel.compute({**state, "h": h})["truncation"], least=BOTTOM / 10
            ),
            "round-off": curve(
                lambda h: panel.compute({**state, "h": h})["round_off"], least=BOTTOM / 10
            ),
            "np-dot np-blue": dots((h, results["error"]), slack=slack["error"], least=BOTTOM),
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
    return "Central difference ", results["slope"], ", error ", results["error"], "."


def look(scene, panel, state, results):
    if buttons := scene.all("div", "np-row", aria_label="Function"):
        pressed = [one.text for one in buttons[0].all("button", aria_pressed="true")]
        assert pressed == [state["functions"][state["function"]]]
        assert [one.text for one in buttons[0].all("button")] == state["functions"]


def taps(scene):
    """A button draws the function that it names: `look` says which is pressed."""
    for nth, _ in enumerate(scene.one("div", "np-row", aria_label="Function").elements):
        yield {"tap": {"selector": "[aria-label=Function] button", "nth": nth}}, {"function": nth}
