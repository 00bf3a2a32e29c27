"""Whether a picture shows anything: not if it is white, or axes with nothing in them."""

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
