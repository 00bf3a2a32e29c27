"""The arithmetic alone: nothing here checks its arguments.

Whoever calls it has checked them once, instead of once a layer. Classes lie
along the last axis. A two-layer network is its parameters, a dict of ``W1``,
``b1``, ``W2`` and ``b2``. The caller's settings for floating-point errors play
no part: a power that underflows to 0 is right, and a result that is not finite
is looked for where it matters.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nnbook._checks import FloatArray

Params = dict[str, FloatArray]


def quiet() -> np.errstate:
    """The caller's settings put aside while a function runs that is decorated with it.

    Not for `with`: an interrupt at its last line would leave them aside.
    """
    return np.errstate(all="ignore")


@quiet()
def cast(array: FloatArray, dtype: Any) -> FloatArray:
    """The array in another type; what that cannot hold becomes infinite."""
    return array.astype(dtype, copy=False)


@quiet()
def total(values: FloatArray) -> float:
    """The sum of some numbers."""
    return float(values.sum())


@quiet()
def sums_of_rows(values: FloatArray) -> tuple[FloatArray, float]:
    """The sum of each row, and how far from 1 one of them is at most."""
    sums = values.sum(axis=-1)
    return sums, float(np.abs(sums - 1).max())


@quiet()
def product(x: FloatArray, weights: FloatArray) -> FloatArray:
    """The product of two matrices, or of a row and a matrix."""
    found: FloatArray = np.dot(x, weights)
    return found


@quiet()
def along_weights(x: FloatArray, y: FloatArray, t: FloatArray, delta: float) -> FloatArray:
    """Gradient of the mean loss of rows along the weights of one layer, which gave `y`."""
    slopes: FloatArray = x.T @ along_logits(y, t, delta) / len(x)
    return slopes


@quiet()
def descended(
    params: Params, velocity: Params, gradient: Params, rate: float, momentum: float
) -> tuple[Params, Params]:
    """Parameters and velocity after a step of gradient descent with momentum."""
    faster = {name: momentum * velocity[name] - rate * gradient[name] for name in params}
    return {name: array + faster[name] for name, array in params.items()}, faster


@quiet()
def softmax(x: FloatArray, axis: int | None = -1) -> FloatArray:
    """`nnbook.softmax`."""
    powers: FloatArray = np.exp(_below_maximum(x, axis))
    powers /= powers.sum(axis=axis, keepdims=True)
    return powers


@quiet()
def log_softmax(x: FloatArray, axis: int | None = -1) -> FloatArray:
    """`nnbook.log_softmax`."""
    shifted = _below_maximum(x, axis)
    shifted -= np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
    return shifted


def _below_maximum(x: FloatArray, axis: int | None) -> FloatArray:
    # Scores near both ends of the floats: minus infinity is right.
    shifted: FloatArray = x - np.max(x, axis=axis, keepdims=True)
    return shifted


@quiet()
def sigmoid(x: FloatArray) -> FloatArray:
    """`nnbook.sigmoid`."""
    # 1 / (1 + exp(-x)) from 0 on, exp(x) / (1 + exp(x)) below.
    values: FloatArray = np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x)))
    return values


@quiet()
def losses(scores: FloatArray, t: FloatArray, delta: float, from_logits: bool) -> FloatArray:
    """Cross-entropy of each sample, for soft labels `t` of the shape of `scores`."""
    if from_logits and delta == 0:
        logs = log_softmax(scores)
    else:  # the logarithm of 0 is wanted, or multiplied away below
        logs = np.log((softmax(scores) if from_logits else scores) + delta)
    # A class that is not wanted costs nothing, even where its logarithm is -inf.
    terms: FloatArray = np.multiply(t, logs, where=t > 0, out=np.zeros_like(logs))
    each: FloatArray = 0.0 - terms.sum(axis=-1)  # never -0.0
    return each


def mean_loss(logits: FloatArray, t: FloatArray, delta: float) -> float:
    """Mean over the samples of the loss of their logits."""
    return mean(losses(logits, t, delta, from_logits=True))


@quiet()
def mean(values: Any) -> float:
    """Mean of all values."""
    return float(np.mean(values))


def along_logits(y: FloatArray, t: FloatArray, delta: float) -> FloatArray:
    """Slope of each sample's loss along its logits, where `y` is their softmax.

    With r = t * y / (y + delta) it is y * sum(r) - r: at delta = 0, r is t.
    """
    r = t if delta == 0 else t * y / (y + delta)
    slopes: FloatArray = y * r.sum(axis=-1, keepdims=True) - r
    return slopes


def accuracy(logits: FloatArray, t: FloatArray) -> float:
    """Share of the rows of which the largest logit is the label's."""
    return float(np.mean(logits.argmax(axis=1) == t.argmax(axis=1)))


@quiet()
def forward(params: Params, x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Activations of the hidden units, and logits, of one sample or of rows."""
    hidden = sigmoid(np.dot(x, params["W1"]) + params["b1"])
    logits: FloatArray = np.dot(hidden, params["W2"]) + params["b2"]
    return hidden, logits


@quiet()
def loss_and_gradient(
    params: Params, x: FloatArray, t: FloatArray, delta: float
) -> tuple[float, Params]:
    """Mean loss of rows and its gradient, in one forward and one backward pass."""
    hidden, logits = forward(params, x)
    y = softmax(logits)
    pure = delta == 0
    loss = mean(losses(logits if pure else y, t, delta, from_logits=pure))
    at_logits = along_logits(y, t, delta) / len(x)
    at_hidden = at_logits @ params["W2"].T * (hidden * (1 - hidden))
    return loss, {
        "W1": x.T @ at_hidden,
        "b1": at_hidden.sum(axis=0),
        "W2": hidden.T @ at_logits,
        "b2": at_logits.sum(axis=0),
    }
