"""What the panel of the boundary draws."""

import contourpy
import numpy as np

from tests.drawn.marks import Chart, contours, dots

TASKS = {
    "fewest": ({"hidden": 3, "steps": 300}, {"hidden": 4, "steps": 300}),
    "start": ({"hidden": 2, "steps": 300, "start": 3}, {"hidden": 2, "steps": 300, "start": 8}),
    "captive": (
        {"steps": 300, "point_x": -1.0, "point_y": 0.0},
        {"steps": 300, "point_x": -1.0, "point_y": 0.0, "start": 2},
    ),
}


REACH = 2.5
HALF = 97  # of a bar's trough, 194 wide
PLANE = "The points, the lines of the hidden units and the boundary"


def charts(panel, state, results):
    x, classes, marked = np.array(state["x"]), np.array(state["classes"]), state["marked"]
    still = np.arange(len(x)) != marked
    point = state["point_x"], state["point_y"]
    grid = probabilities(results)
    return {
        PLANE: {
            "class 1": dots(*x[classes == 1]),
            "class 0": dots(*x[still & (classes == 0)]),
            "class 0, the one that moves": dots(point),
            "boundary": contours(levels(grid, 0.5)),
            "probability 0.1, 0.3, 0.7, 0.9": contours(levels(grid, 0.1, 0.3, 0.7, 0.9)),
            "line of a unit, its number where it is on": lines(results),
        }
    }


def probabilities(results):
    """Probability of class 1 on a grid of 51 by 51 places, by the definitions."""
    side = np.linspace(-REACH, REACH, 51)
    inner = np.stack(np.meshgrid(side, side), axis=-1)
    W1, b1, W2, b2 = (np.array(results[name]) for name in ("W1", "b1", "W2", "b2"))
    if len(b1):
        inner = 1 / (1 + np.exp(-(inner @ W1 + b1)))
    lead = inner @ (W2[:, 1] - W2[:, 0]) + b2[1] - b2[0]
    return 1 / (1 + np.exp(-lead))


def levels(grid, *values):
    side = np.linspace(-REACH, REACH, 51)
    made = contourpy.contour_generator(side, side, grid)
    return [line for value in values for line in made.lines(value)]


def units(results):
    """The weights and the bias of each."""
    return list(zip(np.transpose(results["W1"]), results["b1"], strict=True))


def lines(results):
    """Each unit's line, read back: on both of its ends the unit's sum is 0."""

    def check(chart, kind):
        ends = [pair for path in chart.drawn(kind) for pair in path.reshape(-1, 2, 2)]
        assert len(ends) == len(results["b1"])
        for pair, weights, bias in zip(
            ends, np.transpose(results["W1"]), results["b1"], strict=True
        ):
            size = np.linalg.norm(weights)
            xs, ys = chart.x.value(pair[:, 0]), chart.y.value(pair[:, 1])
            sums = (np.column_stack([xs, ys]) @ weights + bias) / size
            assert np.abs(sums).max() < 2e-3
            seen = np.hypot(*np.diff(np.column_stack([xs, ys]), axis=0)[0])
            assert seen > 4 * REACH, "it crosses the plane"

    return check


def verdict(state, results):
    wrong, count = len(state["classes"]) - results["right"], len(state["classes"])
    if not wrong:
        return "All points are on their own side."
    return f"{wrong} of {count} points {'is' if wrong == 1 else 'are'} on the wrong side."


def texts(state, results):
    return {"np-verdict": [(verdict(state, results),)]}


def sentence(state, results):
    network = f" with {state['hidden']} units after {state['steps']} steps. "
    return "Loss ", results["loss"], network + verdict(state, results)


def look(scene, panel, state, results):
    numbers(scene, results)
    chart = scene.one("svg", aria_label="What is added up at the large point")
    values = [results["lead"], results["bias"], *results["shares"]]
    kind = "unit" if state["hidden"] else "input"
    labels = ["sum", "bias", *(f"{kind} {k}" for k in range(len(results["shares"])))]
    troughs, filled = chart.all("rect", "np-trough"), chart.all("rect", "np-bar")
    (middle,) = {one.number("x") + one.number("width") / 2 for one in troughs}
    shown = []
    for value, text, trough, bar in zip(values, labels, troughs, filled, strict=True):
        assert [bar[one] for one in ("y", "height")] == [trough[one] for one in ("y", "height")]
        beside = [one for one in chart.all("text") if 0 < one.number("y") - bar.number("y") < 14]
        assert beside[0].text == text
        assert beside[1].attributes["data-quantity"] == quantity(text)
        from_middle = bar.number("x") - middle + bar.number("width") * (value > 0)
        assert abs(bar.number("width") - abs(from_middle)) < 0.02, "it begins in the middle"
        assert bar.classes == ("np-bar np-red" if value >= 0 else "np-bar np-blue")
        shown.append(from_middle)
    # Of one scale, in which the longest takes at least two fifths of its half.
    scale = np.dot(shown, values) / np.dot(values, values) if np.any(values) else 0.0
    np.testing.assert_allclose(shown, np.multiply(scale, values), atol=0.02)
    assert np.abs(shown).max() <= HALF + 0.01
    assert np.abs(shown).max() > 0.4 * HALF or np.abs(values).max() < 1


def quantity(text):
    """The name of the number beside a label."""
    kind, _, count = text.partition(" ")
    return f"share-{count}" if count else {"sum": "lead", "bias": "bias"}[kind]


def numbers(scene, results):
    """The number of each unit stands in the plane where the unit is on, near its line."""
    plane = scene.one("svg", role="group", aria_label=PLANE)
    found = plane.all("text", "np-over")
    assert [one.text for one in found] == [f"{k}" for k in range(len(results["b1"]))]
    chart = Chart(plane, {})
    (area,) = (one for one in plane.elements if one.tag == "svg")
    for one, (weights, bias) in zip(found, units(results), strict=True):
        at = [
            chart.x.value(one.number("x") + area.number("x")),
            chart.y.value(one.number("y") + area.number("y")),
        ]
        away = (np.dot(at, weights) + bias) / np.linalg.norm(weights)
        assert abs(away - 0.2) < 0.01, "on the side where it is on"
        foot = abs(0.2 - bias / np.linalg.norm(weights))
        if foot < 0.9 * REACH:
            assert np.abs(at).max() < REACH, "in the plane"


def taps(scene):
    """The button trains to the end."""
    yield {"tap": {"selector": ".np-body button", "nth": 0}}, {"steps": 300}


def moves():
    """All right but one; with no hidden units; at the corner."""
    return [
        {"hidden": 3, "steps": 300, "start": 0, "point_x": 0.0, "point_y": 0.0},
        {"hidden": 0, "steps": 300, "start": 4, "point_x": -1.4, "point_y": 0.4},
        {"hidden": 2, "steps": 125, "start": 9, "point_x": 2.5, "point_y": -2.5},
        {"hidden": 3, "steps": 300, "start": 0, "point_x": -1.4, "point_y": 0.4},
    ]
