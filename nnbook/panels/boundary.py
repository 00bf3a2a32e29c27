"""Panel: two classes in the plane, and the boundary that hidden units bend."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from nnbook.functions import sigmoid, softmax
from nnbook.losses import cross_entropy_error
from nnbook.networks import SimpleNet, TwoLayerNet
from nnbook.panels.base import Panel, Results, State
from nnbook.panels.inputs import Slider
from nnbook.panels.task import Task, near

MOST = 8  # hidden units
STARTS = 10
RATE = 2.0
REACH = 2.5  # of the plane that is shown
RESULTS = ("loss", "probability", "lead", "shares", "bias", "W1", "b1", "W2", "b2")
Params = dict[str, Any]


def ring(rng: int = 0, each: int = 40) -> tuple[Any, Any]:
    """Draw points of two classes: 1 in a disc around the middle, 0 in a ring around it."""
    draw = np.random.default_rng(rng)
    angle = draw.uniform(0, 2 * np.pi, 2 * each)
    distance = np.concatenate([np.sqrt(draw.random(each)), draw.uniform(1.4, 2.2, each)])
    x = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)
    return x, np.repeat([1, 0], each)


class boundary(Panel):
    """Sliders for hidden units, steps, start and one point; the boundary between two classes.

    Eighty points in the plane, forty of them in a ring around the others. A
    network with 0 to 8 hidden units is trained on all of them at once, from
    one of ten starts drawn by chance. One point of the ring can be moved, and
    the network is trained anew with it. Bars show what each unit adds there to
    the lead of class 1, the difference of the two scores.

    Parameters
    ----------
    hidden : int, default 3
        Hidden units, from 0 (one layer) to 8.
    steps : int, default 0
        Steps of gradient descent, from 0 to 300.

    Raises
    ------
    ValueError
        If anything is outside its slider.
    TypeError
        If anything is no integer.

    Notes
    -----
    Sliders ``hidden``, ``steps``, ``start``, ``point_x`` and ``point_y``. Results
    ``loss``, ``right`` (points of 80); at the point that can be moved
    ``probability`` (of class 1), ``lead``, and what it is the sum of,
    ``shares`` (of the units) and ``bias``; and the parameters ``W1``, ``b1``,
    ``W2``, ``b2``. Without hidden units ``W1`` and ``b1`` are empty, and the
    shares are those of the two inputs.

    Examples
    --------
    >>> from nnbook.panels import boundary
    >>> panel = boundary(hidden=3, steps=300)
    >>> panel
    boundary(hidden=3, steps=300)
    >>> panel.results["right"]
    80
    >>> panel.close()
    """

    hidden = Slider(3, 0, MOST, 1, "d", "units")
    steps = Slider(0, 0, 300, 5, "d")
    start = Slider(0, 0, STARTS - 1, 1, "d")
    point_x = Slider(0, -REACH, REACH, 0.1, ".1f", "point right")
    point_y = Slider(0, -REACH, REACH, 0.1, ".1f", "point up")
    tasks = (
        Task(
            "fewest",
            "Leave the large point where it is. Get all 80 points right, with as few hidden units "
            "as it takes.",
            (("right", "==", 80), ("hidden", "<=", 3)),
            only=("hidden", "steps", "start"),
        ),
        Task(
            "start",
            "With two hidden units, get 68 points right, or more.",
            (("right", ">=", 68), ("hidden", "==", 2)),
            only=("hidden", "steps", "start"),
        ),
        Task(
            "captive",
            "Move the large point to 1.0 on the left, halfway up, among the other class. Find "
            "units and a start with which all 80 points are right all the same.",
            (*near("point_x", -1, 0.05), *near("point_y", 0, 0.05), ("right", "==", 80)),
        ),
    )

    def __init__(self, hidden: int = 3, steps: int = 0) -> None:
        x, classes = ring()
        starts = [TwoLayerNet(2, MOST, 2, rng=seed).params for seed in range(STARTS)]
        given = {
            "x": x.tolist(),
            "classes": classes.tolist(),
            "rate": RATE,
            "marked": len(x) - 1,
            "reach": REACH,
            "start_W1": [start["W1"].tolist() for start in starts],
            "start_W2": [start["W2"].tolist() for start in starts],
        }
        place = dict(zip(("point_x", "point_y"), x[-1].round(1).tolist(), strict=True))
        summary = "boundary(hidden={hidden}, steps={steps})"
        super().__init__(summary, given, hidden=hidden, steps=steps, **place)

    def compute(self, state: State) -> Results:
        """Train from the start, and ask for the loss and the answers."""
        x = np.array(state["x"])
        x[state["marked"]] = state["point_x"], state["point_y"]
        classes = np.array(state["classes"])
        params = _trained(
            *(state[name] for name in ("hidden", "steps", "start", "point_x", "point_y"))
        )
        logits = _logits(params, x)
        lead_by = params["W2"][:, 1] - params["W2"][:, 0]
        return {
            "loss": cross_entropy_error(logits, classes, delta=0, from_logits=True),
            "right": int((logits.argmax(axis=1) == classes).sum()),
            "probability": softmax(logits)[state["marked"], 1],
            "lead": logits[state["marked"], 1] - logits[state["marked"], 0],
            "shares": _inner(params, x[state["marked"]]) * lead_by,
            "bias": params["b2"][1] - params["b2"][0],
            **params,
        }

    def allowances(self, state: State) -> Mapping[str, float]:
        """Each step hands on the last bits of those before, some hundred times enlarged."""
        return dict.fromkeys(RESULTS, 1e-10)

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The points, the lines of the units, and the boundary; what is added at the point."""
        plane, bars = figure.subplots(1, 2)
        x, classes = np.array(state["x"]), np.array(state["classes"])
        x[state["marked"]] = state["point_x"], state["point_y"]
        side = np.linspace(-REACH, REACH, 101)
        grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
        p = softmax(_logits(results, grid))[:, 1].reshape(101, 101)
        if p.min() < 0.5 < p.max():
            plane.contour(side, side, p, levels=[0.5], colors="0.15", linewidths=2)
        for weights, bias in zip(np.transpose(results["W1"]), results["b1"], strict=True):
            line = (grid @ weights + bias).reshape(101, 101)
            plane.contour(side, side, line, levels=[0], colors="0.4", linestyles="dotted")
        for which, look in ((0, {"marker": "o", "fillstyle": "none"}), (1, {"marker": "^"})):
            plane.plot(*x[classes == which].T, color=f"C{which}", ls="", markersize=4, **look)
        plane.plot(*x[state["marked"]], "oC0", markersize=9)
        plane.set(aspect="equal", xlim=(-REACH, REACH), ylim=(-REACH, REACH))
        plane.set(title=f"{state['hidden']} hidden units, {state['steps']} steps")
        kind = "unit" if state["hidden"] else "input"
        added = {"sum": results["lead"], "bias": results["bias"]}
        added |= {f"{kind} {k}": one for k, one in enumerate(results["shares"])}
        colors = ["C1" if one > 0 else "C0" for one in added.values()]
        bars.barh(list(added), list(added.values()), color=colors)
        bars.invert_yaxis()
        bars.set_title("Added up at the point")


def _inner(params: Any, x: Any) -> Any:
    """What the second layer gets: the hidden units, or the inputs where there are none."""
    return sigmoid(x @ params["W1"] + params["b1"]) if len(params["b1"]) else x


def _logits(params: Any, x: Any) -> Any:
    """Scores of both classes."""
    return _inner(params, x) @ params["W2"] + params["b2"]


@lru_cache(maxsize=512)
def _trained(hidden: int, steps: int, start: int, point_x: float, point_y: float) -> Params:
    """Parameters after some steps of gradient descent over all points."""
    x, classes = ring()
    x[-1] = point_x, point_y
    t = np.eye(2)[classes]
    if hidden == 0:  # a bias is the weight of an input that is always 1
        layer = SimpleNet(W=np.zeros((3, 2)), delta=0)
        with_one = np.column_stack([x, np.ones(len(x))])
        for _ in range(steps):
            layer.W -= RATE * layer.gradient(with_one, t)
        return {"W1": np.zeros((2, 0)), "b1": np.zeros(0), "W2": layer.W[:2], "b2": layer.W[2]}
    net = TwoLayerNet(2, hidden, 2, delta=0)
    drawn = TwoLayerNet(2, MOST, 2, rng=start).params
    net.params["W1"][:] = drawn["W1"][:, :hidden]
    net.params["W2"][:] = drawn["W2"][:hidden]
    for _ in range(steps):
        for name, slopes in net.gradient(x, t).items():
            net.params[name] -= RATE * slopes
    return net.params
