"""Files of arrays: what is just allowed is read, and what is not is told in full."""

import io
import os
import re
import zipfile

import numpy as np
import pytest
from numpy.lib import format as npy

from nnbook._files import read_arrays, write_arrays

WANTED, TEXTS = {"a": np.zeros(2)}, {"c": "the words"}
GOOD = {"a": np.array([1.0, 2.0]), "b": np.array([3.0]), "c": np.array("word")}
ROOM = 16 + 8_000_000 + 80_000 + 3 * 16_384
LISTS = "must hold b as a list of finite numbers, at most 1,000,000; got"
WORDS = "must hold the words, a text of at most 20,000 letters; got"


def read(path):
    return read_arrays(path, WANTED, lists=["b"], texts=TEXTS)


def written(path, **changes):
    """The good file with other arrays, or without some."""
    arrays = {name: array for name, array in (GOOD | changes).items() if array is not None}
    with path.open("wb") as file:
        np.savez(file, **arrays)
    return path


def with_member(path, name, content):
    """The good file with something else in the place of an array."""
    with zipfile.ZipFile(written(path)) as old:
        members = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for one, own in members.items():
            new.writestr(one, content if one == f"{name}.npy" else own)
    return path


def in_version_2(path):
    member = io.BytesIO()
    np.lib.format.write_array(member, GOOD["a"], version=(2, 0))
    return with_member(path, "a", member.getvalue())


def padded(path, size):
    """The good file with zeros behind the numbers of its first array."""
    member = io.BytesIO()
    np.save(member, GOOD["a"])
    with zipfile.ZipFile(written(path)) as old:
        others = {name: old.read(name) for name in ("b.npy", "c.npy")}
    with zipfile.ZipFile(path, "w") as new:
        new.writestr("a.npy", member.getvalue().ljust(size, b"\0"))
        for name, content in others.items():
            new.writestr(name, content)
    return path


def grown(path, size):
    """The good file behind so many zeros that it has `size` bytes."""
    content = written(path).read_bytes()
    with path.open("wb") as file:
        file.truncate(size - len(content))
        file.seek(0, os.SEEK_END)
        file.write(content)
    return path


def emptied(path):
    path.write_bytes(b"")
    return path


@pytest.mark.parametrize(
    "make",
    [
        written,
        in_version_2,
        lambda path: written(path, b=np.zeros(0)),
        lambda path: written(path, b=np.zeros(1_000_000)),
        lambda path: written(path, c=np.array("x" * 20_000)),
        lambda path: padded(path, 16 + 16_384),
        lambda path: grown(path, ROOM),
    ],
)
def test_what_is_just_allowed_is_read(tmp_path, make):
    found = read(make(tmp_path / "file"))
    assert list(found) == ["a", "b", "c"]
    assert found["a"].tolist() == [1, 2] and found["c"].shape == ()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda path: written(path, b=None),
            "must hold the arrays ['a', 'b', 'c'], got ['a', 'c']",
        ),
        (
            lambda path: written(path, **{f"n{k}": np.zeros(1) for k in range(5)}),
            "must hold the arrays ['a', 'b', 'c'], got ['a', 'b', 'c', 'n0', 'n1', 'n2']",
        ),
        (
            lambda path: written(path, a=np.zeros((2, 1))),
            "must hold a of shape (2,) and dtype float64, got shape (2, 1) and dtype float64",
        ),
        (
            lambda path: written(path, a=np.zeros(2, np.float32)),
            "must hold a of shape (2,) and dtype float64, got shape (2,) and dtype float32",
        ),
        (lambda path: written(path, b=np.zeros((1, 1))), f"{LISTS} shape (1, 1) and dtype float64"),
        (lambda path: written(path, b=np.zeros(1, int)), f"{LISTS} shape (1,) and dtype int64"),
        (
            lambda path: written(path, b=np.zeros(1_000_001)),
            f"{LISTS} shape (1000001,) and dtype float64",
        ),
        (lambda path: written(path, c=np.array(["a"])), f"{WORDS} shape (1,) and dtype <U1"),
        (lambda path: written(path, c=np.array(1)), f"{WORDS} shape () and dtype int64"),
        (
            lambda path: written(path, c=np.array("x" * 20_001)),
            f"{WORDS} shape () and dtype <U20001",
        ),
        (
            lambda path: written(path, a=np.array([0, np.inf])),
            "must hold finite numbers, got others in a",
        ),
        (
            lambda path: written(path, b=np.array([np.nan])),
            "must hold b as a list of finite numbers, got others",
        ),
        (
            lambda path: padded(path, 16 + 16_385),
            "must hold a in at most 16,400 bytes, got 16,401",
        ),
        (
            lambda path: grown(path, ROOM + 1),
            f"must have at most {ROOM:,} bytes, got {ROOM + 1:,}",
        ),
        (
            lambda path: with_member(path, "a", b"{}"),
            "must be a file written by save: it holds something else than arrays",
        ),
        (
            lambda path: written(path, a=np.array([None, None])),
            "must be a file written by save: it holds objects, which could run code",
        ),
        (
            emptied,
            "must be a file written by save: it is no .npz file: File is not a zip file",
        ),
    ],
)
def test_what_is_not_is_refused(tmp_path, make, message):
    path = make(tmp_path / "file")
    with pytest.raises(ValueError) as caught:
        read(path)
    assert str(caught.value) == f"{path} {message}"


def test_two_lists_share_the_room_for_one(tmp_path):
    with (tmp_path / "file").open("wb") as file:
        np.savez_compressed(file, b=np.zeros(500_000), d=np.zeros(500_000))
    assert len(read_arrays(tmp_path / "file", {}, lists="db")["d"]) == 500_000
    with (tmp_path / "file").open("wb") as file:
        np.savez_compressed(file, b=np.zeros(500_000), d=np.zeros(500_001))
    with pytest.raises(ValueError) as caught:
        read_arrays(tmp_path / "file", {}, lists="db")
    wanted = "must hold at most 1,000,000 numbers in lists, got 1,000,001"
    assert str(caught.value) == f"{tmp_path / 'file'} {wanted}"


def test_what_may_just_be_written_is(tmp_path):
    arrays = {"history/a": np.zeros(1_000_000), "b": np.array("x" * 20_000), "c": np.zeros(9)}
    write_arrays(tmp_path / "file", arrays)
    with np.load(tmp_path / "file") as found:
        assert set(found) == set(arrays)


def test_all_of_a_file_is_on_its_way_to_the_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    sizes, path = [], tmp_path / "file"
    monkeypatch.setattr(os, "fsync", lambda number: sizes.append(os.fstat(number).st_size))
    write_arrays(path, GOOD)
    assert sizes == [path.stat().st_size]


def test_the_new_file_lies_beside_the_old_one_hidden_under_a_name_of_its_own(tmp_path, monkeypatch):
    seen = []

    def fsync(_):
        seen.extend(one.name for one in tmp_path.iterdir())
        raise OSError

    monkeypatch.setattr(os, "fsync", fsync)
    for _ in range(2):
        with pytest.raises(OSError):
            write_arrays(tmp_path / "file", GOOD)
    assert len(set(seen)) == 2
    assert all(re.fullmatch(r"\.[0-9a-f]{16}\.part", name) for name in seen)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("over", [0, 1])
def test_a_list_has_no_more_bytes_than_a_million_numbers_take(tmp_path, over):
    head = io.BytesIO()
    np.save(head, GOOD["b"])
    path, size = tmp_path / "file", 8_000_000 + 16_384 + over
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("b.npy", head.getvalue().ljust(size, b"\0"))
    if not over:
        assert read_arrays(path, {}, lists=["b"])["b"].tolist() == [3]
        return
    with pytest.raises(ValueError) as caught:
        read_arrays(path, {}, lists=["b"])
    assert str(caught.value) == f"{path} must hold b in at most 8,016,384 bytes, got 8,016,385"


@pytest.mark.parametrize("times", [1, 7])
def test_what_another_thread_disturbs_is_read_again(tmp_path, monkeypatch, times):
    path, heads, left = written(tmp_path / "run"), npy.read_array_header_1_0, [times]

    def disturbed(member):
        if left[0]:
            left[0] -= 1
            raise SystemError("AST constructor recursion depth mismatch (before=42, after=30)")
        return heads(member)

    monkeypatch.setattr(npy, "read_array_header_1_0", disturbed)
    assert read(path)["a"].tolist() == [1.0, 2.0] and left == [0]
    left[0] = 10**6
    with pytest.raises(ValueError, match="must be a file written by save: AST constructor"):
        read(path)
