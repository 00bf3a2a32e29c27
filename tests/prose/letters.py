"""Random values for the letters of the book's formulas, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnbook import cross_entropy_error, sigmoid, softmax

Letters = Mapping[str, Any]


def slope(f: Callable[[float], Any], x: float, h: float = 1e-5) -> Any:
    """Slope by the central difference."""
    return (f(x + h) - f(x - h)) / (2 * h)


def row(rng: np.random.Generator) -> dict[str, Any]:
    """Logits of a softmax, a soft label that need not add up to 1, and entries i and j of both."""
    a, t = rng.normal(size=4), rng.random(4)
    y, delta = softmax(a), 0.1 * rng.random()
    r = t * y / (y + delta)
    names = {"a": a, "t": t, "y": y, "r": r}
    every = {f"{name}_k": values for name, values in names.items()}
    one = {f"{name}_j": values[2] for name, values in names.items()}
    return every | one | {"delta": delta, "T": t.sum(), "j": 2, "a_all": a, "t_all": t}


def moved(letters: Letters, change: float) -> Any:
    a = np.array(letters["a_all"])
    a[letters["j"]] = change
    return a


def along_logit(letters: Letters, delta: float) -> Any:
    """Measured slope of the loss along logit j."""

    def loss(value: float) -> Any:
        return -np.sum(letters["t_all"] * np.log(softmax(moved(letters, value)) + delta))

    return slope(loss, letters["a_all"][letters["j"]])


def scalars(*names: str, least: float = 0.1, most: float = 0.9) -> Callable[..., Letters]:
    return lambda rng: {name: rng.uniform(least, most) for name in names}


def scores(rng: np.random.Generator) -> Letters:
    """Scores and what the softmax makes of them."""
    a = rng.normal(size=5)
    y, m = softmax(a), a.max()
    one = {"a_i": a[1], "y_i": y[1]}
    again = {"a_k": a[2], "y_k": y[2], "rest": np.exp(a).sum() - np.exp(a[2])}
    return one | again | {"a_j": a, "m": m, "c": 0.7, "a_all": a}


def two_scores(rng: np.random.Generator) -> Letters:
    """Two scores, each a number."""
    a_i, a_j = rng.normal(size=2)
    y_i, y_j = softmax([a_i, a_j])
    return {"a_i": a_i, "a_j": a_j, "y_i": y_i, "y_j": y_j}


def cubic(rng: np.random.Generator) -> Letters:
    """A cubic at a point, whose derivatives are known and whose fourth is 0."""
    c, x, h = rng.normal(size=4), rng.normal(), rng.uniform(0.1, 1)
    derivatives = [np.polyval(np.polyder(c, n) if n else c, x) for n in range(4)]
    names = ["f" + "_prime" * n for n in range(4)]
    return dict(zip(names, derivatives, strict=True)) | {"c": c, "x": x, "h": h, "dots": 0}


def function(rng: np.random.Generator) -> Letters:
    c, x, h = rng.normal(size=3), rng.normal(), rng.uniform(0.1, 1)
    return {"f": lambda at: np.polyval(c, at), "x": x, "h": h, "c": c}


def softmax_of_two(rng: np.random.Generator) -> Letters:
    """A true score against the rest, R."""
    a, R = rng.normal(), rng.uniform(0.5, 3)
    p = np.exp(a) / (np.exp(a) + R)
    return {"a": a, "R": R, "p": p, "delta": rng.uniform(0.01, 0.2)}


def p_at(letters: Letters, a: float) -> Any:
    return np.exp(a) / (np.exp(a) + letters["R"])


def true_probability(letters: Letters) -> Any:
    return slope(lambda a: p_at(letters, a), letters["a"])


def network(rng: np.random.Generator) -> Letters:
    x, W, t = rng.normal(size=2), rng.normal(size=(2, 3)), np.array([0.0, 0.0, 1.0])
    y = softmax(x @ W)
    return {"x_i": x[1], "y_j": y[0], "t_j": t[0], "x": x, "W": W, "t": t}


def along_weight(letters: Letters) -> Any:
    def loss(value: float) -> Any:
        W = letters["W"].copy()
        W[1, 0] = value
        return cross_entropy_error(softmax(letters["x"] @ W), letters["t"], delta=0)

    return slope(loss, letters["W"][1, 0])


def unit(rng: np.random.Generator) -> Letters:
    a = rng.normal(scale=3)
    return {"a": a, "z": sigmoid(a)}


def sigmoid_slope(letters: Letters) -> Any:
    return slope(sigmoid, letters["a"])


def step(rng: np.random.Generator) -> Letters:
    """A bowl of curvatures 1 and 10, a place in it, and a rate."""
    return {
        "eta": rng.uniform(0, 0.3),
        "w_1": rng.normal(),
        "w_0": rng.normal(),
        "g_i": rng.normal(),
    }


def best_step(rng: np.random.Generator) -> Letters:
    f, third, epsilon = rng.uniform(1, 9), rng.uniform(1, 9), 1e-9
    h = (3 * epsilon * f / third) ** (1 / 3)  # where both sides are to agree
    named = {"f": f, "f_prime_prime_prime": third, "epsilon": epsilon, "h": h}

    def error(h: float) -> float:
        return h**2 / 6 * third + epsilon * f / h

    # At the lowest error neither a little more nor a little less is better.
    assert error(h) < min(error(1.01 * h), error(0.99 * h))
    return named


def soft_pair(rng: np.random.Generator) -> Letters:
    return {"q": rng.uniform(0.1, 0.9), "y": rng.uniform(0.1, 0.9)}


def cross_entropy(c: Letters, delta: float = 0.0) -> Any:
    """The loss of a row with a soft label."""
    return cross_entropy_error(c["y_k"], c["t_k"], delta=delta)


def true_slope(c: Letters, delta: float = 0.0) -> Any:
    """Slope of the loss along the true score, against the rest."""
    return slope(lambda a: -np.log(p_at(c, a) + delta), c["a"])


def same(rng: np.random.Generator) -> Letters:
    """A row under the names of other indices."""
    c = row(rng)
    return {**c, "r_j": c["r_k"], "a_m": c["a_all"]}


def stepped(c: Letters) -> Any:
    """Where one step takes w_1 in the bowl."""
    along = slope(lambda w: (c["w_0"] ** 2 + 10 * w**2) / 2, c["w_1"])
    return c["w_1"] - c["eta"] * along


def momentum(rng: np.random.Generator) -> Letters:
    """The length of a step along a slope that stays, beside that of a plain step."""
    mu, v = rng.uniform(0.1, 0.9), 0.0
    for _ in range(500):
        v = mu * v + 1.0
    return {"mu": mu, "v": v}


def softmax_slope(c: Letters) -> Any:
    """Slope of each other probability along logit j; of y_j itself the formula speaks apart."""
    slopes = slope(lambda a: softmax(moved(c, a)), c["a_all"][c["j"]])
    slopes[c["j"]] = -(c["y_j"] ** 2)
    return slopes


def pair_loss(c: Letters) -> Callable[[float], Any]:
    """The loss of two classes with a soft label, as a function of the prediction."""
    q = c["q"]
    return lambda y: cross_entropy_error([y, 1 - y], [q, 1 - q], delta=0)


def secant(c: Letters, left: int, right: int) -> Any:
    """Slope of the secant of a parabola, multiplied out."""
    return c["c"][0] * (2 * c["x"] + (left + right) * c["h"]) + c["c"][1]


def f_at(c: Letters, steps: float) -> Any:
    """The cubic so many steps from its point."""
    return np.polyval(c["c"], c["x"] + steps * c["h"])


def central(c: Letters) -> Any:
    """The cubic's central difference."""
    return (f_at(c, 1) - f_at(c, -1)) / (2 * c["h"])


def total_error(c: Letters) -> Any:
    """Truncation and round-off of the central difference."""
    return c["h"] ** 2 / 6 * c["f_prime_prime_prime"] + c["epsilon"] * c["f"] / c["h"]


def parabola(rng: np.random.Generator) -> Letters:
    """A place and a step, and their product."""
    x, h = rng.normal(size=2)
    return {"x": x, "h": h, "xh": x * h}


def weights(rng: np.random.Generator) -> Letters:
    """Two weights of the example whose gradient is worked out."""
    w_0, w_1 = rng.normal(size=2)
    return {"w_0": w_0, "w_1": w_1, "value": w_0 * w_0 * w_1 + w_1 * w_1 * w_1}


def second(rng: np.random.Generator) -> Letters:
    """A cubic as a function, and its second derivative."""
    c = cubic(rng)

    def f(x: float) -> Any:
        return np.polyval(c["c"], x)

    return {**c, "f": f, "second": c["f_prime_prime"]}
