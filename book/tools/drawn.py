"""Say in words and numbers what a figure shows, from inside a chapter's kernel.

nbval skips pictures. So whoever executes a chapter runs `WATCH` in its kernel first, and every
figure that a cell shows then comes with a description: the data of its curves, bars, images,
texts and axes, rounded. `execute_notebooks.py` saves it beside the chapter, in
``book/figures``, and ``book/conftest.py`` compares it when the chapter runs again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

# Under this type a description travels with the output it belongs to.
MIME = "application/vnd.nnbook.drawn+json"
# One expression, so that it leaves no name behind among the chapter's own.
WATCH = f"__import__('runpy').run_path({str(Path(__file__))!r})['watch'](get_ipython())"
DIGITS = 5
MOST = 256  # numbers kept of one array; of a longer one a part, and what all of it adds up to


def watch(shell: Any) -> None:
    """Let every figure that `shell` displays carry its description."""
    from matplotlib.backend_bases import FigureCanvasBase

    printed: list[dict[str, Any]] = []
    print_figure = FigureCanvasBase.print_figure
    display = shell.display_formatter.format

    def print_and_describe(canvas: Any, *args: Any, **kwargs: Any) -> Any:
        done = print_figure(canvas, *args, **kwargs)
        printed.append(describe(canvas.figure))
        return done

    def display_described(thing: Any, *args: Any, **kwargs: Any) -> Any:
        printed.clear()
        data, metadata = display(thing, *args, **kwargs)
        if printed:
            data[MIME] = {"text": data.get("text/plain"), "figures": list(printed)}
            if hasattr(thing, "results") and hasattr(thing, "state"):  # a panel
                data[MIME] |= {"state": numbers(thing.state), "results": numbers(thing.results)}
        return data, metadata

    FigureCanvasBase.print_figure = print_and_describe  # type: ignore[method-assign, assignment]
    shell.display_formatter.format = display_described


def describe(figure: Any) -> dict[str, Any]:
    """What a figure shows: its own texts, and its axes one by one."""
    return {
        "size": numbers(figure.get_size_inches()),
        "texts": [text.get_text() for text in figure.texts],
        "axes": [_axes(axes) for axes in figure.axes],
    }


def _axes(axes: Any) -> list[dict[str, Any]]:
    """The frame of the axes, then each artist in them, in the order they are drawn in."""
    frame: dict[str, Any] = {
        "title": [axes.get_title(loc) for loc in ("left", "center", "right")],
        "on": axes.axison,
    }
    for way, (name, axis) in enumerate((("x", axes.xaxis), ("y", axes.yaxis))):
        frame[name] = {
            "label": axis.label.get_text(),
            "scale": axis.get_scale(),
            "limits": numbers(axis.get_view_interval()),
            "ticks": _ticks(axis, way),
        }
    titles = axes.title, axes._left_title, axes._right_title
    of_frame = {axes.patch, axes.xaxis, axes.yaxis, *titles, *axes.spines.values()}
    artists = (one for one in axes.get_children() if one not in of_frame and one.get_visible())
    return [frame, *(said for one in artists if (said := _artist(one)))]


def _ticks(axis: Any, way: int) -> list[str] | str:
    """What stands at the ticks that are seen.

    How many there are outside of the frame, and which decades are named of a logarithmic
    scale, is a matter of matplotlib's version.
    """
    from matplotlib.ticker import LogFormatter

    to_paper = axis.get_transform().transform
    low, high = sorted(to_paper(axis.get_view_interval()))
    slack = 1e-6 * (high - low)
    seen = [
        label.get_text()
        for label in axis.get_ticklabels()
        if low - slack <= to_paper(label.get_position()[way]) <= high + slack
    ]
    return "decades" if any(seen) and isinstance(axis.get_major_formatter(), LogFormatter) else seen


def _artist(artist: Any) -> dict[str, Any] | None:
    """What one artist shows; None for an empty text and what is no artist known here."""
    import numpy as np
    from matplotlib import collections, image, legend, lines, patches, text
    from matplotlib.colors import to_hex

    if isinstance(artist, lines.Line2D):
        return {
            "line": [artist.get_linestyle(), str(artist.get_marker()), to_hex(artist.get_color())],
            "width": numbers(artist.get_linewidth()),
            "label": _own_label(artist),
            "x": numbers(artist.get_xdata(orig=False)),
            "y": numbers(artist.get_ydata(orig=False)),
        }
    if isinstance(artist, text.Text):
        where = numbers(getattr(artist, "xy", artist.get_position()))
        shown = artist.get_text()
        colour = to_hex(artist.get_color())
        if shown:
            return {"text": shown, "colour": colour, "at": where}
        arrow = getattr(artist, "arrow_patch", None)  # an arrow is a note without words
        return arrow and {"arrow": where, "from": numbers(artist.get_position()), "colour": colour}
    if isinstance(artist, patches.Rectangle):
        return {
            "bar": numbers([*artist.get_xy(), artist.get_width(), artist.get_height()]),
            "colour": to_hex(artist.get_facecolor()),
            "hatch": artist.get_hatch(),
            "label": _own_label(artist),
        }
    if isinstance(artist, patches.Patch):
        return {
            "patch": type(artist).__name__,
            "colours": [to_hex(artist.get_facecolor()), to_hex(artist.get_edgecolor())],
            "points": numbers(artist.get_path().vertices),
        }
    if isinstance(artist, image.AxesImage):
        return {
            "image": numbers(artist.get_array()),
            "colours": artist.get_cmap().name,
            "range": numbers(artist.get_clim()),
            "extent": numbers(artist.get_extent()),
        }
    if isinstance(artist, legend.Legend):
        return {"legend": [one.get_text() for one in artist.get_texts()]}
    if isinstance(artist, collections.Collection):
        paths = [numbers(path.vertices) for path in artist.get_paths()]
        return {
            "collection": type(artist).__name__,
            "colours": [to_hex(one, True) for one in np.asarray(artist.get_facecolor())[:MOST]],
            "edges": [to_hex(one, True) for one in np.asarray(artist.get_edgecolor())[:MOST]],
            "label": _own_label(artist),
            "values": numbers(artist.get_array()),
            "levels": numbers(getattr(artist, "levels", None)),
            "offsets": numbers(artist.get_offsets()),
            "paths": paths[:MOST],
        }
    return None


def _own_label(artist: Any) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def numbers(values: Any) -> Any:
    """Round numbers, in whatever they are nested, to what every processor agrees on."""
    import numpy as np

    if isinstance(values, dict):
        return {str(name): numbers(one) for name, one in values.items()}
    if values is None or isinstance(values, (str, bool)):
        return values
    try:
        array: Any = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan)
    except (TypeError, ValueError):  # of unequal lengths, or not numbers alone
        return [numbers(one) for one in values]
    if array.ndim == 0:
        return _rounded(float(array))
    if array.size <= MOST:
        return [numbers(one) for one in array] if array.ndim > 1 else [*map(_rounded, array)]
    flat = array.ravel()
    finite = flat[np.isfinite(flat)]
    every = np.linspace(0, flat.size - 1, MOST).astype(int)
    return {
        "shape": list(array.shape),
        "finite": int(finite.size),
        "mean, spread, least, most": numbers(
            [finite.mean(), finite.std(), finite.min(), finite.max()]
        ),
        "some": numbers(flat[every]),
    }


def _rounded(value: float) -> float | str:
    value = float(value)
    if value != value or value in (float("inf"), float("-inf")):
        return str(value)  # JSON has no name for it
    short = float(f"{value:.{DIGITS}g}")
    return int(short) if short == int(short) else short
