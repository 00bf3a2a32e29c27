"""Panel: a digit that the reader draws, read by the book's network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray
from nnbook.datasets import load_mnist
from nnbook.drawing import SIDE, checked_strokes, draw_digit
from nnbook.functions import sigmoid, softmax
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import Drawing, Slider
from nnbook.panels.task import Task
from nnbook.shipped import rounded_weights

DIGITS = 200  # of the test part, the first
UNITS = 8  # that say most
# The 3 that tests look at, in pixels.
THREE = (((8, 6), (14, 4), (19, 8), (13, 13)), ((13, 13), (20, 17), (16, 23), (8, 21)))


class handwriting(Panel):
    """A field to draw a digit in, or a test digit, and what the network makes of it.

    The strokes are brought to the form of MNIST's digits (`nnbook.draw_digit`).
    `nnbook.load_network`'s network reads them. The panel draws the 784 numbers
    that it gets, the ten probabilities, the hidden units that say most, and
    which pixels do.

    Parameters
    ----------
    digit : int, default 0
        Which of the first 200 test digits to begin with.
    strokes : sequence of array_like of float, shape (n, 2), optional
        A drawing to begin with instead, as for `nnbook.draw_digit`. Points
        are rounded to quarters of a pixel.

    Raises
    ------
    ValueError, TypeError
        If `digit` is not one of them, or `strokes` are refused by
        `nnbook.draw_digit`.

    Notes
    -----
    Slider ``digit``; ``drawing`` holds what is drawn, as text. Results
    ``pixels`` (784, what the network gets), ``answer`` and ``runner_up`` (the
    digits of the largest and the second largest score), ``probabilities``,
    ``lead`` (by how much the answer's score is ahead), ``units`` (the eight
    hidden units that add most to the lead, or take most away),
    ``contributions`` (how much), and ``pushes`` (of each pixel: its number
    times the slope of the lead along it).

    Examples
    --------
    >>> from nnbook.panels import handwriting
    >>> panel = handwriting(strokes=[[[14, 4], [14, 24]]])
    >>> panel.results["answer"]
    1
    >>> panel.close()
    """

    digit = Slider(0, 0, DIGITS - 1, 1, "d", "test digit")
    drawing = Drawing()
    tasks = (
        Task(
            "seven",
            "Draw a 7 that is read as one, with a probability above 0.9.",
            (("drawing", "!=", ""), ("answer", "==", 7), ("probabilities[7]", ">", 0.9)),
        ),
        Task(
            "torn",
            "Draw something that tears the network: no answer gets 0.5.",
            (("drawing", "!=", ""), ("probabilities", "<", 0.5)),
        ),
        Task(
            "doubtful",
            "Find a test digit at which it is in doubt: no answer gets 0.6.",
            (("drawing", "==", ""), ("probabilities", "<", 0.6)),
        ),
    )
    late = ("W1", "digits")
    height = 4.4

    def __init__(self, digit: int = 0, strokes: Sequence[ArrayLike] | None = None) -> None:
        weights = rounded_weights()
        drawn = Drawing() if strokes is None else Drawing.of(checked_strokes(strokes))
        images, _ = load_mnist("test", one_hot=False)
        begins = self.digit.at(digit, "digit")
        given: dict[str, Any] = {
            **weights,
            "digits": np.rint(255 * images[:DIGITS]).astype(np.uint8),
        }
        # What stands there before the weights are: those of the units that are shown first.
        first = self.compute({**given, "digit": begins.value, "drawing": drawn.value})
        given["first_units"] = np.ascontiguousarray(weights["W1"][:, first["units"]].T)
        what = f"test digit {begins.value}" if strokes is None else f"{len(strokes)} strokes"
        super().__init__(f"handwriting({what})", given, digit=begins, drawing=drawn)

    @classmethod
    def samples(cls) -> Samples:
        """A test digit, a drawing, and an empty field."""
        return {
            "test digit": cls,
            "drawn": lambda: cls(strokes=[np.array(one, float) for one in THREE]),
            "empty": lambda: cls(3, strokes=[]),
        }

    def compute(self, state: State) -> Results:
        """What the network makes of the drawing, or else of the test digit."""
        drawing = state["drawing"]
        if drawing:
            pixels = draw_digit(Drawing.strokes(drawing))
        else:
            pixels = state["digits"][state["digit"]] / 255
        W1, W2 = (state[name] * state[f"{name}_step"] for name in ("W1", "W2"))
        z = sigmoid(pixels @ W1 + state["b1"])
        scores = z @ W2 + state["b2"]
        runner_up, answer = np.argsort(scores, kind="stable")[-2:]
        ahead = W2[:, answer] - W2[:, runner_up]
        contributions = z * ahead
        units = np.argsort(-np.abs(contributions), kind="stable")[:UNITS]
        pushes: FloatArray = pixels * (W1 @ (ahead * z * (1 - z)))
        return {
            "pixels": pixels,
            "answer": int(answer),
            "runner_up": int(runner_up),
            "probabilities": softmax(scores),
            "lead": scores[answer] - scores[runner_up],
            "units": units,
            "contributions": contributions[units],
            "pushes": pushes,
        }

    def allowances(self, state: State) -> dict[str, float]:
        """Pixels at the edge of a line, pushes of terms that cancel, a lead of nearly none."""
        return {"pixels": 1e-12, "pushes": 1e-12, "lead": 1e-12, "contributions": 1e-12}

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The image, the pushes, the bars, the units."""
        top, bottom = figure.subfigures(2, 1, height_ratios=(2, 1))
        image, pushed, bars = top.subplots(1, 3)
        answer, runner_up = results["answer"], results["runner_up"]
        image.imshow(results["pixels"].reshape(SIDE, SIDE), cmap="gray_r", vmin=0, vmax=1)
        image.set_title("784 numbers", fontsize=10)
        reach = np.abs(results["pushes"]).max() or 1
        pushes = results["pushes"].reshape(SIDE, SIDE)
        pushed.imshow(pushes, cmap="RdBu_r", vmin=-reach, vmax=reach)
        pushed.set_title(f"red: for {answer}, not {runner_up}", fontsize=10)
        for ax in (image, pushed):
            ax.set(xticks=[], yticks=[])
        bars.barh(range(10), results["probabilities"])
        bars.invert_yaxis()
        bars.set(xlim=(0, 1), yticks=range(10), title=f"read as {answer}")
        axes = bottom.subplots(1, UNITS)
        shown = zip(axes, state["first_units"], results["contributions"], strict=True)
        for ax, weights, share in shown:
            ax.imshow(weights.reshape(SIDE, SIDE), cmap="RdBu_r", vmin=-127, vmax=127)
            ax.set_title(f"{share:+.1f}", fontsize=9)
            ax.axis("off")
        bottom.suptitle("The hidden units that say most", fontsize=10)
