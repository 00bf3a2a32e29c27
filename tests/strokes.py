"""Pictures of digits as strokes of a pen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnbook._checks import FloatArray

# The eight neighbours of a pixel, around it.
AROUND = [(1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1)]


def thinned(image: FloatArray) -> NDArray[np.bool_]:
    """The middle line of a picture's ink, as Zhang and Suen (1984) find it."""
    ink = np.pad(image > 0.4, 1)
    while True:
        before = ink.copy()
        for round_ in range(2):
            p = np.array([np.roll(ink, shift, (0, 1)) for shift in AROUND])
            count = p.sum(axis=0)
            turns = (~p & np.roll(p, -1, axis=0)).sum(axis=0)
            first = ~(p[0] & p[2] & (p[6] if round_ else p[4]))
            second = ~((p[0] if round_ else p[2]) & p[4] & p[6])
            ink &= ~((count >= 2) & (count <= 6) & (turns == 1) & first & second)
        if (ink == before).all():
            return ink[1:-1, 1:-1]


def strokes_of(image: FloatArray) -> list[list[list[float]]]:
    """Strokes along the middle line: from each of its pixels to those beside and below it."""
    line = {(int(row), int(column)) for row, column in np.argwhere(thinned(image))}
    strokes = []
    for row, column in sorted(line):
        start = [column + 0.5, row + 0.5]
        beside = [(row + down, column + right) for down, right in ((0, 1), (1, -1), (1, 0), (1, 1))]
        ends = [[x + 0.5, y + 0.5] for y, x in beside if (y, x) in line]
        strokes += [[start, end] for end in ends] or [[start]]
    return strokes
