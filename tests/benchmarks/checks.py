"""`check_gradient` against SciPy's check_grad and numdifftools, each as its manual shows it.

All call the same function, of a flat vector of the parameters, and get the same exact
gradient. SciPy takes forward differences (half the calls of central ones, and far less
exact); numdifftools extrapolates from many steps. So their errors stand beside the times.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numdifftools
import numpy as np
from scipy.optimize import approx_fprime, check_grad

from nnbook import SimpleNet, TwoLayerNet, check_gradient, numerical_gradient
from nnbook.gradients import BEST_STEP
from tests.benchmarks import Row, interleave, ratios, seconds, time_of


def rows(threads: int, whole: bool) -> Iterator[Row]:
    """Rows for two networks; their products are too small for a second thread."""
    if threads > 1:
        return
    rng = np.random.default_rng(0)
    simple = SimpleNet(rng=rng)
    x, t = np.array([0.6, 0.9]), np.array([0, 0, 1])
    exact = simple.gradient(x, t)
    yield from _compare("SimpleNet, 6 parameters", simple, {"W": simple.W}, x, t, exact.ravel(), 15)
    middle = TwoLayerNet(20, 10, 5, rng=rng)
    x, t = rng.standard_normal((10, 20)), rng.integers(5, size=10)
    gradient = middle.gradient(x, t)
    exact = np.concatenate([gradient[name].ravel() for name in middle.params])
    size = f"20-10-5, batch 10, {exact.size} parameters"
    yield from _compare(size, middle, middle.params, x, t, exact, 5)


def _compare(
    size: str, net: Any, params: dict[str, np.ndarray], x: Any, t: Any, exact: Any, rounds: int
) -> Iterator[Row]:
    point = np.concatenate([array.ravel() for array in params.values()])

    def loss(flat: np.ndarray) -> float:
        start = 0
        for array in params.values():
            array.flat = flat[start : start + array.size]
            start += array.size
        return net.loss(x, t)

    def theirs() -> Any:
        return numdifftools.Gradient(loss)(point)

    took = interleave(
        {
            "nnbook": lambda: time_of(lambda: check_gradient(loss, point.copy(), exact)),
            "SciPy check_grad": lambda: time_of(lambda: check_grad(loss, lambda _: exact, point)),
            "numdifftools Gradient": lambda: time_of(
                lambda: np.allclose(exact, theirs(), rtol=1e-6, atol=1e-9)
            ),
        },
        rounds,
    )
    errors = {
        "nnbook": numerical_gradient(loss, point.copy(), BEST_STEP),
        "SciPy check_grad": approx_fprime(point, loss),
        "numdifftools Gradient": theirs(),
    }
    largest = {name: f"{np.abs(found - exact).max():.0e}" for name, found in errors.items()}
    ours = took.pop("nnbook")
    for name, seen in took.items():
        yield Row(
            f"check_gradient / {name}",
            f"{size}, float64, 1 thread",
            f"{seconds(ours)}, off by {largest['nnbook']}",
            f"{seconds(seen)}, off by {largest[name]}",
            ratios(ours, seen),
        )
