"""Printed lines that stay whole.

A kernel sends what a cell prints in pieces, and where it cuts them depends on how busy the
machine is. MyST-NB ends each piece with a new line: ``calls: 12`` becomes two lines.
"""

from __future__ import annotations

from collections.abc import Callable

from myst_nb.core import render  # type: ignore[import-untyped]
from nbformat import NotebookNode
from sphinx.application import Sphinx

MERGE: Callable[[list[NotebookNode]], list[NotebookNode]] = render.coalesce_streams


def joined(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs of a cell with the pieces of each stream put together as they came."""
    streams: dict[str, NotebookNode] = {}
    whole = []
    for output in outputs:
        first = streams.get(output.get("name", ""))
        if first is not None:
            first["text"] += output["text"]
            continue
        if output["output_type"] == "stream":
            streams[output["name"]] = output
        whole.append(output)
    return MERGE(whole)


def setup(app: Sphinx) -> None:
    """Put it before MyST-NB's own."""
    render.coalesce_streams = joined
