"""The book's sources, where a variable names them and where none does."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nnbook_site import notebooks
from nnbook_site.repository import Repository, repository
from sphinx.errors import ExtensionError

SITE = Path(__file__).parents[1] / "book" / "site"
GITHUB = "https://github.com/some-one/a.book@0123456789abcdef"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", None),
        (GITHUB, Repository("github.com", "some-one/a.book", "0123456789abcdef")),
        (
            "https://github.com/some-one/a.book@topic/x",
            Repository("github.com", "some-one/a.book", "topic/x"),
        ),
        (
            "https://git.example.org/a/b/c.git/",
            Repository("git.example.org", "a/b/c", "HEAD"),
        ),
        (
            "https://example.org:8443/a/b@v1.0",
            Repository("example.org:8443", "a/b", "v1.0"),
        ),
    ],
)
def test_repository_is_what_the_variable_says(given: str, expected: Repository | None) -> None:
    assert repository(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "some-one/a.book",
        "http://example.org/a/b",
        "https://name:secret@example.org/a/b",
        "https://example.org/a",
        "https://example.org/a@b",
        "https://example.org/a/b?c",
        "https://example.org/a/b#c",
        "https://example.org/a/../b",
        'https://example.org/a/"b',
        "https://example.org/a/b@",
        "https://example.org/a/b@a b",
        "https:///some-one/a.book",
    ],
)
def test_malformed_values_are_refused(given: str) -> None:
    with pytest.raises(ExtensionError, match="is no address of a repository"):
        repository(given)


def test_services_get_addresses_of_their_own_kind() -> None:
    here = Repository("github.com", "a/b", "topic/x")
    assert here.binder("lab/tree/book/x.ipynb") == (
        "https://mybinder.org/v2/gh/a/b/topic%2Fx?urlpath=lab/tree/book/x.ipynb"
    )
    assert here.colab("book/x.ipynb") == (
        "https://colab.research.google.com/github/a/b/blob/topic%2Fx/book/x.ipynb"
    )
    assert here.install("nnbook") == 'pip install "nnbook @ git+https://github.com/a/b@topic/x"'
    there = Repository("example.org", "a/b/c", "HEAD")
    assert there.binder("lab") == (
        "https://mybinder.org/v2/git/https%3A%2F%2Fexample.org%2Fa%2Fb%2Fc/HEAD?urlpath=lab"
    )
    assert there.colab("book/x.ipynb") is None


def build(folder: Path, name: str, repository: str) -> Path:
    """A site of a chapter and a page of text, with the book's theme and templates."""
    source, out = folder / "source", folder / name / "html"
    if not source.exists():
        source.mkdir()
        chapter = {
            "cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Chapter"}],
            "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (source / "chapter.ipynb").write_text(json.dumps(chapter))
        (source / "index.md").write_text("# A book\n\n```{toctree}\nchapter\n```\n")
        (source / "conf.py").write_text(
            'extensions = ["myst_nb", "nnbook_site.notebooks", "nnbook_site.take_away"]\n'
            'project = "A book"\n'
            'html_theme = "sphinx_book_theme"\n'
            'html_context = {"default_mode": "auto"}\n'
            'html_sourcelink_suffix = ""\n'
            'nb_execution_mode = "off"\n'
            f"templates_path = [{str(SITE / 'templates')!r}]\n"
        )
    command = [sys.executable, "-m", "sphinx", "-q", "-d", folder / "doctrees", source, out]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(SITE), "BOOK_REPOSITORY": repository},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return out


def menu(page: str) -> list[tuple[str, str]]:
    links = BeautifulSoup(page, "html.parser").select(".nn-take a")
    return [(link.get_text(), str(link["href"])) for link in links]


def without_menu(page: str) -> str:
    return re.sub(r'<details class="nn-take">.*?</details>', "", page, flags=re.DOTALL)


def test_the_menu_alone_depends_on_the_variable(tmp_path: Path) -> None:
    alone = build(tmp_path, "alone", "")
    known = build(tmp_path, "known", GITHUB)
    again = build(tmp_path, "alone", GITHUB)  # over the first: every page is written anew

    download = ("Download the notebook (.ipynb)", "_sources/chapter.ipynb")
    pages = {path.name for path in known.glob("*.html")}
    assert pages == {path.name for path in alone.glob("*.html")}
    chapter = (known / "chapter.html").read_text()
    binder = "https://mybinder.org/v2/gh/some-one/a.book/0123456789abcdef?urlpath="
    assert menu(chapter) == [
        download,
        ("Run on Binder", f"{binder}doc/tree/chapter.ipynb"),
        (
            "Open in Colab",
            "https://colab.research.google.com/github/some-one/a.book/blob/0123456789abcdef/"
            "chapter.ipynb",
        ),
        ("Open the whole book in JupyterLab, on Binder", f"{binder}lab/tree/chapter.ipynb"),
    ]
    first = 'pip install "nnbook[panels] @ git+https://github.com/some-one/a.book@0123456789abcdef"'
    assert first in BeautifulSoup(chapter, "html.parser").get_text()
    assert menu((again / "chapter.html").read_text()) == menu(chapter)
    plain = build(tmp_path, "plain", "")
    assert menu((plain / "chapter.html").read_text()) == [download]
    assert "pip install" not in (plain / "chapter.html").read_text()
    for name in pages:
        with_address, without = (known / name).read_text(), (plain / name).read_text()
        assert without_menu(with_address) == without_menu(without), name
        if name != "chapter.html":
            assert menu(with_address) == []
    assert (plain / "_sources" / "chapter.ipynb").is_file()


def test_a_malformed_address_ends_the_build(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="BOOK_REPOSITORY: 'a/b' is no address"):
        build(tmp_path, "html", "a/b")


@pytest.mark.parametrize(
    ("text", "with_address", "without"),
    [
        (
            "A [**loss**](reference/glossary.md#term-loss).",
            "A [**loss**](https://x/book/reference/glossary#term-loss).",
            "A **loss**.",
        ),
        ("[Softmax](softmax.ipynb), [front](../index.md)", None, "Softmax, front"),
        ("[out](https://y/z.md) [here](#summary) ![p](p.png) `a[0](softmax)`", "same", "same"),
    ],
)
def test_links_lead_to_an_address_or_are_words(
    text: str, with_address: str | None, without: str
) -> None:
    pages = {"book/reference/glossary", "book/softmax", "index"}

    def find(page: str, anchor: str) -> str | None:
        return f"https://x/{page}{anchor}" if page in pages else None

    there = notebooks.with_addresses(text, "book/six", find)
    if with_address is None:
        assert there == "[Softmax](https://x/book/softmax), [front](https://x/index)"
    else:
        assert there == (text if with_address == "same" else with_address)
    nowhere = notebooks.with_addresses(text, "book/six", lambda p, a: "" if p in pages else None)
    assert nowhere == (text if without == "same" else without)
