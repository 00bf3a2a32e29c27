"""The notebooks that a reader downloads: they run, and their links lead somewhere.

A chapter's file lies in the repository beside the package and the other pages. Taken away
alone it has neither. So the copy for readers gets a first cell that installs the package
where it is missing, or says where it is to be had, and its links lead to the site, or to the
repository; where neither address is known, they are words.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hatchling.builders.wheel import WheelBuilder
from sphinx.application import Sphinx

from nnbook_site import address
from nnbook_site.boxes import RUN
from nnbook_site.first_cell import FOLDER, first_cell
from nnbook_site.fresh import fresh

LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\]]+)\]"
    r"\((?P<page>[^)\s#:]+)\.(?:ipynb|md|rst)(?P<anchor>#[^)\s]*)?\)"
)
# Directives of a page that is written for the site alone.
FENCES = re.compile(r"^(?::{3,}.*|```\{[\s\S]*?```)\n?", re.MULTILINE)
KEPT = ("kernelspec", "language_info")


def build_package(app: Sphinx) -> None:
    """Put the package into the site, as a file that pip installs."""
    app.config.nnbook_package = ""
    if app.builder.format == "html" and Path(app.srcdir, "pyproject.toml").is_file():
        folder = Path(app.outdir, FOLDER)
        for old in folder.glob("*.whl"):
            old.unlink()
        (wheel,) = WheelBuilder(str(app.srcdir)).build(directory=str(folder), versions=["standard"])
        app.config.nnbook_package = Path(wheel).name


def address_of(app: Sphinx, docname: str, anchor: str) -> str:
    """Return where everybody can read a page of the book, or nothing."""
    site, known = address.site(), app.config.nnbook_repository
    if site:
        return str(site + app.builder.get_target_uri(docname) + anchor)
    file = Path(app.env.doc2path(docname)).relative_to(app.srcdir).as_posix()
    return known.file(file) or "" if known else ""


def with_addresses(text: str, docname: str, find: Callable[[str, str], str | None]) -> str:
    """Return Markdown of the page `docname` with links that lead there from anywhere.

    `find` takes the name of a page and an anchor, and returns an address, nothing if there
    is none, or None if it is no page of the book.
    """

    def mended(link: re.Match[str]) -> str:
        page = posixpath.normpath(posixpath.join(posixpath.dirname(docname), link["page"]))
        to = find(page, link["anchor"] or "")
        if to is None:
            return link[0]
        return f"[{link['words']}]({to})" if to else link["words"]

    return LINK.sub(mended, text)


def taken_away(app: Sphinx, docname: str, notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook of a page as a reader is to have it."""

    def find(page: str, anchor: str) -> str | None:
        return address_of(app, page, anchor) if page in app.env.found_docs else None

    cells = [cell for cell in notebook["cells"] if not "".join(cell["source"]).startswith(RUN)]
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = FENCES.sub("", "".join(cell["source"]))
            cell["source"] = with_addresses(text, docname, find)
    first: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "nnbook",
        "metadata": {},
        "outputs": [],
        "source": first_cell(app),
    }
    kept = {name: value for name, value in notebook["metadata"].items() if name in KEPT}
    return {**notebook, "metadata": kept, "cells": [first, *cells]}


def of_text(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return what MyST-NB made of a text with cells, but for what differs from run to run.

    The cells have names by chance, and outputs only where these came not out of the cache; nor
    does that say which Python ran them.
    """
    cells = [{**cell, "id": f"cell-{place}"} for place, cell in enumerate(notebook["cells"])]
    for cell in cells:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": None, "outputs": []}
    metadata = {name: one for name, one in notebook["metadata"].items() if name != "language_info"}
    return {**notebook, "metadata": metadata, "cells": cells}


def write_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Write them over the copies of the sources that Sphinx puts beside the pages."""
    if exception or app.builder.format != "html":
        return
    for docname in fresh(app):
        if "kernelspec" not in app.env.metadata.get(docname, {}):
            continue
        source = Path(app.env.doc2path(docname))
        is_text = source.suffix != ".ipynb"
        if is_text:
            source = Path(app.outdir).parent / "jupyter_execute" / f"{docname}.ipynb"
        notebook = json.loads(source.read_text(encoding="utf-8"))
        if is_text:
            notebook = of_text(notebook)
        write(app, f"_sources/{docname}.ipynb", taken_away(app, docname, notebook))


def write(app: Sphinx, path: str, notebook: dict[str, Any]) -> None:
    """Write a notebook into the site."""
    target = Path(app.outdir, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(notebook, ensure_ascii=False, indent=1)
    target.write_text(f"{text}\n", encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register the package and the notebooks."""
    app.add_config_value("nnbook_package", "", "")
    app.connect("builder-inited", build_package)
    app.connect("build-finished", write_notebooks)
