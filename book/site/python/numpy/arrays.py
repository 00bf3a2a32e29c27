"""Arrays for MicroPython that behave like NumPy's: shapes, views, broadcasting, indices.

What is here does what NumPy does (tests/python holds it to that); what is not here says so.
It runs in CPython as well.
"""

import math

from .shown import array_repr, array_str, shortest

inf, nan = math.inf, math.nan
RANK = {"bool": 0, "int64": 1, "float64": 2}
BAD_INDEX = (
    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
    "boolean arrays are valid indices"
)


class AxisError(ValueError):
    pass


class UFuncTypeError(TypeError):
    pass


def absent(name):
    return (
        name + " is not in the small part of NumPy that this page brings. "
        "Run the chapter in Binder or Jupyter to use it."
    )


class DType:
    """The type of an array's numbers; equal to what NumPy's would be equal to."""

    def __init__(self, name):
        self.name, self.kind, self.itemsize = name, name[0], 1 if name == "bool" else 8

    def __eq__(self, other):
        try:
            return self.name == dtype_name(other)
        except TypeError:
            return False

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self.name)

    def __str__(self):
        return self.name

    def __repr__(self):
        return "dtype('" + self.name + "')"


class float64:
    """One number out of an array: unlike Python's float it is divided by 0 without an error."""

    def __init__(self, value=0.0):
        self.number = float(value)

    def __float__(self):
        return self.number

    def __int__(self):
        return int(self.number)

    def __bool__(self):
        return self.number != 0

    def __hash__(self):
        return hash(self.number)

    def __str__(self):
        return shortest(self.number)

    def __repr__(self):
        return "np.float64(" + shortest(self.number) + ")"

    def __format__(self, form):
        return ("{:" + form + "}").format(self.number)

    def __round__(self, digits=None):
        return float64(round(self.number, digits or 0)) if digits else round(self.number)

    def __getattr__(self, name):
        if name[:2] == "__":
            raise AttributeError(name)
        if name in ("tolist", "item"):
            return lambda: self.number
        if name not in "".join(NUMBER_NAMES).split():
            raise AttributeError("'numpy.float64' object has no attribute '" + name + "'")
        return getattr(asarray(self), name)

    def __getitem__(self, key):
        for one in key if isinstance(key, tuple) else (key,):
            if one is not None and one is not Ellipsis:
                raise IndexError("invalid index to scalar variable.")
        return asarray(self)[key]

    def __neg__(self):
        return float64(-self.number)

    def __pos__(self):
        return self

    def __abs__(self):
        return float64(abs(self.number))


NUMBER_NAMES = (
    "T all any argmax argmin astype clip copy cumsum dtype fill flatten max mean min ndim prod ",
    "ravel reshape round shape size squeeze std sum transpose var",
)


def dtype_name(dtype):
    if isinstance(dtype, DType):
        return dtype.name
    for name, known in (("float64", float), ("float64", float64), ("int64", int), ("bool", bool)):
        if dtype is known or dtype == name or dtype == known.__name__:
            return name
    raise TypeError(absent("dtype " + str(dtype)))


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
            if not shape and value._shape and not is_ellipsis(key):
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


def product(numbers):
    total = 1
    for one in numbers:
        total *= one
    return total


def told(shape):
    return "(" + ",".join([str(n) for n in shape]) + ("," if len(shape) == 1 else "") + ")"


def as_shape(shape):
    if isinstance(shape, ndarray):
        shape = shape.tolist()
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    for n in shape:
        if not isinstance(n, int):
            kind = "numpy.float64" if isinstance(n, float64) else type(n).__name__
            raise TypeError("'" + kind + "' object cannot be interpreted as an integer")
    return shape


def axis_of(axis, ndim):
    if not isinstance(axis, int):
        raise TypeError("'" + type(axis).__name__ + "' object cannot be interpreted as an integer")
    if not -ndim <= axis < ndim:
        raise AxisError(
            "axis " + str(axis) + " is out of bounds for array of dimension " + str(ndim)
        )
    return axis % ndim


def contiguous(shape):
    steps, step = [], 1
    for n in reversed(shape):
        steps.append(step)
        step *= n
    return tuple(reversed(steps))


def places(shape, steps, start=0):
    found = [start]
    for n, step in zip(shape, steps):
        found = [place + k * step for place in found for k in range(n)]
    return found


def nested(values, shape):
    if not shape:
        return values[0]
    if len(shape) == 1:
        return list(values)
    rest = shape[1:]
    size = product(rest)
    return [nested(values[k * size : (k + 1) * size], rest) for k in range(shape[0])]


def to_int(value):
    """A whole number of 64 bits; NumPy makes the lowest of what is none."""
    fits = value == value and -(2.0**63) <= value < 2.0**63
    return int(value) if fits else -(2**63)


def cast(values, kind):
    if kind == "float64":
        return [float(one) for one in values]
    if kind == "int64":
        return [to_int(one) for one in values]
    return [bool(one) for one in values]


def plain(value):
    return value.number if isinstance(value, float64) else value


def number(array):
    """A 0-d array as the number that NumPy gives in its place."""
    value = array._data[array._offset]
    return float64(value) if array._kind == "float64" else value


def kind_of(value):
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64"
    if isinstance(value, (float, float64)):
        return "float64"
    raise TypeError(absent("an array of " + type(value).__name__))


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


def broadcast(*shapes):
    ndim = max([len(shape) for shape in shapes])
    longer = [(1,) * (ndim - len(shape)) + shape for shape in shapes]
    made = []
    for sizes in zip(*longer):
        size = max(sizes) if 0 not in sizes else 0
        if any([n not in (1, size) for n in sizes]):
            raise ValueError(
                "operands could not be broadcast together with shapes "
                + " ".join([told(shape) for shape in shapes])
            )
        made.append(size)
    return tuple(made)


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


# ---- Indices


def is_ellipsis(key):
    return key is Ellipsis or (isinstance(key, tuple) and any([k is Ellipsis for k in key]))


def select(given, key):
    """What a key picks: a view and None, or places and the shape of what they make."""
    parts = _parts(given, key)
    fancy = any([isinstance(part, ndarray) for part in parts])
    steps, offset, axis = given._all_steps(), given._offset, 0
    dims, picked, at, last = [], [], None, None
    for part in parts:
        if part is None:
            dims.append((1, 0))
            continue
        size, step = given._shape[axis], steps[axis]
        if isinstance(part, slice):
            start, _, stride, length = _span(part, size)
            offset += start * step
            dims.append((length, stride * step))
        elif fancy:
            if at is None:
                at = len(dims)
            elif last != (axis - 1, len(dims)):
                at = 0
            last = (axis, len(dims))
            picked.append((_checked(asarray(part), size, axis), step))
        else:
            offset += _checked_one(part, size, axis) * step
        axis += 1
    if not fancy:
        shape = tuple([n for n, _ in dims])
        made = tuple([step for _, step in dims])
        return ndarray(given._data, shape, given._kind, offset, made), None
    shape = _broadcast_indices([one._shape for one, _ in picked])
    found = [0] * product(shape)
    for one, step in picked:
        found = [a + step * b for a, b in zip(found, expanded(one, shape))]
    before = places([n for n, _ in dims[:at]], [s for _, s in dims[:at]], offset)
    after = places([n for n, _ in dims[at:]], [s for _, s in dims[at:]])
    whole = [n for n, _ in dims[:at]] + list(shape) + [n for n, _ in dims[at:]]
    return [a + b + c for a in before for b in found for c in after], tuple(whole)


def _broadcast_indices(shapes):
    try:
        return broadcast(*shapes)
    except ValueError:
        raise IndexError(
            "shape mismatch: indexing arrays could not be broadcast together with shapes "
            + " ".join([told(shape) for shape in shapes])
        )


def _parts(given, key):
    """A key as a list with one entry for each axis, and None for each new one."""
    parts = []
    for one in key if isinstance(key, tuple) else (key,):
        if isinstance(one, (list, ndarray, bool)):
            one = asarray(one)
            if one._kind == "bool":
                parts += _true_places(one, given, len([k for k in parts if k is not None]))
                continue
            if one.size == 0 and not isinstance(key, ndarray):
                one = one.astype(int)
            if one._kind != "int64":
                raise IndexError("arrays used as indices must be of integer (or boolean) type")
            if not one._shape:
                one = one._values()[0]
        elif one is not None and not isinstance(one, (int, slice)) and one is not Ellipsis:
            raise IndexError(BAD_INDEX)
        parts.append(one)
    used = len([k for k in parts if k is not None and k is not Ellipsis])
    if used > given.ndim:
        raise IndexError(
            "too many indices for array: array is " + str(given.ndim)
            + "-dimensional, but " + str(used) + " were indexed"
        )  # fmt: skip
    dots = [k for k, one in enumerate(parts) if one is Ellipsis]
    if len(dots) > 1:
        raise IndexError("an index can only have a single ellipsis ('...')")
    rest = [slice_all] * (given.ndim - used)
    if not dots:
        return parts + rest
    return parts[: dots[0]] + rest + parts[dots[0] + 1 :]


def _true_places(mask, given, axis):
    if not mask._shape:
        raise IndexError(absent("an index of True or False"))
    here = given._shape[axis : axis + mask.ndim]
    if mask._shape != here:
        wrong = [k for k in range(len(here)) if mask._shape[k] != here[k]]
        if not wrong:
            raise IndexError(
                "too many indices for array: array is " + str(given.ndim)
                + "-dimensional, but " + str(axis + mask.ndim) + " were indexed"
            )  # fmt: skip
        k = wrong[0]
        raise IndexError(
            "boolean index did not match indexed array along axis " + str(axis + k)
            + "; size of axis is " + str(here[k]) + " but size of corresponding boolean axis is "
            + str(mask._shape[k])
        )  # fmt: skip
    return nonzero(mask)


def finished(values, shape, kind):
    made = ndarray(values, shape, kind)
    return made if shape else number(made)


def nothing_more(name, other):
    if other:
        raise TypeError(absent(name + "(" + next(iter(other)) + "=...)"))


def nonzero(given):
    found = [k for k, one in enumerate(given._values()) if one]
    made = []
    for n, step in zip(given._shape, contiguous(given._shape)):
        values = [k // step % n for k in found]
        made.append(ndarray(values, (len(values),), "int64"))
    return tuple(made)


def _span(part, size):
    for bound in (part.start, part.stop, part.step):
        if bound is not None and not isinstance(bound, int):
            raise TypeError("slice indices must be integers or None or have an __index__ method")
    start, stop, step = part.indices(size)
    length = (stop - start + step - (1 if step > 0 else -1)) // step
    return start, stop, step, max(0, length)


def _checked_one(index, size, axis):
    if not -size <= index < size:
        raise IndexError(
            "index " + str(index) + " is out of bounds for axis " + str(axis)
            + " with size " + str(size)
        )  # fmt: skip
    return index % size if size else index


def _checked(indices, size, axis):
    values = [_checked_one(one, size, axis) for one in indices._values()]
    return ndarray(values, indices._shape, "int64")
