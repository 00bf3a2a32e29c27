"""The verdict on an answer that is no program: numbers, or a choice."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

import nnbook
from nnbook._checks import as_real
from nnbook.exercises.kinds import Choice, Misconception, Numbers
from nnbook.exercises.verdict import Verdict, right, wrong

NEARLY = 20  # times the tolerance: rounded too early, most likely


def value_of(expression: str) -> float:
    """Compute a number of an exercise.

    Parameters
    ----------
    expression : str
        It may use NumPy, as ``np``, and the functions of nnbook.

    Returns
    -------
    float

    Examples
    --------
    >>> from nnbook.exercises._answers import value_of
    >>> value_of("np.log(1)")
    0.0
    """
    names = {"np": np, **{name: getattr(nnbook, name) for name in nnbook.__all__}}
    return float(eval(expression, names))


def judged_numbers(exercise: Numbers, answer: Any) -> Verdict:
    """Say whether numbers are right, and what may have gone wrong.

    Parameters
    ----------
    exercise : Numbers
        The exercise.
    answer : float or sequence of float
        The reader's.

    Returns
    -------
    Verdict

    Raises
    ------
    TypeError
        If they are no numbers.
    ValueError
        If there are more or fewer than are asked for.
    """
    got = _numbers(answer)
    if len(got) != len(exercise.right):
        wanted = "1 number" if len(exercise.right) == 1 else f"{len(exercise.right)} numbers"
        raise ValueError(
            f"answer must be {wanted} for {exercise.name!r}, got {len(got)}; {exercise.ask}"
        )
    rights = [value_of(one) for one in exercise.right]
    near = [_near(exercise, a, b) for a, b in zip(got, rights, strict=True)]
    if all(near):
        return right(exercise.name)
    if found := _slip(exercise, got):
        return wrong(exercise.name, "value", found=found)
    nearly = [_near(exercise, *pair, NEARLY) for pair in zip(got, rights, strict=True)]
    if not all(nearly) and not any(near) and (found := _slip(exercise, got, NEARLY)):
        message = f"Perhaps this: {found.message}"
        return wrong(exercise.name, "value", message=message, see=found.see)
    return wrong(exercise.name, "value", message=_which(exercise, got, rights, near))


def _slip(exercise: Numbers, got: list[float], times: float = 1.0) -> Misconception | None:
    """Find the misconception whose numbers these are, with that many times the tolerance."""
    for one in exercise.misconceptions:
        pairs = zip(got, one.wrong, strict=True)
        if all(
            text is None or _near(exercise, mine, value_of(text), times) for mine, text in pairs
        ):
            return one
    return None


def _numbers(answer: Any) -> list[float]:
    several = (
        list(answer)
        if isinstance(answer, (list, tuple, np.ndarray)) and np.ndim(answer)
        else [answer]
    )
    numbers = [as_real(one) for one in several]
    if any(number is None or isinstance(answer, (bool, np.bool_)) for number in numbers):
        got = "a function" if callable(answer) else repr(answer)[:80]
        if isinstance(answer, str):
            got += "; numbers are written without quotes"
        raise TypeError(f"answer must be a number, or a list of numbers, got {got}")
    return [number for number in numbers if number is not None]


def _near(exercise: Numbers, mine: float, other: float, times: float = 1.0) -> bool:
    """Whether two numbers are as near as the exercise asks for."""
    if mine == other:  # infinite ones too
        return True
    return abs(mine - other) <= times * (exercise.atol + exercise.rtol * abs(other))


def _which(exercise: Numbers, got: list[float], rights: list[float], near: list[bool]) -> str:
    pairs = list(zip(got, rights, strict=True))
    rest = [
        _near(exercise, *pair, NEARLY) for pair, one in zip(pairs, near, strict=True) if not one
    ]
    nearly = exercise.atol + exercise.rtol > 0 and all(rest)
    shares = any(rights) and all(abs(one) <= 1 for one in rights)
    if shares and all(_near(exercise, mine / 100, other) for mine, other in pairs):
        return "That is right in per cent. The number itself is a hundredth of it."
    if any(near):
        these = ", ".join(str(k + 1) for k, one in enumerate(near) if one)
        more = (
            " The rest nearly: was something rounded too early, or are digits missing?"
            if nearly
            else ""
        )
        return f"Right so far: number {these}.{more}"
    if nearly:
        return "Nearly. Was something rounded too early, or are digits missing?"
    ordered = zip(sorted(got), sorted(rights), strict=True)
    if all(_near(exercise, mine, other) for mine, other in ordered):
        return "These are the right numbers, in another order."
    return "That is not it." if len(near) == 1 else "None of them is right."


def judged_choice(exercise: Choice, answer: Any) -> Verdict:
    """Say whether the right words were chosen.

    Parameters
    ----------
    exercise : Choice
        The exercise.
    answer : str or collection of str
        The reader's.

    Returns
    -------
    Verdict

    Raises
    ------
    TypeError
        If they are no words.
    ValueError
        If one is not among the options.
    """
    words = [answer] if isinstance(answer, str) else answer
    options = ", ".join(json.dumps(one) for one in exercise.options)
    if not isinstance(words, (list, tuple, set, frozenset)) or not all(
        isinstance(one, str) for one in words
    ):
        raise TypeError(
            f"answer must be one of {options}, or a list of them; got {repr(answer)[:80]}"
        )
    written = {one.casefold(): one for one in exercise.options}
    chosen = [written.get(one.strip().casefold(), one) for one in map(str, words)]
    for one in chosen:
        if one not in exercise.options:
            raise ValueError(f"answer must be one of {options}; got {one[:80]!r}")
    if set(chosen) == exercise.right:
        return right(exercise.name)
    for known in exercise.misconceptions:
        if set(chosen) == known.wrong:
            return wrong(exercise.name, "value", found=known)
    missing, many = exercise.right - set(chosen), set(chosen) - exercise.right
    parts = ["something is missing"] * bool(missing) + ["something is too much"] * bool(many)
    text = " and ".join(parts)
    return wrong(exercise.name, "value", message=f"{text[:1].upper()}{text[1:]}.")
