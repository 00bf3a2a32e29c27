"""The cards in a kernel: views that share the guess by way of Python.

A notebook may show each output in a frame of its own, so the guess does not go from card to
card in the browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Any as Anything
from traitlets import Unicode

from nnbook._esm import joined
from nnbook.panels.base import CSS

HERE = Path(__file__).parent

_guesses: dict[str, Any] = {}
_views: dict[str, list[CardView]] = {}


class CardView(anywidget.AnyWidget):
    """A card of a question: the one that asks, or the one that answers.

    Attributes
    ----------
    html : str
        The card as it stands in a page.
    guess : object
        The reader's, as card.mjs keeps it; None while there is none.
    """

    _esm = joined(HERE / "live.mjs")
    _css = CSS + (HERE / "card.css").read_text(encoding="utf-8")
    html = Unicode().tag(sync=True)
    guess = Anything(None, allow_none=True).tag(sync=True)


def view(name: str, html: str) -> CardView:
    """Make a card that shares its guess with the other cards of a question.

    Parameters
    ----------
    name : str
        The question's.
    html : str
        The card.

    Returns
    -------
    CardView
    """
    made = CardView(html=html, guess=_guesses.get(name))
    others = _views.setdefault(name, [])
    others.append(made)

    def share(change: dict[str, Any]) -> None:
        _guesses[name] = change["new"]
        for one in others:
            one.guess = change["new"]

    made.observe(share, "guess")
    return made
