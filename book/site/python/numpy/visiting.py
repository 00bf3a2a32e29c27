"""Entry by entry: through an array, and through two of them to compare."""

from .arrays import asarray, expanded, finished, nothing_more, slices
from .operators import binary, equal
from .reductions import all_of
from .scalars import inf
from .shapes import as_shape, broadcast, product


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
