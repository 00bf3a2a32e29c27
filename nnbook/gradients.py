"""Gradients by central differences, and a check of exact gradients against them.

Nothing here knows what a network is: a function goes in, slopes come out.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, as_real, float_array, real_number, step_of
from nnbook._progress import progress_bar

# The step that balances truncation error, h**2, against round-off, eps / h.
BEST_STEP = float(np.finfo(np.float64).eps ** (1 / 3))


def numerical_gradient(
    f: Callable[[Any], Any], x: FloatArray, h: float = 1e-4, *, progress: bool = False
) -> FloatArray:
    r"""Gradient of a scalar function by the central difference.

    Each entry of `x` in turn is set to :math:`x + h` and :math:`x - h`, the
    function is called for both, and the entry is put back.

    Parameters
    ----------
    f : callable
        Called as ``f(x)``; returns one finite number. It may ignore its
        argument and read `x` through another name, a network's weights say,
        since `x` is changed in place.
    x : ndarray of float, any shape
        The point at which the gradient is taken. Writable; may be 0-d or a
        view that is not contiguous. When the call ends, normally or not, every
        bit of it is as before.
    h : float, default 1e-4
        The step, above 0.
    progress : bool, default False
        Show a progress bar (needs the package tqdm).

    Returns
    -------
    ndarray of float, shape and dtype of `x`
        The slope of `f` along each entry of `x`.

    Raises
    ------
    TypeError
        If `x` is not a writable array of floats, or `f` does not return a
        real number.
    ValueError
        If `h` is not positive, or so small that adding it changes nothing;
        or so large that it leaves the range of the floats; if `x` is empty or
        not finite; if `f` returns NaN or infinity, or has a slope too large.
    ImportError
        If `progress` is wanted and tqdm is not installed.

    See Also
    --------
    check_gradient : compare an exact gradient with this one.

    Notes
    -----
    The error of :math:`(f(x + h) - f(x - h)) / 2h` is
    :math:`h^2 f'''(x) / 6` from cutting the Taylor series, plus about
    :math:`\epsilon |f(x)| / h` from rounding [1]_. Where
    :math:`f` and its third derivative are of similar size the two balance near
    :math:`h = \epsilon^{1/3}`, 6e-6 in float64. The difference is divided by
    the distance between the two points as they were stored, which is
    :math:`2h` up to rounding.

    References
    ----------
    .. [1] W. H. Press et al., "Numerical Recipes", 3rd ed., Cambridge
       University Press (2007), section 5.7.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import numerical_gradient
    >>> x = np.array([3.0, 4.0])
    >>> numerical_gradient(lambda x: (x**2).sum(), x).round(6).tolist()
    [6.0, 8.0]
    >>> x.tolist()
    [3.0, 4.0]
    """
    if not isinstance(x, np.ndarray) or x.dtype.kind != "f" or x.itemsize > 8:
        got = f"dtype {x.dtype}" if isinstance(x, np.ndarray) else type(x).__name__
        raise TypeError(
            f"x must be a NumPy array of floats, since it is changed in place; got {got}"
        )
    if not x.flags.writeable:
        raise TypeError("x must be writable, since it is changed in place; got a read-only array")
    float_array("x", x)
    h = real_number("h", h, minimum=0.0, open_end=True)
    step = step_of(h, x)
    gradient, changes = np.zeros(x.shape, x.dtype), set[float]()
    with _kept(x):
        point = x.copy()
        for index in progress_bar(progress, np.ndindex(*x.shape), total=x.size, unit="entry"):
            kept = point[index]
            above, below = kept + step, kept - step
            f_above, f_below = (_nudged(f, x, point, index, value) for value in (above, below))
            slope = (f_above - f_below) / (float(above) - float(below))
            if not abs(slope) <= float(np.finfo(x.dtype).max):
                raise ValueError(
                    f"f must have slopes within {x.dtype}, got {slope:g} at index {index}"
                )
            gradient[index] = slope
            if len(changes) < 2:
                changes |= {f_above, f_below}
        # Where all nudges give one value, so may a flat function; but not x itself at a kink.
        if len(changes) == 1 and changes == {_value(f(x))}:
            warnings.warn(
                f"f gave {changes.pop():g} whatever was done to x: does it read this very array, "
                f"and is h, {h:g}, large enough to be seen?",
                UserWarning,
                stacklevel=2,
            )
    return gradient


@contextmanager
def _kept(x: FloatArray) -> Iterator[None]:
    """Put every byte of `x` back in the end, whatever was done to it, by an interrupt too."""
    bits, shape = x.copy(), x.shape

    def restore() -> None:
        x.flags.writeable = True
        if x.shape != shape:
            x.shape = shape
        x[...] = bits

    try:
        yield
    finally:
        try:
            restore()
        finally:  # again, if an interrupt came in between
            restore()


def _nudged(
    f: Callable[[Any], Any], x: FloatArray, point: FloatArray, index: tuple[int, ...], value: Any
) -> float:
    """The value of `f` with one entry of `x` changed; `f` must have left all as it was."""
    x[index] = value
    result = _value(f(x))
    same = x.shape == point.shape and x.flags.writeable
    if same:
        bits = f"u{x.itemsize}"  # so that a NaN is like itself
        found = x[index]
        x[index] = point[index]
        others = x.view(bits) != point.view(bits)
        same = bool(found == value) and not others.any()
    if not same:
        raise ValueError(
            "f must leave its argument as it is, but changed it: let it work on a copy, x.copy()"
        )
    return result


class GradientMismatchError(ValueError):
    """Raised by `check_gradient` for a gradient that is wrong."""


def check_gradient(
    f: Callable[[Any], Any],
    x: FloatArray,
    gradient: ArrayLike,
    *,
    h: float = BEST_STEP,
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> float:
    """Check a gradient against the central difference, entry by entry.

    Parameters
    ----------
    f : callable
        As in `numerical_gradient`.
    x : ndarray of float, any shape
        The point; changed in place meanwhile, and restored.
    gradient : array_like of float, shape of `x`
        The gradient to be checked.
    h : float, default 6.06e-06
        The step of the central difference.
    rtol, atol : float, default 1e-6 and 1e-9
        Entry by entry, ``abs(gradient - numerical)`` may be as large as
        ``atol + rtol * abs(numerical)``. The defaults suit float64 and a
        function of values near 1. With them the right gradients of sigmoid
        networks pass; a relative error of 1e-5 in an entry is seen where the
        entry is larger than about 1e-4, since `atol` hides it in smaller ones.

    Returns
    -------
    float
        The largest difference as a fraction of what is allowed; at most 1.

    Raises
    ------
    GradientMismatchError
        If an entry is off by more than that. The message names the worst
        entry and shows both gradients.
    ValueError, TypeError
        For bad arguments, as in `numerical_gradient`, and where `gradient`
        has not the shape of `x`.

    See Also
    --------
    numerical_gradient : what the gradient is compared with.

    Notes
    -----
    A function whose gradient is 0 everywhere checks nothing. A softmax's
    outputs sum to 1, so the gradient of their sum is such a one: weight the
    outputs at random before summing.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook import check_gradient
    >>> x = np.array([3.0, 4.0])
    >>> check_gradient(lambda x: (x**2).sum(), x, 2 * x) < 1
    True
    """
    claimed = float_array("gradient", gradient)
    if claimed.shape != np.shape(x):
        raise ValueError(
            f"gradient must have the shape {np.shape(x)} of x, got shape {claimed.shape}"
        )
    rtol = real_number("rtol", rtol, minimum=0.0)
    atol = real_number("atol", atol, minimum=0.0)
    numerical = numerical_gradient(f, x, h)
    difference, allowed, share = _compared(claimed, numerical, rtol, atol)
    worst = np.unravel_index(np.argmax(share), share.shape)
    if not share[worst] <= 1:
        where = tuple(int(i) for i in worst)
        advice, best = "", float(np.finfo(numerical.dtype).eps) ** (1 / 3)
        if best > BEST_STEP:
            advice = (
                f"\nx is {numerical.dtype}, whose last bits these tolerances do not allow for: "
                f"h={best:.0e}, rtol={2 * best:.0e} and atol={best / 10:.0e} do"
            )
        raise GradientMismatchError(
            f"gradient is wrong at index {where}: it says {claimed[where]:.10g}, the central "
            f"difference says {numerical[where]:.10g} (off by {difference[where]:.2g}, "
            f"{allowed[where]:.2g} allowed)\ngradient:\n{claimed}\ncentral difference:\n{numerical}"
            f"{advice}"
        )
    return float(share[worst])


@np.errstate(all="ignore")
def _compared(
    claimed: FloatArray, numerical: FloatArray, rtol: float, atol: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """How far off each entry is, how far it may be, and the one as a share of the other."""
    difference = np.abs(claimed - numerical)
    allowed = atol + rtol * np.abs(numerical)
    # An exact match passes even where nothing is allowed.
    share = np.divide(difference, allowed, where=difference > 0, out=np.zeros_like(difference))
    return difference, allowed, share


def _value(result: Any) -> float:
    value = as_real(result)
    if value is None:
        if isinstance(result, np.ndarray) and result.ndim:
            raise TypeError(f"f must return one number, got an array of shape {result.shape}")
        raise TypeError(f"f must return one real number, got {result!r}")
    if not np.isfinite(value):
        raise ValueError(f"f must return a finite number, got {value}")
    return value
