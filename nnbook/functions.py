"""Softmax and sigmoid: from scores to probabilities and activations."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _kernels
from nnbook._checks import FloatArray, float_array


def softmax(x: ArrayLike, axis: int | None = -1) -> FloatArray:
    r"""Turn scores (logits) into probabilities.

    Parameters
    ----------
    x : array_like of float, any shape
        The logits. One row per sample when `x` is 2-D.
    axis : int or None, default -1
        The axis along which the probabilities sum to 1. The default treats
        each row of a batch by itself. ``None`` sums over the whole array,
        which is what the source notebook does: right for one sample, wrong
        for a batch.

    Returns
    -------
    ndarray of float, same shape as `x`
        Probabilities in [0, 1].

    Raises
    ------
    ValueError
        If `x` is empty or holds NaN or infinity, or has no such `axis`.
    TypeError
        If `x` does not hold real numbers, or `axis` is no integer.

    See Also
    --------
    log_softmax : the logarithm of this, without underflow.

    Notes
    -----
    Subtracting the maximum :math:`m` changes nothing,
    :math:`e^{x_i - m} / \sum_j e^{x_j - m} = e^{x_i} / \sum_j e^{x_j}`,
    but keeps every exponential in [0, 1], so that none overflows [1]_.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the
       log-sum-exp and softmax functions", IMA J. Numer. Anal. 41 (2021).

    Examples
    --------
    >>> from nnbook import softmax
    >>> softmax([1.0, 2.0, 3.0]).round(4).tolist()
    [0.09, 0.2447, 0.6652]
    >>> softmax([[1000.0, 1000.0], [0.0, 0.0]]).tolist()
    [[0.5, 0.5], [0.5, 0.5]]
    """
    return _kernels.softmax(_logits(x, axis), axis)


def log_softmax(x: ArrayLike, axis: int | None = -1) -> FloatArray:
    """Logarithm of `softmax`, accurate where the probability itself is 0 in floats.

    Parameters
    ----------
    x : array_like of float, any shape
        The logits.
    axis : int or None, default -1
        As in `softmax`.

    Returns
    -------
    ndarray of float, same shape as `x`
        Log-probabilities, at most 0; minus infinity where a difference of
        scores is beyond the range of floats.

    Raises
    ------
    ValueError
        If `x` is empty or holds NaN or infinity, or has no such `axis`.
    TypeError
        If `x` does not hold real numbers, or `axis` is no integer.

    See Also
    --------
    softmax : the probabilities themselves.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import log_softmax, softmax
    >>> softmax([0.0, 1000.0]).tolist()
    [0.0, 1.0]
    >>> log_softmax([0.0, 1000.0]).tolist()
    [-1000.0, 0.0]
    """
    return _kernels.log_softmax(_logits(x, axis), axis)


def sigmoid(x: ArrayLike) -> FloatArray:
    r"""Logistic sigmoid :math:`1 / (1 + e^{-x})`, for any float without overflow.

    Parameters
    ----------
    x : array_like of float, any shape
        The pre-activations.

    Returns
    -------
    ndarray of float, same shape as `x`
        Values in [0, 1]. For a single number, a NumPy scalar.

    Raises
    ------
    ValueError
        If `x` is empty or holds NaN or infinity.
    TypeError
        If `x` does not hold real numbers.

    Notes
    -----
    The source notebook computes ``1 / (1 + exp(-x))``, whose exponential
    overflows below about -709. Here the exponential is always of a number
    that is not positive.

    Examples
    --------
    >>> from nnbook import sigmoid
    >>> sigmoid([-1000.0, 0.0, 1000.0]).tolist()
    [0.0, 0.5, 1.0]
    """
    return _kernels.sigmoid(float_array("x", x))


def _logits(x: ArrayLike, axis: Any) -> FloatArray:
    array = float_array("x", x)
    if axis is None:
        return array
    if isinstance(axis, (bool, np.bool_)) or not hasattr(axis, "__index__"):
        raise TypeError(f"axis must be None or an integer, got {axis!r}")
    if not -array.ndim <= axis < array.ndim:
        raise ValueError(f"axis must be None or an axis of x with shape {array.shape}, got {axis}")
    return array
