"""Mends of the finished pages, where what writes them gives nothing to take hold of.

What a template of ours can mend is mended there, what is a matter of looks in mend.css, and
what only shows in a browser in reach.js. Here is the rest: marks that the theme and the
writers of docutils, viewcode and Sphinx put into every page, and that a validator or a
screen reader stumbles over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sphinx.application import Sphinx

Replacement = str | Callable[[re.Match[str]], str]


def _spans(match: re.Match[str]) -> str:
    return match[0].replace("<div ", "<span ").replace("</div>", "</span>")


def _names_head_rows(match: re.Match[str]) -> str:
    """Make the first cell of each row its head, and name the table's kind once."""
    table = match[0].replace(
        "autosummary longtable table autosummary", "autosummary longtable table"
    )
    return re.sub(r"(<tr[^>]*>)<td>(.*?)</td>", r'\1<th scope="row">\2</th>', table)


MENDS: list[tuple[str, Replacement]] = [
    # The theme's styles know light and dark, and without scripts nobody chooses.
    (r'(<html\b[^>]*) data-theme="auto"', r'\1 data-theme="light"'),
    # A second heading and table of contents, hidden until the page is printed.
    (r'(?s)<div id="jb-print-docs-body".*?(?=<div id="searchbox">)', ""),
    # <main> is that by itself.
    (r'(<main\b[^>]*) role="main"', r"\1"),
    # The captions of the side bar are no headings of the page, and come before its first.
    (r'<p aria-level="2" class="caption" role="heading">', '<p class="caption">'),
    # A list of which the theme's name says nothing, with items that are none.
    (r'<div role="list" class="citation-list">', '<div class="citation-list">'),
    (r' role="doc-biblioentry"', ""),  # withdrawn from the standard
    # Translators know the attribute, and not all know Sphinx's class. What is code, a
    # formula, a name in code or a number comes out as it is.
    (
        r'<(\w+)(?=[^>]*\bclass="[^"]*\b(?:notranslate|math|sig-object)\b)(?![^>]*\btranslate=)',
        r'<\1 translate="no"',
    ),
    (r"<dt><strong>", '<dt><strong translate="no">'),
    (
        r"<(td|th)\b(?![^>]*\btranslate=)(?=[^>]*>(?:<p>)?[^<A-Za-z]*\d[^<A-Za-z]*(?:</p>)?</\1>)",
        r'<\1 translate="no"',
    ),
    # The list of the source pages has a package's modules beside the package, not within it.
    (r"</li>\n<ul><li>", "<ul><li>"),
    (r"</ul><li>", "</ul></li>\n<li>"),
    # The source pages mark each definition with a block within preformatted text.
    (r'(?s)<pre>(?:(?!</pre>).)*?<div class="viewcode-block".*?</pre>', _spans),
    (r"<pre>", '<pre translate="no">'),
    # A cell of a table's head says what it is the head of.
    (r'<th class="head', '<th scope="col" class="head'),
    (r'<th class="stub', '<th scope="row" class="stub'),
    # A list of names, each with what it does.
    (r'(?s)<table class="autosummary.*?</table>', _names_head_rows),
    # The first page is wider: see look.css.
    (
        r'(?s)<div class="bd-article-container">(?=.*?<section class="[^"]*\bnn-first\b)',
        '<div class="bd-article-container nn-wide">',
    ),
    # A button that says nothing else would send a form.
    (r"<button(?![^>]*\btype=)", '<button type="button"'),
    # Firefox fetches the next page ahead, by default-src, which allows nothing: see policy.py.
    (r'\s*<link rel="(?:next|prev)"[^>]*>', ""),
    # XHTML's way of writing, which is not HTML's.
    (r"<((?:meta|link|img|br|hr|input|col)\b[^>]*?)\s*/>", r"<\1>"),
    (r'\bdefer="defer"', "defer"),
]


def tidy(page: str) -> str:
    """Return the page with every mend."""
    for pattern, replacement in MENDS:
        page = re.sub(pattern, replacement, page)
    return page


def tidy_what_templates_give(app: Sphinx) -> None:
    """Put `tidy` behind the templates: what they render is what is written."""
    templates = getattr(app.builder, "templates", None)
    if templates is None:  # a builder of something else than HTML
        return
    render = templates.render

    def render_tidily(name: str, context: dict[str, Any]) -> str:
        return tidy(render(name, context))

    templates.render = render_tidily


def setup(app: Sphinx) -> None:
    """Register the mends."""
    app.connect("builder-inited", tidy_what_templates_give)
    app.add_js_file("reach.js", loading_method="defer")
