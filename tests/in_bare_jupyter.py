"""A notebook taken away, run where a reader may open it: every package is really installed.

`make test-bare` runs this, in minutes; `tests/test_first_cell.py` asks the same of the first cell
alone. Each surrounding is an environment of its own with a kernel and little else. Either the
notebook runs, or its first cell says what to do and has changed nothing.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nnbook_site.first_cell import first_cell

from tests.environments import ROOT, build_wheel, new_environment, run

LIST = """
import importlib.metadata
print(sorted((one.name, one.version) for one in importlib.metadata.distributions()))
"""
# What the cells of a chapter do: compute, draw, show a panel, and ask.
CHAPTER = """
import matplotlib.pyplot as plt
from nnbook import log_softmax, panels
from nnbook.questions import predict

plt.style.use("nnbook.book")
plt.plot(log_softmax([1.0, 2.0, 3.0]))
plt.show()
display(panels.softmax_scores())
predict("softmax-q-shift")
"""
# As much of Colab as a package sees of it: it shows widgets of others once it is asked to.
COLAB = """
import sys
import types

output = types.ModuleType("google.colab.output")
output.asked = 0
output._widgets = types.SimpleNamespace(_installed_url="an address")

def enable_custom_widget_manager():
    output.asked += 1

output.enable_custom_widget_manager = enable_custom_widget_manager
sys.modules["google.colab.output"] = output
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("dist"))


class Reader:
    """An environment, and the folder into which the notebook was saved."""

    def __init__(self, folder: Path, wheel: Path) -> None:
        self.folder, self.wheel = folder, wheel
        self.python = new_environment(folder / "environment")
        self.argv = [str(self.python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PYTEST_"))}
        self.env["PATH"] = f"{self.python.parent}{os.pathsep}{self.env['PATH']}"
        self.install("ipykernel")
        (folder / "work").mkdir()
        shutil.copy(wheel, folder / "work")

    def install(self, *packages: str | Path) -> None:
        run(self.python, "-m", "pip", "install", "--quiet", *packages)

    def installed(self) -> str:
        return run(self.python, "-c", LIST)

    def run(self, *before: str, after: str = "") -> CellExecutionError | None:
        """Run the notebook from the start in a new kernel; what stopped it."""
        notebook = nbformat.v4.new_notebook()
        cells = [*before, first_cell(App(self.wheel.name)), CHAPTER, after]
        notebook.cells = [nbformat.v4.new_code_cell(one) for one in cells]
        kernels = self.folder / "kernels" / "reader"
        kernels.mkdir(parents=True, exist_ok=True)
        said = {"argv": self.argv, "display_name": "Reader", "language": "python"}
        (kernels / "kernel.json").write_text(json.dumps(said))
        place = {"metadata": {"path": str(self.folder / "work")}}
        client = NotebookClient(
            notebook, kernel_name="reader", resources=place, timeout=600, startup_timeout=300
        )
        try:
            client.execute(env=self.env)
        except CellExecutionError as stopped:
            return stopped
        return None


class App:
    """As much of Sphinx as the first cell asks for: a site with no known address."""

    srcdir = ROOT

    class config:
        nnbook_package = ""
        nnbook_repository = None

    def __init__(self, wheel: str) -> None:
        self.config.nnbook_package = wheel


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, wheel: Path) -> Reader:
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    return Reader(tmp_path, wheel)


def test_nothing_but_a_kernel(reader: Reader) -> None:
    assert reader.run() is None
    has = reader.installed()
    assert "'anywidget'" in has and "'nnbook'" in has
    # When all is there, nothing is asked of anybody.
    (reader.folder / "work" / reader.wheel.name).unlink()
    reader.env["PIP_NO_INDEX"] = "1"
    run(reader.python, "-m", "pip", "uninstall", "--quiet", "--yes", "pip")
    assert reader.run() is None
    assert reader.installed() == has.replace(one_of(has, "pip"), "")


def one_of(listed: str, name: str) -> str:
    return re.search(rf"\('{name}', '[^']*'\), ", listed)[0]


@pytest.mark.parametrize("loaded", [False, True])
def test_an_old_numpy(reader: Reader, loaded: bool) -> None:
    reader.install("numpy<2")
    if loaded:
        stopped = reader.run("import numpy")
        assert stopped and stopped.ename == "RuntimeError"
        assert "still has numpy in another version. Restart it" in stopped.evalue
    assert reader.run() is None


def test_an_old_package(reader: Reader) -> None:
    (place,) = reader.folder.glob("environment/lib/python*/site-packages")
    files = {
        "nnbook/__init__.py": '__version__ = "0.0.9"',
        "nnbook-0.0.9.dist-info/METADATA": "Metadata-Version: 2.1\nName: nnbook\nVersion: 0.0.9\n",
        "nnbook-0.0.9.dist-info/INSTALLER": "pip",
    }
    record = "nnbook-0.0.9.dist-info/RECORD"
    files[record] = "".join(f"{name},,\n" for name in [*files, record])
    for name, text in files.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)
    stopped = reader.run("import nnbook")
    assert stopped and "still has nnbook in another version. Restart it" in stopped.evalue
    assert reader.run() is None
    assert "0.0.9" not in one_of(reader.installed(), "nnbook")


def test_as_in_colab(reader: Reader) -> None:
    reader.install("numpy==2.0.2", "matplotlib==3.10.0", "ipywidgets==7.7.1")
    assert reader.run(COLAB, "import numpy", after="assert output.asked == 1, output.asked") is None
    assert "('numpy', '2.0.2')" in reader.installed()


def fails(reader: Reader, *said: str) -> None:
    """The first cell stops the notebook with some words, and has changed nothing."""
    has = reader.installed()
    stopped = reader.run()
    assert stopped and stopped.ename == "ModuleNotFoundError", stopped
    for words in said:
        assert words in stopped.evalue
    assert reader.installed() == has


COULD_NOT = "The installer could not bring it"


def test_without_a_network(reader: Reader) -> None:
    reader.env["PIP_NO_INDEX"] = "1"
    fails(reader, COULD_NOT, "It takes a network")


def test_without_an_address_and_without_the_package(reader: Reader) -> None:
    (reader.folder / "work" / reader.wheel.name).unlink()
    fails(reader, f"put {reader.wheel.name} beside the notebook")


def test_where_pip_may_not_write(reader: Reader) -> None:
    place = reader.folder / "environment"
    if os.geteuid():
        run("chmod", "-R", "a-w", place)
    else:  # who may write all the same, unless nobody can
        mount = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
        reader.argv = ["unshare", "--mount", "sh", "-c", mount, str(place), *reader.argv]
    fails(reader, COULD_NOT, "a folder in which it may write")


@pytest.mark.parametrize("has_uv", [True, False])
def test_without_pip(reader: Reader, tmp_path: Path, has_uv: bool) -> None:
    run(reader.python, "-m", "pip", "uninstall", "--quiet", "--yes", "pip")
    path = [one for one in reader.env["PATH"].split(os.pathsep) if not Path(one, "uv").exists()]
    if has_uv:
        uv = new_environment(tmp_path / "uv")
        run(uv, "-m", "pip", "install", "--quiet", "uv")
        path.append(str(uv.parent))
    reader.env["PATH"] = os.pathsep.join(path)
    if has_uv:
        assert reader.run() is None
    else:
        fails(reader, COULD_NOT, "install it in your own way")
