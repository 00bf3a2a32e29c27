"""Argument checks that the public functions share.

Each check names the argument, says what it got and what it wants, and
returns the value in the form the numerical code expects.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
Entry = TypeVar("Entry")


def float_array(name: str, value: Any, *, ndim: tuple[int, ...] | None = None) -> FloatArray:
    """Return `value` as a finite, non-empty float array.

    float32 and float64 are kept; every other kind of real number becomes float64.
    """
    if is_masked(value):
        raise TypeError(f"{name} must have no masked entries: fill them, or leave them out")
    try:
        array = np.asarray(value)
        if array.dtype.kind == "O" and hasattr(value, "to_numpy"):  # nullable columns of a frame
            array = np.asarray(value.to_numpy(dtype=np.float64, na_value=np.nan))
    except (TypeError, ValueError) as error:  # ragged nested lists, columns of words
        raise ValueError(f"{name} must be a rectangular array of numbers: {error}") from None
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    if array.dtype.kind != "f" or array.dtype.itemsize not in (4, 8):
        array = _cast(array, np.float64)  # one too large is caught as infinite below
    if ndim is not None and array.ndim not in ndim:
        wanted = " or ".join(f"{n}-D" for n in ndim)
        raise ValueError(f"{name} must be {wanted}, got {array.ndim}-D with shape {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    finite = np.isfinite(array)
    if not finite.all():
        where = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise ValueError(f"{name} must be finite, got {array[where]} at index {where}")
    return array


def float_type(name: str, value: Any) -> np.dtype[np.floating[Any]]:
    """Return `value` as the dtype float32 or float64."""
    try:
        kind: np.dtype[Any] = np.dtype(value)
    except TypeError:
        raise TypeError(f"{name} must be float32 or float64, got {value!r}") from None
    # NumPy takes None for float64.
    if value is None or kind not in (np.float32, np.float64):
        got = value if value is None else kind
        raise TypeError(f"{name} must be float32 or float64, got {got}")
    return kind


def positive_int(name: str, value: Any) -> int:
    """Return `value` as an int of at least 1; floats and booleans are refused."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a positive integer, got {value!r}") from None
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be a positive integer, got the boolean {value!r}")
    if number < 1:
        raise ValueError(f"{name} must be a positive integer, got {number}")
    return number


def real_number(name: str, value: Any, *, minimum: float, open_end: bool = False) -> float:
    """Return `value` as a finite float no smaller than `minimum` (larger, if `open_end`)."""
    number = as_real(value)
    if number is None or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be a number, got {value!r}")
    too_small = number <= minimum if open_end else number < minimum
    if too_small or not np.isfinite(number):
        relation = ">" if open_end else ">="
        raise ValueError(f"{name} must be a finite number {relation} {minimum:g}, got {value!r}")
    return number


def is_masked(value: Any) -> bool:
    """Whether a masked array, or one in a list, has an entry that is masked."""
    if isinstance(value, (list, tuple)):
        return any(is_masked(one) for one in value)
    return isinstance(value, np.ma.MaskedArray) and bool(np.ma.getmaskarray(value).any())


def as_real(value: Any) -> float | None:
    """Return a real number, or an array of one without dimensions, as a float; else None."""
    if is_masked(value):
        return None
    try:
        array = np.asarray(value)
    except ValueError:  # ragged nested lists
        return None
    return float(array) if array.ndim == 0 and array.dtype.kind in "fiub" else None


def delta_for(delta: Any, dtype: Any) -> float:
    """Return `delta` as a float of at least 0, if it is neither lost nor infinite in `dtype`."""
    number = real_number("delta", delta, minimum=0.0)
    stored = float(_cast(np.asarray(number), dtype))
    if not np.isfinite(stored) or (stored == 0 and number > 0):
        raise ValueError(f"delta must be a number that {dtype} can hold, got {number:g}")
    return number


def generator(rng: Any) -> np.random.Generator:
    """Return a random generator from whatever `numpy.random.default_rng` takes."""
    try:
        if isinstance(rng, np.random.RandomState):  # which default_rng takes from NumPy 2.2 on
            return np.random.Generator(getattr(rng, "_bit_generator"))  # noqa: B009
        return np.random.default_rng(rng)
    except (TypeError, ValueError) as error:
        raise type(error)(f"rng must be a seed or a generator, got {rng!r}: {error}") from None


def one_of(name: str, value: Any, choices: tuple[str, ...]) -> str:
    """Return `value` if it is one of `choices`."""
    if not isinstance(value, str) or value not in choices:
        wanted = ", ".join(repr(choice) for choice in choices)
        raise ValueError(f"{name} must be one of {wanted}, got {value!r}")
    return str(value)


def entry_of(entries: Mapping[str, Entry], value: Any, what: str, wanted: str) -> Entry:
    """Return the entry of this name; of a name that is none say to which it is near."""
    if not isinstance(value, str):
        raise TypeError(f"name must be the name of {what}, got {type(value).__name__}")
    if value not in entries:
        from difflib import get_close_matches  # in the time that a mistake has

        near = get_close_matches(value, entries, 3, 0.4)
        meant = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise ValueError(f"name must be {wanted}, got {value!r}{meant}")
    return entries[value]


@np.errstate(all="ignore")
def _cast(array: NDArray[Any], dtype: Any) -> NDArray[Any]:
    """The array in another type; what that cannot hold becomes infinite, or 0."""
    return array.astype(dtype)


@np.errstate(all="ignore")
def _nudged(h: float, x: FloatArray) -> tuple[Any, FloatArray, FloatArray, NDArray[np.bool_]]:
    """The step, both its ends, and where they lie an infinite way apart."""
    step = x.dtype.type(h)
    above, below = x + step, x - step
    return step, above, below, ~np.isfinite(above - below)


def step_of(h: float, x: FloatArray) -> Any:
    """Return `h` in the type of `x`, if x + h and x - h are other floats, a finite way apart."""
    step, above, below, outside = _nudged(h, x)
    stuck = (above == x) | (below == x)
    for wrong, wanted in ((stuck, "large enough to change x"), (outside, "small enough")):
        if wrong.any():
            where = tuple(int(i) for i in np.argwhere(wrong)[0])
            raise ValueError(
                f"h must be {wanted} in {x.dtype}: adding {h:g} to {x[where]} at index {where}, "
                f"or taking it away, gives {above[where]} and {below[where]}"
            )
    return step


def whole_number(name: str, value: Any, low: int, high: int) -> int:
    """Return `value` as an int from `low` to `high`, an index for example."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be an integer, got {value!r}")
    if not low <= value <= high:
        raise ValueError(f"{name} must be an integer from {low} to {high}, got {value}")
    return int(value)
