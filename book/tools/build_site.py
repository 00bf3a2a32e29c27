"""Build the site beside its place, and put it there when it is whole. `make book` calls it.

Jupyter Book writes page after page, and the site's extension finishes them at the end. A
build that fails or is killed leaves pages that look whole and are not, which Sphinx takes for
up to date from then on. So it works in a folder of its own, and begins anew after a build
that did not come to its end; what the cells gave stays in the execution cache. The folder
``_build/html`` is at any time the last site that was whole, or not there.
"""

from __future__ import annotations

import gc
import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from jupyter_book.sphinx import build_sphinx  # type: ignore[import-untyped]
from sphinx.util.console import color_terminal, nocolor
from sphinx_external_toc.parsing import parse_toc_yaml

from book.tools.executed import run_side_by_side

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "_build"
CONTENTS = ROOT / "_toc.yml"
PLACE = BUILD / "html"
WORK = BUILD / ".work"
SITE = WORK / "html"
DOCTREES = WORK / ".doctrees"
UNFINISHED = WORK / "unfinished"
CACHE = BUILD / ".jupyter_cache"  # as _config.yml says
EXECUTED = BUILD / ".executed"


def damage(cache: Path) -> str:
    """What keeps Jupyter Book from using its execution cache; nothing if it can.

    A cache is written in steps, and one that lacks some of them fails every build. (That it
    is of other code than today's, the Makefile knows.)
    """
    if not cache.exists():
        return ""
    try:
        with closing(sqlite3.connect(cache / "global.db")) as database:
            database.execute("SELECT * FROM settings, nbproject LIMIT 1")
            keys = [key for (key,) in database.execute("SELECT hashkey FROM nbcache")]
        for key in keys:
            notebook = (cache / "executed" / key / "base.ipynb").read_text(encoding="utf-8")
            json.loads(notebook)["cells"]
    except (OSError, sqlite3.Error, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def writing() -> Iterator[None]:
    """Change the site where it is made; what comes to its end is put in its place."""
    WORK.mkdir(parents=True, exist_ok=True)
    UNFINISHED.touch()
    yield
    UNFINISHED.unlink()
    put_in_place()


def put_in_place() -> None:
    """Replace the site that is shown by a copy of the one that was made, in two renames."""
    new, old = PLACE.with_name(".html-new"), PLACE.with_name(".html-old")
    for left in (new, old):  # by one that was killed
        shutil.rmtree(left, ignore_errors=True)
    try:
        # Without what Sphinx notes for its next build, which knows the paths of this machine.
        shutil.copytree(SITE, new, ignore=shutil.ignore_patterns(".buildinfo"))
        if PLACE.exists():
            PLACE.rename(old)
        new.rename(PLACE)
    finally:  # a full disk is not the fuller for it
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)


def run_jupyter_book(builder: str, out: Path, *, strict: bool) -> bool:
    """Do what ``jupyter-book build`` does; whether all went well.

    The command shows two long traces of its own workings in front of what went wrong, and
    colours where they are not wanted.
    """
    if not color_terminal():
        nocolor()
    settings = {
        "external_toc_path": str(CONTENTS),
        "latex_individualpages": False,
        "nitpicky": strict,
    }
    result = build_sphinx(
        ROOT,
        out,
        noconfig=True,
        path_config=ROOT / "_config.yml",
        confoverrides=settings,
        doctreedir=DOCTREES,
        builder=builder,
        warningiserror=strict,
        keep_going=strict,
    )
    return bool(result == 0)


def build() -> None:
    """Build the site; a warning is a failure."""
    # Python looks for what it may free each time 700 objects have come. Here millions come, to
    # stay: to look less often takes a seventh off one that has little to do, and no memory.
    gc.set_threshold(50_000, 20, 20)
    if UNFINISHED.exists():
        print("The last build did not come to its end: all pages are written anew.", flush=True)
        shutil.rmtree(WORK)
    if found := damage(CACHE):
        print(f"The execution cache is damaged ({found}): all chapters run anew.", flush=True)
        shutil.rmtree(CACHE)
    if not CACHE.exists() and not DOCTREES.exists():  # else Sphinx reads but what has changed
        named = [ROOT / f"{name}.ipynb" for name in parse_toc_yaml(CONTENTS)]
        new = [one for one in named if one.exists() and not (EXECUTED / one.name).exists()]
        run_side_by_side(new, EXECUTED)
    with writing():
        if not run_jupyter_book("html", SITE, strict=True):
            left = f" {PLACE} is the site of an earlier one." if PLACE.exists() else ""
            sys.exit(f"This build failed: see above.{left}")


if __name__ == "__main__":
    if sys.argv[1:] == ["--links"]:
        sys.exit(not run_jupyter_book("linkcheck", BUILD / "linkcheck", strict=False))
    build()
