"""The first cell of a notebook that is taken away, in a kernel whose pip notes what it is asked."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from nnbook_site.first_cell import first_cell
from nnbook_site.repository import Repository, repository
from traitlets.config import Config

from nnbook import __version__

WHEEL = f"nnbook-{__version__}-py3-none-any.whl"
PYPROJECT = '[project]\ndependencies = ["aa>=2.0"]\noptional-dependencies = {a = ["bb>=0.9"]}\n'
WHOLE = {"nnbook": __version__, "aa": "2.0.2", "bb": "0.10"}
NO_HISTORY = Config(HistoryManager={"enabled": False})  # which is a file that others write too
GITHUB = "https://github.com/some-one/a.book@0123456789abcdef"


class App:
    """As much of Sphinx as the first cell asks for."""

    class config:
        nnbook_package = WHEEL
        nnbook_repository: Repository | None = None

    def __init__(self, srcdir: Path, known: str) -> None:
        (srcdir / "pyproject.toml").write_text(PYPROJECT)
        self.srcdir = srcdir
        self.config.nnbook_repository = repository(known)


class Kernel:
    """A kernel with some packages, and an installer that brings others."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path, brings: dict[str, str]):
        self.has: dict[str, str | None] = {"pip": "25.0"}
        self.brings = brings
        self.asked: list[str] = []
        self.monkeypatch, self.folder = monkeypatch, folder
        monkeypatch.chdir(folder)
        monkeypatch.setattr(importlib.metadata, "version", self.version)
        monkeypatch.setattr(importlib.util, "find_spec", self.find_spec)
        monkeypatch.setattr(shutil, "which", lambda name: None)

    def version(self, name: str) -> str | None:
        if name not in self.has:
            raise importlib.metadata.PackageNotFoundError(name)
        return self.has[name]

    def find_spec(self, name: str) -> ModuleSpec | None:
        return ModuleSpec(name, None, origin="a file") if name in self.has else None

    def install(self, what: str) -> None:
        self.asked.append(what)
        self.has |= self.brings

    def run(self, site: str = "", known: str = "") -> BaseException | None:
        """Run the first cell of a notebook of a site, or of a repository; what it raised."""
        self.monkeypatch.setenv("BOOK_URL", site)
        shell: Any = InteractiveShell(config=NO_HISTORY)
        shell.register_magic_function(self.install, magic_name="pip")
        shell.system = lambda what: self.install(shell.var_expand(what))
        done = shell.run_cell(first_cell(App(self.folder, known)))
        assert done.error_before_exec is None
        error: BaseException | None = done.error_in_exec
        return error


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kernel:
    return Kernel(monkeypatch, tmp_path, brings=WHOLE)


SITE = f"nnbook @ https://x.org/b/_downloads/{WHEEL}"


@pytest.mark.parametrize(
    ("site", "known", "asked"),
    [
        ("https://x.org/b", "", SITE),
        ("https://x.org/b", GITHUB, SITE),
        ("", GITHUB, "nnbook @ git+https://github.com/some-one/a.book@0123456789abcdef"),
    ],
)
def test_what_is_missing_is_installed_once(
    kernel: Kernel, site: str, known: str, asked: str
) -> None:
    assert kernel.run(site, known) is None
    assert kernel.asked == [f'install --quiet "{asked}" "aa>=2.0" "bb>=0.9"']
    assert kernel.run(site, known) is None
    assert len(kernel.asked) == 1


@pytest.mark.parametrize(
    ("has", "asked"),
    [
        ({}, ""),
        ({"nnbook": "99", "aa": "3.0", "bb": "1"}, ""),
        ({"nnbook": "0.0.9"}, f'"{SITE}"'),
        ({"nnbook": "0.0.10"}, f'"{SITE}"'),
        ({"aa": "1.26.4"}, '"aa>=2.0"'),
        ({"bb": None}, '"bb>=0.9"'),  # what is left of a package that was half removed
    ],
)
def test_only_what_is_missing_or_too_old_is_installed(
    kernel: Kernel, has: dict[str, str | None], asked: str
) -> None:
    kernel.has |= WHOLE | has
    assert kernel.run("https://x.org/b") is None
    assert kernel.asked == ([f"install --quiet {asked}"] if asked else [])


def test_a_folder_of_the_name_is_no_package(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel.has |= WHOLE
    del kernel.has["nnbook"]
    kernel.monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None))
    assert kernel.run("https://x.org/b") is None
    assert kernel.asked == [f'install --quiet "{SITE}"']


def test_a_wheel_beside_the_notebook_comes_first(kernel: Kernel) -> None:
    wheel = kernel.folder / WHEEL
    wheel.touch()
    assert kernel.run("https://x.org/b") is None
    assert kernel.asked == [f'install --quiet "nnbook @ {wheel.as_uri()}" "aa>=2.0" "bb>=0.9"']


def test_without_an_address_it_says_where_the_package_is(kernel: Kernel) -> None:
    told = kernel.run()
    assert isinstance(told, ModuleNotFoundError)
    assert f"put {WHEEL} beside the notebook" in str(told)
    assert kernel.asked == []
    kernel.has["nnbook"] = __version__  # which is what alone is had nowhere else
    assert kernel.run() is None
    assert kernel.asked == ['install --quiet "aa>=2.0" "bb>=0.9"']


def test_what_could_not_be_installed_is_named(kernel: Kernel) -> None:
    kernel.brings = {"nnbook": __version__}
    told = kernel.run("https://x.org/b")
    assert isinstance(told, ModuleNotFoundError)
    assert "This chapter needs aa, bb. The installer could not bring it" in str(told)
    assert f'"{SITE}" "aa>=2.0" "bb>=0.9"' in str(told)


@pytest.mark.parametrize("loaded", ["1.26.4", "2.0.2"])
def test_what_the_kernel_has_loaded_in_another_version_wants_a_restart(
    kernel: Kernel, loaded: str
) -> None:
    module: Any = ModuleType("aa")
    module.__version__ = loaded
    kernel.monkeypatch.setitem(sys.modules, "aa", module)
    told = kernel.run("https://x.org/b")
    if loaded == WHOLE["aa"]:
        assert told is None
    else:
        assert isinstance(told, RuntimeError)
        assert "this kernel still has aa in another version. Restart it" in str(told)


@pytest.mark.parametrize(
    ("pip", "uv", "asked"),
    [
        (True, True, "install --quiet"),
        (False, True, f'uv pip install --quiet --python "{sys.executable}"'),
        (False, False, "install --quiet"),  # Python says that there is no pip
    ],
)
def test_uv_installs_where_pip_is_missing(kernel: Kernel, pip: bool, uv: bool, asked: str) -> None:
    if not pip:
        del kernel.has["pip"]
    kernel.monkeypatch.setattr(shutil, "which", lambda name: "/bin/uv" if uv else None)
    assert kernel.run("https://x.org/b") is None
    assert kernel.asked == [f'{asked} "{SITE}" "aa>=2.0" "bb>=0.9"']
