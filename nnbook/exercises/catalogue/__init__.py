"""All exercises, a module for each chapter, in the order of the book."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from nnbook.exercises.kinds import Exercise

CHAPTERS = (
    "softmax",
    "cross_entropy",
    "numerical_gradient",
    "simple_net",
    "gradient_descent",
    "one_layer",
    "hidden_layer",
    "two_layer_net",
    "two_layer_gradient",
    "training",
    "what_it_learnt",
    "backpropagation",
    "what_next",
    "fine_print",
)


@functools.cache
def catalogue() -> Mapping[str, Exercise]:
    """Return the exercises by their names.

    Returns
    -------
    mapping of str to Exercise

    Examples
    --------
    >>> from nnbook.exercises.catalogue import catalogue
    >>> catalogue()["softmax"].difficulty
    2
    """
    modules = [import_module(f"{__name__}.{chapter}") for chapter in CHAPTERS]
    return MappingProxyType({one.name: one for module in modules for one in module.EXERCISES})
