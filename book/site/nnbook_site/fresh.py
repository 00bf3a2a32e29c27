"""Which pages this build wrote: what lies beside a page is made again with it, and only then."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def fresh(app: Sphinx) -> list[str]:
    """The names of the pages that were written, of those that come from a source."""
    # Pages that Sphinx writes in processes of their own are not known here.
    return sorted(app.env.found_docs if app.parallel > 1 else _names(app))


def _names(app: Sphinx) -> set[str]:
    names: set[str] = app.builder.__dict__.setdefault("nnbook_fresh", set())
    return names


def note(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Note a page that is about to be written."""
    if doctree is not None:
        _names(app).add(pagename)


def setup(app: Sphinx) -> None:
    """Note each page."""
    app.connect("html-page-context", note)
