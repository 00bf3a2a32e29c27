"""`make quick` runs what belongs to a change, and says so when that is nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.quick import READ_BY, ROOT, changed_files, selection


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project of few files, without a line of the book's."""
    files = {
        "nnbook/__init__.py": "",
        "nnbook/_sums.py": "",
        "nnbook/losses.py": "from nnbook._sums import total",
        "nnbook/networks.py": "import nnbook.losses",
        "nnbook/panels/losses.py": "from nnbook.panels import base",
        "nnbook/panels/base.py": "",
        "book/loss.ipynb": "{}",
        "book/site/nnbook_site/cards.py": "",
        "tests/helpers.py": "",
        "tests/test_losses.py": "from .helpers import close",
        "tests/test_networks.py": "from . import helpers",
        "tests/test_panels.py": "import nnbook.panels.base",
        "tests/test_cards.py": "from nnbook_site import cards",
        "tests/browser/test_pages.py": "from tests.helpers import close",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("tests/test_losses.py", ["tests/test_losses.py"]),
        ("nnbook/losses.py", ["nnbook/losses.py", "tests/test_losses.py"]),
        ("nnbook/networks.py", ["nnbook/networks.py", "tests/test_networks.py"]),
        # without tests of its own: those of the module that imports it
        ("nnbook/_sums.py", ["nnbook/_sums.py", "tests/test_losses.py"]),
        # a panel is no module of the core that has the same name
        ("nnbook/panels/losses.py", ["nnbook/panels/losses.py", "tests/test_panels.py"]),
        # what the tests share; those of the browser are for `make test`
        ("tests/helpers.py", ["tests/test_losses.py", "tests/test_networks.py"]),
        ("tests/browser/test_pages.py", []),
        ("README.md", []),
        ("nnbook/gone.py", []),
    ],
)
def test_tests_that_belong_to_a_file(small: Path, changed: str, tests: list[str]) -> None:
    found, chapters = selection([changed], small)
    read = {test for readers in READ_BY.values() for test in readers}
    assert [test for test in found if test in tests or test not in read] == tests
    assert chapters == []


def test_a_chapter_is_executed_and_guarded(small: Path) -> None:
    tests, chapters = selection(["book/loss.ipynb"], small)
    assert chapters == ["book/loss.ipynb"]
    assert "tests/notebooks/test_guard.py" in tests


def test_every_module_of_the_package_has_tests() -> None:
    modules = [path.relative_to(ROOT).as_posix() for path in ROOT.glob("nnbook/**/*.py")]
    assert len(modules) > 20
    for name in modules:
        tests, _ = selection([name])
        assert name in tests, "its examples"
        assert len(tests) > 1, name


def test_files_read_by_tests_are_there() -> None:
    for pattern, readers in READ_BY.items():
        assert list(ROOT.glob(pattern)), pattern
        assert [test for test in readers if not (ROOT / test).is_file()] == []


def test_changes_are_what_differs_from_main(small: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=small, check=True, capture_output=True)

    git("init", "--initial-branch=main")
    (small / ".gitignore").write_text("*.pyc\n")
    git("add", ".")
    git("commit", "--message=all")
    assert changed_files(None, small) == []
    git("checkout", "-b", "topic")
    (small / "nnbook/losses.py").write_text("committed")
    git("commit", "--all", "--message=one")
    (small / "nnbook/networks.py").write_text("not committed")
    (small / "tests/a new test.py").write_text("")
    (small / "nnbook/losses.pyc").write_text("")
    mine = ["nnbook/networks.py", "tests/a new test.py"]
    assert changed_files(None, small) == ["nnbook/losses.py", *mine]
    assert changed_files("HEAD", small) == mine
    git("branch", "--delete", "--force", "main")
    assert changed_files(None, small) == mine
