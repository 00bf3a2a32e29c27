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
    """Strokes along the middle line, of which each goes on as long as there is a way."""
    line = {(int(row), int(column)) for row, column in np.argwhere(thinned(image))}
    ways: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row, column in sorted(line):  # to those beside and below it
        beside = [(row + down, column + right) for down, right in ((0, 1), (1, -1), (1, 0), (1, 1))]
        ways[row, column] = [pixel for pixel in beside if pixel in line]
    strokes, joined = [], {end for ends in ways.values() for end in ends}
    for start, ends in ways.items():
        if not ends and start not in joined:
            strokes.append([start])
        while ends:
            stroke = [start]
            while ways[stroke[-1]]:
                stroke.append(ways[stroke[-1]].pop())
            strokes.append(stroke)
    return [[[column + 0.5, row + 0.5] for row, column in stroke] for stroke in strokes]
