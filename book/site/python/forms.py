"""What MicroPython's own numbers and functions know nothing of: see source.mjs."""

from numpy.arrays import ndarray
from numpy.operators import Zero, in_place, steps
from numpy.scalars import float64
from numpy.shown import shortest

LONGEST_OUTPUT = 2000


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
