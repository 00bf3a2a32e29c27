"""Functions that go number by number."""

import math

from . import operators
from .arrays import asarray, expanded, finished, ndarray, nothing_more
from .indices import nonzero
from .operators import binary
from .scalars import RANK, cast, inf, nan
from .shapes import broadcast


def _binary(step):
    def ufunc(a, b, **other):
        nothing_more(step.__name__, other)
        return binary(step, a, b)

    return ufunc


add, subtract, multiply = [
    _binary(s) for s in (operators.add, operators.subtract, operators.multiply)
]
divide = _binary(operators.divide)
floor_divide, mod, power = [
    _binary(s) for s in (operators.floor_divide, operators.remainder, operators.power)
]
remainder = mod
maximum, minimum = _binary(operators.maximum), _binary(operators.minimum)
equal, not_equal, less, less_equal, greater, greater_equal = [
    _binary(s)
    for s in (
        operators.equal, operators.not_equal, operators.less, operators.less_equal,
        operators.greater, operators.greater_equal,
    )
]  # fmt: skip
logical_and, logical_or = _binary(operators.logical_and), _binary(operators.logical_or)


def _guarded(step, beyond):
    """A function of one float, where Python's raises an error with what NumPy gives."""

    def guarded(value):
        try:
            return step(value)
        except (ValueError, OverflowError, ZeroDivisionError):
            return beyond(value)

    return guarded


def _sign(value):
    return value if value != value else (value > 0) - (value < 0)


def _log_beyond(value):
    return -inf if value == 0 else nan


def _unary(name, step, kind="float64"):
    def ufunc(given, **other):
        nothing_more(name, other)
        given = operators.given(given)
        if given is None:
            raise TypeError("ufunc '" + name + "' not supported for the input types")
        made = given._kind if kind is None else kind
        values = given._values()
        if kind == "float64" and given._kind != kind:
            values = cast(values, kind)
        return finished(cast([step(v) for v in values], made), given._shape, made)

    return ufunc


exp = _unary("exp", _guarded(math.exp, lambda v: inf if v > 0 else 0.0))
expm1 = _unary("expm1", _guarded(math.expm1, lambda v: inf if v > 0 else -1.0))
log = _unary("log", _guarded(math.log, _log_beyond))
log2 = _unary("log2", _guarded(math.log2, _log_beyond))
log10 = _unary("log10", _guarded(math.log10, _log_beyond))
log1p = _unary(
    "log1p", _guarded(lambda v: v if v == 0 else _log1p(v), lambda v: -inf if v == -1 else nan)
)
sqrt = _unary("sqrt", _guarded(math.sqrt, lambda v: nan))
sin, cos, tan = [
    _unary(name, _guarded(getattr(math, name), lambda v: nan)) for name in ("sin", "cos", "tan")
]
tanh = _unary("tanh", math.tanh)
isnan = _unary("isnan", lambda v: v != v, "bool")
isinf = _unary("isinf", lambda v: abs(v) == inf, "bool")
isfinite = _unary("isfinite", lambda v: v == v and abs(v) != inf, "bool")
logical_not = _unary("logical_not", lambda v: not v, "bool")
absolute = _unary("absolute", abs, None)
sign = _unary("sign", _sign, None)
floor = _unary("floor", lambda v: math.copysign(math.floor(v), v) if _between(v) else v, None)
ceil = _unary("ceil", lambda v: math.copysign(math.ceil(v), v) if _between(v) else v, None)
square = _unary("square", lambda v: v * v, None)


def _between(value):
    """Whether a float lies between two whole numbers."""
    return value == value and value not in (inf, -inf) and value % 1 != 0


def _log1p(value):
    """Exact also where 1 + value is not (Higham 2002, section 1.14.1)."""
    more = 1.0 + value
    if more == inf:
        return inf
    return value if more == 1.0 else math.log(more) * value / (more - 1.0)


def negative(given):
    given = operators.given(given)
    if given._kind == "bool":
        raise TypeError(
            "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator "
            "or the logical_not function instead."
        )
    return finished([-v for v in given._values()], given._shape, given._kind)


def _inverted(given):
    if given._kind == "float64":
        raise TypeError("ufunc 'invert' not supported for the input types")
    values = [not v if given._kind == "bool" else ~v for v in given._values()]
    return finished(values, given._shape, given._kind)


ndarray.__neg__ = negative
ndarray.__pos__ = lambda self: self.copy()
ndarray.__abs__ = lambda self: absolute(self)
ndarray.__invert__ = _inverted


def around(given, decimals=0):
    given = asarray(given)
    if given._kind != "float64":
        return given.copy()
    scale = 10.0 ** (decimals if decimals >= 0 else -decimals)

    def one(v):
        if v != v or v in (inf, -inf):
            return v
        return _nearest(v * scale) / scale if decimals >= 0 else _nearest(v / scale) * scale

    return finished([one(v) for v in given._values()], given._shape, "float64")


def _nearest(value):
    """The whole number next to a float, of two the even one."""
    if value in (inf, -inf) or not value % 1:
        return value
    below = math.floor(value)
    up = value - below > 0.5 or (value - below == 0.5 and below % 2)
    return math.copysign(float(below + 1 if up else below), value)


def clip(given, a_min=None, a_max=None):
    made = asarray(given)
    made = made if a_min is None else binary(operators.maximum, made, a_min)
    return made if a_max is None else binary(operators.minimum, made, a_max)


def where(condition, *both):
    if not both:
        return nonzero(asarray(condition))
    chosen, one, other = asarray(condition), asarray(both[0]), asarray(both[1])
    shape = broadcast(chosen._shape, one._shape, other._shape)
    kind = max([one._kind, other._kind], key=lambda k: RANK[k])
    parts = [expanded(part, shape) for part in (chosen, one, other)]
    values = [p if c else q for c, p, q in zip(*parts)]
    return finished(cast(values, kind), shape, kind)
