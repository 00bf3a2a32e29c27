"""The built pages as trees, for tests that need no browser."""

from __future__ import annotations

from functools import cache

from bs4 import BeautifulSoup

from tests.browser.conftest import HTML, built_pages


@cache
def parsed(path: str) -> BeautifulSoup:
    """The page at a path of the site, parsed once."""
    return BeautifulSoup((HTML / path).read_text(encoding="utf-8"), "html.parser")


def pages() -> list[str]:
    """Paths of the pages on which a reader stays: not those that lead to another at once."""
    moved = {"http-equiv": "refresh"}
    return [path for path in built_pages() if not parsed(path).find("meta", attrs=moved)]
