"""A chapter's worksheet runs from top to bottom, as it is and with the solutions put in."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nnbook_site import worksheets

from nnbook import __version__
from nnbook.exercises import exercises, hint
from nnbook.exercises._answers import value_of
from nnbook.exercises.catalogue import CHAPTERS
from nnbook.exercises.kinds import Choice, Coding, Exercise, Numbers
from tests import enough

BOOK = Path(__file__).parents[1] / "book"
OTHERS = {"figure", "panel", "timing", "task", "predict", "answer"}
# Those with long runs, in the chapter or in their exercises: `make worksheets` has them too.
SLOW = ["one_layer", "hidden_layer", "training", "what_it_learnt", "what_next"]
QUICK = [one for one in CHAPTERS if one not in SLOW]


def chapter(name: str) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads((BOOK / f"{name}.ipynb").read_text("utf-8"))["cells"]
    return cells


def solution(exercise: Exercise) -> str:
    """What a reader would write into the cell of an exercise."""
    name = worksheets._start(exercise)[1]
    if isinstance(exercise, Coding):
        return exercise.solution.replace(f"def {exercise.function}(", f"def {name}(", 1)
    if isinstance(exercise, Choice):
        return f"{name} = {sorted(exercise.right)!r}"
    assert isinstance(exercise, Numbers)
    return f"{name} = {[value_of(one) for one in exercise.right]!r}"


class Reader:
    """Somebody who runs cells one after the other."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {}

    def run(self, source: str) -> tuple[Any, str]:
        """The value of a cell's last line, and what it prints."""
        tree = ast.parse(source.removeprefix("%%capture\n"))
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, "<cell>", "exec"), self.names)
            value = None
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), self.names)
        return value, printed.getvalue()


@pytest.mark.parametrize("name", CHAPTERS)
def test_it_runs_untouched_and_solved(name: str) -> None:
    reader = Reader()
    sheet = {cell["id"]: cell["source"] for cell in worksheets.worksheet(chapter(name))}
    sheet.pop("worksheet-given-code", None)  # that is run below
    for one in exercises(name):
        hint(one.name, 0)
    kinds = {}
    for id, source in sheet.items():
        if not source.startswith("#"):
            shown, _ = reader.run(source)
            if id.endswith("-hint"):
                assert shown.startswith("Hint 1 of 2")
            elif id.endswith("-check"):
                kinds[id] = shown.kind
    assert kinds == {f"{one.cell}-check": "not written" for one in exercises(name)}
    for one in exercises(name):
        if isinstance(one, Coding):
            reader.run(one.given)
        reader.run(solution(one))
        assert reader.run(sheet[f"{one.cell}-check"])[0]
        assert worksheets._start(one)[0] == sheet[f"{one.cell}-yours"]
        hint(one.name, 0)


def test_it_holds_no_solution() -> None:
    for name in CHAPTERS:
        cells = chapter(name)
        text = "\n".join(cell["source"] for cell in worksheets.worksheet(cells))
        assert "#### Solution" not in text
        for exercise in exercises(name):
            if isinstance(exercise, Coding):
                assert solution(exercise) not in text


@pytest.mark.parametrize("computed", CHAPTERS if enough.whole else QUICK)
def test_it_holds_all_that_the_chapters_solutions_need(computed: str) -> None:
    """They print there what they print in the chapter."""
    cells, reader = chapter(computed), Reader()
    for cell in worksheets.worksheet(cells):
        if cell["id"] in ("worksheet-imports", "worksheet-given-code"):
            reader.run(cell["source"])
    first = min(k for k, cell in enumerate(cells) if "-ex-" in cell["id"])
    for cell in cells[first:]:
        if cell["cell_type"] == "code" and not OTHERS & set(cell["metadata"].get("tags", [])):
            _, printed = reader.run("".join(cell["source"]))
            saved = [one for one in cell["outputs"] if one["output_type"] == "stream"]
            assert printed == "".join("".join(one["text"]) for one in saved), cell["id"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("a = 1\nb = 2\nprint(a)", "a = 1"),
        ("a = 1\nfor k in a: print(k)\nb = 1", "a = 1"),
        (
            "d = {}\nfor v in d.values():\n    v += 1\na = d",
            "d = {}\nfor v in d.values():\n    v += 1\na = d",
        ),
        ("a = []\nb = 1\na.append(b)", "a = []\nb = 1\na.append(b)"),
        ("a = []\nsort(a)\nother(2)", "a = []\nsort(a)"),
        ("a = []\nknown(a)", "a = []"),
        ("b = 1\na = 2\nb = 3\na = 4", "a = 4"),
        ("def f():\n    return c\nc = 1\na = f()", "def f():\n    return c\nc = 1\na = f()"),
        ("a = 1\na[0].x = 2\na += 3", "a = 1\na[0].x = 2\na += 3"),
    ],
)
def test_what_an_exercise_leans_on_is_found(source: str, found: str) -> None:
    cell = {"id": "x", "metadata": {}, "source": source}
    kept = worksheets.needed(
        list(worksheets._lines(cell)), [("Of `a`.", "known(a)")], {"known", "print"}
    )
    assert [line for line in kept.splitlines() if line] == found.splitlines()


class App:
    """As much of Sphinx as the file asks for."""

    class config:
        nnbook_package = f"nnbook-{__version__}-py3-none-any.whl"
        nnbook_repository = None

    class builder:
        format = "html"

        @staticmethod
        def get_target_uri(docname: str) -> str:
            return f"{docname}.html"

    class env:
        found_docs = tuple(
            path.relative_to(BOOK.parent).with_suffix("").as_posix()
            for path in (*BOOK.glob("*.ipynb"), *BOOK.glob("reference/*"), BOOK.parent / "index.md")
        )

        @staticmethod
        def doc2path(docname: str) -> str:
            return str(BOOK.parent / f"{docname}.ipynb")

    srcdir = BOOK.parent
    parallel = 2  # so that all pages are taken for written

    def __init__(self, outdir: Path) -> None:
        self.outdir = outdir


@pytest.mark.parametrize(
    ("site", "link"),
    [
        (
            "https://x.org/b/",
            "[Softmax: from scores to probabilities](https://x.org/b/book/softmax.html)",
        ),
        ("", "Softmax: from scores to probabilities."),
    ],
)
def test_it_lies_beside_the_notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: str, link: str
) -> None:
    monkeypatch.setenv("BOOK_URL", site)
    app: Any = App(tmp_path)
    worksheets.write_worksheets(app, None)
    files = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert files == {worksheets.path_of(f"book/{name}") for name in CHAPTERS}
    for file in files:
        notebook = json.loads((tmp_path / file).read_text(encoding="utf-8"))
        nbformat.validate(nbformat.from_dict(notebook))
        first, head, *cells = notebook["cells"]
        assert "needed = {'nnbook'" in first["source"]
        assert link in head["source"] or "softmax" not in file
        text = "\n".join(one["source"] for one in cells if one["cell_type"] == "markdown")
        assert not re.search(r"\]\((?!https?:|#)", text)


def test_no_worksheet_of_a_page_without_exercises(tmp_path: Path) -> None:
    app: Any = App(tmp_path)
    worksheets.write_worksheets(app, ValueError())
    assert worksheets.chapter_of("index") is worksheets.chapter_of("book/reference/api") is None
    assert list(tmp_path.iterdir()) == []


def test_a_kernel_runs_it() -> None:
    cells = worksheets.worksheet(chapter("softmax"))
    leaves = 'def leaves(x):\n    exit()\n\n\ncheck("softmax", leaves)'
    cells.insert(4, worksheets._code("leaves", leaves))  # what follows runs all the same
    notebook = nbformat.from_dict(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    )
    nbformat.validate(notebook)
    done = NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    shown = {cell.id: cell.outputs for cell in done.cells if cell.cell_type == "code"}
    assert shown["worksheet-given-code"] == []
    assert "exit() ends no check" in shown["leaves"][0]["data"]["text/plain"]
    assert "not written yet" in shown["softmax-ex-equal-check"][0]["data"]["text/plain"]
