"""What the panel of the descent draws."""

import functools
from itertools import pairwise

import contourpy
import numpy as np

from nnbook.panels.gradient_descent import landscape_of
from tests.drawn.marks import contours, dots, through

TASKS = {
    "low": ({"rate": 0.185}, {"rate": 0.17}),
    "parted": ({"rate": 0.21, "steps": 10}, {"rate": 0.21, "steps": 9}),
    "safe": ({"rate": 0.25, "start_1": 0}, {"rate": 0.25, "start_1": 0.05}),
    "soon": ({"rate": 4.5, "steps": 6}, {"rate": 4.5, "steps": 7}),
    "restless": ({"rate": 6.2, "steps": 50}, {"rate": 6, "steps": 50}),
}


def charts(panel, state, results):
    path, losses = results["path"], results["losses"]
    counted = np.column_stack([np.arange(len(losses)), np.maximum(losses, 1e-9)])
    return {
        "Contours of the loss and the path of the descent": {
            "equal loss": contours(equal_loss(panel)),
            "np-path": through(path),
            "np-dot np-step": through(path),
            "start": dots(path[0]),
            "end": dots(path[-1]),
        },
        "The loss after each step": {
            "np-curve np-thin": through(counted),
            "np-dot np-blue np-step": through(counted),
            "np-dot np-blue": dots(counted[-1]),
        },
    }


@functools.cache
def equal_loss(panel):
    """Lines of equal loss by contourpy, of a grid of 41 by 41 points."""
    x0, x1, y0, y1 = panel.state["frame"]
    xs, ys = np.linspace(x0, x1, 41), np.linspace(y0, y1, 41)
    loss, _ = landscape_of(panel.state)
    grid = np.array([[loss(np.array([x, y])) for x in xs] for y in ys])
    low, high = grid.min(), grid.max()
    lines = contourpy.contour_generator(xs, ys, grid).lines
    return [line for k in range(9) for line in lines(low + (high - low) * ((k + 0.5) / 9) ** 2)]


def verdict(state, results):
    losses, steps = results["losses"], len(results["losses"]) - 1
    if not steps:
        return "No step taken yet."
    if losses[-1] > losses[0] * (1 + 1e-9):
        return "It diverges: the loss ends higher than it began. The steps are too large."
    if rose := sum(b > a + 1e-9 * abs(a) for a, b in pairwise(losses)):
        return f"It overshoots: the loss rose in {rose} of {steps} steps."
    return "The loss falls at every step, or stays."


def texts(state, results):
    return {"np-verdict": [(verdict(state, results),)]}


def sentence(state, results):
    ends = f" after {state['steps']} steps. {verdict(state, results)}"
    return "Loss ", results["loss"], ends


def moves():
    """From here in the bowl the loss falls three times and rises once."""
    return [{"start_0": -3.9, "start_1": 0.4, "rate": 0.22, "steps": 4}]
