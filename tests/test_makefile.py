"""The commands run in any surroundings, or stop at once and say what is wrong with them."""

from __future__ import annotations

import os
import re
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# In the place of Python, which says where node is, and of node: both note how they are called.
PYTHON = """#!/bin/sh
if test "$1" = -c; then echo "$PWD/.venv/wheel/bin"; else echo "python $@" >> calls; fi
echo "$HOME" > home
echo "${PYTHONDONTWRITEBYTECODE-kept}" > compiled
"""
# In the place of the machine's Python, which makes environments.
MACHINE = f"""#!/bin/sh
echo "machine $@" >> calls
case "$1" in *alone.py) exec "{sys.executable}" "$@";; esac
mkdir -p .venv/bin .venv/lib/python3/site-packages && cp "$0.venv" .venv/bin/python
echo "$PWD" > .venv/lib/python3/site-packages/_nnbook.pth
"""
NODE = """#!/bin/sh
echo "node $@" >> calls
"""
ODD = ["two words", "it's", "(one) [two]", "über 日本", "a#1", "100%", "a & b, c"]


def folder(parent: Path, name: str) -> Path:
    """A clone with nothing in it but what the Makefile asks for."""
    here = parent / name / "clone"
    parts = "book/site/node_modules", "book/tools", "nnbook", "_build", ".venv/bin"
    for part in (*parts, ".venv/wheel/bin"):
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
    for name in ("Makefile", "book/tools/alone.py"):
        shutil.copy(ROOT / name, here / name)
    return here


def with_machine(folder: Path, python: str) -> Path:
    """A Python of the machine, and what it makes environments with."""
    path = folder / "machine"
    for name, text in (("machine", MACHINE), ("machine.venv", python)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o755)
    return path


def make(here: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "BOOK_ALONE"}
    return subprocess.run(
        ["make", *words],
        cwd=here,
        env={**environment, **variables},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", ODD)
def test_commands_run_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    here = folder(tmp_path, name)
    done = make(here, "--jobs=2", "book")
    assert done.returncode == 0, done.stderr
    assert "jobserver" not in done.stderr  # which is handed on
    assert f"The book is at {here}/_build/html/index.html" in done.stdout
    assert make(here, "lint").returncode == 0
    (npm,) = (here / "book/site/calls").read_text().splitlines()
    assert npm.startswith(f"node {here}/.venv/wheel/bin/../lib/node_modules/npm/bin/npm-cli.js ci")
    calls = (here / "calls").read_text().splitlines()
    assert calls[0] == "node book/site/build.mjs"
    assert calls[1] == "python -m book.tools.build_site"
    biome = "node book/site/node_modules/@biomejs/biome/bin/biome"
    assert calls[-1] == f"{biome} check --error-on-warnings ."


@pytest.mark.parametrize("name", ["a:b", 'a"b', "a$b", "a`b", "a\\b", "a;b"])
def test_a_folder_that_cannot_be_is_refused_at_once(tmp_path: Path, name: str) -> None:
    here = folder(tmp_path, name)
    done = make(here, "book")
    assert done.returncode == 2
    assert "the path of this folder may not hold any of" in done.stderr
    assert not (here / "calls").exists()


@pytest.mark.parametrize("home", ["", "/nonexistent/home", "/dev/null"])
def test_who_has_no_home_gets_one(tmp_path: Path, home: str) -> None:
    here = folder(tmp_path, "any")
    assert make(here, "book", HOME=home).returncode == 0
    assert (here / "home").read_text() == f"{here}/_build/.home\n"
    assert (here / "_build/.home").is_dir()
    assert make(here, "book", HOME=str(tmp_path)).returncode == 0
    assert (here / "home").read_text() == f"{tmp_path}\n"


def test_what_python_compiles_is_kept_where_the_machine_forbids_it(tmp_path: Path) -> None:
    here = folder(tmp_path, "any")
    assert make(here, "book", PYTHONDONTWRITEBYTECODE="1").returncode == 0
    assert (here / "compiled").read_text() == "kept\n"


@pytest.mark.parametrize("whole", [True, False])
def test_of_half_an_environment_nothing_is_kept(tmp_path: Path, whole: bool) -> None:
    """One that was whole is brought up to date, which needs no network if nothing is new."""
    here, machine = folder(tmp_path, "any"), with_machine(tmp_path, PYTHON)
    (here / ".venv/broken").touch()
    if whole:
        os.utime(here / "requirements.txt", (2e9, 2e9))
    else:
        (here / ".venv/.ready").unlink()
    done = make(here, ".venv/.ready", f"PYTHON={machine}")
    assert done.returncode == 0, done.stderr
    assert (here / ".venv/broken").exists() == whole
    calls = (here / "calls").read_text().splitlines()
    assert calls[1] == "machine -m venv .venv"
    assert calls[2].startswith("python -m pip install --quiet --no-compile --require-hashes")
    (path,) = (here / ".venv/lib").glob("*/site-packages/*.pth")
    assert (path.parent / path.read_text().strip()).resolve() == here
    assert not Path(path.read_text()).is_absolute()


def test_what_ends_early_leaves_no_sign_that_the_environment_is_whole(tmp_path: Path) -> None:
    here, machine = folder(tmp_path, "any"), with_machine(tmp_path, "#!/bin/sh\nexit 1\n")
    os.utime(here / "requirements.txt", (2e9, 2e9))
    assert make(here, ".venv/.ready", f"PYTHON={machine}").returncode == 2
    assert not (here / ".venv/.ready").exists()


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    here = folder(tmp_path, "any")
    (here / "_build").rmdir()
    (here / "_build").touch()
    done = make(here, "book")
    assert done.returncode == 2
    assert f"Nothing can be written to {here / '_build'} (File exists)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("file", ["functions.py", "data/network.npz", "book.mplstyle"])
def test_chapters_run_anew_with_other_code_or_data(file: str) -> None:
    """By the rules of the Makefile: what they would do if this file had just changed."""
    stamp = "_build/.executed-with"
    done = make(ROOT, "--dry-run", f"--what-if=nnbook/{file}", stamp, BOOK_ALONE="yes")
    assert (
        "rm -rf _build/.jupyter_cache _build/.executed _build/.work/html _build/.work/.doctrees"
        in done.stdout
    )


def test_no_chapter_runs_anew_for_what_python_compiled() -> None:
    """A folder is newer once it has been given a ``__pycache__``, as in a first build."""
    database = make(ROOT, "--dry-run", "--print-data-base", "_build/.executed-with", BOOK_ALONE="y")
    (rule,) = re.findall(r"^_build/\.executed-with: (.+)$", database.stdout, re.MULTILINE)
    needed = [ROOT / name for name in rule.split()]
    assert len(needed) > 100
    assert [path for path in needed if path.is_dir()] == []


@contextmanager
def begun(here: Path, *command: str) -> Iterator[subprocess.Popen[str]]:
    """A build, in a process group of its own, of which nothing is left."""
    with subprocess.Popen(
        [sys.executable, here / "book/tools/alone.py", *command],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def told(process: subprocess.Popen[str]) -> str:
    """The next line that it prints; nothing if there is none for long."""
    assert process.stdout
    there = select.select([process.stdout], [], [], 30)[0]
    return process.stdout.readline() if there else ""


@pytest.mark.parametrize("ended", [signal.SIGTERM, signal.SIGKILL])
def test_a_second_build_waits_for_the_first_and_for_no_dead_one(
    tmp_path: Path, ended: signal.Signals
) -> None:
    here = folder(tmp_path, "any")
    with begun(here, "sh", "-c", "echo at work $BOOK_ALONE; sleep 600") as first:
        assert first.stdout.readline() == "at work yes\n"
        with begun(here, "echo", "second") as second:
            waits = f"Another make builds in {here}. This one waits for its end.\n"
            assert told(second) == waits
            assert second.stdout
            assert not select.select([second.stdout], [], [], 0.2)[0]
            os.killpg(first.pid, ended)
            assert told(second) == "second\n"


def test_what_a_killed_build_has_started_is_waited_for(tmp_path: Path) -> None:
    here = folder(tmp_path, "any")
    with begun(here, "sh", "-c", "sleep 600 & echo $!; wait") as first:
        child = int(first.stdout.readline())
        first.kill()
        first.wait()
        with begun(here, "echo", "second") as second:
            assert told(second).startswith("Another make builds")
            os.kill(child, signal.SIGKILL)
            assert told(second) == "second\n"


def test_the_book_is_served_on_the_port_that_is_asked_for(tmp_path: Path) -> None:
    here = folder(tmp_path, "any")
    assert make(here, "serve", "PORT=8123").returncode == 0
    *_, last = (here / "calls").read_text().splitlines()
    assert last == "python -m book.tools.serve 8123"


COMMANDS = re.findall(
    r"(?:PYTHONPATH=(\S+) )?\$\((?:BIN\)|BENCH\)/bin)/python -m ((?:book|tests)[\w.]*)",
    (ROOT / "Makefile").read_text(encoding="utf-8"),
)


@pytest.mark.parametrize("path", sorted({path for path, _ in COMMANDS}))
def test_what_a_command_calls_finds_all_that_it_imports(path: str) -> None:
    """The tests find the site's extension by themselves; commands have to say where it is."""
    names = sorted({name for where, name in COMMANDS if where == path})
    assert names
    program = (
        "import importlib, importlib.util as util, sys\n"
        "for name in sys.argv[1:]:\n"
        "    package = util.find_spec(name).submodule_search_locations\n"
        "    importlib.import_module(f'{name}.__main__' if package else name)\n"
    )
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", program, *names],
        cwd=ROOT,
        env={**environment, **({"PYTHONPATH": path} if path else {})},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
