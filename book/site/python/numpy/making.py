"""New arrays: out of nothing, or out of others."""

from .arrays import array, asarray, expanded, finished, ndarray, nothing_more, slice_all, slices
from .elementwise import around, clip
from .indices import nonzero
from .operators import binary, dot, equal, multiply
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
from .scalars import RANK, absent, cast, dtype_name, inf, kind_of, plain
from .shapes import as_shape, axis_of, broadcast, product, told


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


class ndindex:
    def __init__(self, *shape):
        self._shape = as_shape(shape[0] if len(shape) == 1 else shape)
        self._at = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self._at >= product(self._shape):
            raise StopIteration
        index, rest = [], self._at
        for n in reversed(self._shape):
            index.insert(0, rest % n)
            rest //= n
        self._at += 1
        return tuple(index)


def ndenumerate(given):
    given = asarray(given)
    return [(index, given[index]) for index in ndindex(*given._shape)]


class nditer:
    """As it is used to visit each entry: with finished, multi_index and iternext."""

    def __init__(self, given, flags=(), op_flags=(), **other):
        nothing_more("nditer", other)
        self._given = asarray(given)
        self._all = list(ndindex(*self._given._shape))
        self._at = 0

    @property
    def finished(self):
        return self._at >= len(self._all)

    @property
    def multi_index(self):
        return self._all[self._at]

    def iternext(self):
        self._at += 1
        return not self.finished

    def __getitem__(self, key):
        index = self._all[self._at]
        return self._given[tuple([_one(k) for k in index])]

    def __iter__(self):
        while not self.finished:
            yield self._given[tuple([_one(k) for k in self._all[self._at]])].reshape(())
            self._at += 1


def _one(k):
    """A slice of length one, so that what it picks is a view."""
    return slices[k : k + 1]


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    def close(p, q):
        if p != p or q != q:
            return equal_nan and p != p and q != q
        return p == q or (abs(q) != inf and abs(p - q) <= atol + rtol * abs(q))

    a, b = asarray(a), asarray(b)
    shape = broadcast(a._shape, b._shape)
    pairs = zip(expanded(a, shape), expanded(b, shape))
    return finished([bool(close(p, q)) for p, q in pairs], shape, "bool")


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    return bool(all_of(isclose(a, b, rtol, atol, equal_nan)))


def array_equal(a, b):
    a, b = asarray(a), asarray(b)
    return a._shape == b._shape and bool(all_of(binary(equal, a, b)))


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
