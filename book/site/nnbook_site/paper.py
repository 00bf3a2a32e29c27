"""The book as a PDF: a link on the pages that ask for one, while the PDF is up to date.

`make pdf` prints the built site, and notes what the site was made from; the next build
offers the PDF where a page says ``{book-pdf}``, unless something has changed since. Only
the pages with that directive are written again when the answer changes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from docutils import nodes  # type: ignore[import-untyped]
from pypdf import PdfReader
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

NAME = "gradient-descent.pdf"
SOURCES = ("book", "nnbook", "_config.yml", "_toc.yml", "CITATION.cff", "LICENSE-TEXT")
NOT_SOURCES = {"node_modules", "__pycache__", ".ipynb_checkpoints"}


class PdfLink(nodes.General, nodes.Element):  # type: ignore[misc]
    """The place of the link."""


class BookPdf(SphinxDirective):
    """``{book-pdf}``: a line that links to the PDF, or nothing."""

    def run(self) -> list[nodes.Node]:
        """Leave the place; whether there is a PDF is known when the page is written."""
        self.env.metadata[self.env.docname]["book-pdf"] = True
        return [PdfLink()]


class FillPdfLinks(SphinxPostTransform):
    """Put the link in its place, or take the place away."""

    default_priority = 5

    def run(self, **kwargs: object) -> None:
        """Look for places in this document."""
        for place in list(self.document.findall(PdfLink)):
            what = offer(self.app, self.env)
            if not what or self.app.builder.format != "html":
                place.parent.remove(place)
                continue
            address = "../" * self.env.docname.count("/") + NAME
            link = nodes.reference("", "The whole book as a PDF", refuri=address, internal=True)
            place.replace_self(
                nodes.paragraph("", "", link, nodes.Text(f" ({what})"), classes=["book-pdf"])
            )


def offer(app: Sphinx, env: BuildEnvironment) -> str:
    """Pages and size of the PDF, if it was printed from what the site is made from now."""
    pdf = _build(app) / NAME
    printed_from = pdf.with_suffix(".made-from")
    if not (pdf.is_file() and printed_from.is_file()):
        return ""
    if printed_from.read_text(encoding="utf-8") != _made_from(app, env):
        return ""
    return f"{PdfReader(pdf).get_num_pages()} pages, {pdf.stat().st_size / 1e6:.1f} MB"


def fingerprint(files: Iterator[Path], root: Path) -> str:
    """One number for the names and the bytes of `files`."""
    total = sha256()
    for path in sorted(set(files)):
        own = sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {own}\n".encode())
    return total.hexdigest() + "\n"


def sources(root: Path, documents: Iterator[Path]) -> Iterator[Path]:
    """Files that decide what the pages look like."""
    yield from documents
    for path in (root / name for name in SOURCES):
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file() and NOT_SOURCES.isdisjoint(file.relative_to(root).parts):
                yield file


def rewrite_if_changed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """The pages with a link, if there is something new to say."""
    now = offer(app, env)
    before = getattr(env, "nnbook_pdf", "")
    env.nnbook_pdf = now  # type: ignore[attr-defined]
    if now == before:
        return []
    return [name for name, about in env.metadata.items() if about.get("book-pdf")]


def put_in_site(app: Sphinx, exception: Exception | None) -> None:
    """Copy the PDF into the site, or take an old one away; note what the site is made from."""
    if exception or app.builder.format != "html":
        return
    (_build(app) / ".made-from").write_text(_made_from(app, app.env), encoding="utf-8")
    copy = Path(app.outdir) / NAME
    if offer(app, app.env):
        shutil.copyfile(_build(app) / NAME, copy)
    else:
        copy.unlink(missing_ok=True)


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_node(PdfLink)
    app.add_directive("book-pdf", BookPdf)
    app.add_post_transform(FillPdfLinks)
    app.connect("env-updated", rewrite_if_changed)
    app.connect("build-finished", put_in_site)


def _build(app: Sphinx) -> Path:
    return Path(app.outdir).parent


def _made_from(app: Sphinx, env: BuildEnvironment) -> str:
    """Read once a build: a file that is saved while pages are written counts next time."""
    if not hasattr(app, "nnbook_made_from"):
        root = Path(app.srcdir)
        documents = (Path(env.doc2path(name)) for name in env.found_docs)
        app.nnbook_made_from = fingerprint(sources(root, documents), root)  # type: ignore[attr-defined]
    return app.nnbook_made_from  # type: ignore[attr-defined, no-any-return]
