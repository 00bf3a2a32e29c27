"""A chapter that nbval has just run is not run a second time for the site.

``make test`` has nbval run each chapter, and keeps what the cells of one that passes give
(``book/tools/executed.py``). That goes into the execution cache of MyST-NB here, where the
chapter is as MyST-NB will look for it: the cache knows a chapter by its code and its tags, of
which the site adds some.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from jupyter_cache import get_cache  # type: ignore[import-untyped]
from jupyter_cache.base import CacheBundleIn  # type: ignore[import-untyped]
from sphinx.application import Sphinx

FOLDER = ".executed"  # beside the cache


def take_over(app: Sphinx, docname: str, source: list[str]) -> None:
    """Put a chapter that was run into the cache, unless it was edited or damaged since."""
    cache = Path(app.srcdir, app.config.nb_execution_cache_path or ".jupyter_cache")
    kept = cache.with_name(FOLDER) / f"{Path(docname).name}.ipynb"
    if not kept.is_file():
        return
    notebook: Any = nbformat.reads(source[0], 4)  # type: ignore[no-untyped-call]
    try:
        ran: Any = nbformat.read(kept, 4)  # type: ignore[no-untyped-call]
    except ValueError:
        return  # it is run
    finally:
        kept.unlink()
    here, there = code_cells(notebook), code_cells(ran)
    if [cell.source for cell in here] != [cell.source for cell in there]:
        return
    for cell, done in zip(here, there, strict=True):
        cell.execution_count, cell.outputs = done.execution_count, done.outputs
    for name in {"language_info", "widgets"} & ran.metadata.keys():
        notebook.metadata[name] = ran.metadata[name]
    bundle = CacheBundleIn(notebook, str(app.env.doc2path(docname)))
    get_cache(cache).cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def code_cells(notebook: nbformat.NotebookNode) -> list[Any]:
    """The cells that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def setup(app: Sphinx) -> None:
    """Register it behind all that change what is read of a chapter."""
    app.connect("source-read", take_over, priority=900)
