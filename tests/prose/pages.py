"""The pages of the book as a reader's eye takes them: words, formulas, outputs, in their order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))
PAGES = [ROOT / "index.md", *sorted((ROOT / "book" / "reference").glob("*.md"))]

# What a reader does not see, or sees as something else than a number that is stated.
UNSEEN = re.compile(
    r"""
      ^[ >]*(`{3,}|:{3,})\s*(\{[\w-]+\}|python)?    # a fence and the kind of a directive
    | ^[ >]*:[\w-]+:.*$                             # an option of a directive
    | ^[ >]*\(?[\w-]+\)=$                           # a label
    | ^[ >]*<!--.*?-->                              # a comment
    | ^[ >]*\d+\.\s(?=\S)                           # the number of a point in a list
    | ^[ ]*>[ ]?                                     # the edge of a box
    | (?<=\])\([^)\s]*\)                            # where a link leads
    | <[^>\n]*>                                     # HTML
    | \bIn\s?\[\d+\]                                # the notebook's own numbers of its cells
    | (?<=[A-Za-z])_\{?\d+\}?                       # an index
    """,
    re.MULTILINE | re.VERBOSE,
)


# Cells that ask: what they show is words of ours, and none of the chapter's results.
CARDS = {"task"}
FENCED = re.compile(r"^```(python|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """A stretch of text for a reader: one Markdown cell or one alt text, or a whole page."""

    page: str
    cell: int  # its place in the page
    kind: str  # "prose" or "alt text"
    text: str  # what is not seen is blanked, so that every number keeps its place
    markdown: str  # as it is written

    @property
    def where(self) -> str:
        return f"{self.page}, cell {self.cell}, {self.kind}"


@dataclass(frozen=True)
class Cell:
    """What stands around the text: one cell's code, and what it prints that is compared."""

    code: str = ""
    printed: str = ""
    drawn: Any = None


@dataclass(frozen=True, eq=False)
class Page:
    """A page: its passages, and by their places the cells with code."""

    name: str
    passages: list[Passage]
    cells: dict[int, Cell] = field(default_factory=dict)


def seen(markdown: str) -> str:
    """The text with everything blanked that a reader does not see."""
    return UNSEEN.sub(lambda found: re.sub(r"\S", " ", found[0]), markdown)


def read(name: str, source: str, figures: dict[str, Any] | None = None) -> Page:
    """Read a page from the text of its file."""
    passages, cells = [], {}
    if not name.endswith(".ipynb"):
        for place, (text, kind, shown) in enumerate(_parted(source)):
            passages.append(Passage(name, 2 * place, "prose", seen(text), text))
            if shown:
                cells[2 * place + 1] = Cell(**{kind: shown})
        return Page(name, passages, cells)
    for place, cell in enumerate(json.loads(source)["cells"]):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            passages.append(Passage(name, place, "prose", seen(text), text))
            continue
        if CARDS & set(cell["metadata"].get("tags", [])):
            continue
        drawn = (figures or {}).get(cell["id"])
        cells[place] = Cell(text, _printed(cell), drawn)
        if alt := cell["metadata"].get("mystnb", {}).get("image", {}).get("alt"):
            passages.append(Passage(name, place, "alt text", alt, alt))
    return Page(name, passages, cells)


def _parted(source: str) -> Iterator[tuple[str, str, str]]:
    """The text of a page, each piece with the code or output that follows it.

    Those of the page that retells the notebook are run and compared by a test of their own.
    """
    pieces = iter(FENCED.split(source))
    for text in pieces:
        kind, shown = next(pieces, "python"), next(pieces, "")
        yield text, "code" if kind == "python" else "printed", shown


def _printed(cell: dict[str, Any]) -> str:
    """What a cell prints and nbval compares."""
    if "timing" in cell["metadata"].get("tags", []):
        return ""
    parts = []
    for output in cell["outputs"]:
        parts.append("".join(output.get("text", "")))
        parts.append("".join(output.get("data", {}).get("text/plain", "")))
    return "\n".join(part for part in parts if not part.startswith("<Figure"))


@cache
def book() -> dict[str, Page]:
    """All pages by their names."""
    pages = {}
    for path in [*CHAPTERS, *PAGES]:
        figures = path.parent / "figures" / f"{path.stem}.json"
        kept = json.loads(figures.read_text(encoding="utf-8")) if figures.is_file() else {}
        pages[path.name] = read(path.name, path.read_text(encoding="utf-8"), kept)
    return pages


def passages() -> Iterator[tuple[Page, Passage]]:
    """Every passage of the book, with its page."""
    for page in book().values():
        for passage in page.passages:
            yield page, passage
