"""A search that keeps the glossary's terms after a build of few pages.

Sphinx reads the index of the last build for the pages that are as they were, but not what
it says of index entries: after a build of one page the search knows no term of the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO
from typing import IO, Any

from sphinx.application import Sphinx
from sphinx.search import IndexBuilder

LOAD, PRUNE = IndexBuilder.load, IndexBuilder.prune


def load(index: IndexBuilder, stream: IO[str], format: Any) -> None:
    """Read the index of the last build, entries too."""
    text = stream.read()
    LOAD(index, StringIO(text), format)
    reader = index.formats[format] if isinstance(format, str) else format
    frozen = reader.loads(text)
    entries: dict[str, list[tuple[str, str, str]]] = {name: [] for name in frozen["docnames"]}
    for entry, places in frozen["indexentries"].items():
        for page, anchor, is_main in places:
            name = frozen["docnames"][page]
            entries[name].append((entry, anchor, "main" if is_main else ""))
    index._index_entries = entries


def prune(index: IndexBuilder, docnames: Iterable[str]) -> None:
    """Forget the pages that are written anew or gone, and their entries."""
    kept = set(docnames)
    PRUNE(index, kept)
    index._index_entries = {
        name: entries for name, entries in index._index_entries.items() if name in kept
    }


def setup(app: Sphinx) -> None:
    """Put ours in place of Sphinx's own."""
    IndexBuilder.load = load  # type: ignore[method-assign, assignment]
    IndexBuilder.prune = prune  # type: ignore[method-assign, assignment]
