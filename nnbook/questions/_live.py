"""The cards in a kernel: views that share what the reader has said, by way of Python.

A notebook may show each output in a frame of its own, so a guess does not go from card to card
in the browser.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Dict, Unicode

from nnbook._esm import joined
from nnbook.panels.base import CSS

HERE = Path(__file__).parent

_records: dict[str, Any] = {}
_views: dict[str, list[CardView]] = {}


class CardView(anywidget.AnyWidget):
    """A card: of a question, of its answer, of an exercise.

    Attributes
    ----------
    html : str
        The card as it stands in a page.
    record : dict, optional
        What the reader has said, as ``card.mjs`` and ``task.mjs`` keep it.
    """

    _esm = joined("cards.live", cards=HERE / "live.mjs")
    _css = CSS + (HERE / "card.css").read_text(encoding="utf-8")
    html = Unicode().tag(sync=True)
    record = Dict(None, allow_none=True).tag(sync=True)


def view(name: str, html: str) -> CardView:
    """Make a card that shares what is said with the other cards of its question.

    Parameters
    ----------
    name : str
        The question's or exercise's.
    html : str
        The card.

    Returns
    -------
    CardView

    Examples
    --------
    >>> from nnbook.questions._live import view
    >>> asks, answers = view("a", "<div></div>"), view("a", "<p></p>")
    >>> asks.record = {"guess": 1}
    >>> answers.record
    {'guess': 1}
    """
    made = CardView(html=html, record=_records.get(name))
    others = _views.setdefault(name, [])
    others.append(made)

    def share(change: dict[str, Any]) -> None:
        _records[name] = change["new"]
        for one in others:
            one.record = change["new"]

    made.observe(share, "record")
    return made
