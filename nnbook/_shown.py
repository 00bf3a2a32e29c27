"""What a cell of a question or an exercise shows: the same in every place that shows notebooks.

A bundle holds plain text; HTML that reads without a style or a script, on GitHub say; and,
where anywidget is there, a view of the card, alive in a kernel. The site makes its card out
of the HTML (book/site/nnbook_site/questions.py).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from html import escape
from typing import Any

WIDTH = 80
MARKS = re.compile(r"`([^`]+)`|\*([^*\s][^*]*)\*")


class Shown:
    """Shows itself, as text or as a card.

    Parameters
    ----------
    text : str
        Its words.
    html : str
        The same as HTML.
    view : callable
        Makes the widget; needs anywidget.

    Attributes
    ----------
    text, html : str
        As they were given.
    """

    def __init__(self, text: str, html: str, view: Callable[[], Any]) -> None:
        self.text, self.html = text, html
        self._view = view

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        told = {"text/plain": self.text, "text/html": self.html}
        try:
            view = self._view()
        except ImportError:  # without anywidget the text stands
            return told, {}
        data, metadata = view._repr_mimebundle_(**kwargs)
        return data | told, metadata


def marked(text: str) -> str:
    """Return a sentence as HTML: code in backticks, letters in asterisks.

    Parameters
    ----------
    text : str
        The sentence.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook._shown import marked
    >>> marked("*h* < 1")
    '<var>h</var> &lt; 1'
    """

    def mark(found: re.Match[str]) -> str:
        code, letter = found.groups()
        return f'<code translate="no">{code}</code>' if code else f"<var>{letter}</var>"

    return MARKS.sub(mark, escape(text, quote=False))


def broken(text: str, first: str = "", others: str = "") -> str:
    """Return text in lines of at most `WIDTH` characters.

    Parameters
    ----------
    text : str
        The text.
    first, others : str
        What stands before its first line, and before each other one.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook._shown import broken
    >>> broken("a b", "- ")
    '- a b'
    """
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False
    )


def paragraph(text: str, first: str = "", others: str = "") -> str:
    """Return a sentence as lines of plain text.

    Parameters
    ----------
    text : str
        The sentence.
    first, others : str
        What stands before its first line, and before each other one.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook._shown import paragraph
    >>> paragraph("*h* in `f(h)`", "- ")
    '- h in `f(h)`'
    """
    bare = MARKS.sub(lambda found: f"`{found[1]}`" if found[1] else found[2], text)
    return broken(bare, first, others)
