"""Run what a change is likely to break: its tests, its doctests, its chapters.

``make quick`` calls it after the linters. A change is what differs from where the branch left
the main one, uncommitted and new files included; ``--against=HEAD`` looks at these alone.
What belongs to a file is told by names and imports. pytest-picked knows only test files that
changed; pytest-testmon knows neither chapters nor JavaScript, and needs a traced run of
everything first. What a change breaks elsewhere, `make test` sees.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]
# What neither a name nor an import tells: files, and the tests that read them.
SMALL_SITES = ["tests/test_site_address.py", "tests/test_take_away.py"]
SAVED = ["tests/notebooks/test_figures.py", "tests/notebooks/test_guard.py"]
PROSE = ["tests/prose/test_formulas.py", "tests/prose/test_numbers.py"]
PYTHON = [f"tests/test_{one}.py" for one in ("breaking_page", "python_arrays", "python_page")]
READ_BY = {
    "Makefile": ["tests/test_makefile.py", "tests/test_paper.py"],
    "book/tools/alone.py": ["tests/test_makefile.py"],
    "book/conftest.py": ["tests/notebooks/test_nbval_catches.py"],
    "book/tools/executed.py": [
        "tests/notebooks/test_nbval_catches.py",
        "tests/test_build_site.py",
    ],
    "book/*.ipynb": [*PROSE, *SAVED, "tests/test_references.py"],
    "book/what_next.ipynb": ["tests/notebooks/test_forty_lines.py"],
    "book/figures/*": SAVED,
    "book/reference/*": [*PROSE, "tests/test_notebook_cells.py", "tests/test_references.py"],
    "index.md": PROSE,
    "tests/prose/held.toml": PROSE,
    "book/references.bib": ["tests/test_references.py"],
    "book/site/nnbook_site/*": SMALL_SITES,
    "book/site/templates/*": SMALL_SITES,
    "nnbook/__init__.py": ["tests/test_imports.py", "tests/test_notebook_cells.py"],
    "nnbook/data/*": ["tests/test_datasets.py"],
    "nnbook/panels/*": ["tests/test_drawn.py", "tests/test_js.py", "tests/test_panels.py"],
    "nnbook/*.mplstyle": ["tests/test_plots.py"],
    "tests/golden/*": ["tests/test_golden.py", "tests/test_notebook_cells.py"],
    "tests/drawn/*": ["tests/test_drawn.py"],
    "book/site/python/*": PYTHON,
    "book/site/python/numpy/*": PYTHON,
    "nnbook/exercises/_smallest.py": ["tests/test_breaking_page.py"],
    "tests/js/*": ["tests/test_drawn.py", "tests/test_js.py"],
}
# These open the built site or make environments, which takes minutes.
LEFT_TO_MAKE_TEST = ("tests/browser/", "tests/test_binder.py", "tests/test_install.py")


def selection(changed: Iterable[str], root: Path = ROOT) -> tuple[list[str], list[str]]:
    """What to run for files that changed: the tests and modules, and the chapters.

    Names are relative to `root`. A file that is gone stands for nothing.
    """
    users = importers(root)
    tests: set[str] = set()
    chapters: set[str] = set()
    for name in changed:
        path = PurePosixPath(name)
        if not (root / name).is_file():
            continue
        for pattern, readers in READ_BY.items():
            if path.match(pattern):
                tests.update(readers)
        if path.match("book/*.ipynb"):
            chapters.add(name)
        if path.suffix == ".py":
            tests |= of_module(name, users, root)
        if path.suffix == ".py" and path.parts[0] == "nnbook":
            tests.add(name)  # the examples in its docstrings
    quick = {test for test in tests if not test.startswith(LEFT_TO_MAKE_TEST)}
    return sorted(quick), sorted(chapters)


def of_module(name: str, users: dict[str, set[str]], root: Path = ROOT) -> set[str]:
    """The tests named after a module or importing it; if none, those of its users."""
    todo, seen, found = [name], set[str](), set[str]()
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        path = PurePosixPath(one)
        if path.name.startswith("test_"):
            found.add(one)
            continue
        # nnbook/panels/softmax.py belongs to test_panels.py.
        stem = PurePosixPath(path.parts[1]).stem if path.parts[0] == "nnbook" else path.stem
        own = f"tests/test_{stem.lstrip('_')}.py"
        near = {own} if (root / own).is_file() else set()
        of_it = users.get(dotted(one), set())
        near |= {user for user in of_it if PurePosixPath(user).parts[0] == "tests"}
        todo += near or of_it
    return found


def dotted(name: str) -> str:
    """The name under which a Python file is imported."""
    return name.removeprefix("book/site/").removesuffix(".py").replace("/", ".")


@cache
def importers(root: Path = ROOT) -> dict[str, set[str]]:
    """By a module's dotted name: the Python files that import it."""
    users: dict[str, set[str]] = {}
    for file in _python_files(root):
        name = file.relative_to(root).as_posix()
        for node in ast.walk(ast.parse(file.read_bytes())):
            for module in _imported(node, dotted(name)):
                users.setdefault(module, set()).add(name)
    return users


def _python_files(root: Path) -> Iterable[Path]:
    for pattern in ("nnbook/**/*.py", "book/site/nnbook_site/*.py", "book/tools/*.py"):
        yield from root.glob(pattern)
    yield from root.glob("tests/**/*.py")


def _imported(node: ast.AST, where: str) -> list[str]:
    """The modules that a statement of the module `where` may import."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    above = where.split(".")[: -node.level] if node.level else []
    module = ".".join([*above, *([node.module] if node.module else [])])
    return [module, *(f"{module}.{alias.name}" for alias in node.names)]


def changed_files(against: str | None, root: Path = ROOT) -> list[str]:
    """Names of the files that differ from a commit, new ones included."""

    def git(*arguments: str) -> list[str]:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=True
        )
        return [line for line in done.stdout.split("\0") if line]

    if against is None:
        refs = "refs/remotes/origin/main", "refs/heads/main"
        known = git("for-each-ref", "--format=%(refname)%00", *refs)
        known = [name.strip() for name in known if name.strip()]
        main = next((name for name in refs if name in known), "HEAD")
        (against,) = [line.strip() for line in git("merge-base", main, "HEAD")]
    return [
        *git("diff", "--name-only", "-z", against, "--"),
        *git("ls-files", "--others", "--exclude-standard", "-z"),
    ]


def main() -> int:
    """Print what is run, and run it; the exit status is 1 if anything failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--against", help="the commit to compare with")
    changed = changed_files(parser.parse_args().against)
    tests, chapters = selection(changed)
    print(f"{len(changed)} files changed; of the tests: {' '.join([*tests, *chapters]) or 'none'}")
    pytest = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist"]
    runs = [[*pytest, "worksteal", *tests]] if tests else []
    if chapters:
        runs.append([*pytest, "loadfile", "--nbval", "--nbval-cell-timeout=120", *chapters])
    return int(any([subprocess.run(run, cwd=ROOT).returncode for run in runs]))


if __name__ == "__main__":
    sys.exit(main())
