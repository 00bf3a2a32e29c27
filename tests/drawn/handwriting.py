"""What the panel that reads a drawn digit shows."""

import numpy as np

from nnbook import draw_digit
from nnbook.panels.inputs import Drawing
from tests.drawn.marks import bars, heat, ink

TASKS = {
    "seven": ({"drawing": "_32.24-76.24-52.88"}, {"drawing": "_28.28-56.12-64.88"}),
    "torn": (
        {"drawing": "_60.60-60.20-72.72-56.88_64.24-20.60"},
        {"drawing": "_44.12-60.20-40.88"},
    ),
    "doubtful": ({"digit": 149, "drawing": ""}, {"digit": 193, "drawing": ""}),
}


def texts(state, results):
    answer, runner_up = results["answer"], results["runner_up"]
    titles = (
        "Draw a digit here",
        "How probable each digit is to the network",
        f"What it gets, and which pixels speak for {answer} rather than {runner_up}",
        f"The hidden units that say most: above 0 for {answer}, below 0 for {runner_up}",
    )
    return {"np-title": [(title,) for title in titles]}


def sentence(state, results):
    answer = results["answer"]
    what = "Your drawing" if state["drawing"] else f"Test digit {state['digit']}"
    return f"{what} is read as {answer}, probability ", results["probabilities"][answer], "."


def look(scene, panel, state, results):
    pixels, pushes = np.array(results["pixels"]), np.array(results["pushes"])
    drawing = state["drawing"]
    drawn = draw_digit(Drawing.strokes(drawing), fit=False) if drawing else pixels
    ink(scene.one("canvas", aria_label="Field to draw a digit in, 28 by 28 pixels"), drawn)
    ink(scene.one("canvas", aria_label="The 784 numbers that the network gets"), pixels)
    pushed = scene.one("canvas", aria_label="What each pixel adds to the lead")
    heat(pushed, pushes / (np.abs(pushes).max() or 1))
    answer, runner_up = results["answer"], results["runner_up"]
    said = f"784 numbersred: for {answer}, not {runner_up}; blue: against"
    assert scene.one("div", "np-two").text == said

    rows = scene.one("div", "np-ten").elements
    assert [row.one("b").text for row in rows] == [str(k) for k in range(10)]
    fills = [row.one("span", "np-fill") for row in rows]
    bars(fills, results["probabilities"])
    rest = [k for k, fill in enumerate(fills) if "np-rest" in fill.classes.split()]
    assert rest == [k for k in range(10) if k != answer]
    for k, row in enumerate(rows):
        assert list(row.quantities) == [f"probability-{k}"]

    boxes = scene.one("div", "np-few").elements
    for k, (box, unit) in enumerate(zip(boxes, results["units"], strict=True)):
        label = f"Weights into hidden unit {unit}, red above 0, blue below"
        heat(box.one("canvas", aria_label=label), state["W1"][:, unit] / 127)
        assert box.text == f"unit {unit}: {box.quantities[f'contribution-{k}'].text}"
