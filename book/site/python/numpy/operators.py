"""Arithmetic of arrays and of numbers out of arrays, number by number as NumPy does it."""

import math

from .arrays import asarray, expanded, finished, ndarray, number
from .scalars import RANK, DType, UFuncTypeError, absent, cast, float64
from .shapes import broadcast, told
from .steps import (
    add,
    bitwise_and,
    bitwise_or,
    bitwise_xor,
    divide,
    equal,
    floor_divide,
    greater,
    greater_equal,
    less,
    less_equal,
    logical_and,
    logical_or,
    maximum,
    minimum,
    multiply,
    not_equal,
    power,
    remainder,
    subtract,
)


def truth(name):
    return TypeError(
        "numpy boolean " + name + ", the `-` operator, is not supported, use the bitwise_xor, "
        "the `^` operator, or the logical_xor function instead."
    )


# By their signs, for what stands left of `=` (see forms.py).
steps = {
    "*": multiply, "/": divide, "//": floor_divide, "%": remainder, "**": power,
    "&": bitwise_and, "|": bitwise_or, "^": bitwise_xor,
}  # fmt: skip
COMPARE = (less, less_equal, greater, greater_equal, equal, not_equal)
LOGIC = (logical_and, logical_or)
BITS = (bitwise_and, bitwise_or, bitwise_xor)


def result_kind(name, one, other):
    """The kind of what an operation gives, and the one in which it is done."""
    kind = one if RANK[one] > RANK[other] else other
    if name == "divide":
        return "float64"
    if kind == "bool":
        if name == "subtract":
            raise truth("subtract")
        if name in ("power", "floor_divide", "remainder"):
            return "int64"
    return kind


class Zero:
    """A number out of an array that is 0, where something is divided by it.

    MicroPython would take a float64 for a float there, if what is divided is one, and raise.
    """

    def __rtruediv__(self, value):
        return float64(value) / 0.0

    def __rfloordiv__(self, value):
        return float64(value) // 0.0


def given(value):
    """An operand as an array; None for what is none."""
    if isinstance(value, Zero):
        return asarray(0.0)
    if isinstance(value, ndarray):
        return value
    if isinstance(value, (int, float, float64, list, tuple, range)):
        return asarray(value)
    return None


def binary(step, one, other):
    """An operation on every two numbers of two arrays."""
    name = step.__name__
    a, b = given(one), given(other)
    if a is None or b is None:
        if step in (equal, not_equal) and (a is not None or b is not None):
            known = a if b is None else b
            values = [step is not_equal] * known.size
            return finished(values, known._shape, "bool")
        names = [type(v).__name__ if given(v) is None else "array" for v in (one, other)]
        raise UFuncTypeError("ufunc '" + name + "' takes no " + " and ".join(names))
    if step in BITS and "float64" in (a._kind, b._kind):
        raise TypeError("ufunc '" + name + "' not supported for the input types")
    shape = a._shape if a._shape == b._shape else broadcast(a._shape, b._shape)
    x, y = expanded(a, shape), expanded(b, shape)
    if step in COMPARE or step in LOGIC:
        kind = "bool"
    else:
        kind = result_kind(name, a._kind, b._kind)
        if kind == "float64":  # an integer may be too large for what comes
            x = x if a._kind == kind else cast(x, kind)
            y = y if b._kind == kind else cast(y, kind)
        elif kind == "int64" and "bool" in (a._kind, b._kind):
            x, y = cast(x, kind), cast(y, kind)
        elif kind == "bool" and step in (add, multiply):
            step = logical_or if step is add else logical_and
    values = [step(p, q) for p, q in zip(x, y)]
    if kind == "bool" and step in BITS:  # MicroPython makes a number of True & True
        values = cast(values, kind)
    made = ndarray(values, shape, kind)
    return made if shape else number(made)


def in_place(step, one, other):
    """The same, into the array itself."""
    added = given(other)
    kind = one._kind if added is None else result_kind(step.__name__, one._kind, added._kind)
    if RANK[kind] > RANK[one._kind]:
        raise UFuncTypeError(
            "Cannot cast ufunc '" + step.__name__ + "' output from "
            + repr(DType(kind)) + " to " + repr(one.dtype) + " with casting rule 'same_kind'"
        )  # fmt: skip
    made = asarray(binary(step, one, other))
    if made._shape != one._shape:
        raise ValueError(
            "non-broadcastable output operand with shape " + told(one._shape)
            + " doesn't match the broadcast shape " + told(made._shape)
        )  # fmt: skip
    one[...] = made
    return one


def scalar(step, one, other):
    """The same on a number out of an array: most often with another number."""
    if isinstance(other, float64):
        other = other.number
    elif isinstance(other, Zero):
        other = 0.0
    if isinstance(other, (float, int)):
        value = step(one.number, other + 0.0)
        return value if step in COMPARE else float64(value)
    if other is None and step in (equal, not_equal):
        return step is not_equal
    return binary(step, one, other)


def turned(step, one, other):
    """The same with the operands the other way round."""
    if isinstance(one, float64) and isinstance(other, (float, int)):
        return float64(step(other + 0.0, one.number))
    return binary(step, other, one)


def matmul(one, other):
    a, b = given(one), given(other)
    if a is None or b is None or not a._shape or not b._shape:
        raise ValueError("matmul: an operand has no dimensions, or is no array")
    if a.ndim > 2 or b.ndim > 2:
        raise ValueError(absent("a product of arrays of more than two dimensions"))
    inner, rows = a._shape[-1], b._shape[0]
    if inner != rows:
        raise ValueError(
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc "
            "signature (n?,k),(k,m?)->(n?,m?) (size " + str(rows) + " is different from "
            + str(inner) + ")"
        )  # fmt: skip
    return products(a, b)


def products(a, b):
    """Sums of products along the last axis of one array and the first of another."""
    left = [a._shape[0]] if a.ndim == 2 else []
    right = [b._shape[1]] if b.ndim == 2 else []
    inner = a._shape[-1]
    kind = a._kind if RANK[a._kind] > RANK[b._kind] else b._kind
    start = 0.0 if kind == "float64" else 0
    x, y = a._values(), b._values()
    rows = [x[k * inner : (k + 1) * inner] for k in range(left[0] if left else 1)]
    count = right[0] if right else 1
    columns = [y[k::count] for k in range(count)]
    values = []
    for row in rows:
        for column in columns:
            total = start
            for p, q in zip(row, column):
                total += p * q
            values.append(total)
    made = ndarray(cast(values, kind), tuple(left + right), kind)
    return made if made._shape else number(made)


def dot(one, other):
    a, b = asarray(one), asarray(other)
    if not a._shape or not b._shape:
        return binary(multiply, a, b)
    if a.ndim > 2 or b.ndim > 2:
        raise ValueError(absent("dot of arrays of more than two dimensions"))
    if a._shape[-1] != b._shape[0]:
        raise ValueError(
            "shapes " + told(a._shape) + " and " + told(b._shape)
            + " not aligned: " + str(a._shape[-1]) + " (dim " + str(a.ndim - 1) + ") != "
            + str(b._shape[0]) + " (dim 0)"
        )  # fmt: skip
    return products(a, b)


def _take_part():
    """Give arrays and numbers their operators."""
    named = {
        "add": add, "sub": subtract, "mul": multiply, "truediv": divide, "mod": remainder,
        "floordiv": floor_divide, "pow": power, "and": bitwise_and, "or": bitwise_or,
        "xor": bitwise_xor,
    }  # fmt: skip
    compared = {
        "lt": less, "le": less_equal, "gt": greater, "ge": greater_equal, "eq": equal,
        "ne": not_equal,
    }  # fmt: skip

    def bind(cls, name, act, step):
        setattr(cls, "__" + name + "__", lambda self, other: act(step, self, other))

    for name, step in named.items():
        bind(ndarray, name, binary, step)
        bind(ndarray, "r" + name, turned, step)
        bind(ndarray, "i" + name, in_place, step)
        bind(float64, name, scalar, step)
        bind(float64, "r" + name, turned, step)
    for name, step in compared.items():
        bind(ndarray, name, binary, step)
        bind(float64, name, scalar, step)
    ndarray.__matmul__ = matmul
    ndarray.__rmatmul__ = lambda self, other: matmul(other, self)


_take_part()
