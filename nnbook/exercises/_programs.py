"""The verdict on a program."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np

from nnbook.exercises._outcomes import Outcome, known, of_reader, same
from nnbook.exercises._surroundings import replaced
from nnbook.exercises._values import first_difference, in_few_digits
from nnbook.exercises.kinds import Coding, Misconception
from nnbook.exercises.verdict import Verdict, not_written, paragraph, right, wrong

MOST_PRINTED = 300
OF_NUMPY = (
    "abs|arange|argmax|argmin|array|clip|cos|dot|exp|log|maximum|mean|minimum|ones|sin|sqrt|sum|tanh|"
    "zeros|zeros_like"
)
EXCEPTIONS = (
    (f"NameError: name '({OF_NUMPY})' is not", "That is one of NumPy's: np.{0}."),
    (
        "NameError: name '(true|false|none)' is not",
        "Python writes True, False and None with a capital letter.",
    ),
    (
        "NameError: name '(.+?)' is not",
        "Is {0} misspelt (capital letters count), not imported, or not defined yet?",
    ),
    ("UnboundLocalError: .*'(.+?)'", "{0} is used before anything was put into it."),
    ("RecursionError", "Your function calls itself, again and again."),
    (
        "TypeError: only .*arrays can be converted",
        "A function of math takes a single number. NumPy's take a whole array: np.exp, np.log.",
    ),
    (
        "TypeError: unsupported operand type.*'(?:function|closure)'",
        "A function stands there by its name alone. What it gives is written with brackets: f(x).",
    ),
    (
        "TypeError: '(?:function|closure)' object is not subscriptable",
        "A function is called with round brackets: f(x).",
    ),
    ("[A-Za-z]*TypeError: .*(?:bitwise_xor|for \\^:)", "A power is written with **, as in x**2."),
    ("TypeError: .*keyword argument 'keepdim'", "With an s at its end: keepdims."),
    ("MemoryError", "No array of that size is needed. Those in the cases are small."),
    ("OverflowError", "A number there is too large for a float."),
    (
        "ValueError: (?:operands could not be broadcast|shapes|matmul|could not broadcast)",
        "Two arrays meet there whose shapes do not fit. What are their shapes, in this case?",
    ),
    ("IndexError", "There are fewer entries than the index counts. It begins at 0."),
)


def judged(exercise: Coding, program: Callable[..., Any], seconds: float) -> Verdict:
    """Run a reader's program on the cases of an exercise, and say what it does.

    Parameters
    ----------
    exercise : Coding
        The exercise.
    program : callable
        The reader's.
    seconds : float
        The time limit.

    Returns
    -------
    Verdict
    """
    texts = [exercise.solution, exercise.given, *(case.text for case in exercise.cases)]
    if name := replaced("\n".join(texts)):
        message = (
            f"np.{name} is not NumPy's own any more: something in this notebook has put another in "
            "its place. Restart the kernel."
        )
        return wrong(exercise.name, "kernel", message=message)
    wanted = known(exercise, exercise.solution)
    outcomes, ended = of_reader(exercise, program, seconds)
    tolerances = exercise.rtol, exercise.atol
    failing = [k for k, one in enumerate(outcomes) if not same(one, wanted[k], *tolerances)]
    if not failing:
        notes = [one.note for one in outcomes if one.note]
        return right(exercise.name, " ".join([f"right, in all {len(wanted)} cases.", *notes[:1]]))
    first = failing[0]
    mine = outcomes[first]
    if mine.kind == "not written":
        return not_written(exercise)
    found = recognised(exercise, outcomes) if ended == "done" else None
    kind, facts, message = _told(exercise, mine, wanted[first], seconds, ended)
    others: dict[str, Any] = {"case": exercise.cases[first].text}
    if found is None and (order := _other_order(exercise, program)):
        message = order
    elif found is None and (near := likely(exercise, outcomes, failing)):
        message, others["see"] = f"Perhaps this: {near.message}", near.see
    elif not message and kind == "value":
        message = _of_numbers([(outcomes[k], wanted[k]) for k in failing])
    if kind == "call":
        start = "It is called like this:"
    else:
        passed = (
            f" ({first} smaller {'ones are' if first > 1 else 'one is'} right)" if first else ""
        )
        start = f"The smallest case that fails{passed}:"
    shown = others["case"].replace(f"{exercise.function}(", f"{_called(exercise, program)}(")
    block = "\n".join([start, textwrap.indent(shown, "    "), *facts, *_printed(mine)])
    return wrong(exercise.name, kind, block, message=message, found=found, **others)


def recognised(exercise: Coding, outcomes: list[Outcome]) -> Misconception | None:
    """Find the misconception whose program does in all cases what the reader's did.

    Parameters
    ----------
    exercise : Coding
        The exercise.
    outcomes : list of Outcome
        Of the reader's program.

    Returns
    -------
    Misconception or None
    """
    for one in exercise.misconceptions:
        pairs = zip(outcomes, known(exercise, one.wrong), strict=True)
        if all(same(mine, its, exercise.rtol, exercise.atol) for mine, its in pairs):
            return one
    return None


def likely(exercise: Coding, outcomes: list[Outcome], failing: list[int]) -> Misconception | None:
    """Find the misconception that explains the case that is shown, if no one explains all.

    A program has two faults as often as one. What is told is the one that shows first; the
    other shows when that is mended.

    Parameters
    ----------
    exercise : Coding
        The exercise.
    outcomes : list of Outcome
        Of the reader's program.
    failing : list of int
        Which of them are wrong.

    Returns
    -------
    Misconception or None
        Of those whose programs do the same in the first failing case, the one that does so
        in most.
    """

    def agreeing(one: Misconception) -> list[bool]:
        its = known(exercise, one.wrong)
        return [same(outcomes[k], its[k], exercise.rtol, exercise.atol) for k in failing]

    near = [(sum(agree), one) for one in exercise.misconceptions if (agree := agreeing(one))[0]]
    return max(near, key=lambda pair: pair[0])[1] if near else None


def _told(
    exercise: Coding, mine: Outcome, wanted: Outcome, seconds: float, ended: str
) -> tuple[str, list[str], str]:
    """The kind of the fault, what is shown of it, and a message that helps with any such."""
    match mine.kind:
        case "time":
            time = f"{seconds:g} second{'s' * (seconds != 1)}"
            message = f"Your function was still at work after {time}. "
            if ended == "running":
                return (
                    mine.kind,
                    [],
                    message
                    + (
                        "It can't be ended from here, and goes on in the background: restart the "
                        "kernel."
                    ),
                )
            return mine.kind, [], message + "Is there a loop that never ends?"
        case "raised":
            facts = [paragraph(mine.text, "    ")]
            if mine.line:
                facts += ["in your line", f"    {mine.line}"]
            return mine.kind, facts, _of_exception(mine.text)
        case "call":
            return mine.kind, [f"but yours takes {mine.text}."], ""
        case "odd":
            message = f"Your function gives {mine.text}."
            if mine.text == "None":
                message += (
                    " It prints its result: to print is not to return."
                    if mine.printed.strip()
                    else " Is there a return in it?"
                )
            return mine.kind, [], message
    name = first_difference(mine.parts, wanted.parts, exercise.rtol, exercise.atol)
    if name is None:
        return "arguments", *_changed(mine, wanted)
    got, right_one = mine.parts[name], wanted.parts[name]
    texts = in_few_digits(got, right_one)
    facts = _aligned(texts, f", result{name}" if name else "")
    if got.shape == right_one.shape:
        return "value", facts, ""
    shapes = [
        f"an array of the shape {one.shape}" if one.ndim else "a single number"
        for one in (got, right_one)
    ]
    return "shape", facts, f"You give {shapes[0]}, and {shapes[1]} is wanted."


def _of_exception(text: str) -> str:
    """What helps with an exception that beginners meet."""
    for pattern, message in EXCEPTIONS:
        if found := re.match(pattern, text):
            return message.format(*found.groups())
    return ""


def _changed(mine: Outcome, wanted: Outcome) -> tuple[list[str], str]:
    if len(mine.arguments) != len(wanted.arguments):
        return (
            [],
            "What it gives is right. But a dict that it is given holds other arrays afterwards.",
        )
    pairs = zip(mine.arguments, wanted.arguments, strict=True)
    got, right_one = next(pair for pair in pairs if not np.array_equal(*pair, equal_nan=True))
    texts = in_few_digits(got, right_one)
    message = (
        "What it gives is right. But an array that it is given is another one afterwards. "
        "(A second name for an array, or a part of it, is no copy.)"
    )
    return ["The array afterwards:", *_aligned(texts)], message


def _other_order(exercise: Coding, program: Any) -> str:
    """Whether the parameters have the names of the exercise's, and stand in another order."""
    definition = ast.parse(exercise.solution).body[0]
    assert isinstance(definition, ast.FunctionDef)  # ours, and tested
    names = [one.arg for one in definition.args.args]
    own = getattr(program, "__code__", None)
    mine = list(own.co_varnames[: own.co_argcount]) if own else names
    if mine == names or sorted(mine) != sorted(names):
        return ""
    return f"It is called with ({', '.join(names)}), and takes ({', '.join(mine)}): another order."


@np.errstate(all="ignore")
def _of_numbers(pairs: list[tuple[Outcome, Outcome]]) -> str:
    """What can be said of numbers that are wrong in no known way."""
    shown, *_ = cases = [_paired(*pair) for pair in pairs]
    if any(np.isnan(got).any() for got, _ in shown):
        return "nan is no number: 0 divided by 0, or infinity less infinity."
    if any(np.isinf(got).any() for got, _ in shown):
        return "Infinity comes of a division by 0, or of a number too large for a float."
    arrays = [pair for case in cases for pair in case]
    if shown and all(_whole(got) for got, _ in arrays) and not all(_whole(one) for _, one in shown):
        return "All yours are whole numbers. Did // or an array of integers cut off the rest?"
    for digits in range(2, 7):
        if arrays and all(np.allclose(got, right.round(digits)) for got, right in arrays):
            return f"Nearly: yours are rounded to {digits} digits after the point."
    return ""


def _whole(numbers: Any) -> bool:
    return bool((numbers == np.round(numbers)).all())


def _paired(mine: Outcome, wanted: Outcome) -> list[tuple[Any, Any]]:
    """The arrays of a case that can be compared number by number."""
    return [
        (mine.parts[name], right_one)
        for name, right_one in wanted.parts.items()
        if mine.kind == "value" and name in mine.parts and mine.parts[name].shape == right_one.shape
    ]


def _aligned(texts: tuple[str, str], part: str = "") -> list[str]:
    """What came and what was wanted, one below the other."""
    starts = f"    yours{part}:  ", f"    wanted{part}: "
    return [
        start + text.replace("\n", "\n" + " " * len(start))
        for start, text in zip(starts, texts, strict=True)
    ]


def _printed(mine: Outcome) -> list[str]:
    if not mine.printed.strip():
        return []
    text = mine.printed[:MOST_PRINTED]
    text += "..." if len(mine.printed) > MOST_PRINTED else ""
    return ["It printed:", textwrap.indent(text.rstrip(), "    ")]


def _called(exercise: Coding, program: Any) -> str:
    """The reader's name for the function, so that the case can be copied."""
    name = program.__name__ if type(program) is FunctionType else ""
    return name if name.isidentifier() else exercise.function
