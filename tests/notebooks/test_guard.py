"""The committed chapters are executed, compared and clean; and the guard sees when not."""

from __future__ import annotations

import base64
import copy
import io
import json
from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from tests.notebooks.guard import FOLDED, complaints, hidden_tolerances, words

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
    "it has 2501 words": lambda cells: cells.append(
        {"cell_type": "markdown", "metadata": {}, "source": ["so " * 2500, "[so](else.md)"]}
    ),
}


def test_a_formula_is_a_word_and_code_is_none():
    text = ["A [word](page.md#part), - $a + b$:\n\n$$\nx\ny\n$$\n\n```python\nx = 1\n```\n"]
    cells = [{"cell_type": "markdown", "source": text}, {"cell_type": "code", "source": ["x = 1"]}]
    assert words({"cells": cells}) == 4


@pytest.mark.parametrize(
    "code",
    [
        "print(np.allclose(a, b))",
        "same = np.allclose(a, b, rtol=1e-1)",
        "print(np.allclose(a, b, 1e-6, 1e-9))",
        "print(np.isclose(a, b))",
        "print(np.abs(a - b).max() < 1e-6)",
        "print(abs(a.sum()) < 0.1)",
    ],
)
def test_a_hidden_tolerance_is_seen(code):
    assert len(hidden_tolerances(code)) == 1


@pytest.mark.parametrize(
    "code",
    [
        "bound = 1e-6\nprint(f'below {bound}:', np.abs(a - b).max() < bound)",
        "for rtol in (1e-3, 1e-6):\n    print(rtol, np.allclose(a, b, rtol=rtol, atol=rtol))",
        "print(share <= 1)",
        "print((z < 0.01).mean())",
    ],
)
def test_a_printed_tolerance_is_let_be(code):
    assert hidden_tolerances(code) == []


@pytest.mark.parametrize("message", PLANTED)
def test_guard_refuses(message):
    stream = {"output_type": "stream", "name": "stdout", "text": ["1\n"]}
    cell = {"cell_type": "code", "metadata": {}, "source": ["print(1)"], "outputs": [stream]}
    cells = [copy.deepcopy(cell) | {"execution_count": n} for n in (1, 2)]
    notebook = {"cells": cells, "metadata": {}}
    assert complaints(notebook) == []
    PLANTED[message](cells)
    assert message in "\n".join(complaints(notebook))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":::{admonition} Predict\n:::", "stands raw"),
        ("```{math}\n1\n```", "stands raw"),
        ("See {doc}`softmax`.", "stands raw"),
        ("(here)=\n# A heading", "stands raw"),
        ("> **Predicted.** What?", "is no box"),
        ("> Some words.\n> **Predict.** What?", "is no box"),
        ("> **By hand.** So\n>\n> $$\n> 1 + 1\n> $$", "takes one line"),
        ("A text.\n\n### Exercise: One", "not the first line"),
        ("### Exercise 1: One", "misspelt"),
        ("#### Solution:", "misspelt"),
        ("### Exercise: One", "wants an id"),
        ("#### Solution", "not folded"),
    ],
)
def test_guard_refuses_text_that_stands_raw(text, message):
    cell = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": [text]}
    assert message in "\n".join(complaints({"cells": [cell], "metadata": {}}))


def drawn(draw):
    """The output of a cell whose figure `draw` has filled."""
    with plt.style.context("nnbook.book"):
        figure = plt.figure()
        draw(figure)
        file = io.BytesIO()
        figure.savefig(file, format="png")
        plt.close(figure)
    png = base64.b64encode(file.getvalue()).decode()
    return {"output_type": "display_data", "data": {"image/png": png}}


EMPTY = {
    "nothing": lambda figure: None,
    "axes": lambda figure: figure.subplots(),
    "titled axes": lambda figure: figure.subplots().set(
        title="The loss along one weight, and its tangent", xlabel="weight", ylabel="loss"
    ),
    "four axes": lambda figure: figure.subplots(2, 2),
}
FULL = {
    "a line": lambda figure: figure.subplots().plot([0, 0]),
    "a dot": lambda figure: figure.subplots().scatter([1], [1]),
    "grey cells": lambda figure: figure.subplots().imshow([[0, 1]], cmap="gray"),
}


def figure_cell(*outputs):
    tags = {"tags": ["figure"], "mystnb": {"image": {"alt": "A"}}}
    cell = {"cell_type": "code", "metadata": tags, "source": ["1"], "execution_count": 1}
    return {"cells": [cell | {"outputs": list(outputs)}], "metadata": {}}


@pytest.mark.parametrize("draw", EMPTY.values(), ids=EMPTY)
def test_guard_refuses_empty_pictures(draw):
    full = drawn(FULL["a line"])
    assert "a picture is empty" in "\n".join(complaints(figure_cell(full, drawn(draw))))


@pytest.mark.parametrize("draw", FULL.values(), ids=FULL)
def test_guard_takes_pictures_of_something(draw):
    assert complaints(figure_cell(drawn(draw))) == []


def test_guard_misses_a_picture():
    """As after clear_output(), or plt.close() before the figure is shown."""
    assert "draws nothing" in "\n".join(complaints(figure_cell()))


def test_guard_takes_what_the_chapters_are_written_in():
    texts = "> **Predict.** What?\n>\n> 1 > 0", "### Exercise: One\n\nDo it.", "#### Solution"
    cells = [
        {"cell_type": "markdown", "id": "x-ex-one", "metadata": {FOLDED: True}, "source": [text]}
        for text in texts
    ]
    assert complaints({"cells": cells, "metadata": {}}) == []
