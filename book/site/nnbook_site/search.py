"""A search that finds numbers, and keeps the glossary's terms after a build of few pages.

Sphinx cuts 79,510 and 0.0001 into two words each, which stand for nothing. Here a number is
one word, whichever way its thousands are parted; signs play no part. In the browser
search-words.js does the same with what a reader types.

Sphinx reads the index of the last build for the pages that are as they were, but not what
it says of index entries: after a build of one page the search knows no term of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import IO, Any

from sphinx.application import Sphinx
from sphinx.search import IndexBuilder, SearchLanguage
from sphinx.search.en import SearchEnglish

from nnbook_site.folders import SITE

GROUPED = r"\d{1,3}(?:(?:,|\{,\})\d{3})+(?:\.\d+)?"
NUMBER = rf"(?:{GROUPED}|\d+(?:\.\d+)?e[+-]?\d+|\d+(?:\.\d+)+)(?!\w)"
WORD = re.compile(rf"{NUMBER}|\w+", re.IGNORECASE)

LOAD, PRUNE = IndexBuilder.load, IndexBuilder.prune


def words(language: SearchLanguage, text: str) -> list[str]:
    """Cut a text into words and numbers."""
    return [re.sub(r"[,{}+]", "", word) for word in WORD.findall(text)]


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
    SearchEnglish.split = words  # type: ignore[method-assign, assignment]
    SearchEnglish.js_splitter_code = (SITE / "search-words.js").read_text(encoding="utf-8")
    IndexBuilder.load = load  # type: ignore[method-assign, assignment]
    IndexBuilder.prune = prune  # type: ignore[method-assign, assignment]
