"""The two networks of the book: 2x3 weights, and 784-100-10 with a hidden layer."""

from __future__ import annotations

from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from nnbook import _kernels, gradients
from nnbook._checks import (
    FloatArray,
    delta_for,
    float_array,
    float_type,
    generator,
    positive_int,
    real_number,
)
from nnbook._files import read_arrays, write_arrays
from nnbook._reuse import two_layer_gradient
from nnbook.losses import DELTA, cross_entropy_error, labels_as_rows

RandomSource = Any  # whatever numpy.random.default_rng takes
Batch = tuple[FloatArray, FloatArray]


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
            W = generator(rng).standard_normal((2, 3))
        elif rng is not None:
            raise ValueError("rng must be left out when W is given, since nothing is drawn")
        self.W = np.array(float_array("W", W, ndim=(2,)))
        self.delta = delta_for(delta, self.W.dtype)

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
        weights = float_array("net.W", self.W, ndim=(2,))
        data = checked_data(x, len(weights))
        return _kernels.product(data, weights)

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
        data, targets = checked_batch(x, t, self.W, self.W)
        logits = float_array("predict(x)", self.predict(data))
        return _kernels.mean_loss(logits, targets, delta_for(self.delta, logits.dtype))

    def gradient(self, x: ArrayLike, t: ArrayLike) -> FloatArray:
        r"""Exact gradient of the loss in the weights.

        Parameters
        ----------
        x : array_like of float, shape (inputs,) or (n, inputs)
            The data.
        t : array_like
            Labels, in any form that `nnbook.cross_entropy_error` takes.

        Returns
        -------
        ndarray of float, shape of `W`
            The slope of the loss along each weight.

        Raises
        ------
        ValueError, TypeError
            As in `nnbook.cross_entropy_error`.

        See Also
        --------
        nnbook.numerical_gradient : the same, measured instead of derived.

        Notes
        -----
        The slope along logit :math:`k` is that in `TwoLayerNet.gradient`. Input
        :math:`i` passes it on to weight :math:`W_{ik}` multiplied by
        :math:`x_i`. Over a batch the mean is taken.

        Examples
        --------
        >>> from nnbook import SimpleNet
        >>> net = SimpleNet(W=[[0.0, 0.0], [0.0, 0.0]], delta=0)
        >>> net.gradient([1.0, 2.0], 0).tolist()
        [[-0.5, 0.5], [-1.0, 1.0]]
        """
        needs_gradient(self, SimpleNet)
        data, targets = map(np.atleast_2d, checked_batch(x, t, self.W, self.W))
        y = _kernels.softmax(self.predict(data))
        delta = delta_for(self.delta, y.dtype)
        return _kernels.along_weights(data, y, targets, delta)


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
        kind = float_type("dtype", dtype)
        self.delta = delta_for(delta, kind)
        random = generator(rng)

        @_kernels.quiet()  # a deviation that the type cannot hold is refused below
        def drawn(*shape: int) -> FloatArray:
            numbers: FloatArray = (std * random.standard_normal(shape)).astype(kind, copy=False)
            return numbers

        self.params: _kernels.Params = {
            "W1": drawn(inputs, hidden),
            "b1": np.zeros(hidden, kind),
            "W2": drawn(hidden, outputs),
            "b2": np.zeros(outputs, kind),
        }
        if not all(np.isfinite(array).all() for array in self.params.values()):
            raise ValueError(f"weight_init_std must be small enough for {kind}, got {std:g}")

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
        params = checked_params(self)
        data = checked_data(x, len(params["W1"]))
        return _kernels.softmax(_kernels.forward(params, data)[1])

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
        data, targets = self._batch(x, t)
        if overrides(self, TwoLayerNet, "predict"):
            y = self.predict(data)
            return float(cross_entropy_error(y, targets, delta=self.delta))
        logits = _kernels.forward(self.params, data)[1]
        return _kernels.mean_loss(logits, targets, delta_for(self.delta, logits.dtype))

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
        checked_data(x, len(checked_params(self)["W1"]), ndim=(2,))
        data, targets = self._batch(x, t)
        if overrides(self, TwoLayerNet, "predict"):
            return _kernels.accuracy(self.predict(data), targets)
        return _kernels.accuracy(_kernels.forward(self.params, data)[1], targets)

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
        Each parameter is nudged both ways, 159,020 nudges at 784-100-10, and the
        difference of the two losses computed exactly. But what a nudge leaves
        unchanged is not computed again, so the result, which equals that of
        `nnbook.numerical_gradient` to rounding, comes much faster. Where a nudge
        moves all logits by little, their exponentials are formed as a series, to
        the last bit of a float. No parameter is changed meanwhile.
        Beside the gradient itself this holds a few copies of 256 rows of `x`
        and of their activations, and about 7 MB.

        Examples
        --------
        >>> from nnbook import TwoLayerNet
        >>> net = TwoLayerNet(4, 3, 2, weight_init_std=0, rng=0)
        >>> net.numerical_gradient([[1.0, 2.0, 3.0, 4.0]], [1])["b2"].round(6).tolist()
        [0.5, -0.5]
        """
        data, targets = map(np.atleast_2d, self._batch(x, t))
        h = real_number("h", h, minimum=0.0, open_end=True)
        if overrides(self, TwoLayerNet, "predict", "loss"):  # another loss: measured entry by entry
            return {
                name: gradients.numerical_gradient(
                    lambda _: self.loss(data, targets), array, h, progress=progress
                )
                for name, array in self.params.items()
            }
        delta = delta_for(self.delta, np.result_type(data, self.params["W1"]))
        return two_layer_gradient(self.params, data, targets, delta, h, progress)

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
        needs_gradient(self, TwoLayerNet)
        data, targets = map(np.atleast_2d, self._batch(x, t))
        delta = delta_for(self.delta, np.result_type(data, self.params["W1"]))
        return _kernels.loss_and_gradient(self.params, data, targets, delta)[1]

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
        write_arrays(path, checked_params(self))

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
        before = {name: array.copy() for name, array in self.params.items()}
        arrays = read_arrays(path, self.params)
        try:
            for name, array in self.params.items():
                array[...] = arrays[name]
        except BaseException:  # an interrupt: all of the old ones rather than some of the new
            for name, array in self.params.items():
                array[...] = before[name]
            raise

    def _batch(self, x: ArrayLike, t: ArrayLike) -> Batch:
        params = checked_params(self)
        return checked_batch(x, t, params["W1"], params["b2"], stacklevel=2)


def checked_data(x: ArrayLike, inputs: int, *, ndim: tuple[int, ...] = (1, 2)) -> FloatArray:
    """Check data against a network's number of inputs.

    Parameters
    ----------
    x : array_like of float, shape (inputs,) or (n, inputs)
        The data.
    inputs : int
        How many numbers the network takes for each sample.
    ndim : tuple of int, default (1, 2)
        The numbers of dimensions that are let through.

    Returns
    -------
    ndarray of float, shape of `x`

    Raises
    ------
    ValueError, TypeError
        If `x` has another shape, is not finite or does not hold real numbers.

    Examples
    --------
    >>> from nnbook.networks import checked_data
    >>> checked_data([1, 2], 2).tolist()
    [1.0, 2.0]
    """
    data = float_array("x", x, ndim=ndim)
    if data.shape[-1] != inputs:
        raise ValueError(
            f"x must have {inputs} columns, one for each input of the network; "
            f"got shape {data.shape}"
        )
    return data


def checked_batch(
    x: ArrayLike, t: ArrayLike, first: FloatArray, last: FloatArray, *, stacklevel: int = 1
) -> Batch:
    """Check data and labels against a network.

    Parameters
    ----------
    x : array_like of float, shape (inputs,) or (n, inputs)
        The data.
    t : array_like
        Labels, in any form that `nnbook.cross_entropy_error` takes.
    first, last : ndarray of float, shapes (inputs, ...) and (..., classes)
        The network's first and last parameters.
    stacklevel : int, default 1
        As in `nnbook.losses.labels_as_rows`.

    Returns
    -------
    x : ndarray of float, shape (inputs,) or (n, inputs)
    t : ndarray of float, shape (classes,) or (n, classes)
        Soft labels, in the type of the outputs.

    Raises
    ------
    ValueError, TypeError
        As in `nnbook.cross_entropy_error`.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.networks import checked_batch
    >>> x, t = checked_batch([0.6, 0.9], 2, np.ones((2, 3)), np.ones((2, 3)))
    >>> t.tolist()
    [0.0, 0.0, 1.0]
    """
    data = checked_data(x, len(first))
    shape, kind = (*data.shape[:-1], last.shape[-1]), np.result_type(data, first)
    return data, labels_as_rows("t", t, shape, kind, stacklevel=stacklevel + 1)


def checked_params(net: TwoLayerNet, *, finite: bool = True) -> _kernels.Params:
    """Check that the parameters of a network are still such as it was made with.

    Parameters
    ----------
    net : TwoLayerNet
        The network, whose ``params`` anybody may change.
    finite : bool, default True
        Whether to look at every number, too.

    Returns
    -------
    dict of str to ndarray
        Its ``params``.

    Raises
    ------
    ValueError
        If one is missing or one too many, or its shape does not fit the
        others, or it is not finite.
    TypeError
        If one is no array of floats.

    Examples
    --------
    >>> from nnbook import TwoLayerNet
    >>> from nnbook.networks import checked_params
    >>> list(checked_params(TwoLayerNet(4, 3, 2)))
    ['W1', 'b1', 'W2', 'b2']
    """
    params = net.params
    if set(params) != {"W1", "b1", "W2", "b2"}:
        raise ValueError(f"net.params must hold W1, b1, W2 and b2, got {sorted(params)}")
    for name, array in params.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind != "f" or array.itemsize > 8:
            got = array.dtype if isinstance(array, np.ndarray) else type(array).__name__
            raise TypeError(f"net.params[{name!r}] must be an array of floats, got {got}")
        if finite:
            float_array(f"net.params[{name!r}]", array)
        if array.ndim != 2 and name.startswith("W"):
            raise ValueError(f"net.params[{name!r}] must be 2-D, got shape {array.shape}")
    hidden, outputs = params["W1"].shape[1], params["W2"].shape[1]
    for name, shape in {"b1": (hidden,), "W2": (hidden, outputs), "b2": (outputs,)}.items():
        if params[name].shape != shape:
            raise ValueError(
                f"net.params[{name!r}] must have shape {shape}, got {params[name].shape}"
            )
    return params


def overrides(net: Any, base: type, *names: str) -> bool:
    """Say whether a network does something in another way than its base class.

    Parameters
    ----------
    net : object
        The network.
    base : type
        The class whose arithmetic is known.
    *names : str
        Its methods.

    Returns
    -------
    bool
        Whether any of them is another on `net`.

    Examples
    --------
    >>> from nnbook import TwoLayerNet
    >>> from nnbook.networks import overrides
    >>> overrides(TwoLayerNet(4, 3, 2), TwoLayerNet, "loss", "gradient")
    False
    """
    found = (getattr(net, name) for name in names)
    return any(
        getattr(one, "__func__", None) is not getattr(base, name)
        for one, name in zip(found, names, strict=True)
    )


def needs_gradient(net: Any, base: type) -> None:
    """Refuse to derive a loss that is not known.

    Parameters
    ----------
    net : object
        The network.
    base : type
        The class whose loss is.

    Raises
    ------
    TypeError
        If `net` overrides ``predict`` or ``loss``, but not ``gradient``.

    Examples
    --------
    >>> from nnbook import SimpleNet
    >>> from nnbook.networks import needs_gradient
    >>> needs_gradient(SimpleNet(), SimpleNet)
    """
    other = [name for name in ("predict", "loss") if overrides(net, base, name)]
    if other and not overrides(net, base, "gradient"):
        raise TypeError(
            f"{type(net).__name__} must override gradient too, since it overrides {other[0]}"
        )


def accuracy_of(net: TwoLayerNet, x: FloatArray, t: FloatArray) -> float:
    """Accuracy on checked rows and soft labels, by the network's own methods if it has any.

    Parameters
    ----------
    net : TwoLayerNet
        The network.
    x : ndarray of float, shape (n, input_size)
        The data.
    t : ndarray of float, shape (n, output_size)
        Soft labels.

    Returns
    -------
    float

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import TwoLayerNet
    >>> from nnbook.networks import accuracy_of
    >>> net = TwoLayerNet(2, 3, 2, weight_init_std=0)
    >>> accuracy_of(net, np.ones((1, 2)), np.array([[1.0, 0.0]]))
    1.0
    """
    if overrides(net, TwoLayerNet, "predict", "accuracy"):
        return float(net.accuracy(x, t))
    return _kernels.accuracy(_kernels.forward(net.params, x)[1], t)
