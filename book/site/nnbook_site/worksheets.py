"""A chapter's exercises as a notebook of one's own: cells to be filled, with their checks.

It holds what the exercises need of the chapter, and of each exercise the text, a cell to write
in, one that checks and one that opens a hint. The solutions stay in the chapter.
"""

from __future__ import annotations

import ast
import itertools
import json
import re
import symtable
from collections.abc import Container, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.application import Sphinx

from nnbook.exercises import exercises
from nnbook.exercises.kinds import Choice, Coding, Exercise, Numbers
from nnbook_site.boxes import EXERCISE, HEADING
from nnbook_site.fresh import fresh
from nnbook_site.notebooks import taken_away, write
from nnbook_site.questions import TAGS as CARDS

DRAWN = {"figure", "panel"}
CODE = re.compile(r"```python\n([\s\S]*?)```|`([^`\n]+)`")
QUESTIONS = re.compile(r"^from nnbook\.questions import .*\n?", re.MULTILINE)
HIDDEN = {"jupyter": {"outputs_hidden": True}}  # a hint that "Run All" opened: JupyterLab folds it
HEAD = """\
# Exercises: {title}

Write in the empty cells, then run the cell below: `check` says what your answer does, and `hint` \
opens a hint, when asked again the second. `hint(name, 0)` closes both. The solutions are in the \
chapter [{title}]({chapter}.ipynb)."""
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # in JupyterLab, and in Colab
GIVEN = """\
## What the chapter has so far

The exercises use what this cell computes. It is the chapter's own code: run it, and look into it \
when you are done."""


def chapter_of(pagename: str) -> str | None:
    """Return the chapter that a page is, if it has exercises."""
    name = pagename.rpartition("/")[2]
    return name if name in {one.chapter for one in exercises()} else None


def worksheet(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells of a chapter's worksheet.

    `cells` are the chapter's own.
    """
    by_cell = {one.cell: one for one in exercises()}
    starts = [k for k, cell in enumerate(cells) if cell["id"] in by_cell]
    chapter = by_cell[cells[starts[0]]["id"]].chapter
    title = _source(cells[0]).partition("\n")[0].removeprefix("# ")
    imports, *others = (one for one in cells[: starts[0]] if one["cell_type"] == "code")
    made = [
        _text("worksheet", HEAD.format(title=title, chapter=chapter)),
        _code("worksheet-imports", QUESTIONS.sub("", _source(imports))),
    ]
    parts = [_part(cells, start) for start in starts]
    known = {"print"} | {
        name for _, one in _statements(_source(imports)) for name in effects(one, ())[1]
    }
    lines = [line for one in others if not CARDS & _tags(one) for line in _lines(one)]
    if given := needed(lines, parts, known):
        given = re.sub(r"\n{4,}", "\n\n\n", given).strip()
        made.append(_text("worksheet-given", GIVEN))
        made.append(_code("worksheet-given-code", f"%%capture\n{given}", FOLDED))
    for (text, _), start in zip(parts, starts, strict=True):
        made += _section(by_cell[cells[start]["id"]], text)
    return made


def needed(lines: Sequence[Line], parts: Sequence[tuple[str, str]], known: Container[str]) -> str:
    """Return the statements of a chapter that its exercises lean on, in their order.

    `parts` are the text and the solution's code of each exercise: what they name and do not
    define is looked for, from the last statement back. `known` are names that are there.
    """
    functions = {
        one.statement.name: effects(one.statement, known)[0]
        for one in lines
        if isinstance(one.statement, ast.FunctionDef)
    }

    def looked_for(names: set[str]) -> set[str]:
        """Names and what their functions take, which may stand below them."""
        found: set[str] = set()
        while names := {one for one in names - found if one not in known}:
            found |= names
            names = found.union(*(functions.get(one, ()) for one in names))
        return found

    wanted = looked_for({name for text, _ in parts for name in _named(text)})
    for _, solution in parts:
        inner: set[str] = set()
        for _, statement in reversed(list(_statements(solution))):
            used, made, _ = effects(statement, known)
            inner = (inner - made) | used
        wanted |= looked_for(inner)
    found = []
    for line in reversed(lines):
        used, made, changed = effects(line.statement, known)
        if wanted & (made if line.draws else made | changed):
            found.append(line)
            wanted = (wanted - made) | looked_for(used)
    cells = itertools.groupby(reversed(found), key=lambda line: line.cell)
    return "\n\n".join("\n".join(line.text for line in some) for _, some in cells)


class Line(NamedTuple):
    """A statement of a chapter."""

    cell: str
    text: str
    statement: ast.stmt
    draws: bool  # it stands in a figure's cell, where what is made may be of use, and no more


def _lines(cell: dict[str, Any]) -> Iterator[Line]:
    for text, statement in _statements(_source(cell)):
        yield Line(cell["id"], text, statement, bool(DRAWN & _tags(cell)))


def _statements(source: str) -> Iterator[tuple[str, ast.stmt]]:
    """The statements of a cell, each with its lines."""
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        text = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
        is_function = isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        yield f"\n\n{text}\n\n" if is_function else text, statement


def effects(statement: ast.stmt, known: Container[str]) -> tuple[set[str], set[str], set[str]]:
    """Return the names that a statement takes, those it makes, and those it may change.

    A call whose value nobody takes is made for what it does to what it is given, unless the
    function is one of the book's (`known`), which leave their arguments as they were. A loop may
    change what it goes through, and what is made in it is taken for its own.
    """
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    made = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    used, changed = _used(table), set[str]()
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return used, made, changed
    for node in ast.walk(statement):
        if isinstance(node, ast.AugAssign):
            changed |= _base(node.target)
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Store):
            changed |= _base(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            function, given = node.value.func, node.value.args
            if not (isinstance(function, ast.Name) and function.id in known):
                changed |= _base(function).union(*map(_names, given))
    for node in ast.walk(statement):
        if isinstance(node, ast.For) and changed & _names(node.target):
            changed |= _names(node.iter)
    own = made if isinstance(statement, (ast.For, ast.While)) else changed
    return used | (changed & made), made - own, changed


def _names(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _used(table: symtable.SymbolTable) -> set[str]:
    """The names that a piece of code takes from outside of it, its functions included."""
    top = table.get_type() == "module"
    found = {
        one.get_name()
        for one in table.get_symbols()
        if one.is_referenced() and (top or one.is_global())
    }
    return found.union(*(_used(child) for child in table.get_children()))


def _base(node: ast.AST) -> set[str]:
    """The name in front of what is changed: net of net.params["b2"][:]."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _named(text: str) -> set[str]:
    """The names in the code of a text."""
    return {
        name for code in CODE.findall(text) for name in re.findall(r"[A-Za-z_]\w*", "".join(code))
    }


def _part(cells: list[dict[str, Any]], start: int) -> tuple[str, str]:
    """The text of an exercise, and the code of its solution."""
    found = EXERCISE.fullmatch(_source(cells[start]))
    assert found is not None  # the guard of chapters sees to it
    code = []
    for cell in cells[start + 1 :]:
        heading = HEADING.match(_source(cell)) if cell["cell_type"] == "markdown" else None
        if heading and not _source(cell).startswith("#### "):
            break
        if cell["cell_type"] == "code" and not CARDS & _tags(cell):
            code.append(_source(cell))
    return found["body"].strip(), "\n\n".join(code)


def _section(exercise: Exercise, text: str) -> list[dict[str, Any]]:
    """An exercise's cells."""
    start, answer = _start(exercise)
    asked = f"**Hand in.** {exercise.ask} *Difficulty: {exercise.difficulty} of 3.*"
    return [
        _text(exercise.cell, f"## {exercise.title}\n\n{text}\n\n{asked}"),
        _code(f"{exercise.cell}-yours", start),
        _code(f"{exercise.cell}-check", f'check("{exercise.name}", {answer})'),
        _code(f"{exercise.cell}-hint", f'hint("{exercise.name}")', HIDDEN),
    ]


def _start(exercise: Exercise) -> tuple[str, str]:
    """What stands in the cell to be filled, and the name of the answer in it."""
    if isinstance(exercise, Coding):
        return exercise.own_starter, exercise.own_name
    name = f"answer_{exercise.name.partition('-ex-')[2]}"
    many = len(exercise.right) if isinstance(exercise, (Numbers, Choice)) else 1
    dots = f"[{', '.join(['...'] * many)}]" if many > 1 else "..."
    options = exercise.options if isinstance(exercise, Choice) else ()
    note = f"  # {', '.join(map(json.dumps, options))}" if options else ""
    return f"{name} = {dots}{note}", name


def _source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def _tags(cell: dict[str, Any]) -> set[str]:
    return set(cell["metadata"].get("tags", []))


def _text(id: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


def _code(id: str, source: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    rest: dict[str, Any] = {"execution_count": None, "metadata": metadata or {}, "outputs": []}
    return {"cell_type": "code", "id": id, "source": source, **rest}


def write_worksheets(app: Sphinx, exception: Exception | None) -> None:
    """Write them beside the notebooks that a reader downloads."""
    if exception or app.builder.format != "html":
        return

    for docname in filter(chapter_of, fresh(app)):
        notebook = json.loads(Path(app.env.doc2path(docname)).read_text(encoding="utf-8"))
        sheet = {**notebook, "cells": worksheet(notebook["cells"])}
        write(app, path_of(docname), taken_away(app, docname, sheet))


def path_of(docname: str) -> str:
    """Return where in the site a chapter's worksheet lies."""
    return f"_sources/{docname}_exercises.ipynb"


def setup(app: Sphinx) -> None:
    """Register the worksheets."""
    app.connect("build-finished", write_worksheets)
