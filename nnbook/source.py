"""Show the package's own code where a chapter uses it first.

`inspect.getsource` alone would print each docstring as well: five lines of code behind forty
of text that the reference pages show better.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from textwrap import dedent
from types import FunctionType
from typing import Any

from nnbook import _kernels


def show_source(*what: Callable[..., Any] | str) -> None:
    """Print the source of functions, methods or classes without their docstrings.

    Parameters
    ----------
    *what : function, method, class or str
        What to show. A string names one of the functions in which the package
        keeps its arithmetic, without the checks of arguments: ``"softmax"``, say.

    Raises
    ------
    TypeError
        If something is neither a string nor written in Python.
    ValueError
        If there is no arithmetic of that name.

    Examples
    --------
    >>> from nnbook.source import show_source
    >>> show_source("sums_of_rows")
    def sums_of_rows(values: FloatArray) -> tuple[FloatArray, float]:
        sums = values.sum(axis=-1)
        return sums, float(np.abs(sums - 1).max())
    """
    found = [_bare(_found(one)) for one in what]  # all of them before the first is printed
    print("\n\n".join(found))


def _found(one: Callable[..., Any] | str) -> Callable[..., Any]:
    if isinstance(one, str):
        function = vars(_kernels).get(one)
        if not isinstance(function, FunctionType):
            raise ValueError(f"what must name some of the package's arithmetic, got {one!r}")
        return function
    if not isinstance(one, FunctionType | type) or one.__module__ == "builtins":
        raise TypeError(f"what must be a function or class written in Python, got {one!r}")
    return one


def _bare(one: Callable[..., Any]) -> str:
    """The lines of a source but for docstrings, decorators, and the blank lines these leave."""
    source = dedent(inspect.getsource(inspect.unwrap(one)))
    left_out = set[int]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            left_out.update(line for mark in node.decorator_list for line in _lines(mark))
            if ast.get_docstring(node) is not None:
                left_out.update(_lines(node.body[0]))
    lines = [line for number, line in enumerate(source.splitlines(), 1) if number not in left_out]
    kept = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if line.strip() or not before.startswith("class ")
    ]
    return "\n".join(kept)


def _lines(node: ast.expr | ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)
