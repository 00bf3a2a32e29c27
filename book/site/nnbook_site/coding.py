"""What the pages know of the coding exercises: see book/site/python."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import numpy as np

from nnbook.exercises import exercises
from nnbook.exercises._outcomes import Outcome, known
from nnbook.exercises._programs import EXCEPTIONS
from nnbook.exercises.kinds import Coding


def chapter_of(pagename: str) -> str:
    """The chapter that a page is, by the name of its file."""
    return pagename.rpartition("/")[2]


def coding_of(chapter: str) -> list[Coding]:
    """The coding exercises of a chapter; none of a page that is no chapter."""
    known_chapters = {one.chapter for one in exercises()}
    found = exercises(chapter) if chapter in known_chapters else ()
    return [one for one in found if isinstance(one, Coding)]


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
        "starter": exercise.starter,
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


def data_file(chapter: str, found: list[Coding]) -> tuple[str, str]:
    """The name of the script that brings a chapter's exercises to its page, and its text."""
    told = json.dumps({one.name: described(one) for one in found}, separators=(",", ":"))
    part = base64.b64encode(zlib.compress(told.encode(), 9)).decode()
    name = f"nnbook-{chapter}_exercises-{zlib.crc32(part.encode()):08x}.js"
    return name, f"nnbookData({json.dumps(name)},{json.dumps({'exercises': part})});\n"
