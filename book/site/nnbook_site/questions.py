"""Questions and exercises in the page: of the cells that show their cards, the cards alone."""

from __future__ import annotations

import json

from sphinx.application import Sphinx

TAGS = {"predict", "answer", "task"}


def read_notebook(app: Sphinx, docname: str, source: list[str]) -> None:
    """Have MyST-NB leave out the code of these cells."""
    if app.env.doc2path(docname).endswith(".ipynb"):
        notebook = json.loads(source[0])
        for cell in notebook["cells"]:
            tags = cell["metadata"].get("tags", [])
            if TAGS & set(tags):
                cell["metadata"]["tags"] = [*tags, "remove-input"]
        source[0] = json.dumps(notebook)


def setup(app: Sphinx) -> None:
    """Register the rewriting."""
    app.connect("source-read", read_notebook)
