"""What each panel must show, computed with nnbook's public functions.

The panels' own Python is left out on purpose: it is the same hand's work as their
JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnbook import SimpleNet, numerical_gradient, softmax

EPS = float(np.finfo(np.float64).eps)

Inputs = Mapping[str, Any]
# The value of each quantity, and how far rounding alone may take it: a difference of
# nearly equal losses, divided by a small step, has no nine digits to compare.
Expected = dict[str, tuple[float, float]]


def exact(prefix: str, values: Any, slack: float = 0.0) -> Expected:
    """Name the entries of an array as the page does: ``prefix-0-1``."""
    return {
        "-".join([prefix, *map(str, index)]): (float(value), slack)
        for index, value in np.ndenumerate(values)
    }


def weight_perturbation(inputs: Inputs) -> Expected:
    """Forward pass of SimpleNet and its numerical gradient."""
    weights = np.array([[inputs[f"w_{i}_{j}"] for j in range(3)] for i in range(2)])
    net = SimpleNet(W=weights, delta=inputs["delta"])
    x, t, h = inputs["x"], inputs["t"], inputs["h"]
    loss = net.loss(x, t)
    gradient = numerical_gradient(lambda _: net.loss(x, t), net.W, h)
    slack = 8 * EPS * max(1.0, loss) / h
    scores = net.predict(x)
    return {
        **exact("w", weights),
        **exact("x", x),
        **exact("score", scores),
        **exact("probability", softmax(scores)),
        **exact("loss", loss),
        **exact("gradient", gradient, slack),
        **exact("slope", gradient.flat[inputs["chosen"]], slack),
    }


PANELS: dict[str, Callable[[Inputs], Expected]] = {
    "weight_perturbation": weight_perturbation,
}


def mismatches(name: str, inputs: Inputs, shown: Mapping[str, str]) -> list[str]:
    """Compare what a panel shows, quantity by quantity, to 1e-9 relative."""
    expected = PANELS[name](inputs)
    wrong = []
    for quantity, text in shown.items():
        if quantity not in expected:
            wrong.append(f"{quantity}: shown as {text}, but the reference knows no such quantity")
            continue
        value, slack = expected[quantity]
        if not np.isclose(float(text), value, rtol=1e-9, atol=slack, equal_nan=True):
            wrong.append(f"{quantity}: shown {text}, nnbook {value!r}")
    return wrong
