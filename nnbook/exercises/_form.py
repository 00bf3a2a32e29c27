"""The card of an exercise with its form, as it stands in a page and in a kernel's view.

`task.mjs` brings it to life, and judges as `check` does. An exercise whose answer is a program
has no form: in a page an editor mounts in its ``<div data-editor>``, and finds what to begin
with, and the function's name, in the card's JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

from nnbook.exercises._cards import HARDEST, call_of, key_of
from nnbook.exercises.kinds import Choice, Coding, Exercise, Numbers

ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


def card(exercise: Exercise) -> str:
    """Return the card with its form, its hints and what it needs to judge."""
    kind = type(exercise).__name__.lower()
    ask = escape(exercise.ask, quote=False)
    if isinstance(exercise, Coding):
        form = (
            f'<p class="nq-ask">{ask}</p>\n<pre class="nq-starter" translate="no"><code>'
            f"{escape(exercise.starter, quote=False)}</code></pre>\n<div data-editor></div>\n"
            f'<p class="nq-how">In a notebook: <code translate="no">{escape(call_of(exercise))}'
            "</code></p>\n"
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


def _known(exercise: Exercise) -> dict[str, Any]:
    """What the page judges with, or what its editor begins with."""
    if isinstance(exercise, Coding):
        return {"starter": exercise.starter, "function": exercise.function}
    return key_of(exercise)


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
