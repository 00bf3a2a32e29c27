"""The sources and the glossary are complete, linked, and agree with what else names them."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from pybtex.database import parse_file, parse_string

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"
BIB = BOOK / "references.bib"
SOURCES = parse_file(str(BIB)).entries
CHAPTERS = sorted(path.stem for path in BOOK.glob("*.ipynb"))
GLOSSARY = (BOOK / "reference" / "glossary.md").read_text(encoding="utf-8")
LINK = re.compile(r"\]\(([^()\s]*)#([^()\s]+)\)")


def prose(chapter: str) -> str:
    """What a chapter says, without its code."""
    cells = json.loads((BOOK / f"{chapter}.ipynb").read_text(encoding="utf-8"))["cells"]
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def anchors(text: str, page: str) -> set[str]:
    """Anchors on `page` to which a text links."""
    return {anchor for path, anchor in LINK.findall(text) if path.rsplit("/", 1)[-1] == page}


def terms() -> dict[str, set[str]]:
    """Each term of the glossary with the chapters to which its entry leads."""
    body = GLOSSARY.split("```{glossary}\n")[1].rsplit("```", 1)[0]
    entries = [entry.strip().partition("\n") for entry in body.split("\n\n")]
    return {
        name: set(re.findall(r"\]\(\.\./(\w+)\.ipynb\)", meaning)) for name, _, meaning in entries
    }


def anchor_of(term: str) -> str:
    return "term-" + term.replace(" ", "-")


def in_order(text: str) -> str:
    """Letters and digits alone: how a title is cut into lines plays no part."""
    return re.sub(r"[\W_]+", " ", text).strip().lower()


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_is_cited(key: str) -> None:
    pages = [prose(chapter) for chapter in CHAPTERS]
    pages += [path.read_text(encoding="utf-8") for path in (BOOK / "reference").glob("*.md")]
    assert any(key in anchors(page, "bibliography.md") for page in pages)


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_says_what_it_is_for_and_was_checked(key: str) -> None:
    assert SOURCES[key].fields["annote"].endswith(".")
    before, _, _ = BIB.read_text(encoding="utf-8").partition(f"{{{key},")
    comment = before.rsplit("\n\n", 1)[-1]
    assert comment.startswith("% checked: ")


def docstring_titles() -> list[tuple[str, str]]:
    """The quoted titles in the References of nnbook's docstrings, with the file of each."""
    found = []
    for path in sorted((ROOT / "nnbook").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                text = ast.get_docstring(node) or ""
                _, _, references = text.partition("References\n----------\n")
                references = references.partition("\n\n")[0]
                found += [(path.name, title) for title in re.findall(r'"([^"]+?),?"', references)]
    return found


def test_docstrings_have_references() -> None:
    assert len(docstring_titles()) >= 7


@pytest.mark.parametrize(("file", "title"), docstring_titles())
def test_a_docstrings_reference_is_in_the_bibliography(file: str, title: str) -> None:
    titles = [source.fields["title"] for source in SOURCES.values()]
    whole = {in_order(known) for known in titles}
    short = {in_order(known.partition(":")[0]) for known in titles}
    assert in_order(title) in whole | short, file


@pytest.mark.parametrize("term", terms())
def test_a_term_is_linked_from_the_chapters_that_explain_it(term: str) -> None:
    explained_in = terms()[term]
    assert explained_in
    for chapter in explained_in:
        assert anchor_of(term) in anchors(prose(chapter), "glossary.md"), chapter


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_links_each_term_once(chapter: str) -> None:
    links = [
        anchor for path, anchor in LINK.findall(prose(chapter)) if path.endswith("glossary.md")
    ]
    assert len(links) >= 5
    assert sorted(links) == sorted(set(links))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_no_role_that_jupyter_would_show_raw(chapter: str) -> None:
    assert not re.search(r"\{(term|cite[:\w]*|ref|numref|doc)\}`", prose(chapter))


def test_the_glossary_is_in_alphabetical_order() -> None:
    names = list(terms())
    assert len(names) > 50
    assert names == sorted(names, key=str.lower)


def test_how_to_cite_agrees_with_the_citation_file() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    page = (BOOK / "reference" / "bibliography.md").read_text(encoding="utf-8")
    block = re.search(r"```bibtex\n(.*?)```", page, re.S)
    assert block
    (entry,) = parse_string(block[1], "bibtex").entries.values()
    assert entry.type == cff["type"]
    assert entry.fields["title"] == cff["title"]
    assert entry.fields["version"] == cff["version"]
    assert entry.fields["year"] == str(cff["date-released"].year)
    authors = [str(person).strip("{}") for person in entry.persons["author"]]
    assert authors == [author["name"] for author in cff["authors"]]


def test_the_cited_version_is_the_packages() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cff["version"] == project["version"]
