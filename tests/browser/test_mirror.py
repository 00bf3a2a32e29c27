"""A copy of the site that follows tags and style sheets, as wget makes one, is whole."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from tests.browser.soup import HTML, pages, parsed

# What wget follows. It runs no scripts and reads no other attributes.
TAGS = {"a": "href", "link": "href", "script": "src", "img": "src", "source": "src"}
URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


def addresses(path: str) -> list[str]:
    """What a file of the site names."""
    if path.endswith(".html"):
        soup = parsed(path)
        named = [tag.get(TAGS[tag.name], "") for tag in soup.find_all(list(TAGS))]
        styles = [tag.get_text() for tag in soup.find_all("style")]
        return [*map(str, named), *(url for style in styles for url in URL.findall(style))]
    if path.endswith(".css"):
        return URL.findall((HTML / path).read_text(encoding="utf-8"))
    return []


def mirrored() -> set[str]:
    """Every file that is reached from the first page."""
    seen, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in seen or not (HTML / path).is_file():
            continue
        seen.add(path)
        for address in addresses(path):
            parts = urlsplit(address)
            if not parts.scheme and not parts.netloc and parts.path:
                folder = posixpath.dirname(path)
                waiting.append(posixpath.normpath(posixpath.join(folder, unquote(parts.path))))
    return seen


def test_every_file_is_reached_by_tags() -> None:
    files = {path.relative_to(HTML).as_posix() for path in HTML.rglob("*") if path.is_file()}
    # What nothing shows: Sphinx's own notes, the pages that are never linked, and those parts
    # of _static of which book.css and the scripts are made.
    unlinked = {".buildinfo", "objects.inv", "404.html", "sitemap.xml", "robots.txt"}
    kept = re.compile(
        r"_static/(?!nnbook-(?!(?:questions|breaking)\.js).*(?<!css)$|book\.|fonts/|favicon)|_sources/.*(?<!\.ipynb)$|_cards/"
    )
    wanted = {path for path in files - unlinked if not kept.match(path)}
    wanted -= {path for path in files if path.endswith(".html")} - set(pages())
    assert wanted - mirrored() == set()
    assert {"_static/nnbook-runtime.js", "_static/book.css", "searchindex.js"} <= wanted
    assert any(path.startswith("_downloads/") for path in wanted)
