"""What stands in the output of `predict` and `answer` without a style or a script."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from nnbook._shown import marked, paragraph
from nnbook.questions._keys import Key, plain, shown
from nnbook.questions.kinds import Choice, Curve, Place, Question, Words

# What is said to a reader, of all that a key holds.
SAID = {"sentence", "sentences", "low", "high", "far", "otherwise", "words", "options", "text"}


def question_text(question: Question) -> str:
    """Return what it asks, as text."""
    lines = [paragraph(question.ask)]
    if isinstance(question, Choice):
        lines += [paragraph(one.words, "- ", "  ") for one in question.options]
    elif more := details(question):
        lines.append(paragraph(more))
    return "\n".join(lines)


def question_html(question: Question, lines: list[dict[str, Any]]) -> str:
    """Return the same as HTML, and what its chart shows in an attribute."""
    if isinstance(question, Choice):
        items = "".join(f"<li>{marked(one.words)}</li>\n" for one in question.options)
        more = f"<ul>\n{items}</ul>\n"
    else:
        more = f"<p>{marked(details(question))}</p>\n" if details(question) else ""
    drawn = f' data-lines="{escape(json.dumps(lines))}"' if lines else ""
    return (
        f'<div data-question="{question.name}" data-kind="{question.kind}"{drawn}>\n'
        f"<p>{marked(question.ask)}</p>\n{more}</div>"
    )


def answer_text(question: Question, key: Key) -> str:
    """Return the answer as text."""
    words = shown(question, key)
    lines = [f"Answer: {_ended(words)}"] if words else ["Answer:"]
    return "\n".join(paragraph(one) for one in [*lines, *_why(key)])


def answer_html(question: Question, key: Key) -> str:
    """Return the answer, with all that a card needs to judge a guess in an attribute."""
    words = marked(_ended(shown(question, key)))
    rest = "".join(f"<p>{marked(one)}</p>\n" for one in _why(key))
    data = _as_html({name: one for name, one in key.items() if name != "exact"})
    return (
        f'<div data-answer="{question.name}" data-key="{escape(json.dumps(data))}">\n'
        f"<p><strong>Answer:</strong> {words}</p>\n{rest}</div>"
    )


def lines_of(question: Place | Curve, given: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Return what a chart shows from the beginning, out of what `predict` was given."""
    found = []
    for line in question.given:
        xs, ys = (plain(one) for one in line.points(*given))
        if len(xs) != len(ys):
            raise ValueError(
                f"{question.name}: {line.words!r} must have as many xs as ys, got {len(xs)} "
                f"and {len(ys)}"
            )
        found.append({"words": line.words, "xs": xs, "ys": ys})
    return found


def details(question: Question) -> str:
    """Return what is to be done beyond the question, or nothing."""
    if isinstance(question, Words):
        gaps = [f"[{' / '.join(one.words for one in gap.options)}]" for gap in question.gaps]
        return question.text.format(*gaps)
    if isinstance(question, (Place, Curve)):
        axes = [axis for axis in (question.x, question.y) if axis]
        spans = " and ".join(f"{one.label} from {one.low:g} to {one.high:g}" for one in axes)
        what = "A curve" if isinstance(question, Curve) else "A place"
        return f"{what} on a chart of {spans}."
    return ""


def _why(key: Key) -> list[str]:
    """The sentences for the right answer."""
    if "gaps" in key:
        return [gap["sentences"][gap["right"]] for gap in key["gaps"]]
    if "curves" in key:
        return [key["curves"][0]["sentence"]]
    if "sentences" in key:
        return [key["sentences"][key["right"]]]
    return [key["sentence"]]


def _as_html(key: Any, name: str = "") -> Any:
    if isinstance(key, dict):
        return {name: _as_html(one, name) for name, one in key.items()}
    if isinstance(key, list):
        return [_as_html(one, name) for one in key]
    return marked(key) if name in SAID and isinstance(key, str) else key


def _ended(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."
