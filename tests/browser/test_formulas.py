"""On a phone each formula is seen whole, and keeps the signs that stand around it."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString
from nnbook_site.maths import CHILDREN, valid
from playwright.sync_api import Browser

from tests import enough
from tests.browser.soup import built_pages, pages, parsed
from tests.browser.visits import READS_ALL, Window

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


@pytest.mark.parametrize("window", ["at_small_phone", "at_phone"][: None if enough.whole else 1])
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


def malformed(soup: BeautifulSoup) -> list[str]:
    """Elements of MathML with another number of children than MathML Core gives them."""
    return [
        f"{element.name} of {len(element.find_all(True, recursive=False))}: {element}"
        for element in soup.find_all(list(CHILDREN))
        if len(element.find_all(True, recursive=False)) != CHILDREN[str(element.name)]
    ]


def test_formulas_are_valid() -> None:
    assert [wrong for path in built_pages() for wrong in malformed(parsed(path))] == []
    applied = [
        row
        for path in CHAPTERS
        for row in parsed(path).find_all("mrow")
        if row.parent.name in CHILDREN and row.find("mo", string="\u2061", recursive=False)
    ]
    assert len(applied) >= 5, "the formulas with a function as their index, which KaTeX gets wrong"


@pytest.mark.parametrize(
    ("index", "mended"),
    [
        ("<mi>x</mi>", "<mi>x</mi>"),
        (
            "<mi>max</mi><mo>\u2061</mo>",
            "<mrow><mi>max</mi><mo>\u2061</mo></mrow>",
        ),
    ],
)
def test_an_index_is_one_element(index: str, mended: str) -> None:
    html = f'<span class="base">&lt;</span><math><msub><mi>L</mi>{index}</msub></math>'
    assert valid(html) == html.replace(index, mended)
    assert len(malformed(BeautifulSoup(html, "html.parser"))) == (index != mended)


COPIED = """async (all) => {
  if (all) getSelection().selectAllChildren(document.body);
  document.execCommand("copy");
  await new Promise((done) => setTimeout(done, 50));
  const [item] = await navigator.clipboard.read();
  const kinds = ["text/plain", "text/html"].map((kind) => item.getType(kind));
  return Promise.all(kinds.map(async (kind) => (await kind).text()));
}"""


def test_a_copied_text_holds_each_formula_once(browser: Browser, site: str) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    with browser.new_context(permissions=rights) as context:
        context.add_init_script(READS_ALL)  # a copy holds what is seen
        page = context.new_page()
        page.goto(f"{site}/book/simple_net.html", wait_until="networkidle")
        page.evaluate(OPEN)
        before = page.locator("article").inner_html()
        # From the middle of a formula, which is taken whole, to the paragraph behind it.
        page.evaluate("""() => {
          const [one] = document.querySelectorAll("p .katex");
          const range = new Range();
          range.setStart(one.querySelector(".katex-html .mord").firstChild, 0);
          range.setEndAfter(one.closest("p"));
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""")
        text, html = page.evaluate(COPIED, False)
        tex = page.locator("p .katex annotation").first.text_content()
        assert text.count(f"${tex}$") == 1 and text.startswith(f"${tex}$ ")
        assert "katex-html" not in html
        # Everything, and then the page is as it was.
        text, html = page.evaluate(COPIED, True)
        formulas = page.locator("article .katex annotation").all_text_contents()
        assert len(formulas) > 10 and "katex-html" not in html
        for formula in set(formulas):
            assert f"${formula.strip()}$" in text
        displayed = page.locator("article .katex-display").count()
        assert text.count("$") == 2 * len(formulas) + 2 * displayed
        assert page.locator("article").inner_html() == before
