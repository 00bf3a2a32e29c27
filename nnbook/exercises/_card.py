"""The card of an exercise: how it stands in a notebook, in a page and in a kernel's view.

`task.mjs` brings it to life, and judges with the numbers that are computed here, as `check`
does. An exercise whose answer is a program has no form: in a page an editor mounts in its
``<div data-editor>``, with what `book/site/nnbook_site/coding.py` writes of the exercise.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

import numpy as np

from nnbook.exercises._answers import NEARLY, value_of
from nnbook.exercises.kinds import Choice, Coding, Exercise, Misconception, Numbers
from nnbook.exercises.verdict import paragraph

HARDEST = 3
DIGITS = 12  # of a number in a page, so that it is the same on every machine
ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


def call_of(exercise: Exercise) -> str:
    """Return how `check` is called, with words in the place of the answer."""
    answer = "word"
    if isinstance(exercise, Coding):
        answer = exercise.own_name
    elif isinstance(exercise, Numbers):
        many = len(exercise.right)
        answer = "number" if many == 1 else f"[{', '.join(['number'] * many)}]"
    elif isinstance(exercise, Choice) and len(exercise.right) > 1:
        answer = f"[{', '.join(['word'] * len(exercise.right))}]"
    return f'check("{exercise.name}", {answer})'


def plain_text(exercise: Exercise) -> str:
    """Return what an exercise asks for, how hard it is and how it is checked, in words."""
    lines = [paragraph(f"Hand in: {exercise.ask}")]
    if isinstance(exercise, Coding):
        lines += ["", exercise.own_starter, ""]
    call, more = call_of(exercise), f'hint("{exercise.name}")'
    lines += [f"Difficulty: {exercise.difficulty} of {HARDEST}.", f"    {call}", f"    {more}"]
    return "\n".join(lines)


def plain_html(exercise: Exercise) -> str:
    """Return what a notebook keeps: HTML that reads without a style or a script."""
    form = ""
    if isinstance(exercise, Coding):
        starter = escape(exercise.own_starter, quote=False)
        form = f'<pre translate="no"><code>{starter}</code></pre>\n'
    elif isinstance(exercise, Choice):
        items = "".join(f"<li>{escape(one, quote=False)}</li>\n" for one in exercise.options)
        form = f"<ul>\n{items}</ul>\n"
    first, second = (escape(one, quote=False) for one in exercise.hints)
    return (
        f'<div data-exercise="{exercise.name}">\n'
        f"<p><strong>Hand in:</strong> {escape(exercise.ask, quote=False)}</p>\n{form}"
        f"<p>Difficulty: {exercise.difficulty} of {HARDEST}. In a kernel: "
        f'<code translate="no">{escape(call_of(exercise), quote=False)}</code></p>\n'
        f"<details>\n<summary>Hint 1</summary>\n<p>{first}</p>\n"
        f"<details>\n<summary>Hint 2</summary>\n<p>{second}</p>\n</details>\n</details>\n</div>"
    )


def card(exercise: Exercise) -> str:
    """Return the card with its form, its hints and what it needs to judge."""
    kind = type(exercise).__name__.lower()
    ask = escape(exercise.ask, quote=False)
    if isinstance(exercise, Coding):
        form = (
            f'<p class="nq-ask">{ask}</p>\n'
            '<pre class="nq-starter" tabindex="0" translate="no"><code>'
            f"{escape(exercise.own_starter, quote=False)}</code></pre>\n<div data-editor></div>\n"
            f'<p class="nq-how">In a notebook: <code translate="no">'
            f"{escape(call_of(exercise), quote=False)}</code></p>\n"
        )
    else:
        fields = FIELDS[type(exercise)](exercise)
        form = (
            f'<form autocomplete="off">\n<fieldset>\n<legend>{ask}</legend>\n{fields}</fieldset>\n'
            '<div class="nq-status" role="status"></div>\n<p class="nq-row">'
            '<button type="submit" class="nq-button nq-first">Check</button></p>\n</form>\n'
        )
    hints = "".join(
        f'<details class="nq-hint"><summary>Hint {k} of {len(exercise.hints)}</summary>\n'
        f"<p>{escape(one, quote=False)}</p></details>\n"
        for k, one in enumerate(exercise.hints, 1)
    )
    known = json.dumps(_known(exercise)).replace("</", "<\\/")
    return (
        f'<div class="nq nq-task" data-exercise="{exercise.name}" data-kind="{kind}" '
        f'data-state="open" data-lm-suppress-shortcuts="true">\n{form}{hints}'
        f'<p class="nq-grade">Difficulty: {exercise.difficulty} of {HARDEST}</p>\n'
        f'<script type="application/json">{known}</script>\n</div>'
    )


def _known(exercise: Any) -> dict[str, Any]:
    """What the page judges with, or what its editor begins with."""
    if isinstance(exercise, Coding):
        return {"starter": exercise.starter, "function": exercise.function}
    if isinstance(exercise, Numbers):
        return {
            "right": [_number(one) for one in exercise.right],
            "rtol": exercise.rtol,
            "atol": exercise.atol,
            "nearly": NEARLY,
            "misconceptions": [
                _said(one)
                | {"wrong": [None if text is None else _number(text) for text in one.wrong]}
                for one in exercise.misconceptions
            ],
        }
    return {
        "options": exercise.options,
        "right": sorted(exercise.right),
        "misconceptions": [
            _said(one) | {"wrong": sorted(one.wrong)} for one in exercise.misconceptions
        ],
    }


def _said(one: Misconception) -> dict[str, Any]:
    return {
        "message": escape(one.message, quote=False),
        "see": {"section": escape(one.see.section), "link": one.see.link},
    }


def _number(expression: str) -> float | str:
    """A number as JSON can hold it: the infinite ones by the names that JavaScript knows."""
    value = value_of(expression)
    if np.isfinite(value):
        return float(f"{value:.{DIGITS}g}")
    return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _numbers(exercise: Numbers) -> str:
    """A field for each number."""
    one = len(exercise.right) == 1
    labels = ["Your number"] if one else ORDINALS[: len(exercise.right)]
    fields = "".join(
        f'<label>{label} <input type="text" size="10" spellcheck="false"></label>\n'
        for label in labels
    )
    return f'<p class="nq-field">{fields}</p>\n'


def _options(exercise: Choice) -> str:
    """Buttons for one word, or boxes for several where several have ever been the answer."""
    sets = [exercise.right, *(one.wrong for one in exercise.misconceptions)]
    kind = "radio" if all(len(one) == 1 for one in sets) else "checkbox"
    items = "".join(
        f'<li><label><input type="{kind}" name="{exercise.name}" value="{k}"> '
        f'<span translate="no">{escape(one)}</span></label></li>\n'
        for k, one in enumerate(exercise.options)
    )
    return f'<ul class="nq-options">\n{items}</ul>\n'


FIELDS: dict[type[Exercise], Callable[[Any], str]] = {Numbers: _numbers, Choice: _options}
