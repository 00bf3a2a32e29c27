"""Cases by chance, as text: what is shown is what was run, to the last digit."""

from __future__ import annotations

import numpy as np


def drawn(seed: int, shape: tuple[int, ...], scale: float = 1.0) -> str:
    """Write an array of numbers from a normal distribution, with one digit after the point.

    Parameters
    ----------
    seed : int
        The same seed, the same text.
    shape : tuple of int
        Its shape.
    scale : float, default 1.0
        The standard deviation.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook.exercises.catalogue._texts import drawn
    >>> drawn(0, (2,))
    'np.array([0.1, -0.1])'
    """
    array = np.random.default_rng(seed).normal(0.0, scale, shape).round(1) + 0.0
    return f"np.array({array.tolist()})"


def labels(seed: int, rows: int, classes: int) -> str:
    """Write one-hot labels, each class drawn.

    Parameters
    ----------
    seed : int
        The same seed, the same text.
    rows, classes : int
        The shape.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook.exercises.catalogue._texts import labels
    >>> labels(0, 2, 2)
    'np.array([[0, 1], [0, 1]])'
    """
    drawn_classes = np.random.default_rng(seed).integers(0, classes, rows)
    return f"np.array({np.eye(classes, dtype=int)[drawn_classes].tolist()})"


def one_call(name: str, *arguments: str) -> str:
    r"""Write a case that is one call.

    Parameters
    ----------
    name : str
        The function's.
    *arguments : str
        Their texts.

    Returns
    -------
    str
        With the empty line that parts it from the next.

    Examples
    --------
    >>> from nnbook.exercises.catalogue._texts import one_call
    >>> one_call("f", "1", "2")
    'f(1, 2)\n\n'
    """
    return f"{name}({', '.join(arguments)})\n\n"
