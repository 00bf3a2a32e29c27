"""gradient_costs against the three ways in plain loops, which count what they do."""

import collections
import math

import numpy as np
import pytest

from nnbook import TwoLayerNet
from nnbook.costs import gradient_costs

from .helpers import refused


class Tally:
    """The three ways to a gradient in plain loops, that count what they do."""

    def __init__(self, net, x, t):
        self.first = np.vstack([net.params["W1"], net.params["b1"]])
        self.second = np.vstack([net.params["W2"], net.params["b2"]])
        self.x, self.t = np.hstack([x, np.ones((len(x), 1))]), t
        self.done = collections.Counter()

    def add(self, total, a, b):
        self.done["multiply_adds"] += 1
        return total + a * b

    def of(self, function, value):
        self.done["functions"] += 1
        return function(value)

    def sum(self, values, weights):
        total = 0.0
        for a, b in zip(values, weights, strict=True):
            total = self.add(total, a, b)
        return total

    def unit(self, before):
        return 1 / (1 + self.of(math.exp, -before))

    def loss(self, logits, true):
        powers = [self.of(math.exp, logit) for logit in logits]
        return powers, -self.of(math.log, powers[true] / sum(powers))

    def forward(self, n):
        before = [self.sum(self.x[n], column) for column in self.first.T]
        hidden = [*(self.unit(one) for one in before), 1.0]
        logits = [self.sum(hidden, column) for column in self.second.T]
        return before, hidden, logits, *self.loss(logits, self.t[n])

    def notebook(self, h):
        found = []
        for layer in (self.first, self.second):
            for index in np.ndindex(layer.shape):
                kept, means = layer[index], []
                for layer[index] in (kept + h, kept - h):
                    means.append(np.mean([self.forward(n)[-1] for n in range(len(self.x))]))
                layer[index] = kept
                found.append((means[0] - means[1]) / (2 * h))
        return found

    def reuse(self, h):
        known = [self.forward(n) for n in range(len(self.x))]
        first, second = np.zeros(self.first.shape), np.zeros(self.second.shape)
        for n, (before, hidden, logits, _, _) in enumerate(known):
            for sign in (1, -1):
                for i, j in np.ndindex(first.shape):
                    change = self.unit(self.add(before[j], sign * h, self.x[n, i])) - hidden[j]
                    moved = [
                        self.add(a, change, w) for a, w in zip(logits, self.second[j], strict=True)
                    ]
                    first[i, j] += sign * self.loss(moved, self.t[n])[1]
                for j, k in np.ndindex(second.shape):
                    moved = list(logits)
                    moved[k] = self.add(moved[k], sign * h, hidden[j])
                    second[j, k] += sign * self.loss(moved, self.t[n])[1]
        return [*first.flat, *second.flat] / np.array(2 * h * len(self.x))

    def backpropagation(self, h):
        first, second = np.zeros(self.first.shape), np.zeros(self.second.shape)
        for n in range(len(self.x)):
            _, hidden, _, powers, _ = self.forward(n)
            along = np.array(powers) / sum(powers)
            along[self.t[n]] -= 1
            for j, k in np.ndindex(second.shape):
                second[j, k] = self.add(second[j, k], hidden[j], along[k])
            for j in range(len(hidden) - 1):
                back = self.sum(along, self.second[j]) * hidden[j] * (1 - hidden[j])
                for i in range(len(first)):
                    first[i, j] = self.add(first[i, j], self.x[n, i], back)
        return [*first.flat, *second.flat] / np.array(len(self.x))


@pytest.mark.parametrize("sizes", [(3, 2, 4, 2), (1, 1, 2, 1), (2, 4, 2, 3)])
def test_gradient_costs_are_what_plain_loops_do(sizes):
    inputs, hidden, outputs, batch = sizes
    rng = np.random.default_rng(8)
    net = TwoLayerNet(inputs, hidden, outputs, rng=rng, delta=0)
    x, t = rng.standard_normal((batch, inputs)), rng.integers(0, outputs, batch)
    gradient = net.gradient(x, t)
    exact = [
        *np.vstack([gradient["W1"], gradient["b1"]]).flat,
        *np.vstack([gradient["W2"], gradient["b2"]]).flat,
    ]
    costs = gradient_costs(*sizes)
    assert costs["parameters"] == len(exact) == costs["forward_passes"] / 2
    for way in ("notebook", "reuse", "backpropagation"):
        tally = Tally(net, x, t.tolist())
        np.testing.assert_allclose(getattr(tally, way)(1e-5), exact, atol=1e-9)
        for kind, count in tally.done.items():
            assert costs[f"{way}_{kind}"] == count, (way, kind)


@pytest.mark.parametrize("position", range(4))
@pytest.mark.parametrize(
    ("size", "error", "got"),
    [(True, TypeError, "True"), (1.0, TypeError, "1.0"), (0, ValueError, "0")],
)
def test_bad_sizes(position, size, error, got):
    sizes = [1, 1, 1, 1]
    sizes[position] = size
    name = ["input_size", "hidden_size", "output_size", "batch_size"][position]
    refused(error, lambda: gradient_costs(*sizes), f"{name} must be a positive integer", got)


def test_the_panels_offer_it_too():
    from nnbook import panels

    assert panels.gradient_costs is gradient_costs
