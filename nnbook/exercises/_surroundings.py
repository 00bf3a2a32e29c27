"""What a reader's program may change beside its arguments, and how it is put back."""

from __future__ import annotations

import builtins
import io
import math
import os
import random
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np

# Whoever writes ``np.exp = ...`` or ``sum = ...`` in the wrong place changes it for all.
MODULES = (builtins, math, np, np.random, np.linalg)
LONGEST_OUTPUT = 2000
OWN = dict(vars(np))


class Printed(io.TextIOBase):
    """Keeps the start of what is printed, and lets the rest go.

    Examples
    --------
    >>> from nnbook.exercises._surroundings import Printed
    >>> printed = Printed()
    >>> _ = printed.write("a" * 5000)
    >>> len(printed.text)
    2000
    """

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Take a piece of text."""
        self.text += text[: LONGEST_OUTPUT - len(self.text)]
        return len(text)


@contextmanager
def kept() -> Iterator[Printed]:
    r"""Catch what is printed, and put back in the end what a program has no business with.

    Yields
    ------
    Printed
        What was printed, its start.

    Notes
    -----
    Restored are: names in NumPy, `math` and `builtins`; the global random states; NumPy's
    error state and print options; the filters of warnings; the standard streams, the limit
    of recursion, the working folder and the environment. What a program does to files, to
    other modules or to the memory of its process is out of reach.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.exercises._surroundings import kept
    >>> before, right = np.random.get_state()[1][:3].tolist(), np.exp
    >>> with kept() as printed:
    ...     print("hello")
    ...     np.random.seed(1)
    ...     np.exp = np.sin
    >>> printed.text, np.exp is right, np.random.get_state()[1][:3].tolist() == before
    ('hello\n', True, True)
    """
    put_back = _snapshot()
    printed = Printed()
    try:
        try:
            _stay()
            sys.stdout = sys.stderr = printed
            # Or it would wait for a reader, who waits.
            sys.stdin, builtins.input = io.StringIO(), _no_input
            warnings.simplefilter("ignore")  # or what is raised would depend on the filters
            yield printed
        finally:
            put_back()
    finally:  # again, for an interrupt that came in between
        put_back()


def _snapshot() -> Callable[[], None]:
    """Remember everything, and return what puts it back."""
    names = {module: dict(vars(module)) for module in MODULES}
    streams = sys.stdout, sys.stderr, sys.stdin
    numpy_random, python_random = np.random.get_state(), random.getstate()  # noqa: NPY002
    errors, options = np.geterr(), np.get_printoptions()
    filters, show = list(warnings.filters), warnings.showwarning
    limit, folder, environment = sys.getrecursionlimit(), _folder(), dict(os.environ)

    def put_back() -> None:
        for module, before in names.items():
            _restore(module, before)
        sys.stdout, sys.stderr, sys.stdin = streams
        np.random.set_state(numpy_random)  # noqa: NPY002
        random.setstate(python_random)
        np.seterr(**errors)
        np.set_printoptions(**options)
        warnings.filters[:] = filters  # type: ignore[index]
        warnings.showwarning = show
        sys.setrecursionlimit(limit)
        if (shell := _shell()) is not None:
            shell.__dict__.pop("ask_exit", None)
        if folder is not None:
            os.chdir(folder)
        if dict(os.environ) != environment:
            os.environ.clear()
            os.environ.update(environment)

    return put_back


def replaced(text: str) -> str | None:
    """Find a function of NumPy that a text uses and that is not NumPy's own any more.

    Parameters
    ----------
    text : str
        A program.

    Returns
    -------
    str or None
        Its name. What a notebook puts in its place would judge in its place.

    Examples
    --------
    >>> from nnbook.exercises._surroundings import replaced
    >>> replaced("np.exp(x)") is None
    True
    """
    names = re.findall(r"\bnp\.(\w+)", text)
    return next((name for name in names if getattr(np, name, None) is not OWN[name]), None)


def _shell() -> Any:
    """IPython's shell, in a notebook."""
    found = sys.modules.get("IPython")
    return found.get_ipython() if found else None


def _stay() -> None:
    """In a kernel exit() raises nothing: it asks the shell, which ends soon after."""
    if (shell := _shell()) is not None:
        shell.__dict__["ask_exit"] = _no_exit


def _no_exit() -> None:
    raise SystemExit("exit() ends no check")


def _restore(module: ModuleType, before: dict[str, Any]) -> None:
    now = vars(module)
    same = list(map(id, now.values())) == list(map(id, before.values()))
    if same and now.keys() == before.keys():  # nearly always
        return
    # A part of NumPy that was first imported meanwhile stays: it is not imported again.
    new = [name for name in now if name not in before and not isinstance(now[name], ModuleType)]
    for name in new:
        del now[name]
    for name, value in before.items():
        if now.get(name, now) is not value:
            now[name] = value


def _folder() -> str | None:
    try:
        return os.getcwd()  # noqa: PTH109
    except OSError:  # it was deleted: nobody can go back there
        return None


def _no_input(prompt: object = "") -> str:
    raise EOFError("input() has nobody to ask while a program is checked")
