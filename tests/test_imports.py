"""What importing nnbook loads, its public names, and which module may import which."""

import ast
import json
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest

import nnbook

PACKAGE = Path(nnbook.__file__).parent
MODULES = {path.stem: path for path in PACKAGE.glob("*.py") if path.stem != "__init__"}

# Imports run one way. A new module gets a line here.
MAY_IMPORT = {
    "_checks": set(),
    "_esm": set(),
    "_shown": set(),
    "_files": set(),
    "_run": {"_kernels"},
    "_saved": {"_checks"},
    "_progress": set(),
    "_kernels": {"_checks"},
    "functions": {"_checks", "_kernels"},
    "losses": {"_checks", "_kernels"},
    "gradients": {"_checks", "_progress"},  # knows no network and no loss
    "_reuse": {"_checks", "_kernels", "_progress"},
    "networks": {"_checks", "gradients", "_files", "_kernels", "_reuse", "losses"},
    "training": {"_run", "_saved", "_checks", "_files", "_kernels", "_progress", "networks"},
    "datasets": {"_checks"},
    "drawing": {"_checks"},
    "shipped": {"_checks", "_files", "networks"},
    "costs": {"_checks"},
    "plots": {"_checks"},
    "source": {"_kernels"},
}
OPTIONAL = {"_progress": {"tqdm"}, "plots": {"matplotlib"}}

LIST_WHAT_IS_NEW = """
import json, sys
import numpy
before = set(sys.modules)
import nnbook, nnbook.costs
print(json.dumps(sorted(set(sys.modules) - before)))
"""


def test_importing_nnbook_loads_numpy_alone():
    command = [sys.executable, "-W", "error", "-c", LIST_WHAT_IS_NEW]
    listing = subprocess.run(command, capture_output=True, text=True, check=True)
    roots = {name.partition(".")[0] for name in json.loads(listing.stdout)}
    assert roots - set(sys.stdlib_module_names) <= {"nnbook", "numpy"}
    assert not roots & {"matplotlib", "ipywidgets", "anywidget", "tqdm", "scipy"}


def test_numpy_is_the_only_requirement():
    (needed,) = [line for line in requires("nnbook") if "extra ==" not in line]
    assert needed.startswith("numpy")


def test_public_names():
    assert nnbook.__all__ == [
        "DivergedError",
        "GradientMismatchError",
        "History",
        "SimpleNet",
        "Training",
        "TwoLayerNet",
        "check_gradient",
        "cross_entropy_error",
        "draw_digit",
        "load_mnist",
        "load_network",
        "log_softmax",
        "numerical_gradient",
        "sigmoid",
        "softmax",
    ]
    for name in nnbook.__all__:
        assert getattr(nnbook, name).__doc__


def test_one_version():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())
    assert nnbook.__version__ == project["project"]["version"]


def test_types_are_shipped():
    assert (PACKAGE / "py.typed").exists()


def imports(node):
    """Yield the dotted name of every import below `node`, relative ones made absolute."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level < 2
            parent = ".".join(filter(None, ["nnbook" if child.level else "", child.module]))
            if parent == "nnbook":
                yield from (f"nnbook.{alias.name}" for alias in child.names)
            else:
                yield parent


def test_every_module_has_its_place():
    assert set(MODULES) == set(MAY_IMPORT)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module):
    names = [name.split(".") for name in imports(ast.parse(MODULES[module].read_text()))]
    inside = {name[1] for name in names if name[0] == "nnbook"}
    assert inside <= MAY_IMPORT[module]
    outside = {name[0] for name in names} - {"nnbook", *sys.stdlib_module_names}
    assert outside <= {"numpy"} | OPTIONAL.get(module, set())


def test_the_reader_of_imports_sees_every_form():
    source = """
import a.b, nnbook.c
from nnbook import d
from nnbook.e import f
from . import g
from .h import i
def late():
    import j
"""
    assert set(imports(ast.parse(source))) == {
        "a.b",
        "nnbook.c",
        "nnbook.d",
        "nnbook.e",
        "nnbook.g",
        "nnbook.h",
        "j",
    }
