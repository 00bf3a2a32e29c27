"""Pen strokes as an image in the form of MNIST's digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, float_array

SIDE = 28
BOX = 20  # a digit of MNIST fits into a square of so many pixels
# Where the middle of its ink lies, up to half a pixel, as the published digits have it: their
# pixels were shifted whole, so that the middle falls into the fifteenth row and column.
MIDDLE = 14.5
PEN = 1.2  # from the middle of a line to its edge; with it digits have as much ink as MNIST's
LARGER = 4.0  # a speck is made no larger than so many times
MOST_POINTS = 5000


def draw_digit(strokes: Sequence[ArrayLike], *, fit: bool = True) -> FloatArray:
    """Draw what a pen went through, in the form of MNIST's digits.

    Parameters
    ----------
    strokes : sequence of array_like of float, shape (n, 2)
        One array for each stroke, at most 5,000 points in all. A point is
        (x, y) in pixels from the upper left corner, from 0 to 28. A stroke of
        one point is a dot; without strokes the image is empty.
    fit : bool, default True
        Scale the strokes until they just fit into 20 x 20 pixels, at most
        four times, and then shift them until the middle of their ink is that
        of MNIST's digits: what `load_mnist`'s images went through [1]_.
        Otherwise they are drawn where they are.

    Returns
    -------
    ndarray of float64, shape (784,)
        Pixels row by row, from 0, background, to 1, ink: the share of a line
        2.4 pixels wide that covers them, nearly.

    Raises
    ------
    ValueError
        If a stroke has another shape, a point lies outside, or there are too
        many.
    TypeError
        If `strokes` is no sequence, or holds something else than real numbers.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning
       applied to document recognition", Proc. IEEE 86 (1998), 2278-2324.

    Examples
    --------
    >>> from nnbook import draw_digit
    >>> image = draw_digit([[[5, 3], [8, 9]]]).reshape(28, 28)  # a stroke in a corner
    >>> rows = image.sum(axis=1).nonzero()[0]
    >>> int(rows[0]), int(rows[-1])  # is large, and in the middle
    (4, 24)
    """
    lines = checked_strokes(strokes)
    if not lines:
        return np.zeros(SIDE * SIDE)
    return _ink(_fitted(lines) if fit else lines)


def checked_strokes(strokes: Sequence[ArrayLike]) -> list[FloatArray]:
    """Check strokes, and return each as an array of its points.

    Parameters
    ----------
    strokes : sequence of array_like of float, shape (n, 2)
        As for `draw_digit`.

    Returns
    -------
    list of ndarray of float64, shape (n, 2)

    Raises
    ------
    ValueError, TypeError
        As in `draw_digit`.

    Examples
    --------
    >>> from nnbook.drawing import checked_strokes
    >>> checked_strokes([[[1, 2]]])
    [array([[1., 2.]])]
    """
    # An array without dimensions has a method of that name too, and no length.
    sized = hasattr(strokes, "__len__") and getattr(strokes, "ndim", 1) > 0
    if isinstance(strokes, (str, bytes)) or not sized:
        raise TypeError(f"strokes must be a sequence of arrays of points, got {strokes!r}")
    lines: list[FloatArray] = []
    for k, stroke in enumerate(strokes):
        points = float_array(f"strokes[{k}]", stroke, ndim=(2,)).astype(np.float64)
        if points.shape[1] != 2:
            raise ValueError(f"strokes[{k}] must have shape (n, 2), got {points.shape}")
        outside = ((points < 0) | (points > SIDE)).any(axis=1)
        if outside.any():
            raise ValueError(
                f"strokes[{k}] must lie from 0 to {SIDE}, got {points[outside][0].tolist()}"
            )
        lines.append(points)
    count = sum(map(len, lines))
    if count > MOST_POINTS:
        raise ValueError(f"strokes must have at most {MOST_POINTS:,} points in all, got {count:,}")
    return lines


def _fitted(lines: list[FloatArray]) -> list[FloatArray]:
    """The strokes as large and where MNIST's digits are."""
    points = np.concatenate(lines)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    room = BOX - 2 * PEN
    scale = LARGER if extent * LARGER <= room else room / extent
    lines = [(one - (low + high) / 2) * scale + SIDE / 2 for one in lines]
    image = _ink(lines)
    x, y = _grid()
    middle = np.array([(image * x).sum(), (image * y).sum()]) / image.sum()
    return [one + (MIDDLE - middle) for one in lines]


def _grid() -> tuple[FloatArray, FloatArray]:
    """The middle of each pixel."""
    steps = np.arange(SIDE) + 0.5
    return np.tile(steps, SIDE), np.repeat(steps, SIDE)


def _ink(lines: list[FloatArray]) -> FloatArray:
    """Each pixel by its distance from the nearest line."""
    starts = np.concatenate([one[:-1] if len(one) > 1 else one for one in lines])
    ends = np.concatenate([one[1:] if len(one) > 1 else one for one in lines])
    (ax, ay), (dx, dy) = starts.T, (ends - starts).T
    length = dx * dx + dy * dy
    nearest = np.full(SIDE * SIDE, np.inf)
    x, y = _grid()
    for k in range(len(starts)):
        along = (x - ax[k]) * dx[k] + (y - ay[k]) * dy[k]
        share = np.clip(along / length[k], 0, 1) if length[k] > 0 else 0.0
        off_x, off_y = x - ax[k] - share * dx[k], y - ay[k] - share * dy[k]
        nearest = np.minimum(nearest, off_x * off_x + off_y * off_y)
    shares: FloatArray = np.clip(PEN + 0.5 - np.sqrt(nearest), 0, 1)
    return shares
