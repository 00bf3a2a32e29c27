"""Panel: a training run, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from traitlets import Bytes, Float, Int, List

from nnbook._checks import FloatArray, float_array
from nnbook.datasets import load_mnist
from nnbook.losses import _losses
from nnbook.panels import arguments, base
from nnbook.panels.base import synced
from nnbook.panels.results import as_floats
from nnbook.training import Training

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE = 28
MOST_DIGITS = 10
MOST_UNITS = 8
# Images of weights in all, 784 bytes each: what keeps a page small.
MOST_IMAGES = 256


class Recording:
    """What a training run looked like after each epoch, for `training_run`.

    Make it before the run, which is epoch 0, and give it to
    `nnbook.Training.run` as its callback.

    Parameters
    ----------
    training : Training
        The run, of a network with 784 inputs and with test data.
    x : array_like of float, shape (n, 784), optional
        From 1 to 10 digits whose predictions to record; by default the first
        ten of `load_mnist`'s test part.
    t : array_like, optional
        Their labels, in any form that `nnbook.cross_entropy_error` takes.
    units : sequence of int, optional
        The hidden units whose weights to record, at most 8; by default the
        first eight.

    Attributes
    ----------
    training : Training
    epochs : int
        How many have been recorded, epoch 0 not counted.

    Raises
    ------
    ValueError
        If a shape, a label or an index is not as above, or there is no test
        data.
    TypeError
        If an argument is of another type.

    Notes
    -----
    Accuracies and losses are those of all training and test data with the
    parameters as they are after the epoch. The loss in `nnbook.History` is
    another: the mean over the epoch's mini-batches, each taken on the way.
    Weights are kept as 8-bit images beside the largest of each unit.

    Examples
    --------
    >>> from nnbook import Training, TwoLayerNet, load_mnist
    >>> from nnbook.panels import Recording
    >>> x, t = load_mnist("test")
    >>> net = TwoLayerNet(784, 10, 10, 1 / 28, rng=0)
    >>> training = Training(net, x[:200], t[:200], test=(x[200:400], t[200:400]), rng=0)
    >>> recording = Recording(training)
    >>> training.run(epochs=3, callback=recording)
    History(6 steps, 3 epochs)
    >>> recording
    Recording(784-10-10, 3 epochs, 10 digits, 8 units)
    """

    def __init__(
        self,
        training: Training,
        x: ArrayLike | None = None,
        t: ArrayLike | None = None,
        *,
        units: Sequence[int] | None = None,
    ) -> None:
        if not isinstance(training, Training):
            raise TypeError(f"training must be a Training, got {type(training).__name__}")
        if (x is None) != (t is None):
            raise ValueError("x and t must be given together, or both left out")
        params = training.net.params
        inputs, hidden = params["W1"].shape
        if inputs != SIDE * SIDE:
            raise ValueError(f"training must be of a network with 784 inputs, got {inputs}")
        if training._test is None:
            raise ValueError("training must have test data: Training(..., test=(x, t))")
        if x is None or t is None:
            x, t = (one[:MOST_DIGITS] for one in load_mnist("test", one_hot=False))
        self._x = float_array("x", x, ndim=(2,))
        if self._x.shape[1] != inputs or len(self._x) > MOST_DIGITS:
            raise ValueError(
                f"x must have 1 to {MOST_DIGITS} rows of 784 pixels, got shape {self._x.shape}"
            )
        labels = arguments.labels(t, (len(self._x), params["b2"].size))
        self._t = np.argmax(labels, axis=1)
        offered = range(min(MOST_UNITS, hidden)) if units is None else units
        self._units = [arguments.index(f"units[{k}]", j, hidden) for k, j in enumerate(offered)]
        if not 1 <= len(self._units) <= MOST_UNITS:
            raise ValueError(f"units must name 1 to {MOST_UNITS} hidden units, got {offered!r}")
        self.training = training
        # For each epoch: accuracy and loss on both parts, outputs for the digits, and weights.
        self._measured: list[list[tuple[float, float]]] = []
        self._outputs: list[FloatArray] = []
        self._largest: list[FloatArray] = []
        self._images: list[bytes] = []
        self(training)

    def __repr__(self) -> str:
        return (
            f"Recording({_sizes(self)}, {self.epochs} epochs, {len(self._x)} digits, "
            f"{len(self._units)} units)"
        )

    @property
    def epochs(self) -> int:
        """How many epochs have been recorded, epoch 0 not counted."""
        return len(self._measured) - 1

    def __call__(self, training: Training) -> None:
        """Record the network as it is now.

        Parameters
        ----------
        training : Training
            The run that the recording was made for.

        Raises
        ------
        ValueError
            If it is another one.

        Examples
        --------
        See the class.
        """
        if training is not self.training:
            raise ValueError("training must be the one that the recording was made for")
        net = training.net
        assert training._test is not None
        measured = []
        for x, t in ((training._x, training._t), training._test):
            logits = net._logits(x)
            accuracy = float(np.mean(logits.argmax(axis=1) == t.argmax(axis=1)))
            measured.append(
                (accuracy, float(_losses(logits, t, net.delta, from_logits=True).mean()))
            )
        weights = net.params["W1"][:, self._units].T.astype(np.float64)
        largest = np.abs(weights).max(axis=1)
        shares = weights / np.where(largest > 0, largest, 1)[:, None]
        self._measured.append(measured)
        self._outputs.append(net.predict(self._x))
        self._largest.append(largest)
        self._images.append(np.rint(127 * shares).astype(np.int8).tobytes())


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
    last, units = recording.epochs, recording._units
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
    measured = float_array("recording", recording._measured).transpose(2, 1, 0)
    outputs = float_array("recording", recording._outputs)
    shades = np.rint(255 * np.clip(recording._x, 0, 1)).astype(np.uint8)
    state: dict[str, Any] = {
        "epoch": sliders["epoch"].value,
        "t": recording._t.tolist(),
        "units": units,
        "accuracies": as_floats(measured[0]),
        "losses": as_floats(measured[1]),
        "largest": as_floats(float_array("recording", recording._largest)),
        "best": outputs.argmax(axis=2).tolist(),
        "certainty": as_floats(outputs.max(axis=2)),
        "weights": b"".join(recording._images),
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


def _sizes(recording: Recording) -> str:
    params = recording.training.net.params
    return "-".join(str(size) for size in (*params["W1"].shape, params["b2"].size))


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
