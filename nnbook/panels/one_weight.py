"""Panel: one weight of a 784-100-10 network, and the loss of a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, whole_number
from nnbook.datasets import load_mnist
from nnbook.functions import sigmoid
from nnbook.losses import cross_entropy_error
from nnbook.networks import TwoLayerNet
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import Slider, labels, rows, two_layer_params
from nnbook.panels.task import Task

SIDE = 28
MOST_IMAGES = 24
MOST_UNITS = 8
H = 1e-4
BLANK = Task(
    "blank",
    "Raise a weight by 1 or more, and the loss by nothing at all.",
    (("change", ">", 0.975), ("moved", "==", 0)),
)


class one_weight(Panel):
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

    Raises
    ------
    ValueError
        If a shape, a label or an index is not as above.
    TypeError
        If an argument is of another type.

    Notes
    -----
    Sliders ``unit`` (an index into `units`), ``row``, ``column`` and
    ``change``. Results ``weight``, ``loss``, ``start_loss`` (without
    the change), ``moved`` (their difference), ``slope`` and
    ``activations``.

    Examples
    --------
    >>> from nnbook import TwoLayerNet, load_mnist
    >>> from nnbook.panels import one_weight
    >>> x, t = load_mnist("test")
    >>> panel = one_weight(TwoLayerNet(784, 100, 10, rng=0), x[:20], t[:20])
    >>> panel
    one_weight(784-100-10, 20 images, units=[0, 1, 2, 3, 4, 5])
    >>> len(panel.results["activations"])
    20
    >>> panel.close()
    """

    unit = Slider(0, 0, MOST_UNITS - 1, 1, "d")
    row = Slider(14, 0, SIDE - 1, 1, "d")
    column = Slider(14, 0, SIDE - 1, 1, "d")
    change = Slider(0, -3, 3, 0.05)

    def __init__(
        self,
        net: TwoLayerNet,
        x: ArrayLike,
        t: ArrayLike,
        *,
        units: Sequence[int] | None = None,
        pixel: tuple[int, int] = (14, 14),
    ) -> None:
        p = two_layer_params(net)
        inputs, hidden = p["W1"].shape
        if inputs != SIDE * SIDE:
            raise ValueError(f"net must have 784 inputs, got {inputs}")
        images = rows(x, inputs, MOST_IMAGES, "pixels")
        wanted = labels(t, (len(images), p["b2"].size))
        offered = range(min(6, hidden)) if units is None else units
        chosen = [whole_number(f"units[{k}]", u, 0, hidden - 1) for k, u in enumerate(offered)]
        if not 1 <= len(chosen) <= MOST_UNITS:
            raise ValueError(f"units must name 1 to {MOST_UNITS} hidden units, got {len(chosen)}")
        if np.shape(pixel) != (2,):
            raise ValueError(f"pixel must be a row and a column, got {pixel!r}")
        row, column = (self.row.at(one, f"pixel[{k}]") for k, one in enumerate(pixel))
        # Only the chosen unit's share of the logits depends on the weight. So the browser needs,
        # for each unit on offer, what goes into it, the weights that leave it, and the logits
        # without its share.
        before = images @ p["W1"] + p["b1"]
        active = sigmoid(before)
        without = [
            np.delete(active, unit, axis=1) @ np.delete(p["W2"], unit, axis=0) + p["b2"]
            for unit in chosen
        ]
        if not images.any(axis=0).all():  # a pixel is blank in all images
            self.tasks = (BLANK,)
        whole = np.rint(255 * images)
        in_bytes = bool(whole.min() >= 0 and whole.max() <= 255 and (whole / 255 == images).all())
        # Images n, units on offer u, classes k.
        given = {
            "t": wanted,  # (n, k)
            "delta": net.delta,
            "h": H,
            "units": chosen,  # (u,), their numbers in the network
            "before": before[:, chosen].T.tolist(),  # (u, n), what the sigmoid is applied to
            "outgoing": p["W2"][chosen].tolist(),  # (u, k)
            "without": [one.tolist() for one in without],  # (u, n, k)
            "scale": 255 if in_bytes else 1,  # what pixels are divided by
            "pixels": whole.astype(np.uint8) if in_bytes else images,  # (n, 784)
            "incoming": p["W1"][:, chosen].T.copy(),  # (u, 784)
        }
        sliders = {"row": row, "column": column}
        if len(chosen) > 1:
            sliders["unit"] = self.unit.at(0, "unit", (0, len(chosen) - 1))
        else:
            given["unit"] = 0  # and no slider
        sizes = f"784-{hidden}-{p['b2'].size}"
        super().__init__(
            f"one_weight({sizes}, {len(images)} images, units={chosen})", given, **sliders
        )

    @classmethod
    def samples(cls) -> Samples:
        """On digits, whose pixels are bytes; and with one unit on images that are not."""

        def digits() -> Panel:
            x, t = load_mnist("test")
            return cls(TwoLayerNet(784, 20, 10, rng=1), x[:8], t[:8])

        def noise() -> Panel:
            x, t = np.random.default_rng(2026).random((5, 784)), [0, 1, 2, 3, 0]
            return cls(TwoLayerNet(784, 9, 4, 0.1, rng=2), x, t, units=[8])

        return {"digits": digits, "noise": noise}

    def compute(self, state: State) -> Results:
        """The loss with the weight changed, its slope there, the unit's activations."""
        activations, loss = along_weight(state)
        change, h = state["change"], state["h"]
        above, below = change + h, change - h
        pixel = SIDE * state["row"] + state["column"]
        return {
            "weight": state["incoming"][state["unit"], pixel] + change,
            "loss": loss(change),
            "start_loss": loss(0.0),
            "moved": loss(change) - loss(0.0),
            "slope": (loss(above) - loss(below)) / (above - below),
            "activations": activations(change),
        }

    def allowances(self, state: State) -> dict[str, float]:
        """Rounding of the loss, and that divided by the step."""
        loss = self.compute(state)["loss"]
        slack = float(8 * np.finfo(float).eps * max(1.0, loss))
        return {"moved": slack, "slope": slack / state["h"]}

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """How far the loss moves with the weight, the unit's weights, its activations."""
        left, middle, right = figure.subplots(1, 3, width_ratios=(3, 2, 2))
        unit, row, column = state["units"][0], state["row"], state["column"]
        changes = np.linspace(self.change.low, self.change.high, 61)
        _, loss = along_weight(state)
        curve = [loss(change) - loss(0.0) for change in changes.tolist()]
        left.plot(changes, curve)
        left.plot(changes, results["slope"] * changes, "--", color="C1")
        left.plot(0, 0, "o", color="C1")
        room = max(0.0001, 0.2 * (max(curve) - min(curve)))
        left.set(title="Change of the loss", xlabel=f"change of W1[{SIDE * row + column}, {unit}]")
        left.set_ylim(min(curve) - room, max(curve) + room)
        weights = state["incoming"][0].reshape(SIDE, SIDE)
        reach = np.abs(weights).max()
        middle.imshow(weights, cmap="RdBu_r", vmin=-reach, vmax=reach)
        middle.plot(column, row, "s", color="none", markeredgecolor="black", markersize=7)
        middle.set_title(f"Weights of unit {unit}")
        middle.axis("off")
        right.bar(range(len(results["activations"])), results["activations"], color="C2")
        right.set(title="Activations", xlabel="image", ylim=(0, 1), xticks=())


def along_weight(
    state: State,
) -> tuple[Callable[[float], FloatArray], Callable[[float], float]]:
    """The unit's activations, and the loss, as functions of the change of its weight."""
    u, pixel = state["unit"], SIDE * state["row"] + state["column"]
    ink = state["pixels"][:, pixel] / np.float64(state["scale"])
    before, without = np.array(state["before"][u]), np.array(state["without"][u])

    def activations(change: float) -> FloatArray:
        return sigmoid(before + change * ink)

    def loss(change: float) -> float:
        logits = without + np.outer(activations(change), state["outgoing"][u])
        options: dict[str, Any] = {"delta": state["delta"], "from_logits": True}
        return float(cross_entropy_error(logits, state["t"], **options))

    return activations, loss
