"""Every internal link and anchor of the built site leads somewhere, and no address is made up."""

from __future__ import annotations

import json
import re
from functools import cache
from os.path import relpath
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from nnbook_site.notebooks import with_addresses

from tests.browser.soup import HTML, built_pages, parsed


@cache
def anchors(page: Path) -> set[str]:
    """What an address can name in a page."""
    soup = parsed(relpath(page, HTML))
    named = soup.find_all("a", attrs={"name": True})
    return {str(tag["id"]) for tag in soup.find_all(id=True)} | {str(tag["name"]) for tag in named}


def named(page: Path, fragment: str) -> bool:
    return unquote(fragment) in anchors(page)


def broken(page: Path) -> list[str]:
    """Links of a page whose file or anchor is not there."""
    found = []
    for tag in parsed(relpath(page, HTML)).find_all(["a", "img", "link", "script"]):
        address = tag.get("href") or tag.get("src") or ""
        parts = urlsplit(address)
        if parts.scheme or address in ("", "#"):  # elsewhere, in the page itself, or a button
            continue
        # The page for missing ones starts every address at the server's root.
        folder = HTML if parts.path.startswith("/") else page.parent
        target = (folder / unquote(parts.path).lstrip("/")).resolve() if parts.path else page
        if not target.is_file():
            found.append(f"{address}: no such file")
        elif parts.fragment and target.suffix == ".html" and not named(target, parts.fragment):
            found.append(f"{address}: no such anchor")
    return found


@pytest.mark.parametrize("path", built_pages())
def test_links_lead_somewhere(path: str) -> None:
    assert broken(HTML / path) == []


def test_links_of_downloaded_notebooks_lead_somewhere() -> None:
    """Where the site's address is known, to the page and place that the chapter names."""
    broken, checked = [], 0

    def find(page: str, anchor: str) -> str:
        nonlocal checked
        checked += 1
        file = HTML / f"{page}.html"
        if not file.is_file() or (anchor and not named(file, anchor[1:])):
            broken.append(page + anchor)
        return page

    for path in (HTML.parents[1] / "book").glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                with_addresses("".join(cell["source"]), f"book/{path.stem}", find)
    assert broken == []
    assert checked > 100


def test_downloaded_notebooks_hold_nothing_of_the_site_alone() -> None:
    for path in (HTML / "_sources").rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        first, *cells = notebook["cells"]
        assert "needed = {'nnbook': " in first["source"]
        text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
        assert not re.search(r"^:::|^```\{|\]\((?!https?:|#)|To run this chapter", text, re.M), path
        assert set(notebook["metadata"]) <= {"kernelspec", "language_info"}


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
