"""The committed chapters are executed, compared and clean; and the guard sees when not."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from tests.notebooks.guard import complaints

CHAPTERS = sorted((Path(__file__).parents[2] / "book").glob("*.ipynb"))


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapter_is_clean(path):
    assert complaints(load(path)) == []


def test_there_are_chapters():
    assert len(CHAPTERS) >= 7


def test_times_are_the_only_numbers_that_nothing_compares():
    stream = {"output_type": "stream", "name": "stdout", "text": ["0.1 s\n"]}
    tags = {"tags": ["nbval-ignore-output", "timing"]}
    cell = {"cell_type": "code", "metadata": tags, "source": ["1"], "outputs": [stream]}
    assert complaints({"cells": [cell | {"execution_count": 1}], "metadata": {}}) == []


def test_alt_texts_differ():
    alts = [
        cell["metadata"]["mystnb"]["image"]["alt"]
        for path in CHAPTERS
        for cell in load(path)["cells"]
        if "mystnb" in cell["metadata"] and "image" in cell["metadata"]["mystnb"]
    ]
    assert len(alts) == len(set(alts))
    assert all(len(alt) > 40 for alt in alts)


PLANTED = {
    "never executed": lambda cells: cells[1].update(execution_count=None),
    "execution count": lambda cells: cells[1].update(execution_count=7),
    "without a tag that says why": lambda cells: cells[0]["metadata"].update(
        tags=["nbval-ignore-output"]
    ),
    "not for chapters": lambda cells: cells[0]["metadata"].update(tags=["nbval-skip"]),
    "use tags": lambda cells: cells[0].update(source=["# NBVAL_IGNORE_OUTPUT\n", "1"]),
    "timing alone may be": lambda cells: cells[0]["metadata"].update(
        tags=["nbval-ignore-output", "figure"]
    ),
    "it draws only": lambda cells: cells[0]["metadata"].update(tags=["figure"]),
    "timestamps": lambda cells: cells[0]["metadata"].update(execution={"iopub.status": "x"}),
    "last digits": lambda cells: cells[0]["outputs"][0].update(text=["0.1234567891\n"]),
    "stderr": lambda cells: cells[0]["outputs"][0].update(name="stderr"),
    "failed": lambda cells: cells[0]["outputs"].append({"output_type": "error"}),
    "widget state": lambda cells: cells[0]["outputs"].append(
        {
            "output_type": "display_data",
            "data": {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}},
        }
    ),
    "path of some machine": lambda cells: cells[0]["outputs"][0].update(text=["/home/me/x.py"]),
    "no alt text": lambda cells: cells[0]["outputs"].append(
        {"output_type": "display_data", "data": {"image/png": "iVBO"}}
    ),
}


@pytest.mark.parametrize("message", PLANTED)
def test_guard_refuses(message):
    stream = {"output_type": "stream", "name": "stdout", "text": ["1\n"]}
    cell = {"cell_type": "code", "metadata": {}, "source": ["print(1)"], "outputs": [stream]}
    cells = [copy.deepcopy(cell) | {"execution_count": n} for n in (1, 2)]
    notebook = {"cells": cells, "metadata": {}}
    assert complaints(notebook) == []
    PLANTED[message](cells)
    assert message in "\n".join(complaints(notebook))
