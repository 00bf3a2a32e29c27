"""Whether a picture shows anything: not if it is white, or has axes with nothing in them."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from PIL import Image

# Axes, labels and titles are grey, and thin: of a picture of nothing else less than 4 in 100
# pixels are not light. What is drawn has a colour, or it is a grey picture in itself.
COLOURED, DARK = 0.0001, 0.08


def is_blank(picture: bytes) -> bool:
    """Whether nothing is drawn in a picture, given as the bytes of its file."""
    with Image.open(io.BytesIO(picture)) as file:
        small = file.reduce(2).convert("RGBA")
    ground = Image.new("RGBA", small.size, "white")
    ground.alpha_composite(small)
    pixels = np.asarray(ground.convert("RGB")).astype(int)
    most, least = pixels.max(axis=2), pixels.min(axis=2)
    return bool((most - least > 40).mean() < COLOURED and (most < 200).mean() < DARK)


def undrawn(cell: dict[str, Any]) -> str:
    """Return what is amiss with the pictures of a cell that is there to draw, or nothing."""
    pictures = [
        base64.b64decode("".join(output["data"]["image/png"]))
        for output in cell["outputs"]
        if "image/png" in output.get("data", {})
    ]
    if not pictures:
        return "a figure or panel is not there: the cell draws nothing"
    return "a picture is empty" if any(map(is_blank, pictures)) else ""


def empty_axes(described: dict[str, Any]) -> list[str]:
    """Name the axes of a figure, as `book.tools.drawn` describes it, in which nothing stands.

    A picture that has other axes, full ones, does not look blank. Lines from edge to edge to
    compare with, texts and legends are nothing by themselves.
    """
    return [
        f"axes {number} are empty: {''.join(frame['title']) or 'without a title'}"
        for number, (frame, *artists) in enumerate(described["axes"])
        if frame["on"] and not any(map(_shows, artists))
    ]


def _shows(artist: dict[str, Any]) -> bool:
    """Whether an artist, as described, has data that are seen."""
    if "line" in artist:
        style, marker, _ = artist["line"]
        x, y = _finite(artist["x"]), _finite(artist["y"])
        # As axhline and axvline draw, from edge to edge.
        across = any(a == [0, 1] and len(set(b)) == 1 for a, b in ((x, y), (y, x)))
        seen = marker != "None" or (style != "None" and min(len(x), len(y)) > 1)
        return bool(x and y and seen) and not across
    if "bar" in artist:
        _, _, width, height = artist["bar"]
        return bool(width and height)
    if "image" in artist:
        return len(_finite(artist["image"])) > 0
    if "collection" in artist:
        return bool(_finite(artist["offsets"]) and _finite(artist["paths"]))
    return "patch" in artist or "arrow" in artist


def _finite(values: Any) -> list[float]:
    """The finite numbers in what `book.tools.drawn.numbers` wrote."""
    if isinstance(values, dict):  # of a long array: some, and a word on the rest
        return _finite(values["some"])
    if isinstance(values, list):
        return [one for part in values for one in _finite(part)]
    return [values] if isinstance(values, (int, float)) else []
