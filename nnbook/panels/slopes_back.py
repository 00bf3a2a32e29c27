"""Panel: values forward and slopes back through a 2-2-2 network, one step at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, whole_number
from nnbook.functions import sigmoid
from nnbook.gradients import numerical_gradient
from nnbook.networks import TwoLayerNet
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import Slider, two_inputs, two_layer_params
from nnbook.panels.task import Task, near

# Weights whose products are easily checked by hand: a hidden unit at 1, the other at 0.
W1 = ((0.5, -1.0), (1.0, 2.0))
W2 = ((2.0, -1.0), (-1.0, 1.0))
X = (1.0, 0.5)
H = 1e-4
STEPS = 10
CELLS = [(i, j) for i in range(2) for j in range(2)]
TASKS = (
    Task(
        "steepest",
        "By one weight alone, bring the loss below 0.1. Let the slopes say which to try.",
        (("loss", "<", 0.1),),
        only=("W2_0_0", "step"),
    ),
    Task(
        "saturated",
        "Saturate hidden unit 0: bring the slope along its pre-activation within 0.01 of 0, "
        "while the true class still gets less than 0.3.",
        (*near("pre_activation_slopes[0]", 0, 0.01), ("probabilities[1]", "<", 0.3)),
    ),
)
EPS = float(np.finfo(np.float64).eps)


class slopes_back(Panel):
    """A slider for the step, and sliders for the inputs and weights of a 2-2-2 network.

    The first four steps go forward, from the inputs to the loss. Six go back,
    from the loss to the weights of the first layer, and the last sets each
    slope beside its central difference. The loss is that of one sample,
    without delta, so that its slopes along the scores are y - t.

    Parameters
    ----------
    net : TwoLayerNet, optional
        Of sizes 2-2-2; its parameters are copied, its delta is not. By default
        one whose numbers are easily checked by hand.
    x : array_like of float, shape (2,), default (1, 0.5)
        The sample, from -2 to 2.
    t : int, default 1
        Its class, 0 or 1.
    step : int, default 0
        The first step, from 0 to 10.

    Raises
    ------
    ValueError
        If a shape or a value is not as above, or a weight is not from -3 to 3.
    TypeError
        If an argument is of another type.

    Notes
    -----
    Sliders ``x_0``, ``x_1``, ``W1_0_0`` to ``W1_1_1``, ``W2_0_0`` to ``W2_1_1``
    and ``step``. Results ``pre_activations``, ``activations``, ``logits``,
    ``probabilities`` and ``loss``; ``logit_slopes`` (those of ``b2`` too),
    ``W2_slopes``, ``activation_slopes``, ``pre_activation_slopes`` (those of
    ``b1`` too) and ``W1_slopes``; ``W1_differences`` and ``W2_differences``,
    the central differences, and ``farthest``, the most by which one is off its
    slope.

    Examples
    --------
    >>> from nnbook.panels import slopes_back
    >>> panel = slopes_back()
    >>> panel
    slopes_back(2-2-2, x=[1.0, 0.5], t=1)
    >>> [round(one, 3) for one in panel.results["logit_slopes"]]
    [0.767, -0.767]
    >>> panel.close()
    """

    x_0 = Slider(X[0], -2, 2, 0.05, label="x[0]")
    x_1 = Slider(X[1], -2, 2, 0.05, label="x[1]")
    W1_0_0 = Slider(W1[0][0], -3, 3, 0.05, label="W1[0,0]")
    W1_0_1 = Slider(W1[0][1], -3, 3, 0.05, label="W1[0,1]")
    W1_1_0 = Slider(W1[1][0], -3, 3, 0.05, label="W1[1,0]")
    W1_1_1 = Slider(W1[1][1], -3, 3, 0.05, label="W1[1,1]")
    W2_0_0 = Slider(W2[0][0], -3, 3, 0.05, label="W2[0,0]")
    W2_0_1 = Slider(W2[0][1], -3, 3, 0.05, label="W2[0,1]")
    W2_1_0 = Slider(W2[1][0], -3, 3, 0.05, label="W2[1,0]")
    W2_1_1 = Slider(W2[1][1], -3, 3, 0.05, label="W2[1,1]")
    step = Slider(0, 0, STEPS, 1, "d")  # the last, next to what it moves most
    height = 4.2

    def __init__(
        self,
        net: TwoLayerNet | None = None,
        x: ArrayLike = X,
        t: int = 1,
        *,
        step: int = 0,
    ) -> None:
        if net is None and x is X and t == 1:  # another may have no such states
            self.tasks = TASKS
        if net is None:
            net = TwoLayerNet(2, 2, 2)
            net.params |= {"W1": np.array(W1), "W2": np.array(W2)}
        params = two_layer_params(net)
        sizes = (*params["W1"].shape, params["b2"].size)
        if sizes != (2, 2, 2):
            wanted = "-".join(str(size) for size in sizes)
            raise ValueError(f"net must be a network of 2-2-2, got one of {wanted}")
        data = two_inputs(x)
        first = {
            f"{name}_{i}_{j}": getattr(self, f"{name}_{i}_{j}").at(
                params[name][i, j], f"net.params[{name!r}][{i}, {j}]"
            )
            for name in ("W1", "W2")
            for i, j in CELLS
        }
        first |= {f"x_{i}": getattr(self, f"x_{i}").at(data[i], f"x[{i}]") for i in range(2)}
        true = whole_number("t", t, 0, 1)
        given = {"t": true, "b1": params["b1"].tolist(), "b2": params["b2"].tolist(), "h": H}
        summary = f"slopes_back(2-2-2, x={data.tolist()}, t={true})"
        super().__init__(summary, given, step=self.step.at(step, "step"), **first)

    @classmethod
    def samples(cls) -> Samples:
        """As it is; at the last step, with parameters of its own and biases."""

        def own() -> Panel:
            net = TwoLayerNet(2, 2, 2, rng=3)
            net.params |= {"b1": np.array([0.5, -0.25]), "b2": np.array([-1.0, 0.75])}
            return cls(net, [-0.7, 1.3], 0, step=STEPS)

        return {"plain": cls, "last step": own}

    def compute(self, state: State) -> Results:
        """What goes forward, the slopes that come back, and the central differences."""
        (net, weights), t = net_of(state), [state["t"]]
        x = np.array([[state["x_0"], state["x_1"]]])
        p, gradient = net.params, net.gradient(x, t)
        before = (x @ p["W1"] + p["b1"])[0]
        active = sigmoid(before)
        # A bias is the weight of a 1: its slope is that of what it is added to.
        along_logits, along_before = gradient["b2"], gradient["b1"]
        near = numerical_gradient(lambda _: net.loss(x, t), weights, state["h"])
        exact = np.concatenate([gradient["W1"], gradient["W2"]]).ravel()
        return {
            "pre_activations": before,
            "activations": active,
            "logits": active @ p["W2"] + p["b2"],
            "probabilities": net.predict(x)[0],
            "loss": net.loss(x, t),
            "logit_slopes": along_logits,
            "W2_slopes": gradient["W2"],
            "activation_slopes": p["W2"] @ along_logits,
            "pre_activation_slopes": along_before,
            "W1_slopes": gradient["W1"],
            "W1_differences": near[:4].reshape(2, 2),
            "W2_differences": near[4:].reshape(2, 2),
            "farthest": np.abs(near - exact).max(),
        }

    def allowances(self, state: State) -> dict[str, float]:
        """The last bits of sums whose terms may cancel; those of the loss, over the step."""
        sums = ("pre_activations", "logits", "activation_slopes", "pre_activation_slopes")
        steep = 8 * EPS * max(1.0, self.compute(state)["loss"]) / state["h"]
        return {
            **dict.fromkeys((*sums, "logit_slopes", "W1_slopes", "W2_slopes"), 64 * EPS),
            **dict.fromkeys(("W1_differences", "W2_differences", "farthest"), steep),
        }

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The whole way: values forward in blue, slopes back in red."""
        ax = figure.subplots()
        rows, columns = (0.0, 1.0), (0.0, 1.0, 2.0)
        for name, left in (("W1", 0), ("W2", 1)):
            for i, j in CELLS:
                ax.plot((left, left + 1), (rows[i], rows[j]), color="0.7", zorder=1)
                at = left + 0.34, rows[i] + 0.34 * (rows[j] - rows[i])
                white = {"facecolor": "white", "edgecolor": "none", "pad": 1}
                weight, slope = state[f"{name}_{i}_{j}"], results[f"{name}_slopes"][i][j]
                ax.text(*at, f"{weight:g}\n", ha="center", va="center", color="C0", bbox=white)
                ax.text(*at, f"\n{slope:.3f}", ha="center", va="center", color="C1")
        nodes = zip(
            columns,
            [(state["x_0"], state["x_1"]), results["activations"], results["logits"]],
            [(), results["activation_slopes"], results["logit_slopes"]],
            strict=True,
        )
        circle = {"boxstyle": "circle", "facecolor": "white", "edgecolor": "0.4"}
        for column, values, slopes in nodes:
            for row, value in zip(rows, values, strict=True):
                ax.text(column, row, f"{value:.2f}", ha="center", va="center", bbox=circle)
            for row, slope in zip(rows, slopes, strict=False):
                ax.text(column, row + 0.27, f"{slope:.3f}", ha="center", color="C1")
        for row, share in zip(rows, results["probabilities"], strict=True):
            ax.text(2.2, row, f"y {share:.3f}", va="center", color="C0")
        ax.text(2.2, 0.5, f"loss {results['loss']:.3f}", va="center", color="C0")
        ax.set(
            xlim=(-0.2, 2.6),
            ylim=(1.5, -0.3),
            title="Values forward (blue, black), slopes back (red)",
        )
        ax.axis("off")


def net_of(state: State) -> tuple[TwoLayerNet, FloatArray]:
    """The network as it is, without delta, and its weights as one array that changes it."""
    net = TwoLayerNet(2, 2, 2, delta=0.0)
    weights = np.array([state[f"{name}_{i}_{j}"] for name in ("W1", "W2") for i, j in CELLS], float)
    net.params["W1"], net.params["W2"] = weights.reshape(2, 2, 2)
    for name in ("b1", "b2"):
        net.params[name] = np.array(state[name], float)
    return net, weights
