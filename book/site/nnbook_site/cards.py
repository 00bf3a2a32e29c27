"""Social cards: the picture of a page that shows where its address is shared."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = "_images/cards"
WIDTH, HEIGHT = 1200, 630
NIGHT, SKY, SUN, PAPER, HAZE = "#10243a", "#7cc4f2", "#ff9b73", "#fffdfa", "#b8c6d3"
MARGIN, COLUMN, FOOT = 80, 740, 50  # pixels: left of the text, its width, below it


def card(out: Path, pagename: str, book: str, title: str, description: str) -> str:
    """Path within the site of a page's card, drawn if no build before drew the same.

    Parameters
    ----------
    out
        Folder of the built site.
    pagename
        The page's name in Sphinx.
    book, title, description
        What the card says. The landing page's title is the book's.

    Returns
    -------
    str
        Path of a PNG, whose name changes with what the picture shows: networks keep the
        picture of an address for long.
    """
    shown = "\0".join([book, title, description, Path(__file__).read_text(encoding="utf-8")])
    digest = hashlib.sha256(shown.encode()).hexdigest()[:10]
    path = f"{FOLDER}/{pagename.replace('/', '-')}-{digest}.png"
    kept = out.parent / "cards" / f"{digest}.png"  # outlives the folder of the site
    if not kept.is_file():
        kept.parent.mkdir(parents=True, exist_ok=True)
        draw(kept, book, title, description)
    (out / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(kept, out / path)
    return path


def alt(book: str, title: str, description: str) -> str:
    """What a card says, for who does not see it."""
    name = title if title == book else f"{title}, from {book}"
    return f"{name}. {description}".strip()


def draw(path: Path, book: str, title: str, description: str) -> None:
    """Draw a card with the fonts that matplotlib brings along."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=NIGHT)
    FigureCanvasAgg(figure)  # measures letters as it draws them
    ax = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(HEIGHT, 0))
    ax.axis("off")
    _descent(ax)
    serif: dict[str, Any] = {"family": "DejaVu Serif", "weight": "bold"}
    sans: dict[str, Any] = {"family": "DejaVu Sans"}
    top = 80.0
    if title != book:
        top = _write(ax, top, book, 20, SKY, sans) + 36
    top = _write(ax, top, title, 42, PAPER, serif) + 36
    _write(ax, top, description, 21, HAZE, sans)
    figure.savefig(path)


def _descent(ax: Any) -> None:
    """The book's mark, large, at the right edge: a loss and the steps down its slope."""
    x = np.linspace(-1, 1, 200)
    ax.plot(1060 + 190 * x, 560 - 470 * x**2, color=SKY, lw=9, solid_capstyle="round")
    steps = -0.86 * 0.55 ** np.arange(4)  # each a learning rate times the slope further down
    ax.plot(1060 + 190 * steps, 560 - 470 * steps**2, "o", color=SUN, ms=21, mec=NIGHT, mew=4)


def _write(ax: Any, top: float, text: str, size: float, color: str, font: dict[str, Any]) -> float:
    """Write lines as wide as the column, from `top` on, as far down as there is room.

    Returns where they end.
    """
    from matplotlib.font_manager import FontProperties

    pixels = size * 100 / 72
    measure = ax.figure.canvas.get_renderer().get_text_width_height_descent
    properties = FontProperties(size=size, **font)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and measure(longer, properties, ismath=False)[0] > COLUMN:
            lines.append(word)
        else:
            lines[-1] = longer
    fitting = int((HEIGHT - FOOT - top) / (1.35 * pixels))
    if len(lines) > fitting:
        lines = [*lines[: fitting - 1], f"{lines[fitting - 1]} …"]
    for line in lines:
        ax.text(MARGIN, top + 0.8 * pixels, line, size=size, color=color, parse_math=False, **font)
        top += 1.35 * pixels
    return top
