"""Panel: a training run, epoch by epoch."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from nnbook._checks import float_array
from nnbook.datasets import load_mnist
from nnbook.networks import TwoLayerNet
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import Slider
from nnbook.recording import Recording
from nnbook.training import Training

SIDE = 28
# Images of weights in all, 784 bytes each: what keeps a page small.
MOST_IMAGES = 256


class training_run(Panel):
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

    Raises
    ------
    ValueError
        If nothing or too much was recorded, numbers that are not finite were,
        or `epoch` is not one of the epochs.
    TypeError
        If `recording` is no `Recording`, or `epoch` no integer.

    Notes
    -----
    Slider ``epoch``. Results ``train_accuracy``, ``test_accuracy``,
    ``train_loss``, ``test_loss``, ``predictions`` (the most probable class of
    each digit), ``probabilities`` (of that class), ``right`` (how many of the
    digits are) and ``reaches`` (the largest weight into each hidden unit, in
    size).

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
    >>> panel.results["test_accuracy"] == history.test_accuracy[-1]
    True
    >>> panel.close()
    """

    epoch = Slider(0, 0, 1, 1, "d")
    height = 5.2

    def __init__(self, recording: Recording, *, epoch: int | None = None) -> None:
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
        accuracies, losses = float_array("recording", recording.measured).transpose(2, 1, 0)
        outputs = float_array("recording", recording.outputs)
        images = np.frombuffer(b"".join(recording.images), np.int8)
        # Digits n, hidden units u, epochs e with epoch 0. The arrays are for the eye alone.
        given = {
            "t": recording.classes.tolist(),  # (n,), the true classes
            "units": units,  # (u,), their numbers in the network
            "accuracies": accuracies.tolist(),  # (2, e), on the training and the test part
            "losses": losses.tolist(),  # (2, e)
            "largest": float_array("recording", recording.largest).tolist(),  # (e, u), in size
            "best": outputs.argmax(axis=2).tolist(),  # (e, n), the most probable class
            "certainty": outputs.max(axis=2).tolist(),  # (e, n), its probability
            # 127 times the share of the largest
            "weights": images.reshape(last + 1, len(units), SIDE, SIDE),
            "pixels": np.rint(255 * np.clip(recording.digits, 0, 1)).astype(np.uint8),
        }
        first = self.epoch.at(last if epoch is None else epoch, "epoch", (0, last))
        super().__init__(repr(recording).replace("Recording", "training_run"), given, epoch=first)

    @classmethod
    def samples(cls) -> Samples:
        """A short run on few digits."""
        return {"short run": lambda: cls(kept_run())}

    def compute(self, state: State) -> Results:
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

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The learning curves, the weights as images, the digits."""
        parts: Any = figure.subfigures(3, 1, height_ratios=(3, 1, 1))
        top, middle, bottom = parts
        epoch, curves = state["epoch"], (("Accuracy", "accuracies"), ("Loss", "losses"))
        for ax, (title, name) in zip(top.subplots(1, 2), curves, strict=True):
            ax.plot(state[name][0], label="training")
            ax.plot(state[name][1], "--", label="test")
            ax.axvline(epoch, color="0.5", linewidth=1)
            ax.set(title=f"{title}: test {state[name][1][epoch]:.3f}", xlabel="epoch")
            ax.legend()
        images = state["weights"][epoch]
        axes = middle.subplots(1, len(images), squeeze=False)[0]
        for ax, image in zip(axes, images, strict=True):
            ax.imshow(image, cmap="RdBu_r", vmin=-127, vmax=127)
            ax.axis("off")
        middle.suptitle("Weights into hidden units", fontsize=10)
        digits = state["pixels"].reshape(-1, SIDE, SIDE)
        axes = bottom.subplots(1, len(digits), squeeze=False)[0]
        shown = zip(axes, digits, results["predictions"], state["t"], strict=True)
        for ax, digit, guess, true in shown:
            ax.imshow(digit, cmap="gray_r", vmin=0, vmax=255)
            ax.set_title(f"{guess}" if guess == true else f"{guess} ({true})", fontsize=9)
            ax.axis("off")


def short_run(epochs: int = 5) -> Recording:
    """A short run on few digits, recorded: what the tests look at."""
    x, t = load_mnist("test")
    net = TwoLayerNet(784, 12, 10, 1 / 28, rng=3)
    test = (x[300:500], t[300:500])
    options: dict[str, Any] = {"batch_size": 50, "learning_rate": 0.5, "momentum": 0.9}
    training = Training(net, x[:300], t[:300], test=test, rng=3, **options)
    recording = Recording(training, x[500:510], t[500:510])
    training.run(epochs, callback=recording)
    return recording


kept_run = functools.cache(short_run)
