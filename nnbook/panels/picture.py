"""The picture that stands for a panel where it cannot live."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Stands in the picture itself, for where a notebook is shown and nothing else: on GitHub, say.
CAPTION = "A picture of the panel as it starts. In the built book and in a live notebook it moves."


def png(draw: Callable[[Figure], None], height: float) -> bytes:
    """Draw a picture, without touching the figures of the caller's pyplot.

    Parameters
    ----------
    draw : callable
        Called with an empty figure, to draw into it.
    height : float
        Height in inches of what it draws; the width is 6.4.

    Returns
    -------
    bytes
        A PNG, the same for the same drawing.

    Examples
    --------
    >>> from nnbook.panels.picture import png
    >>> png(lambda figure: None, 1.0)[1:4]
    b'PNG'
    """
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with matplotlib.style.context("nnbook.book"):
        figure = Figure(figsize=(6.4, height + 0.25))
        FigureCanvasAgg(figure)
        draw(figure)
        figure.supxlabel(CAPTION, fontsize=9, color="0.35")
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
