"""How high each section will be, roughly: browsers leave those far from the window for later.

Until a section is laid out (see `content-visibility` in look.css) it takes the room that is
written here, so that the scroll bar tells how long a page is and a page that is opened again
opens about where it was left. A letter of a chapter takes a pixel on a phone, pictures and
panels included: measured on all pages, and most sections are within a half of it.
"""

from __future__ import annotations

import re
from typing import Any

from sphinx.application import Sphinx

TAG = re.compile(r"<(/?)(\w+)[^>]*>")
# What does not show, or only when it is opened.
FOLDED = {"script", "style", "annotation", "details"}


def with_heights(body: str) -> str:
    """Return a page's body, each section of its second level with the number of its letters.

    Examples
    --------
    >>> from nnbook_site.heights import with_heights
    >>> with_heights("<section><section><p>Some <b>text</b>.</p></section></section>")
    '<section><section style="--nn-letters:10"><p>Some <b>text</b>.</p></section></section>'
    """
    parts: list[str] = []
    sections = folded = letters = done = start = last = 0
    for tag in TAG.finditer(body):
        if not folded:
            letters += tag.start() - last
        last = tag.end()
        step = -1 if tag[1] else 1
        if tag[2] in FOLDED:
            folded += step
        if tag[2] != "section":
            continue
        if step < 0 and sections == 2:
            parts += [body[done:start], f' style="--nn-letters:{letters}"']
            done = start
        sections += step
        if step > 0 and sections == 2:
            start, letters = tag.end() - 1, 0
    return "".join([*parts, body[done:]])


def give_heights(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """See to the body of a page."""
    if body := context.get("body"):
        context["body"] = with_heights(body)


def setup(app: Sphinx) -> None:
    """Register it, after all that changes what is in the body."""
    app.connect("html-page-context", give_heights, priority=900)
