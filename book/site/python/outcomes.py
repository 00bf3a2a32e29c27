"""What programs do in the cases of an exercise: nnbook.exercises._outcomes, for MicroPython.

`run` gets what is to be run, as JSON, and calls `tell` with each thing that happens, as JSON.
"""

import io
import json
import sys

import numpy as np
from numpy.arrays import ndarray
from numpy.operators import Zero, in_place, steps
from numpy.scalars import float64
from numpy.shown import shortest

PROGRAM = "<your program>"  # the file that a reader's lines are said to stand in
LONGEST_TEXT, LONGEST_OUTPUT, LARGEST = 200, 2000, 100000
FUNCTIONS = ("function", "closure", "generator")  # as MicroPython calls those that have lines
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


class Odd(Exception):
    """A value that is no array of numbers."""


def run(request, tell):
    asked = json.loads(request)

    def told(**what):
        tell(json.dumps(what))

    for k, text in enumerate(asked["programs"]):
        told(kind="program", number=k)
        lines = asked.get("shown", asked["programs"])[k].split("\n")
        program = defined(asked, text, lines, told)
        if program is None:
            continue
        told(kind="defined")
        for case, like in zip(asked["cases"], asked["likes"]):
            told(kind="outcome", outcome=outcome(case, asked["function"], program, like, lines))


def defined(asked, text, lines, told):
    """The function that a program defines; None, and it is told, if it defines none."""
    space = {"np": np, "__name__": "__main__"}
    exec(asked.get("given", ""), space)
    space.update(NAMES)
    space["print"] = printing(lambda part: told(kind="printed", text=part))
    before = space.get(asked["function"])
    try:
        exec(compile(text, PROGRAM, "exec"), space)
    except BaseException as error:
        what, line = described(error, lines)
        syntax = isinstance(error, SyntaxError)
        told(
            kind="stopped", why="syntax" if syntax else "raised", text=what, line=line,
            number=place(error),
        )  # fmt: skip
        return None
    found = space.get(asked["function"])
    if callable(found) and found is not before:
        return found
    told(kind="stopped", why="missing", text="", line="", number=0)
    return None


def printing(write):
    """A `print` that passes on the start of what is printed, and lets the rest go."""
    left = LONGEST_OUTPUT

    def printed(*values, sep=" ", end="\n", file=None, flush=False):
        nonlocal left
        if left > 0:
            text = (" " if sep is None else sep).join([as_text(v) for v in values])
            text = (text + ("\n" if end is None else end))[:left]
            left -= len(text)
            write(text)

    return printed


def no_input(prompt=""):
    raise EOFError("input() has nobody to ask while a program is checked")


def as_text(value, inner=False):
    """A value as `print` writes it, floats in no more digits than they need."""
    if isinstance(value, float):
        return shortest(value)
    if type(value) is list:
        return "[" + ", ".join([as_text(v, True) for v in value]) + "]"
    if type(value) is tuple:
        ending = ",)" if len(value) == 1 else ")"
        return "(" + ", ".join([as_text(v, True) for v in value]) + ending
    if type(value) is dict:
        pairs = [as_text(k, True) + ": " + as_text(v, True) for k, v in value.items()]
        return "{" + ", ".join(pairs) + "}"
    return repr(value) if inner else str(value)


# ---- What MicroPython's own numbers and functions know nothing of: see source.mjs


def as_one(value):
    return value.number if isinstance(value, float64) else value


def as_left(value):
    return float64(value) if type(value) in (int, float) else value


def as_divisor(value):
    return Zero() if isinstance(value, float64) and value.number == 0 else value


def as_changed(sign, value, other):
    """x *= 2 and the like: an array in place."""
    if isinstance(value, ndarray) and sign in steps:
        return in_place(steps[sign], value, other)
    other = as_divisor(other) if sign in ("/", "//") else other
    return eval("value " + sign + " other", {"value": value, "other": other})


def among(function):
    """max, min or sorted, of numbers out of arrays and others mixed."""

    def chosen(*values, key=None, **other):
        rank = as_left if key is None else lambda value: as_left(key(value))
        return function(*values, key=rank, **other)

    return chosen


def rounded(value, digits=None):
    if digits is None or not isinstance(value, (float, float64)):
        return round(value) if digits is None else round(value, digits)
    exact = float("%.*f" % (digits, float(value))) if digits >= 0 else round(float(value), digits)
    return float64(exact) if isinstance(value, float64) else exact


NAMES = {
    "_as_one": as_one,
    "_as_text": as_text,
    "_as_left": as_left,
    "_as_right": as_one,
    "_as_divisor": as_divisor,
    "_as_changed": as_changed,
    "input": no_input,
    "max": among(max),
    "min": among(min),
    "sorted": among(sorted),
    "round": rounded,
}


def parted(case):
    """The lines of a case before its last statement, and that one."""
    lines = case.split("\n")
    last = len(lines) - 1
    while lines[last][:1] in (" ", ")", "]", "}", ""):
        last -= 1
    return "\n".join(lines[:last]), "\n".join(lines[last:])


def outcome(case, name, program, like, lines):
    given, at = [], ["before"]

    def call(*arguments):
        given.extend(arguments)
        at[0] = "within"
        value = program(*arguments)
        at[0] = "after"
        return value

    space = {"np": np, name: call}
    space.update(NAMES)
    before, last = parted(case)
    made = {"kind": "value", "parts": {}, "text": "", "line": "", "note": ""}
    try:
        exec(before, space)
        value = eval(last, space)
        if value is Ellipsis:
            raise NotImplementedError
        made["parts"] = parts(value, like)
        made["note"] = lenient(value, like) if like else ""
    except Odd as odd:
        made["kind"], made["text"] = "odd", odd.args[0]
    except NotImplementedError:
        made["kind"] = "not written"
    except BaseException as error:
        what, line = described(error, lines)
        made["kind"], made["text"], made["line"] = "raised", what, line
        entered = line or at[0] != "within" or type(program).__name__ not in FUNCTIONS
        if isinstance(error, TypeError) and not entered:
            made["kind"], made["text"] = "call", parameters("\n".join(lines), name)
    made["arguments"] = [packed(one) for one in arrays(given, case)]
    made["parts"] = {key: packed(one) for key, one in made["parts"].items()}
    return made


def parameters(text, name):
    start = text.rfind("def " + name + "(")
    end = text.find("):", start)
    if start < 0 or end < 0:
        return "other arguments"
    return " ".join(text[start + 4 + len(name) : end + 1].split())[:LONGEST_TEXT]


def packed(array):
    values = [float(v) for v in array._values()]
    known = [v if abs(v) < np.inf else shortest(v) for v in values]  # JSON has no nan
    return {"shape": list(array.shape), "data": known}


def arrays(given, case):
    """The arrays among arguments, and in dicts among them: there in the order of the case's text,
    since a dict of MicroPython's has none."""
    found = []
    for one in given:
        if isinstance(one, dict):
            keys = sorted(one, key=lambda key: case.find('"' + str(key) + '"') % 2**20)
            found += [one[key] for key in keys]
        else:
            found.append(one)
    return [one for one in found if isinstance(one, ndarray)]


# ---- Values: nnbook.exercises._values


def parts(value, like):
    several = is_several(value) if like is None else "" not in like
    if not several:
        return {"": as_array(value)}
    if isinstance(value, dict):
        found = {'["' + str(key) + '"]': one for key, one in list(value.items())[:20]}
    elif isinstance(value, (tuple, list)):
        found = {"[" + str(k) + "]": one for k, one in enumerate(value[:20])}
    else:
        raise Odd(kind_of(value))
    for name in like or ():
        if name not in found:
            raise Odd(kind_of(value) + " without " + name)
    for name in found:
        if like is not None and name not in like:
            raise Odd(kind_of(value) + " with " + name)
    return {name: as_array(one) for name, one in found.items()}


def is_several(value):
    in_list = isinstance(value, list) and any([isinstance(one, ndarray) for one in value])
    return in_list or isinstance(value, (tuple, dict))


def as_array(value):
    if value is None or isinstance(value, (str, bytes, dict, set)):
        raise Odd(kind_of(value))
    try:
        array = np.array(value)
    except ValueError:
        raise Odd(kind_of(value) + " that is no array")
    except TypeError:  # of other things than numbers
        raise Odd(kind_of(value))
    if array.size > LARGEST:
        raise Odd("an array of shape " + str(array.shape))
    return array


def kind_of(value):
    if value is None or value is Ellipsis:
        return str(value)
    if isinstance(value, ndarray):
        return "an array of dtype " + str(value.dtype)
    name = type(value).__name__[:60]
    return ("an " if name[:1].lower() in "aeiou" else "a ") + name


def lenient(value, like):
    if "" in like and like[""] and not isinstance(value, ndarray):
        kind = kind_of(value)
        return kind[:1].upper() + kind[1:] + " of the right numbers was taken for the array."
    return ""


# ---- Errors


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
