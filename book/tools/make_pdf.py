"""Print the built book as one PDF: tagged, outlined, with links and page numbers.

``make pdf`` calls it, after ``make book``; the browser is the one that the tests use. The
joined page stays beside the PDF, to look at.
"""

from __future__ import annotations

from pathlib import Path

import yaml
from nnbook_site.paper import NAME, offer
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from book.tools.build_site import SITE, writing
from book.tools.chromium import FLAGS, find_chromium
from book.tools.finish_pdf import Heading, finish
from book.tools.paper_page import About, Page, join, number_pages, read_pages

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build"
PDF = BUILD / NAME
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


def print_book(html: str, page_file: Path, pdf: Path) -> None:
    """Print until the page numbers in the text are those of the sheets."""
    with sync_playwright() as playwright:
        try:
            path = find_chromium(playwright)
        except RuntimeError as error:
            raise SystemExit(str(error)) from None
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        tab = browser.new_page(java_script_enabled=False)
        tab.set_default_navigation_timeout(600_000)  # ms, on a machine busy with other things
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


def page_numbers(pdf: Path) -> dict[str, int]:
    """Page, counted from 1, of each named place in the PDF."""
    reader = PdfReader(pdf)
    numbers = {}
    for name, place in reader.named_destinations.items():
        number = reader.get_destination_page_number(place)
        numbers[name.removeprefix("/")] = (number or 0) + 1
    return numbers


def outline(pages: list[Page]) -> list[Heading]:
    """The pages and their sections."""
    lines = []
    for page in pages:
        lines.append(Heading(page.title, page.slug, 1))
        lines += [Heading(title, name, 2) for title, name in page.sections]
    return lines


def main() -> None:
    """Join, print, finish, and offer the PDF in the site."""
    pages = read_pages(BUILD / "html", ROOT / "_toc.yml")
    about = about_the_book()
    raw = BUILD / "paper.pdf"
    print_book(join(pages, about, "html"), BUILD / "paper.html", raw)
    properties = {
        "Title": about.title,
        "Author": about.author,
        "Subject": f"{about.subject}. Version {about.version}",
        "Keywords": ", ".join(about.keywords),
        "Creator": "nnbook",
    }
    formulas = {
        str(tag["aria-label"])
        for page in pages
        for tag in page.article.select(".katex[aria-label]")
    }
    whole = BUILD / "paper-finished.pdf"  # what bears its name is whole
    finish(raw, whole, outline(pages), properties, formulas)
    raw.unlink()
    whole.rename(PDF)
    with writing():
        offer(SITE, PDF)
    print(f"{PDF}: {PDF.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
