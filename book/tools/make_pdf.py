"""Print the built book as one PDF: tagged, outlined, with links and page numbers.

``python -m book.tools.make_pdf`` from the root of the project, after ``make book``; the
browser is the one that the tests use. The joined page stays beside the PDF, to look at.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml
from bs4 import BeautifulSoup
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from book.tools.finish_pdf import Heading, finish
from book.tools.paper_page import About, Page, join, number_pages, read_pages, text_of
from tests.browser.chromium import FLAGS, find_chromium

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build"
PDF = BUILD / "gradient-descent.pdf"
PASSES = 5  # a page number that grows may move what follows; it settles at once, or never


def about_the_book() -> About:
    """Title, author, version and licence, from where they are kept."""
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    licence = (ROOT / "LICENSE-TEXT").read_text(encoding="utf-8").splitlines()[0]
    return About(
        title=config["title"],
        author=config["author"],
        version=str(citation["version"]),
        licence=licence,
        subject=citation["title"].removeprefix(config["title"]).lstrip(": ").capitalize(),
        keywords=citation["keywords"],
    )


def page_numbers(pdf: Path) -> dict[str, int]:
    """Page, counted from 1, of each named place in the PDF."""
    reader = PdfReader(pdf)
    numbers = {}
    for name, place in reader.named_destinations.items():
        number = reader.get_destination_page_number(place)
        numbers[name.removeprefix("/")] = (number or 0) + 1
    return numbers


def print_book(html: str, page_file: Path, pdf: Path) -> None:
    """Print until the page numbers in the text are those of the sheets."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        tab = browser.new_page(java_script_enabled=False)
        numbers: dict[str, int] = {}
        for _ in range(PASSES):
            page_file.write_text(number_pages(html, numbers) if numbers else html, encoding="utf-8")
            tab.goto(page_file.as_uri(), wait_until="load")
            tab.pdf(path=pdf, tagged=True, prefer_css_page_size=True)
            before, numbers = numbers, page_numbers(pdf)
            if numbers == before:
                break
        else:
            raise SystemExit("the page numbers do not settle")
        browser.close()


def outline(pages: list[Page]) -> list[Heading]:
    """The pages and their sections."""
    lines = []
    for page in pages:
        lines.append(Heading(page.title, page.slug, 1))
        for heading in page.article.select("section[id] > h2"):
            lines.append(Heading(text_of(heading), str(heading.parent["id"]), 2))
    return lines


def main() -> None:
    """Join, print, finish, and note from which state of the book."""
    PDF.with_suffix(".made-from").unlink(missing_ok=True)
    pages = read_pages(BUILD / "html", ROOT / "_toc.yml")
    about = about_the_book()
    html = join(pages, about, "html")
    formulas = BeautifulSoup(html, "html.parser").select(".katex[aria-label]")
    raw = BUILD / "paper.pdf"
    print_book(html, BUILD / "paper.html", raw)
    properties = {
        "Title": about.title,
        "Author": about.author,
        "Subject": f"{about.subject}. Version {about.version}",
        "Keywords": ", ".join(about.keywords),
        "Creator": "nnbook",
    }
    finish(raw, PDF, outline(pages), properties, {str(tag["aria-label"]) for tag in formulas})
    raw.unlink()
    shutil.copyfile(BUILD / ".made-from", PDF.with_suffix(".made-from"))
    print(f"{PDF}: {PDF.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
