"""On a phone each formula is seen whole, and keeps the signs that stand around it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import built_pages

CHAPTERS = [path for path in built_pages() if path.startswith("book/")]
OPEN = """async () => {
  for (const box of document.querySelectorAll("details.solution")) box.open = true;
  await document.fonts.ready;
}"""
CUT = """() => [...document.querySelectorAll("div.math")]
  .filter((box) => box.scrollWidth > box.clientWidth)
  .map((box) => box.querySelector("annotation").textContent)"""
# A sign whose middle is above or below the nearest box of its formula has left the line.
PARTED = """() => [...document.querySelectorAll(".bd-article span.math")].flatMap((formula) => {
  const boxes = [...formula.querySelectorAll(".base")];
  const sides = [
    [formula.previousSibling, /[(\\u2018\\u201c]$/, boxes.at(0), (text) => text.length - 1],
    [formula.nextSibling, /^[.,:;!?)\\u2019\\u201d]/, boxes.at(-1), () => 0],
  ];
  return sides.flatMap(([near, signs, box, place]) => {
    if (near?.nodeType !== Node.TEXT_NODE || !signs.test(near.data)) return [];
    const range = new Range();
    range.setStart(near, place(near.data));
    range.setEnd(near, place(near.data) + 1);
    const sign = range.getBoundingClientRect();
    const middle = (sign.top + sign.bottom) / 2;
    const { top, bottom } = box.getBoundingClientRect();
    const parted = middle < top - 5 || middle > bottom + 5;
    return [[parted, formula.querySelector("annotation").textContent + " | " + near.data]];
  });
})"""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 780})
    yield page
    page.close()


@pytest.mark.parametrize("path", CHAPTERS)
def test_formulas_are_whole(phone: Page, site: str, path: str) -> None:
    phone.goto(f"{site}/{path}")
    phone.evaluate(OPEN)
    assert phone.evaluate(CUT) == []


def test_formulas_keep_their_signs(phone: Page, site: str) -> None:
    seen = 0
    for path in CHAPTERS:
        phone.goto(f"{site}/{path}")
        phone.evaluate(OPEN)
        for width in (360, 412):
            phone.set_viewport_size({"width": width, "height": 780})
            signs = phone.evaluate(PARTED)
            seen += len(signs)
            assert [where for parted, where in signs if parted] == [], (path, width)
        phone.set_viewport_size({"width": 360, "height": 780})
    assert seen > 200
