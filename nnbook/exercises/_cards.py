"""What stands in the output of `task`: a page's HTML, and text for elsewhere.

The HTML needs neither a style nor a script. The hints are folded, the second in the first. A
script that brings it to life finds the exercise's name in ``data-exercise`` and its kind in
``data-kind``; for `Numbers` and `Choice` it finds in ``data-key`` what an answer is judged by,
as `nnbook.exercises._answers` does it.
"""

from __future__ import annotations

import json
import math
from html import escape
from typing import Any

from nnbook.exercises._answers import NEARLY, value_of
from nnbook.exercises.kinds import Choice, Coding, Exercise, Misconception, Numbers
from nnbook.exercises.verdict import paragraph

HARDEST = 3
DIGITS = 10  # of a number in a key: fewer than the last bits of some machine


def call_of(exercise: Exercise) -> str:
    """Return how `check` is called, with words in the place of the answer.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    str
    """
    answer = "word"
    if isinstance(exercise, Coding):
        answer = exercise.function
    elif isinstance(exercise, Numbers):
        many = len(exercise.right)
        answer = "number" if many == 1 else f"[{', '.join(['number'] * many)}]"
    elif isinstance(exercise, Choice) and len(exercise.right) > 1:
        answer = f"[{', '.join(['word'] * len(exercise.right))}]"
    return f'check("{exercise.name}", {answer})'


def task_text(exercise: Exercise) -> str:
    """Return what an exercise asks for, in words.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    str
    """
    lines = [paragraph(f"Hand in: {exercise.ask}")]
    if isinstance(exercise, Coding):
        lines += ["", exercise.starter, ""]
    call, more = call_of(exercise), f'hint("{exercise.name}")'
    lines += [f"Difficulty: {exercise.difficulty} of {HARDEST}.", f"    {call}", f"    {more}"]
    return "\n".join(lines)


def task_html(exercise: Exercise) -> str:
    """Return the card.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    str
    """
    key = key_of(exercise)
    data = f' data-key="{escape(json.dumps(key))}"' if key else ""
    form = ""
    if isinstance(exercise, Coding):
        form = f'<pre translate="no"><code>{escape(exercise.starter)}</code></pre>\n'
    elif isinstance(exercise, Choice):
        items = "".join(f"<li>{escape(one)}</li>\n" for one in exercise.options)
        form = f"<ul>\n{items}</ul>\n"
    first, second = (escape(one, quote=False) for one in exercise.hints)
    return (
        f'<div class="nq" data-exercise="{exercise.name}" '
        f'data-kind="{type(exercise).__name__.lower()}" data-state="open"{data}>\n'
        f"<p><strong>Hand in:</strong> {escape(exercise.ask, quote=False)}</p>\n{form}"
        f"<p>Difficulty: {exercise.difficulty} of {HARDEST}. In a kernel: "
        f'<code translate="no">{escape(call_of(exercise))}</code></p>\n'
        f"<details>\n<summary>Hint 1</summary>\n<p>{first}</p>\n"
        f"<details>\n<summary>Hint 2</summary>\n<p>{second}</p>\n</details>\n</details>\n</div>"
    )


def key_of(exercise: Exercise) -> dict[str, Any]:
    """Return what a page needs to judge an answer that is no program.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    dict
        ``right``, and of each misconception ``name``, ``message``, ``see`` and ``wrong``. For
        numbers also ``rtol``, ``atol`` and ``nearly``. Empty for a program.
    """
    if isinstance(exercise, Numbers):
        return {
            "right": [_plain(one) for one in exercise.right],
            "rtol": exercise.rtol,
            "atol": exercise.atol,
            "nearly": NEARLY,
            "misconceptions": [
                _told(one, [None if text is None else _plain(text) for text in one.wrong])
                for one in exercise.misconceptions
            ],
        }
    if isinstance(exercise, Choice):
        return {
            "options": exercise.options,
            "right": sorted(exercise.right),
            "misconceptions": [_told(one, sorted(one.wrong)) for one in exercise.misconceptions],
        }
    return {}


def _plain(expression: str) -> float | str:
    """A number as every machine writes it; JSON knows none that is infinite."""
    number = value_of(expression)
    return float(f"{number:.{DIGITS}g}") if math.isfinite(number) else str(number)


def _told(one: Misconception, wrong: list[Any]) -> dict[str, Any]:
    see = {"page": one.see.page, "section": one.see.section, "link": one.see.link}
    return {"name": one.name, "message": one.message, "see": see, "wrong": wrong}
