"""What the pages know of the programs that an input is to expose: see python/breaking.mjs."""

from __future__ import annotations

import ast
import json
import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from nnbook.exercises.breaking import LOOKS_AWAY, MOST, SUBJECTS, coding, programs_of
from nnbook_site.late import late_script

PLACE = re.compile(r'<div class="nn-break" data-break="(?P<name>\w+)"')
# The program that a page runs: a function that runs all the others (exposing.py).
PROGRAM = """from exposing import exposing
expose = exposing({function!r}, {given!r}, {texts!r}, {{{calls}}}, {tolerances!r}, {bounds!r})
"""


class Broken(SphinxPostTransform):
    """Say beside a chapter's table what a form needs to know, and begins with."""

    default_priority = 1
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite this document."""
        for raw in [*self.document.findall(nodes.raw)]:
            if found := PLACE.search(raw.astext()):
                form = json.dumps(form_of(found["name"]) | {"begin": begun(_source(raw))})
                place = f'{found[0]} data-form="{escape(form)}"'
                html = raw.astext().replace(found[0], place, 1)
                raw.replace_self(nodes.raw("", html, format="html"))


def begun(source: str) -> dict[str, Any]:
    """The input of a chapter's cell, as its reader would type it."""
    (call,) = (one for one in ast.parse(source).body if isinstance(one, ast.Expr))
    assert isinstance(call.value, ast.Call)
    _, *arrays = call.value.args
    choice = [ast.literal_eval(one.value) for one in call.value.keywords if one.arg == "f"]
    return {"arrays": [ast.unparse(one) for one in arrays], "choice": choice[0] if choice else ""}


def form_of(name: str) -> dict[str, Any]:
    """What the form asks for, and which inputs it takes."""
    subject = SUBJECTS[name]
    away = {LOOKS_AWAY: ", whatever it is handed"}
    return {
        "function": name,
        "arguments": subject.arguments,
        "choices": {
            choice: f"{choice}: {text}{away.get(choice, '')}"
            for choice, text in subject.functions.items()
        },
        "axes": subject.axes,
        "most": MOST,
        "low": subject.low,
        "high": subject.high,
    }


def described(name: str) -> dict[str, Any]:
    """The programs, and how what they are called with is written."""
    subject, exercise = SUBJECTS[name], coding(name)
    blank = ["{}"] * len(subject.arguments)
    return {
        "labels": [label for label, _ in programs_of(name)],
        "shown": {choice: subject.shown(name, choice, blank) for choice in subject.calls},
        "program": PROGRAM.format(
            function=name,
            given=exercise.given,
            texts=[text for _, text in programs_of(name)],
            calls=", ".join(f"{choice!r}: {call}" for choice, call in subject.calls.items()),
            tolerances=(exercise.rtol, exercise.atol),
            bounds=(subject.low, subject.high),
        ),
    }


def data_files(body: str) -> list[tuple[str, str]]:
    """Name and text of the scripts that bring the programs to a page."""
    names = [found["name"] for found in PLACE.finditer(body)]
    return [
        late_script(f"{name}_breaking", {"breaking": json.dumps(described(name)).encode()})
        for name in names
    ]


def _source(raw: nodes.Node) -> str:
    """The code of the cell that shows it."""
    cell: Any = raw
    while "cell" not in cell.get("classes", []):
        cell = cell.parent
    return str(next(cell.findall(nodes.literal_block)).astext())


def setup(app: Sphinx) -> None:
    """Register what the form begins with, and its style."""
    app.add_post_transform(Broken)
    app.add_css_file("nnbook-breaking.css", priority=941)
