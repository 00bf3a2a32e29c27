"""Panel: nudge one of SimpleNet's six weights and watch the loss."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import float_array, whole_number
from nnbook.functions import softmax
from nnbook.gradients import numerical_gradient
from nnbook.networks import SimpleNet
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import (
    NOTEBOOK_T,
    NOTEBOOK_W,
    NOTEBOOK_X,
    Choice,
    Slider,
    interval,
    labels,
    simple_net,
    two_inputs,
)
from nnbook.panels.task import Task, near

CELLS = [(i, j) for i in range(2) for j in range(3)]
H = 1e-4
RATE = 1.0
# Of the notebook's network and sample; others may have no such states.
TASKS = (
    Task(
        "low",
        "By the two weights into class 2 alone, bring the loss below 0.1.",
        (("loss", "<", 0.1),),
        only=("w_0_2", "w_1_2", "chosen"),
    ),
    Task(
        "together",
        "Raise W[0,0] by 0.3 or more. Then move one other weight until all three probabilities "
        "are again what they were, to 0.001.",
        (
            ("w_0_0", ">", NOTEBOOK_W[0][0] + 0.295),
            *near("probabilities", softmax(np.dot(NOTEBOOK_X, NOTEBOOK_W)), 0.001),
        ),
        only=("w_0_0", "w_1_0", "chosen"),
    ),
)


class weight_perturbation(Panel):
    """Six sliders for the weights of a `SimpleNet`, and what follows from them.

    The panel draws the network, its scores and probabilities, the loss along
    one weight with the tangent whose slope is the numerical gradient, and the
    whole gradient as a heat map. The weight is the one moved last, or tapped.

    Parameters
    ----------
    net : SimpleNet, optional
        Weights of shape (2, 3), copied. By default those that the source
        notebook printed.
    x : array_like of float, shape (2,), default (0.6, 0.9)
        The data.
    t : array_like, default (0, 0, 1)
        Its label, in any form that `nnbook.cross_entropy_error` takes.
    chosen : (int, int), default (0, 2)
        Index of the weight along which the loss is drawn first.
    limits : (float, float), default (-3, 3)
        Ends of the sliders.
    compact : bool, default False
        Only the network and the curve.

    Raises
    ------
    ValueError
        If the weights are not 2x3 and within `limits`, if `x`, `t` or `chosen`
        have wrong shapes or values, or if `limits` are no interval.
    TypeError
        If an argument is not of the type above.

    Notes
    -----
    Sliders ``w_0_0`` to ``w_1_2``. Results ``scores``,
    ``probabilities``, ``loss``, ``gradient`` and ``slope``.

    Examples
    --------
    >>> from nnbook.panels import weight_perturbation
    >>> panel = weight_perturbation()
    >>> panel
    weight_perturbation(W=2x3, x=[0.6, 0.9], t=[0, 0, 1])
    >>> round(panel.results["loss"], 4)
    1.7231
    >>> panel.close()
    """

    w_0_0 = Slider(NOTEBOOK_W[0][0], -3, 3, 0.01, label="W[0,0]")
    w_0_1 = Slider(NOTEBOOK_W[0][1], -3, 3, 0.01, label="W[0,1]")
    w_0_2 = Slider(NOTEBOOK_W[0][2], -3, 3, 0.01, label="W[0,2]")
    w_1_0 = Slider(NOTEBOOK_W[1][0], -3, 3, 0.01, label="W[1,0]")
    w_1_1 = Slider(NOTEBOOK_W[1][1], -3, 3, 0.01, label="W[1,1]")
    w_1_2 = Slider(NOTEBOOK_W[1][2], -3, 3, 0.01, label="W[1,2]")
    height = 5.2
    chosen = Choice(2, len(CELLS))  # counts the weights row by row

    def __init__(
        self,
        net: SimpleNet | None = None,
        x: ArrayLike = NOTEBOOK_X,
        t: ArrayLike = NOTEBOOK_T,
        *,
        chosen: tuple[int, int] = (0, 2),
        limits: tuple[float, float] = (-3.0, 3.0),
        compact: bool = False,
    ) -> None:
        net = simple_net(net)
        weights = float_array("net.W", net.W).astype(np.float64)
        if weights.shape != (2, 3):
            raise ValueError(f"net.W must have shape (2, 3), got {weights.shape}")
        data = two_inputs(x)
        label = labels(t, (3,))
        ends = interval("limits", limits)
        if np.shape(chosen) != (2,):
            raise ValueError(f"chosen must be two indices, row and column; got {chosen!r}")
        row, column = (whole_number(f"chosen[{k}]", chosen[k], 0, k + 1) for k in (0, 1))
        sliders = {
            f"w_{i}_{j}": getattr(self, f"w_{i}_{j}").at(weights[i, j], f"net.W[{i}, {j}]", ends)
            for i, j in CELLS
        }
        ours = np.array_equal(weights, NOTEBOOK_W)
        if ours and not compact and (data.tolist(), label) == ([*NOTEBOOK_X], [*NOTEBOOK_T]):
            self.tasks = TASKS
        given = {
            "x": data.tolist(),
            "t": label,
            "delta": net.delta,
            "h": H,
            "rate": RATE,
            "start": weights.tolist(),
            "start_name": "Notebook’s W" if ours else "First W",  # noqa: RUF001
            "compact": bool(compact),
        }
        numbers = [int(value) if value.is_integer() else value for value in label]
        small = ", compact=True" if compact else ""
        super().__init__(
            f"weight_perturbation(W=2x3, x={data.tolist()}, t={numbers}{small})",
            given,
            chosen=Choice(CELLS.index((row, column)), len(CELLS)),
            **sliders,
        )

    @classmethod
    def samples(cls) -> Samples:
        """As it is, compact, and with a network and soft labels of its own."""
        ones = SimpleNet(W=np.ones((2, 3)), delta=0.0)
        return {
            "plain": cls,
            "compact": lambda: cls(compact=True),
            "soft labels": lambda: cls(ones, t=[0.2, 0.3, 0.5]),
        }

    def compute(self, state: State) -> Results:
        """Scores, probabilities, loss, gradient, and its entry for the chosen weight."""
        net, x, t = net_of(state), state["x"], state["t"]
        gradient = numerical_gradient(lambda _: net.loss(x, t), net.W, state["h"])
        scores = net.predict(x)
        return {
            "scores": scores,
            "probabilities": softmax(scores),
            "loss": net.loss(x, t),
            "gradient": gradient,
            "slope": gradient[CELLS[state["chosen"]]],
        }

    def allowances(self, state: State) -> dict[str, float]:
        """Rounding of the scores, whose terms may cancel; of the loss, divided by the step."""
        net, x, eps = net_of(state), state["x"], float(np.finfo(float).eps)
        terms = float(np.max(np.abs(x) @ np.abs(net.W)))
        slope = 8 * eps * max(1.0, net.loss(x, state["t"])) / state["h"]
        return {"scores": 2 * eps * terms, "gradient": slope, "slope": slope}

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The network and the loss along a weight; probabilities and gradient below."""
        from nnbook.plots import heatmap  # loads pyplot, which a panel that is not shown does not

        compact = state["compact"]
        axes = figure.subplots(1 if compact else 2, 2, squeeze=False)
        draw_network(axes[0, 0], state, results)
        draw_curve(axes[0, 1], state, results, self.sliders["w_0_0"])
        if compact:
            figure.set_figheight(3.15)
            return
        names = [f"{k} (true)" if wanted > 0 else f"{k}" for k, wanted in enumerate(state["t"])]
        bars = axes[1, 0].barh(names, results["probabilities"], color="0.55")
        axes[1, 0].bar_label(bars, fmt="%.3f", padding=3)
        axes[1, 0].set(title=f"Probabilities, loss {results['loss']:.3f}", xlim=(0, 1.2))
        axes[1, 0].invert_yaxis()
        heatmap(results["gradient"], title="Gradient", decimals=3, ax=axes[1, 1])


def net_of(state: State) -> SimpleNet:
    """The network with the weights as they are."""
    weights = [[state[f"w_{i}_{j}"] for j in range(3)] for i in range(2)]
    return SimpleNet(W=weights, delta=state["delta"])


def draw_network(ax: Any, state: State, results: Results) -> None:
    """Inputs, weights as lines, scores."""
    rows, columns = (0.5, 1.5), (0, 1, 2)
    for i, j in CELLS:
        weight = state[f"w_{i}_{j}"]
        look = ("-", "C1") if weight >= 0 else ("--", "C0")
        width = 0.6 + 2.4 * abs(weight)
        ends = (rows[i], columns[j])
        ax.plot((0, 1), ends, look[0], color=look[1], linewidth=width, zorder=1)
    white = {"boxstyle": "circle", "facecolor": "white", "edgecolor": "0.4"}
    for row, value in zip(rows, state["x"], strict=True):
        ax.text(0, row, f"{value:g}", ha="center", va="center", bbox=white)
    for column, value in zip(columns, results["scores"], strict=True):
        ax.text(1, column, f"{value:.2f}", ha="center", va="center", fontsize=9, bbox=white)
    ax.set(xlim=(-0.2, 1.25), ylim=(2.5, -0.5), title="Inputs, weights, scores")
    ax.axis("off")


def draw_curve(ax: Any, state: State, results: Results, slider: Any) -> None:
    """The loss along the chosen weight, with its tangent."""
    i, j = CELLS[state["chosen"]]
    net = net_of(state)
    here, loss, slope = float(net.W[i, j]), results["loss"], results["slope"]
    points = np.linspace(slider.min, slider.max, 97)
    losses = []
    for net.W[i, j] in points:
        losses.append(net.loss(state["x"], state["t"]))
    ax.plot(points, losses)
    ax.plot(points, loss + slope * (points - here), "--", color="C1")
    ax.plot(here, loss, "o", color="C1")
    ax.set(title=f"Along W[{i},{j}]: slope {slope:.3f}", xlabel=f"W[{i},{j}]")
    ax.set_ylim(0, 1.15 * max(losses))
