"""Every built page has the bones that a screen reader walks along."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from tests.browser.soup import pages, parsed

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]


def faults(soup: BeautifulSoup) -> list[str]:
    """What is wrong with the bones of a page."""
    found = []
    if soup.html.get("lang") != "en":
        found.append("no language")
    headings = soup.find_all(HEADINGS)
    if soup.find_all(role="heading"):
        found.append("a heading that is none of HTML's")
    if [h.name for h in headings].count("h1") != 1:
        found.append(f"{[h.get_text() for h in headings if h.name == 'h1']} as first heading")
    if any(not h.get_text().strip() for h in headings):
        found.append("an empty heading")
    levels = [int(h.name[1]) for h in headings]
    if levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels)):
        found.append(f"levels of headings: {levels}")
    if len(soup.find_all("main")) != 1 or not soup.select_one("main h1"):
        found.append("not one main part with the heading in it")
    navs = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in soup.find_all("nav")]
    if not navs or None in navs or max(Counter(navs).values()) > 1:
        found.append(f"navigations without names of their own: {navs}")
    links = [a for a in soup.find_all(["a", "button", "input", "summary"])]
    if not links or links[0].get("href") != "#main-content" or not soup.find(id="main-content"):
        found.append("no link that skips to the main part")
    for table in soup.find_all("table"):
        heads = table.find_all("th")
        if not heads or any(not th.get("scope") for th in heads):
            found.append(f"a table whose head says not of what: {table.get_text()[:50]!r}")
    return found


@pytest.mark.parametrize("path", pages())
def test_page_has_its_bones(path: str) -> None:
    assert faults(parsed(path)) == []


def test_faults_are_seen() -> None:
    page = """
        <html><body><button>No way to skip</button><main><h1>One</h1><h1>Two</h1><h3> </h3></main>
        <p role="heading">Three</p><nav></nav><table><tr><th>a</th></tr></table></body></html>
    """
    assert len(faults(BeautifulSoup(page, "html.parser"))) == 8


def test_formulas_can_be_read() -> None:
    """Each formula is MathML for a screen reader, and letters for the eye alone."""
    formulas = 0
    for path in pages():
        soup = parsed(path)
        for formula in soup.select(".katex"):
            formulas += 1
            spoken, seen = formula.select("math"), formula.select(".katex-html")
            assert len(spoken) == len(seen) == 1, (path, formula)
            assert seen[0].get("aria-hidden") == "true", (path, formula)
            assert spoken[0].find("annotation").get_text().strip(), (path, formula)
            assert not spoken[0].find_parent(attrs={"aria-hidden": "true"}), (path, formula)
        assert not soup.select(".katex-error"), path
        # whatever asks to be shown as maths has become a formula
        for place in soup.select(".bd-article .math"):
            assert place.select_one(".katex") or place.find_parent(class_="math"), (path, place)
    assert formulas > 300


def translated(soup: BeautifulSoup) -> list[str]:
    """Code, formulas and numbers of a page that a translator would rewrite."""
    marked = soup.select(".bd-article :is(pre, code, .math, .sig-object, .classifier ~ strong)")
    cells = [
        cell
        for cell in soup.select("td")
        if re.fullmatch(r"[^A-Za-z]*\d[^A-Za-z]*", cell.get_text())
    ]
    return [
        str(one)
        for one in [*marked, *cells]
        if one.get("translate") != "no" and not one.find_parent(translate="no")
    ]


@pytest.mark.parametrize("path", pages())
def test_translators_leave_code_formulas_and_numbers(path: str) -> None:
    assert translated(parsed(path)) == []


def test_what_a_translator_rewrites_is_seen() -> None:
    page = '<p class="bd-article"><code>x</code><span translate="no"><code>y</code></span><td>1.5'
    assert len(translated(BeautifulSoup(page, "html.parser"))) == 2
