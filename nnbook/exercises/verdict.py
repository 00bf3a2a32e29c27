"""What the reader is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nnbook._shown import broken
from nnbook.exercises.kinds import Exercise, Misconception, Place


@dataclass(frozen=True, repr=False)
class Verdict:
    """What `nnbook.exercises.check` found.

    It is true if the answer is right, and shows itself as text.

    Attributes
    ----------
    exercise : str
        The exercise's name.
    kind : str
        "right"; "not written"; "value", "shape", "odd", "arguments", "raised", "call" or
        "time" for what is wrong; "kernel" if the fault lies elsewhere in the notebook.
    case : str or None
        The smallest case that fails, as it was run.
    misconception : str or None
        The name of the misconception that explains all that the answer does, if there is one.
    message : str
        What to tell the reader.
    see : Place or None
        Where it is explained.
    text : str
        All of it.

    Examples
    --------
    >>> from nnbook.exercises import check
    >>> verdict = check("softmax", lambda x: [0.5, 0.5])
    >>> bool(verdict), verdict.kind, verdict.case
    (False, 'shape', 'softmax(np.array([0.0]))')
    """

    exercise: str
    kind: str
    text: str
    case: str | None = None
    misconception: str | None = None
    message: str = ""
    see: Place | None = None

    def __bool__(self) -> bool:
        return self.kind == "right"

    def __repr__(self) -> str:
        return self.text


def right(name: str, what: str = "right.") -> Verdict:
    """Say that an answer is right.

    Parameters
    ----------
    name : str
        The exercise's.
    what : str, default "right."
        How to say it.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from nnbook.exercises.verdict import right
    >>> right("a")
    a: right.
    """
    return Verdict(name, "right", paragraph(f"{name}: {what}"))


def not_written(exercise: Exercise) -> Verdict:
    """Say that there is no answer yet, and once more what is asked for.

    Parameters
    ----------
    exercise : Exercise
        The exercise.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from nnbook.exercises.catalogue import catalogue
    >>> from nnbook.exercises.verdict import not_written
    >>> not_written(catalogue()["softmax-ex-copies"])
    softmax-ex-copies: not written yet.
    By how much the loss of each row grows.
    """
    text = f"{exercise.name}: not written yet.\n{paragraph(exercise.ask)}"
    return Verdict(exercise.name, "not written", text)


def wrong(
    name: str,
    kind: str,
    *facts: str,
    message: str = "",
    found: Misconception | None = None,
    **others: Any,
) -> Verdict:
    """Say that an answer is not right.

    Parameters
    ----------
    name : str
        The exercise's.
    kind : str
        What is wrong, as in `Verdict`.
    *facts : str
        Blocks of text, shown first and as they are.
    message : str, default ""
        What helps, if it is no known misconception through and through.
    found : Misconception, optional
        The one that the answer shows.
    **others
        What else the verdict has.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from nnbook.exercises.verdict import wrong
    >>> wrong("a", "value", message="Too large.")
    a: not yet.
    Too large.
    For help: hint("a")
    """
    message = found.message if found else message
    blocks = [f"{name}: not yet.", *facts, *([paragraph(message)] if message else [])]
    if found:
        others |= {"misconception": found.name, "see": found.see}
    if "see" in others:
        blocks.append(paragraph(f"Explained under {others['see']}."))
    blocks.append(f'For help: hint("{name}")')
    return Verdict(name, kind, "\n".join(blocks), message=message, **others)


def paragraph(text: str, indent: str = "") -> str:
    """Break text into lines.

    Parameters
    ----------
    text : str
        The text.
    indent : str, default ""
        What stands before each line.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook.exercises.verdict import paragraph
    >>> paragraph("a b", indent="  ")
    '  a b'
    """
    return broken(text, indent, indent)
