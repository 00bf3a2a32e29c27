"""What each panel must show, computed with nnbook's public functions.

The panels' own Python is left out on purpose: it is the same hand's work as their
JavaScript.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

import nnbook

EPS = float(np.finfo(np.float64).eps)

Inputs = Mapping[str, Any]
# The value of each quantity, and how far rounding alone may take it: a difference of
# nearly equal numbers, divided by a small step, has no nine digits to compare.
Expected = dict[str, tuple[float, float]]


def named(prefix: str, values: Any, slack: float = 0.0) -> Expected:
    """Name the entries of an array as the page does: ``prefix-0-1``."""
    return {
        "-".join([prefix, *map(str, index)]): (float(value), slack)
        for index, value in np.ndenumerate(values)
    }


def softmax(inputs: Inputs) -> Expected:
    """Softmax of shifted and cooled scores, well and badly done."""
    scores = np.array([inputs[f"score_{k}"] for k in range(3)])
    logits = (scores + inputs["shift"]) / inputs["temperature"]
    with np.errstate(all="ignore"):
        plain = np.exp(logits)
        naive = plain / plain.sum()
        # The smallest floats have few digits.
        slack = float(8 * np.finfo(float).smallest_subnormal / plain.sum())
    return {
        **named("logit", logits),
        **named("exponential", np.exp(logits - logits.max())),
        **named("probability", nnbook.softmax(logits)),
        **named("naive", naive, slack if np.isfinite(slack) else 0.0),
    }


def cross_entropy(inputs: Inputs) -> Expected:
    """Loss of the true class, with delta and without, and its slopes."""
    p, delta = 10 ** inputs["log10_p"], 10 ** inputs["log10_delta"]
    y, slack = [p, 1 - p], 8 * EPS
    return {
        **named("probability", p),
        **named("delta", delta),
        **named("loss", nnbook.cross_entropy_error(y, 0, delta=delta), slack),
        **named("exact", nnbook.cross_entropy_error(y, 0, delta=0), slack),
        **named("cap", -np.log(delta)),
        **named("slope", -1 / (p + delta)),
        **named("score-slope", -(1 - p) * p / (p + delta), slack),
    }


def _third_of_sigmoid(x: float) -> float:
    s = float(nnbook.sigmoid(x))
    return s * (1 - s) * (6 * s**2 - 6 * s + 1)


# Each with its derivative and its third derivative.
FUNCTIONS: dict[str, tuple[Callable[[float], Any], ...]] = {
    "x**2": (lambda x: x**2, lambda x: 2 * x, lambda x: 0),
    "x**3": (lambda x: x**3, lambda x: 3 * x**2, lambda x: 6),
    "sin": (np.sin, np.cos, lambda x: -np.cos(x)),
    "exp": (np.exp, np.exp, np.exp),
    "sigmoid": (
        nnbook.sigmoid,
        lambda x: nnbook.sigmoid(x) * nnbook.sigmoid(-x),
        _third_of_sigmoid,
    ),
}


def central_difference(inputs: Inputs) -> Expected:
    """The secant's slope, the tangent's, and where their difference comes from."""
    f, derivative, third = FUNCTIONS[inputs["functions"][inputs["function"]]]
    x, h = inputs["x"], 10 ** inputs["log10_h"]
    above, below, exact = f(x + h), f(x - h), derivative(x)
    slope = (above - below) / (2 * h)
    # x + h rounds, h itself may differ in its last bit, and so may f.
    size = abs(above) + abs(below) + abs(x * exact)
    slack = 4 * EPS * (size / h + 1)
    return {
        **named("h", h),
        **named("above", above, 4 * EPS * size),
        **named("below", below, 4 * EPS * size),
        **named("slope", slope, slack),
        **named("exact", exact, EPS),
        **named("error", abs(slope - exact), slack),
        **named("truncation", h**2 / 6 * abs(third(x)), EPS * h**2),
        **named("round-off", EPS * abs(f(x)) / h, EPS**2 / h),
    }


def weight_perturbation(inputs: Inputs) -> Expected:
    """Forward pass of SimpleNet and its numerical gradient."""
    weights = np.array([[inputs[f"w_{i}_{j}"] for j in range(3)] for i in range(2)])
    net = nnbook.SimpleNet(W=weights, delta=inputs["delta"])
    x, t, h = inputs["x"], inputs["t"], inputs["h"]
    loss = net.loss(x, t)
    gradient = nnbook.numerical_gradient(lambda _: net.loss(x, t), net.W, h)
    slack = 8 * EPS * max(1.0, loss) / h
    scores = net.predict(x)
    return {
        **named("w", weights),
        **named("x", x),
        **named("score", scores, EPS),
        **named("probability", nnbook.softmax(scores)),
        **named("loss", loss, EPS),
        **named("gradient", gradient, slack),
        **named("slope", gradient.flat[inputs["chosen"]], slack),
    }


def gradient_descent(inputs: Inputs) -> Expected:
    """The end of the path, and what the loss did on the way."""
    f, slope = (_bowl if inputs["landscape"] == "bowl" else _network)(inputs)
    point = np.array(inputs["start"])
    losses = [f(point)]
    for _ in range(inputs["steps"]):
        point = point - inputs["rate"] * slope(point)
        losses.append(f(point))
    rises = sum(after > before + 1e-9 * abs(before) for before, after in pairwise(losses))
    return {
        **named("loss", losses[-1], EPS),
        **named("lowest", min(losses), EPS),
        **named("first", point[0], 64 * EPS),
        **named("second", point[1], 64 * EPS),
        **named("rises", rises),
    }


def _bowl(inputs: Inputs) -> tuple[Callable[[Any], float], Callable[[Any], Any]]:
    curvatures = np.array(inputs["curvatures"])
    return lambda w: float(curvatures @ w**2 / 2), lambda w: curvatures * w


def _network(inputs: Inputs) -> tuple[Callable[[Any], float], Callable[[Any], Any]]:
    net = nnbook.SimpleNet(W=inputs["W"], delta=inputs["delta"])
    x, t = np.array(inputs["x"]), np.array(inputs["t"])
    where = tuple(np.transpose(inputs["weights"]))

    def loss(point: Any) -> float:
        net.W[where] = point
        return net.loss(x, t)

    def slope(point: Any) -> Any:
        net.W[where] = point
        y = nnbook.softmax(net.predict(x))
        ratio = t * y / (y + net.delta)
        at_scores = y * ratio.sum(axis=1, keepdims=True) - ratio
        return (x.T @ at_scores / len(x))[where]

    return loss, slope


def one_weight(inputs: Inputs) -> Expected:
    """The loss of the batch with one weight changed, all else being known."""
    unit, pixel = inputs["unit"], 28 * inputs["row"] + inputs["column"]
    kind = np.uint8 if inputs["scale"] else np.float64
    images = np.frombuffer(inputs["pixels"], kind).reshape(-1, 784)
    ink = images[:, pixel] / (inputs["scale"] or 1.0)
    before, without = np.array(inputs["before"][unit]), np.array(inputs["without"][unit])

    def active(change: float) -> Any:
        return nnbook.sigmoid(before + change * ink)

    def loss(change: float) -> float:
        scores = without + np.outer(active(change), inputs["outgoing"][unit])
        delta = inputs["delta"]
        return float(nnbook.cross_entropy_error(scores, inputs["t"], delta=delta, from_logits=True))

    change, h = inputs["change"], inputs["h"]
    now, first = loss(change), loss(0.0)
    slack = 8 * EPS * max(1.0, now)
    moving = np.array([float(change)])
    slope = nnbook.numerical_gradient(lambda w: loss(float(w[0])), moving, h)[0]
    incoming = np.frombuffer(inputs["incoming"]).reshape(-1, 784)
    return {
        **named("loss", now),
        **named("start-loss", first),
        **named("moved", now - first, slack),
        **named("slope", slope, slack / h),
        **named("weight", incoming[unit, pixel] + change, EPS),
        **named("activation", active(change)),
    }


def training(inputs: Inputs) -> Expected:
    """What the recording holds for the epoch; the page adds up nothing but the right ones."""
    epoch = inputs["epoch"]
    best = inputs["best"][epoch]
    (train_accuracy, test_accuracy), (train_loss, test_loss) = (
        [part[epoch] for part in inputs[name]] for name in ("accuracies", "losses")
    )
    return {
        **named("train-accuracy", train_accuracy),
        **named("test-accuracy", test_accuracy),
        **named("train-loss", train_loss),
        **named("test-loss", test_loss),
        **named("right", np.sum(np.equal(best, inputs["t"]))),
        **named("prediction", best),
        **named("probability", inputs["certainty"][epoch]),
        **named("reach", inputs["largest"][epoch]),
    }


def gradient_check(inputs: Inputs) -> Expected:
    """Both gradients of the entry, and how many entries check_gradient's rule refuses."""
    x, t, h, k = inputs["x"], inputs["t"], 10 ** inputs["log10_h"], inputs["entry"]
    net = nnbook.TwoLayerNet(*np.shape(inputs["W1"]), len(inputs["b2"]), delta=inputs["delta"])
    net.params = {name: np.array(inputs[name]) for name in ("W1", "b1", "W2", "b2")}
    slopes = [
        nnbook.numerical_gradient(lambda _: net.loss(x, t), array, h).ravel()
        for array in net.params.values()
    ]
    numerical = np.concatenate(slopes)
    exact = np.concatenate([array.ravel() for array in net.gradient(x, t).values()])
    # The last bits of the loss: its own, and those of the sums that it is made of.
    before = np.abs(x) @ np.abs(net.params["W1"]) + np.abs(net.params["b1"])
    second = np.abs(net.params["W2"])
    sums = before.max() * second.max() / 4 + second.sum(axis=0).max()
    sums += np.abs(net.params["b2"]).max()
    bits = EPS * float(8 * max(1.0, net.loss(x, t)) + 2 * sums)
    slack = bits * (1 + 1 / h)
    difference = np.abs(exact - numerical)
    allowed = inputs["atol"] + inputs["rtol"] * np.abs(numerical)
    size = max(abs(exact[k]), abs(numerical[k]))
    near = int((np.abs(difference - allowed) <= 2 * slack).sum())
    cells = [(array, at) for array in net.params.values() for at in np.ndindex(array.shape)]
    array, at = cells[k]
    kept = array[at]
    array[at] = kept + h
    above = net.loss(x, t)
    array[at] = kept - h
    below = net.loss(x, t)
    return {
        **named("h", h),
        **named("parameter", kept),
        **named("above", above, bits),
        **named("below", below, bits),
        **named("numerical", numerical[k], slack),
        **named("exact", exact[k], bits * max(1.0, np.abs(x).max())),
        **named("difference", difference[k], slack),
        **named("allowed", allowed[k], inputs["rtol"] * slack),
        **named("error", difference[k] / size if size else 0.0, slack / size if size else 1.0),
        **named("failing", (difference > allowed).sum(), near),
    }


def gradient_cost(inputs: Inputs) -> Expected:
    """The counts, added up part by part."""
    i, j, k, n = (inputs[f"{name}_size"] for name in ("input", "hidden", "output", "batch"))
    layers = [(i + 1) * j, (j + 1) * k]
    forward, functions = n * sum(layers), n * (j + k + 1)
    nudges = [2 * n * size for size in layers]
    costs = {
        "notebook": (2 * sum(layers) * forward, 2 * sum(layers) * functions),
        "reuse": (
            forward + nudges[0] * (1 + k) + nudges[1],
            functions + nudges[0] * (1 + k + 1) + nudges[1] * (k + 1),
        ),
        "backpropagation": (forward + n * (layers[0] + layers[1] + j * k), functions),
    }
    least = costs["backpropagation"][0]
    found = {**named("parameters", sum(layers)), **named("forward-passes", 2 * sum(layers))}
    for way, (products, curved) in costs.items():
        found |= named(f"{way}-multiply-adds", products) | named(f"{way}-functions", curved)
        found |= named(f"{way}-ratio", products / least)
    return found


PANELS: dict[str, Callable[[Inputs], Expected]] = {
    "training": training,
    "gradient_check": gradient_check,
    "gradient_cost": gradient_cost,
    "softmax": softmax,
    "cross_entropy": cross_entropy,
    "central_difference": central_difference,
    "weight_perturbation": weight_perturbation,
    "gradient_descent": gradient_descent,
    "one_weight": one_weight,
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
