"""Panel: scores to probabilities, with a shift and a temperature."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from traitlets import Float, List

from nnbook import functions
from nnbook._checks import float_array
from nnbook.panels import arguments, base
from nnbook.panels.base import synced
from nnbook.panels.results import as_floats, finite

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SCORES = (-0.96961358, 1.42048015, -0.01826406)  # the source notebook's, In[7]


class SoftmaxView(base.PanelView):
    """View of `softmax_scores`."""

    _esm = base.join_esm("softmax")
    inputs = ("score_0", "score_1", "score_2", "shift", "temperature")

    score_0 = synced(Float())
    score_1 = synced(Float())
    score_2 = synced(Float())
    shift = synced(Float())
    temperature = synced(Float())

    logits = synced(List())
    exponentials = synced(List())
    probabilities = synced(List())
    naive = synced(List())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """Logits, their exponentials without the maximum, and the softmax done well and badly."""
        scores = np.array([state[f"score_{k}"] for k in range(3)])
        logits = (scores + state["shift"]) / state["temperature"]
        with np.errstate(over="ignore", invalid="ignore"):  # what the naive way runs into
            plain = np.exp(logits)
            naive = plain / plain.sum()
        return {
            "logits": as_floats(logits),
            "exponentials": as_floats(np.exp(logits - logits.max())),
            "probabilities": as_floats(functions.softmax(logits)),
            "naive": finite(as_floats(naive)),
        }


def softmax_scores(
    scores: ArrayLike = SCORES,
    *,
    shift: float = 0.0,
    temperature: float = 1.0,
    limits: tuple[float, float] = (-5.0, 5.0),
) -> base.Panel:
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

    Returns
    -------
    Panel
        Sliders ``score_0`` to ``score_2``, ``shift``, ``temperature``. The
        view has ``logits``, ``exponentials``, ``probabilities`` and ``naive``
        (None where that is no number).

    Raises
    ------
    ValueError
        If there are not three scores, or anything is outside its slider.
    TypeError
        If anything is no number.

    Examples
    --------
    >>> from nnbook.panels import softmax_scores
    >>> panel = softmax_scores([0.0, 0.0, 0.0])
    >>> panel
    softmax_scores(scores=[0.0, 0.0, 0.0])
    >>> [round(p, 3) for p in panel.view.probabilities]
    [0.333, 0.333, 0.333]
    >>> panel.close()
    """
    values = float_array("scores", scores, ndim=(1,)).astype(np.float64)
    if values.shape != (3,):
        raise ValueError(f"scores must have shape (3,), got {values.shape}")
    ends = arguments.interval("limits", limits)
    sliders = {
        f"score_{k}": arguments.slider(
            f"score {k}", arguments.inside(f"scores[{k}]", value, ends), ends, 0.05
        )
        for k, value in enumerate(values)
    }
    far, warmth = (-1000.0, 1000.0), (0.1, 10.0)
    sliders["shift"] = arguments.slider(
        "shift", arguments.inside("shift", shift, far), far, 10.0, ".0f"
    )
    sliders["temperature"] = arguments.slider(
        "temperature", arguments.inside("temperature", temperature, warmth), warmth, 0.1, ".1f"
    )
    state = {name: handle.value for name, handle in sliders.items()}
    view = SoftmaxView(panel_name="softmax", ranges=arguments.ranges_of(sliders), **state)
    return base.Panel(
        view,
        sliders,
        summary=f"softmax_scores(scores={values.tolist()})",
        picture=lambda figure: _picture(figure, view.results()),
        height=2.6,
    )


def _picture(figure: Figure, results: Mapping[str, Any]) -> None:
    names = [f"class {k}" for k in range(3)]
    left, right = figure.subplots(1, 2)
    for ax, key in ((left, "logits"), (right, "probabilities")):
        ax.bar_label(ax.barh(names, results[key]), fmt="%.3f", padding=3)
        ax.invert_yaxis()
    left.set(title="Scores", xlim=(min(results["logits"]) - 1, max(results["logits"]) + 1))
    right.set(title="Probabilities", xlim=(0, 1.2), xticks=(0, 0.5, 1))
