"""Tasks of a panel: what its numbers are to come to.

A task is words and comparisons of the panel's inputs and results with numbers. They are data, so
that the page judges them as Python does: see ``tasks.mjs``.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook.panels.inputs import Choice, Drawing, Slider

Comparison = tuple[str, str, Any]  # of what, how, with what: ("loss", "<", 0.1)

COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
_PLACE = re.compile(r"(\w+)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Task:
    """Something to be reached in a panel, and when it is.

    Parameters
    ----------
    name : str
        By which it is known among the panel's: what the browser remembers of it.
    words : str
        What the reader is asked for: a sentence.
    when : tuple of comparison
        All of them must hold: ``("loss", "<", 0.1)``. What is compared is an input or a result of
        the panel, or one of a list of them, ``"probabilities[2]"``. A list holds if each of its
        numbers does. None stands for what is no finite number.
    only : tuple of str, optional
        The inputs that may be moved for it; all others must be where they are at first, to half
        a step of their sliders. By default all may.

    Examples
    --------
    >>> from nnbook.panels.task import Task
    >>> low = Task("low", "Bring the loss below 0.1.", (("loss", "<", 0.1),))
    >>> low.holds({"loss": 0.05}), low.holds({"loss": 0.2}), low.holds({"loss": None})
    (True, False, False)
    """

    name: str
    words: str
    when: tuple[Comparison, ...]
    only: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for what, how, _ in self.when:
            if not _PLACE.fullmatch(what) or how not in COMPARED:
                raise ValueError(f"{self.name}: {what} {how} is no comparison")

    def beginning(self, inputs: Mapping[str, Slider | Choice | Drawing]) -> Task:
        """Say by comparisons which inputs must not be moved.

        Parameters
        ----------
        inputs : mapping of str to Slider or Choice or Drawing
            The panel's, each as it begins.

        Returns
        -------
        Task
            With these comparisons before its own.

        Raises
        ------
        ValueError
            If `only` names something else than inputs.

        Examples
        --------
        >>> from nnbook.panels.inputs import Slider
        >>> from nnbook.panels.task import Task
        >>> task = Task("a", "Do it.", (("loss", "<", 1),), only=("rate",))
        >>> task.beginning({"rate": Slider(1, 0, 2), "steps": Slider(12, 0, 50, 1, "d")}).when
        (('steps', '>', 11.5), ('steps', '<', 12.5), ('loss', '<', 1))
        """
        strange = set(self.only) - inputs.keys()
        if strange:
            raise ValueError(f"{self.name}: only {sorted(strange)} can be moved, which is no input")
        rest = [name for name in inputs if self.only and name not in self.only]
        kept = [pair for name in rest for pair in _unmoved(name, inputs[name])]
        return replace(self, when=(*kept, *self.when))

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Say whether it is done.

        Parameters
        ----------
        values : mapping of str to object
            Inputs and results, plain as `nnbook.panels.base.plain` makes them.

        Returns
        -------
        bool

        Examples
        --------
        See the class.
        """
        return all(_holds(*one, values) for one in self.when)

    def sent(self) -> dict[str, Any]:
        """What the browser gets of it."""
        return {"name": self.name, "words": self.words, "when": [list(one) for one in self.when]}


def near(name: str, values: ArrayLike, within: float) -> tuple[Comparison, ...]:
    """Compare something with what it is to be near.

    Parameters
    ----------
    name : str
        Of an input or a result.
    values : array_like
        What it is to be near; for a list, entry by entry.
    within : float
        How near.

    Returns
    -------
    tuple of comparison

    Examples
    --------
    >>> from nnbook.panels.task import near
    >>> near("loss", 1.0, 0.25)
    (('loss', '>', 0.75), ('loss', '<', 1.25))
    >>> near("probabilities", [0.5, 0.5], 0.25)[2]
    ('probabilities[1]', '>', 0.25)
    """
    if np.ndim(values):
        each = [near(f"{name}[{k}]", one, within) for k, one in enumerate(np.asarray(values))]
        return sum(each, ())
    value = np.asarray(values).item()
    return (name, ">", value - within), (name, "<", value + within)


def _unmoved(name: str, begins: Slider | Choice | Drawing) -> tuple[Comparison, ...]:
    if not isinstance(begins, Slider):
        return ((name, "==", begins.value),)
    if not begins.log:
        return near(name, begins.value, begins.step / 2)
    share = 10 ** (begins.step / 2)
    return (name, ">", begins.value / share), (name, "<", begins.value * share)


def _holds(what: str, how: str, bound: Any, values: Mapping[str, Any]) -> bool:
    name, at = _PLACE.fullmatch(what).groups()  # type: ignore[union-attr]
    value = values[name] if at is None else values[name][int(at)]
    if isinstance(value, list):
        return all(_holds("one", how, bound, {"one": one}) for one in value)
    if value is None and how not in ("==", "!="):
        return False
    return COMPARED[how](value, bound)
