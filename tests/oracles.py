"""What every panel must compute, worked out another way: in mpmath, with 50 digits, from the
definitions alone. Nothing here calls nnbook, and no derivative is written as a formula.

One function a panel, of the panel's name: from a state to what the results must be, each with
how far from it an honest computation in float64 may come out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from mpmath import mp, mpf

EPS = float(np.finfo(np.float64).eps)
TINY = mpf(10) ** -20  # a step so small that a central difference has some 30 right digits

State = Mapping[str, Any]
# The value of each result, and the slack.
Expected = dict[str, tuple[Any, float]]


def with_50_digits(oracle: Callable[[State], Expected]) -> Callable[[State], Expected]:
    """Let an oracle compute with 50 digits."""

    def precise(state: State) -> Expected:
        with mp.workdps(50):
            return oracle(state)

    precise.__name__ = oracle.__name__
    return precise


def slope(f: Callable[[Any], Any], x: Any, h: Any = TINY) -> Any:
    """The central difference of a function of one number."""
    return (f(mpf(x) + h) - f(mpf(x) - h)) / (2 * mpf(h))


def probabilities_of(logits: Sequence[Any]) -> list[Any]:
    """The definition of the softmax."""
    powers = [mp.exp(one) for one in logits]
    return [power / mp.fsum(powers) for power in powers]


def cross_entropy_of(logits: Sequence[Any], t: Sequence[float], delta: float) -> Any:
    """The loss of one sample, with delta."""
    wanted = zip(probabilities_of(logits), t, strict=True)
    return -mp.fsum(k * mp.log(p + mpf(delta)) for p, k in wanted if k)


def scores_of(x: Sequence[Any], weights: Sequence[Sequence[Any]]) -> list[Any]:
    """The product of a row and a matrix."""
    return [mp.fdot(x, column) for column in zip(*weights, strict=True)]


def sigmoid_of(x: Any) -> Any:
    """The definition of the sigmoid."""
    return 1 / (1 + mp.exp(-mpf(x)))


@with_50_digits
def softmax(state: State) -> Expected:
    """Softmax of shifted and cooled scores; the naive way, where floats can hold its powers."""
    scores = [mpf(state[f"score_{k}"]) for k in range(3)]
    logits = [(score + mpf(state["shift"])) / mpf(state["temperature"]) for score in scores]
    exponentials = [mp.exp(one - max(logits)) for one in logits]
    lost = 4 * EPS * float(max(map(abs, logits)))
    held = max(logits) < 709.7
    powers = [mp.exp(one) for one in logits]
    # Below the smallest normal float a power has few digits, and in the end none.
    naive = probabilities_of(logits) if held and max(logits) > -690 else None
    found: Expected = {
        "logits": (logits, lost),
        "exponentials": (exponentials, 2 * lost),
        "probabilities": (probabilities_of(logits), 2 * lost),
    }
    if naive:
        found["naive"] = naive, 2 * lost
    elif max(logits) < -746 or min(logits) > 709.8:
        found["naive"] = [None] * len(powers), 0.0
    return found


@with_50_digits
def cross_entropy(state: State) -> Expected:
    """Loss of the true class, with delta and without, and its slopes."""
    p, delta = mpf(state["p"]), mpf(state["delta"])

    def loss(at: Any) -> Any:
        return -mp.log(at + delta)

    def along_score(score: Any) -> Any:
        return loss(probabilities_of([score, 0])[0])

    steep = slope(loss, p)
    by_score = slope(along_score, mp.log(p / (1 - p))) if p < 1 else mpf(0)
    return {
        "probability": (p, 0.0),
        "delta": (delta, 0.0),
        "loss": (loss(p), 4 * EPS),
        "exact": (-mp.log(p), 4 * EPS),
        "cap": (-mp.log(delta), 4 * EPS),
        "slope": (steep, 0.0),
        "score_slope": (by_score, 4 * EPS),
    }


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "x**2": lambda x: x**2,
    "x**3": lambda x: x**3,
    "sin": mp.sin,
    "exp": mp.exp,
    "sigmoid": sigmoid_of,
}


@with_50_digits
def central_difference(state: State) -> Expected:
    """The secant's slope, the tangent's, and where their difference comes from."""
    f = FUNCTIONS[state["functions"][state["function"]]]
    x, h = mpf(state["x"]), mpf(state["h"])
    exact, third = mp.diff(f, x), mp.diff(f, x, 3)
    # Both points are rounded, and so are the values there; all that is divided by 2 h.
    size = float(max(abs(f(x + h)), abs(f(x - h))) + abs((abs(x) + h) * exact)) + 1e-300
    slack = 4 * EPS * (size / float(h) + 1)
    found, forward = slope(f, x, h), (f(x + h) - f(x)) / h
    return {
        "h": (h, 0.0),
        "above": (f(x + h), 4 * EPS * size),
        "below": (f(x - h), 4 * EPS * size),
        "slope": (found, slack),
        "forward": (forward, 2 * slack),
        "exact": (exact, 4 * EPS),
        "error": (abs(found - exact), slack),
        "forward_error": (abs(forward - exact), 2 * slack),
        "truncation": (h**2 * abs(third) / 6, EPS * float(h) ** 2),
        "round_off": (mpf(2) ** -52 * abs(f(x)) / h, EPS**2 / float(h)),
    }


@with_50_digits
def weight_perturbation(state: State) -> Expected:
    """One sample through two inputs and three scores; six central differences with h."""
    weights = [[mpf(state[f"w_{i}_{j}"]) for j in range(3)] for i in range(2)]
    x, t, delta = state["x"], state["t"], state["delta"]

    def loss(i: int = 0, j: int = 0, value: Any = None) -> Any:
        nudged = [list(row) for row in weights]
        nudged[i][j] = weights[i][j] if value is None else value
        return cross_entropy_of(scores_of(x, nudged), t, delta)

    h = state["h"]
    gradient = [[slope(partial(loss, i, j), weights[i][j], h) for j in range(3)] for i in range(2)]
    scores = scores_of(x, weights)
    slack = 8 * EPS * max(1.0, float(loss())) / h
    return {
        "scores": (scores, 16 * EPS),
        "probabilities": (probabilities_of(scores), 16 * EPS),
        "loss": (loss(), 16 * EPS),
        "gradient": (gradient, slack),
        "slope": ([one for row in gradient for one in row][state["chosen"]], slack),
    }


@with_50_digits
def gradient_descent(state: State) -> Expected:
    """The path down slopes that are central differences of the loss with a tiny step."""
    loss = bowl_of(state) if state["landscape"] == "bowl" else network_of(state)
    point = [mpf(state["start_0"]), mpf(state["start_1"])]
    path, losses = [point], [loss(*point)]
    for _ in range(state["steps"]):
        u, v = point
        slopes = [slope(lambda a: loss(a, v), u), slope(lambda b: loss(u, b), v)]  # noqa: B023
        point = [w - mpf(state["rate"]) * one for w, one in zip(point, slopes, strict=True)]
        path.append(point)
        losses.append(loss(*point))
    rises = sum(losses[k] > losses[k - 1] * (1 + mpf("1e-9")) for k in range(1, len(losses)))
    return {
        "path": (path, 1e-13),
        "losses": (losses, 1e-14),
        "first": (path[-1][0], 1e-13),
        "second": (path[-1][1], 1e-13),
        "loss": (losses[-1], 1e-14),
        "lowest": (min(losses), 1e-14),
        "rises": (rises, 0.0),
    }


def bowl_of(state: State) -> Callable[[Any, Any], Any]:
    """Half the sum of curvature times square."""
    a, b = state["curvatures"]
    return lambda u, v: (a * u**2 + b * v**2) / 2


def network_of(state: State) -> Callable[[Any, Any], Any]:
    """The mean loss of a batch in two of the weights."""

    def loss(u: Any, v: Any) -> Any:
        weights = [list(row) for row in state["W"]]
        for (i, j), value in zip(state["weights"], (u, v), strict=True):
            weights[i][j] = value
        samples = zip(state["x"], state["t"], strict=True)
        all_ = [cross_entropy_of(scores_of(x, weights), t, state["delta"]) for x, t in samples]
        return mp.fsum(all_) / len(all_)

    return loss


@with_50_digits
def one_weight(state: State) -> Expected:
    """The mean loss with the chosen unit's activation put back into each image's logits."""
    unit, pixel = state["unit"], 28 * state["row"] + state["column"]
    ink = [mpf(float(one)) / state["scale"] for one in state["pixels"][:, pixel]]
    before, without, outgoing = (state[name][unit] for name in ("before", "without", "outgoing"))

    def active(change: Any) -> list[Any]:
        pairs = zip(before, ink, strict=True)
        return [sigmoid_of(b + mpf(change) * one) for b, one in pairs]

    def loss(change: Any) -> Any:
        all_ = [
            cross_entropy_of([z + a * w for z, w in zip(row, outgoing, strict=True)], t, delta)
            for a, row, t in zip(active(change), without, state["t"], strict=True)
        ]
        return mp.fsum(all_) / len(all_)

    change, h, delta = state["change"], state["h"], state["delta"]
    now, first = loss(change), loss(0)
    slack = 8 * EPS * max(1.0, float(now))
    return {
        "weight": (mpf(float(state["incoming"][unit, pixel])) + mpf(change), EPS),
        "loss": (now, slack),
        "start_loss": (first, slack),
        "moved": (now - first, 2 * slack),
        "slope": (slope(loss, change, h), slack / h),
        "activations": (active(change), EPS),
    }


def boundary(state: State) -> Expected:
    """The way down slopes that complex steps measure: f(w + ih) has its slope times h beside it.

    That many steps with 50 digits would take minutes; a complex step is right to the last bits
    of float64, and knows no derivative either.
    """
    x = np.array(state["x"])
    x[state["marked"]] = state["point_x"], state["point_y"]
    hidden, begun = state["hidden"], state["start"]
    shapes = {"W1": (2, hidden), "b1": (hidden,), "W2": (hidden or 2, 2), "b2": (2,)}
    ends = np.cumsum([np.prod(shape, dtype=int) for shape in shapes.values()])
    theta = np.zeros(ends[-1])
    if hidden:
        theta[: ends[0]] = np.array(state["start_W1"][begun])[:, :hidden].ravel()
        theta[ends[1] : ends[2]] = np.array(state["start_W2"][begun])[:hidden].ravel()

    def parts(flat: Any) -> list[Any]:
        """The parameters of some networks, one a row."""
        pieces = np.split(flat, ends[:-1], axis=-1)
        rows = len(flat)
        return [one.reshape(rows, *two) for one, two in zip(pieces, shapes.values(), strict=True)]

    def inner(flat: Any) -> Any:
        w1, b1, _, _ = parts(flat)
        return 1 / (1 + np.exp(-(x @ w1 + b1[:, None]))) if hidden else x[None]

    def leads(flat: Any) -> Any:
        """By how much the score of class 1 is the larger, of every network and point."""
        _, _, w2, b2 = parts(flat)
        scores = inner(flat) @ w2 + b2[:, None]
        return scores[..., 1] - scores[..., 0]

    sides = np.where(np.array(state["classes"]) == 1, 1, -1)

    def loss(flat: Any) -> Any:
        """The mean of -log p of the true class, which has the larger score by side times lead."""
        behind = -sides * leads(flat)
        most = np.maximum(behind.real, 0)
        return (most + np.log(np.exp(-most) + np.exp(behind - most))).mean(axis=1)

    tiny = 1e-30
    for _ in range(state["steps"]):
        theta = theta - state["rate"] * loss(theta + 1j * tiny * np.eye(theta.size)).imag / tiny
    lead, marked = leads(theta[None])[0], state["marked"]
    w1, b1, w2, b2 = (one[0] for one in parts(theta[None]))
    shares = inner(theta[None])[0, marked] * (w2[:, 1] - w2[:, 0])
    found = {
        "loss": loss(theta[None])[0],
        "right": int((np.where(lead > 0, 1, -1) == sides).sum()),
        "probability": 1 / (1 + np.exp(-lead[marked])),
        "lead": lead[marked],
        "shares": shares.tolist(),
        "bias": b2[1] - b2[0],
        "W1": w1.tolist(),
        "b1": b1.tolist(),
        "W2": w2.tolist(),
        "b2": b2.tolist(),
    }
    return {name: (value, 1e-10) for name, value in found.items()}


@with_50_digits
def gradient_check(state: State) -> Expected:
    """Exact slopes from a tiny step, numerical ones from h, and the rule of the check."""
    shapes = {name: np.shape(state[name]) for name in ("W1", "b1", "W2", "b2")}
    theta = [mpf(one) for name in shapes for one in np.ravel(state[name]).tolist()]
    h, k = mpf(state["h"]), state["entry"]

    def loss(at: int = 0, value: Any = None) -> Any:
        flat = iter([*theta[:at], theta[at] if value is None else value, *theta[at + 1 :]])
        w1, b1, w2, b2 = (_shaped(flat, shape) for shape in shapes.values())
        total = mpf(0)
        for x, t in zip(state["x"], state["t"], strict=True):
            before = [s + b for s, b in zip(scores_of(x, w1), b1, strict=True)]
            hidden = [sigmoid_of(one) for one in before]
            logits = [s + b for s, b in zip(scores_of(hidden, w2), b2, strict=True)]
            total += cross_entropy_of(logits, t, state["delta"])
        return total / len(state["x"])

    exact = [slope(partial(loss, at), theta[at]) for at in range(len(theta))]
    numerical = [slope(partial(loss, at), theta[at], h) for at in range(len(theta))]
    difference = [abs(a - b) for a, b in zip(exact, numerical, strict=True)]
    allowed = [state["atol"] + state["rtol"] * abs(one) for one in numerical]
    # A loss is known to its last bits, and those of the logits; a slope to these over h.
    largest = 1 + float(max(abs(one) for one in theta))
    bits = 64 * EPS * max(1.0, float(loss()), largest)
    slack = bits * (1 + 1 / float(h))
    near = sum(abs(d - a) <= 2 * slack for d, a in zip(difference, allowed, strict=True))
    scale = max(abs(exact[k]), abs(numerical[k]))
    return {
        "h": (h, 0.0),
        "parameter": (theta[k], 0.0),
        "above": (loss(k, theta[k] + h), bits),
        "below": (loss(k, theta[k] - h), bits),
        "numerical": (numerical[k], slack),
        "exact": (exact[k], bits),
        "difference": (difference[k], slack),
        "allowed": (allowed[k], state["rtol"] * slack),
        "error": (difference[k] / scale if scale else 0, slack / float(scale) if scale else 1.0),
        "failing": (sum(d > a for d, a in zip(difference, allowed, strict=True)), float(near)),
    }


def _shaped(numbers: Any, shape: tuple[int, ...]) -> list[Any]:
    if len(shape) == 1:
        return [next(numbers) for _ in range(shape[0])]
    return [_shaped(numbers, shape[1:]) for _ in range(shape[0])]


def gradient_cost(state: State) -> Expected:
    """The counts, added up part by part."""
    i, j, k, n = (state[f"{name}_size"] for name in ("input", "hidden", "output", "batch"))
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
    found = {"parameters": sum(layers), "forward_passes": 2 * sum(layers)}
    for way, (products, curved) in costs.items():
        found |= {f"{way}_multiply_adds": products, f"{way}_functions": curved}
    ways = ("reuse", "backpropagation")
    found |= {f"{way}_worth": mpf(costs[way][0]) / forward for way in ways}
    return {name: (value, 0.0) for name, value in found.items()}


@with_50_digits
def slopes_back(state: State) -> Expected:
    """Each slope by nudging what it is along: a score, an activation, a weight."""
    x = [mpf(state[f"x_{i}"]) for i in range(2)]
    weights = {
        f"{name}_{i}_{j}": mpf(state[f"{name}_{i}_{j}"])
        for name in ("W1", "W2")
        for i in range(2)
        for j in range(2)
    }

    def through(what: str = "", by: Any = 0) -> dict[str, list[Any]]:
        """All that is computed on the way, with `by` added to one of the numbers."""
        nudge = {what: by}
        w = {name: value + nudge.get(name, 0) for name, value in weights.items()}
        before, active, logits = [], [], []
        for j in range(2):
            total = x[0] * w[f"W1_0_{j}"] + x[1] * w[f"W1_1_{j}"] + mpf(state["b1"][j])
            before.append(total + nudge.get(f"before_{j}", 0))
            active.append(sigmoid_of(before[j]) + nudge.get(f"active_{j}", 0))
        for k in range(2):
            total = active[0] * w[f"W2_0_{k}"] + active[1] * w[f"W2_1_{k}"] + mpf(state["b2"][k])
            logits.append(total + nudge.get(f"logit_{k}", 0))
        y = probabilities_of(logits)
        return {"pre_activations": before, "activations": active, "logits": logits, "y": y}

    def loss(what: str = "", by: Any = 0) -> Any:
        return -mp.log(through(what, by)["y"][state["t"]])

    def along(*names: str, h: Any = TINY) -> list[Any]:
        return [slope(partial(loss, name), 0, h) for name in names]

    def table(name: str, h: Any = TINY) -> list[list[Any]]:
        return [along(f"{name}_{i}_0", f"{name}_{i}_1", h=h) for i in range(2)]

    found, bits = through(), 64 * EPS
    steep = 8 * EPS * max(1.0, float(loss())) / state["h"]
    exact = [one for name in ("W1", "W2") for row in table(name) for one in row]
    near = [one for name in ("W1", "W2") for row in table(name, state["h"]) for one in row]
    return {
        **{name: (found[name], bits) for name in ("pre_activations", "activations", "logits")},
        "probabilities": (found["y"], bits),
        "loss": (loss(), bits),
        "logit_slopes": (along("logit_0", "logit_1"), bits),
        "activation_slopes": (along("active_0", "active_1"), bits),
        "pre_activation_slopes": (along("before_0", "before_1"), bits),
        **{f"{name}_slopes": (table(name), bits) for name in ("W1", "W2")},
        **{f"{name}_differences": (table(name, state["h"]), steep) for name in ("W1", "W2")},
        "farthest": (max(abs(a - b) for a, b in zip(exact, near, strict=True)), steep),
    }


def handwriting(state: State) -> Expected:
    """In plain floats, summed exactly: distances as complex numbers, scores as sums of products."""
    if state["drawing"]:
        points = [
            [complex(int(x) / 4, int(y) / 4) for x, y in re.findall(r"(\d+)\.(\d+)", stroke)]
            for stroke in state["drawing"].split("_")
            if stroke
        ]
        pixels = _in_the_middle(points) if points else [0.0] * 784
    else:
        pixels = [int(byte) / 255 for byte in state["digits"][state["digit"]]]
    W1, W2 = (
        [[int(q) * float(s) for q, s in zip(row, state[f"{name}_step"], strict=True)] for row in W]
        for name, W in (("W1", state["W1"]), ("W2", state["W2"]))
    )
    z = [1 / (1 + math.exp(-one)) for one in _layer(pixels, W1, state["b1"])]
    scores = _layer(z, W2, state["b2"])
    ranked = sorted(range(10), key=scores.__getitem__)
    answer, second = ranked[-1], ranked[-2]
    share = [z[j] * (W2[j][answer] - W2[j][second]) for j in range(100)]
    units = sorted(range(100), key=lambda j: -abs(share[j]))[:8]
    powers = [math.exp(one - scores[answer]) for one in scores]
    slope = [one * (1 - z[j]) for j, one in enumerate(share)]
    pushes = [
        ink * math.fsum(w * s for w, s in zip(row, slope, strict=True))
        for ink, row in zip(pixels, W1, strict=True)
    ]
    return {
        "pixels": (pixels, 1e-11),
        "answer": (answer, 0.0),
        "runner_up": (second, 0.0),
        "probabilities": ([one / math.fsum(powers) for one in powers], 1e-12),
        "lead": (scores[answer] - scores[second], 1e-10),
        "units": (units, 0.0),
        "contributions": ([share[j] for j in units], 1e-10),
        "pushes": (pushes, 1e-10),
    }


def _layer(x: Sequence[float], weights: Any, biases: Any) -> list[float]:
    columns = zip(zip(*weights, strict=True), biases, strict=True)
    return [math.fsum([*(a * b for a, b in zip(x, w, strict=True)), float(c)]) for w, c in columns]


def _in_the_middle(strokes: list[list[complex]]) -> list[float]:
    """Large, and with the middle of the ink where it belongs."""
    every = [point for stroke in strokes for point in stroke]
    low = complex(min(p.real for p in every), min(p.imag for p in every))
    high = complex(max(p.real for p in every), max(p.imag for p in every))
    reach = max((high - low).real, (high - low).imag)
    scale = min(4.0, 17.6 / reach) if reach else 4.0
    large = [[(p - (low + high) / 2) * scale + 14 + 14j for p in stroke] for stroke in strokes]
    image = _inked(large)
    middle = sum(ink * at for ink, at in zip(image, _CENTRES, strict=True)) / math.fsum(image)
    return _inked([[p + 14.5 + 14.5j - middle for p in stroke] for stroke in large])


_CENTRES = [complex(x + 0.5, y + 0.5) for y in range(28) for x in range(28)]


def _inked(strokes: list[list[complex]]) -> list[float]:
    pairs = [pair for one in strokes for pair in zip(one, one[1:] or one, strict=False)]

    def distance(p: complex) -> float:
        return min(
            abs(p - a - (b - a) * min(1, max(0, ((p - a) / (b - a)).real)))
            if b != a
            else abs(p - a)
            for a, b in pairs
        )

    return [min(1.0, max(0.0, 1.7 - distance(p))) for p in _CENTRES]


def live_training(state: State) -> Expected:
    """By counting mini-batches, and by summing the powers of the momentum."""
    sizes = [
        len(range(state["digits"])[at:][: state["batch_size"]])
        for at in range(0, state["digits"], state["batch_size"])
    ]
    memory = mp.nsum(lambda k: mpf(state["momentum"]) ** k, [0, mp.inf])
    return {
        "steps_per_epoch": (len(sizes), 0.0),
        "last_batch": (sizes[-1], 0.0),
        "long_rate": (state["rate"] * memory, 1e-9),
        "memory": (memory, 1e-9),
        "spread": (state["std"] * mp.sqrt(784), 0.0),
    }
