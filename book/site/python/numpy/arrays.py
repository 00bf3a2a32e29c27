"""Arrays for MicroPython that behave like NumPy's: shapes, views, broadcasting, indices.

What is here does what NumPy does (tests/test_python_arrays.py holds it to that); what is not here
says so. It runs in CPython as well.
"""

from .scalars import RANK, DType, absent, cast, dtype_name, float64, kind_of, plain
from .shapes import as_shape, axis_of, contiguous, nested, places, product, told
from .shown import array_repr, array_str


class ndarray:
    """An array: a list of numbers that several may share, and where in it this one's stand."""

    def __init__(self, data, shape, kind, offset=0, steps=None):
        self._data, self._shape, self._kind = data, shape, kind
        self._offset, self._steps = offset, steps

    # ---- What it is

    def _get_shape(self):
        return self._shape

    def _set_shape(self, shape):
        new = self.reshape(shape)
        if new._data is not self._data:
            raise AttributeError("incompatible shape for in-place modification")
        self._shape, self._steps, self._offset = new._shape, new._steps, new._offset

    shape = property(_get_shape, _set_shape)

    @property
    def size(self):
        return product(self._shape)

    @property
    def ndim(self):
        return len(self._shape)

    @property
    def dtype(self):
        return DType(self._kind)

    @property
    def T(self):
        return self.transpose()

    @property
    def flat(self):
        return iter(self.reshape(-1))

    def _all_steps(self):
        return contiguous(self._shape) if self._steps is None else self._steps

    def _places(self):
        return places(self._shape, self._all_steps(), self._offset)

    def _values(self):
        """All numbers in order. Not to be changed: it may be the array's own list."""
        if self._steps is None:
            if len(self._data) == self.size:
                return self._data
            return self._data[self._offset : self._offset + self.size]
        data = self._data
        return [data[k] for k in self._places()]

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        raise AttributeError(absent("ndarray." + name))

    def __len__(self):
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]

    def __iter__(self):
        if not self._shape:
            raise TypeError("iteration over a 0-d array")
        return iter([self[k] for k in range(self._shape[0])])

    def __contains__(self, value):
        return any((self == value)._values())

    # No __float__: MicroPython would ask for it in 2.0 * array.
    def __bool__(self):
        if self.size != 1:
            raise ValueError(
                "The truth value of an array with more than one element is ambiguous. "
                "Use a.any() or a.all()"
            )
        return bool(self._values()[0])

    def __index__(self):
        if self._shape or self._kind != "int64":
            raise TypeError("only integer scalar arrays can be converted to a scalar index")
        return self._values()[0]

    def __str__(self):
        return array_str(self._values(), self._shape, self._kind)

    def __repr__(self):
        return array_repr(self._values(), self._shape, self._kind)

    def __hash__(self):
        raise TypeError("unhashable type: 'numpy.ndarray'")

    # ---- Its parts

    def __getitem__(self, key):
        found, shape = select(self, key)
        if shape is None:
            return found if found._shape or is_ellipsis(key) else number(found)
        data = self._data
        return ndarray([data[k] for k in found], shape, self._kind)

    def __setitem__(self, key, value):
        found, shape = select(self, key)
        value = asarray(value)
        mask = isinstance(key, ndarray) and key._kind == "bool" and key.ndim == self.ndim
        if mask and value.ndim > 1:
            raise TypeError(
                "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, "
                "input has " + str(value.ndim) + " dimensions"
            )
        if shape is None:
            found, shape = found._places(), found._shape
            # Of an array with one element NumPy takes the truth, but no number.
            one_truth = self._kind == "bool" and value.size == 1
            if not shape and value._shape and not is_ellipsis(key) and not one_truth:
                raise ValueError("setting an array element with a sequence.")
        if shape == () and value.size == 1:
            values = value._values()
        else:
            values = expanded(value, shape, "could not broadcast input array from shape "
                              + told(value._shape) + " into shape " + told(shape))  # fmt: skip
        if value._kind != self._kind:
            values = cast(values, self._kind)
        elif values is self._data:
            values = list(values)
        data = self._data
        for place, one in zip(found, values):
            data[place] = one

    # ---- Other forms of it

    def copy(self):
        return ndarray(list(self._values()), self._shape, self._kind)

    def astype(self, dtype):
        return ndarray(cast(self._values(), dtype_name(dtype)), self._shape, dtype_name(dtype))

    def tolist(self):
        return nested(self._values(), self._shape)

    def item(self, *index):
        if index:
            return plain(self[index if len(index) > 1 else index[0]])
        if self.size != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._values()[0]

    def fill(self, value):
        self[...] = value

    def reshape(self, *shape):
        shape = as_shape(shape if len(shape) != 1 else shape[0])
        given = product([n for n in shape if n != -1])
        if -1 in shape and given and self.size % given == 0:
            shape = tuple([self.size // given if n == -1 else n for n in shape])
        if product(shape) != self.size or -1 in shape:
            raise ValueError(
                "cannot reshape array of size " + str(self.size) + " into shape " + told(shape)
            )
        if self._steps is None:
            return ndarray(self._data, shape, self._kind, self._offset)
        return ndarray(self._values(), shape, self._kind)

    def ravel(self):
        return self.reshape(-1)

    def flatten(self):
        return self.copy().reshape(-1)

    def transpose(self, *axes):
        axes = axes[0] if len(axes) == 1 else axes
        n = self.ndim
        axes = range(n - 1, -1, -1) if axes in ((), None) else [axis_of(k, n) for k in axes]
        if len(axes) != n or len(set(axes)) != n:
            raise ValueError("axes don't match array")
        steps = self._all_steps()
        shape = tuple([self._shape[k] for k in axes])
        return ndarray(self._data, shape, self._kind, self._offset, tuple([steps[k] for k in axes]))

    def squeeze(self, axis=None):
        axes = [k for k, n in enumerate(self._shape) if n == 1] if axis is None else [axis]
        axes = [axis_of(k, self.ndim) for k in axes]
        if any([self._shape[k] != 1 for k in axes]):
            raise ValueError("cannot select an axis to squeeze out which has size not equal to one")
        return self[tuple([0 if k in axes else slice_all for k in range(self.ndim)])]


class _Slices:
    def __getitem__(self, key):
        return key


slices = _Slices()  # MicroPython's slice() can't be called
slice_all = slices[:]


# ---- Helpers


def number(array):
    """A 0-d array as the number that NumPy gives in its place."""
    value = array._data[array._offset]
    return float64(value) if array._kind == "float64" else value


def _flatten(given, values):
    """Append the numbers of a nested list; return its shape."""
    if isinstance(given, ndarray):
        values.extend(given._values())
        return given._shape
    if not isinstance(given, (list, tuple, range)):
        kind_of(given)
        values.append(plain(given))
        return ()
    inner = None
    for one in given:
        shape = _flatten(one, values)
        if inner is not None and shape != inner:
            raise ValueError(
                "setting an array element with a sequence. The requested array has an "
                "inhomogeneous shape after " + str(min(len(shape), len(inner)) + 1)
                + " dimensions."
            )  # fmt: skip
        inner = shape
    return (len(given),) + (inner or ())


def array(given, dtype=None, **other):
    if other:
        raise TypeError(absent("array(" + next(iter(other)) + "=...)"))
    if isinstance(given, ndarray):
        return given.copy() if dtype is None else given.astype(dtype)
    values = []
    shape = _flatten(given, values)
    if dtype is None:
        kinds = [kind_of(one) for one in values]
        if not kinds and isinstance(given, (list, tuple)):  # arrays that hold no numbers
            kinds = [one._kind for one in given if isinstance(one, ndarray)]
        kind = max(kinds or ["float64"], key=lambda one: RANK[one])
    else:
        kind = dtype_name(dtype)
    return ndarray(cast(values, kind), shape, kind)


def asarray(given, dtype=None):
    if isinstance(given, ndarray) and (dtype is None or dtype_name(dtype) == given._kind):
        return given
    return array(given, dtype)


def expanded(given, shape, otherwise=None):
    """The numbers of an array, laid along a shape."""
    if given._shape == shape:
        return given._values()
    if given.size == 1 and len(given._shape) <= len(shape):
        return given._values() * product(shape)
    inner = given._shape
    while otherwise and len(inner) > len(shape) and inner[0] == 1:
        inner = inner[1:]  # an assignment drops axes of length 1
    dropped = len(given._shape) - len(inner)
    missing = len(shape) - len(inner)
    fits = missing >= 0 and all([n in (1, shape[missing + k]) for k, n in enumerate(inner)])
    if not fits:
        raise ValueError(otherwise)
    steps = given._all_steps()[dropped:]
    steps = (0,) * missing + tuple([0 if n == 1 else step for n, step in zip(inner, steps)])
    data = given._data
    return [data[k] for k in places(shape, steps, given._offset)]


def finished(values, shape, kind):
    made = ndarray(values, shape, kind)
    return made if shape else number(made)


# The names of arguments in NumPy; others are slips, and told as NumPy tells them.
OF_NUMPY = (
    "axis", "casting", "copy", "correction", "device", "dtype", "initial", "keepdims", "like",
    "mean", "mode", "ndmin", "order", "out", "retstep", "subok", "where",
)  # fmt: skip


def nothing_more(name, other):
    for one in other:
        if one in OF_NUMPY:
            raise TypeError(absent(name + "(" + one + "=...)"))
        raise TypeError(name + "() got an unexpected keyword argument '" + one + "'")


# It in turn needs what stands above.
from .indices import is_ellipsis, select  # noqa: E402
