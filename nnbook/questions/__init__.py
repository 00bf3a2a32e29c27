"""Questions that a chapter asks before it shows what happens.

`predict` shows the question, `answer` what the chapter found. Needs NumPy alone, and is not
loaded by ``import nnbook``.
"""

from __future__ import annotations

from typing import Any

from nnbook._checks import entry_of
from nnbook._shown import Shown
from nnbook.questions._card import card
from nnbook.questions._keys import key_of
from nnbook.questions._texts import (
    answer_html,
    answer_text,
    lines_of,
    question_html,
    question_text,
)
from nnbook.questions.catalogue import catalogue
from nnbook.questions.kinds import Curve, Place, Question

__all__ = ["answer", "predict"]


def predict(name: str, *given: Any) -> Shown:
    """Ask a question.

    Parameters
    ----------
    name : str
        The question's: "softmax-q-shift".
    *given : object
        What its chart shows from the beginning, if it shows something.

    Returns
    -------
    Shown
        The card, as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no question of this `name`, or its chart has no use for `given`.
    TypeError
        If `name` is no text.

    Examples
    --------
    >>> from nnbook.questions import predict
    >>> predict("softmax-q-shift")
    The probability of class 1, after 100 is added to all three scores:
    - goes up
    - stays as it is
    - goes down
    """
    question = _found(name)
    has_lines = isinstance(question, (Place, Curve)) and bool(question.given)
    if bool(given) != has_lines:
        wanted = "what its chart shows" if has_lines else "its name alone"
        raise ValueError(f"{name} takes {wanted}, got {len(given)} values")
    lines = lines_of(question, given) if isinstance(question, (Place, Curve)) else []
    html = card(question, lines)
    return Shown(question_text(question), question_html(question, lines), lambda: _view(name, html))


def answer(name: str, *values: Any) -> Shown:
    """Answer a question out of what the chapter has computed.

    Parameters
    ----------
    name : str
        The question's.
    *values : object
        What its functions take.

    Returns
    -------
    Shown
        The answer, as the last line of a cell.

    Raises
    ------
    ValueError
        If there is no question of this `name`, or the values do not settle it: none of the
        options holds, or several, or a number is not finite, or lies outside its chart.
    TypeError
        If `name` is no text.

    Examples
    --------
    >>> from nnbook.questions import answer
    >>> answer("softmax-q-shift", 0.7525, 0.7525)
    Answer: stays as it is.
    All three exponentials grow by the same factor, which cancels.
    >>> answer("softmax-q-shift", 0.7525, float("nan"))
    Traceback (most recent call last):
        ...
    ValueError: softmax-q-shift: of these values none of its options holds, but one must; ...
    """
    question = _found(name)
    key = key_of(question, values)
    html = answer_html(question, key)
    return Shown(answer_text(question, key), html, lambda: _view(name, html))


def _view(name: str, html: str) -> Any:
    from nnbook.questions._live import view  # needs anywidget, and a moment

    return view(name, html)


def _found(name: str) -> Question:
    return entry_of(catalogue(), name, "a question", "that of a question")
