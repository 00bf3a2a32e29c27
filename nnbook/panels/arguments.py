"""Sliders and checks of arguments that the panels' functions share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ipywidgets  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import float_array
from nnbook._checks import index as index
from nnbook.losses import labels_as_rows


def slider(
    description: str,
    value: float,
    limits: Sequence[float],
    step: float,
    readout_format: str = ".2f",
) -> Any:
    """Make the slider that every panel uses; whole numbers get an `IntSlider`.

    Parameters
    ----------
    description : str
        Its label, short.
    value : float
        Where it stands first.
    limits : (float, float)
        Its ends. The lower one moves up by less than a step, so that `value`
        is a whole number of steps above it.
    step : float
        How far an arrow key moves it.
    readout_format : str, default ".2f"
        How its value is shown; ``"d"`` makes an `IntSlider`.

    Returns
    -------
    ipywidgets.FloatSlider or ipywidgets.IntSlider

    Examples
    --------
    >>> from nnbook.panels.arguments import slider
    >>> slider("steps", 10, (0, 40), 1, "d").max
    40
    """
    kind = ipywidgets.IntSlider if readout_format == "d" else ipywidgets.FloatSlider
    # In a kernel's front end a slider snaps to min + n * step whatever it is given, as soon
    # as it is shown. So the range begins where the first value lies on that grid.
    steps = np.floor((value - limits[0]) / step + 1e-9)
    return kind(
        value=value,
        min=limits[0] if readout_format == "d" else float(np.round(value - steps * step, 12)),
        max=limits[1],
        step=step,
        description=description,
        readout_format=readout_format,
        continuous_update=True,
        layout={"width": "100%"},
    )


def ranges_of(sliders: Mapping[str, Any], **others: int) -> dict[str, list[float]]:
    """List the range of each slider, and of whole-number inputs that buttons set.

    Parameters
    ----------
    sliders : dict of str to slider
        The sliders.
    **others : int
        For each further input the number of its values, which count from 0.

    Returns
    -------
    dict of str to [min, max, step]

    Examples
    --------
    >>> from nnbook.panels.arguments import ranges_of, slider
    >>> ranges_of({"rate": slider("rate", 1.0, (0.1, 5.0), 0.1)}, chosen=6)
    {'rate': [0.1, 5.0, 0.1], 'chosen': [0, 5, 1]}
    """
    found: dict[str, list[float]] = {
        name: [handle.min, handle.max, handle.step] for name, handle in sliders.items()
    }
    return found | {name: [0, count - 1, 1] for name, count in others.items()}


def interval(name: str, limits: Any) -> tuple[float, float]:
    """Check the ends of a slider.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    limits : (float, float)
        The ends.

    Returns
    -------
    (float, float)

    Raises
    ------
    ValueError
        If there are not two finite numbers, the first smaller than the second.
    TypeError
        If they are no numbers.

    Examples
    --------
    >>> from nnbook.panels.arguments import interval
    >>> interval("limits", (-3, 3))
    (-3.0, 3.0)
    """
    pair = float_array(name, limits)
    if pair.shape != (2,):
        raise ValueError(f"{name} must be two numbers, min and max; got {limits!r}")
    low, high = float(pair[0]), float(pair[1])
    if not low < high:
        raise ValueError(f"{name} must have min < max, got min {low:g} and max {high:g}")
    return low, high


def inside(name: str, value: Any, limits: Sequence[float]) -> float:
    """Check that a value lies between the ends of its slider.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    value : float
        The value.
    limits : (float, float)
        The ends.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it does not.
    TypeError
        If it is no number.

    Examples
    --------
    >>> from nnbook.panels.arguments import inside
    >>> inside("p", 0.25, (0, 1))
    0.25
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number, got {value!r}") from None
    if not limits[0] <= number <= limits[1]:
        raise ValueError(
            f"{name} must lie between {limits[0]:g} and {limits[1]:g}, "
            f"the ends of its slider; got {number:g}"
        )
    return number


def labels(t: ArrayLike, shape: tuple[int, ...]) -> list[Any]:
    """Check labels and return them as lists of soft labels.

    Parameters
    ----------
    t : array_like
        Labels, in any form that `nnbook.cross_entropy_error` takes.
    shape : tuple of int
        Shape of the network's outputs.

    Returns
    -------
    list

    Raises
    ------
    ValueError, TypeError
        As in `nnbook.cross_entropy_error`.

    Examples
    --------
    >>> from nnbook.panels.arguments import labels
    >>> labels(2, (3,))
    [0.0, 0.0, 1.0]
    """
    rows: list[Any] = labels_as_rows("t", t, shape, np.dtype(np.float64)).tolist()
    return rows
