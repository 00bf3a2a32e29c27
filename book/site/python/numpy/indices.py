"""What a key in square brackets picks out of an array."""

from .arrays import asarray, expanded, ndarray, slices
from .scalars import absent
from .shapes import broadcast, contiguous, places, product, told

BAD_INDEX = (
    "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or "
    "boolean arrays are valid indices"
)
slice_all = slices[:]


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
