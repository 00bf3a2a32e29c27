"""The site's own Sphinx extension: one module for each thing that it does."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from nnbook_site import (
    accessibility,
    assets,
    boxes,
    breaking,
    colophon,
    exercises,
    fresh,
    marks,
    maths,
    missing,
    notebooks,
    panels,
    paper,
    pictures,
    plain,
    policy,
    proof,
    questions,
    references,
    repeatable,
    search,
    seo,
    spans,
    streams,
    take_away,
    templates,
    worksheets,
)

MODULES = (
    accessibility,
    assets,
    boxes,
    breaking,
    colophon,
    exercises,
    fresh,
    marks,
    maths,
    missing,
    notebooks,
    panels,
    paper,
    pictures,
    plain,
    policy,
    proof,
    questions,
    references,
    repeatable,
    search,
    seo,
    spans,
    streams,
    take_away,
    templates,
    worksheets,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the modules."""
    for module in MODULES:
        module.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
