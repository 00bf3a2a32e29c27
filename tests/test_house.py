"""A module's private names stay in it: nobody imports them, or takes them from an object."""

import ast
from pathlib import Path

import pytest

import nnbook

PACKAGE = Path(nnbook.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
# A private module, such as nnbook._checks, is the package's own business: its names are public.
MODULES = {path.stem for path in FILES}


def private(name):
    return name.startswith("_") and not name.endswith("_")


def own(node):
    """Whether an expression is the object, or the class, whose method it stands in."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "super"
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def trespasses(source):
    """Say where a module reaches for a private name that is not its own."""
    tree = ast.parse(source)
    defined = {one.name for one in tree.body if isinstance(one, ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.level or node.module.startswith("nnbook")):
            names = [alias.name for alias in node.names if private(alias.name)]
            if node.module in ("nnbook", None):
                names = [name for name in names if name not in MODULES]
            yield from (f"line {node.lineno}: import of {name}" for name in names)
        elif isinstance(node, ast.Attribute) and private(node.attr) and not own(node.value):
            of = ast.unparse(node.value)
            if of not in defined and not (of == "nnbook" and node.attr in MODULES):
                yield f"line {node.lineno}: {of}.{node.attr}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_uses_the_private_names_of_another(path):
    assert list(trespasses(path.read_text())) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from nnbook.functions import _softmax", "import of _softmax"),
        ("from nnbook.functions import softmax, _softmax as softly", "import of _softmax"),
        ("from nnbook import _softmax", "import of _softmax"),
        ("from .losses import _losses", "import of _losses"),
        ("from . import _losses", "import of _losses"),
        ("def late():\n    from nnbook._checks import _inner", "import of _inner"),
        ("from nnbook import losses\nlosses._losses(1)", "losses._losses"),
        ("import nnbook.losses\nnnbook.losses._losses", "nnbook.losses._losses"),
        ("from nnbook import _kernels\n_kernels._below_maximum", "_kernels._below_maximum"),
        ("def f(training):\n    return training._test", "training._test"),
        ("class A:\n    def f(self):\n        return self.net._logits(1)", "self.net._logits"),
        ("class A:\n    def f(self):\n        return self._net._logits", "self._net._logits"),
        ("def f(net):\n    net._batch = 1", "net._batch"),
        ("make()._state", "make()._state"),
        ("def f(nets):\n    return nets[0]._state", "nets[0]._state"),
    ],
)
def test_a_trespass_is_seen(source, found):
    (seen,) = trespasses(source)
    assert seen.endswith(f": {found}")


@pytest.mark.parametrize(
    "source",
    [
        "from nnbook import _kernels, losses",
        "from nnbook._kernels import softmax",
        "from . import _checks",
        "import nnbook._kernels\nnnbook._kernels.softmax",
        "import anywidget as _anywidget",  # a name that the module gives
        "class A:\n    _x = 1\n    def f(self):\n        return self._x, super()._x, A._x",
        "class A:\n    @classmethod\n    def f(cls):\n        return cls._x",
        "def f(x):\n    return type(x).__name__",
        "_FILE = 1\nprint(_FILE)",
    ],
)
def test_what_is_a_modules_own_is_let_be(source):
    assert list(trespasses(source)) == []
