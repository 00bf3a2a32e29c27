"""Numbers out of arrays, and the types that numbers may have."""

import math

from .shown import shortest

inf, nan = math.inf, math.nan
RANK = {"bool": 0, "int64": 1, "float64": 2}


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
        return getattr(self._as_array(), name)

    def __getitem__(self, key):
        for one in key if isinstance(key, tuple) else (key,):
            if one is not None and one is not Ellipsis:
                raise IndexError("invalid index to scalar variable.")
        return self._as_array()[key]

    def _as_array(self):
        from .arrays import asarray  # which in turn needs this module

        return asarray(self)

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


def kind_of(value):
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int64"
    if isinstance(value, (float, float64)):
        return "float64"
    raise TypeError(absent("an array of " + type(value).__name__))
