"""A chapter's readable boxes, exercises and solutions become directives at build time."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from nnbook_site.boxes import BOXES, RUN, with_boxes, with_directives

CHAPTERS = sorted((Path(__file__).parents[1] / "book").glob("*.ipynb"))


def text(source: str, id: str = "a") -> dict:
    return {"cell_type": "markdown", "id": id, "metadata": {}, "source": source}


CODE = {"cell_type": "code", "id": "c", "metadata": {}, "source": "> **Predict.** not text"}


def joined(*cells: dict) -> str:
    return "\n".join("".join(cell["source"]) for cell in with_directives(list(cells)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "One.\n\n> **Predict.** Which?\n>\n> - $a > b$\n\nTwo.",
            "One.\n\n:::{admonition} Predict\n:class: predict\nWhich?\n\n- $a > b$\n:::\n\nTwo.",
        ),
        (
            "> **You will be able to**\n>\n> - add\n> - divide",
            ":::{admonition} You will be able to\n:class: goals\n- add\n- divide\n:::",
        ),
        # a line without the sign belongs to the quote, as in every Markdown
        ("> **Pitfall.** One\nline.", ":::{admonition} Pitfall\n:class: pitfall\nOne\nline.\n:::"),
        (f"{RUN}you need a package.", ""),
        ("> A saying.", "> A saying."),
        ("2 > **Predict.** 1", "2 > **Predict.** 1"),
    ],
)
def test_labelled_quotes_are_boxes(written: str, read: str) -> None:
    assert with_boxes(written) == read


def test_a_solution_reaches_over_code_to_the_next_heading() -> None:
    cells = (
        text("### Exercise: A sum\n\nAdd.", "x-ex-sum"),
        text("#### Solution"),
        CODE,
        text("> **Pitfall.** It is."),
        text("## Next\n\nGo on."),
    )
    assert joined(*cells) == (
        "::::{exercise} A sum\n:label: x-ex-sum\nAdd.\n::::\n"
        ":::{solution-start} x-ex-sum\n:class: dropdown\n:::\n\n\n"
        "> **Predict.** not text\n"
        ":::{admonition} Pitfall\n:class: pitfall\nIt is.\n:::\n"
        ":::{solution-end}\n:::\n\n## Next\n\nGo on."
    )
    # the last solution of a page ends with it
    assert joined(*cells[:3]).endswith("not text\n:::{solution-end}\n:::\n")


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_chapters_hold_no_fence_and_lose_no_box(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    words = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    raw = "\n".join(words)
    assert ":::" not in raw
    assert "".join(cells[1]["source"]).startswith(RUN)
    built = joined(*cells)
    for label, kind in BOXES.items():
        assert raw.count(f"**{label}") == built.count(f":class: {kind}\n")
    exercises = len(re.findall(r"^### Exercise", raw, re.MULTILINE))
    assert exercises == built.count("{exercise}") == built.count("{solution-end}") >= 3
