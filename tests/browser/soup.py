"""The built pages as trees, for tests that need no browser."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

# By which a reader answers: of the scripts alone, and not on paper.
CONTROLS = ".nq-row, .nq-status, .nq-field, .nq-chart, .nq-note, .np-legend, .nq-end, .nn-try"
HTML = Path(__file__).parents[2] / "_build" / "html"


@cache
def built_pages() -> list[str]:
    """Paths of the site's pages, without those that Sphinx keeps for itself."""
    found = sorted(path.relative_to(HTML).as_posix() for path in HTML.rglob("*.html"))
    found = [path for path in found if not path.startswith("_static/")]
    if "index.html" not in found:
        raise pytest.UsageError(f"no built book in {HTML}: run make book first")
    return found


@cache
def text_of(path: str) -> str:
    """The source of the page at a path of the site."""
    return (HTML / path).read_text(encoding="utf-8")


@cache
def parsed(path: str) -> BeautifulSoup:
    """The page at a path of the site, parsed once: look, and change nothing."""
    return BeautifulSoup(text_of(path), "html.parser")


@cache
def pages() -> list[str]:
    """Paths of the pages on which a reader stays: not those that lead to another at once."""
    return [path for path in built_pages() if not re.search(r"<meta[^>]*refresh", text_of(path))]


@cache
def classes(path: str) -> set[str]:
    """The classes of all elements of the page, by which templates and styles know them.

    Read off the source: each process of the tests wants them of all pages before it begins.
    """
    return set(" ".join(re.findall(r'<[^>]* class="([^"]*)"', text_of(path))).split())


def scripts(path: str, kind: str) -> list[Any]:
    """The data that the page holds in scripts of a type."""
    parts = text_of(path).split(f'<script type="{kind}">')[1:]
    return [json.loads(part.partition("</script>")[0]) for part in parts]


@cache
def loaded(path: str) -> set[str]:
    """The folder of the page, and the kinds of scripts that it loads at once or later."""
    files = re.findall(r'<script[^>]* src="(?:[^"]*/)?([^"/?]+)', text_of(path))
    kinds = {re.sub(r"-\w+?_(?=exercises|breaking)|-[0-9a-f]{8}", "-", file) for file in files}
    return {path.rpartition("/")[0], *kinds}


@cache
def chapters() -> list[str]:
    """Paths of the first page and of the chapters."""
    return [path for path in pages() if re.fullmatch(r"index\.html|book/\w+\.html", path)]
