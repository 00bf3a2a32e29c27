"""What a reader takes away from a chapter: its notebook, or a place where it runs.

The notebook, its exercises and the package lie beside the page and are always there (see
`notebooks` and `worksheets`). The other links need to know where the sources of the book lie;
without an address they are absent (see `repository`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from nnbook_site import worksheets
from nnbook_site.first_cell import FOLDER
from nnbook_site.repository import repository


def read_address(app: Sphinx, config: Config) -> None:
    """Read the environment once; with another address Sphinx writes every page again."""
    config.nnbook_repository = repository(os.environ.get("BOOK_REPOSITORY", ""))


def add_links(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the page's template its links."""
    if "kernelspec" not in app.env.metadata.get(pagename, {}):
        return  # text alone: nothing that runs
    notebook = _notebook(app, pagename)
    links = [
        {
            "text": "Download the notebook (.ipynb)",
            "url": context["pathto"](f"_sources/{pagename}.ipynb", 1),
            "download": True,
        }
    ]
    if worksheets.chapter_of(pagename):
        url = context["pathto"](worksheets.path_of(pagename), 1)
        links.append({"text": "Download its exercises (.ipynb)", "url": url, "download": True})
    if package := app.config.nnbook_package:
        url = context["pathto"](f"{FOLDER}/{package}", 1)
        links.append({"text": "Download its package (.whl)", "url": url, "download": True})
    known = app.config.nnbook_repository
    if known is not None:
        # Binder's environment holds JupyterLab, which shows a notebook by itself under doc/.
        if notebook is not None:
            links.append({"text": "Run on Binder", "url": known.binder(f"doc/tree/{notebook}")})
            if colab := known.colab(notebook):
                links.append({"text": "Open in Colab", "url": colab})
        lab = known.binder(f"lab/tree/{notebook or 'book'}")
        links.append({"text": "Open the whole book in JupyterLab, on Binder", "url": lab})
    context["take_away"] = links
    # Colab opens the file of the repository, which cannot know where that lies.
    context["take_away_first"] = None if known is None else known.install("nnbook[panels]")


def _notebook(app: Sphinx, pagename: str) -> str | None:
    """Return the chapter's file within the repository, if it is a notebook there."""
    source = Path(app.env.doc2path(pagename))
    return source.relative_to(app.srcdir).as_posix() if source.suffix == ".ipynb" else None


def setup(app: Sphinx) -> None:
    """Register the links."""
    app.add_config_value("nnbook_repository", None, "html")
    app.connect("config-inited", read_address)
    app.connect("html-page-context", add_links)
