"""What the formulas of the book state, to be computed: each as it stands there, with its letters.

`tex.value` evaluates the formula itself, so that a changed sign or factor is computed too. What
it cannot read, a derivative say, comes as a function of the letters: from nnbook, or measured by
a central difference. A side with other letters in it is no more than words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from nnbook import cross_entropy_error, log_softmax, sigmoid
from tests.prose import letters as of
from tests.prose.letters import Letters, slope

Draw = Callable[[np.random.Generator], Letters]
Truth = Callable[[Letters], Any] | None


def no_letters(rng: np.random.Generator) -> Letters:
    """For numbers alone."""
    return {}


TABLE: dict[str, list[tuple[str, Draw, Truth]]] = {
    "backpropagation.ipynb": [
        (r"$-\sum_k t_k \log y_k$", of.row, of.cross_entropy),
        (
            r"L = -\sum_k t_k \log(y_k + \delta)",
            of.row,
            lambda c: of.cross_entropy(c, c["delta"]),
        ),
        (
            r"\frac{\partial L}{\partial y_k} = -\frac{t_k}{y_k + \delta}",
            of.row,
            lambda c: slope(lambda y: -c["t_k"] * np.log(y + c["delta"]), c["y_k"]),
        ),
        (r"$-y_k y_j$", of.row, of.softmax_slope),
        (r"$r_k = t_k\, y_k / (y_k + \delta)$", of.row, None),
        (
            r"\frac{\partial L}{\partial a_j} = y_j \sum_k r_k - r_j",
            of.row,
            lambda c: of.along_logit(c, c["delta"]),
        ),
        (
            r"\sigma'(a) = \frac{e^{-a}}{(1 + e^{-a})^2} ="
            r" \frac{1}{1 + e^{-a}} \cdot \frac{e^{-a}}{1 + e^{-a}}",
            of.unit,
            of.sigmoid_slope,
        ),
        (r"$\sigma'(a) = z\,(1 - z)$", of.unit, of.sigmoid_slope),
        (r"$z\,(1 - z)$", of.unit, of.sigmoid_slope),
        (r"$z(1 - z)$", of.unit, of.sigmoid_slope),
    ],
    "cross_entropy.ipynb": [
        (r"$2 \times \frac{1}{3} = \frac{2}{3}$", no_letters, None),
        (r"$p = e^{a} / (e^{a} + R)$", of.softmax_of_two, None),
        (r"L = -\log p = -a + \log(e^{a} + R)", of.softmax_of_two, None),
        (r"In $L = -a + \log(e^{a} + R)$", of.softmax_of_two, lambda c: -np.log(c["p"])),
        (r"\frac{dL}{da} = p - 1", of.softmax_of_two, of.true_slope),
        (r"its slope is $1 - p$", of.softmax_of_two, lambda c: -of.true_slope(c)),
        (r"Multiply: $e^{a} / (e^{a} + R)$, which is $p$", of.softmax_of_two, lambda c: c["p"]),
        (r"\frac{dp}{da} = p\,(1 - p)", of.softmax_of_two, of.true_probability),
        (r"Times $p\,(1 - p)$", of.softmax_of_two, of.true_probability),
        (r"give the true score the slope $p - 1$", of.softmax_of_two, of.true_slope),
        (r"L = -\sum_k t_k \log y_k", of.row, of.cross_entropy),
        (
            r"-\frac{p}{p + \delta}\,(1 - p)",
            of.softmax_of_two,
            lambda c: of.true_slope(c, c["delta"]),
        ),
        (
            r"the loss is $-\log(p + \delta)$",
            of.softmax_of_two,
            lambda c: cross_entropy_error([c["p"], 1 - c["p"]], 0, delta=c["delta"]),
        ),
        (
            r"$-1/(p + \delta)$",
            of.softmax_of_two,
            lambda c: slope(lambda p: -np.log(p + c["delta"]), c["p"]),
        ),
        (
            r"$-q \log y - (1 - q) \log(1 - y)$",
            of.soft_pair,
            lambda c: of.pair_loss(c)(c["y"]),
        ),
        (
            r"-\frac{q}{y} + \frac{1 - q}{1 - y}",
            of.soft_pair,
            lambda c: slope(of.pair_loss(c), c["y"]),
        ),
        (
            r"$-q(1 - y) + (1 - q)y = 0$, that is $y - q = 0$",
            lambda rng: dict.fromkeys("qy", rng.random()),
            None,
        ),
        (
            r"$e^{a_k} / \sum_j e^{a_j} = y_k$",
            of.scores,
            lambda c: slope(lambda a: np.log(np.exp(a) + c["rest"]), c["a_k"]),
        ),
    ],
    "fine_print.ipynb": [
        (r"$e^{-(a + v)} = e^{-a} \cdot e^{-v}$", of.scalars("a", "v"), None),
        (r"$\log p - \log q = \log \tfrac{p}{q}$", of.scalars("p", "q"), None),
    ],
    "gradient_descent.ipynb": [
        (r"$g_i \times (-\eta g_i) = -\eta g_i^2$", of.step, None),
        (r"moves by $-\eta g_i$", of.step, lambda c: -c["eta"] * c["g_i"]),
        (
            r"\tfrac{1}{2}\left(w_0^2 + 10\, w_1^2\right)",
            of.step,
            lambda c: (c["w_0"] ** 2 + 10 * c["w_1"] ** 2) / 2,
        ),
        (r"w_1 - \eta \cdot 10\, w_1 = (1 - 10\,\eta)\, w_1", of.step, of.stepped),
        (r"same factor, $1 - 10\eta$", of.step, lambda c: of.stepped(c) / c["w_1"]),
        (r"$1 - \eta = 10\eta - 1$", lambda rng: {"eta": 2 / 11}, None),
        (r"$|1 - \eta|$ and $|1 - 10\eta|$", lambda rng: {"eta": 2 / 11}, lambda c: 9 / 11),
        (r"while $10\eta - 1$ rises", of.step, lambda c: -of.stepped(c) / c["w_1"]),
        (r"p = \frac{e^{a}}{e^{a} + R}", of.softmax_of_two, None),
    ],
    "hidden_layer.ipynb": [(r"$2h + h + 2h + 2 = 5h + 2$", of.scalars("h"), None)],
    "numerical_gradient.ipynb": [
        (r"$3x^2 = 12$", lambda rng: {"x": 2.0}, lambda c: slope(lambda x: x**3, 2.0)),
        (r"\frac{f(x + h) - f(x)}{h}", of.function, lambda c: of.secant(c, 0, 1)),
        (r"$(2 + h)^3 = 8 + 12h + 6h^2 + h^3$", of.scalars("h"), None),
        (
            r"\frac{f(2+h) - f(2)}{h} = 12 + 6h + h^2",
            lambda rng: {"f": lambda x: x**3, "h": rng.random()},
            None,
        ),
        (r"\frac{f(x + h) - f(x - h)}{2h}", of.function, lambda c: of.secant(c, -1, 1)),
        (
            r"\frac{f(x+h) - f(x-h)}{2h} = f' + \frac{h^2}{6} f''' + \dots",
            of.second,
            None,
        ),
        (
            r"\frac{h^2}{6} |f'''| + \frac{\epsilon\,|f|}{h}",
            of.best_step,
            of.total_error,
        ),
        (r"\frac{h}{3}|f'''| = \frac{\epsilon |f|}{h^2}", of.best_step, None),
        (r"h^3 = \frac{3\,\epsilon\,|f|}{|f'''|}", of.best_step, None),
        (r"$f(w) = w_0^2 w_1 + w_1^3$", of.weights, lambda c: c["value"]),
        (
            r"$(2 w_0 w_1,\; w_0^2 + 3 w_1^2)$",
            of.weights,
            lambda c: (
                slope(lambda w: w**2 * c["w_1"] + c["w_1"] ** 3, c["w_0"]),
                slope(lambda w: c["w_0"] ** 2 * w + w**3, c["w_1"]),
            ),
        ),
        (r"$(x+h)^2 - (x-h)^2 = 4xh$", of.parabola, None),
        (
            r"\frac{f(x+h) - 2f(x) + f(x-h)}{h^2}",
            of.second,
            lambda c: c["second"],
        ),
    ],
    "simple_net.ipynb": [
        (
            r"\frac{\partial L}{\partial W_{ij}} = x_i\,(y_j - t_j)",
            of.network,
            of.along_weight,
        ),
        (r"along $W_{ij}$ is $x_i\,(y_j - t_j)$", of.network, of.along_weight),
        (r"gains $0.6 \cdot 0.9$ and loses $0.9 \cdot 0.6$", no_letters, None),
    ],
    "softmax.ipynb": [
        (r"y_i = \frac{e^{a_i}}{\sum_j e^{a_j}}", of.scores, None),
        (
            r"\frac{y_i}{y_j} = \frac{e^{a_i}}{e^{a_j}} = e^{a_i - a_j}",
            of.two_scores,
            None,
        ),
        (r"\frac{e^{a_i + c}}{\sum_j e^{a_j + c}}", of.scores, lambda c: c["y_i"]),
        (
            r"\frac{e^{c}\, e^{a_i}}{e^{c} \sum_j e^{a_j}}",
            of.scores,
            lambda c: c["y_i"],
        ),
        (
            r"\log \frac{e^{a_i - m}}{\sum_j e^{a_j - m}}",
            of.scores,
            lambda c: log_softmax(c["a_all"])[1],
        ),
        (
            r"a_i - m - \log \sum_j e^{a_j - m}",
            of.scores,
            lambda c: log_softmax(c["a_all"])[1],
        ),
        (r"$1 / (1 + e^{-(a_i - a_j)})$", of.two_scores, lambda c: c["y_i"]),
        (
            r"\frac{e^{a_i}}{e^{a_i} + e^{a_j}} = \frac{1}{1 + e^{a_j - a_i}}",
            of.two_scores,
            lambda c: sigmoid(c["a_i"] - c["a_j"]),
        ),
        (r"$a_j - a_i = -(a_i - a_j)$", of.two_scores, None),
        (r"$2^a = e^{a \log 2}$", of.scalars("a"), None),
    ],
    "what_it_learnt.ipynb": [(r"$z(1 - z)$", of.unit, of.sigmoid_slope)],
    "two_layer_gradient.ipynb": [(r"$z(1 - z)$", of.unit, of.sigmoid_slope)],
    "two_layer_net.ipynb": [
        (r"\sigma'(a) = z\,(1 - z)", of.unit, of.sigmoid_slope),
        (r"$z(1 - z)$", of.unit, of.sigmoid_slope),
        (r"by $p\,(1 - p)$", of.softmax_of_two, of.true_probability),
        (r"\sigma(a) = \frac{1}{1 + e^{-a}}", of.unit, lambda c: c["z"]),
        (r"\frac{1}{1 + e^{-a}} = \frac{e^{a}}{e^{a} + 1}", of.unit, lambda c: c["z"]),
    ],
    "what_next.ipynb": [
        (r"$z(1 - z)$", of.unit, of.sigmoid_slope),
        (r"$1/(1 - \mu)$", of.momentum, lambda c: c["v"]),
    ],
    "glossary.md": [
        (r"$-\sum_k t_k \log y_k$", of.row, of.cross_entropy),
        (r"$1 / (1 + e^{-a})$", of.unit, lambda c: c["z"]),
        (r"$z(1 - z)$", of.unit, of.sigmoid_slope),
        (r"$(f(x + h) - f(x - h)) / (2h)$", of.function, lambda c: of.secant(c, -1, 1)),
        (r"$(f(x + h) - f(x)) / h$", of.function, lambda c: of.secant(c, 0, 1)),
    ],
    "notation.md": [(r"$t_k\, y_k / (y_k + \delta)$", of.row, lambda c: c["r_k"])],
}
