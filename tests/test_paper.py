"""The parts of the book on paper: pages that are joined, and a link that is never dead."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from nnbook_site.paper import offer
from pypdf import PdfWriter

from book.tools.paper_page import About, join, number_pages, read_pages

ROOT = Path(__file__).parents[1]
SITE_EXTENSION = ROOT / "book" / "site"
ABOUT = About("The Book", "Its authors", "1.0", "A licence", "A subject", ["a word"])


def page(body: str) -> str:
    head = '<head><link rel="stylesheet" href="../_static/a.css?v=1"></head>'
    return f'<html>{head}<body><article class="bd-article">{body}</article></body></html>'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two pages with the same ids, and links between them."""
    (tmp_path / "book").mkdir()
    (tmp_path / "_toc.yml").write_text(
        "root: book/one\nparts: [{caption: Part, chapters: [{file: book/two}]}]"
    )
    (tmp_path / "book" / "one.html").write_text(
        page(
            '<section id="a"><h1>One<a class="headerlink" href="#a">#</a></h1>'
            '<section id="b"><h2>First</h2><p><a href="two.html#b">there</a> '
            '<a href="#b">here</a> <a href="two.html">whole</a> <a href="../x.ipynb">file</a></p>'
            '<img src="../_images/x.png" alt="x"><script>1</script></section></section>'
        )
    )
    (tmp_path / "book" / "two.html").write_text(
        page(
            '<section id="a"><h1>Two</h1><section id="b"><h2>Second</h2>'
            '<p id="twice"></p><p id="twice"></p><a href="#twice">twice</a>'
            "<details><p>hidden</p></details><pre>a = 1\nlonger = 2</pre></section></section>"
        )
    )
    return tmp_path


def joined(site: Path) -> BeautifulSoup:
    html = join(read_pages(site, site / "_toc.yml"), ABOUT, "html")
    return BeautifulSoup(html, "html.parser")


def test_ids_are_unique_and_links_find_them(site: Path) -> None:
    soup = joined(site)
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    links = [link["href"] for link in soup.select("main a[href]")]
    assert links == ["#book-two--b", "#book-one--b", "#book-two", "#book-two--twice"]
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_a_link_out_of_the_book_leaves_its_text(site: Path) -> None:
    assert "file" in joined(site).main.get_text()


def test_what_is_for_the_screen_is_left_out_and_what_is_closed_is_opened(site: Path) -> None:
    soup = joined(site)
    assert not soup.select("script, .headerlink")
    assert soup.select_one("details").has_attr("open")


def test_files_are_found_from_where_the_joined_page_lies(site: Path) -> None:
    soup = joined(site)
    assert soup.img["src"] == "html/_images/x.png"
    assert [link["href"] for link in soup.select("link")] == ["html/_static/a.css"]


def test_code_says_how_wide_it_is(site: Path) -> None:
    assert joined(site).pre["style"] == "--columns: 10"


def test_page_numbers_are_filled_in(site: Path) -> None:
    names = {tag["data-page-of"]: 7 for tag in joined(site).select("[data-page-of]")}
    text = BeautifulSoup(number_pages(str(joined(site)), names), "html.parser").get_text()
    assert "whole (p. 7)" in text
    assert "000" not in text


@pytest.mark.parametrize("wrong", ["two.html#gone", "#gone"])
def test_a_link_to_nowhere_is_refused(site: Path, wrong: str) -> None:
    path = site / "book" / "one.html"
    path.write_text(path.read_text().replace("two.html#b", wrong))
    with pytest.raises(SystemExit, match="gone leads nowhere"):
        joined(site)


class Site:
    """A site of three pages, one of which asks for the link."""

    def __init__(self, folder: Path) -> None:
        self.source = folder
        (folder / "conf.py").write_text(
            'extensions = ["nnbook_site.paper"]\nexclude_patterns = ["_build"]\n'
        )
        (folder / "index.rst").write_text(
            "Title\n=====\n\n.. toctree::\n\n   book/other\n   plain\n"
        )
        (folder / "plain.rst").write_text("Plain\n=====\n")
        (folder / "book").mkdir()
        (folder / "book" / "other.rst").write_text("Other\n=====\n\n.. book-pdf::\n")
        self.out = folder / "_build" / "html"
        self.pdf = folder / "_build" / "gradient-descent.pdf"

    def build(self) -> None:
        """Build as Sphinx does."""
        command = [sys.executable, "-m", "sphinx", "-W", "-b", "html", self.source, self.out]
        environment = {**os.environ, "PYTHONPATH": str(SITE_EXTENSION), "NO_COLOR": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def print(self) -> None:
        """What `make pdf` does: a PDF, and its link in the site."""
        writer = PdfWriter()
        writer.add_blank_page(100, 100)
        writer.write(self.pdf)
        offer(self.out, self.pdf)

    def link(self) -> str | None:
        soup = BeautifulSoup((self.out / "book" / "other.html").read_text(), "html.parser")
        (place,) = soup.select(".book-pdf")
        assert place.has_attr("hidden") == (not place.get_text())
        return f"{place.a['href']} {place.get_text()}" if place.a else None


def test_the_link_is_there_while_there_is_a_pdf(tmp_path: Path) -> None:
    site = Site(tmp_path)
    copy = site.out / "gradient-descent.pdf"
    wanted = "../gradient-descent.pdf The whole book as a PDF (1 pages, 0.0 MB)"
    site.build()
    assert site.link() is None

    site.print()
    assert site.link() == wanted
    assert copy.read_bytes() == site.pdf.read_bytes()

    site.build()
    assert site.link() == wanted
    (tmp_path / "book" / "other.rst").write_text("Another\n=======\n\n.. book-pdf::\n")
    site.build()
    assert "Another" in (site.out / "book" / "other.html").read_text()
    assert site.link() == wanted

    site.pdf.unlink()
    site.build()
    assert site.link() is None
    assert not copy.exists()


@pytest.mark.parametrize("source", ["index.md", "nnbook/losses.py", "book/site/static/look.css"])
def test_a_pdf_of_another_state_of_the_book_goes(source: str) -> None:
    """By the rules of the Makefile: what they would do if this file had just changed."""
    pdf, stamp = "_build/gradient-descent.pdf", "_build/.pdf-of"
    fresh = ["--dry-run", f"--what-if={source}"]
    run = partial(subprocess.run, cwd=ROOT, capture_output=True, text=True)
    alone = {**os.environ, "BOOK_ALONE": "yes"}  # the rules themselves
    done = run(["make", *fresh, stamp], env=alone)
    assert f"rm -f {pdf}" in done.stdout, done.stderr
    done = run(["make", *fresh, "book"], env=alone)
    assert done.stdout.index(f"rm -f {pdf}") < done.stdout.index("book.tools.build_site")
