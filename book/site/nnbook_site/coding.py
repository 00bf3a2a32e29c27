"""What the pages know of the coding exercises: see book/site/python."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from nnbook.exercises import exercises
from nnbook.exercises._outcomes import Outcome, known
from nnbook.exercises._programs import EXCEPTIONS
from nnbook.exercises.kinds import Coding
from nnbook_site.late import late_script


def coding_of(pagename: str) -> list[Coding]:
    """The coding exercises of a chapter; none of a page that is no chapter."""
    chapter = pagename.rpartition("/")[2]
    return [one for one in exercises() if one.chapter == chapter and isinstance(one, Coding)]


def with_button(card: str) -> str:
    """The card of an exercise, with what brings the editor into the place that it has for it."""
    return card.replace(
        "<div data-editor></div>",
        '<div data-editor><p class="nq-row"><button type="button" class="nq-button nq-first" '
        'data-act="begin">Write it here</button></p></div>',
    )


def described(exercise: Coding) -> dict[str, Any]:
    """An exercise as data, with what its programs do in each case, as CPython computed it."""
    wanted = known(exercise, exercise.solution)
    return {
        "name": exercise.name,
        "chapter": exercise.chapter,
        "title": exercise.title,
        "function": exercise.function,
        "names": [exercise.own_name, exercise.function],  # under which the reader's is looked for
        "starter": exercise.own_starter,
        "solution": exercise.solution,
        "given": exercise.given,
        "exceptions": EXCEPTIONS,
        "ask": exercise.ask,
        "rtol": exercise.rtol,
        "atol": exercise.atol,
        "cases": [case.text for case in exercise.cases],
        "likes": [{name: part.ndim for name, part in one.parts.items()} for one in wanted],
        "wanted": [packed(one) for one in wanted],
        "misconceptions": [
            {
                "name": one.name,
                "message": one.message,
                "see": {"page": one.see.page, "section": one.see.section, "link": one.see.link},
                "program": one.wrong,
                "outcomes": [packed(outcome) for outcome in known(exercise, one.wrong)],
            }
            for one in exercise.misconceptions
        ],
    }


def packed(outcome: Outcome) -> dict[str, Any]:
    """An outcome as outcomes.py writes one."""

    def array(given: Any) -> dict[str, Any]:
        values = np.asarray(given, dtype=float).ravel().tolist()
        data = [value if np.isfinite(value) else str(value) for value in values]
        return {"shape": list(np.shape(given)), "data": data}

    return {
        "kind": outcome.kind,
        "parts": {name: array(part) for name, part in outcome.parts.items()},
        "arguments": [array(one) for one in outcome.arguments],
        "text": outcome.text,
        "line": outcome.line,
        "note": outcome.note,
    }


def data_file(found: list[Coding]) -> tuple[str, str]:
    """The name of the script that brings a chapter's exercises to its page, and its text."""
    told = json.dumps({one.name: described(one) for one in found}, separators=(",", ":"))
    return late_script(f"{found[0].chapter}_exercises", {"exercises": told.encode()})
