"""The commands run in a folder of any name, or stop at once and say what is wrong with it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

MAKEFILE = Path(__file__).parents[1] / "Makefile"
# In the place of Python, which says where node is, and of node: both note how they are called.
PYTHON = """#!/bin/sh
if test "$1" = -c; then echo "$PWD/.venv/wheel/bin"; else echo "python $@" >> calls; fi
"""
NODE = """#!/bin/sh
echo "node $@" >> calls
"""
ODD = ["two words", "it's", "(one) [two]", "über 日本", "a#1", "100%", "a & b, c"]


def folder(parent: Path, name: str) -> Path:
    """A clone with nothing in it but what the Makefile asks for."""
    here = parent / name / "clone"
    for part in ("book/site/node_modules", "nnbook", "_build", ".venv/bin", ".venv/wheel/bin"):
        (here / part).mkdir(parents=True)
    for file in ("index.md", "_config.yml", "_toc.yml", "CITATION.cff", "LICENSE-TEXT"):
        (here / file).touch()
    for file in ("requirements.txt", "pyproject.toml", "book/site/package.json"):
        (here / file).touch()
    (here / "book/site/package-lock.json").touch()
    for file, text in (
        (".venv/bin/python", PYTHON),
        (".venv/bin/zizmor", PYTHON),
        (".venv/wheel/bin/node", NODE),
    ):
        (here / file).write_text(text)
        (here / file).chmod(0o755)
    (here / ".venv/.ready").touch()
    shutil.copy(MAKEFILE, here)
    return here


def make(here: Path, target: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", target], cwd=here, capture_output=True, text=True)


@pytest.mark.parametrize("name", ODD)
def test_commands_run_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    here = folder(tmp_path, name)
    done = make(here, "book")
    assert done.returncode == 0, done.stderr
    assert f"The book is at {here}/_build/html/index.html" in done.stdout
    assert make(here, "lint").returncode == 0
    (npm,) = (here / "book/site/calls").read_text().splitlines()
    assert npm.startswith(f"node {here}/.venv/wheel/bin/../lib/node_modules/npm/bin/npm-cli.js ci")
    calls = (here / "calls").read_text().splitlines()
    assert calls[0] == "node book/site/build.mjs"
    assert calls[1].startswith("python .venv/bin/jupyter-book build .")
    assert calls[-1] == "node book/site/node_modules/@biomejs/biome/bin/biome check ."


@pytest.mark.parametrize("name", ["a:b", 'a"b', "a$b", "a`b", "a\\b", "a;b"])
def test_a_folder_that_cannot_be_is_refused_at_once(tmp_path: Path, name: str) -> None:
    here = folder(tmp_path, name)
    done = make(here, "book")
    assert done.returncode == 2
    assert "the path of this folder may not hold any of" in done.stderr
    assert not (here / "calls").exists()


def test_the_book_is_served_to_this_machine_alone(tmp_path: Path) -> None:
    here = folder(tmp_path, "any")
    done = make(here, "serve")
    assert done.returncode == 0, done.stderr
    *_, last = (here / "calls").read_text().splitlines()
    assert last == "python -m http.server 8000 --bind 127.0.0.1 --directory _build/html"
