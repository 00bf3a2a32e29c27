"""What stands in the site's place is whole, whatever becomes of a build."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from nbformat.v4 import new_code_cell, new_notebook, new_output
from playwright.sync_api import Playwright

from book.tools import build_site, chromium, make_pdf, serve
from book.tools.build_site import build, damage, put_in_place, writing

PAGE = "index.html"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in whose place of the site lies an old one."""
    work = tmp_path / ".work"
    for name, path in {
        "PLACE": tmp_path / "html",
        "WORK": work,
        "SITE": work / "html",
        "DOCTREES": work / ".doctrees",
        "UNFINISHED": work / "unfinished",
        "CACHE": tmp_path / ".jupyter_cache",
        "EXECUTED": tmp_path / ".executed",
        "ROOT": tmp_path,
        "CONTENTS": tmp_path / "_toc.yml",
    }.items():
        monkeypatch.setattr(build_site, name, path)
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / PAGE).write_text("old")
    return tmp_path


def write(site: Path, text: str = "new") -> None:
    site.mkdir(parents=True, exist_ok=True)
    (site / PAGE).write_text(text)


def shown(folder: Path) -> str:
    """The site in its place, of which no copy is left beside."""
    assert sorted(path.name for path in folder.glob("*html*")) == ["html"]
    assert sorted(path.name for path in folder.glob(".html*")) == []
    (page,) = (folder / "html").iterdir()
    return page.read_text()


def test_a_site_that_is_whole_is_put_in_its_place(folder: Path) -> None:
    with writing():
        write(build_site.SITE)
        (build_site.SITE / ".buildinfo").touch()  # Sphinx's own
        assert shown(folder) == "old"
        assert build_site.UNFINISHED.exists()
    assert shown(folder) == "new"
    assert not build_site.UNFINISHED.exists()
    assert (build_site.SITE / PAGE).is_file()  # where the next build goes on


def test_of_one_that_is_not_nothing_is_seen(folder: Path) -> None:
    with pytest.raises(OSError), writing():
        write(build_site.SITE)
        raise OSError
    assert shown(folder) == "old"
    assert build_site.UNFINISHED.exists()


def test_a_copy_that_fails_leaves_the_old_site_and_no_half(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path, ignore: object) -> None:
        write(target)
        raise OSError(28, "No space left on device")

    write(build_site.SITE)
    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(OSError, match="No space left"):
        put_in_place()
    assert shown(folder) == "old"


@pytest.mark.parametrize("left", [(".html-new",), (".html-new", ".html-old")])
def test_what_a_killed_copy_has_left_does_no_harm(folder: Path, left: tuple[str, ...]) -> None:
    for name in left:
        write(folder / name, "half")
    if ".html-old" in left:  # killed between the two renames
        shutil.rmtree(folder / "html")
    write(build_site.SITE)
    put_in_place()
    assert shown(folder) == "new"


def builder(folder: Path, *, well: bool) -> Callable[..., bool]:
    """In the place of Jupyter Book: what it found there becomes part of the page."""

    def run(name: str, out: Path, *, strict: bool) -> bool:
        assert (name, out, strict) == ("html", build_site.SITE, True)
        before = (out / PAGE).read_text() if out.exists() else "nothing"
        write(out, f"after {before}")
        return well

    return run


def test_a_build_goes_on_from_the_last_but_not_from_one_that_failed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*, well: bool) -> str:
        monkeypatch.setattr(build_site, "run_jupyter_book", builder(folder, well=well))
        if well:
            build()
        else:
            with pytest.raises(SystemExit, match=r"This build failed: see above.*an earlier one"):
                build()
        return shown(folder)

    assert run(well=True) == "after nothing"
    assert run(well=True) == "after after nothing"
    assert run(well=False) == "after after nothing"
    assert "did not come to its end" not in capsys.readouterr().out
    assert run(well=True) == "after nothing"
    assert "did not come to its end: all pages are written anew" in capsys.readouterr().out


def test_chapters_run_side_by_side_where_there_is_no_cache(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each waits for the other; one that fails, or was run already, is not kept."""
    wait = """
import os, pathlib, time
pathlib.Path({own!r}).touch()
until = time.monotonic() + 60
while not pathlib.Path({other!r}).exists() and time.monotonic() < until:
    time.sleep(0.01)
print(pathlib.Path({other!r}).exists(), os.environ["OPENBLAS_NUM_THREADS"])"""
    codes = {
        "a": wait.format(own="of-a", other="of-b"),
        "b": wait.format(own="of-b", other="of-a"),
        "fails": "print(1)\n1 / 0",
        "was_run": "raise SystemExit",
    }
    chapters = "".join(f"- file: book/{name}\n" for name in ["no_notebook", *codes, "missing"])
    with (folder / "_toc.yml").open("a") as contents:
        contents.write(f"chapters:\n{chapters}")
    (folder / "book").mkdir()
    for name, code in {**codes, "draft": "print(1)"}.items():
        nbformat.write(new_notebook(cells=[new_code_cell(code)]), folder / f"book/{name}.ipynb")
    (folder / "book" / "no_notebook.ipynb").write_text("{")
    (folder / ".executed").mkdir()
    (folder / ".executed" / "was_run.ipynb").write_text("as it was")
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "2")
    monkeypatch.setattr(build_site, "run_jupyter_book", builder(folder, well=True))
    build()
    kept = {path.name: path.read_text() for path in (folder / ".executed").iterdir()}
    assert sorted(kept) == ["a.ipynb", "b.ipynb", "was_run.ipynb"]
    assert kept.pop("was_run.ipynb") == "as it was"
    for text in kept.values():
        (cell,) = nbformat.reads(text, 4).cells
        assert [one.text for one in cell.outputs] == ["True 1\n"]
    shutil.rmtree(folder / ".executed")
    # Where something was built before, MyST-NB knows which of them have changed, or Sphinx does.
    (folder / ".jupyter_cache").mkdir()
    cached(folder / ".jupyter_cache")
    build()
    shutil.rmtree(folder / ".jupyter_cache")
    (folder / ".work" / ".doctrees").mkdir()
    build()
    assert not (folder / ".executed").exists()


def test_an_interrupt_ends_the_chapters_that_run(tmp_path: Path) -> None:
    code = "import pathlib, time; pathlib.Path('began-{}').touch(); time.sleep(600)"
    names = [f"{n}.ipynb" for n in range(4)]
    for n, name in enumerate(names):
        nbformat.write(new_notebook(cells=[new_code_cell(code.format(n))]), tmp_path / name)
    program = (
        "import os, pathlib, sys; from book.tools.executed import run_side_by_side\n"
        "os.cpu_count = lambda: 2\n"
        "run_side_by_side(map(pathlib.Path, sys.argv[1:]), pathlib.Path('kept'))\n"
    )
    paths = [str(tmp_path / name) for name in names]
    began = (tmp_path / "began-0", tmp_path / "began-1")
    with subprocess.Popen([sys.executable, "-c", program, *paths], cwd=build_site.ROOT) as build:
        try:
            until = time.monotonic() + 60
            while not all(path.exists() for path in began) and time.monotonic() < until:
                time.sleep(0.02)
            build.send_signal(signal.SIGINT)
            assert build.wait(timeout=60) == -signal.SIGINT
        finally:
            build.kill()
    assert sorted(tmp_path.glob("began-*")) == [*began]


def cached(cache: Path) -> Path:
    """An execution cache as Jupyter Book leaves it; the notebook in it."""
    outputs = [new_output("stream", name="stdout", text="2\n")]
    notebook = new_notebook(cells=[new_code_cell("print(2)", execution_count=1, outputs=outputs)])
    get_cache(str(cache)).cache_notebook_bundle(CacheBundleIn(notebook, "a.ipynb", data={}))
    (path,) = cache.glob("executed/*/base.ipynb")
    return path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def without_tables(cache: Path) -> None:
    (cache / "global.db").unlink()
    sqlite3.connect(cache / "global.db").close()


def without_a_table(cache: Path) -> None:
    with closing(sqlite3.connect(cache / "global.db")) as database:
        database.execute("DROP TABLE settings")


@pytest.mark.parametrize(
    "harm",
    [
        lambda cache: cut(cache / "global.db"),
        lambda cache: (cache / "global.db").write_bytes(b"no database " * 100),
        without_tables,
        without_a_table,
        lambda cache: cut(next(cache.glob("executed/*/base.ipynb"))),
        lambda cache: next(cache.glob("executed/*/base.ipynb")).unlink(),
        lambda cache: next(cache.glob("executed/*/base.ipynb")).write_text("{}"),
    ],
)
def test_a_damaged_execution_cache_is_made_anew(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    harm: Callable[[Path], None],
) -> None:
    monkeypatch.setattr(build_site, "run_jupyter_book", builder(folder, well=True))
    cache = build_site.CACHE
    assert damage(cache) == ""
    cached(cache)
    assert damage(cache) == ""
    build()
    assert cache.exists()
    harm(cache)
    build()
    assert not cache.exists()
    assert "The execution cache is damaged (" in capsys.readouterr().out


def test_it_is_served_to_this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def noted(address: tuple[str, int], _: object) -> None:
        asked.append(address)
        raise OSError(1, "not now")

    monkeypatch.setattr(serve, "ThreadingHTTPServer", noted)
    with pytest.raises(SystemExit, match="not now"):
        serve.main(8000)
    assert asked == [("127.0.0.1", 8000)]


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port}: .*make serve PORT={port + 1}"):
            serve.main(port)


def test_without_a_browser_there_is_no_pdf_and_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(playwright: Playwright) -> str:
        raise RuntimeError(chromium.WANTED)

    monkeypatch.setattr(make_pdf, "find_chromium", none)
    with pytest.raises(SystemExit, match="need Chromium"):
        make_pdf.print_book("", tmp_path / "page.html", tmp_path / "book.pdf")
    assert list(tmp_path.iterdir()) == []


def test_what_went_wrong_at_the_end_of_a_build_is_what_is_said_of_it(tmp_path: Path) -> None:
    """And not what the extension for formulas makes of it, which is called once more then."""
    conf = [
        "from sphinx.errors import ExtensionError",
        "def last(app, error):",
        "    if not error: raise ExtensionError('the place of a panel was not found')",
        "def setup(app): app.connect('build-finished', last, priority=900)",
        "extensions = ['sphinxcontrib.katex', 'nnbook_site.maths']",
    ]
    (tmp_path / "conf.py").write_text("\n".join(conf), encoding="utf-8")
    (tmp_path / "index.rst").write_text("A page\n======\n", encoding="utf-8")
    built = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", str(tmp_path), str(tmp_path / "out")],
        env={**os.environ, "PYTHONPATH": str(Path(build_site.ROOT, "book", "site"))},
        capture_output=True,
        text=True,
    )
    assert built.returncode != 0
    assert "the place of a panel was not found" in built.stderr
