"""Panel: the loss against the true class's probability, and what delta does to it."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnbook.losses import DELTA, cross_entropy_error
from nnbook.panels.base import Panel, Results, State
from nnbook.panels.inputs import Slider
from nnbook.panels.task import Task

P = 0.1785  # the source notebook's


class cross_entropy_curve(Panel):
    """Sliders for the true class's probability and for delta; the loss as a curve.

    Parameters
    ----------
    p : float, default 0.1785
        Probability of the true class at first, from 1e-12 to 1. The default
        is the source notebook's.
    delta : float, default 1e-7
        What is added before the logarithm at first, from 1e-12 to 0.1.

    Raises
    ------
    ValueError
        If `p` or `delta` is outside its slider.
    TypeError
        If it is no number.

    Notes
    -----
    Sliders ``p`` and ``delta``, on logarithmic scales. Results
    ``probability`` and ``delta``, ``loss``, ``exact`` (the loss without
    delta), ``cap`` (the most it can be with delta), ``slope`` (along the
    probability) and ``score_slope`` (along the true class's score).

    Examples
    --------
    >>> from nnbook.panels import cross_entropy_curve
    >>> panel = cross_entropy_curve(p=0.5)
    >>> panel
    cross_entropy_curve(p=0.5, delta=1e-07)
    >>> round(panel.results["loss"], 4), round(panel.results["cap"], 3)
    (0.6931, 16.118)
    >>> panel.close()
    """

    p = Slider(P, 1e-12, 1, 0.05, ".3g", log=True)
    delta = Slider(DELTA, 1e-12, 0.1, 0.1, ".2g", log=True)
    tasks = (
        Task(
            "cap",
            "By p alone, bring the loss to within 0.05 of the most it can be.",
            (("loss", ">", -np.log(DELTA) - 0.05),),
            only=("p",),
        ),
        Task(
            "delta",
            "By delta alone, lower the loss by more than 0.1.",
            (("loss", "<", -np.log(P + DELTA) - 0.1),),
            only=("delta",),
        ),
        Task(
            "stuck",
            "Find a prediction that is surely wrong, with p below 10⁻⁶, and learns next to "
            "nothing: the slope along the score is smaller than 0.01 in size.",
            (("p", "<", 1e-6), ("score_slope", ">", -0.01)),
        ),
    )

    def __init__(self, p: float = P, delta: float = DELTA) -> None:
        super().__init__("cross_entropy_curve(p={p:g}, delta={delta:g})", p=p, delta=delta)

    def compute(self, state: State) -> Results:
        """The loss with and without delta, its cap, and its slopes.

        `slope` is along the probability p, -1 / (p + delta). Times
        p * (1 - p), the softmax's own slope, it is along the true class's score.
        """
        p, delta = state["p"], state["delta"]
        y = [p, 1 - p]
        return {
            "probability": p,
            "delta": delta,
            "loss": cross_entropy_error(y, 0, delta=delta),
            "exact": cross_entropy_error(y, 0, delta=0),
            "cap": -np.log(delta),
            "slope": -1 / (p + delta),
            "score_slope": (p - 1) * p / (p + delta),
        }

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The curve where we usually look, and far down at tiny probabilities."""
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
