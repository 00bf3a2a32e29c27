"""Panel: the loss against the true class's probability, and what delta does to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Float

from nnbook._checks import real_number
from nnbook.losses import DELTA, cross_entropy_error
from nnbook.panels import arguments, base
from nnbook.panels.base import synced

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOG10_P = (-12.0, 0.0)
LOG10_DELTA = (-12.0, -1.0)


class CrossEntropyView(base.PanelView):
    """View of `cross_entropy_curve`."""

    _esm = base.join_esm("cross_entropy")
    inputs = ("log10_p", "log10_delta")

    log10_p = synced(Float())
    log10_delta = synced(Float())

    probability = synced(Float())
    delta = synced(Float())
    loss = synced(Float())
    exact = synced(Float())
    cap = synced(Float())
    slope = synced(Float())
    score_slope = synced(Float())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """The loss with and without delta, its cap, and its slopes.

        `slope` is along the probability p, -1 / (p + delta). Times
        p * (1 - p), the softmax's own slope, it is along the true class's score.
        """
        p, delta = 10.0 ** state["log10_p"], 10.0 ** state["log10_delta"]
        y = [p, 1 - p]
        return {
            "probability": p,
            "delta": delta,
            "loss": cross_entropy_error(y, 0, delta=delta),
            "exact": cross_entropy_error(y, 0, delta=0),
            "cap": float(-np.log(delta)),
            "slope": -1 / (p + delta),
            "score_slope": (p - 1) * p / (p + delta),
        }


def cross_entropy_curve(p: float = 0.1785, delta: float = DELTA) -> base.Panel:
    """Sliders for the true class's probability and for delta; the loss as a curve.

    Parameters
    ----------
    p : float, default 0.1785
        Probability of the true class at first, from 1e-12 to 1. The default
        is the source notebook's.
    delta : float, default 1e-7
        What is added before the logarithm at first, from 1e-12 to 0.1.

    Returns
    -------
    Panel
        Sliders ``log10_p`` and ``log10_delta``. The view has ``probability``,
        ``delta``, ``loss``, ``exact`` (the loss without delta), ``cap`` (the
        most it can be with delta), ``slope`` (along the probability) and
        ``score_slope`` (along the true class's score).

    Raises
    ------
    ValueError
        If `p` or `delta` is outside its slider.
    TypeError
        If it is no number.

    Examples
    --------
    >>> from nnbook.panels import cross_entropy_curve
    >>> panel = cross_entropy_curve(p=0.5)
    >>> panel
    cross_entropy_curve(p=0.5, delta=1e-07)
    >>> round(panel.view.loss, 4), round(panel.view.cap, 3)
    (0.6931, 16.118)
    >>> panel.close()
    """
    first = {
        "log10_p": _log10("p", p, LOG10_P),
        "log10_delta": _log10("delta", delta, LOG10_DELTA),
    }
    sliders = {
        "log10_p": arguments.slider("log₁₀ p", first["log10_p"], LOG10_P, 0.05),
        "log10_delta": arguments.slider(
            "log₁₀ delta", first["log10_delta"], LOG10_DELTA, 0.1, ".1f"
        ),
    }
    view = CrossEntropyView(
        panel_name="cross_entropy", ranges=arguments.ranges_of(sliders), **first
    )
    return base.Panel(
        view,
        sliders,
        summary=f"cross_entropy_curve(p={p:g}, delta={delta:g})",
        picture=lambda figure: _picture(figure, view.results()),
    )


def _log10(name: str, value: Any, limits: tuple[float, float]) -> float:
    number = real_number(name, value, minimum=0.0, open_end=True)
    arguments.inside(name, number, (10.0 ** limits[0], 10.0 ** limits[1]))
    return float(np.clip(np.log10(number), *limits))


def _picture(figure: Figure, results: Mapping[str, Any]) -> None:
    linear, log = figure.subplots(1, 2)
    for ax, points in ((linear, np.linspace(0.0005, 1, 400)), (log, np.logspace(-12, 0, 200))):
        ax.plot(points, -np.log(points), "--", color="C1")
        ax.plot(points, -np.log(points + results["delta"]), color="C0")
        ax.plot(results["probability"], results["loss"], "o", color="C0")
        ax.set(xlabel="probability p of the true class", ylabel="loss")
    linear.set(title=f"Loss {results['loss']:.3f}", ylim=(0, 8))
    log.axhline(results["cap"], color="0.5", linewidth=1)
    log.set_xscale("log")
    log.set(title=f"Cap {results['cap']:.3f}", ylim=(0, 30), xticks=(1e-12, 1e-8, 1e-4, 1))
    log.text(1, results["cap"] + 1, "-log(delta)", ha="right")
    log.text(1e-10, 26, "without delta", color="C1")
