"""What the panel of one weight draws."""

import numpy as np

from nnbook.panels.one_weight import along_weight
from tests.drawn.marks import bars, curve, dots, heat, ink

TASKS = {"blank": ({"row": 0, "column": 0, "change": 1}, {"row": 0, "column": 0, "change": 0.95})}


SIDE = 28


def charts(panel, state, results):
    change, moved, loss = state["change"], results["moved"], along_weight(state)[1]
    bits, slack = panel.allowances(state)["moved"], 6 * panel.allowances(state)["slope"]
    return {
        "Change of the loss against that of the weight": {
            "change of the loss": curve(lambda at: loss(at) - loss(0.0), bits),
            "tangent": curve(lambda at: moved + results["slope"] * (at - change), slack),
            "np-dot": dots((change, moved), slack=bits),
        }
    }


def texts(state, results):
    row, column, unit = state["row"], state["column"], state["units"][state["unit"]]
    return {
        "np-title": [
            (f"The loss along W1[{SIDE * row + column},{unit}]",),
            (f"Weights into hidden unit {unit}; the frame is pixel {row},{column}",),
            ("What the unit answers to each image, from 0 to 1",),
        ]
    }


def sentence(state, results):
    return "Loss ", results["loss"], ", changed by ", results["moved"], "."


def look(scene, panel, state, results):
    weights = scene.one("canvas", aria_label="Weights of the hidden unit, red above 0, blue below")
    shown = np.asarray(state["incoming"])[state["unit"]]
    heat(weights, shown / np.abs(shown).max())
    mark = scene.one("span", "np-mark").style
    for side, name in (("left", "column"), ("top", "row")):
        assert abs(float(mark[side].removesuffix("%")) - 100 * state[name] / SIDE) < 0.01
    images = scene.one("div", "np-batch").elements
    assert len(images) == len(state["t"])
    for n, image in enumerate(images):
        ink(image.one("canvas", aria_label=f"image {n}"), state["pixels"][n] / state["scale"])
        assert list(image.quantities) == [f"activation-{n}"]
        bars([image.one("span", "np-fill")], [results["activations"][n]])


def taps(scene):
    """A tap in the middle of a pixel of the unit's picture chooses it."""
    selector = ".np-image canvas"
    for row, column in ((0, 0), (3, 20), (20, 3), (27, 27), (14, 0)):
        at = [(column + 0.5) / SIDE, (row + 0.5) / SIDE]
        yield {"tap": {"selector": selector, "nth": 0, "at": at}}, {"row": row, "column": column}
