"""A chapter that nbval has just run is not run a second time for the site.

``make test`` has nbval run each chapter, and keeps what the cells of one that passes give
(``book/tools/executed.py``). That goes into the execution cache of MyST-NB, in the moment in
which MyST-NB looks for the chapter there: it knows one by its code and its tags, of which the
site has added some by then. ``repeatable`` stands there already, and calls this.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from jupyter_cache import get_cache  # type: ignore[import-untyped]
from jupyter_cache.base import CacheBundleIn  # type: ignore[import-untyped]

FOLDER = ".executed"  # beside the cache


def take_over(notebook: Any, path: Path, cache: Path) -> None:
    """Put a chapter that was run into the cache, unless it was edited or damaged since."""
    kept = cache.with_name(FOLDER) / path.name
    if not kept.is_file():
        return
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
    bundle = CacheBundleIn(notebook, str(path))
    get_cache(cache).cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def code_cells(notebook: Any) -> list[Any]:
    """The cells that are run."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]
