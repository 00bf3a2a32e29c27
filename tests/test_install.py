"""The wheel, installed alone in a new environment, needs NumPy and nothing else."""

from __future__ import annotations

import zipfile

from tests.environments import build_wheel, locked, new_environment, run

CHECK = """
import sys
import nnbook
assert "site-packages" in nnbook.__file__, nnbook.__file__
heavy = {"matplotlib", "ipywidgets", "anywidget", "tqdm", "IPython"} & set(sys.modules)
assert not heavy, heavy
x, t = nnbook.load_mnist("test")
assert x.shape == (2000, 784)
net = nnbook.TwoLayerNet(784, 20, 10, rng=0)
assert 0 <= net.accuracy(x, t) <= 1
for name in ("plots", "panels"):
    try:
        __import__(f"nnbook.{name}")
    except ImportError as error:
        assert "pip install nnbook[panels]" in str(error), error
    else:
        raise AssertionError(f"nnbook.{name} was imported without what it needs")
print("fine")
"""


def test_wheel_alone(tmp_path):
    wheel = build_wheel(tmp_path / "dist")
    names = zipfile.ZipFile(wheel).namelist()
    for needed in ("py.typed", "data/mnist_subset.npz", "data/README.md", "book.mplstyle"):
        assert f"nnbook/{needed}" in names
    assert not [name for name in names if name.startswith(("tests/", "book/"))]
    python = new_environment(tmp_path / "env")
    run(python, "-m", "pip", "install", "--quiet", locked("numpy"))
    run(python, "-m", "pip", "install", "--quiet", "--no-index", wheel)
    assert run(python, "-c", CHECK, cwd=tmp_path).strip() == "fine"
