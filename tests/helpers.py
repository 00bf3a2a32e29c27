"""References computed another way than in nnbook, and what several tests share."""

import math
from decimal import Decimal, localcontext

import numpy as np
import pytest

# A numerical gradient rightly wonders about a loss that is flat; some tests want it flat.
FLAT = pytest.mark.filterwarnings("ignore:f gave .* whatever was done to x:UserWarning")
EPS = float(np.finfo(np.float64).eps)


def refused(error, call, *parts):
    """Assert that `call()` raises exactly `error`, with every one of `parts` in its message."""
    with pytest.raises(error) as caught:
        call()
    assert caught.type is error
    for part in parts:
        assert part in str(caught.value)


def exact_softmax(row):
    """Softmax of a list of floats in 60-digit arithmetic, without subtracting a maximum."""
    with localcontext(prec=60):
        powers = [Decimal(float(value)).exp() for value in row]
        total = sum(powers)
        return np.array([float(power / total) for power in powers])


def exact_log_softmax(row):
    """Logarithm of `exact_softmax`, taken before rounding to floats."""
    with localcontext(prec=60):
        log_total = sum(Decimal(float(value)).exp() for value in row).ln()
        return np.array([float(Decimal(float(value)) - log_total) for value in row])


def exact_sigmoid(value):
    """Sigmoid of a float in 60-digit arithmetic."""
    with localcontext(prec=60):
        return float(1 / (1 + (-Decimal(float(value))).exp()))


def summed_cross_entropy(y, t, delta):
    """Cross-entropy of one sample with Python's own log and exact summation."""
    pairs = zip(y, t, strict=True)
    return -math.fsum(k * math.log(p + delta) for p, k in pairs if k)


def slopes_along_logits(y, t, delta):
    """Slope of each row's loss along its logits: the softmax's Jacobian times the slope along y."""
    rows = zip(np.atleast_2d(y), np.atleast_2d(t), strict=True)
    slopes = [(np.diag(p) - np.outer(p, p)) @ (-k / (p + delta)) for p, k in rows]
    return np.reshape(slopes, np.shape(y))


def backpropagation(net, x, t):
    """Exact gradient of a TwoLayerNet's mean loss, its delta included (soft labels `t`)."""
    w2 = net.params["W2"]
    hidden = 1 / (1 + np.exp(-(x @ net.params["W1"] + net.params["b1"])))
    y = np.exp(hidden @ w2 + net.params["b2"])
    y /= y.sum(axis=1, keepdims=True)
    at_logits = slopes_along_logits(y, t, net.delta) / len(x)
    at_hidden = at_logits @ w2.T * hidden * (1 - hidden)
    return {
        "W1": x.T @ at_hidden,
        "b1": at_hidden.sum(axis=0),
        "W2": hidden.T @ at_logits,
        "b2": at_logits.sum(axis=0),
    }


def labelled(kind, rows, classes, rng):
    """Labels of one kind; the unnormalised ones have zeros among them."""
    whole = rng.integers(0, classes, rows)
    match kind:
        case "integers":
            return whole
        case "one-hot":
            return np.eye(classes)[whole]
        case "soft":
            return rng.dirichlet(np.ones(classes), rows)
        case "unnormalised":
            return 3 * rng.random((rows, classes)) * (rng.random((rows, classes)) < 0.7)


def memory(array):
    """Every byte behind an array, what lies between the entries of a view included."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array.tobytes("A")
