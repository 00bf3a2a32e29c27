"""Panel: one weight of a 784-100-10 network, and the loss of a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from traitlets import Bytes, Float, Int, List

from nnbook._checks import FloatArray, float_array
from nnbook.functions import sigmoid
from nnbook.losses import cross_entropy_error
from nnbook.networks import TwoLayerNet
from nnbook.panels import arguments, base
from nnbook.panels.base import synced
from nnbook.panels.results import as_floats

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE = 28
MOST_IMAGES = 24
MOST_UNITS = 8
CHANGE = (-3.0, 3.0)
H = 1e-4


class OneWeightView(base.PanelView):
    """View of `one_weight`.

    Only the chosen unit's column of the hidden layer depends on the weight. So
    the browser needs, for each unit on offer: what goes into it, the weights
    that leave it, and the logits without its share.
    """

    _esm = base.join_esm("one_weight")
    inputs = (
        "t",
        "delta",
        "h",
        "units",
        "before",
        "outgoing",
        "without",
        "scale",
        "pixels",
        "incoming",
        "unit",
        "row",
        "column",
        "change",
    )

    # Images n, units on offer u, classes k.
    t = synced(List())  # (n, k)
    delta = synced(Float())
    h = synced(Float())
    units = synced(List())  # (u,), their numbers in the network
    before = synced(List())  # (u, n), what the sigmoid is applied to
    outgoing = synced(List())  # (u, k)
    without = synced(List())  # (u, n, k)
    scale = synced(Float())  # 255: pixels are bytes to be divided by it; 0: float64
    pixels = synced(Bytes())  # (n, 784)
    incoming = synced(Bytes())  # (u, 784), float64
    unit = synced(Int())
    row = synced(Int())
    column = synced(Int())
    change = synced(Float())

    weight = synced(Float())
    loss = synced(Float(allow_none=True))
    start_loss = synced(Float(allow_none=True))
    moved = synced(Float(allow_none=True))
    slope = synced(Float(allow_none=True))
    activations = synced(List())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """The loss with the weight changed, its slope there, the unit's activations."""
        u, pixel = state["unit"], SIDE * state["row"] + state["column"]
        ink = _pixels(state)[:, pixel]
        before, without = np.array(state["before"][u]), np.array(state["without"][u])

        def activations(change: float) -> FloatArray:
            return sigmoid(before + change * ink)

        def loss(change: float) -> float:
            logits = without + np.outer(activations(change), state["outgoing"][u])
            return float(
                cross_entropy_error(logits, state["t"], delta=state["delta"], from_logits=True)
            )

        change, h = state["change"], state["h"]
        above, below = change + h, change - h
        incoming = np.frombuffer(state["incoming"]).reshape(-1, SIDE * SIDE)
        return {
            "weight": float(incoming[u, pixel] + change),
            "loss": loss(change),
            "start_loss": loss(0.0),
            "moved": loss(change) - loss(0.0),
            "slope": (loss(above) - loss(below)) / (above - below),
            "activations": as_floats(activations(change)),
        }

    @staticmethod
    def allowances(state: Mapping[str, Any]) -> dict[str, float]:
        """Rounding of the loss, and that divided by the step."""
        loss = OneWeightView.compute(state)["loss"]
        slack = float(8 * np.finfo(float).eps * max(1.0, loss))
        return {"moved": slack, "slope": slack / state["h"]}


def one_weight(
    net: TwoLayerNet,
    x: ArrayLike,
    t: ArrayLike,
    *,
    units: Sequence[int] | None = None,
    pixel: tuple[int, int] = (14, 14),
) -> base.Panel:
    """Sliders that choose and change one weight from a pixel to a hidden unit.

    The loss is that of the whole network on all images, computed exactly: all
    that the weight does not touch was computed beforehand.

    Parameters
    ----------
    net : TwoLayerNet
        A network with 784 inputs.
    x : array_like of float, shape (n, 784)
        From 1 to 24 images.
    t : array_like
        Their labels, in any form that `nnbook.cross_entropy_error` takes.
    units : sequence of int, optional
        The hidden units on offer, at most 8; by default the first six.
    pixel : (int, int), default (14, 14)
        Row and column of the pixel from which the weight comes at first.

    Returns
    -------
    Panel
        Sliders ``unit`` (an index into `units`), ``row``, ``column`` and
        ``change``. The view has ``weight``, ``loss``, ``start_loss`` (without
        the change), ``moved`` (their difference), ``slope`` and
        ``activations``.

    Raises
    ------
    ValueError
        If a shape, a label or an index is not as above.
    TypeError
        If an argument is of another type.

    Examples
    --------
    >>> from nnbook import TwoLayerNet, load_mnist
    >>> from nnbook.panels import one_weight
    >>> x, t = load_mnist("test")
    >>> panel = one_weight(TwoLayerNet(784, 100, 10, rng=0), x[:20], t[:20])
    >>> panel
    one_weight(784-100-10, 20 images, units=[0, 1, 2, 3, 4, 5])
    >>> len(panel.view.activations)
    20
    >>> panel.close()
    """
    if not isinstance(net, TwoLayerNet):
        raise TypeError(f"net must be a TwoLayerNet, got {type(net).__name__}")
    p = {name: float_array(f"net.params[{name!r}]", value) for name, value in net.params.items()}
    inputs, hidden = p["W1"].shape
    if inputs != SIDE * SIDE:
        raise ValueError(f"net must have 784 inputs, got {inputs}")
    images = float_array("x", x, ndim=(2,)).astype(np.float64)
    if images.shape[1] != inputs or len(images) > MOST_IMAGES:
        raise ValueError(
            f"x must have 1 to {MOST_IMAGES} rows of 784 pixels, got shape {images.shape}"
        )
    labels = arguments.labels(t, (len(images), p["b2"].size))
    offered = range(min(6, hidden)) if units is None else units
    chosen = [arguments.index(f"units[{k}]", unit, hidden) for k, unit in enumerate(offered)]
    if not 1 <= len(chosen) <= MOST_UNITS:
        raise ValueError(f"units must name 1 to {MOST_UNITS} hidden units, got {len(chosen)}")
    if np.shape(pixel) != (2,):
        raise ValueError(f"pixel must be a row and a column, got {pixel!r}")

    ends = (0, SIDE - 1)
    sliders = {
        "unit": arguments.slider("unit", 0, (0, max(1, len(chosen) - 1)), 1, "d"),
        "row": arguments.slider("row", arguments.index("pixel[0]", pixel[0], SIDE), ends, 1, "d"),
        "column": arguments.slider(
            "column", arguments.index("pixel[1]", pixel[1], SIDE), ends, 1, "d"
        ),
        "change": arguments.slider("change", 0.0, CHANGE, 0.05),
    }
    if len(chosen) == 1:
        del sliders["unit"]
    before = images @ p["W1"] + p["b1"]
    active = sigmoid(before)
    without = [
        np.delete(active, unit, axis=1) @ np.delete(p["W2"], unit, axis=0) + p["b2"]
        for unit in chosen
    ]
    whole = np.rint(255 * images)
    in_bytes = bool(whole.min() >= 0 and whole.max() <= 255 and (whole / 255 == images).all())
    state: dict[str, Any] = {name: handle.value for name, handle in sliders.items()}
    state |= {
        "unit": 0,
        "t": labels,
        "delta": net.delta,
        "h": H,
        "units": chosen,
        "before": as_floats(before[:, chosen].T),
        "outgoing": as_floats(p["W2"][chosen]),
        "without": [as_floats(one) for one in without],
        "scale": 255.0 if in_bytes else 0.0,
        "pixels": (whole.astype(np.uint8) if in_bytes else images).tobytes(),
        "incoming": p["W1"][:, chosen].T.astype(np.float64).tobytes(),
    }
    view = OneWeightView(panel_name="one_weight", ranges=arguments.ranges_of(sliders), **state)
    return base.Panel(
        view,
        sliders,
        summary=f"one_weight(784-{hidden}-{p['b2'].size}, {len(images)} images, units={chosen})",
        picture=lambda figure: _picture(figure, state, view.results()),
    )


def _pixels(state: Mapping[str, Any]) -> NDArray[np.float64]:
    if state["scale"]:
        raw = np.frombuffer(state["pixels"], np.uint8).reshape(-1, SIDE * SIDE)
        return raw / np.float64(state["scale"])
    return np.frombuffer(state["pixels"]).reshape(-1, SIDE * SIDE)


def _picture(figure: Figure, state: Mapping[str, Any], results: Mapping[str, Any]) -> None:
    left, middle, right = figure.subplots(1, 3, width_ratios=(3, 2, 2))
    unit, row, column = state["units"][0], state["row"], state["column"]
    changes = np.linspace(*CHANGE, 61)
    curve = [OneWeightView.compute({**state, "change": c})["loss"] for c in changes.tolist()]
    left.plot(changes, curve)
    left.plot(changes, results["loss"] + results["slope"] * changes, "--", color="C1")
    left.plot(0, results["loss"], "o", color="C1")
    room = max(0.01, 0.2 * (max(curve) - min(curve)))
    left.set(title="Loss", xlabel=f"change of W1[{SIDE * row + column}, {unit}]")
    left.set_ylim(min(curve) - room, max(curve) + room)
    weights = np.frombuffer(state["incoming"]).reshape(-1, SIDE, SIDE)[0]
    reach = np.abs(weights).max()
    middle.imshow(weights, cmap="RdBu_r", vmin=-reach, vmax=reach)
    middle.plot(column, row, "s", color="none", markeredgecolor="black", markersize=7)
    middle.set_title(f"Weights of unit {unit}")
    middle.axis("off")
    right.bar(range(len(results["activations"])), results["activations"], color="C2")
    right.set(title="Activations", xlabel="image", ylim=(0, 1), xticks=())
