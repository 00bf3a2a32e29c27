"""Shapes: sizes, steps from entry to entry, and what fits along what."""

from .scalars import AxisError, float64


def product(numbers):
    total = 1
    for one in numbers:
        total *= one
    return total


def told(shape):
    return "(" + ",".join([str(n) for n in shape]) + ("," if len(shape) == 1 else "") + ")"


def as_shape(shape):
    if hasattr(shape, "tolist"):
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
