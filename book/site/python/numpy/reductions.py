"""Functions that make one number of many, along axes."""

from . import operators
from .arrays import asarray, finished, ndarray, nothing_more
from .elementwise import sqrt, square
from .scalars import cast, nan
from .shapes import axis_of, contiguous, places, product

BLOCK = 128  # so many numbers NumPy adds up in eight sums side by side


def _reduced(given, axis, keepdims, step, kind):
    given = asarray(given)
    ndim, shape, steps = given.ndim, given._shape, given._all_steps()
    if axis is None:
        over = list(range(ndim))
    else:
        over = [axis_of(k, ndim) for k in (axis if isinstance(axis, tuple) else (axis,))]
        if len(set(over)) != len(over):
            raise ValueError("duplicate value in 'axis'")
    rest = [k for k in range(ndim) if k not in over]
    over = sorted(over)
    if step in (added, averaged):
        over = sorted(over, key=lambda k: -abs(steps[k]))
        run = _run(shape, steps, over)
        of_run, step = step, lambda values: of_run(values, run)
    starts = places([shape[k] for k in rest], [steps[k] for k in rest], given._offset)
    offsets = places([shape[k] for k in over], [steps[k] for k in over])
    data = given._data
    values = [step([data[start + k] for k in offsets]) for start in starts]
    kept = tuple([1 if k in over else n for k, n in enumerate(shape) if keepdims or k in rest])
    made = kind or given._kind
    return finished(values if kind is None else cast(values, kind), kept, made)


def _reduction(name, step, kind):
    """A function that makes one number of many; kind says what of, or names the kind."""

    def reduction(given, axis=None, keepdims=False, **other):
        nothing_more(name, other)
        made = kind
        if made == "sum":
            made = "int64" if asarray(given)._kind == "bool" else None
        return _reduced(given, axis, keepdims, step, made)

    return reduction


def _extreme(better, name):
    def extreme(values):
        if not values:
            raise ValueError(
                "zero-size array to reduction operation " + name + " which has no identity"
            )
        best = values[0]
        for one in values:
            if one != one:
                return one
            if better(one, best):
                best = one
        return best

    return extreme


def _place(better, name):
    def place(values):
        if not values:
            raise ValueError("attempt to get " + name + " of an empty sequence")
        best = 0
        for k, one in enumerate(values):
            if one != one:
                return k
            if better(one, values[best]):
                best = k
        return best

    return place


def _run(shape, steps, over):
    """How many numbers NumPy adds at a time: 1 where others lie between, as in a sum of rows."""
    axes = sorted([k for k, n in enumerate(shape) if n > 1], key=lambda k: abs(steps[k]))
    run = 1
    for k in axes:
        if k not in over:
            break
        run *= shape[k]
    return run


def added(values, run):
    """A sum in NumPy's own order, as numbers lie in memory, so that it is the same to the bit."""
    if run == len(values) < 8:
        return sum(values)
    return sum([_pairwise(values[k : k + run]) for k in range(0, len(values), run)])


def _pairwise(values):
    size = len(values)
    if size < 8:
        return sum(values)
    if size > BLOCK:
        half = size // 2 - size // 2 % 8
        return _pairwise(values[:half]) + _pairwise(values[half:])
    whole = size - size % 8
    a, b, c, d, e, f, g, h = [sum(values[k:whole:8]) for k in range(8)]
    return sum(values[whole:], ((a + b) + (c + d)) + ((e + f) + (g + h)))


def averaged(values, run):
    return added(values, run) / len(values) if values else nan


total = _reduction("sum", added, "sum")
prod = _reduction("prod", product, "sum")
mean = _reduction("mean", averaged, "float64")
amax = _reduction("max", _extreme(operators.greater, "maximum"), None)
amin = _reduction("min", _extreme(operators.less, "minimum"), None)
any_of = _reduction("any", any, "bool")
all_of = _reduction("all", all, "bool")
argmax = _reduction("argmax", _place(operators.greater, "argmax"), "int64")
argmin = _reduction("argmin", _place(operators.less, "argmin"), "int64")


def var(given, axis=None, ddof=0, keepdims=False, **other):
    nothing_more("var", other)

    def spread(values):
        count = len(values)
        middle = sum(values) / count if count else nan
        return operators.divide(sum([(v - middle) * (v - middle) for v in values]), count - ddof)

    return _reduced(given, axis, keepdims, spread, "float64")


def std(given, axis=None, ddof=0, keepdims=False, **other):
    return sqrt(var(given, axis, ddof, keepdims, **other))


def cumsum(given, axis=None):
    given = asarray(given)
    if axis is None:
        given, axis = given.reshape(-1), 0
    axis = axis_of(axis, given.ndim)
    kind = "int64" if given._kind == "bool" else given._kind
    made = cast(given._values(), kind)
    step = contiguous(given._shape)[axis]
    size = step * given._shape[axis]
    for k in range(len(made)):
        if k % size >= step:
            made[k] += made[k - step]
    return ndarray(made, given._shape, kind)


def norm(given, **other):
    nothing_more("linalg.norm", other)
    return sqrt(total(square(given)))
