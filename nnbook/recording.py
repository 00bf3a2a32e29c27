"""What a training run looked like after each epoch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, float_array, whole_number
from nnbook.datasets import load_mnist
from nnbook.losses import labels_as_rows
from nnbook.networks import accuracy_of, loss_of
from nnbook.training import Training

SIDE = 28
MOST_DIGITS = 10
MOST_UNITS = 8


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
        How many have been recorded, epoch 0 not counted. Below, e is one more.
    sizes : str
        Of the network, such as ``"784-10-10"``.
    digits : ndarray of float, shape (n, 784)
        The digits whose predictions are recorded.
    classes : ndarray of int, shape (n,)
        What they are; of soft labels the largest counts.
    units : list of int
        The u hidden units whose weights are recorded.
    measured : ndarray of float, shape (e, 2, 2)
        After each epoch, on the training and the test part: accuracy and loss.
    outputs : ndarray of float, shape (e, n, classes)
        Probabilities that the network gave to the classes of each digit.
    largest : ndarray of float, shape (e, u)
        The largest weight into each unit, in size.
    images : list of bytes
        After each epoch the weights into the units, u x 784 signed 8-bit
        integers: 127 times the weight as a share of the largest.

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
        if training.test is None:
            raise ValueError("training must have test data: Training(..., test=(x, t))")
        if x is None or t is None:
            x, t = (one[:MOST_DIGITS] for one in load_mnist("test", one_hot=False))
        self.digits = float_array("x", x, ndim=(2,))
        if self.digits.shape[1] != inputs or len(self.digits) > MOST_DIGITS:
            raise ValueError(
                f"x must have 1 to {MOST_DIGITS} rows of 784 pixels, got shape {self.digits.shape}"
            )
        shape = (len(self.digits), params["b2"].size)
        self.classes = labels_as_rows("t", t, shape, np.float64).argmax(axis=1)
        offered = range(min(MOST_UNITS, hidden)) if units is None else units
        self.units = [whole_number(f"units[{k}]", j, 0, hidden - 1) for k, j in enumerate(offered)]
        if not 1 <= len(self.units) <= MOST_UNITS:
            raise ValueError(f"units must name 1 to {MOST_UNITS} hidden units, got {offered!r}")
        self.training = training
        self.sizes = "-".join(str(size) for size in (inputs, hidden, params["b2"].size))
        self._parts = (training.x, training.t), training.test
        self._seen: list[tuple[FloatArray, FloatArray, FloatArray, bytes]] = []
        self(training)

    def __repr__(self) -> str:
        return (
            f"Recording({self.sizes}, {self.epochs} epochs, {len(self.digits)} digits, "
            f"{len(self.units)} units)"
        )

    @property
    def epochs(self) -> int:
        """How many epochs have been recorded, epoch 0 not counted."""
        return len(self._seen) - 1

    @property
    def measured(self) -> FloatArray:
        """Accuracy and loss on both parts after each epoch."""
        return np.stack([one[0] for one in self._seen])

    @property
    def outputs(self) -> FloatArray:
        """Probabilities for the digits after each epoch."""
        return np.stack([one[1] for one in self._seen])

    @property
    def largest(self) -> FloatArray:
        """The largest weight into each unit after each epoch."""
        return np.stack([one[2] for one in self._seen])

    @property
    def images(self) -> list[bytes]:
        """The weights into the units after each epoch."""
        return [one[3] for one in self._seen]

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
        measured = [(accuracy_of(net, x, t), loss_of(net, x, t)) for x, t in self._parts]
        outputs = net.predict(self.digits)
        weights = net.params["W1"][:, self.units].T.astype(np.float64)
        largest = np.abs(weights).max(axis=1)
        shares = weights / np.where(largest > 0, largest, 1)[:, None]
        images = np.rint(127 * shares).astype(np.int8).tobytes()
        # In one step, so that an interrupt leaves an epoch whole or out.
        self._seen.append((np.array(measured), outputs, largest, images))
