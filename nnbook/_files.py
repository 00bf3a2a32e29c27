"""Arrays in ``.npz`` files: written whole or not at all, looked at before they are read.

What is read may be anybody's file. So it is read without pickle; and names, types and
shapes are taken from the heads of its members, and compared, before any is unpacked.
"""

from __future__ import annotations

import os
import secrets
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

# Of what has no fixed length: numbers in all lists together (a run of a million steps), and
# letters in a text.
MOST_NUMBERS = 1_000_000
MOST_LETTERS = 20_000
HEAD = 16_384  # bytes that a member may have before its numbers, in the file and in its index


def write_arrays(path: str | PathLike[str], arrays: Arrays) -> None:
    """Write `arrays` to `path`; what `read_arrays` would refuse is refused, the old file stays.

    The new file is written beside the old one under a name of its own, and takes its place in
    one step, so that any number of writers and readers see whole files alone.
    """
    for name, array in arrays.items():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            raise ValueError(f"{name} must hold finite numbers to be saved, got others")
        if array.dtype.kind == "U" and array.dtype.itemsize > 4 * MOST_LETTERS:
            raise ValueError(f"{name} must have at most {MOST_LETTERS:,} letters to be saved")
    lists = sum(array.size for name, array in arrays.items() if name.startswith("history/"))
    if lists > MOST_NUMBERS:
        raise ValueError(
            f"the history must have at most {MOST_NUMBERS:,} numbers to be saved, got {lists:,}"
        )
    target = Path(os.path.realpath(path))  # a link stays one
    beside = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with beside.open("xb") as file:  # an open file: savez would add .npz to a name
            np.savez(file, **dict(arrays))  # type: ignore[arg-type]  # the stubs think of its flag
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def read_arrays(
    path: str | PathLike[str],
    wanted: Arrays,
    *,
    lists: Iterable[str] = (),
    texts: Mapping[str, str] | None = None,
) -> dict[str, NDArray[Any]]:
    """Read arrays that have the names, shapes, types of `wanted`, and finite values.

    Those named in `lists` must be float64 in one dimension, those in `texts` a single text, of
    what is said there.
    """
    lists, texts = set(lists), dict(texts or {})
    room = sum(array.nbytes for array in wanted.values()) + 8 * MOST_NUMBERS
    room += 4 * MOST_LETTERS * len(texts) + HEAD * len({*wanted, *lists, *texts})
    with Path(path).open("rb") as stream:  # a missing file stays a FileNotFoundError
        size = os.fstat(stream.fileno()).st_size
        if size > room:
            raise ValueError(f"{path} must have at most {room:,} bytes, got {size:,}")
        try:
            return _undisturbed(lambda: _Reader(stream, wanted, lists, texts).read())
        except _RefusedError as error:
            raise ValueError(f"{path} must hold {error}") from None
        except Exception as error:  # a damaged file raises nearly anything
            raise ValueError(f"{path} must be a file written by save: {error}") from None


def _undisturbed(read: Callable[[], dict[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    """Read again what another thread has disturbed.

    NumPy reads the head of an array with Python's own parser, which at times takes the depth of
    another thread's parsing for its own and raises a SystemError (python/cpython#106905).
    """
    for _ in range(50):
        try:
            return read()
        except SystemError:
            pass
    return read()


class _RefusedError(Exception):
    """Another file than was wanted: says what it must hold, and what it does."""


class _Reader:
    def __init__(
        self, stream: IO[bytes], wanted: Arrays, lists: set[str], texts: Mapping[str, str]
    ) -> None:
        try:
            self.file = zipfile.ZipFile(stream)
        except zipfile.BadZipFile as error:
            raise ValueError(f"it is no .npz file: {error}") from None
        self.wanted, self.lists, self.texts = wanted, lists, texts

    def read(self) -> dict[str, NDArray[Any]]:
        names = [*self.wanted, *sorted(self.lists), *self.texts]
        found = [member.filename.removesuffix(".npy") for member in self.file.infolist()]
        if sorted(found) != sorted(names):
            shown = sorted(found)[: len(names) + 3]
            raise _RefusedError(f"the arrays {sorted(names)}, got {shown}")
        lengths = [self.checked_length(name) for name in names]
        if sum(lengths) > MOST_NUMBERS:
            raise _RefusedError(f"at most {MOST_NUMBERS:,} numbers in lists, got {sum(lengths):,}")
        arrays = {}
        for name in names:
            with self.file.open(f"{name}.npy") as member:
                arrays[name] = array = npy.read_array(member, allow_pickle=False)
            if array.dtype.kind == "f" and not np.isfinite(array).all():
                if name in self.lists:
                    raise _RefusedError(f"{name} as a list of finite numbers, got others")
                raise _RefusedError(f"finite numbers, got others in {name}")
        return arrays

    def checked_length(self, name: str) -> int:
        """Check the head of a member; of a list, its length."""
        with self.file.open(f"{name}.npy") as member:
            shape, dtype = _head(member)
        got = f"got shape {shape} and dtype {dtype}"
        most = 8 * MOST_NUMBERS
        if name in self.wanted:
            array = self.wanted[name]
            most = array.nbytes
            if (shape, dtype) != (array.shape, array.dtype):
                raise _RefusedError(f"{name} of shape {array.shape} and dtype {array.dtype}, {got}")
        elif name in self.lists:
            if len(shape) != 1 or dtype != np.float64 or shape[0] > MOST_NUMBERS:
                raise _RefusedError(
                    f"{name} as a list of finite numbers, at most {MOST_NUMBERS:,}; {got}"
                )
        else:
            most = 4 * MOST_LETTERS
            if shape or dtype.kind != "U" or dtype.itemsize > most:
                raise _RefusedError(
                    f"{self.texts[name]}, a text of at most {MOST_LETTERS:,} letters; {got}"
                )
        size = self.file.getinfo(f"{name}.npy").file_size
        if size > most + HEAD:
            raise _RefusedError(f"{name} in at most {most + HEAD:,} bytes, got {size:,}")
        return int(shape[0]) if name in self.lists else 0


def _head(member: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of a member, without its numbers."""
    try:
        version = npy.read_magic(member)
    except ValueError:
        raise ValueError("it holds something else than arrays") from None
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    shape, _, dtype = readers[version](member)
    if dtype.hasobject:
        raise ValueError("it holds objects, which could run code")
    return shape, dtype
