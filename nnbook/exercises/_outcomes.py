"""What becomes of a case when a program runs it."""

from __future__ import annotations

import ast
import functools
import inspect
import linecache
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from types import CodeType
from typing import Any

import numpy as np

from nnbook.exercises._deadline import OutOfTime, within
from nnbook.exercises._surroundings import Printed, kept
from nnbook.exercises._values import Odd, Parts, first_difference, lenient, parts
from nnbook.exercises.kinds import Case, Coding

Program = Callable[..., Any]
CASE_FILE = "<case>"
OURS = str(Path(__file__).parent)
LONGEST_TEXT = 200


class _BadCall(Exception):
    """The program can't be called as the exercise calls it."""


@dataclass(frozen=True)
class Outcome:
    """What a program did in one case.

    Attributes
    ----------
    kind : str
        "value"; "odd", a value that is no array of numbers; "raised"; "call", if it takes
        other arguments; "not written"; "time".
    parts : dict of str to ndarray
        The value.
    arguments : list of ndarray
        The arrays it was given, as they were afterwards.
    text : str
        The exception, or what the value is.
    line : str
        The line of the program that raised.
    note : str
        In what a right value is not quite what was wanted.
    printed : str
        What was printed meanwhile.
    """

    kind: str
    parts: Parts = field(default_factory=dict)
    arguments: list[Any] = field(default_factory=list)
    text: str = ""
    line: str = ""
    note: str = ""
    printed: str = ""


def same(mine: Outcome, other: Outcome, rtol: float, atol: float) -> bool:
    """Say whether two programs did the same in a case.

    Parameters
    ----------
    mine, other : Outcome
        What they did.
    rtol, atol : float
        As in `numpy.allclose`. Arguments are compared to the bit.

    Returns
    -------
    bool

    Examples
    --------
    >>> from nnbook.exercises._outcomes import Outcome, same
    >>> same(Outcome("raised", text="ValueError: a"), Outcome("raised", text="ValueError: b"), 0, 0)
    True
    """
    if mine.kind != other.kind or len(mine.arguments) != len(other.arguments):
        return False
    pairs = zip(mine.arguments, other.arguments, strict=True)
    if not all(np.array_equal(a, b, equal_nan=True) for a, b in pairs):
        return False
    if mine.kind != "value":  # of an exception the type counts, and not its words
        return mine.text.partition(":")[0] == other.text.partition(":")[0]
    return first_difference(mine.parts, other.parts, rtol, atol) is None


@functools.cache
def known(exercise: Coding, text: str) -> tuple[Outcome, ...]:
    """Return what a program of ours does in the cases of an exercise.

    Parameters
    ----------
    exercise : Coding
        The exercise.
    text : str
        The solution, or a wrong program.

    Returns
    -------
    tuple of Outcome
    """
    likes: Sequence[Any] = [None] * len(exercise.cases)
    if text != exercise.solution:
        likes = [outcome.parts for outcome in known(exercise, exercise.solution)]
    program = compiled(exercise, text)
    cases = zip(exercise.cases, likes, strict=True)
    return tuple(outcome_of(case, exercise.function, program, like) for case, like in cases)


def compiled(exercise: Coding, text: str) -> Program:
    """Return the function that a text defines.

    Parameters
    ----------
    exercise : Coding
        The exercise, whose ``given`` functions the text may use.
    text : str
        The source.

    Returns
    -------
    callable
    """
    space: dict[str, Any] = {"np": np}
    exec(exercise.given, space)
    exec(text, space)
    program: Program = space[exercise.function]
    return program


def of_reader(exercise: Coding, program: Program, seconds: float) -> tuple[list[Outcome], str]:
    """Run a reader's program on the cases, with a time limit, and nothing else changed.

    Parameters
    ----------
    exercise : Coding
        The exercise.
    program : callable
        The reader's.
    seconds : float
        For all cases together.

    Returns
    -------
    tuple of list of Outcome and str
        The outcomes, up to the case in which the time was over; and how it ended, as
        `nnbook.exercises._deadline.within` says it.

    Notes
    -----
    Whatever the program made is looked at in the thread that has the time limit, since it
    may do as it likes when it is looked at. Plain arrays and text come out.
    """
    right = known(exercise, exercise.solution)
    outcomes: list[Outcome] = []
    with kept() as printed:

        def work(over: Event) -> None:
            for case, wanted in zip(exercise.cases, right, strict=True):
                if over.is_set():
                    return
                called = _checked_call(program)
                done = outcome_of(case, exercise.function, called, wanted.parts, printed)
                outcomes.append(done)

        ended = within(seconds, work)
    if ended != "done":
        outcomes = outcomes[: len(right) - 1]  # one left behind may still be adding to it
        start = sum(len(one.printed) for one in outcomes)
        outcomes.append(Outcome("time", printed=printed.text[start:]))
    return outcomes, ended


def _checked_call(program: Program) -> Program:
    """The program, with a look at its parameters before it is called."""

    def called(*arguments: Any) -> Any:
        try:
            signature = inspect.signature(program)
        except (TypeError, ValueError):  # some of C's have none
            return program(*arguments)
        try:
            signature.bind(*arguments)
        except TypeError:
            raise _BadCall(str(signature)[:LONGEST_TEXT]) from None
        return program(*arguments)

    return called


@functools.cache
def _code(text: str) -> tuple[CodeType, CodeType]:
    """The lines of a case but the last, and that one."""
    tree = ast.parse(text)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)  # ours, and tested
    return compile(tree, CASE_FILE, "exec"), compile(ast.Expression(last.value), CASE_FILE, "eval")


@np.errstate(all="ignore")
def outcome_of(
    case: Case,
    name: str,
    program: Program,
    like: Parts | None,
    printed: Printed | None = None,
) -> Outcome:
    """Run a program in a case, where it is: without a time limit, and nothing put back.

    Parameters
    ----------
    case : Case
        The case.
    name : str
        What it calls the program.
    program : callable
        The program.
    like : dict of str to ndarray or None
        What was wanted, if that is known.
    printed : Printed, optional
        What is printed meanwhile.

    Returns
    -------
    Outcome
    """
    given: list[Any] = []

    def call(*arguments: Any) -> Any:
        given.extend(arguments)
        return program(*arguments)

    start = len(printed.text) if printed else 0
    space = {"np": np, name: call}
    before, last = _code(case.text)
    kind, found, text, line, note = "value", {}, "", "", ""
    try:
        exec(before, space)
        value = eval(last, space)
        if value is ...:
            raise NotImplementedError
        found = parts(value, like)
        note = lenient(value, like) if like else ""
    except OutOfTime:
        raise
    except Odd as odd:
        kind, text = "odd", str(odd)
    except _BadCall as bad:
        kind, text = "call", str(bad)
    except NotImplementedError:
        kind = "not written"
    except BaseException as error:  # SystemExit too, and whatever else a program may raise
        kind, text, line = "raised", _text(error), _line(error)
    output = printed.text[start:] if printed else ""
    return Outcome(kind, found, _arrays(given), text, line, note, output)


def _arrays(given: list[Any]) -> list[Any]:
    """Copies of the arrays among the arguments, and in dicts among them."""
    flat = [
        one
        for argument in given
        for one in (argument.values() if isinstance(argument, dict) else [argument])
    ]
    return [one.copy() for one in flat if isinstance(one, np.ndarray)]


def _text(error: BaseException) -> str:
    name = type(error).__name__
    try:
        message = str(error)
    except OutOfTime:
        raise
    except BaseException:  # a program may raise what can't be printed
        message = ""
    first = next(iter(message.splitlines()), "")[:LONGEST_TEXT]
    return f"{name}: {first}" if first else name


def _line(error: BaseException) -> str:
    """The reader's own line: the last one of the file that the call led to."""
    trace, file, line = error.__traceback__, "", ""
    while trace is not None:
        here = trace.tb_frame.f_code.co_filename
        if here != CASE_FILE and not here.startswith(OURS):
            file = file or here
            if here == file:
                line = linecache.getline(here, trace.tb_lineno).strip()[:LONGEST_TEXT]
        trace = trace.tb_next
    return line
