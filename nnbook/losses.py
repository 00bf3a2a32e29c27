"""The cross-entropy error, the book's only loss."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook import _kernels
from nnbook._checks import FloatArray, delta_for, float_array, one_of

DELTA = 1e-7
REDUCTIONS = ("mean", "sum", "none")


def cross_entropy_error(
    y: ArrayLike,
    t: ArrayLike,
    *,
    delta: float = DELTA,
    reduction: str = "mean",
    from_logits: bool = False,
) -> Any:
    r"""Cross-entropy between labels and predicted probabilities.

    For one sample the loss is :math:`-\sum_k t_k \log(y_k + \delta)`.

    Parameters
    ----------
    y : array_like of float, shape (k,) or (n, k)
        Predicted probabilities in [0, 1], one row per sample. With
        ``from_logits=True``, logits of any size.
    t : array_like
        Either one-hot or soft labels of the shape of `y` (0 or more; a
        `UserWarning` is issued where they do not sum to 1), or integer class
        labels of shape () or (n,).
    delta : float, default 1e-7
        Added to every probability before the logarithm, as in the source
        notebook. With labels that sum to 1 it caps the loss of one sample at
        ``-log(delta)``, 16.118 by default; near the cap the gradient goes to
        0. With ``delta=0`` there is no cap; combine it with
        ``from_logits=True`` so that no probability underflows to 0.
    reduction : {"mean", "sum", "none"}, default "mean"
        What to do with the losses of a batch. ``"sum"`` is what the source
        notebook does. For a 1-D `y` the three are the same.
    from_logits : bool, default False
        Whether `y` holds logits, to which the softmax is still to be applied.

    Returns
    -------
    float or ndarray of shape (n,)
        The loss; one per sample for ``reduction="none"`` with a 2-D `y`.

    Raises
    ------
    ValueError
        If shapes, labels or probabilities are out of range, or anything is
        empty, NaN or infinite, or `reduction` is unknown.
    TypeError
        If `y` or `t` does not hold real numbers, or class labels are floats.

    Warns
    -----
    UserWarning
        If soft labels do not sum to 1: they are no distribution then.

    References
    ----------
    .. [1] I. Goodfellow, Y. Bengio, A. Courville, "Deep Learning", MIT Press
       (2016), section 6.2.2.3.

    Examples
    --------
    >>> from nnbook import cross_entropy_error
    >>> round(cross_entropy_error([0.2, 0.5, 0.3], [0, 1, 0]), 4)
    0.6931
    >>> round(cross_entropy_error([[0.2, 0.8], [0.5, 0.5]], [1, 0]), 4)
    0.4581
    >>> cross_entropy_error([0.0, 2000.0], 0, delta=0, from_logits=True)
    2000.0
    """
    scores = float_array("y", y, ndim=(1, 2))
    # The slack above 1 is for a numerical gradient, which nudges probabilities.
    if not from_logits and (scores.min() < 0 or scores.max() > 1.001):
        raise ValueError(
            f"y must hold probabilities in [0, 1], got values from {scores.min():g} to "
            f"{scores.max():g}; for logits say from_logits=True"
        )
    targets = labels_as_rows("t", t, scores.shape, scores.dtype)
    delta = delta_for(delta, scores.dtype)
    one_of("reduction", reduction, REDUCTIONS)
    losses = _kernels.losses(scores, targets, delta, from_logits)
    if reduction == "none" and losses.ndim:
        return losses
    return _kernels.total(losses) if reduction == "sum" else _kernels.mean(losses)


def labels_as_rows(
    name: str, t: ArrayLike, shape: tuple[int, ...], dtype: Any, *, stacklevel: int = 1
) -> FloatArray:
    """Check labels `t` against outputs of `shape`, and return them as soft labels of it.

    Parameters
    ----------
    name : str
        What to call `t` in messages.
    t : array_like
        Soft labels of `shape`, or integer classes of ``shape[:-1]``.
    shape : tuple of int
        Shape of the outputs, (k,) or (n, k).
    dtype : dtype
        The float type of the outputs, kept for the labels.
    stacklevel : int, default 1
        Whom a warning names: how many calls stand between this one and the user's.

    Returns
    -------
    ndarray of float, shape `shape`
        Labels of which each row says how much of each class is wanted.

    Raises
    ------
    ValueError, TypeError
        As in `cross_entropy_error`.

    Examples
    --------
    >>> from nnbook.losses import labels_as_rows
    >>> labels_as_rows("t", [2, 0], (2, 3), float).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    values = float_array(name, t)
    classes = shape[-1]
    if values.shape == shape:
        if values.min() < 0:
            raise ValueError(f"{name} must not hold negative labels, got {values.min():g}")
        sums, off = _kernels.sums_of_rows(values)
        if off > 1e-5:
            low, high = f"{sums.min():.4g}", f"{sums.max():.4g}"
            message = (
                f"{name} is no distribution: its labels sum to between {low} and {high}, not 1"
            )
            warnings.warn(message, UserWarning, stacklevel=stacklevel + 2)
        return values.astype(dtype, copy=False)
    if values.shape != shape[:-1]:
        rows = f", or class labels of shape {shape[:-1]}" if np.ndim(t) < 2 else ""
        raise ValueError(
            f"{name} must have the shape {shape} of the outputs{rows}; got shape {values.shape}"
        )
    kind = t.dtype if hasattr(t, "dtype") else np.asarray(t).dtype  # pandas has dtypes of its own
    if kind.kind not in "iu":
        raise TypeError(f"{name} must hold integer class labels, got dtype {kind}")
    if values.min() < 0 or values.max() >= classes:
        wrong = values[(values < 0) | (values >= classes)].flat[0]
        raise ValueError(
            f"{name} must hold classes from 0 to {classes - 1}, got the label {int(wrong)}"
        )
    one_hot: FloatArray = np.eye(classes, dtype=dtype)[values.astype(np.intp)]
    return one_hot
