"""The forty lines of *What next* read digits by themselves, with nothing of nnbook but the data."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import pytest

from nnbook.exercises import check

CHAPTER = Path(__file__).parents[2] / "book" / "what_next.ipynb"
CELLS = {cell["id"]: cell for cell in json.loads(CHAPTER.read_text(encoding="utf-8"))["cells"]}
STEPS = range(1, 7)


def source(name: str, step: int) -> str:
    return "".join(CELLS[f"what-next-{name}-{step}"]["source"])


LINES = "\n".join(source("forty", step) for step in STEPS)


def test_they_are_about_forty() -> None:
    assert 38 <= sum(bool(line.strip()) for line in LINES.splitlines()) <= 50


def test_they_import_numpy_and_the_data_alone() -> None:
    imports = [ast.unparse(one) for one in ast.walk(ast.parse(LINES)) if is_import(one)]
    assert imports == ["import numpy as np", "from nnbook import load_mnist"]


def is_import(node: ast.AST) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def test_they_read_what_the_chapter_states(capsys: pytest.CaptureFixture[str]) -> None:
    """In a namespace of their own, with the checks: what is printed is what the chapter holds."""
    namespace: dict[str, Any] = {}
    exec(LINES, namespace)
    assert namespace["accuracy"](namespace["params"]) >= 0.93
    assert check("what_next-ex-read", 100 * namespace["accuracy"](namespace["params"]))
    assert "least = 0.93" in source("check", 6)
    exec(source("check", 6), namespace)
    saved = "".join(CELLS["what-next-check-6"]["outputs"][0]["text"])
    assert capsys.readouterr().out == saved
    assert "False" not in saved


def test_the_fourth_check_sees_a_planted_error(capsys: pytest.CaptureFixture[str]) -> None:
    namespace: dict[str, Any] = {}
    exec("\n".join(source("forty", step) for step in STEPS[:4]), namespace)
    assert agreeing(namespace, capsys) == [True] * 4
    exec(source("forty", 4).replace(" * z * (1 - z)", ""), namespace)
    assert agreeing(namespace, capsys) == [False, False, True, True]


def agreeing(namespace: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> list[bool]:
    exec(source("check", 4), namespace)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    return [row[1] == row[3] for row in rows]
