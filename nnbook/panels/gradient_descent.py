"""Panel: the path of gradient descent over two weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, float_array, one_of, whole_number
from nnbook.networks import SimpleNet
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import NOTEBOOK_X, Slider, between, interval, labels, simple_net
from nnbook.panels.task import Task

LANDSCAPES = ("bowl", "network")
CURVATURES = (1.0, 10.0)
START = (-10.0, 1.0)
WEIGHTS = ((1, 1), (1, 2))
RATES = {
    "bowl": Slider(0.1, 0.005, 0.25, 0.005, ".3f"),
    "network": Slider(1, 0.1, 10, 0.1, ".1f"),
}
SHARES = (0.1, 0.3, 0.6)
LOWEST = -float(np.dot(SHARES, np.log(SHARES)))  # no prediction has a lower loss with these labels
TASKS = {
    "bowl": (
        Task(
            "low",
            "By the rate alone, end below a loss of 0.5.",
            (("loss", "<", 0.5),),
            only=("rate",),
        ),
        Task(
            "parted",
            "By rate and steps, let one weight run away while the other comes closer: end with w0 "
            "within 1 of 0, and a loss above 20.",
            (("first", ">", -1), ("first", "<", 1), ("loss", ">", 20)),
            only=("rate", "steps"),
        ),
        Task(
            "safe",
            "Choose a start from which even a rate of 0.25 ends below a loss of 1, in 12 steps or "
            "more.",
            (("rate", ">", 0.2475), ("steps", ">=", 12), ("loss", "<", 1)),
        ),
    ),
    "network": (
        Task(
            "soon",
            f"By rate and steps, come within 0.0005 of the lowest loss, {LOWEST:.4f}, in six steps "
            "or fewer.",
            (("loss", "<", LOWEST + 0.0005), ("steps", "<=", 6)),
            only=("rate", "steps"),
        ),
        Task(
            "restless",
            "Find a rate at which the loss never settles: of 50 steps, 20 or more go up. Does it "
            "grow without end?",
            (("rises", ">=", 20), ("steps", "==", 50)),
            only=("rate", "steps"),
        ),
    ),
}
# The loss at a point of the landscape, and its slopes there.
Landscape = tuple[Callable[[FloatArray], float], Callable[[FloatArray], FloatArray]]


class descent(Panel):
    """Sliders for learning rate and steps; the path over a landscape of two weights.

    Parameters
    ----------
    landscape : {"network", "bowl"}, default "network"
        The loss of a `SimpleNet` in two of its weights, or half the sum of
        ``curvatures * w**2``, which diverges beyond ``2 / max(curvatures)``.
    net : SimpleNet, optional
        The network; by default with the weights that the source notebook
        printed. The two weights start from their values in it.
    x : array_like of float, shape (inputs,) or (n, inputs), default (0.6, 0.9)
        Its data.
    t : array_like, default (0.1, 0.3, 0.6)
        Its labels, in any form that `nnbook.cross_entropy_error` takes. With
        one sample and one true class there would be no lowest point.
    weights : ((int, int), (int, int)), default ((1, 1), (1, 2))
        Indices of the two weights that move.
    limits : (float, float), default (-4, 4)
        Ends of both axes for the network.
    curvatures : array_like of float, shape (2,), default (1, 10)
        Of the bowl; above 0.
    start : array_like of float, shape (2,), default (-10, 1)
        Where the descent starts in the bowl.
    rate : float, optional
        First learning rate: 0.1 in the bowl, 1 for the network.
    steps : int, default 12
        First number of steps, from 0 to 50.

    Raises
    ------
    ValueError
        If a shape, an index or a value is not as above.
    TypeError
        If an argument is of another type.

    Notes
    -----
    Sliders ``rate``, ``steps``, ``start_0`` and ``start_1``. Results ``path``, ``losses``,
    ``first`` and ``second`` (where the path ends), ``loss`` (there),
    ``lowest`` (on the way) and ``rises`` (steps that went up).

    Examples
    --------
    >>> from nnbook.panels import descent
    >>> panel = descent("bowl", rate=0.2, steps=50)
    >>> panel
    descent('bowl', rate=0.2, steps=50)
    >>> round(panel.results["loss"], 2)
    5.0
    >>> panel.close()
    """

    rate = RATES["network"]
    steps = Slider(12, 0, 50, 1, "d")
    start_0 = Slider(0, -4, 4, 0.05)
    start_1 = Slider(0, -4, 4, 0.05)

    def __init__(
        self,
        landscape: str = "network",
        *,
        net: SimpleNet | None = None,
        x: ArrayLike = NOTEBOOK_X,
        t: ArrayLike = SHARES,
        weights: ArrayLike = WEIGHTS,
        limits: tuple[float, float] = (-4.0, 4.0),
        curvatures: ArrayLike = CURVATURES,
        start: ArrayLike = START,
        rate: float | None = None,
        steps: int = 12,
    ) -> None:
        slider = RATES[one_of("landscape", landscape, LANDSCAPES)]
        slider = slider if rate is None else slider.at(rate, "rate")
        if landscape == "bowl":
            given = given_bowl(curvatures, start)
        else:
            given = given_network(net, x, t, weights, interval("limits", limits))
        starts = {}
        ends = np.reshape(given["frame"], (2, 2)).tolist()
        for k, (point, name) in enumerate(zip(given.pop("start"), names_of(given), strict=True)):
            step = float(f"{(ends[k][1] - ends[k][0]) / 160:.1g}")
            begins = replace(self.start_0, step=step, label=f"from {name}")
            starts[f"start_{k}"] = begins.at(point, "start", ends[k])
        usual = {
            "bowl": curvatures is CURVATURES and start is START,
            "network": net is None and x is NOTEBOOK_X and t is SHARES and weights is WEIGHTS,
        }
        if usual[landscape]:  # others may have no such states
            self.tasks = TASKS[landscape]
        super().__init__(
            f"descent({landscape!r}, rate={{rate:g}}, steps={{steps}})",
            {"landscape": landscape, **given},
            rate=slider,
            steps=steps,
            **starts,
        )

    @classmethod
    def samples(cls) -> Samples:
        """Both landscapes, and a network with a batch."""
        x, t = np.random.default_rng(2026).standard_normal((4, 2)), [0, 1, 2, 0]
        return {
            "plain": cls,
            "bowl": lambda: cls("bowl"),
            "batch": lambda: cls(x=x, t=t, weights=((0, 0), (1, 2))),
        }

    def compute(self, state: State) -> Results:
        """The path, the loss after each step, and how often it rose.

        The gradient is exact: differences of the two would otherwise grow with
        every step of a path that jumps to and fro.
        """
        loss_at, slopes_at = landscape_of(state)
        point = np.array([state["start_0"], state["start_1"]])
        path, losses = [point], [loss_at(point)]
        for _ in range(state["steps"]):
            point = point - state["rate"] * slopes_at(point)
            loss = loss_at(point)
            if not np.isfinite(loss):
                break
            path.append(point)
            losses.append(loss)
        rises = sum(after > before + 1e-9 * abs(before) for before, after in pairwise(losses))
        return {
            "path": path,
            "losses": losses,
            "first": path[-1][0],
            "second": path[-1][1],
            "loss": losses[-1],
            "lowest": min(losses),
            "rises": rises,
        }

    def allowances(self, state: State) -> dict[str, float]:
        """The last bits of the largest coordinate; more where the path is chaotic.

        With steps that are too large each may double what is off. So the path is compared
        with one whose start is off by a few bits.
        """
        near = 1 + 4 * float(np.finfo(float).eps)
        moved = {name: near * state[name] for name in ("start_0", "start_1")}
        one, other = self.compute(state), self.compute({**state, **moved})
        steps = min(len(one["losses"]), len(other["losses"]))
        path, losses = (
            8 * float(np.abs(np.subtract(one[name][:steps], other[name][:steps])).max())
            for name in ("path", "losses")
        )
        path += 1e-12 * float(np.abs(one["path"]).max())
        found = dict.fromkeys(("path", "first", "second"), path)
        if losses > 1e-13:
            found |= dict.fromkeys(("losses", "loss", "lowest"), losses)
        return found

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The path over the contours, and the loss after each step."""
        left, right = figure.subplots(1, 2)
        loss_at, _ = landscape_of(state)
        x0, x1, y0, y1 = state["frame"]
        us, vs = np.linspace(x0, x1, 41), np.linspace(y0, y1, 41)
        grid = np.array([[loss_at(np.array([u, v])) for u in us] for v in vs])
        low, high = grid.min(), grid.max()
        levels = [low + (high - low) * ((k + 0.5) / 9) ** 2 for k in range(9)]
        left.contour(us, vs, grid, levels=levels, colors="0.7", linewidths=1)
        path = np.array(results["path"])
        left.plot(path[:, 0], path[:, 1], "o-", color="C1", markersize=4, linewidth=1.2)
        names = names_of(state)
        left.set(xlim=(x0, x1), ylim=(y0, y1), xlabel=names[0], ylabel=names[1])
        left.set_title(f"{len(path) - 1} steps, rate {state['rate']:g}")
        left.grid(False)
        right.plot(results["losses"], "o-", markersize=4, linewidth=1.2)
        right.set(title=f"Loss {results['loss']:.4g} at the end", xlabel="step")
        if state["landscape"] == "bowl":
            right.set_yscale("log")
            right.set_ylim(10 ** np.floor(np.log10(max(results["lowest"], 1e-9))), None)
            right.minorticks_off()
        else:
            right.set_ylim(bottom=0)


def given_bowl(curvatures: ArrayLike, start: ArrayLike) -> dict[str, Any]:
    """Check what makes a bowl, and frame it."""
    curved = float_array("curvatures", curvatures, ndim=(1,))
    point = float_array("start", start, ndim=(1,))
    if curved.shape != (2,) or curved.min() <= 0:
        raise ValueError(f"curvatures must be two numbers above 0, got {curvatures!r}")
    if point.shape != (2,) or not point.any():
        raise ValueError(f"start must be two numbers, not both 0; got {start!r}")
    # Room for the way down along the flat axis, and for leaps across the steep one.
    reach = np.where(point == 0, 1.0, np.abs(point))
    steep = curved == curved.max()
    low = np.where(steep, -4 * reach, np.minimum(1.1 * point, -0.2 * reach))
    high = np.where(steep, 4 * reach, np.maximum(1.1 * point, 0.2 * reach))
    return {
        "curvatures": curved.tolist(),
        "start": point.tolist(),
        "frame": np.column_stack([low, high]).ravel().tolist(),
        "weights": [],
    }


def given_network(
    net: SimpleNet | None, x: ArrayLike, t: ArrayLike, weights: ArrayLike, limits: tuple[float, ...]
) -> dict[str, Any]:
    """Check a network, its data and which of its weights move."""
    net = simple_net(net)
    logits = net.predict(x)
    pairs = np.asarray(weights)
    if pairs.shape != (2, 2) or pairs.dtype.kind not in "iu":
        raise ValueError(f"weights must be two pairs of indices, got {weights!r}")
    for (k, axis), index in np.ndenumerate(pairs):
        whole_number(f"weights[{k}][{axis}]", index, 0, net.W.shape[axis] - 1)
    if (pairs[0] == pairs[1]).all():
        raise ValueError(f"weights must be two different ones, got {weights!r}")
    return {
        "W": net.W.tolist(),
        "x": np.atleast_2d(float_array("x", x)).tolist(),
        "t": np.atleast_2d(labels(t, logits.shape)).tolist(),
        "delta": net.delta,
        "weights": pairs.tolist(),
        "start": [between(f"net.W[{i}, {j}]", net.W[i, j], *limits) for i, j in pairs],
        "frame": [*limits, *limits],
    }


def names_of(state: State) -> list[str]:
    """What the two weights are called."""
    return [f"W[{i},{j}]" for i, j in state["weights"]] or ["w0", "w1"]


def landscape_of(state: State) -> Landscape:
    """The loss of a state's landscape and its exact slopes, as functions of a point."""
    if state["landscape"] == "bowl":
        curved = np.array(state["curvatures"])

        def height(point: FloatArray) -> float:
            with np.errstate(over="ignore"):  # a path that runs away is ended there
                return float(0.5 * (curved * point**2).sum())

        return height, lambda point: curved * point

    net, x, t = SimpleNet(W=state["W"], delta=state["delta"]), state["x"], state["t"]
    where = tuple(np.transpose(state["weights"]))

    def loss(point: FloatArray) -> float:
        net.W[where] = point
        return net.loss(x, t)

    def slopes(point: FloatArray) -> FloatArray:
        net.W[where] = point
        found: FloatArray = net.gradient(x, t)[where]
        return found

    return loss, slopes
