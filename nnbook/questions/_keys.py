"""The key of a question: what the chapter's values make of its functions and sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnbook.questions.kinds import (
    Axis,
    Choice,
    Condition,
    Curve,
    Number,
    Option,
    Place,
    Question,
    State,
    Words,
    check_sentences,
)

DIGITS = 6  # of a number in a key, so that it is the same on every machine
Key = dict[str, Any]


def key_of(question: Question, values: tuple[Any, ...]) -> Key:
    """Return what a card needs to judge a guess.

    Raises ValueError if the values leave no answer, or more than one.
    """
    key = {"kind": question.kind, **KEYS[type(question)](question, values)}
    check_sentences(question.name, *_sentences(key))
    return key


def shown(question: Question, key: Key) -> str:
    """Return the right answer in words."""
    if isinstance(question, Choice):
        return question.options[key["right"]].words
    if isinstance(question, Number):
        return f"{question.form.format(key['exact'])} {question.unit}".rstrip()
    if isinstance(question, Place):
        axes = [axis for axis in (question.x, question.y) if axis]
        return ", ".join(
            f"{axis.label} {brief(number)}" for axis, number in zip(axes, key["right"], strict=True)
        )
    if isinstance(question, Curve):
        return question.curves[0].words
    if isinstance(question, Words):
        chosen = [
            gap.options[one["right"]].words
            for gap, one in zip(question.gaps, key["gaps"], strict=True)
        ]
        return question.text.format(*chosen)
    return ""


def brief(number: float) -> str:
    """Return a number in three digits, as the panels write it: 1.5×10⁻⁸."""  # noqa: RUF002
    head, _, exponent = f"{number:.2e}".partition("e")
    if number == 0 or -4 <= int(exponent) < 6:
        return f"{float(f'{number:.3g}'):g}"
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{float(head):g}\N{MULTIPLICATION SIGN}10{raised}"


def plain(values: Any) -> list[float]:
    """Return numbers as a list, with as many digits as every machine agrees on."""
    return [float(f"{one:.{DIGITS}g}") for one in np.ravel(np.asarray(values, dtype=float))]


def axis_of(axis: Axis | None) -> Key | None:
    """Return an axis as a chart in a page takes it."""
    if axis is None:
        return None
    return {"label": axis.label, "low": axis.low, "high": axis.high, "log": axis.log}


def along(axis: Axis, values: Any) -> Any:
    """Return where numbers lie on an axis, from 0 at its low end to 1."""
    low, high, at = axis.low, axis.high, np.asarray(values, dtype=float)
    if axis.log:
        low, high, at = np.log10(low), np.log10(high), np.log10(at)
    return (at - low) / (high - low)


def _choice(question: Choice, values: tuple[Any, ...]) -> Key:
    return _chosen(question.name, question.options, values)


def _chosen(name: str, options: tuple[Option, ...], values: tuple[Any, ...]) -> Key:
    holding = [k for k, one in enumerate(options) if bool(one.holds(*values))]
    if len(holding) != 1:
        found = " and ".join(repr(options[k].words) for k in holding) or "none of its options"
        raise ValueError(f"{name}: of these values {found} holds, but one must; got {values!r}")
    return {
        "right": holding[0],
        "options": [one.words for one in options],
        "sentences": [_filled(one.sentence, values) for one in options],
    }


def _number(question: Number, values: tuple[Any, ...]) -> Key:
    right = _one(question, question.right, values)
    wrong = [_one(question, one.value, values) for one in question.wrong]

    def near(a: float, b: float) -> bool:
        in_factor = a * b > 0 and 1 / question.factor <= a / b <= question.factor
        return abs(a - b) <= question.atol or in_factor

    for k, one in enumerate(wrong):
        for other in (right, *wrong[:k]):
            if near(one, other):
                raise ValueError(f"{question.name}: {one:g} is near {other:g}, and is taken for it")
    return {
        "exact": right,
        "right": plain(right)[0],
        "atol": question.atol,
        "factor": question.factor,
        "unit": question.unit,
        "wrong": [
            {"value": plain(value)[0], "sentence": _filled(one.sentence, values)}
            for value, one in zip(wrong, question.wrong, strict=True)
        ],
        **{name: _filled(getattr(question, name), values) for name in ("sentence", "low", "high")},
    }


def _place(question: Place, values: tuple[Any, ...]) -> Key:
    axes = [axis for axis in (question.x, question.y) if axis]

    def at(name: str, place: Callable[..., Any]) -> list[float]:
        found = plain(place(*values))
        if len(found) != len(axes):
            raise ValueError(f"{question.name}: {name} must have {len(axes)} numbers, got {found}")
        for axis, number in zip(axes, found, strict=True):
            _within(question.name, axis, [number])
        return found

    right = at("right", question.right)
    places = [right, *(at(one.words, one.value) for one in question.wrong)]
    drawn = [[along(a, one) for a, one in zip(axes, place, strict=True)] for place in places]
    for k, one in enumerate(drawn):
        for other in drawn[:k]:
            off = [abs(a - b) for a, b in zip(one, other, strict=True)]
            if all(d <= n for d, n in zip(off, question.near, strict=False)):
                raise ValueError(f"{question.name}: {places[k]} is near another, and taken for it")
    return {
        "x": axis_of(question.x),
        "y": axis_of(question.y),
        "right": right,
        "near": list(question.near[: len(axes)]),
        "wrong": [
            {"value": place, "sentence": _filled(one.sentence, values)}
            for place, one in zip(places[1:], question.wrong, strict=True)
        ],
        **{name: _filled(getattr(question, name), values) for name in ("sentence", "far")},
    }


def _curve(question: Curve, values: tuple[Any, ...]) -> Key:
    heights: list[Any] = []
    for one in question.curves:
        ys = plain(one.ys(*values))
        if len(ys) != len(question.at):
            raise ValueError(
                f"{question.name}: {one.words!r} must have {len(question.at)} heights, got {ys}"
            )
        _within(question.name, question.y, ys)
        drawn = along(question.y, ys)
        if any(np.abs(drawn - other).mean() <= question.near / 2 for other in heights):
            raise ValueError(f"{question.name}: {one.words!r} is too near another to be told apart")
        heights.append(drawn)
    return {
        "x": axis_of(question.x),
        "y": axis_of(question.y),
        "at": list(question.at),
        "curves": [
            {
                "words": one.words,
                "ys": plain(one.ys(*values)),
                "sentence": _filled(one.sentence, values),
            }
            for one in question.curves
        ],
        "near": question.near,
        "far": _filled(question.far, values),
    }


def _words(question: Words, values: tuple[Any, ...]) -> Key:
    gaps = [_chosen(question.name, gap.options, values) for gap in question.gaps]
    return {"text": question.text, "gaps": gaps}


def _state(question: State, values: tuple[Any, ...]) -> Key:
    if len(values) != 1 or not hasattr(values[0], "keys"):
        raise ValueError(
            f"{question.name}: answer takes one mapping, of the panel's results and inputs in a "
            f"state as asked for; got {values!r}"
        )
    (reached,) = values
    for one in question.when:
        if not fulfils(one, reached):
            raise ValueError(
                f"{question.name}: {one.quantity} must be {one.relation} {one.bound:g}, and is "
                f"{quantity(reached, one.quantity):g} in the state that the chapter reaches"
            )
    return {
        "when": [_condition(one) for one in question.when],
        "amiss": [
            {
                "when": [_condition(one) for one in amiss.when],
                "sentence": _filled(amiss.sentence, values),
            }
            for amiss in question.amiss
        ],
        **{name: _filled(getattr(question, name), values) for name in ("sentence", "otherwise")},
    }


def quantity(reached: Any, name: str) -> float:
    """Return a number of a panel's state; of several one, as in ``probabilities-1``."""
    if name in reached:
        return float(reached[name])
    several, _, place = name.rpartition("-")
    try:
        return float(reached[several][int(place)])
    except (KeyError, IndexError, ValueError):
        raise ValueError(f"quantity must be in {', '.join(reached)}; got {name!r}") from None


def fulfils(condition: Condition, reached: Any) -> bool:
    """Whether a state fulfils a condition."""
    number, bound = quantity(reached, condition.quantity), condition.bound
    return {
        "<": number < bound,
        "<=": number <= bound,
        ">": number > bound,
        ">=": number >= bound,
    }[condition.relation]


def _condition(one: Condition) -> list[Any]:
    return [one.quantity, one.relation, one.bound]


def _one(question: Question, function: Callable[..., Any], values: tuple[Any, ...]) -> float:
    number = float(function(*values))
    if not np.isfinite(number):
        raise ValueError(f"{question.name}: a number must be finite, got {number}; use a Choice")
    return number


def _within(name: str, axis: Axis, numbers: Sequence[float]) -> None:
    for number in numbers:
        if not axis.low <= number <= axis.high:
            raise ValueError(
                f"{name}: {number:g} is outside the axis {axis.label!r}, from {axis.low:g} "
                f"to {axis.high:g}"
            )


def _filled(sentence: str, values: tuple[Any, ...]) -> str:
    return sentence.format(*values)


def _sentences(key: Any) -> list[str]:
    """The sentences of one decision, which are to differ."""
    if "gaps" in key:
        return [one for gap in key["gaps"] for one in gap["sentences"]]
    found: list[str] = [
        key[name] for name in ("sentence", "low", "high", "far", "otherwise") if name in key
    ]
    for name in ("wrong", "curves", "amiss"):
        found += [one["sentence"] for one in key.get(name, [])]
    return [*found, *key.get("sentences", [])]


KEYS: dict[type[Question], Callable[[Any, tuple[Any, ...]], Key]] = {
    Choice: _choice,
    Number: _number,
    Place: _place,
    Curve: _curve,
    Words: _words,
    State: _state,
}
