"""A small part of NumPy, for the coding exercises in the book's pages.

The names are NumPy's, and some of them Python's too: no function stands here, so that none
takes the one for the other.
"""

import math as _math

from .arrays import array, asarray, ndarray
from .elementwise import (
    absolute,
    add,
    around,
    ceil,
    clip,
    cos,
    divide,
    equal,
    exp,
    expm1,
    floor,
    floor_divide,
    greater,
    greater_equal,
    isfinite,
    isinf,
    isnan,
    less,
    less_equal,
    log,
    log1p,
    log2,
    log10,
    logical_and,
    logical_not,
    logical_or,
    maximum,
    minimum,
    multiply,
    negative,
    not_equal,
    power,
    remainder,
    sign,
    sin,
    sqrt,
    square,
    subtract,
    tan,
    tanh,
    where,
)  # fmt: skip
from .elementwise import absolute as abs
from .elementwise import around as round
from .indices import nonzero
from .making import (
    arange,
    atleast_2d,
    broadcast_to,
    concatenate,
    copy,
    diag,
    empty,
    empty_like,
    errstate,
    expand_dims,
    eye,
    full,
    full_like,
    hstack,
    identity,
    linspace,
    ndim,
    ones,
    ones_like,
    outer,
    ravel,
    repeat,
    reshape,
    shape,
    size,
    squeeze,
    stack,
    tile,
    transpose,
    vstack,
    zeros,
    zeros_like,
)  # fmt: skip
from .operators import dot, matmul
from .reductions import all_of as all
from .reductions import amax, amin, argmax, argmin, cumsum, mean, norm, prod, std, var
from .reductions import amax as max
from .reductions import amin as min
from .reductions import any_of as any
from .reductions import total as sum
from .scalars import AxisError, float64, inf, nan
from .scalars import absent as _absent
from .visiting import allclose, array_equal, isclose, ndenumerate, ndindex, nditer

pi, e, newaxis = _math.pi, _math.e, None
int64, int_, bool_ = int, int, bool
mod = remainder


class linalg:
    norm = norm


class exceptions:
    AxisError = AxisError


def __getattr__(name):
    if name[:2] == "__":
        raise AttributeError(name)
    raise AttributeError(_absent("np." + name))
