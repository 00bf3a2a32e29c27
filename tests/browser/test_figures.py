"""Every figure and panel that a chapter draws is on its page, and shows something."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.browser.soup import HTML, chapters, parsed
from tests.notebooks.drawn import is_blank

BOOK = Path(__file__).parents[2]
CHAPTERS = [path for path in chapters() if path != "index.html"]


@pytest.mark.parametrize("path", CHAPTERS)
def test_figures_are_there(path: str) -> None:
    source = (BOOK / path).with_suffix(".ipynb")
    tags = [
        set(cell["metadata"].get("tags", []))
        for cell in json.loads(source.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    for kind in ("figure", "panel"):
        cells = parsed(path).select(f".cell.tag_{kind}")
        assert len(cells) == sum(kind in one for one in tags)
        for cell in cells:
            pictures = cell.select(".cell_output img")
            assert pictures, f"nothing is drawn by {cell.get_text()}"
            for picture in pictures:
                file = (HTML / path).parent / str(picture["src"])
                assert not is_blank(file.read_bytes()), f"{file.name} of {cell.get_text()}"
