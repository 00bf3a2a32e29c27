"""What a run of a chapter makes anew each time, made the same: two builds give the same bytes.

A kernel names widgets by chance, and what a cell measures with a clock differs from run to
run. Here widgets are named by their order in the page, and a cell tagged ``timing`` shows
what was saved with the chapter, as after `make notebooks`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import nbformat
from myst_nb.core.execute.cache import NotebookClientCache  # type: ignore[import-untyped]
from nbformat import NotebookNode
from sphinx.application import Sphinx

from nnbook_site.executed import take_over
from nnbook_site.panels import VIEW

MODEL = re.compile(r"\bIPY_MODEL_(\w+)")
STATE = "application/vnd.jupyter.widget-state+json"
START = NotebookClientCache.start_client


def in_order(models: dict[str, Any], shown: list[str]) -> list[str]:
    """Return the names of widgets in an order that does not depend on them.

    First come those that the page shows, each followed by what it holds, as its sliders and
    their layouts. Then those that nothing holds, as links between two, by what they say.
    """
    found: list[str] = []

    def visit(names: list[str]) -> None:
        todo = [name for name in names if name in models]
        for name in todo:
            if name not in found:
                found.append(name)
                visit(MODEL.findall(json.dumps(models[name], sort_keys=True)))

    def told(name: str) -> str:
        text = json.dumps(models[name], sort_keys=True)
        return MODEL.sub(lambda one: str(found.index(one[1]) if one[1] in found else ""), text)

    visit(shown)
    for name in sorted(set(models) - set(found), key=told):
        visit([name])
    return found


def with_names(notebook: NotebookNode) -> NotebookNode:
    """Return the notebook with its widgets named by their order."""
    widgets = notebook.metadata.get("widgets", {}).get(STATE, {})
    if not (models := widgets.get("state", {})):
        return notebook
    outputs = [one for cell in notebook.cells for one in cell.get("outputs", [])]
    views = [one.get("data", {}).get(VIEW) for one in outputs]
    order = in_order(models, [view["model_id"] for view in views if view])
    widgets["state"] = {name: models[name] for name in order}
    names = {name: f"{place:032x}" for place, name in enumerate(order)}
    text = re.sub("|".join(names), lambda one: names[one[0]], json.dumps(notebook))
    # Keys are sorted, as in what comes out of the cache: both give the same pages.
    content = json.loads(text, object_pairs_hook=lambda pairs: dict(sorted(pairs)))
    named: NotebookNode = nbformat.from_dict(content)  # type: ignore[no-untyped-call]
    return named


def start(client: Any) -> None:
    """Run a chapter, or find what it gave, as MyST-NB does."""
    cells = client.notebook.cells
    saved = {
        place: [*cell.outputs]
        for place, cell in enumerate(cells)
        if "timing" in cell.metadata.get("tags", []) and cell.outputs
    }
    if client.path:
        cache = Path(client.nb_config.execution_cache_path or ".jupyter_cache")  # as MyST-NB says
        take_over(client.notebook, Path(client.path), cache)
    START(client)
    client._notebook = with_names(client.notebook)
    for place, outputs in saved.items():
        client.notebook.cells[place].outputs = outputs


def setup(app: Sphinx) -> None:
    """Put it around MyST-NB's own."""
    NotebookClientCache.start_client = start
