"""One page, printed from the browser: the article whole, in dark ink, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pypdf import PdfReader

from tests.browser.pdf_text import squeezed
from tests.browser.soup import CONTROLS
from tests.browser.visits import wait_for

CHAPTER = "book/simple_net.html"
WAYS: dict[str, Any] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "without scripts": {"java_script_enabled": False},
}
SEEN_AROUND = """() => [...document.querySelectorAll(
  "button, dialog, nav, header, footer, .bd-sidebar-primary, .headerlink, .panel-live, h1"
)].filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .map((element) => element.tagName)"""
LINES = f"article :is(p, li):not(:has(.math, a, p, li), .panel-live *, {CONTROLS})"
PALE = """() => [...document.querySelectorAll("article *")].filter((element) => {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!own || element.closest("svg") || !element.checkVisibility()) return false;
  const [r, g, b] = getComputedStyle(element).color.match(/[\\d.]+/g).map(Number);
  return 0.3 * r + 0.6 * g + 0.1 * b > 140;
}).map((element) => `${element.tagName} ${element.textContent.slice(0, 30)}`)"""


@pytest.fixture(params=WAYS)
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**WAYS[request.param])
    yield context
    context.close()


def test_the_article_is_printed_whole(reader: BrowserContext, site: str, tmp_path: Path) -> None:
    page = reader.new_page()
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    expected = page.locator(LINES).all_text_contents()
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "page.pdf").pages)
    text = squeezed(text)
    assert len(expected) > 20
    assert [line for line in expected if squeezed(line) not in text] == []


def test_nothing_else_is_printed(reader: BrowserContext, site: str) -> None:
    page = reader.new_page()
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    page.emulate_media(media="print")
    assert page.evaluate(SEEN_AROUND) == ["H1"]
    # Before it prints, a browser fetches the pictures that it had put off.
    page.evaluate("document.querySelectorAll('img').forEach((img) => { img.loading = 'eager'; })")
    pictures = page.locator(".panel-static img").all()
    assert pictures
    for picture in pictures:
        expect(picture).to_be_visible()


def test_ink_is_dark(reader: BrowserContext, site: str) -> None:
    page = reader.new_page()
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    page.emulate_media(media="print")
    assert page.evaluate(PALE) == []
    page.evaluate(
        "document.querySelector('article p').style.setProperty('color', '#ddd', 'important')"
    )
    assert len(page.evaluate(PALE)) >= 1


def test_solutions_open_to_be_printed_and_close_again(context: BrowserContext, site: str) -> None:
    """Also where the style sheet alone cannot show what a closed element holds."""
    page = context.new_page()
    page.goto(f"{site}/{CHAPTER}")
    solutions = "[...document.querySelectorAll('details.solution')].map((one) => one.open)"
    count = len(page.evaluate(solutions))
    page.locator("details.solution").nth(1).evaluate("(box) => { box.open = true; }")
    before = [at == 1 for at in range(count)]
    assert count > 2 and page.evaluate(solutions) == before
    whole = [True] * count
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(solutions) == whole
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(solutions) == before
    # Some browsers tell only the style sheets.
    for media, wanted in (("print", whole), ("screen", before)):
        page.emulate_media(media=media)
        wait_for(page, f"(wanted) => String({solutions}) === String(wanted)", arg=wanted)
