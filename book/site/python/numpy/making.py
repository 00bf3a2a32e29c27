"""New arrays: out of nothing, or out of others."""

from .arrays import array, asarray, expanded, ndarray, nothing_more, slice_all
from .elementwise import around, clip
from .indices import nonzero
from .operators import binary, dot, multiply
from .reductions import (
    all_of,
    amax,
    amin,
    any_of,
    argmax,
    argmin,
    cumsum,
    mean,
    prod,
    std,
    total,
    var,
)  # fmt: skip
from .scalars import RANK, absent, cast, dtype_name, kind_of, plain
from .shapes import as_shape, axis_of, product, told


def full(shape, value, dtype=None, **other):
    nothing_more("full", other)
    kind = kind_of(value) if dtype is None else dtype_name(dtype)
    shape = as_shape(shape)
    if any([n < 0 for n in shape]):
        raise ValueError("negative dimensions are not allowed")
    return ndarray(cast([plain(value)], kind) * product(shape), shape, kind)


def zeros(shape, dtype=float, **other):
    return full(shape, 0, dtype, **other)


def ones(shape, dtype=float, **other):
    return full(shape, 1, dtype, **other)


empty = zeros


def full_like(given, value, dtype=None, **other):
    given = asarray(given)
    return full(given._shape, value, dtype or given._kind, **other)


def zeros_like(given, dtype=None, **other):
    return full_like(given, 0, dtype, **other)


def ones_like(given, dtype=None, **other):
    return full_like(given, 1, dtype, **other)


empty_like = zeros_like


def eye(n, m=None, k=0, dtype=float, **other):
    nothing_more("eye", other)
    m = n if m is None else m
    values = [int(j - i == k) for i in range(n) for j in range(m)]
    return ndarray(cast(values, dtype_name(dtype)), (n, m), dtype_name(dtype))


def identity(n, dtype=float):
    return eye(n, dtype=dtype)


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    start, stop, step = plain(start), plain(stop), plain(step)
    whole = all([isinstance(one, int) for one in (start, stop, step)])
    count = max(0, -int(-(stop - start) // step))
    delta = (start + step) - start  # as NumPy, which fills up from the first two
    values = [start + k * delta for k in range(count)]
    kind = dtype_name(dtype) if dtype is not None else "int64" if whole else "float64"
    return ndarray(cast(values, kind), (count,), kind)


def linspace(start, stop, num=50, endpoint=True, **other):
    nothing_more("linspace", other)
    start, stop = float(start), float(stop)
    parts = num - 1 if endpoint else num
    step = (stop - start) / parts if parts else 0.0
    values = [k * step + start for k in range(num)]
    if endpoint and num > 1:
        values[-1] = stop
    return ndarray(values, (num,), "float64")


def outer(a, b):
    return binary(multiply, asarray(a).reshape(-1, 1), asarray(b).reshape(-1))


def diag(given, k=0):
    given = asarray(given)
    if k or given.ndim not in (1, 2):
        raise ValueError(absent("diag beside the main diagonal"))
    n = min(given._shape)
    if given.ndim == 2:
        return given[arange(n), arange(n)]
    made = zeros((n, n), given._kind)
    made[arange(n), arange(n)] = given
    return made


def concatenate(parts, axis=0):
    parts = [asarray(one) for one in parts]
    if not parts:
        raise ValueError("need at least one array to concatenate")
    if not parts[0]._shape:
        raise ValueError("zero-dimensional arrays cannot be concatenated")
    axis = axis_of(axis, parts[0].ndim)
    others = [one._shape[:axis] + one._shape[axis + 1 :] for one in parts]
    if any([one != others[0] for one in others]):
        raise ValueError(
            "all the input array dimensions except for the concatenation axis must match exactly"
        )
    kind = max([one._kind for one in parts], key=lambda k: RANK[k])
    length = sum([one._shape[axis] for one in parts])
    shape = parts[0]._shape[:axis] + (length,) + parts[0]._shape[axis + 1 :]
    made, start = zeros(shape, kind), 0
    for one in parts:
        key = [slice_all] * axis + [arange(start, start + one._shape[axis])]
        made[tuple(key)] = one
        start += one._shape[axis]
    return made


def stack(parts, axis=0):
    parts = [asarray(one) for one in parts]
    if any([one._shape != parts[0]._shape for one in parts]):
        raise ValueError("all input arrays must have the same shape")
    return concatenate([expand_dims(one, axis) for one in parts], axis)


def vstack(parts):
    return concatenate([atleast_2d(one) for one in parts])


def hstack(parts):
    parts = [asarray(one).reshape(-1) if not asarray(one)._shape else asarray(one)
             for one in parts]  # fmt: skip
    return concatenate(parts, 0 if parts[0].ndim == 1 else 1)


def atleast_2d(given):
    given = asarray(given)
    return given if given.ndim >= 2 else given.reshape(1, -1)


def expand_dims(given, axis):
    given = asarray(given)
    axis = axis_of(axis, given.ndim + 1)
    return given[tuple([slice_all] * axis + [None])]


def broadcast_to(given, shape):
    given, shape = asarray(given), as_shape(shape)
    text = (
        "operands could not be broadcast together with remapped shapes [original->remapped]: "
        + told(given._shape) + " and requested shape " + told(shape)
    )  # fmt: skip
    return ndarray(list(expanded(given, shape, text)), shape, given._kind)


def tile(given, times):
    given, times = asarray(given), as_shape(times)
    ndim = max(given.ndim, len(times))
    times = (1,) * (ndim - len(times)) + times
    made = given.reshape((1,) * (ndim - given.ndim) + given._shape)
    for axis, n in enumerate(times):
        made = concatenate([made] * n, axis) if n else made[(slice_all,) * axis + ([],)]
    return made.copy()


def repeat(given, times, axis=None):
    given = asarray(given)
    if axis is None:
        given, axis = given.reshape(-1), 0
    key = [k for k in range(given._shape[axis_of(axis, given.ndim)]) for _ in range(times)]
    return given[(slice_all,) * axis_of(axis, given.ndim) + (array(key, int),)]


def ravel(given):
    return asarray(given).ravel()


def reshape(given, shape):
    return asarray(given).reshape(shape)


def transpose(given, axes=None):
    return asarray(given).transpose(axes)


def squeeze(given, axis=None):
    return asarray(given).squeeze(axis)


def copy(given):
    return asarray(given).copy()


def ndim(given):
    return asarray(given).ndim


def shape(given):
    return asarray(given).shape


def size(given):
    return asarray(given).size


class errstate:
    """Here nothing warns, so there is nothing to set."""

    def __init__(self, **kinds):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


def _methods():
    """Give arrays as methods what is there as functions."""
    named = {
        "sum": total, "mean": mean, "max": amax, "min": amin, "argmax": argmax, "argmin": argmin,
        "any": any_of, "all": all_of, "prod": prod, "var": var, "std": std, "cumsum": cumsum,
        "round": around, "clip": clip, "dot": dot, "repeat": repeat, "nonzero": nonzero,
    }  # fmt: skip

    def bind(name, act):
        setattr(ndarray, name, lambda self, *a, **k: act(self, *a, **k))

    for name, act in named.items():
        bind(name, act)


_methods()
