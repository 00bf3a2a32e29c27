"""Errors in Python's words, and the reader's own line that led to them."""

import io
import sys

PROGRAM = "<your program>"  # the file that a reader's lines are said to stand in
LONGEST_TEXT = 200
OPERATORS = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
    "matmul": "@", "and": "&", "or": "|", "xor": "^",
}  # fmt: skip
COMPARED = {"lt": "<", "le": "<=", "gt": ">", "ge": ">="}
# MicroPython's words, where they are not Python's.
WORDS = (
    ("isn't", "is not"),
    ("divide by zero", "division by zero"),
    ("no module named", "No module named"),
    ("pystack exhausted", "maximum recursion depth exceeded"),
)


def described(error, lines):
    """An error as Python says it, and the reader's own line that led to it."""
    name = type(error).__name__
    try:
        text = str(error)
    except BaseException:
        text = ""
    for here, in_python in WORDS:
        text = text.replace(here, in_python)
    if text == "maximum recursion depth exceeded":
        name = "RecursionError"
    elif name == "ImportError" and text[:9] == "No module":
        name = "ModuleNotFoundError"
    elif name == "KeyError" and error.args:
        text = repr(error.args[0])
    elif text[:22] == "unsupported types for ":
        text = operands(text)
    first = text.split("\n")[0][:LONGEST_TEXT]
    number = place(error)
    line = lines[number - 1].strip()[:LONGEST_TEXT] if 0 < number <= len(lines) else ""
    return name + ": " + first if first else name, line


def operands(text):
    """unsupported types for __add__: 'str', 'int'"""
    step, _, kinds = text[24:].partition("__: ")
    one, _, other = kinds.partition(", ")
    step = step[1:] if step[:1] in "ri" and step[1:] in OPERATORS else step
    if step in COMPARED:
        turn = ": here write the array first" if other == "'ndarray'" else ""
        return (
            "'"
            + COMPARED[step]
            + "' not supported between instances of "
            + one
            + " and "
            + other
            + turn
        )
    if step == "add" and one in ("'str'", "'list'", "'tuple'"):
        kind = one.strip("'")
        return "can only concatenate " + kind + " (not " + other.replace("'", '"') + ") to " + kind
    sign = OPERATORS.get(step, step)
    return "unsupported operand type(s) for " + sign + ": " + one + " and " + other


def place(error):
    """The number of the reader's line that is named last; 0 if none is."""
    text = io.StringIO()
    sys.print_exception(error, text)
    start, number = '  File "' + PROGRAM + '", line ', 0
    for line in text.getvalue().split("\n"):
        if line[: len(start)] == start:
            number = int(line[len(start) :].split(",")[0])
    return number
