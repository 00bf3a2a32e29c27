"""The pages of reference: descriptions, the package, the sources, what the colophon says."""

from __future__ import annotations

import json
import platform
import re
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

import nnbook
import nnbook.panels
from tests.browser.soup import HTML, built_pages, parsed

ROOT = Path(__file__).parents[2]
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [
    CONTENTS["root"],
    *[chapter["file"] for part in CONTENTS["parts"] for chapter in part["chapters"]],
]
PUBLIC = [
    *[f"nnbook.{name}" for name in nnbook.__all__],
    *[f"nnbook.panels.{name}" for name in nnbook.panels.__all__],
    "nnbook.plots.heatmap",
    "nnbook.plots.digits",
]
# Raised or handed out by the others, whose examples show them.
WITHOUT_EXAMPLE = {
    "nnbook.DivergedError",
    "nnbook.GradientMismatchError",
    "nnbook.History",
    "nnbook.panels.Panel",
}


def page_of(name: str) -> BeautifulSoup:
    assert f"{name}.html" in built_pages()
    return parsed(f"{name}.html")


def descriptions(page: str) -> list[str]:
    return [
        str(tag["content"]) for tag in page_of(page).find_all("meta", attrs={"name": "description"})
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_one_description_of_a_sentence(page: str) -> None:
    (description,) = descriptions(page)
    assert 50 <= len(description) <= 160
    assert description.endswith(".")


def test_every_page_has_a_description_of_its_own() -> None:
    found = [descriptions(page)[0] for page in PAGES]
    assert len(set(found)) == len(PAGES) >= 17


@pytest.fixture(scope="module")
def package() -> BeautifulSoup:
    return page_of("book/reference/api")


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_described_with_source_and_example(
    package: BeautifulSoup, name: str
) -> None:
    signature = package.find(id=name)
    assert signature
    assert signature.select_one(".viewcode-link")
    assert bool(signature.parent.select_one(".doctest")) == (name not in WITHOUT_EXAMPLE)


def test_what_see_also_names_is_linked(package: BeautifulSoup) -> None:
    names = package.select(".seealso dt")
    assert len(names) >= 5
    assert [name.get_text() for name in names if not name.find("a")] == []


def test_signatures_show_no_long_numbers(package: BeautifulSoup) -> None:
    defaults = [tag.get_text() for tag in package.select("dt.sig .default_value")]
    assert len(defaults) > 20
    assert [text for text in defaults if re.search(r"\d\.\d{5,}", text)] == []


def test_each_source_names_the_pages_that_cite_it() -> None:
    bibliography = page_of("book/reference/bibliography")
    cited: dict[str, list[str]] = {}
    for page in PAGES:
        links = page_of(page).select('article a[href*="bibliography.html#"]')
        for key in {link["href"].partition("#")[2] for link in links}:
            cited.setdefault(key, []).append(f"{page}.html")
    notes = bibliography.select("li[id] > .source-note")
    assert len(notes) >= 15
    base = HTML / "book" / "reference"
    for note in notes:
        found = [(base / link["href"]).resolve() for link in note.find_all("a")]
        assert found == [(HTML / page).resolve() for page in cited[note.parent["id"]]]


def test_a_docstrings_reference_leads_to_its_source(package: BeautifulSoup) -> None:
    bibliography = page_of("book/reference/bibliography")
    references = package.select("div.citation")
    assert len(references) >= 7
    for reference in references:
        link = reference.select_one('a[href^="bibliography.html#"]')
        entry = bibliography.find(id=link["href"].partition("#")[2]).get_text()
        first_author = re.search(r"(\w+)(,| et al)", reference.select_one("p").get_text())[1]
        assert first_author in entry
        assert " ".join(link.get_text().lower().split()) in entry.lower()


def rows(page: BeautifulSoup, heading: str) -> list[list[str]]:
    """The cells of the table in a section."""
    section = page.find(id=heading)
    return [[cell.get_text() for cell in row("td")] for row in section.select("tbody tr")]


def test_the_colophon_has_the_versions_of_the_environment() -> None:
    page = page_of("book/reference/colophon")
    lock = json.loads((ROOT / "book/site/package-lock.json").read_text(encoding="utf-8"))
    python = [row for row in rows(page, "versions") if row[0] == "Python"]
    assert [row[1] for row in python] == [platform.python_version()]
    others = [row for row in rows(page, "versions") if row[0] != "Python"]
    assert len(others) >= 10
    for name, shown, _ in others:
        npm = lock["packages"].get(f"node_modules/{name}")
        assert shown == (npm["version"] if npm else version(name)), name
    for name, shown, _, licence in rows(page, "fonts-and-icons"):
        npm = lock["packages"][f"node_modules/{name}"]
        assert (shown, licence) == (npm["version"], npm["license"])
