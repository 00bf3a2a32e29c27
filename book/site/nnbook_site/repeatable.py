"""What a run of a chapter makes anew each time, made the same: two builds give the same bytes.

A kernel names widgets by chance, and what a cell measures with a clock differs from run to
run. Here widgets are named by their order in the page, and a cell tagged ``timing`` shows
what was saved with the chapter, as `make notebooks` leaves it too.
"""

from __future__ import annotations

from typing import Any

import nbformat
from myst_nb.core.execute.cache import NotebookClientCache  # type: ignore[import-untyped]
from nbformat import NotebookNode
from sphinx.application import Sphinx

STATE = "application/vnd.jupyter.widget-state+json"
START = NotebookClientCache.start_client


def with_names(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with its widgets named by their order."""
    models = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    for place, name in enumerate(models):
        text = text.replace(name, f"{place:032x}")
    named: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return named


def start(client: Any) -> None:
    """Run a chapter, or find what it gave, as MyST-NB does."""
    cells = client.notebook.cells
    saved = {
        place: cell.outputs
        for place, cell in enumerate(cells)
        if "timing" in cell.metadata.get("tags", []) and cell.outputs
    }
    START(client)
    client._notebook = with_names(client.notebook)
    for place, outputs in saved.items():
        client.notebook.cells[place].outputs = outputs


def setup(app: Sphinx) -> None:
    """Put it around MyST-NB's own."""
    NotebookClientCache.start_client = start
