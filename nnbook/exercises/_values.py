"""What a program gave: brought to one form, compared, and written in few digits."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnbook._checks import is_masked

# The parts of a value by the way to them: "" for the whole, "[0]" for the first of a tuple,
# '["W1"]' for an entry of a dict.
Parts = dict[str, np.ndarray[Any, Any]]
LARGEST = 100_000  # entries; no case wants a tenth of it
PRECISIONS = (4, 8, None)  # the last: as many as tell it from all other floats


class Odd(Exception):
    """A value that is no array of numbers; its text says what it is."""


def parts(value: Any, like: Parts | None = None) -> Parts:
    """Bring a value to one form.

    Parameters
    ----------
    value : object
        What a program gave: a number, an array, a list; a tuple or a dict of those.
    like : dict of str to ndarray, optional
        What was wanted, which says whether a tuple is one array or several.

    Returns
    -------
    dict of str to ndarray
        Copies of its arrays.

    Raises
    ------
    Odd
        If there is no such form.

    Examples
    --------
    >>> from nnbook.exercises._values import parts
    >>> parts((1, [2, 3]))
    {'[0]': array(1), '[1]': array([2, 3])}
    >>> parts((1, 2), like=parts(0.5))
    {'': array([1, 2])}
    """
    several = _is_several(value) if like is None else "" not in like
    if not several:
        return {"": _array(value)}
    if isinstance(value, dict):
        found = {f'["{key}"]': one for key, one in list(value.items())[:20]}
    elif isinstance(value, (tuple, list)):
        found = {f"[{k}]": one for k, one in enumerate(value[:20])}
    else:
        raise Odd(kind_of(value))
    for name in like or ():
        if name not in found:
            raise Odd(f"{kind_of(value)} without {name}")
    for name in found:
        if like is not None and name not in like:
            raise Odd(f"{kind_of(value)} with {name}")
    return {name: _array(one) for name, one in found.items()}


def _is_several(value: Any) -> bool:
    """Whether a value of ours is several arrays."""
    in_list = isinstance(value, list) and any(isinstance(one, np.ndarray) for one in value)
    return in_list or isinstance(value, (tuple, dict))


def _array(value: Any) -> np.ndarray[Any, Any]:
    if value is None or isinstance(value, (str, bytes, dict, set)) or is_masked(value):
        raise Odd(kind_of(value))
    try:
        array = np.array(value) if np.size(value) <= LARGEST else np.empty(np.shape(value), "V0")
    except Exception:
        raise Odd(f"{kind_of(value)} that is no array") from None
    if array.dtype == "V0":
        raise Odd(f"an array of shape {array.shape}")
    if array.dtype.kind not in "fiub":
        raise Odd(kind_of(value))
    array.setflags(write=False)
    return array


def kind_of(value: Any) -> str:
    """Say in words what a value is.

    Parameters
    ----------
    value : object
        Any value.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook.exercises._values import kind_of
    >>> kind_of(None), kind_of("a"), kind_of(x for x in [])
    ('None', 'a str', 'a generator')
    """
    if value is None or value is ...:
        return str(value)
    if is_masked(value):
        return "an array with masked entries"
    if isinstance(value, np.ndarray):
        return f"an array of dtype {value.dtype}"
    name = type(value).__name__[:60]
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def lenient(value: Any, wanted: Parts) -> str:
    """Say in what a value of the right numbers is another kind of thing than was wanted.

    Parameters
    ----------
    value : object
        What a program gave.
    wanted : dict of str to ndarray
        What was wanted.

    Returns
    -------
    str
        A sentence, or nothing.

    Examples
    --------
    >>> from nnbook.exercises._values import lenient, parts
    >>> lenient([1, 2], parts([1, 2]))
    'A list of the right numbers was taken for the array.'
    """
    if "" not in wanted:  # whoever takes them apart need not know whether it is a list or a tuple
        return ""
    if wanted[""].ndim and not isinstance(value, np.ndarray):
        kind = kind_of(value)
        return f"{kind[:1].upper()}{kind[1:]} of the right numbers was taken for the array."
    dtype = getattr(value, "dtype", None)
    if dtype is not None and dtype.kind == "f" and dtype.itemsize < 8:
        return f"The numbers are {dtype}, which has fewer digits than Python's own."
    return ""


@np.errstate(all="ignore")
def first_difference(got: Parts, wanted: Parts, rtol: float, atol: float) -> str | None:
    """Find the first part that differs.

    Parameters
    ----------
    got, wanted : dict of str to ndarray
        With the same names.
    rtol, atol : float
        As in `numpy.allclose`.

    Returns
    -------
    str or None
        Its name, or None if there is none.

    Examples
    --------
    >>> from nnbook.exercises._values import first_difference, parts
    >>> first_difference(parts((1.0, 2.0)), parts((1.0, 2.5)), 1e-6, 0)
    '[1]'
    """
    for name, right in wanted.items():
        mine = got[name]
        if mine.dtype.kind == "f" and mine.dtype.itemsize < 8:
            rtol, atol = max(rtol, 1e-3), max(atol, 1e-5)
        if mine.shape != right.shape or not np.allclose(mine, right, rtol, atol, equal_nan=True):
            return name
    return None


def in_few_digits(got: np.ndarray[Any, Any], wanted: np.ndarray[Any, Any]) -> tuple[str, str]:
    """Write two arrays, in as few digits as show that they differ.

    Parameters
    ----------
    got, wanted : ndarray
        The arrays.

    Returns
    -------
    tuple of two str

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.exercises._values import in_few_digits
    >>> in_few_digits(np.array([0.5, 0.25]), np.array(1 / 3))
    ('[0.5, 0.25]', '0.3333')
    >>> in_few_digits(np.array(0.123456), np.array(0.123457))
    ('0.123456', '0.123457')
    """
    pairs = [(_text(got, digits), _text(wanted, digits)) for digits in PRECISIONS]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])


def _text(array: np.ndarray[Any, Any], digits: int | None) -> str:
    def written(number: Any) -> str:
        return f"{number:.{digits}g}" if digits else repr(float(number))

    array = array + 0.0  # no -0
    if array.ndim == 0:
        return written(array[()])
    # All of it is said here, since the reader may have other print options.
    return np.array2string(
        array,
        separator=", ",
        threshold=24,
        edgeitems=2,
        max_line_width=76,
        formatter={"all": written},
        legacy=False,
    )
