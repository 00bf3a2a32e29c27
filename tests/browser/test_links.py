"""Every internal link and anchor of the built site leads somewhere, and no address is made up."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.browser.conftest import HTML, built_pages


@cache
def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def broken(page: Path) -> list[str]:
    """Links of a page whose file or anchor is not there."""
    found = []
    for tag in parsed(page).find_all(["a", "img", "link", "script"]):
        address = tag.get("href") or tag.get("src") or ""
        parts = urlsplit(address)
        if parts.scheme or address in ("", "#"):  # elsewhere, in the page itself, or a button
            continue
        # The page for missing ones starts every address at the server's root.
        folder = HTML if parts.path.startswith("/") else page.parent
        target = (folder / unquote(parts.path).lstrip("/")).resolve() if parts.path else page
        if not target.is_file():
            found.append(f"{address}: no such file")
        elif parts.fragment and target.suffix == ".html":
            soup, name = parsed(target), unquote(parts.fragment)
            if not soup.find(id=name) and not soup.find("a", attrs={"name": name}):
                found.append(f"{address}: no such anchor")
    return found


@pytest.mark.parametrize("path", built_pages())
def test_links_lead_somewhere(path: str) -> None:
    assert broken(HTML / path) == []


def test_broken_links_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<p id="here"><a href="#here"><a href="#gone"><a href="none.html"><img src="x.png">'
    )
    assert broken(page) == [
        "#gone: no such anchor",
        "none.html: no such file",
        "x.png: no such file",
    ]
