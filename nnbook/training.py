"""Mini-batch gradient descent for `nnbook.TwoLayerNet`, with a history and a way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from os import PathLike
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, float_array, positive_int, real_number
from nnbook._files import Arrays, read_arrays, write_arrays
from nnbook._kernels import accuracy, forward, loss_and_gradient
from nnbook._progress import progress_bar
from nnbook.networks import Batch, RandomSource, TwoLayerNet, checked_batch

Callback = Callable[["Training"], Any]


class DivergedError(ArithmeticError):
    """Raised by `Training.run` when the loss is no longer finite."""


@dataclass
class History:
    """What a training run was like.

    Attributes
    ----------
    loss : list of float
        Loss of the mini-batch of each step, before the step.
    epoch_loss : list of float
        Mean of those over each finished epoch.
    train_accuracy, test_accuracy : list of float
        After each finished epoch, in [0, 1]; the second stays empty without
        test data.
    """

    loss: list[float] = field(default_factory=list)
    epoch_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    test_accuracy: list[float] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"History({len(self.loss)} steps, {len(self.epoch_loss)} epochs)"


class Training:
    """A training run: a network, its data, and all that the next step depends on.

    Each epoch goes through the data once, in an order drawn anew, a mini-batch
    at a time. The last mini-batch of an epoch may be smaller.

    Parameters
    ----------
    net : TwoLayerNet
        The network; its parameters are changed in place.
    x : array_like of float, shape (n, input_size)
        The data. Converted to the float type of the parameters.
    t : array_like
        Labels, in any form that `nnbook.cross_entropy_error` takes.
    test : (x, t), optional
        Data to measure the accuracy on after each epoch.
    batch_size : int, default 100
        Samples in a mini-batch, from 1 to n.
    learning_rate : float, default 0.1
        Step length as a multiple of the gradient, above 0.
    momentum : float, default 0.0
        Share of the last step that is added to the next, in [0, 1) [1]_.
    rng : None, int, Generator, ..., optional
        Source of the order of the data, for `numpy.random.default_rng`.

    Attributes
    ----------
    net : TwoLayerNet
    x : ndarray of float, shape (n, input_size)
        The data, in the type of the parameters.
    t : ndarray of float, shape (n, output_size)
        Their labels, as soft ones.
    test : (x, t) or None
        The test data, in the same form.
    history : History

    Raises
    ------
    ValueError, TypeError
        If data, labels or a number is not as above.

    References
    ----------
    .. [1] B. T. Polyak, "Some methods of speeding up the convergence of
       iteration methods", USSR Comput. Math. Math. Phys. 4 (1964), 1-17.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import Training, TwoLayerNet
    >>> x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    >>> net = TwoLayerNet(2, 4, 2, rng=1)
    >>> training = Training(net, x, [0, 1, 1, 0], batch_size=4, learning_rate=1.0, momentum=0.9)
    >>> training.run(epochs=200)
    History(200 steps, 200 epochs)
    >>> training.history.train_accuracy[-1]
    1.0
    """

    def __init__(
        self,
        net: TwoLayerNet,
        x: ArrayLike,
        t: ArrayLike,
        *,
        test: tuple[ArrayLike, ArrayLike] | None = None,
        batch_size: int = 100,
        learning_rate: float = 0.1,
        momentum: float = 0.0,
        rng: RandomSource = None,
    ) -> None:
        if not isinstance(net, TwoLayerNet):
            raise TypeError(f"net must be a TwoLayerNet, got {type(net).__name__}")
        self.net = net
        self.x, self.t = self._checked(x, t)
        if test is not None and (not isinstance(test, tuple) or len(test) != 2):
            raise TypeError("test must be a pair (x, t)")
        self.test = None if test is None else self._checked(*test)
        self._batch_size = positive_int("batch_size", batch_size)
        if self._batch_size > len(self.x):
            raise ValueError(
                f"batch_size must be at most {len(self.x)}, the number of samples; "
                f"got {self._batch_size}"
            )
        self._rate = real_number("learning_rate", learning_rate, minimum=0.0, open_end=True)
        self._momentum = real_number("momentum", momentum, minimum=0.0)
        if self._momentum >= 1:
            raise ValueError(f"momentum must be below 1, got {momentum!r}")
        self._rng = np.random.default_rng(rng)
        self._velocity = {name: np.zeros_like(array) for name, array in net.params.items()}
        self._good = {name: array.copy() for name, array in net.params.items()}
        self._order = np.arange(len(self.x))
        self._next = len(self.x)  # where in the order the next mini-batch begins; at its end: anew
        self.history = History()

    def __repr__(self) -> str:
        return f"Training({self.net!r}, {len(self.x):,} samples, {self.history!r})"

    def run(
        self, epochs: int, *, callback: Callback | None = None, progress: bool = False
    ) -> History:
        """Train until so many more epochs are finished.

        Parameters
        ----------
        epochs : int
            How many, at least 1. An epoch that was broken off is finished
            first, and counts.
        callback : callable, optional
            Called as ``callback(training)`` after each epoch. If it returns
            True, training stops there.
        progress : bool, default False
            Show a progress bar (needs tqdm).

        Returns
        -------
        History
            The whole history, earlier runs included.

        Raises
        ------
        DivergedError
            If the loss is NaN or infinite. The network then has its last
            parameters with a finite loss.
        ImportError
            If `progress` is wanted and tqdm is not installed.
        ValueError, TypeError
            If `epochs` is not a positive integer.

        Examples
        --------
        >>> from nnbook import Training, TwoLayerNet
        >>> training = Training(TwoLayerNet(1, 2, 2, rng=0), [[0.0], [1.0]], [0, 1], batch_size=1)
        >>> training.run(epochs=3)
        History(6 steps, 3 epochs)
        """
        epochs = positive_int("epochs", epochs)
        if callback is not None and not callable(callback):
            raise TypeError(f"callback must be callable, got {callback!r}")
        bar = progress_bar(progress, None, total=epochs, unit="epoch")
        with closing(bar) if progress else nullcontext():  # no bar stays behind a run that raises
            for _ in range(epochs):
                finished = len(self.history.epoch_loss)
                while len(self.history.epoch_loss) == finished:
                    self.step()
                if progress:
                    bar.update()
                stop = callback(self) if callback is not None else False
                if isinstance(stop, (bool, np.bool_)) and stop:
                    break
        return self.history

    def step(self) -> float:
        """Take one step, on the next mini-batch.

        Returns
        -------
        float
            The loss of the mini-batch before the step.

        Raises
        ------
        DivergedError
            As in `run`.

        Examples
        --------
        >>> from nnbook import Training, TwoLayerNet
        >>> net = TwoLayerNet(1, 2, 2, weight_init_std=0)
        >>> round(Training(net, [[0.0], [1.0]], [0, 1], batch_size=2).step(), 4)
        0.6931
        """
        net = self.net
        if self._next >= len(self.x):
            self._order = self._rng.permutation(len(self.x))
            self._next = 0
        rows = self._order[self._next : self._next + self._batch_size]
        with np.errstate(all="ignore"):  # a loss that is not finite is said below, once
            loss, gradients = loss_and_gradient(net.params, self.x[rows], self.t[rows], net.delta)
        if not np.isfinite(loss):
            self._diverged(f"the loss is {loss}")
        for name, array in net.params.items():
            self._good[name][:] = array
            velocity = self._velocity[name]
            with np.errstate(over="ignore", invalid="ignore"):  # the next loss tells
                velocity *= self._momentum
                velocity -= self._rate * gradients[name]
                array += velocity
        self._next += len(rows)
        self.history.loss.append(loss)
        if self._next >= len(self.x):
            self._record_epoch()
        return loss

    def save(self, path: str | PathLike[str]) -> None:
        """Write parameters, momentum, order, random state and history to an ``.npz`` file.

        Parameters
        ----------
        path : str or path
            Where to. `load` takes it from there, and goes on with the same
            bits as if nothing had come between.

        Examples
        --------
        >>> import tempfile, pathlib
        >>> from nnbook import Training, TwoLayerNet
        >>> training = Training(TwoLayerNet(1, 2, 2, rng=0), [[0.0], [1.0]], [0, 1], batch_size=1)
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "training.npz"
        >>> training.save(path)
        >>> training.load(path)
        """
        state = json.dumps(self._rng.bit_generator.state, default=lambda array: array.tolist())
        history = {f"history/{name}": np.array(v) for name, v in vars(self.history).items()}
        write_arrays(path, {**self._arrays(), **history, "state/rng": np.array(state)})

    def load(self, path: str | PathLike[str]) -> None:
        """Take up a run that `save` wrote, into a training of the same shapes.

        Parameters
        ----------
        path : str or path
            The file.

        Raises
        ------
        ValueError
            If the file is of another kind, or its arrays have other shapes,
            or are not finite; nothing is changed then.

        Examples
        --------
        See `save`.
        """
        own = self._arrays()
        lists = [f"history/{name}" for name in vars(self.history)]
        arrays = read_arrays(path, own, also=[*lists, "state/rng"])
        order, position = arrays["state/order"], int(arrays["state/next"])
        if not np.array_equal(np.sort(order), np.arange(len(order))) or position < 0:
            raise ValueError(f"{path} must hold an order of {len(order)} samples, got another")
        for name in lists:
            found = arrays[name]
            if found.ndim != 1 or found.dtype != np.float64 or not np.isfinite(found).all():
                raise ValueError(f"{path} must hold {name} as a list of finite numbers")
        generator = _generator(path, str(arrays["state/rng"]))
        for name, array in own.items():
            array[...] = arrays[name]
        self._next, self._rng = position, generator
        self.history = History(*(arrays[name].tolist() for name in lists))

    def _arrays(self) -> Arrays:
        """What the next step depends on, by the names in a file; the random state is apart."""
        groups = {"params": self.net.params, "velocity": self._velocity, "good": self._good}
        arrays = {f"{g}/{name}": array for g in groups for name, array in groups[g].items()}
        return {**arrays, "state/order": self._order, "state/next": np.array(self._next)}

    def _record_epoch(self) -> None:
        if not all(np.isfinite(array).all() for array in self.net.params.values()):
            self._diverged("a parameter is not finite")
        per_epoch = -(-len(self.x) // self._batch_size)
        self.history.epoch_loss.append(float(np.mean(self.history.loss[-per_epoch:])))
        self.history.train_accuracy.append(self._accuracy(self.x, self.t))
        if self.test is not None:
            self.history.test_accuracy.append(self._accuracy(*self.test))

    def _diverged(self, what: str) -> NoReturn:
        for name, array in self.net.params.items():  # back to the last finite loss, at rest
            array[:] = self._good[name]
            self._velocity[name][:] = 0
        raise DivergedError(
            f"{what} at step {len(self.history.loss)}; the parameters are those of the step "
            f"before. Try a learning rate below {self._rate:g}."
        )

    def _accuracy(self, x: FloatArray, t: FloatArray) -> float:
        return accuracy(forward(self.net.params, x)[1], t)

    def _checked(self, x: ArrayLike, t: ArrayLike) -> Batch:
        first, last = self.net.params["W1"], self.net.params["b2"]
        batch = map(np.atleast_2d, checked_batch(x, t, first, last, stacklevel=2))
        with np.errstate(over="ignore"):  # what float32 cannot hold is caught as infinite
            data, targets = (array.astype(first.dtype, copy=False) for array in batch)
        return float_array("x", data), float_array("t", targets)


def _generator(path: Any, text: str) -> np.random.Generator:
    """Make a generator that goes on from a state that `Training.save` wrote."""
    try:
        state = json.loads(text)
        name = state["bit_generator"]
        kind = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"} & {name}
        bits = getattr(np.random, kind.pop())()
        bits.state = state
        kept = bits.state  # two places in its memory, which NumPy takes on trust
        if not 0 <= kept["state"].get("pos", 0) <= 624 or not 0 <= kept.get("buffer_pos", 0) <= 4:
            raise ValueError
    except (LookupError, TypeError, ValueError, OverflowError, RecursionError):
        raise ValueError(f"{path} must hold the state of a random generator of NumPy") from None
    return np.random.Generator(bits)
