"""What the panel of a training run draws."""

import numpy as np

from tests.drawn.marks import bars, dots, heat, ink, through


def charts(panel, state, results):
    made, epoch = {}, state["epoch"]
    for label, name in (("Accuracy", "accuracies"), ("Loss", "losses")):
        one, other = (np.array(values) for values in state[name])
        epochs = np.arange(len(one))
        made[f"{label} after each epoch"] = {
            "training": through(np.column_stack([epochs, one])),
            "test": through(np.column_stack([epochs, other])),
            "np-dot np-blue": dots((epoch, one[epoch]), held=True),
            "np-dot": dots((epoch, other[epoch]), held=True),
            "np-rule": lambda chart, kind: upright(chart, kind, epoch),
        }
    return made


def upright(chart, kind, epoch):
    """A line from the bottom to the top."""
    (points,) = chart.drawn(kind)
    wanted = [[chart.x.place(epoch), end] for end in (chart.y.low, chart.y.high)]
    np.testing.assert_allclose(points, wanted, atol=0.01)


def texts(state, results):
    epoch, units = state["epoch"], len(state["units"])
    first = (
        f"The accuracy, with epoch {epoch} marked"
        if epoch
        else "The accuracy; nothing is learnt yet"
    )
    titles = (
        first,
        "The loss",
        f"Weights into {units} hidden units, red above 0, blue below",
        "What the network takes each digit for, and how sure it is",
    )
    return {"np-title": [(title,) for title in titles]}


def sentence(state, results):
    accuracy, loss = results["test_accuracy"], results["test_loss"]
    return f"Epoch {state['epoch']}: ", accuracy, " of the test part right, loss ", loss, "."


def look(scene, panel, state, results):
    units, digits = (one.elements for one in scene.all("div", "np-batch"))
    weights = state["weights"][state["epoch"]]
    for k, (unit, box) in enumerate(zip(state["units"], units, strict=True)):
        label = f"Weights into hidden unit {unit}, red above 0, blue below"
        heat(box.one("canvas", aria_label=label), weights[k].ravel() / 127)
        assert box.text == f"±{box.quantities[f'reach-{k}'].text}"
    pixels = state["pixels"].reshape(len(digits), -1)
    for n, (true, box) in enumerate(zip(state["t"], digits, strict=True)):
        ink(box.one("canvas", aria_label=f"A handwritten {true}"), pixels[n] / 255)
        guess, sure = results["predictions"][n], results["probabilities"][n]
        mark = " ✓" if guess == true else f" ✗ is {true}"
        assert list(box.quantities) == [f"prediction-{n}", f"probability-{n}"]
        assert box.all("span", "np-tiny")[0].text == f"{guess}{mark}"
        fill = box.one("span", "np-fill")
        assert ("np-wrong" in fill.classes.split()) == (guess != true)
        bars([fill], [sure])
