"""What the softmax's panel draws."""

import numpy as np

from tests.drawn.marks import bars

# A state in which each task is done, and one a little off it.
TASKS = {
    "overflow": ({"shift": 710}, {"shift": 700}),
    "flat": ({"temperature": 7.9}, {"temperature": 7.6}),
    "half": ({"score_2": 1.532}, {"score_2": 1.582}),
}


def texts(state, results):
    naive = np.array(results["naive"], float)
    if np.isfinite(naive).all():
        verdict = (
            "z is the score plus the shift, divided by the temperature, and max the largest z. "
            "The last column divides exp(z) itself by the sum of all three."
        )
    elif max(results["logits"]) > 0:
        verdict = (
            "Without subtracting the maximum, exp(z) overflows: infinity by infinity is no number."
        )
    else:
        verdict = "Without subtracting the maximum, every exp(z) is 0: zero by zero is no number."
    return {"np-note": [(verdict,)]}


def sentence(state, results):
    first, second, third = results["probabilities"]
    return "Probabilities ", first, ", ", second, ", ", third, "."


def look(scene, panel, state, results):
    probabilities = results["probabilities"]
    chart = scene.one("svg", aria_label="Probabilities")
    filled = chart.all("rect", "np-bar")
    bars(filled, probabilities, chart.all("rect", "np-trough"))
    first = [k for k, one in enumerate(filled) if "np-first" in one.classes.split()]
    assert first == [int(np.argmax(probabilities))]
    for k, bar in enumerate(filled):
        # Name and number of a class stand right above its bar.
        above = [
            one.text for one in chart.all("text") if 0 < bar.number("y") - one.number("y") < 10
        ]
        assert above == [f"class {k}", chart.quantities[f"probability-{k}"].text]
    for k, row in enumerate(scene.one("tbody").elements):
        assert row.one("th").text == f"{k}"
        assert list(row.quantities) == [f"logit-{k}", f"exponential-{k}", f"naive-{k}"]
