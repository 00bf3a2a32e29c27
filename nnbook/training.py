"""Mini-batch gradient descent for `nnbook.TwoLayerNet`, with a history and a way back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, nullcontext
from copy import deepcopy
from os import PathLike
from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _kernels
from nnbook._checks import FloatArray, float_array, generator, positive_int, real_number
from nnbook._files import Arrays, read_arrays, write_arrays
from nnbook._progress import progress_bar
from nnbook._run import Change, History
from nnbook._saved import TEXTS, as_text, compare_settings, fingerprint, saved_generator
from nnbook.networks import (
    Batch,
    RandomSource,
    TwoLayerNet,
    accuracy_of,
    checked_batch,
    checked_params,
    overrides,
)

Callback = Callable[["Training"], Any]


class DivergedError(ArithmeticError):
    """Raised by `Training.run` when the loss is no longer finite."""


class Training:
    """A training run: a network, its data, and all that the next step depends on.

    Each epoch goes through the data once, in an order drawn anew, a mini-batch
    at a time. The last mini-batch of an epoch may be smaller.

    Parameters
    ----------
    net : TwoLayerNet
        The network; its parameters are changed in place. Where a subclass
        overrides a method, that method is used.
    x : array_like of float, shape (n, input_size)
        The data. Converted to the float type of the parameters, and kept
        without a copy where it has that type already: do not change it while
        the run goes on.
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

    Notes
    -----
    A run may be interrupted anywhere, by Ctrl-C for example. The next call
    takes it up where it was, and comes to the same bits, history included, as
    a run that was not.

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
        params = checked_params(net)
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
        self._rng = generator(rng)
        self._velocity = {name: np.zeros_like(array) for name, array in params.items()}
        self._good = {name: array.copy() for name, array in params.items()}
        self._order = np.arange(len(self.x))
        self._next = len(self.x)  # where in the order the next mini-batch begins; at its end: anew
        self._epoch = False  # whether an epoch is finished but not recorded yet
        self._change: Change | None = None
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
        self._settle()
        order, position, random = self._order, self._next, self._rng.bit_generator.state
        if position >= len(self.x):
            drawn = deepcopy(self._rng)  # the run's own moves on only with the step
            order, position = drawn.permutation(len(self.x)), 0
            random = drawn.bit_generator.state
        rows = order[position : position + self._batch_size]
        loss, gradient = self._loss_and_gradient(self.x[rows], self.t[rows])
        if not np.isfinite(loss):
            self._diverged(f"the loss is {loss}")
        params = self.net.params
        moved, velocity = _kernels.descended(
            params, self._velocity, gradient, self._rate, self._momentum
        )
        self._put(
            self._same(
                order=order,
                next=position + len(rows),
                random=random,
                history={"loss": [loss]},
                params=moved,
                velocity=velocity,
                good={name: array.copy() for name, array in params.items()},
                epoch=position + len(rows) >= len(self.x),
            )
        )
        self._settle()
        return loss

    def save(self, path: str | PathLike[str]) -> None:
        """Write parameters, momentum, order, random state and history to an ``.npz`` file.

        The settings go with them, and a fingerprint of the data.

        Parameters
        ----------
        path : str or path
            Where to. `load` takes it from there, and goes on with the same
            bits as if nothing had come between. An old file of that name is
            replaced, in one step, when the new one is whole.

        Raises
        ------
        ValueError
            If a parameter is not finite, or the history is longer than a
            million numbers; the old file stays then.

        Examples
        --------
        >>> import tempfile, pathlib
        >>> from nnbook import Training, TwoLayerNet
        >>> training = Training(TwoLayerNet(1, 2, 2, rng=0), [[0.0], [1.0]], [0, 1], batch_size=1)
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "training.npz"
        >>> training.save(path)
        >>> training.load(path)
        """
        self._settle()
        checked_params(self.net)
        texts = {
            "state/rng": as_text(self._rng.bit_generator.state),
            "state/settings": as_text(self._settings()),
        }
        history = {f"history/{name}": np.array(v) for name, v in vars(self.history).items()}
        write_arrays(
            path, {**self._arrays(), **history, **{n: np.array(one) for n, one in texts.items()}}
        )

    def load(self, path: str | PathLike[str]) -> None:
        """Take up a run that `save` wrote, into a training of the same shapes and settings.

        Parameters
        ----------
        path : str or path
            The file.

        Raises
        ------
        ValueError
            If the file is of another kind, or its arrays have other shapes,
            or are not finite, or it was saved with other settings or other
            data; nothing is changed then.

        Examples
        --------
        See `save`.
        """
        checked_params(self.net, finite=False)
        lists = [f"history/{name}" for name in vars(self.history)]
        arrays = read_arrays(path, self._arrays(), lists=lists, texts=TEXTS)
        order, position = arrays["state/order"], int(arrays["state/next"])
        if not np.array_equal(np.sort(order), np.arange(len(order))) or position < 0:
            raise ValueError(f"{path} must hold an order of {len(order)} samples, got another")
        compare_settings(path, str(arrays["state/settings"]), self._settings())
        groups = {
            group: {name: arrays[f"{group}/{name}"] for name in self.net.params}
            for group in ("params", "velocity", "good")
        }
        rng = saved_generator(path, str(arrays["state/rng"]))
        change = self._same(  # into a new history: the one before may be in other hands
            order=order,
            next=position,
            rng=rng,
            random=rng.bit_generator.state,
            into=History(),
            history={name: arrays[f"history/{name}"].tolist() for name in vars(self.history)},
            **groups,
        )
        self._put(change)

    def _arrays(self) -> Arrays:
        """What the next step depends on, by the names in a file; the random state is apart."""
        groups = {"params": self.net.params, "velocity": self._velocity, "good": self._good}
        arrays = {f"{g}/{name}": array for g in groups for name, array in groups[g].items()}
        return {**arrays, "state/order": self._order, "state/next": np.array(self._next)}

    def _same(self, **other: Any) -> Change:
        """A change of nothing but what is named."""
        now: dict[str, Any] = {
            "order": self._order,
            "next": self._next,
            "rng": self._rng,
            "random": self._rng.bit_generator.state,
            "into": self.history,
            "history": {},
        }
        change = Change(**now | other, kept={})
        change.kept = {name: len(getattr(change.into, name)) for name in change.history}
        return change

    def _put(self, change: Change) -> None:
        self._change = change
        try:
            self._put_into_place()
        except BaseException:  # an interrupt: again, and whole
            self._put_into_place()
            raise

    def _put_into_place(self) -> None:
        change = self._change
        if change is None:
            return
        groups = (
            (self.net.params, change.params),
            (self._velocity, change.velocity),
            (self._good, change.good),
        )
        for own, new in groups:
            for name, array in new.items():
                own[name][...] = array
        self._order, self._next, self._epoch = change.order, change.next, change.epoch
        self._rng = change.rng
        self._rng.bit_generator.state = change.random
        for name, values in change.history.items():
            getattr(change.into, name)[change.kept[name] :] = values
        self.history = change.into
        self._change = None

    def _settle(self) -> None:
        """Finish what an interrupt may have broken off, and record an epoch that is at its end."""
        self._put_into_place()
        checked_params(self.net, finite=False)
        if not self._epoch:
            return
        if not all(np.isfinite(array).all() for array in self.net.params.values()):
            self._diverged("a parameter is not finite")
        per_epoch = -(-len(self.x) // self._batch_size)
        mean = _kernels.mean(self.history.loss[-per_epoch:])
        found = {"epoch_loss": [mean], "train_accuracy": [accuracy_of(self.net, self.x, self.t)]}
        if self.test is not None:
            found["test_accuracy"] = [accuracy_of(self.net, *self.test)]
        self._put(self._same(history=found))

    def _loss_and_gradient(self, x: FloatArray, t: FloatArray) -> tuple[float, _kernels.Params]:
        net = self.net
        if overrides(net, TwoLayerNet, "predict", "loss", "gradient"):
            return float(net.loss(x, t)), net.gradient(x, t)
        return _kernels.loss_and_gradient(net.params, x, t, net.delta)

    def _diverged(self, what: str) -> NoReturn:
        """Go back to where the loss was last finite, and stand still; say why."""
        still = {name: np.zeros_like(array) for name, array in self._velocity.items()}
        good = {name: array.copy() for name, array in self._good.items()}
        self._put(self._same(params=good, velocity=still))
        step = len(self.history.loss)
        for name, data in (("x", self.x), ("t", self.t)):
            if not np.isfinite(data).all():
                raise DivergedError(
                    f"{what} at step {step}, since {name} is no longer finite: it was changed "
                    f"after the training was made, which keeps no copy"
                )
        raise DivergedError(
            f"{what} at step {step}; the parameters are those of the step before. Try a learning "
            f"rate below {self._rate:g}."
        )

    def _settings(self) -> dict[str, Any]:
        """What a run must have in common with the one that takes it up."""
        test = None if self.test is None else fingerprint(*self.test)
        return {
            "batch_size": self._batch_size,
            "learning_rate": self._rate,
            "momentum": self._momentum,
            "delta": self.net.delta,
            "data": fingerprint(self.x, self.t),
            "test data": test,
        }

    def _checked(self, x: ArrayLike, t: ArrayLike) -> Batch:
        first, last = self.net.params["W1"], self.net.params["b2"]
        batch = map(np.atleast_2d, checked_batch(x, t, first, last, stacklevel=2))
        # What float32 cannot hold is caught as infinite.
        data, targets = (_kernels.cast(array, first.dtype) for array in batch)
        return float_array("x", data), float_array("t", targets)
