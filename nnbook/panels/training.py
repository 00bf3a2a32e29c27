"""Panel: a training run, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Bytes, Float, Int, List

from nnbook._checks import float_array
from nnbook.panels import arguments, base
from nnbook.panels.base import synced
from nnbook.panels.results import as_floats
from nnbook.recording import SIDE, Recording

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Images of weights in all, 784 bytes each: what keeps a page small.
MOST_IMAGES = 256


class TrainingView(base.PanelView):
    """View of `training_run`."""

    _esm = base.join_esm("training")
    inputs = (
        "t",
        "units",
        "accuracies",
        "losses",
        "largest",
        "best",
        "certainty",
        "weights",
        "pixels",
        "epoch",
    )

    # Digits n, hidden units u, epochs e with epoch 0. The bytes are for the eye alone.
    t = synced(List())  # (n,), the true classes
    units = synced(List())  # (u,), their numbers in the network
    accuracies = synced(List())  # (2, e), on the training and the test part
    losses = synced(List())  # (2, e)
    largest = synced(List())  # (e, u), the largest weight into each unit, in size
    best = synced(List())  # (e, n), the most probable class
    certainty = synced(List())  # (e, n), its probability
    weights = synced(Bytes())  # (e, u, 784), int8: 127 times the share of the largest
    pixels = synced(Bytes())  # (n, 784), uint8
    epoch = synced(Int())

    train_accuracy = synced(Float())
    test_accuracy = synced(Float())
    train_loss = synced(Float())
    test_loss = synced(Float())
    right = synced(Int())
    predictions = synced(List())
    probabilities = synced(List())
    reaches = synced(List())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """What was recorded after the epoch."""
        epoch = state["epoch"]
        best = state["best"][epoch]
        return {
            "train_accuracy": state["accuracies"][0][epoch],
            "test_accuracy": state["accuracies"][1][epoch],
            "train_loss": state["losses"][0][epoch],
            "test_loss": state["losses"][1][epoch],
            "right": sum(one == true for one, true in zip(best, state["t"], strict=True)),
            "predictions": best,
            "probabilities": state["certainty"][epoch],
            "reaches": state["largest"][epoch],
        }


def training_run(recording: Recording, *, epoch: int | None = None) -> base.Panel:
    """A slider over the epochs of a training run that was recorded.

    The panel draws the learning curves with a cursor at the epoch, the weights
    into some hidden units as images, and what the network takes some digits
    for.

    Parameters
    ----------
    recording : Recording
        The run. It may have as many epochs as give 256 images of weights: 31
        with 8 units, 127 with 2.
    epoch : int, optional
        The epoch to show first; the last one by default.

    Returns
    -------
    Panel
        Slider ``epoch``. The view has ``train_accuracy``, ``test_accuracy``,
        ``train_loss``, ``test_loss``, ``predictions`` (the most probable class
        of each digit), ``probabilities`` (of that class), ``right`` (how many
        of the digits are) and ``reaches`` (the largest weight into each hidden
        unit, in size).

    Raises
    ------
    ValueError
        If nothing or too much was recorded, numbers that are not finite were,
        or `epoch` is not one of the epochs.
    TypeError
        If `recording` is no `Recording`, or `epoch` no integer.

    Examples
    --------
    >>> from nnbook import Training, TwoLayerNet, load_mnist
    >>> from nnbook.panels import Recording, training_run
    >>> x, t = load_mnist("test")
    >>> net = TwoLayerNet(784, 10, 10, 1 / 28, rng=0)
    >>> training = Training(net, x[:200], t[:200], test=(x[200:400], t[200:400]), rng=0)
    >>> recording = Recording(training)
    >>> history = training.run(epochs=3, callback=recording)
    >>> panel = training_run(recording)
    >>> panel
    training_run(784-10-10, 3 epochs, 10 digits, 8 units)
    >>> panel.view.test_accuracy == history.test_accuracy[-1]
    True
    >>> panel.close()
    """
    if not isinstance(recording, Recording):
        raise TypeError(f"recording must be a Recording, got {type(recording).__name__}")
    last, units = recording.epochs, recording.units
    if last == 0:
        raise ValueError(
            "recording must hold an epoch: give it to Training.run as callback, before this"
        )
    if (last + 1) * len(units) > MOST_IMAGES:
        raise ValueError(
            f"recording must have at most {MOST_IMAGES // len(units) - 1} epochs with "
            f"{len(units)} units, got {last}; record fewer units or epochs"
        )
    sliders = {
        "epoch": arguments.slider(
            "epoch", arguments.index("epoch", last if epoch is None else epoch, last + 1),
            (0, last), 1, "d",
        )
    }  # fmt: skip
    measured = float_array("recording", recording.measured).transpose(2, 1, 0)
    outputs = float_array("recording", recording.outputs)
    shades = np.rint(255 * np.clip(recording.digits, 0, 1)).astype(np.uint8)
    state: dict[str, Any] = {
        "epoch": sliders["epoch"].value,
        "t": recording.classes.tolist(),
        "units": units,
        "accuracies": as_floats(measured[0]),
        "losses": as_floats(measured[1]),
        "largest": as_floats(float_array("recording", recording.largest)),
        "best": outputs.argmax(axis=2).tolist(),
        "certainty": as_floats(outputs.max(axis=2)),
        "weights": b"".join(recording.images),
        "pixels": shades.tobytes(),
    }
    view = TrainingView(panel_name="training", ranges=arguments.ranges_of(sliders), **state)
    return base.Panel(
        view,
        sliders,
        summary=repr(recording).replace("Recording", "training_run"),
        picture=lambda figure: _picture(figure, state, view.results()),
        height=5.2,
    )


def _picture(figure: Figure, state: Mapping[str, Any], results: Mapping[str, Any]) -> None:
    parts: Any = figure.subfigures(3, 1, height_ratios=(3, 1, 1))
    top, middle, bottom = parts
    curves = (("Accuracy", state["accuracies"]), ("Loss", state["losses"]))
    for ax, (title, both) in zip(top.subplots(1, 2), curves, strict=True):
        ax.plot(both[0], label="training")
        ax.plot(both[1], "--", label="test")
        ax.axvline(state["epoch"], color="0.5", linewidth=1)
        ax.set(title=f"{title}: test {both[1][state['epoch']]:.3f}", xlabel="epoch")
        ax.legend()
    images = np.frombuffer(state["weights"], np.int8).reshape(-1, len(state["units"]), SIDE, SIDE)
    for ax, image in zip(middle.subplots(1, len(images[0])), images[state["epoch"]], strict=True):
        ax.imshow(image, cmap="RdBu_r", vmin=-127, vmax=127)
        ax.axis("off")
    middle.suptitle("Weights into hidden units", fontsize=10)
    digits = np.frombuffer(state["pixels"], np.uint8).reshape(-1, SIDE, SIDE)
    axes = bottom.subplots(1, len(digits), squeeze=False)[0]
    for ax, digit, guess, true in zip(
        axes, digits, results["predictions"], state["t"], strict=True
    ):
        ax.imshow(digit, cmap="gray_r", vmin=0, vmax=255)
        ax.set_title(f"{guess}" if guess == true else f"{guess} ({true})", fontsize=9)
        ax.axis("off")
