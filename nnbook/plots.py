"""The static figures that more than one chapter draws.

They all take their look from the style sheet beside this file, which a chapter
switches on with ``plt.style.use("nnbook.book")``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import float_array, positive_int

try:
    import matplotlib.pyplot as plt
except ImportError:
    raise ImportError("nnbook.plots needs matplotlib: pip install nnbook[panels]") from None

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#CC79A7",
    "#E69F00",
    "#56B4E9",
)


def heatmap(
    values: ArrayLike, *, title: str = "", decimals: int | None = 2, ax: Axes | None = None
) -> Axes:
    """Draw a matrix as coloured cells: blue below 0, red above, white at 0.

    Parameters
    ----------
    values : array_like of float, shape (rows, columns)
        The matrix.
    title : str, optional
        Title of the axes.
    decimals : int or None, default 2
        Write each number into its cell with so many decimals; ``None`` for a
        matrix too large for that.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If `values` is not a finite 2-D array.

    Examples
    --------
    >>> from nnbook.plots import heatmap
    >>> heatmap([[1.0, -2.0]], title="dW").get_title()
    'dW'
    """
    matrix = float_array("values", values, ndim=(2,))
    if ax is None:
        ax = plt.subplots()[1]
    reach = float(np.abs(matrix).max()) or 1.0
    image = ax.imshow(matrix, cmap="RdBu_r", vmin=-reach, vmax=reach, aspect="auto")
    if decimals is None:
        ax.figure.colorbar(image, ax=ax)
    else:
        for (row, column), value in np.ndenumerate(matrix):
            ink = "white" if abs(value) > 0.6 * reach else "black"
            text = f"{value:.{decimals}f}"
            ax.text(column, row, text, ha="center", va="center", color=ink)
        ax.set(xticks=range(matrix.shape[1]), yticks=range(matrix.shape[0]))
    ax.grid(False)
    ax.set_title(title)
    return ax


def digits(images: ArrayLike, titles: Sequence[Any] = (), *, columns: int = 10) -> Any:
    """Draw images of 28 x 28 pixels in a grid.

    Parameters
    ----------
    images : array_like of float, shape (n, 784)
        One image a row, 0 for background and 1 for ink.
    titles : sequence, optional
        What to write above each image; none by default, else n of them.
    columns : int, default 10
        Images in a row of the grid.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If `images` has not 784 columns, or `titles` has another length.
    TypeError
        If `columns` is not an integer.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.plots import digits
    >>> len(digits(np.zeros((3, 784)), titles="abc", columns=2).axes)
    4
    """
    pixels = float_array("images", images, ndim=(2,))
    if pixels.shape[1] != 784:
        raise ValueError(f"images must have 784 columns, got shape {pixels.shape}")
    if len(titles) not in (0, len(pixels)):
        raise ValueError(f"titles must be none or {len(pixels)}, one an image; got {len(titles)}")
    columns = min(positive_int("columns", columns), len(pixels))
    rows = -(-len(pixels) // columns)
    size = (6.4, rows * (6.4 / columns + (0.3 if len(titles) else 0)))
    figure, grid = plt.subplots(rows, columns, figsize=size, squeeze=False)
    for ax in grid.flat:
        ax.axis("off")
    for index, (ax, image) in enumerate(zip(grid.flat, pixels, strict=False)):
        ax.imshow(image.reshape(28, 28), cmap="gray_r", vmin=0, vmax=1)
        if len(titles):
            ax.set_title(str(titles[index]), fontsize=11, fontweight="normal")
    return figure
