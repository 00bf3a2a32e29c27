"""The locks install on any later day: nothing in them depends on what is the newest then."""

from __future__ import annotations

import re
from importlib.metadata import metadata, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
PINNED = re.compile(r"^([\w.-]+)(?:\[([\w,-]+)\])?==\S+ \\$", re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    """The packages of a lock, and the extras with which each is locked."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {
        package: set(filter(None, extras.split(","))) for package, extras in PINNED.findall(text)
    }


def test_what_is_wanted_with_an_extra_is_locked_with_it() -> None:
    """Else pip takes it for another package, and refuses it once there is a newer one."""
    lock = locked("requirements.txt")
    assert len(lock) > 100
    wanted = [
        (package, one.name, extra)
        for package, extras in lock.items()
        for one in map(Requirement, requires(package) or [])
        if not one.marker or any(one.marker.evaluate({"extra": k}) for k in ["", *extras])
        for extra in one.extras
    ]
    assert wanted
    assert [one for one in wanted if one[2] not in lock.get(one[1].lower(), set())] == []


def test_what_is_locked_installs_on_the_oldest_python() -> None:
    """The lock is written with a newer patch release than Debian 12 has, and README says 3.11."""
    lock = locked("requirements.txt")
    asked = {one: "".join(metadata(one).get_all("Requires-Python", [])) for one in lock}
    assert sum(map(bool, asked.values())) > 100
    too_new = {n: one for n, one in asked.items() if one and "3.11.0" not in SpecifierSet(one)}
    assert too_new == {}


@pytest.mark.parametrize("name", ["requirements.txt", ".binder/requirements.txt"])
def test_a_lock_names_no_index_and_holds_digests(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index-url|--find-links", text)
    assert text.count("==") <= text.count("--hash=sha256:")
    assert len(locked(name)) == text.count("==")
