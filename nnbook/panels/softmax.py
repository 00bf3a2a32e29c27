"""Panel: scores to probabilities, with a shift and a temperature."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook import functions
from nnbook._checks import float_array
from nnbook.panels.base import Panel, Results, State
from nnbook.panels.inputs import Slider, interval
from nnbook.panels.task import Task, near

SCORES = (-0.96961358, 1.42048015, -0.01826406)  # the source notebook's, In[7]


class softmax_scores(Panel):
    """Sliders for three scores, a shift and a temperature; bars for the probabilities.

    The shift is added to every score and changes nothing; the temperature
    divides them all. Beside the softmax stands what comes out without
    subtracting the maximum, which breaks down at large shifts.

    Parameters
    ----------
    scores : array_like of float, shape (3,), optional
        The first scores; by default those that the source notebook printed.
    shift : float, default 0
        From -1000 to 1000.
    temperature : float, default 1
        From 0.1 to 10.
    limits : (float, float), default (-5, 5)
        Ends of the scores' sliders.

    Raises
    ------
    ValueError
        If there are not three scores, or anything is outside its slider.
    TypeError
        If anything is no number.

    Notes
    -----
    Sliders ``score_0`` to ``score_2``, ``shift``, ``temperature``. Results
    ``logits``, ``exponentials``, ``probabilities`` and ``naive`` (None where
    that is no number).

    Examples
    --------
    >>> from nnbook.panels import softmax_scores
    >>> panel = softmax_scores([0.0, 0.0, 0.0])
    >>> panel
    softmax_scores(scores=[0.0, 0.0, 0.0])
    >>> [round(p, 3) for p in panel.results["probabilities"]]
    [0.333, 0.333, 0.333]
    >>> panel.close()
    """

    score_0 = Slider(SCORES[0], -5, 5, 0.05)
    score_1 = Slider(SCORES[1], -5, 5, 0.05)
    score_2 = Slider(SCORES[2], -5, 5, 0.05)
    shift = Slider(0, -1000, 1000, 10, ".0f")
    temperature = Slider(1, 0.1, 10, 0.1, ".1f")
    height = 2.6
    tasks = (
        Task(
            "overflow",
            "By the shift alone, bring the column without the maximum to where it shows no number.",
            (("naive[1]", "==", None),),
            only=("shift",),
        ),
        Task(
            "flat",
            "By the temperature alone, bring every probability below 0.39.",
            (("probabilities", "<", 0.39),),
            only=("temperature",),
        ),
        Task(
            "half",
            "By its own score alone, give class 2 as much as the two others together, to 0.01.",
            near("probabilities[2]", 0.5, 0.01),
            only=("score_2",),
        ),
    )

    def __init__(
        self,
        scores: ArrayLike = SCORES,
        *,
        shift: float = 0.0,
        temperature: float = 1.0,
        limits: tuple[float, float] = (-5.0, 5.0),
    ) -> None:
        values = float_array("scores", scores, ndim=(1,)).tolist()
        if len(values) != 3:
            raise ValueError(f"scores must have shape (3,), got ({len(values)},)")
        ends = interval("limits", limits)
        sliders = {
            f"score_{k}": self.score_0.at(value, f"scores[{k}]", ends)
            for k, value in enumerate(values)
        }
        summary = f"softmax_scores(scores={values})"
        super().__init__(summary, shift=shift, temperature=temperature, **sliders)

    def compute(self, state: State) -> Results:
        """Logits, their exponentials without the maximum, and the softmax done well and badly."""
        scores = np.array([state[f"score_{k}"] for k in range(3)])
        logits = (scores + state["shift"]) / state["temperature"]
        with np.errstate(over="ignore", invalid="ignore"):  # what the naive way runs into
            powers = np.exp(logits)
            naive = powers / powers.sum()
        return {
            "logits": logits,
            "exponentials": np.exp(logits - logits.max()),
            "probabilities": functions.softmax(logits),
            "naive": naive,
        }

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """Bars for the scores and for the probabilities."""
        names = [f"class {k}" for k in range(3)]
        left, right = figure.subplots(1, 2)
        for ax, key in ((left, "logits"), (right, "probabilities")):
            ax.bar_label(ax.barh(names, results[key]), fmt="%.3f", padding=3)
            ax.invert_yaxis()
        left.set(title="Scores", xlim=(min(results["logits"]) - 1, max(results["logits"]) + 1))
        right.set(title="Probabilities", xlim=(0, 1.2), xticks=(0, 0.5, 1))
