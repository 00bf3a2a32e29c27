"""Cases that nnbook computes, for the panels' JavaScript to be held to.

``python -m tests.js.write_fixtures FILE`` writes them. A case is what to call,
with what, what comes out, and how far from it rounding alone may lead.
"""

from __future__ import annotations

import base64
import json
import math
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nnbook import (
    SimpleNet,
    TwoLayerNet,
    cross_entropy_error,
    draw_digit,
    log_softmax,
    numerical_gradient,
    panels,
    sigmoid,
    softmax,
)
from nnbook._kernels import along_logits
from tests.samples import SAMPLES, make, reference, states

# Near 1 the last bit is 2e-16, and a logarithm or a sum inherits it whatever its own size.
LAST_BITS = 4e-15
DELTAS = (0.0, 1e-12, 1e-7, 1e-3, 0.1)
SCALES = (1e-8, 0.1, 1.0, 10.0, 100.0, 1e4)
EDGES: list[list[float]] = [
    [0.0, 0.0],
    [-0.0, 0.0, 0.0],
    [1000.0, 1001.0, 1002.0],
    [-1000.0, 0.0, 1000.0],
    [1e308, 1e308],
    [1e308, -1e308],
    [0.0, 745.0],
    [0.0, 709.0, -709.0],
    [5e-324, 0.0],
    [7.0],
]

Case = dict[str, Any]


def case(name: str, args: list[Any], expected: Any, slack: Any = 0.0) -> Case:
    return {"name": name, "args": args, "expected": expected, "slack": slack}


def vectors(rng: np.random.Generator, count: int) -> Iterator[list[float]]:
    yield from EDGES
    for k in range(count):
        size = int(rng.integers(1, 12))
        yield (SCALES[k % len(SCALES)] * rng.standard_normal(size)).tolist()


def functions(rng: np.random.Generator) -> Iterator[Case]:
    for x in vectors(rng, 600):
        with np.errstate(over="ignore"):  # -1e308 - 1e308
            yield case("softmax", [x], softmax(x).tolist())
            yield case("log_softmax", [x], log_softmax(x).tolist(), LAST_BITS)
        for value in x[:1]:
            yield case("sigmoid", [value], float(sigmoid(value)))


def labels(rng: np.random.Generator, size: int, k: int) -> list[float]:
    if k % 3 == 0:
        soft: list[float] = rng.dirichlet(np.ones(size)).tolist()
        return soft
    return np.eye(size)[rng.integers(size)].tolist()  # type: ignore[no-any-return]


def losses(rng: np.random.Generator) -> Iterator[Case]:
    for k, logits in enumerate(vectors(rng, 500)):
        t = labels(rng, len(logits), k)
        delta = DELTAS[k % len(DELTAS)]
        with np.errstate(over="ignore"):
            y = softmax(logits).tolist()
        for options, given in [
            ({"delta": delta}, y),
            ({"delta": delta, "from_logits": True}, logits),
            ({}, y),
        ]:
            with np.errstate(over="ignore"):
                loss = cross_entropy_error(given, t, **options)
            yield case("cross_entropy_error", [given, t, options], loss, LAST_BITS)
    for y, t in [([0.0, 1.0], [1.0, 0.0]), ([0.0, 1.0], [0.0, 1.0]), ([0.0, 0.0], [0.5, 0.5])]:
        for delta in DELTAS:
            loss = cross_entropy_error(y, t, delta=delta)
            yield case("cross_entropy_error", [y, t, {"delta": delta}], loss, LAST_BITS)


def wave(x: Any) -> float:
    """Return a function of numbers that is the same to the last bit in both languages."""
    total = 0.0
    for k, value in enumerate(np.ravel(x).tolist()):
        total += (k + 1) * value * value - value * value * value
    return total


def gradients(rng: np.random.Generator) -> Iterator[Case]:
    for k in range(300):
        shape = [(3,), (2, 3), (1,), (4, 2)][k % 4]
        x = rng.standard_normal(shape) * SCALES[k % 4]
        h = (1e-12, 1e-7, 1e-4, 0.1, 100.0)[k % 5]
        if ((x + h) == x).any():
            continue
        expected = numerical_gradient(wave, x, h).tolist()
        yield case("numerical_gradient", [x.tolist(), h], expected)


def networks(rng: np.random.Generator) -> Iterator[Case]:
    for k in range(400):
        inputs, classes = int(rng.integers(1, 5)), int(rng.integers(2, 6))
        scale, delta = SCALES[k % len(SCALES)], DELTAS[k % len(DELTAS)]
        net = SimpleNet(W=scale * rng.standard_normal((inputs, classes)), delta=delta)
        x, t = rng.standard_normal(inputs).tolist(), labels(rng, classes, k)
        W = net.W.tolist()
        # Scores are sums of terms that may cancel; the loss inherits what they lose.
        lost = 8e-16 * float(np.abs(x) @ np.abs(net.W).max(axis=1))
        yield case("predict", [W, x], net.predict(x).tolist(), lost)
        yield case("loss", [W, x, t, delta], net.loss(x, t), LAST_BITS + 2 * lost)
        slack = (LAST_BITS + 2 * lost) * max(1.0, *np.abs(x))
        yield case("gradient", [W, x, t, delta], net.gradient(x, t).tolist(), slack)
        y = softmax(net.predict(x))
        slopes = along_logits(y, np.array(t), delta)
        yield case("along_logits", [y.tolist(), t, delta], slopes.tolist(), LAST_BITS)


def two_layers(rng: np.random.Generator) -> Iterator[Case]:
    for k in range(300):
        inputs, hidden, classes, rows = (int(size) for size in rng.integers(1, 6, 4))
        scale, delta = (1e-3, 0.1, 1.0, 5.0, 100.0)[k % 5], DELTAS[k % 4]
        net = TwoLayerNet(inputs, hidden, classes, scale, rng=rng, delta=delta)
        net.params["b1"] += rng.standard_normal(hidden)
        net.params["b2"] += rng.standard_normal(classes)
        x = rng.standard_normal((rows, inputs))
        t = [labels(rng, classes, k) for _ in range(rows)]
        params = {name: array.tolist() for name, array in net.params.items()}
        with np.errstate(divide="ignore"):
            gradient = [array.tolist() for array in net.gradient(x, t).values()]
            expected = [net.predict(x).tolist(), net.loss(x, t), gradient]
        # What the sums that go into a sigmoid lose is passed on by the weights behind it.
        lost = 1 + float((np.abs(x) @ np.abs(net.params["W1"])).max())
        lost *= 1 + float(np.abs(net.params["W2"]).sum())
        slack = 1e-15 * lost * (1 + float(np.abs(x).max()))
        yield case("TwoLayerNet", [params, delta, x.tolist(), t], expected, slack)
    for _ in range(200):
        sizes = [int(size) for size in 10 ** rng.uniform(0, [3, 3, 2, 3])]
        yield case("gradient_costs", sizes, list(panels.gradient_costs(*sizes).values()))


# Results that are sums of logarithms, whose last bits come from terms near 1.
SUMS = ("loss", "exact", "start_loss", "losses", "lowest")


def drawings(rng: np.random.Generator) -> Iterator[Case]:
    """Dots, lines and scrawls of every size and place."""
    for k in range(60):
        middle, reach = rng.uniform(6, 22, 2), rng.uniform(0, 6)
        sizes = rng.integers(1, 8, rng.integers(0, 4))
        lines = [middle + rng.uniform(-reach, reach, (size, 2)) for size in sizes]
        fit = k % 3 > 0
        image = draw_digit(lines, fit=fit).tolist()
        yield case("draw_digit", [[one.tolist() for one in lines], {"fit": fit}], image, 1e-12)


def panel_cases(sample: tuple[str, str], rng: np.random.Generator, count: int) -> Case:
    """Draw a panel's inputs and compute its results for each."""
    panel = make(sample)
    cases = []
    for inputs in states(panel, rng, count):
        state = {**panel.state, **inputs}
        slack = dict.fromkeys(SUMS, LAST_BITS) | panel.allowances(state)
        cases.append({"inputs": inputs, "expected": reference(panel, **inputs), "slack": slack})
    given = {name: as_sent(value) for name, value in panel.view.given.items()}
    panel.close()
    return {"name": sample[0], "kind": sample[1], "given": given, "cases": cases}


def as_sent(value: Any) -> Any:
    """An array as a page holds it: its bytes in letters."""
    if isinstance(value, dict) and "bytes" in value:
        return {**value, "bytes": {"base64": base64.b64encode(value["bytes"]).decode()}}
    return value


def all_cases() -> dict[str, list[Case]]:
    rng = np.random.default_rng(2026)
    cases = [*functions(rng), *losses(rng), *gradients(rng), *networks(rng), *two_layers(rng)]
    cases += drawings(rng)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # delta 0 at the edge of the floats
        return {"functions": cases, "panels": [panel_cases(one, rng, 160) for one in SAMPLES]}


def plain(value: Any) -> Any:
    """Write numbers that are not finite as words, since JSON has none for them."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": str(value)}
    return value


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(plain(all_cases()), allow_nan=False), encoding="utf-8")
