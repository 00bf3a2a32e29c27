"""On a phone each formula is seen whole, and keeps the signs that stand around it."""

from __future__ import annotations

import re

import pytest
from bs4.element import NavigableString
from playwright.sync_api import Browser

from tests.browser.soup import pages, parsed
from tests.browser.visits import Window

CHAPTERS = [path for path in pages() if path.startswith(("book/", "index.html"))]
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


# The same places in the page's source: how many there must be to look at.
BEFORE, AFTER = re.compile(r"[(\u2018\u201c]$"), re.compile(r"^[.,:;!?)\u2019\u201d]")


def signs_in_source(path: str) -> int:
    """How many signs stand at a formula of the text."""
    return sum(
        isinstance(near, NavigableString) and bool(sign.search(near))
        for formula in parsed(path).select(".bd-article span.math")
        for near, sign in ((formula.previous_sibling, BEFORE), (formula.next_sibling, AFTER))
    )


@pytest.mark.parametrize("path", CHAPTERS)
def test_formulas_are_whole(at_small_phone: Window, path: str) -> None:
    page = at_small_phone(path).page
    page.evaluate(OPEN)
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("window", ["at_small_phone", "at_phone"])
@pytest.mark.parametrize("path", CHAPTERS)
def test_formulas_keep_their_signs(request: pytest.FixtureRequest, path: str, window: str) -> None:
    page = request.getfixturevalue(window)(path).page
    page.evaluate(OPEN)
    signs = page.evaluate(PARTED)
    assert [where for parted, where in signs if parted] == []
    assert len(signs) == signs_in_source(path)


def test_there_are_signs_to_keep() -> None:
    assert sum(map(signs_in_source, CHAPTERS)) > 100


def test_faults_are_seen(browser: Browser, site: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 780}) as context:
        page = context.new_page()
        page.goto(f"{site}/book/softmax.html")
        page.evaluate(OPEN)
        page.evaluate("""() => {
          document.querySelector("div.math").style.cssText = "width: 9px; overflow: hidden";
          const formula = document.querySelector(".bd-article span.math");
          formula.style.display = "block";
          formula.after(", as was said");
        }""")
        assert len(page.evaluate(CUT)) == 1
        assert [where for parted, where in page.evaluate(PARTED) if parted] != []
