"""All questions, a module for each chapter."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from nnbook.questions.kinds import Question


@functools.cache
def catalogue() -> Mapping[str, Question]:
    """Return the questions by their names.

    Returns
    -------
    mapping of str to Question

    Examples
    --------
    >>> from nnbook.questions.catalogue import catalogue
    >>> catalogue()["softmax-q-shift"].kind
    'choice'
    """
    modules = [import_module(f"{__name__}.{one.name}") for one in iter_modules(__path__)]
    found = [question for module in modules for question in module.QUESTIONS]
    names = [one.name for one in found]
    if len(set(names)) < len(names):
        twice = {name for name in names if names.count(name) > 1}
        raise ValueError(f"two questions are called {' and '.join(sorted(twice))}")
    return MappingProxyType(dict(zip(names, found, strict=True)))
