"""The two networks of the book: 2x3 weights, and 784-100-10 with a hidden layer."""

from __future__ import annotations

from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook._checks import FloatArray, float_array, float_type, positive_int, real_number
from nnbook._files import read_arrays, write_arrays
from nnbook._reuse import two_layer_gradient
from nnbook.functions import _sigmoid, _softmax
from nnbook.losses import DELTA, _losses, labels_as_rows

RandomSource = Any  # whatever numpy.random.default_rng takes


class SimpleNet:
    """One matrix of weights, no bias: the smallest network that has a gradient.

    Parameters
    ----------
    W : array_like of float, shape (inputs, classes), optional
        The weights, copied. Without it they are drawn from N(0, 1) in the
        source notebook's shape, (2, 3).
    rng : None, int, Generator, ..., optional
        Source of the random weights, for `numpy.random.default_rng`.
    delta : float, default 1e-7
        Passed on to `nnbook.cross_entropy_error`.

    Attributes
    ----------
    W : ndarray of float, shape (inputs, classes)
        The weights. Changing them in place changes the network.
    delta : float

    Raises
    ------
    ValueError
        If `W` is not a finite 2-D array, or both `W` and `rng` are given.
    TypeError
        If `W` does not hold real numbers.

    Examples
    --------
    >>> from nnbook import SimpleNet
    >>> net = SimpleNet(W=[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    >>> net.predict([0.6, 0.9]).tolist()
    [0.6, 0.9, 0.0]
    >>> round(net.loss([0.6, 0.9], [0, 0, 1]), 4)
    1.6643
    """

    def __init__(
        self, W: ArrayLike | None = None, *, rng: RandomSource = None, delta: float = DELTA
    ) -> None:
        if W is None:
            W = np.random.default_rng(rng).standard_normal((2, 3))
        elif rng is not None:
            raise ValueError("rng must be left out when W is given, since nothing is drawn")
        self.W = np.array(float_array("W", W, ndim=(2,)))
        self.delta = real_number("delta", delta, minimum=0.0)

    def __repr__(self) -> str:
        return f"SimpleNet({self.W.shape[0]}x{self.W.shape[1]})"

    def predict(self, x: ArrayLike) -> FloatArray:
        """Scores (logits) of each class, before the softmax.

        Parameters
        ----------
        x : array_like of float, shape (inputs,) or (n, inputs)
            The data.

        Returns
        -------
        ndarray of float, shape (classes,) or (n, classes)

        Raises
        ------
        ValueError
            If `x` has the wrong shape or is not finite.

        Examples
        --------
        >>> from nnbook import SimpleNet
        >>> SimpleNet(W=[[1.0, 2.0, 3.0], [0.0, 0.0, 1.0]]).predict([2.0, 1.0]).tolist()
        [2.0, 4.0, 7.0]
        """
        logits: FloatArray = np.dot(_data("x", x, self.W.shape[0]), self.W)
        return logits

    def loss(self, x: ArrayLike, t: ArrayLike) -> float:
        """Cross-entropy of the prediction, averaged over the batch.

        Parameters
        ----------
        x : array_like of float, shape (inputs,) or (n, inputs)
            The data.
        t : array_like
            Labels, in any form that `nnbook.cross_entropy_error` takes.

        Returns
        -------
        float

        Raises
        ------
        ValueError, TypeError
            As in `nnbook.cross_entropy_error`.

        Examples
        --------
        >>> from nnbook import SimpleNet
        >>> round(SimpleNet(W=[[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]).loss([1.0, 2.0], 0), 4)
        1.0986
        """
        logits = self.predict(x)
        targets = labels_as_rows("t", t, logits.shape, logits.dtype)
        return float(_losses(logits, targets, self.delta, from_logits=True).mean())


class TwoLayerNet:
    """Inputs, a layer of sigmoids, a softmax: enough to read digits.

    Parameters
    ----------
    input_size, hidden_size, output_size : int
        How many numbers go in, how many hidden units, how many classes.
    weight_init_std : float, default 1.0
        Standard deviation of the random weights. The default is the source
        notebook's; it saturates the hidden units of a large network.
    rng : None, int, Generator, ..., optional
        Source of the random weights, for `numpy.random.default_rng`.
    delta : float, default 1e-7
        Passed on to `nnbook.cross_entropy_error`.
    dtype : float32 or float64, default float64
        Type of the parameters.

    Attributes
    ----------
    params : dict of str to ndarray
        ``W1`` (input_size, hidden_size), ``b1`` (hidden_size,), ``W2``
        (hidden_size, output_size), ``b2`` (output_size,). Changing an array
        in place changes the network.
    delta : float

    Raises
    ------
    ValueError, TypeError
        If a size is not a positive integer, or `weight_init_std` or `delta`
        is not a number of at least 0.

    References
    ----------
    .. [1] K. Saito, "Deep Learning from Scratch", O'Reilly Japan (2016),
       chapter 4, whose class of this name the source notebook follows.

    Examples
    --------
    >>> from nnbook import TwoLayerNet
    >>> net = TwoLayerNet(input_size=784, hidden_size=100, output_size=10, rng=0)
    >>> net
    TwoLayerNet(784-100-10, 79,510 parameters)
    >>> net.params["W2"].shape
    (100, 10)
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        output_size: int,
        weight_init_std: float = 1.0,
        *,
        rng: RandomSource = None,
        delta: float = DELTA,
        dtype: DTypeLike = np.float64,
    ) -> None:
        inputs = positive_int("input_size", input_size)
        hidden = positive_int("hidden_size", hidden_size)
        outputs = positive_int("output_size", output_size)
        std = real_number("weight_init_std", weight_init_std, minimum=0.0)
        self.delta = real_number("delta", delta, minimum=0.0)
        generator = np.random.default_rng(rng)
        self.params: dict[str, FloatArray] = {
            "W1": std * generator.standard_normal((inputs, hidden)),
            "b1": np.zeros(hidden),
            "W2": std * generator.standard_normal((hidden, outputs)),
            "b2": np.zeros(outputs),
        }
        kind = float_type("dtype", dtype)
        self.params = {name: array.astype(kind, copy=False) for name, array in self.params.items()}

    def __repr__(self) -> str:
        inputs, hidden = self.params["W1"].shape
        total = sum(array.size for array in self.params.values())
        return f"TwoLayerNet({inputs}-{hidden}-{self.params['b2'].size}, {total:,} parameters)"

    def predict(self, x: ArrayLike) -> FloatArray:
        """Probabilities of each class.

        Parameters
        ----------
        x : array_like of float, shape (input_size,) or (n, input_size)
            The data.

        Returns
        -------
        ndarray of float, shape (output_size,) or (n, output_size)
            Each row sums to 1.

        Raises
        ------
        ValueError
            If `x` has the wrong shape or is not finite.

        Examples
        --------
        >>> from nnbook import TwoLayerNet
        >>> net = TwoLayerNet(4, 3, 2, weight_init_std=0, rng=0)
        >>> net.predict([1.0, 2.0, 3.0, 4.0]).tolist()
        [0.5, 0.5]
        """
        return _softmax(self._logits(_data("x", x, self.params["W1"].shape[0])))

    def loss(self, x: ArrayLike, t: ArrayLike) -> float:
        """Cross-entropy of the prediction, averaged over the batch.

        Parameters
        ----------
        x : array_like of float, shape (input_size,) or (n, input_size)
            The data.
        t : array_like
            Labels, in any form that `nnbook.cross_entropy_error` takes.

        Returns
        -------
        float

        Raises
        ------
        ValueError, TypeError
            As in `nnbook.cross_entropy_error`.

        Examples
        --------
        >>> from nnbook import TwoLayerNet
        >>> net = TwoLayerNet(4, 3, 2, weight_init_std=0, rng=0)
        >>> round(net.loss([[1.0, 2.0, 3.0, 4.0]], [1]), 4)
        0.6931
        """
        data = _data("x", x, self.params["W1"].shape[0])
        logits = self._logits(data)
        targets = labels_as_rows("t", t, logits.shape, logits.dtype)
        return float(_losses(logits, targets, self.delta, from_logits=True).mean())

    def accuracy(self, x: ArrayLike, t: ArrayLike) -> float:
        """Share of the batch whose most probable class is the label's.

        Parameters
        ----------
        x : array_like of float, shape (n, input_size)
            The data.
        t : array_like
            Labels, in any form that `nnbook.cross_entropy_error` takes. Of
            soft labels the largest counts.

        Returns
        -------
        float
            In [0, 1].

        Raises
        ------
        ValueError, TypeError
            As in `nnbook.cross_entropy_error`.

        Examples
        --------
        >>> from nnbook import TwoLayerNet
        >>> net = TwoLayerNet(4, 3, 2, weight_init_std=0, rng=0)
        >>> net.params["b2"][1] = 1.0
        >>> net.accuracy([[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 1.0]], [1, 0])
        0.5
        """
        _data("x", x, self.params["W1"].shape[0], ndim=(2,))
        return self._accuracy(*self._batch(x, t))

    def numerical_gradient(
        self, x: ArrayLike, t: ArrayLike, h: float = 1e-4, *, progress: bool = False
    ) -> dict[str, FloatArray]:
        """Gradient of the loss in every parameter, by central differences.

        Parameters
        ----------
        x : array_like of float, shape (input_size,) or (n, input_size)
            The data.
        t : array_like
            Labels, in any form that `nnbook.cross_entropy_error` takes.
        h : float, default 1e-4
            The step, above 0.
        progress : bool, default False
            Show a progress bar (needs tqdm), one for every 256 samples.

        Returns
        -------
        dict of str to ndarray
            For each of ``W1``, ``b1``, ``W2``, ``b2`` an array of its shape.

        Raises
        ------
        ValueError, TypeError
            As in `nnbook.cross_entropy_error` and `nnbook.numerical_gradient`.

        Notes
        -----
        The loss is computed exactly for both nudges of each parameter, 159,020
        times at 784-100-10. But what a nudge leaves unchanged is not computed
        again, so the result, which equals that of `nnbook.numerical_gradient`
        to rounding, comes much faster. No parameter is changed meanwhile.
        Beside the gradient itself this holds a few copies of 256 rows of `x`
        and of their activations, and for each processor about 7 MB.

        Examples
        --------
        >>> from nnbook import TwoLayerNet
        >>> net = TwoLayerNet(4, 3, 2, weight_init_std=0, rng=0)
        >>> net.numerical_gradient([[1.0, 2.0, 3.0, 4.0]], [1])["b2"].round(6).tolist()
        [0.5, -0.5]
        """
        data, targets = self._batch(x, t)
        h = real_number("h", h, minimum=0.0, open_end=True)
        return two_layer_gradient(self.params, data, targets, self.delta, h, progress)

    def gradient(self, x: ArrayLike, t: ArrayLike) -> dict[str, FloatArray]:
        r"""Gradient of the loss in every parameter, by backpropagation.

        Parameters
        ----------
        x : array_like of float, shape (input_size,) or (n, input_size)
            The data.
        t : array_like
            Labels, in any form that `nnbook.cross_entropy_error` takes.

        Returns
        -------
        dict of str to ndarray
            For each of ``W1``, ``b1``, ``W2``, ``b2`` an array of its shape.

        Raises
        ------
        ValueError, TypeError
            As in `nnbook.cross_entropy_error`.

        See Also
        --------
        numerical_gradient : the same, measured instead of derived.

        Notes
        -----
        Exact for the loss with its delta. With :math:`r_k = t_k y_k / (y_k + \delta)`
        the slope along logit :math:`k` is :math:`y_k \sum_j r_j - r_k`; with
        :math:`\delta = 0` and labels that sum to 1 it is :math:`y_k - t_k`. From
        there the chain rule leads back through the layers [1]_.

        References
        ----------
        .. [1] D. E. Rumelhart, G. E. Hinton, R. J. Williams, "Learning
           representations by back-propagating errors", Nature 323 (1986), 533-536.

        Examples
        --------
        >>> from nnbook import TwoLayerNet
        >>> net = TwoLayerNet(4, 3, 2, weight_init_std=0, rng=0)
        >>> net.gradient([[1.0, 2.0, 3.0, 4.0]], [1])["b2"].round(6).tolist()
        [0.5, -0.5]
        """
        return self._loss_and_gradient(*self._batch(x, t))[1]

    def save(self, path: str | PathLike[str]) -> None:
        """Write the parameters to an ``.npz`` file.

        Parameters
        ----------
        path : str or path
            Where to. An old file of that name is replaced.

        Examples
        --------
        >>> import pathlib, tempfile
        >>> from nnbook import TwoLayerNet
        >>> path = pathlib.Path(tempfile.mkdtemp()) / "net.npz"
        >>> TwoLayerNet(4, 3, 2, rng=0).save(path)
        >>> net = TwoLayerNet(4, 3, 2, rng=1)
        >>> net.load(path)
        >>> bool((net.params["W1"] == TwoLayerNet(4, 3, 2, rng=0).params["W1"]).all())
        True
        """
        write_arrays(path, self.params)

    def load(self, path: str | PathLike[str]) -> None:
        """Take the parameters from a file that `save` wrote.

        Parameters
        ----------
        path : str or path
            The file. It is read without pickle, so that it cannot run code.

        Raises
        ------
        ValueError
            If it is of another kind, or its arrays have other names, shapes
            or types, or are not finite; nothing is changed then.

        Examples
        --------
        See `save`.
        """
        arrays = read_arrays(path, self.params)
        for name, array in self.params.items():
            array[:] = arrays[name]

    def _batch(
        self, x: ArrayLike, t: ArrayLike, *, stacklevel: int = 1
    ) -> tuple[FloatArray, FloatArray]:
        """Check data and labels; both come back with one row for each sample."""
        data = _data("x", x, self.params["W1"].shape[0])
        shape = (*data.shape[:-1], self.params["b2"].size)
        targets = labels_as_rows("t", t, shape, data.dtype, stacklevel=stacklevel + 1)
        return np.atleast_2d(data), np.atleast_2d(targets)

    def _accuracy(self, x: FloatArray, t: FloatArray) -> float:
        return float(np.mean(self._logits(x).argmax(axis=1) == t.argmax(axis=1)))

    def _loss_and_gradient(
        self, x: FloatArray, t: FloatArray
    ) -> tuple[float, dict[str, FloatArray]]:
        """Mean loss and its gradient for checked rows, in one forward and one backward pass."""
        hidden = _sigmoid(x @ self.params["W1"] + self.params["b1"])
        logits = hidden @ self.params["W2"] + self.params["b2"]
        y = _softmax(logits)
        pure = self.delta == 0
        loss = float(_losses(logits if pure else y, t, self.delta, from_logits=pure).mean())
        wanted = t if pure else t * y / (y + self.delta)
        along_logits = (y * wanted.sum(axis=1, keepdims=True) - wanted) / len(x)
        along_hidden = along_logits @ self.params["W2"].T * (hidden * (1 - hidden))
        return loss, {
            "W1": x.T @ along_hidden,
            "b1": along_hidden.sum(axis=0),
            "W2": hidden.T @ along_logits,
            "b2": along_logits.sum(axis=0),
        }

    def _logits(self, x: FloatArray) -> FloatArray:
        hidden = _sigmoid(np.dot(x, self.params["W1"]) + self.params["b1"])
        logits: FloatArray = np.dot(hidden, self.params["W2"]) + self.params["b2"]
        return logits


def _data(name: str, x: ArrayLike, width: int, *, ndim: tuple[int, ...] = (1, 2)) -> FloatArray:
    """Check data against the number of inputs."""
    data = float_array(name, x, ndim=ndim)
    if data.shape[-1] != width:
        raise ValueError(
            f"{name} must have {width} columns, one for each input of the network; "
            f"got shape {data.shape}"
        )
    return data
