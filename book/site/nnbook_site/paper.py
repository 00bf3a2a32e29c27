"""The book as a PDF: a link on the pages that ask for one, while there is a PDF.

`make pdf` prints the built site into a file in ``_build`` and calls `offer`, and each build
of the site does so too. A PDF of another state of the book is no more there: see Makefile.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from docutils import nodes
from pikepdf import Pdf
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

NAME = "gradient-descent.pdf"
PLACE = re.compile(r'<p class="book-pdf".*?</p>')
WITHOUT = '<p class="book-pdf" hidden></p>'


class BookPdf(SphinxDirective):
    """``{book-pdf}``: a line that links to the PDF, or nothing."""

    def run(self) -> list[nodes.Node]:
        """Leave the place, which `offer` fills."""
        return [nodes.raw("", WITHOUT, format="html")]


def offer(site: Path, pdf: Path) -> None:
    """Put the PDF into the folder `site`, with links; if there is none, take both away."""
    copy = site / NAME
    if pdf.is_file():
        shutil.copyfile(pdf, copy)
        with Pdf.open(pdf) as book:
            what = f"{len(book.pages)} pages, {pdf.stat().st_size / 1e6:.1f} MB"
    else:
        copy.unlink(missing_ok=True)
    for page in site.rglob("*.html"):
        before = page.read_text(encoding="utf-8")
        line = WITHOUT
        if pdf.is_file():
            address = "../" * (len(page.relative_to(site).parts) - 1) + NAME
            link = f'<a class="reference internal" href="{address}">The whole book as a PDF</a>'
            line = f'<p class="book-pdf">{link} ({what})</p>'
        after = PLACE.sub(line, before)
        if after != before:
            page.write_text(after, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the directive and the end of a build."""
    app.add_directive("book-pdf", BookPdf)
    app.connect("build-finished", offer_after_build)


def offer_after_build(app: Sphinx, exception: Exception | None) -> None:
    """Fill the places that pages have left."""
    if not exception and app.builder.format == "html":
        offer(Path(app.outdir), Path(app.srcdir, "_build", NAME))
