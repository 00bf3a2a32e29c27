"""Every page of the built site opens without an error and asks nobody else for anything."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import BrowserContext

from tests.browser.soup import HTML, built_pages
from tests.browser.visits import Window, watch

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("path", built_pages())
def test_page_opens_cleanly(at_laptop: Window, path: str) -> None:
    visit = at_laptop(path)
    assert visit.page.title()
    assert any(text.strip() for text in visit.page.locator("h1").all_text_contents())
    assert visit.complaints == []


def test_watch_sees_what_it_guards_against(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    complaints = watch(page, site)
    page.goto(f"{site}/index.html")
    page.evaluate("console.error('planted')")
    page.evaluate("fetch('missing.json')")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.wait_for_timeout(300)
    text = "\n".join(complaints)
    assert "planted" in text
    assert "missing.json" in text
    assert "thrown" in text


def test_every_chapter_of_the_contents_has_a_page() -> None:
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    files = [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    assert len(files) >= 10
    assert toc["root"] == "index", "the landing page is the site's own address"
    for name in [toc["root"], *files]:
        assert (HTML / f"{name}.html").is_file(), name


def test_nothing_else_is_a_page() -> None:
    assert [*ROOT.glob("*.md")] != [ROOT / "index.md"]
    for path in (*ROOT.glob("*.md"), *ROOT.glob("nnbook/**/*.md")):
        page = HTML / path.relative_to(ROOT).with_suffix(".html")
        assert page.exists() == (path.name == "index.md"), path


def test_every_chapter_file_is_in_the_contents() -> None:
    toc = (ROOT / "_toc.yml").read_text()
    for chapter in (ROOT / "book").glob("*.ipynb"):
        assert f"book/{chapter.stem}\n" in toc, chapter.name
