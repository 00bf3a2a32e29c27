"""Exercises that answer: `check` says what an answer does, `hint` how to go on.

Needs NumPy alone, and is not loaded by ``import nnbook``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nnbook._checks import entry_of, real_number
from nnbook._shown import Shown
from nnbook.exercises._answers import judged_choice, judged_numbers
from nnbook.exercises._card import card, plain_html, plain_text
from nnbook.exercises._programs import judged
from nnbook.exercises.breaking import Exposure, expose
from nnbook.exercises.catalogue import catalogue
from nnbook.exercises.kinds import Choice, Coding, Exercise, Numbers
from nnbook.exercises.verdict import Verdict, not_written, paragraph

__all__ = ["Exercise", "Exposure", "Verdict", "check", "exercises", "expose", "hint", "task"]

JUDGES: dict[type[Exercise], Callable[[Any, Any], Verdict]] = {
    Numbers: judged_numbers,
    Choice: judged_choice,
}
_opened: dict[str, int] = {}


class Text(str):
    """Text that shows itself as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class Listing(tuple[Exercise, ...]):
    """Exercises; shows itself as a table."""

    __slots__ = ()

    def __repr__(self) -> str:
        width = max((len(one.name) for one in self), default=0)
        pages = max((len(one.chapter) for one in self), default=0)
        return "\n".join(
            f"{one.chapter:{pages}}  {'*' * one.difficulty:3}  {one.name:{width}}  {one.title}"
            for one in self
        )


def check(name: str, answer: Any, *more: Any, seconds: float = 5.0) -> Verdict:
    """Check an answer to an exercise.

    Parameters
    ----------
    name : str
        The exercise's; `exercises` lists them.
    answer : callable, float, str, or a collection of floats or of str
        What `task` asks for: a function, without brackets behind it, or numbers, or words.
    *more : float or str
        Further numbers or words, for whoever does not put them into a list.
    seconds : float, default 5.0
        How long a function may take for all cases, above 0.

    Returns
    -------
    Verdict
        True if the answer is right. Otherwise it shows the smallest case that fails, and,
        if the answer is wrong in a known way, a message for just that.

    Raises
    ------
    ValueError
        If there is no exercise of this `name`, or `answer` is not of the kind that it asks
        for, or `seconds` is not above 0.
    TypeError
        If an argument is of another type.

    Notes
    -----
    A function runs in a thread of its own, on cases that are made anew for it. What it
    prints is caught; what it changes in NumPy, the random states or the like is put back.
    One that never ends is ended. What can't be done from within Python: end a single call
    that takes for ever, as of NumPy or ``sum(range(10**12))``, or a program that catches even
    that; hold a program to an amount of memory; undo what it does to files.

    See Also
    --------
    hint : two hints for each exercise.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.exercises import check
    >>> def softmax(x):
    ...     return np.exp(x) / np.exp(x).sum()
    >>> check("softmax", softmax).kind
    'value'
    >>> check("softmax-ex-copies", np.log(100))
    softmax-ex-copies: right.
    """
    exercise = _found(name)
    seconds = real_number("seconds", seconds, minimum=0.0, open_end=True)
    if more:
        answer = [answer, *more]
    if answer is ... or (isinstance(answer, (list, tuple)) and any(one is ... for one in answer)):
        return not_written(exercise)
    if not isinstance(exercise, Coding):
        return JUDGES[type(exercise)](exercise, answer)
    if not callable(answer):
        raise TypeError(
            f"answer must be a function, without brackets behind its name, for {name!r}; "
            f"got {type(answer).__name__}"
        )
    return judged(exercise, answer, seconds)


def hint(name: str, number: int | None = None) -> Text:
    """Open a hint: the first, and when asked again the second.

    Parameters
    ----------
    name : str
        The exercise's.
    number : int, optional
        1 or 2 for that one, and the next call goes on from there; 0 closes both.

    Returns
    -------
    str
        The hint.

    Raises
    ------
    ValueError
        If there is no exercise of this `name`, or no hint of this `number`.
    TypeError
        If an argument is of another type.

    Examples
    --------
    >>> from nnbook.exercises import hint
    >>> hint("softmax-ex-equal")
    Hint 1 of 2: Which of equal scores should get more than another?
    >>> hint("softmax-ex-equal", 0)
    Both hints are closed.
    """
    exercise = _found(name)
    last = len(exercise.hints)
    if number is None:
        number = min(_opened.get(name, 0) + 1, last)
    elif isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"number must be an integer, got {number!r}")
    if not 0 <= number <= last:
        raise ValueError(f"number must be an integer from 0 to {last}, got {number}")
    _opened[name] = number
    if number == 0:
        return Text("Both hints are closed.")
    return Text(paragraph(f"Hint {number} of {last}: {exercise.hints[number - 1]}"))


def task(name: str) -> Shown:
    """Show what an exercise asks for, how hard it is and how it is checked.

    As the last line of a cell.

    Parameters
    ----------
    name : str
        The exercise's.

    Returns
    -------
    Shown
        The question; for a function, also what to begin with. Where it can live it is a card,
        with hints, and with a form unless it asks for a function.

    Raises
    ------
    ValueError
        If there is no exercise of this `name`.
    TypeError
        If it is no text.

    Examples
    --------
    >>> from nnbook.exercises import task
    >>> task("softmax-ex-copies")
    Hand in: By how much the loss of each row grows.
    Difficulty: 2 of 3.
        check("softmax-ex-copies", number)
        hint("softmax-ex-copies")
    """
    exercise = _found(name)
    return Shown(plain_text(exercise), plain_html(exercise), lambda: _view(exercise))


def _view(exercise: Exercise) -> Any:
    from nnbook.questions._live import view  # needs anywidget, and a moment

    return view(exercise.name, card(exercise))


def exercises(chapter: str | None = None) -> Listing:
    """List the exercises: chapter, difficulty, name, title.

    Parameters
    ----------
    chapter : str, optional
        Only those of this chapter; named as its file is.

    Returns
    -------
    tuple of Exercise
        It shows itself as a table.

    Raises
    ------
    ValueError
        If there is no such `chapter`.

    Examples
    --------
    >>> from nnbook.exercises import exercises
    >>> len(exercises()) > 10
    True
    >>> {one.chapter for one in exercises("softmax")}
    {'softmax'}
    """
    found = catalogue().values()
    chapters = list(dict.fromkeys(one.chapter for one in found))
    if chapter is not None and chapter not in chapters:
        raise ValueError(f"chapter must be one of {', '.join(chapters)}; got {chapter!r}")
    return Listing(one for one in found if chapter in (None, one.chapter))


def _found(name: str) -> Exercise:
    return entry_of(catalogue(), name, "an exercise", "one that exercises() lists")
