"""A notebook taken away, run where a reader may open it: every package is really installed.

`make test-bare` runs this, in minutes; `tests/test_first_cell.py` asks the same of the first cell
alone. Each surrounding is an environment of its own with a kernel and little else. Either the
notebook runs, or its first cell says what to do and has changed nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nnbook_site.first_cell import first_cell

from tests.environments import ROOT, build_wheel, new_environment, run

# What the cells of a chapter do: compute, draw, ask, and show a panel.
CHAPTER = """
import matplotlib.pyplot as plt
from nnbook import log_softmax, panels
from nnbook.questions import predict

plt.style.use("nnbook.book")
plt.plot(log_softmax([1.0, 2.0, 3.0]))
plt.show()
display(panels.softmax(), predict("softmax-q-shift"))
"""
GONE = [  # what is there in Colab, which has no anywidget, and stands in for its widgets
    "import sys, types",
    "output = types.ModuleType('google.colab.output')",
    "output.enabled = 0",
    "def enable_custom_widget_manager(): output.enabled += 1",
    "output.enable_custom_widget_manager = enable_custom_widget_manager",
    "output._widgets = types.SimpleNamespace(_installed_url='an address')",
    "sys.modules['google.colab.output'] = output",
]


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

    def install(self, *packages: str | Path) -> None:
        run(self.python, "-m", "pip", "install", "--quiet", *packages)

    def installed(self) -> str:
        return run(self.python, "-c", LIST)

    def save_wheel(self) -> None:
        shutil.copy(self.wheel, self.folder / "work")

    def run(self, *before: str, after: str = "") -> CellExecutionError | None:
        """Run the notebook from the start in a new kernel; what stopped it."""
        spec = nbformat.v4.new_notebook()
        cells = [*before, first_cell(App(self.wheel.name)), CHAPTER, after]
        spec.cells = [nbformat.v4.new_code_cell(one) for one in cells]
        kernels = self.folder / "kernels" / "reader"
        kernels.mkdir(parents=True, exist_ok=True)
        said = {"argv": self.argv, "display_name": "Reader", "language": "python"}
        (kernels / "kernel.json").write_text(json_of(said))
        manager = KernelManager(
            kernel_name="reader",
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[str(kernels.parent)]),
        )
        place = {"metadata": {"path": str(self.folder / "work")}}
        client = NotebookClient(spec, km=manager, resources=place, timeout=600, startup_timeout=300)
        try:
            client.execute(env=self.env)
        except CellExecutionError as stopped:
            return stopped
        return None


class App:
    """As much of Sphinx as the first cell asks for: a site with no known address."""

    srcdir = ROOT

    class config:
        nnbook_repository = None

    def __init__(self, wheel: str) -> None:
        self.config.nnbook_package = wheel
