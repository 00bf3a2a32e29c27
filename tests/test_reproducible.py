"""Two builds are compared byte by byte, and a date in them is the one that was asked for."""

from __future__ import annotations

import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from tests.reproducible import (
    ARTEFACTS,
    REASONS,
    ROOT,
    Compared,
    compare,
    complaints,
    files_of,
    first_difference,
    table,
    two_surroundings,
)

DAY = datetime(2021, 3, 4, 5, 6, 8, tzinfo=UTC)


def built(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


BUILD = {
    "_build/html/index.html": "a",
    "_build/html/.buildinfo": "b",
    "_build/html/_static/book.css": "c",
    "_build/gradient-descent.pdf": "d",
    "dist/nnbook-0.1.0-py3-none-any.whl": "e",
    "dist/nnbook-0.1.0.tar.gz": "f",
}


def found(one: Path, other: Path) -> dict[str, Compared]:
    return {name: compare(files_of(one, name), files_of(other, name)) for name in ARTEFACTS}


def test_every_file_is_compared(tmp_path: Path) -> None:
    one, other = built(tmp_path / "one", BUILD), built(tmp_path / "zwei Bücher", BUILD)
    same = found(one, other)
    assert {name: one.files for name, one in same.items()} == {
        "site": 3,
        "PDF": 1,
        "wheel": 1,
        "sdist": 1,
    }
    assert complaints(same, {}) == []


@pytest.mark.parametrize(
    ("file", "wrong"),
    [
        ("_build/html/.buildinfo", "site: .buildinfo"),
        ("_build/html/_static/book.css", "site: _static/book.css"),
        ("_build/gradient-descent.pdf", "PDF: gradient-descent.pdf"),
        ("dist/nnbook-0.1.0.tar.gz", "sdist: nnbook-0.1.0.tar.gz"),
    ],
)
def test_a_difference_wants_a_reason(tmp_path: Path, file: str, wrong: str) -> None:
    one = built(tmp_path / "one", BUILD)
    changed = built(tmp_path / "changed", {**BUILD, file: "other"})
    lacking = built(tmp_path / "lacking", BUILD)
    (lacking / file).unlink()
    for other in (changed, lacking):
        differ = found(one, other)
        assert complaints(differ, {}) == [f"differs without a reason: {wrong}"]
        assert complaints(differ, {wrong: "a clock"}) == []
        assert f"    {wrong.split(': ')[1]}: a clock" in table(differ, {wrong: "a clock"})


def test_a_reason_without_a_difference_and_an_empty_build_are_told(tmp_path: Path) -> None:
    one = built(tmp_path / "one", BUILD)
    assert complaints(found(one, one), {"site: index.html": "a clock"}) == [
        "a reason, and no difference: site: index.html"
    ]
    nothing = found(tmp_path / "none", tmp_path / "none")
    assert complaints(nothing, {}) == [f"there is none: {name}" for name in ARTEFACTS]


def test_where_two_files_part_is_shown() -> None:
    assert first_difference(b"x" * 100 + b"a", b"x" * 100) == (
        f"  at 100:\n    {b'x' * 60 + b'a'!r}\n    {b'x' * 60!r}"
    )


def test_the_surroundings_have_nothing_in_common(tmp_path: Path) -> None:
    one, other = two_surroundings(tmp_path)
    assert not [
        name for name in vars(one) if name != "parent" and vars(one)[name] == vars(other)[name]
    ]
    ours = one.environment(), other.environment()
    alike = {name for name in ours[0] if ours[0][name] == ours[1][name]}
    assert alike == {"PATH"}
    if other.parent != tmp_path:
        other.parent.rmdir()


def test_every_reason_says_something() -> None:
    assert all(len(reason) > 20 for reason in REASONS.values())


@pytest.mark.parametrize("day", [DAY, None])
def test_the_package_has_the_date_that_is_asked_for_or_a_fixed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, day: datetime | None
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if day:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{day.timestamp():.0f}")
    wanted = day or datetime(2020, 2, 2, tzinfo=UTC)  # hatchling's
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    (sdist,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as package:
        assert {one.date_time for one in package.infolist()} == {wanted.timetuple()[:6]}
    with tarfile.open(sdist) as package:
        assert {one.mtime for one in package.getmembers()} == {wanted.timestamp()}
