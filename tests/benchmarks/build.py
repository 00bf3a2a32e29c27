"""`make book` beside the bare `jupyter-book build` of the same sources, both in copies.

The environment and the npm packages are there for both, nothing else is: a cold build runs
every chapter. A warm one follows a change of a sentence in one chapter.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks import Row, interleave, ratios, seconds, time_of

ROOT = Path(__file__).parents[2]
TOUCHED = "book/softmax.ipynb"
COLD, WARM = 2, 5  # rounds
NOT_COPIED = ("_build", ".venv*", ".git", "node_modules", ".*_cache", ".hypothesis", "__pycache__")
# What the pages cannot be read without; all else is as Jupyter Book has it.
CONFIG = """\
only_build_toc_files: true
execute: {execute_notebooks: cache, timeout: 120}
bibtex_bibfiles: [book/references.bib]
sphinx:
  extra_extensions: [sphinx_exercise, sphinx.ext.autodoc, sphinx.ext.viewcode, numpydoc]
  config: {suppress_warnings: ['myst.*'], numpydoc_show_class_members: false}
"""


def rows(threads: int, whole: bool) -> Iterator[Row]:
    """Cold, then warm, each side by side."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "ours"), Path(folder, "theirs")
        _copy_of_ours(ours)
        _sources(theirs)

        def cold(where: Path) -> float:
            shutil.rmtree(where / "_build", ignore_errors=True)
            return _time(where)

        def warm(where: Path) -> float:
            _change(where / TOUCHED)
            return _time(where)

        for what, run, rounds, aim in (
            ("build, cold", cold, COLD, "at most 1.3"),
            (f"build, after a change of {TOUCHED}", warm, WARM, "at most 1.3"),
        ):
            peers = {"ours": partial(run, ours), "theirs": partial(run, theirs)}
            took = interleave(peers, rounds)
            yield Row(
                f"{what}: make book / jupyter-book build with its defaults",
                f"{rounds} rounds",
                seconds(took["ours"]),
                seconds(took["theirs"]),
                ratios(took["ours"], took["theirs"]),
                aim,
            )


def default_build(folder: Path) -> Path:
    """Build the book's pages with Jupyter Book's defaults; returns the folder of the pages."""
    _sources(folder)
    _run(folder)
    return folder / "_build" / "html"


def _sources(folder: Path) -> None:
    """The pages' sources alone, with the little configuration that they need."""
    folder.mkdir(exist_ok=True)
    shutil.copytree(ROOT / "book", folder / "book", ignore=shutil.ignore_patterns("site", "tools"))
    for name in ("index.md", "_toc.yml"):
        shutil.copy(ROOT / name, folder)
    (folder / "_config.yml").write_text(CONFIG, encoding="utf-8")


def _copy_of_ours(folder: Path) -> None:
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    for name in (".venv", "book/site/node_modules"):
        (folder / name).symlink_to(ROOT / name)


def _time(where: Path) -> float:
    return time_of(lambda: _run(where))


def _run(where: Path) -> None:
    """Build as `make` would, or without one as its reader would by hand."""
    by_hand = [str(Path(sys.executable).parent / "jupyter-book"), "build", "."]
    command = ["make", "book"] if (where / "Makefile").exists() else by_hand
    done = subprocess.run(
        command, cwd=where, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(command)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )


def _change(chapter: Path) -> None:
    """Add a paragraph to the first text of a chapter."""
    notebook = json.loads(chapter.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    cell["source"] = ["".join(cell["source"]) + "\n\nReally."]
    chapter.write_text(json.dumps(notebook), encoding="utf-8")
