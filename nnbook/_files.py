"""Arrays in ``.npz`` files, read without pickle and checked before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def write_arrays(path: str | PathLike[str], arrays: Arrays) -> None:
    """Write `arrays` to `path`, by way of a file beside it, so that none is ever half written."""
    target = Path(path)
    beside = target.with_name(target.name + ".part")
    with beside.open("wb") as file:  # an open file: savez would add .npz to a name
        np.savez(file, **dict(arrays))  # type: ignore[arg-type]  # the stubs think of its flag
    beside.replace(target)


def read_arrays(
    path: str | PathLike[str], wanted: Arrays, *, also: Iterable[str] = ()
) -> dict[str, NDArray[Any]]:
    """Read arrays that have the names, shapes, types of `wanted`, and finite values.

    Those named in `also` must be there, in any shape.
    """
    with Path(path).open("rb") as stream:  # a missing file stays a FileNotFoundError
        try:
            file = np.load(stream, allow_pickle=False)
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise ValueError("it is no .npz file")
            arrays = {name: file[name] for name in file.files}
            if not all(isinstance(array, np.ndarray) for array in arrays.values()):
                raise ValueError("it holds something else than arrays")
        except Exception as error:  # a damaged file raises nearly anything
            raise ValueError(f"{path} must be a file written by save: {error}") from None
    names = {*wanted, *also}
    if set(arrays) != names:
        raise ValueError(f"{path} must hold the arrays {sorted(names)}, got {sorted(arrays)}")
    for name, array in wanted.items():
        found = arrays[name]
        if (found.shape, found.dtype) != (array.shape, array.dtype):
            raise ValueError(
                f"{path} must hold {name} of shape {array.shape} and dtype {array.dtype}, "
                f"got shape {found.shape} and dtype {found.dtype}"
            )
        if not np.isfinite(found).all():
            raise ValueError(f"{path} must hold finite numbers, got others in {name}")
    return arrays
