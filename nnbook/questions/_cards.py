"""What stands in the output of `predict` and `answer`: a page's HTML, and text for elsewhere.

The HTML is the card itself, without a style and without a script of its own: where neither
is (on GitHub, say), it reads as a question with a list of answers. Where scripts run,
`card.mjs` brings it to life.
"""

from __future__ import annotations

import json
import re
import textwrap
from html import escape
from typing import Any

from nnbook.questions._keys import Key, plain, shown
from nnbook.questions.kinds import Axis, Choice, Curve, Line, Number, Place, Question, State, Words

WIDTH = 80
MARKS = re.compile(r"`([^`]+)`|\*([^*\s][^*]*)\*")


def marked(text: str) -> str:
    """Return a sentence as HTML: code in backticks, letters in asterisks."""

    def mark(found: re.Match[str]) -> str:
        code, letter = found.groups()
        return f'<code translate="no">{code}</code>' if code else f"<var>{letter}</var>"

    return MARKS.sub(mark, escape(text, quote=False))


def bare(text: str) -> str:
    """Return a sentence as plain text."""
    return MARKS.sub(lambda found: f"`{found[1]}`" if found[1] else found[2], text)


def question_html(question: Question, given: tuple[Any, ...]) -> str:
    """Return the card that asks."""
    form = FORMS[type(question)](question, given)
    return (
        f'<div class="nq" data-question="{question.name}" data-kind="{question.kind}" '
        f'data-state="open">\n<form>\n<fieldset>\n<legend>{marked(question.ask)}</legend>\n'
        f"{form}</fieldset>\n</form>\n</div>"
    )


def question_text(question: Question) -> str:
    """Return what it asks, in words."""
    lines = [_paragraph(question.ask)]
    if isinstance(question, Choice):
        lines += [_item(one.words) for one in question.options]
    elif isinstance(question, Words):
        lines += [_paragraph(_with_gaps(question))]
    elif isinstance(question, (Place, Curve)):
        lines += [_paragraph(_axes(question))]
    return "\n".join(lines)


def answer_html(question: Question, key: Key) -> str:
    """Return the answer, with all that a card needs to judge a guess in an attribute."""
    words, sentences = shown(question, key), _why(key)
    data = json.dumps({name: one for name, one in key.items() if name != "exact"})
    first = f"<p><strong>Answer:</strong> {marked(_sentence(words))}</p>\n" if words else ""
    rest = "".join(f"<p>{marked(one)}</p>\n" for one in sentences)
    return (
        f'<div class="nq-answer" data-answer="{question.name}" data-key="{escape(data)}">\n'
        f"{first}{rest}</div>"
    )


def answer_text(question: Question, key: Key) -> str:
    """Return the answer as text."""
    words = shown(question, key)
    lines = [f"Answer: {_sentence(words)}"] if words else []
    return "\n".join(_paragraph(one) for one in [*lines, *_why(key)])


def _why(key: Key) -> list[str]:
    """The sentences for the right answer."""
    if "gaps" in key:
        return [gap["sentences"][gap["right"]] for gap in key["gaps"]]
    if "curves" in key:
        return [key["curves"][0]["sentence"]]
    if "sentences" in key:
        return [key["sentences"][key["right"]]]
    return [key["sentence"]]


def _choice(question: Choice, given: tuple[Any, ...]) -> str:
    items = "".join(
        f'<li><label><input type="radio" name="{question.name}" value="{k}"> '
        f"<span>{marked(one.words)}</span></label></li>\n"
        for k, one in enumerate(question.options)
    )
    return f"<ul>\n{items}</ul>\n"


def _number(question: Number, given: tuple[Any, ...]) -> str:
    unit = f' <span class="nq-unit">{escape(question.unit)}</span>' if question.unit else ""
    return (
        '<p><label>Your guess: <input type="text" inputmode="decimal" autocomplete="off" '
        f'size="10"></label>{unit}</p>\n'
    )


def _words(question: Words, given: tuple[Any, ...]) -> str:
    gaps = []
    for k, gap in enumerate(question.gaps):
        options = "".join(
            f'<option value="{n}">{marked(one.words)}</option>' for n, one in enumerate(gap.options)
        )
        gaps.append(
            f'<select aria-label="gap {k + 1}"><option value="">…</option>{options}</select>'
        )
    return f"<p>{marked(question.text).format(*gaps)}</p>\n"


def _chart(question: Place | Curve, given: tuple[Any, ...]) -> str:
    chart: dict[str, Any] = {"x": _axis(question.x), "y": _axis(question.y)}
    if isinstance(question, Curve):
        chart |= {"at": list(question.at), "start": question.start}
    chart["given"] = [_line(one, given) for one in question.given]
    return (
        f'<div class="nq-chart" data-chart="{escape(json.dumps(chart))}">'
        f"<p>{marked(_axes(question))}</p></div>\n"
    )


def _state(question: State, given: tuple[Any, ...]) -> str:
    return f'<p class="nq-panel" data-of="{question.panel}">Bring the panel above there.</p>\n'


def _axis(axis: Axis | None) -> dict[str, Any] | None:
    if axis is None:
        return None
    return {"label": axis.label, "low": axis.low, "high": axis.high, "log": axis.log}


def _line(line: Line, given: tuple[Any, ...]) -> dict[str, Any]:
    xs, ys = (plain(one) for one in line.points(*given))
    if len(xs) != len(ys):
        raise ValueError(f"{line.words!r} must have as many xs as ys, got {len(xs)} and {len(ys)}")
    return {"words": line.words, "xs": xs, "ys": ys}


def _axes(question: Place | Curve) -> str:
    what = "A curve" if isinstance(question, Curve) else "A place"
    axes = [axis for axis in (question.x, question.y) if axis]
    spans = " and ".join(f"{one.label} from {one.low:g} to {one.high:g}" for one in axes)
    return f"{what} on a chart of {spans}."


def _with_gaps(question: Words) -> str:
    gaps = [f"[{' / '.join(one.words for one in gap.options)}]" for gap in question.gaps]
    return question.text.format(*gaps)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!")) else f"{words}."


def _item(words: str) -> str:
    return textwrap.fill(
        bare(words), WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
    )


def _paragraph(text: str) -> str:
    return textwrap.fill(bare(text), WIDTH, break_on_hyphens=False)


FORMS: dict[type[Question], Any] = {
    Choice: _choice,
    Number: _number,
    Words: _words,
    Place: _chart,
    Curve: _chart,
    State: _state,
}
