"""What others made is what is pinned: files in the repository, and the packages of npm."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from sphinxcontrib import katex

ROOT = Path(__file__).parents[1]
SITE = ROOT / "book" / "site"
VENDORED = tomllib.loads((ROOT / "tests" / "vendored.toml").read_text(encoding="utf-8"))
LOCK = json.loads((SITE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
# Files that are no text, and ours.
OURS = {
    "book/site/readme.png": "a picture of the book, for README.md",
    "nnbook/data/network.npz": "python -m book.tools.make_network writes it",
}
# The name of an owner, or the mark of a file that a tool has made smaller. (Not joined, so that
# this file does not look like one.)
FOREIGN = re.compile(
    rb"Copyright \(c\)(?! 2026 the nnbook authors)|^/\*! |" + rb"sourceMapping" + rb"URL=\w"
)


def seems_foreign(name: str, content: bytes) -> bool:
    """Whether a file looks as if others had made it."""
    return ".min." in name or b"\0" in content or FOREIGN.search(content) is not None


@pytest.mark.parametrize("name", VENDORED)
def test_a_file_of_others_is_the_one_that_is_listed(name: str) -> None:
    told = VENDORED[name]
    assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == told["sha256"]
    if "package" in told:
        assert LOCK[f"node_modules/{told['package']}"]["version"] == told["version"]


def test_every_file_of_others_is_listed() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    foreign = {name for name in names if seems_foreign(name, (ROOT / name).read_bytes())}
    assert foreign == VENDORED.keys() | OURS.keys()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("jquery.min.js", b"x"),
        ("letters.woff2", b"wOF2\0\1"),
        ("tool.js", b"/*! Tool 1.2 */"),
        ("tool.py", b"# Copyright " + b"(c) 2020 Somebody"),
        ("tool.css", b"a{}\n/*# sourceMapping" + b"URL=tool.css.map */"),
    ],
)
def test_a_file_of_others_is_known_by_its_looks(name: str, content: bytes) -> None:
    assert seems_foreign(name, content)


def test_the_packages_that_are_installed_are_those_of_the_lock() -> None:
    """npm compares each package with its digest in the lock, when it installs."""
    assert all(one.get("integrity") for path, one in LOCK.items() if path)
    for path, one in LOCK.items():
        installed = SITE / path / "package.json"
        if path and (installed.is_file() or not one.get("optional")):
            assert json.loads(installed.read_bytes())["version"] == one["version"], path


def test_formulas_and_their_styles_are_of_one_version() -> None:
    """The formulas are drawn by the KaTeX of a Python package, the sheet is of npm's."""
    assert LOCK["node_modules/katex"]["version"] == katex.katex_version
