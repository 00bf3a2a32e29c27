"""The book on paper holds what the site holds: pages, sections, links, text, every line of code."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import pypdfium2 as pdfium
import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer
from playwright.sync_api import Browser
from pypdf import PdfReader
from pypdf.generic import Destination

from book.tools.finish_pdf import Heading, finish
from tests.browser.pdf_text import squeezed
from tests.browser.soup import CONTROLS, HTML

ROOT = Path(__file__).parents[2]
PDF = ROOT / "_build" / "gradient-descent.pdf"
PAPER = ROOT / "_build" / "paper.html"
# What the paper leaves out, and why: book/tools/paper_page.py.
ON_SCREEN_ONLY = {".headerlink", ".viewcode-link", ".toctree-wrapper", ".book-pdf", ".panel-place"}
ON_SCREEN_ONLY |= {"script", ".katex-mathml", *CONTROLS.split(", ")}
TEXT = (297 - 23 - 22) / 25.4 * 72  # height of the text in points: see book/tools/paper.css
LINE = 14  # points
LINE_ENDS_WITH_HYPHEN = "\ufffe"  # PDFium's sign for one that may not belong to the word


@cache
def pdf() -> PdfReader:
    if not PDF.is_file():
        raise pytest.UsageError(f"no {PDF}: run make pdf first")
    return PdfReader(PDF)


def names() -> list[str]:
    """The pages of the site in the order of the contents."""
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text())
    return [
        toc["root"],
        *(chapter["file"] for part in toc["parts"] for chapter in part["chapters"]),
    ]


@cache
def articles() -> dict[str, Any]:
    """The articles of these pages, without what is for the screen."""
    found = {}
    for name in names():
        text = (HTML / f"{name}.html").read_text()
        only = SoupStrainer("article", class_="bd-article")
        article = BeautifulSoup(text, "html.parser", parse_only=only).article
        for tag in article.find_all(is_on_screen_only):
            tag.decompose()
        found[name] = article
    return found


def is_on_screen_only(tag: Tag) -> bool:
    """`select` with all these selectors takes as long as reading the pages does."""
    return tag.name in ON_SCREEN_ONLY or any(
        f".{name}" in ON_SCREEN_ONLY for name in tag.get("class", ())
    )


def line(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


@cache
def starts() -> list[Any]:
    """Index of the first sheet of each page of the site."""
    entries = [entry for entry in pdf().outline if isinstance(entry, Destination)]
    return [pdf().get_destination_page_number(entry) for entry in entries]


@cache
def sheets() -> list[str]:
    """The text of each sheet, by PDFium: it reads in a second what pypdf reads in forty."""
    pdf()  # says how to make it, where there is none
    with pdfium.PdfDocument(PDF) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [text.replace(LINE_ENDS_WITH_HYPHEN, "-") for text in texts]


@cache
def printed(name: str) -> str:
    """The text of a page of the site as it stands in the PDF, squeezed, without heads and feet."""
    place = list(articles()).index(name)
    first, end = starts()[place], [*starts(), len(pdf().pages)][place + 1]
    head = line(articles()[name].h1)
    texts = []
    for number in range(first, end):
        # The browser writes the line at the head and the number at the foot first.
        text = sheets()[number].strip().removeprefix(head).lstrip()
        texts.append(text.removeprefix(str(number + 1)))
    return squeezed("".join(texts))


def in_two_parts(text: str, whole: str) -> bool:
    """Whether `whole` holds `text`, be it parted by the end of a sheet."""
    return any(text[:cut] in whole and text[cut:] in whole for cut in range(len(text), -1, -1))


def tags(kind: str) -> Iterator[Any]:
    """The PDF's tags of that kind."""
    todo: list[Any] = [pdf().root_object["/StructTreeRoot"]]
    while todo:
        tag = todo.pop()
        if tag.get("/S") == kind:
            yield tag
        kids = tag.get("/K", [])
        kids = kids.get_object() if hasattr(kids, "get_object") else kids
        for kid in kids if isinstance(kids, list) else [kids]:
            thing = kid.get_object()
            if isinstance(thing, dict):
                todo.append(thing)


def test_outline_is_that_of_the_contents() -> None:
    expected = []
    for article in articles().values():
        expected.append(line(article.h1))
        if sections := [line(heading) for heading in article.select("h2")]:
            expected.append(sections)
    found = [
        entry.title if isinstance(entry, Destination) else [section.title for section in entry]
        for entry in pdf().outline
    ]
    assert found == expected


def test_each_page_of_the_site_starts_a_sheet_in_order() -> None:
    assert starts() == sorted(set(starts()))
    assert all(
        line(article.h1) in " ".join(sheets()[start].split())
        for article, start in zip(articles().values(), starts(), strict=True)
    )


def test_properties() -> None:
    root: Any = pdf().root_object
    config = yaml.safe_load((ROOT / "_config.yml").read_text())
    assert (pdf().metadata.title, pdf().metadata.author) == (config["title"], config["author"])
    assert pdf().metadata.subject
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]


def test_every_link_of_the_site_is_a_link_on_paper() -> None:
    names = set(articles())
    anchors = 0
    for name, article in articles().items():
        for link in article.select("a[href]"):
            parts = urlsplit(link["href"])
            target = normpath(join(dirname(name), parts.path)).removesuffix(".html")
            anchors += bool(parts.scheme or not parts.path or target in names)
    contents = sum(1 + len(article.select("h2")) for article in articles().values())
    assert sum(1 for _ in tags("/Link")) == anchors + contents


def test_every_link_within_the_book_has_a_destination() -> None:
    places = pdf().named_destinations
    missing, internal = [], 0
    for page in pdf().pages:
        for annotation in page.get("/Annots") or []:
            link = annotation.get_object()
            action = link.get("/A", {})
            if link.get("/Subtype") != "/Link" or "/URI" in action:
                continue
            internal += 1
            name = link.get("/Dest", action.get("/D"))
            if name not in places or pdf().get_destination_page_number(places[name]) is None:
                missing.append(name)
    assert internal
    assert missing == []


def test_the_numbers_in_the_contents_are_those_of_the_sheets() -> None:
    soup = BeautifulSoup(PAPER.read_text(), "html.parser")
    numbers = soup.select("[data-page-of]")
    places = pdf().named_destinations
    assert len(numbers) > len(articles())
    for number in numbers:
        place = places["/" + number["data-page-of"]]
        assert number.get_text() == str(pdf().get_destination_page_number(place) + 1)


def test_each_sheet_bears_its_number_and_the_title_of_its_page() -> None:
    titles = [line(article.h1) for article in articles().values()]
    for title, start, end in zip(titles, starts(), [*starts()[1:], len(sheets())], strict=True):
        for number in range(start, end):
            text = " ".join(sheets()[number].split())
            assert text.startswith(f"{title} {number + 1} "), text[:100]


@pytest.mark.parametrize("name", names())
def test_every_line_of_code_is_whole(name: str) -> None:
    lines = [
        text for block in articles()[name].select("pre") for text in block.get_text().splitlines()
    ]
    missing = [text for text in lines if squeezed(text) not in printed(name)]
    assert missing == []


@pytest.mark.parametrize("name", names())
def test_every_paragraph_is_there(name: str) -> None:
    """Those without a formula or a link, whose texts differ; and they are most."""
    plain = [
        p
        for p in articles()[name].select("p, li, dd")
        if not p.select_one(".math, a, p, li, dl, pre, figure, img")
    ]
    missing = [p for p in plain if not in_two_parts(squeezed(line(p)), printed(name))]
    assert missing == []


def test_formulas_and_pictures_have_a_text() -> None:
    images = [image["alt"] for article in articles().values() for image in article.select("img")]
    formulas = sum(len(article.select(".katex")) for article in articles().values())
    assert Counter(tag["/Alt"] for tag in tags("/Figure")) == Counter(images)
    assert sum(1 for tag in tags("/Formula") if tag["/Alt"]) == formulas


def test_fonts_are_in_the_file() -> None:
    for page in pdf().pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            font = font.get_object()
            if font["/Subtype"] == "/Type3":  # its letters are drawings
                continue
            for inner in font["/DescendantFonts"]:
                described = inner.get_object()["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described), font["/BaseFont"]


def test_no_heading_stands_alone_at_the_foot_of_a_sheet() -> None:
    sections: list[Any] = [s for entry in pdf().outline if isinstance(entry, list) for s in entry]
    assert sections
    # The browser counts from the top of the text or of the sheet; the highest heading tells.
    highest = max(section.top for section in sections)
    # Three lines: the heading, its distance, and one line of what it heads.
    low = [section.title for section in sections if highest - section.top > TEXT - 3 * LINE]
    assert low == []


def test_no_sheet_within_a_chapter_is_nearly_empty() -> None:
    last = {start - 1 for start in [*starts(), len(sheets())]}
    usual = median(len(text) for text in sheets())
    empty = [
        number + 1
        for number in range(starts()[0], len(sheets()))
        if number not in last
        and len(sheets()[number]) < usual / 5
        and not pdf().pages[number].images
    ]
    assert empty == []


WIDER = """() => {
  const found = [];
  for (const column of document.querySelectorAll("body > header, body > nav, main > *")) {
    const edge = column.getBoundingClientRect().right + 1;
    for (const element of column.querySelectorAll("*")) {
      const box = element.getBoundingClientRect();
      // The sign of a root is drawn at full length and cut off where the root ends.
      if (box.width && box.right > edge && !element.closest("svg")) {
        found.push(`${element.tagName}.${element.className}: ${element.textContent.slice(0, 60)}`);
      }
    }
  }
  return found;
}"""


def test_nothing_is_wider_than_its_column(browser: Browser) -> None:
    # The width of the text on A4 at 96 pixels an inch.
    page = browser.new_page(viewport={"width": round(160 / 25.4 * 96), "height": 900})
    page.emulate_media(media="print")
    page.goto(PAPER.as_uri())
    assert page.evaluate(WIDER) == []
    page.evaluate("document.querySelector('main p').style.width = '200mm'")
    assert len(page.evaluate(WIDER)) >= 1
    page.close()


def test_equal_input_gives_equal_bytes(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = '<html lang="en"><h1 id="a">A</h1><a href="#a">a</a><p>Text <b>bold</b> <i>x</i></p>'
    files = []
    for number in range(2):
        page = browser.new_page()
        page.set_content(html)
        page.pdf(path=tmp_path / "raw.pdf", tagged=True)
        page.close()
        files.append(tmp_path / f"{number}.pdf")
        headings = [Heading("A", "a", 1)]
        finish(tmp_path / "raw.pdf", files[-1], headings, {"Title": "A"}, set())
        time.sleep(1.1)  # a date counts seconds
    assert files[0].read_bytes() == files[1].read_bytes()

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    finish(tmp_path / "raw.pdf", files[1], headings, {"Title": "A"}, set())
    assert PdfReader(files[1]).metadata.creation_date.year == 1970
