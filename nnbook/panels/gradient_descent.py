"""Panel: the path of gradient descent over two weights."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from traitlets import Float, Int, List, Unicode

from nnbook._checks import FloatArray, float_array, one_of
from nnbook.networks import SimpleNet
from nnbook.panels import arguments, base
from nnbook.panels.base import synced
from nnbook.panels.results import as_floats

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LANDSCAPES = ("bowl", "network")
CURVATURES = (1.0, 10.0)
STEPS = (0, 50)
# Of each landscape: ends, step and first value of the learning rate's slider.
RATES = {"bowl": ((0.005, 0.25), 0.005, 0.1), "network": ((0.1, 10.0), 0.1, 1.0)}


class GradientDescentView(base.PanelView):
    """View of `descent`."""

    _esm = base.join_esm("gradient_descent")
    inputs = (
        "landscape",
        "curvatures",
        "W",
        "x",
        "t",
        "delta",
        "weights",
        "start",
        "rate",
        "steps",
    )

    # `weights` are the indices in W of the two weights; `frame` the ends of both axes.
    landscape = synced(Unicode())
    curvatures = synced(List())
    W = synced(List())
    x = synced(List())
    t = synced(List())
    delta = synced(Float())
    weights = synced(List())
    start = synced(List())
    frame = synced(List())
    rate = synced(Float())
    steps = synced(Int())

    path = synced(List())
    losses = synced(List())
    first = synced(Float(allow_none=True))
    second = synced(Float(allow_none=True))
    loss = synced(Float(allow_none=True))
    lowest = synced(Float(allow_none=True))
    rises = synced(Int())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """The path, the loss after each step, and how often it rose.

        The gradient is exact: differences of the two would otherwise grow with
        every step of a path that jumps to and fro.
        """
        point = np.array(state["start"])
        path, losses = [point], [_loss(state, point)]
        for _ in range(state["steps"]):
            point = point - state["rate"] * _gradient(state, point)
            loss = _loss(state, point)
            if not np.isfinite(loss):
                break
            path.append(point)
            losses.append(loss)
        rises = sum(after > before + 1e-9 * abs(before) for before, after in pairwise(losses))
        return {
            "path": [as_floats(one) for one in path],
            "losses": losses,
            "first": float(path[-1][0]),
            "second": float(path[-1][1]),
            "loss": losses[-1],
            "lowest": min(losses),
            "rises": int(rises),
        }


def descent(
    landscape: str = "network",
    *,
    net: SimpleNet | None = None,
    x: ArrayLike = base.NOTEBOOK_X,
    t: ArrayLike = (0.1, 0.3, 0.6),
    weights: ArrayLike = ((1, 1), (1, 2)),
    limits: tuple[float, float] = (-4.0, 4.0),
    curvatures: ArrayLike = CURVATURES,
    start: ArrayLike = (-10.0, 1.0),
    rate: float | None = None,
    steps: int = 12,
) -> base.Panel:
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

    Returns
    -------
    Panel
        Sliders ``rate`` and ``steps``. The view has ``path``, ``losses``,
        ``first`` and ``second`` (where the path ends), ``loss`` (there),
        ``lowest`` (on the way) and ``rises`` (steps that went up).

    Raises
    ------
    ValueError
        If a shape, an index or a value is not as above.
    TypeError
        If an argument is of another type.

    Examples
    --------
    >>> from nnbook.panels import descent
    >>> panel = descent("bowl", rate=0.2, steps=50)
    >>> panel
    descent('bowl', rate=0.2, steps=50)
    >>> round(panel.view.loss, 2)
    5.0
    >>> panel.close()
    """
    one_of("landscape", landscape, LANDSCAPES)
    ends, stride, usual = RATES[landscape]
    sliders = {
        "rate": arguments.slider(
            "rate",
            arguments.inside("rate", usual if rate is None else rate, ends),
            ends,
            stride,
            ".3f" if landscape == "bowl" else ".1f",
        ),
        "steps": arguments.slider(
            "steps", arguments.index("steps", steps, STEPS[1] + 1), STEPS, 1, "d"
        ),
    }
    state: dict[str, Any] = {name: handle.value for name, handle in sliders.items()}
    state["landscape"] = landscape
    if landscape == "bowl":
        state |= _bowl(curvatures, start)
    else:
        state |= _network(net, x, t, weights, arguments.interval("limits", limits))
    view = GradientDescentView(
        panel_name="gradient_descent", ranges=arguments.ranges_of(sliders), **state
    )
    return base.Panel(
        view,
        sliders,
        summary=f"descent({landscape!r}, rate={state['rate']:g}, steps={state['steps']})",
        picture=lambda figure: _picture(figure, state, view.results()),
    )


def _bowl(curvatures: ArrayLike, start: ArrayLike) -> dict[str, Any]:
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
        "frame": [float(low[0]), float(high[0]), float(low[1]), float(high[1])],
        "W": [],
        "x": [],
        "t": [],
        "delta": 0.0,
        "weights": [],
    }


def _network(
    net: SimpleNet | None, x: ArrayLike, t: ArrayLike, weights: ArrayLike, limits: tuple[float, ...]
) -> dict[str, Any]:
    if net is None:
        net = SimpleNet(W=base.NOTEBOOK_W)
    elif not isinstance(net, SimpleNet):
        raise TypeError(f"net must be a SimpleNet, got {type(net).__name__}")
    logits = net.predict(x)
    pairs = np.asarray(weights)
    if pairs.shape != (2, 2) or pairs.dtype.kind not in "iu":
        raise ValueError(f"weights must be two pairs of indices, got {weights!r}")
    for k, pair in enumerate(pairs):
        for axis in (0, 1):
            arguments.index(f"weights[{k}][{axis}]", pair[axis], net.W.shape[axis])
    if (pairs[0] == pairs[1]).all():
        raise ValueError(f"weights must be two different ones, got {weights!r}")
    start = [arguments.inside(f"net.W[{i}, {j}]", net.W[i, j], limits) for i, j in pairs]
    return {
        "W": as_floats(net.W),
        "x": as_floats(np.atleast_2d(float_array("x", x))),
        "t": np.atleast_2d(arguments.labels(t, logits.shape)).tolist(),
        "delta": net.delta,
        "weights": pairs.tolist(),
        "start": start,
        "frame": [*limits, *limits],
        "curvatures": [],
    }


def _net_at(state: Mapping[str, Any], point: FloatArray) -> SimpleNet:
    net = SimpleNet(W=state["W"], delta=state["delta"])
    for (i, j), value in zip(state["weights"], point, strict=True):
        net.W[i, j] = value
    return net


def _loss(state: Mapping[str, Any], point: FloatArray) -> float:
    if state["landscape"] == "bowl":
        with np.errstate(over="ignore"):  # a path that runs away is ended there
            return float(0.5 * (np.array(state["curvatures"]) * point**2).sum())
    return _net_at(state, point).loss(state["x"], state["t"])


def _gradient(state: Mapping[str, Any], point: FloatArray) -> FloatArray:
    if state["landscape"] == "bowl":
        slopes: FloatArray = np.array(state["curvatures"]) * point
        return slopes
    full = _net_at(state, point).gradient(state["x"], state["t"])
    return np.array([full[i, j] for i, j in state["weights"]])


def _picture(figure: Figure, state: Mapping[str, Any], results: Mapping[str, Any]) -> None:
    left, right = figure.subplots(1, 2)
    x0, x1, y0, y1 = state["frame"]
    us, vs = np.linspace(x0, x1, 41), np.linspace(y0, y1, 41)
    grid = np.array([[_loss(state, np.array([u, v])) for u in us] for v in vs])
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


def names_of(state: Mapping[str, Any]) -> list[str]:
    """Name the two weights, for axes.

    Parameters
    ----------
    state : mapping of str to object
        Inputs of the view.

    Returns
    -------
    list of two str

    Examples
    --------
    >>> from nnbook.panels.gradient_descent import names_of
    >>> names_of({"landscape": "network", "weights": [[1, 1], [1, 2]]})
    ['W[1,1]', 'W[1,2]']
    """
    if state["landscape"] == "bowl":
        return ["w0", "w1"]
    return [f"W[{i},{j}]" for i, j in state["weights"]]
