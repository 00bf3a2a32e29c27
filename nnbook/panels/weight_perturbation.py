"""Panel: nudge one of SimpleNet's six weights and watch the loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from traitlets import Bool, Float, Int, List, Unicode

from nnbook._checks import FloatArray, float_array
from nnbook.functions import softmax
from nnbook.gradients import numerical_gradient
from nnbook.networks import SimpleNet
from nnbook.panels import arguments, base
from nnbook.panels.base import synced
from nnbook.panels.results import as_floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

CELLS = [(i, j) for i in range(2) for j in range(3)]
H = 1e-4
RATE = 1.0


class WeightPerturbationView(base.PanelView):
    """View of `weight_perturbation`."""

    _esm = base.join_esm("weight_perturbation")
    inputs = ("x", "t", "delta", "h", *(f"w_{i}_{j}" for i, j in CELLS), "chosen")

    # What the browser reads. `chosen` counts the weights row by row.
    x = synced(List())
    t = synced(List())
    delta = synced(Float())
    h = synced(Float())
    rate = synced(Float())
    start = synced(List())
    start_name = synced(Unicode())
    compact = synced(Bool())
    w_0_0 = synced(Float())
    w_0_1 = synced(Float())
    w_0_2 = synced(Float())
    w_1_0 = synced(Float())
    w_1_1 = synced(Float())
    w_1_2 = synced(Float())
    chosen = synced(Int())

    # What it computes.
    scores = synced(List())
    probabilities = synced(List())
    loss = synced(Float(allow_none=True))
    gradient = synced(List())
    slope = synced(Float(allow_none=True))

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """Scores, probabilities, loss, gradient, and its entry for the chosen weight."""
        net = _net(state)
        x, t = state["x"], state["t"]
        gradient = numerical_gradient(lambda _: net.loss(x, t), net.W, state["h"])
        scores = net.predict(x)
        return {
            "scores": as_floats(scores),
            "probabilities": as_floats(softmax(scores)),
            "loss": net.loss(x, t),
            "gradient": as_floats(gradient),
            "slope": float(gradient[CELLS[state["chosen"]]]),
        }

    @staticmethod
    def allowances(state: Mapping[str, Any]) -> dict[str, float]:
        """Rounding of the scores, whose terms may cancel; of the loss, divided by the step."""
        net = _net(state)
        eps = float(np.finfo(float).eps)
        terms = float(np.max(np.abs(state["x"]) @ np.abs(net.W)))
        slope = 8 * eps * max(1.0, net.loss(state["x"], state["t"])) / state["h"]
        return {"scores": 2 * eps * terms, "gradient": slope, "slope": slope}


def weight_perturbation(
    net: SimpleNet | None = None,
    x: ArrayLike = base.NOTEBOOK_X,
    t: ArrayLike = base.NOTEBOOK_T,
    *,
    chosen: tuple[int, int] = (0, 2),
    limits: tuple[float, float] = (-3.0, 3.0),
    compact: bool = False,
) -> base.Panel:
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

    Returns
    -------
    Panel
        Sliders ``w_0_0`` to ``w_1_2``. The view has ``scores``,
        ``probabilities``, ``loss``, ``gradient`` and ``slope``.

    Raises
    ------
    ValueError
        If the weights are not 2x3 and within `limits`, if `x`, `t` or `chosen`
        have wrong shapes or values, or if `limits` are no interval.
    TypeError
        If an argument is not of the type above.

    Examples
    --------
    >>> from nnbook.panels import weight_perturbation
    >>> panel = weight_perturbation()
    >>> panel
    weight_perturbation(W=2x3, x=[0.6, 0.9], t=[0, 0, 1])
    >>> round(panel.view.loss, 4)
    1.7231
    >>> panel.close()
    """
    if net is None:
        net = SimpleNet(W=base.NOTEBOOK_W)
    elif not isinstance(net, SimpleNet):
        raise TypeError(f"net must be a SimpleNet, got {type(net).__name__}")
    weights = float_array("net.W", net.W).astype(np.float64)
    if weights.shape != (2, 3):
        raise ValueError(f"net.W must have shape (2, 3), got {weights.shape}")
    data = float_array("x", x, ndim=(1,)).astype(np.float64)
    if data.shape != (2,):
        raise ValueError(f"x must have shape (2,), got {data.shape}")
    label = arguments.labels(t, (3,))
    ends = arguments.interval("limits", limits)
    if np.shape(chosen) != (2,):
        raise ValueError(f"chosen must be two indices, row and column; got {chosen!r}")
    row, column = (
        arguments.index("chosen[0]", chosen[0], 2),
        arguments.index("chosen[1]", chosen[1], 3),
    )

    sliders = {
        f"w_{i}_{j}": arguments.slider(
            f"W[{i},{j}]", arguments.inside(f"net.W[{i}, {j}]", weights[i, j], ends), ends, 0.01
        )
        for i, j in CELLS
    }
    state: dict[str, Any] = {name: handle.value for name, handle in sliders.items()}
    state |= {"x": data.tolist(), "t": label, "delta": net.delta, "h": H}
    state |= {"chosen": CELLS.index((row, column))}
    ours = np.array_equal(weights, base.NOTEBOOK_W)
    view = WeightPerturbationView(
        panel_name="weight_perturbation",
        ranges=arguments.ranges_of(sliders, chosen=len(CELLS)),
        rate=RATE,
        start=weights.tolist(),
        start_name="Notebook’s W" if ours else "First W",  # noqa: RUF001
        compact=bool(compact),
        **state,
    )
    numbers = [int(value) if value.is_integer() else value for value in label]
    small = ", compact=True" if compact else ""
    return base.Panel(
        view,
        sliders,
        summary=f"weight_perturbation(W=2x3, x={data.tolist()}, t={numbers}{small})",
        picture=lambda figure: _picture(figure, view.results(), state, ends, bool(compact)),
        height=2.9 if compact else 5.2,
    )


def _net(state: Mapping[str, Any]) -> SimpleNet:
    weights = [[state[f"w_{i}_{j}"] for j in range(3)] for i in range(2)]
    return SimpleNet(W=weights, delta=state["delta"])


def _picture(
    figure: Figure,
    results: Mapping[str, Any],
    state: Mapping[str, Any],
    ends: tuple[float, float],
    compact: bool,
) -> None:
    axes = figure.subplots(1 if compact else 2, 2, squeeze=False)
    _draw_network(axes[0, 0], state, results)
    _draw_curve(axes[0, 1], state, results, ends)
    if compact:
        return
    names = [f"{k} (true)" if wanted > 0 else f"{k}" for k, wanted in enumerate(state["t"])]
    bars = axes[1, 0].barh(names, results["probabilities"], color="0.55")
    axes[1, 0].bar_label(bars, fmt="%.3f", padding=3)
    axes[1, 0].set(title=f"Probabilities, loss {results['loss']:.3f}", xlim=(0, 1.2))
    axes[1, 0].invert_yaxis()
    gradient: FloatArray = np.array(results["gradient"])
    reach = np.abs(gradient).max()
    axes[1, 1].imshow(gradient, cmap="RdBu_r", vmin=-reach, vmax=reach, aspect="auto")
    for i, j in CELLS:
        ink = "white" if abs(gradient[i, j]) > 0.6 * reach else "black"
        axes[1, 1].text(j, i, f"{gradient[i, j]:.3f}", ha="center", va="center", color=ink)
    axes[1, 1].set(title="Gradient", xticks=range(3), yticks=range(2))
    axes[1, 1].grid(False)


def _draw_network(ax: Axes, state: Mapping[str, Any], results: Mapping[str, Any]) -> None:
    rows, columns = (0.5, 1.5), (0, 1, 2)
    for i, j in CELLS:
        weight = state[f"w_{i}_{j}"]
        ax.plot(
            (0, 1),
            (rows[i], columns[j]),
            linewidth=0.6 + 2.4 * abs(weight),
            linestyle="-" if weight >= 0 else "--",
            color="C1" if weight >= 0 else "C0",
            zorder=1,
        )
    white = {"boxstyle": "circle", "facecolor": "white", "edgecolor": "0.4"}
    for row, value in zip(rows, state["x"], strict=True):
        ax.text(0, row, f"{value:g}", ha="center", va="center", bbox=white)
    for column, value in zip(columns, results["scores"], strict=True):
        ax.text(1, column, f"{value:.2f}", ha="center", va="center", fontsize=9, bbox=white)
    ax.set(xlim=(-0.2, 1.25), ylim=(2.5, -0.5), title="Inputs, weights, scores")
    ax.axis("off")


def _draw_curve(
    ax: Axes, state: Mapping[str, Any], results: Mapping[str, Any], ends: tuple[float, float]
) -> None:
    i, j = CELLS[state["chosen"]]
    net = _net(state)
    here, loss, slope = float(net.W[i, j]), results["loss"], results["slope"]
    points = np.linspace(*ends, 97)
    losses = []
    for net.W[i, j] in points:
        losses.append(net.loss(state["x"], state["t"]))
    ax.plot(points, losses)
    ax.plot(points, loss + slope * (points - here), "--", color="C1")
    ax.plot(here, loss, "o", color="C1")
    ax.set(title=f"Along W[{i},{j}]: slope {slope:.3f}", xlabel=f"W[{i},{j}]")
    ax.set_ylim(0, 1.15 * max(losses))
