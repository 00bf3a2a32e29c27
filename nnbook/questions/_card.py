"""The card with its form, as it stands in a page and in a kernel's view.

`card.mjs` brings it to life. It is whole before that, so that nothing moves then; where no
script runs, the style sheet leaves out what would be dead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from typing import Any

from nnbook._shown import marked
from nnbook.questions._keys import axis_of
from nnbook.questions._texts import details
from nnbook.questions.kinds import Choice, Curve, Number, Place, Question, State, Words

BEHIND = re.compile(r"(?<=</span>)</span>([.,;:?!]+)")  # what closes a gap, and stands behind it
LINES = ("np-grey", "np-dotted np-thin")  # how chart.mjs draws what stands there from the beginning


def card(question: Question, lines: list[dict[str, Any]]) -> str:
    """Return the card that asks.

    Parameters
    ----------
    question : Question
        The question.
    lines : list of dict
        What its chart shows from the beginning.

    Returns
    -------
    str
        HTML, a single element.
    """
    fields = FIELDS[type(question)](question, lines)
    return (
        f'<div class="nq" data-question="{question.name}" data-kind="{question.kind}" '
        'data-state="open" data-lm-suppress-shortcuts="true">\n'
        f'<form autocomplete="off">\n<fieldset>\n<legend>{marked(question.ask)}</legend>\n{fields}'
        '</fieldset>\n<div class="nq-status" role="status"></div>\n<p class="nq-row">'
        '<button type="submit" class="nq-button nq-first">Commit</button> '
        '<button type="button" class="nq-button" data-act="show">Show me</button>'
        '<button type="button" class="nq-button" data-act="forget">Take it back</button>'
        "</p>\n</form>\n</div>"
    )


def _choice(question: Choice, lines: Any) -> str:
    items = "".join(
        f'<li><label><input type="radio" name="{question.name}" value="{k}"> '
        f"<span>{marked(one.words)}</span></label></li>\n"
        for k, one in enumerate(question.options)
    )
    return f'<ul class="nq-options">\n{items}</ul>\n'


def _number(question: Number, lines: Any) -> str:
    unit = escape(question.unit)
    behind = f' <span class="nq-unit" data-unit="{unit}">{unit}</span>' if unit else ""
    return (
        '<p class="nq-field"><label>Your guess <input type="text" inputmode="text" size="10" '
        f'spellcheck="false"></label>{behind}</p>\n'
    )


def _words(question: Words, lines: Any) -> str:
    """What a gap may hold stands in the sentence, for paper; the choice is a script's."""
    gaps = []
    for k, gap in enumerate(question.gaps):
        words = [marked(one.words) for one in gap.options]
        wide = max(len(one.words) for one in gap.options) + 4
        gaps.append(
            f'<span class="nq-gap"><select aria-label="gap {k + 1} of {len(question.gaps)}" '
            f'style="width: {wide}ch"></select><span class="nq-either">[{" / ".join(words)}]'
            "</span></span>"
        )
    options = [[one.words.replace("`", "") for one in gap.options] for gap in question.gaps]
    text = marked(question.text).format(*gaps)
    text = BEHIND.sub(r"\1</span>", text)  # a full stop does not begin a line
    return f'<p class="nq-sentence" data-gaps="{escape(json.dumps(options))}">{text}</p>\n'


def _chart(question: Place | Curve, lines: list[dict[str, Any]]) -> str:
    chart: dict[str, Any] = {"x": axis_of(question.x), "y": axis_of(question.y), "lines": lines}
    if isinstance(question, Curve):
        chart |= {"at": list(question.at), "start": question.start}
    flat = " nq-line" if question.y is None else ""
    rows = "".join(
        '<span><svg viewBox="0 0 26 12" aria-hidden="true"><path d="M0 6H26" '
        f'class="{kind}"></path></svg>{marked(line["words"])}</span>'
        for kind, line in zip(LINES, lines, strict=False)
    )
    named = f'<p class="np-legend">{rows}</p>\n' if rows else ""
    return (
        f'<div class="nq-chart{flat}" data-chart="{escape(json.dumps(chart))}"></div>\n{named}'
        f'<p class="nq-either">{marked(details(question))}</p>\n'
    )


def _state(question: State, lines: Any) -> str:
    conditions = [*question.when, *(one for amiss in question.amiss for one in amiss.when)]
    quantities = list(dict.fromkeys(one.quantity for one in conditions))
    return (
        f'<p class="nq-field" data-panel-of="{question.panel}" '
        f'data-quantities="{escape(json.dumps(quantities))}">Move the panel above, then commit.'
        "</p>\n"
    )


FIELDS: dict[type[Question], Callable[[Any, list[dict[str, Any]]], str]] = {
    Choice: _choice,
    Number: _number,
    Words: _words,
    Place: _chart,
    Curve: _chart,
    State: _state,
}
