"""Formulas that `tex` does not read, worked out here: as they stand, and what must be equal.

Each function gives pairs: what the formula says, and what nnbook or a measurement says. The words
are held to the letter, so that a changed sign is a formula that nobody has worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from nnbook import SimpleNet, Training, TwoLayerNet, sigmoid, softmax
from tests.prose.letters import slope

Pairs = Iterator[tuple[Any, Any]]
CLAIMS: dict[tuple[str, str], Callable[[np.random.Generator], Pairs]] = {}


def states(page: str, *words: str) -> Callable[[Callable[..., Pairs]], Callable[..., Pairs]]:
    """Say which words of a page a function works out."""

    def keep(function: Callable[..., Pairs]) -> Callable[..., Pairs]:
        CLAIMS.update({(page, one): function for one in words})
        return function

    return keep


class Net:
    """A small two-layer network without delta, its batch and the parts of its gradient."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.net = TwoLayerNet(4, 3, 2, rng=rng, delta=0)
        self.x, self.t = rng.random((5, 4)), np.eye(2)[rng.integers(0, 2, 5)]
        self.W1, self.b1, self.W2, self.b2 = self.net.params.values()
        self.a1 = self.x @ self.W1 + self.b1
        self.z1 = sigmoid(self.a1)
        self.a2 = self.z1 @ self.W2 + self.b2
        self.y = softmax(self.a2)
        self.g2 = (self.y - self.t) / len(self.x)
        self.g1 = (self.g2 @ self.W2.T) * self.z1 * (1 - self.z1)
        self.measured = self.net.numerical_gradient(self.x, self.t, h=1e-5)

    def logits_after(self, name: str, index: tuple[int, int], h: float) -> Any:
        """The logits with one parameter nudged, computed from the inputs."""
        params = {one: array.copy() for one, array in self.net.params.items()}
        params[name][index] += h
        z = sigmoid(self.x @ params["W1"] + params["b1"])
        return z @ params["W2"] + params["b2"]


FORWARD = (
    r"a_1 &= x W_1 + b_1 & z_1 &= \sigma(a_1)",
    r"a_2 &= z_1 W_2 + b_2 & y &= \mathrm{softmax}(a_2)",
)


@states("backpropagation.ipynb", *FORWARD)
@states("two_layer_net.ipynb", *FORWARD, "$x W_1 + b_1$", "$z_1 W_2 + b_2$")
def forward(rng: np.random.Generator) -> Pairs:
    net = Net(rng)
    yield net.y, net.net.predict(net.x)


@states(
    "backpropagation.ipynb",
    r"\frac{\partial L}{\partial W_2} = z_1^{\mathsf T} g_2",
    r"\frac{\partial L}{\partial z_1} = g_2\, W_2^{\mathsf T}",
    r"g_1 = (g_2 W_2^{\mathsf T}) \odot z_1 (1 - z_1)",
    r"$x^{\mathsf T} g_1$",
    r"$z^{\mathsf T} g$",
    r"$g\,W^{\mathsf T}$",
)
@states(
    "two_layer_gradient.ipynb",
    r"\frac{\partial L}{\partial W_2} = \frac{1}{n}\, z_1^{\mathsf T} (y - t)",
    "$(y - t)/n$",
)
def backward(rng: np.random.Generator) -> Pairs:
    net = Net(rng)
    yield net.z1.T @ net.g2, net.measured["W2"]
    yield net.x.T @ net.g1, net.measured["W1"]


@states(
    "fine_print.ipynb",
    r"a_2[:, k] \leftarrow a_2[:, k] + h\, z_1[:, j]",
    r"\Delta = \sigma(a_1[:, j] + h\, x[:, i]) - z_1[:, j]",
    r"a_2 \leftarrow a_2 + \Delta\, W_2[j, :]",
)
def nudges(rng: np.random.Generator) -> Pairs:
    net, h, i, j, k = Net(rng), 0.3, 2, 1, 0
    moved = net.a2.copy()
    moved[:, k] = moved[:, k] + h * net.z1[:, j]
    yield moved, net.logits_after("W2", (j, k), h)
    m = sigmoid(net.a1[:, j] + h * net.x[:, i]) - net.z1[:, j]
    yield net.a2 + np.outer(m, net.W2[j, :]), net.logits_after("W1", (i, j), h)


@states(
    "backpropagation.ipynb",
    r"\frac{\partial L}{\partial W} = \frac{\partial L}{\partial a} \cdot"
    r" \frac{\partial a}{\partial W}",
    r"\frac{\partial L}{\partial W_{ij}} = x_i \, \frac{\partial L}{\partial a_j}",
    "$-t_j$",
    "$y - t$",
)
@states("cross_entropy.ipynb", "$y - t$", "$y_k - t_k$")
@states("two_layer_gradient.ipynb", "$y - t$")
@states(
    "simple_net.ipynb",
    "$y_j - t_j$",
    r"a_j = x_0 W_{0j} + x_1 W_{1j}",
    "$y_j - 1$",
)
def six_weights(rng: np.random.Generator) -> Pairs:
    net, x, t = SimpleNet(rng=rng, delta=0), rng.normal(size=2), np.array([0.0, 0.0, 1.0])
    a = x @ net.W
    yield net.predict(x), [x[0] * net.W[0, j] + x[1] * net.W[1, j] for j in range(3)]

    def loss(j: int, v: float) -> Any:
        return -np.log(softmax(np.where(np.arange(3) == j, v, a))[2])

    slopes = [slope(partial(loss, j), a[j]) for j in range(3)]
    yield softmax(a) - t, slopes
    yield np.outer(x, slopes), net.gradient(x, t)


@states(
    "one_layer.ipynb",
    r"a = x W + b \qquad y = \mathrm{softmax}(a)",
    r"$x_i\,(y_k - t_k)$",
    r"$x_i\,(0.1 - t_k)$",
)
def a_layer_with_biases(rng: np.random.Generator) -> Pairs:
    x, t, digits = rng.random((6, 4)), np.eye(10)[rng.integers(0, 10, 6)], range(10)
    for W, b in [
        (rng.normal(size=(4, 10)), rng.normal(size=10)),
        (np.zeros((4, 10)), np.zeros(10)),
    ]:
        y = softmax(x @ W + b)

        def loss(i: int, k: int, v: float, W: Any = W, b: Any = b) -> Any:
            moved = W.copy()
            moved[i, k] = v
            return -np.log(softmax(x @ moved + b)[t == 1]).mean()

        said = [(x[:, 1] * (y[:, k] - t[:, k])).mean() for k in digits]
        yield said, [slope(partial(loss, 1, k), W[1, k]) for k in digits]
    yield said, [(x[:, 1] * (0.1 - t[:, k])).mean() for k in digits]


@states(
    "one_layer.ipynb",
    r"$x \cdot m_k - \frac{1}{2} m_k \cdot m_k$",
    r"$x \cdot x - 2\, x \cdot m_k + m_k \cdot m_k$",
)
def nearest_mean(rng: np.random.Generator) -> Pairs:
    x, m = rng.random(5), rng.random((3, 5))
    distances = ((x - m) ** 2).sum(axis=1)
    yield x @ x - 2 * m @ x + (m * m).sum(axis=1), distances
    yield np.argsort(-(m @ x - 0.5 * (m * m).sum(axis=1))), np.argsort(distances)


@states(
    "hidden_layer.ipynb",
    r"a &= w_0 x_0 + w_1 x_1 + b \\ z &= \sigma(a) = \frac{1}{1 + e^{-a}}",
    r"&(x W_1 + b_1)\, W_2 + b_2 \\ &\quad = x\,(W_1 W_2) + (b_1 W_2 + b_2)",
    "$3 x_0 - 4 x_1 + 5 = 0$",
)
def units(rng: np.random.Generator) -> Pairs:
    net = Net(rng)
    unit = sum(net.W1[i, 0] * net.x[0, i] for i in range(4)) + net.b1[0]
    yield 1 / (1 + np.exp(-unit)), net.z1[0, 0]
    W, b = net.W1 @ net.W2, net.b1 @ net.W2 + net.b2
    yield (net.x @ net.W1 + net.b1) @ net.W2 + net.b2, net.x @ W + b
    on_the_line = rng.normal()
    yield sigmoid(np.dot([on_the_line, (3 * on_the_line + 5) / 4], [3, -4]) + 5), 0.5


@states(
    "backpropagation.ipynb",
    r"\frac{\partial y_k}{\partial a_j} ="
    r" \begin{cases} y_k - y_k y_j & k = j \\ -\,y_k y_j & k \ne j \end{cases}",
    "has the slope $-y_j$",
    "has the slope $1/y_k$",
)
def softmax_slopes(rng: np.random.Generator) -> Pairs:
    a = rng.normal(size=3)
    y, j = softmax(a), 1
    yield -y[j], slope(lambda v: -np.log(np.exp([a[0], v, a[2]]).sum()), a[1])
    yield 1 / y[2], slope(np.log, y[2])
    said = [y[k] - y[k] * y[j] if k == j else -y[k] * y[j] for k in range(3)]
    yield said, slope(lambda v: softmax(np.array([a[0], v, a[2]])), a[1])


@states("backpropagation.ipynb", "$1 + e^{-a}$", "$1/u$", "$-1/u^2$", "$-e^{-a}$", "$1 - z$")
def slope_of_the_sigmoid(rng: np.random.Generator) -> Pairs:
    a, u = rng.normal(), rng.uniform(1, 3)
    yield -1 / u**2, slope(lambda v: 1 / v, u)
    yield -np.exp(-a), slope(lambda v: 1 + np.exp(-v), a)
    yield 1 - sigmoid(a), np.exp(-a) / (1 + np.exp(-a))


@states(
    "backpropagation.ipynb",
    r"\log y_k = a_k - \log \sum_m e^{a_m}",
    r"L = -\sum_k t_k a_k + \log \sum_m e^{a_m}",
    r"\frac{\partial L}{\partial a_j} = y_j - t_j",
)
def proper_label(rng: np.random.Generator) -> Pairs:
    a, t = rng.normal(size=3), rng.dirichlet(np.ones(3))
    y = softmax(a)
    yield np.log(y), a - np.log(np.exp(a).sum())

    def loss(j: int, v: float) -> Any:
        moved = np.where(np.arange(3) == j, v, a)
        return -np.sum(t * moved) + np.log(np.exp(moved).sum())

    yield loss(0, a[0]), -np.sum(t * np.log(y))
    yield y - t, [slope(partial(loss, j), a[j]) for j in range(3)]


@states("backpropagation.ipynb", r"$y \sum r - r$", r"$r = t\,y/(y + \delta)$", "$-r_j$")
def with_delta(rng: np.random.Generator) -> Pairs:
    a, t, delta = rng.normal(size=3), rng.random(3), 0.05
    y = softmax(a)
    r = t * y / (y + delta)

    def loss(v: float) -> Any:
        return -np.sum(t * np.log(softmax(np.array([v, a[1], a[2]])) + delta))

    yield (y * r.sum() - r)[0], slope(loss, a[0])


@states(
    "cross_entropy.ipynb",
    r"L = -\log p",
    r"$-\log p$",
    "$1/p$",
    "$p - 1$",
)
@states("softmax.ipynb", r"$-\log p$")
def true_class(rng: np.random.Generator) -> Pairs:
    x = rng.normal(size=4)
    p = softmax(x)[0]
    net, at = SimpleNet(rng=rng, delta=0), rng.normal(size=2)
    yield net.loss(at, 1), -np.log(softmax(net.predict(at))[1])
    yield -x[0] + np.log(np.exp(x).sum()), -np.log(p)
    yield 1 / p, slope(np.log, p)
    yield np.exp(x[0]), slope(np.exp, x[0])
    yield p - 1, slope(lambda v: -np.log(softmax(np.array([v, *x[1:]]))[0]), x[0])


@states(
    "gradient_descent.ipynb",
    r"W \leftarrow W - \eta \, \frac{\partial L}{\partial W}",
    r"g \cdot d = |g| \cos\theta",
    r"$|g + d|^2 = |g|^2 + 2\, g \cdot d + |d|^2$",
    r"$\eta |g|^2$",
)
def descent(rng: np.random.Generator) -> Pairs:
    net, x, t, eta = SimpleNet(rng=rng), rng.normal(size=2), np.array([0, 0, 1]), 1e-6
    g, before = net.gradient(x, t), net.loss(x, t)
    net.W -= eta * g
    yield (before - net.loss(x, t)) / eta, (g**2).sum()
    d = rng.normal(size=2)
    d /= np.linalg.norm(d)
    theta = np.arctan2(d[1], d[0]) - np.arctan2(g[0, 1], g[0, 0])
    length = np.linalg.norm(g[0, :2])
    yield g[0, :2] @ d, length * np.cos(theta)
    yield np.sum((g[0, :2] + d) ** 2), length**2 + 2 * g[0, :2] @ d + d @ d


def _converges(eta: float, curvature: float, momentum: float = 0.0) -> bool:
    w, v = 1.0, 0.0
    for _ in range(4000):
        v = momentum * v - eta * curvature * w
        w = w + v
        if abs(w) > 1e6:
            return False
    return abs(w) < 1e-3


@states(
    "gradient_descent.ipynb",
    r"0 < \eta < \frac{2}{\lambda_{\max}}",
    r"$0 < \eta < 2 / \lambda_{\max}$",
    r"$2/\lambda_{\max}$",
    r"$-1 < 1 - \eta\lambda < 1$",
    r"$1 - \eta\lambda$",
)
@states("training.ipynb", r"from $2/\lambda_{\max}$ to $2 \times 1.9/\lambda_{\max}$")
def limits(rng: np.random.Generator) -> Pairs:
    curvature = rng.uniform(1, 10)
    for momentum in (0.0, 0.9):
        limit = 2 * (1 + momentum) / curvature
        yield _converges(0.99 * limit, curvature, momentum), True
        yield _converges(1.01 * limit, curvature, momentum), False
    yield _converges(-0.01, curvature), False


@states(
    "gradient_descent.ipynb",
    "by $c L^2$",
    r"\frac{1}{L} \cdot \frac{1}{1 - cL} \approx \frac{1}{L}\,(1 + cL) = \frac{1}{L} + c",
    r"When $L$ becomes $L\,(1 - cL)$",
    "since $1/(1 - cL)$ is close to $1 + cL$",
    "to $1/L$",
    "$1/L$ grows",
    "to $1/L$?",
    r"written $g \cdot d$",
)
def falling(rng: np.random.Generator) -> Pairs:
    L, c = 1e-4 * rng.uniform(1, 2), rng.uniform(0.5, 2)
    yield L - c * L**2, L * (1 - c * L)
    yield 1 / (1 - c * L), 1 + c * L
    yield 1 / (L * (1 - c * L)), 1 / L + c
    g, d = rng.normal(size=6), rng.normal(size=6)
    yield sum(g * d), slope(lambda s: g @ (s * d), 0.0)


@states("what_next.ipynb", r"v \leftarrow \mu v - \eta g, \qquad w \leftarrow w + v")
def momentum(rng: np.random.Generator) -> Pairs:
    net = Net(rng)
    W2, v = net.W2.copy(), np.zeros_like(net.W2)
    training = Training(net.net, net.x, net.t, batch_size=5, learning_rate=0.3, momentum=0.8, rng=0)
    for _ in range(2):
        v = 0.8 * v - 0.3 * net.net.gradient(net.x, net.t)["W2"]
        W2 = W2 + v
        training.run(1)
        yield W2, net.net.params["W2"]


@states("what_next.ipynb", r"$1/\sqrt{\text{fan-in}}$", r"$\sqrt{2/\text{fan-in}}$")
@states("what_it_learnt.ipynb", r"$1/\sqrt{\text{fan-in}}$")
@states("training.ipynb", r"$\sqrt{n}/n = 1/\sqrt{n}$", r"$\sqrt n$", r"$\sqrt 2$")
def spread_of_sums(rng: np.random.Generator) -> Pairs:
    n = 400
    terms = rng.normal(size=(4000, n), scale=1 / np.sqrt(n))
    errors = rng.normal(size=(2, 100_000))
    yield round(float(np.linalg.norm(errors.sum(axis=0)) / np.linalg.norm(errors[0])), 1), 1.4
    yield round(float(terms.sum(axis=1).std()), 1), 1.0
    on = np.maximum(rng.normal(size=(4000, n)), 0)  # what ReLU lets through
    terms = on * rng.normal(size=(4000, n), scale=np.sqrt(2 / n))
    yield round(float(terms.sum(axis=1).std()), 1), 1.0


@states(
    "what_next.ipynb",
    r"$\frac{1}{2} (z - 1)^2$",
    "$z - 1$",
    r"$(z - 1)\,z(1 - z)$",
    r"$-\log z$",
    "$-1/z$",
    r"$2\,\sigma(2a) - 1$",
)
def sigmoid_outputs(rng: np.random.Generator) -> Pairs:
    a = rng.normal()
    z = sigmoid(a)
    yield z - 1, slope(lambda v: (v - 1) ** 2 / 2, z)
    yield (z - 1) * z * (1 - z), slope(lambda v: (sigmoid(v) - 1) ** 2 / 2, a)
    yield -1 / z, slope(lambda v: -np.log(v), z)
    yield z - 1, slope(lambda v: -np.log(sigmoid(v)), a)
    yield 2 * sigmoid(2 * a) - 1, np.tanh(a)


@states("what_next.ipynb", r"A product $u \cdot v$ moves by $v$ for each unit of $u$")
def local_slopes(rng: np.random.Generator) -> Pairs:
    u, v = rng.normal(size=2)
    yield v, slope(lambda one: one * v, u)
    yield u, slope(lambda one: u * one, v)
    yield np.exp(u), slope(np.exp, u)
    yield 1 / abs(v), slope(np.log, abs(v))


@states("what_next.ipynb", "$2w + 1 = 7$", r"$w \cdot w + w$")
def shared(rng: np.random.Generator) -> Pairs:
    yield 2 * 3 + 1, 7
    yield slope(lambda w: w * w + w, 3.0), 7


@states(
    "numerical_gradient.ipynb",
    r"$\tfrac{h^2}{6} f'''$",
    r"$\tfrac{h}{2} f''$",
    r"$-\cos x$",
    "$3 h^2$",
    r"f(x+h) = f &+ h f' + \tfrac{h^2}{2} f'' \\ &+ \tfrac{h^3}{6} f''' + \dots",
    r"f(x-h) = f &- h f' + \tfrac{h^2}{2} f'' \\ &- \tfrac{h^3}{6} f''' + \dots",
    r"f(x+h) + f(x-h) = 2f + h^2 f'' + \dots",
)
@states("glossary.md", r"$\tfrac{h^2}{6} f'''$")
def truncation(rng: np.random.Generator) -> Pairs:
    c, x, h = rng.normal(size=5), rng.normal(), 1e-2

    def f(at: float, n: int = 0) -> Any:
        return np.polyval(np.polyder(c, n) if n else c, at)

    yield slope(lambda at: at**3, h), 3 * h**2
    yield slope(lambda at: -np.sin(at), x), -np.cos(x)  # the second derivative's slope
    second = (f(x + h) - 2 * f(x) + f(x - h)) / h**2
    yield second - f(x, 2), h**2 / 12 * f(x, 4)
    yield f(x + h) + f(x - h), 2 * f(x) + h**2 * f(x, 2) + h**4 / 12 * f(x, 4)
    c[0] = 0  # a cubic
    for way in (h, -h):
        terms = [way**n / factorial * f(x, n) for n, factorial in enumerate((1, 1, 2, 6))]
        yield f(x + way), sum(terms)
    yield (f(x + h) - f(x - h)) / (2 * h) - f(x, 1), h**2 / 6 * f(x, 3)
    c[1] = 0  # a parabola
    yield (f(x + h) - f(x)) / h - f(x, 1), h / 2 * f(x, 2)


@states(
    "numerical_gradient.ipynb",
    r"$\epsilon |f| / h$",
    r"the bowl above is $\tfrac{12}{2} h^2$",
    r"$f(x_0, x_1) = x_0^2 + x_1^2$",
    r"$(6, 8) = (2 x_0, 2 x_1)$",
)
def round_off(rng: np.random.Generator) -> Pairs:
    epsilon, h = 2.0**-52, 1e-3
    yield [slope(lambda v: v**2 + 4**2, 3), slope(lambda v: 3**2 + v**2, 4)], (2 * 3, 2 * 4)
    # A rounded f is off by epsilon |f|, which the quotient divides by h.
    yield epsilon * 3 / h, (3 * (1 + epsilon) - 3) / h
    # The cube at 2: what is left of it beside its tangent, to both sides.
    yield ((2 + h) ** 3 + (2 - h) ** 3) / 2 - 8, 12 / 2 * h**2


# Terms and examples that state nothing by themselves.
TERMS = {
    "2^a", "e^a", "h^2", "h^3", "x^3", "x^4", "-1/p", "1 - p", "T > 0", "a < 0", "dp/da", "e^{a}",
    "e^{c}", "w + h", "w - h", "x - h", "\\sum_k", "f(x+h)", "f(x-h)", "(x+h)^2", "(x-h)^2",
    "e^{a_i}", "e^{a_j}", "e^{a_k}", "e^{-|a|}", "e^{1000}", "y(1 - y)", "e^{-1000}", "e^{a} + R",
    "g \\cdot d", "h \\cdot 0", "(q, 1 - q)", "(y, 1 - y)", "f(x) = x^2", "f(x) = x^3",
    "p + \\delta", "h = 10^{-4}", "h = 10^{-16}", "W^{\\mathsf T}", "\\sum_j e^{a_j}",
    "z_1^{\\mathsf T}", "\\delta = e^{-10}", "\\log(y + \\delta)", "p = e^{-\\text{lead}}",
    "\\partial L / \\partial W", "x_0 + x_1",
}  # fmt: skip
