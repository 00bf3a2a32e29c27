"""What is shown of a source is the source, without its docstrings."""

import ast
import inspect
import re
from textwrap import dedent

import pytest

import nnbook
from nnbook import SimpleNet, TwoLayerNet, _kernels, check_gradient, cross_entropy_error
from nnbook.source import show_source


def shown(capsys, *what):
    show_source(*what)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    "one", [cross_entropy_error, check_gradient, SimpleNet, TwoLayerNet.predict, nnbook.Training]
)
def test_it_is_the_source_without_docstrings(one, capsys):
    (tree,) = ast.parse(shown(capsys, one)).body
    (whole,) = ast.parse(dedent(inspect.getsource(one))).body
    assert ast.get_docstring(whole) is not None
    for node in ast.walk(whole):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            node.decorator_list = []
            if ast.get_docstring(node) is not None:
                del node.body[0]
    assert ast.dump(tree) == ast.dump(whole)


def test_comments_stay_and_no_blank_line_follows_the_name_of_a_class(capsys):
    assert "# The slack above 1" in shown(capsys, cross_entropy_error)
    assert shown(capsys, SimpleNet).startswith("class SimpleNet:\n    def __init__(\n")
    assert "\n\n    def predict(" in shown(capsys, SimpleNet), "others stay"


def test_arithmetic_is_named_by_a_string(capsys):
    assert shown(capsys, "softmax", "product") == (
        f"{shown(capsys, _kernels.softmax)}\n{shown(capsys, _kernels.product)}"
    )
    assert shown(capsys, "softmax").startswith("def softmax(x: FloatArray")


@pytest.mark.parametrize("one", [3, len, int, None, [SimpleNet]])
def test_what_has_no_source_is_refused(one, capsys):
    with pytest.raises(TypeError, match=re.escape(f"written in Python, got {one!r}")):
        show_source("softmax", one)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["soft", "np", "Params", ""])
def test_unknown_arithmetic_is_refused(name):
    with pytest.raises(ValueError, match=re.escape(f"arithmetic, got {name!r}")):
        show_source(name)
