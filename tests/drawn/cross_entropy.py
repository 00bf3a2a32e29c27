"""What the cross-entropy panel draws."""

import numpy as np

from tests.drawn.marks import curve, dots

TASKS = {
    "cap": ({"p": 4e-9}, {"p": 6e-9}),
    "delta": ({"delta": 0.02}, {"delta": 0.0175}),
    "stuck": ({"p": 1e-9}, {"p": 1.1e-9}),
}


def charts(panel, state, results):
    here = dots((state["p"], results["loss"]))
    lines = {
        "loss": curve(lambda p: -np.log(p + state["delta"])),
        "without delta": curve(lambda p: -np.log(p)),
        "np-dot np-blue": here,
    }
    cap = {"cap, −log delta": curve(lambda p: -np.log(state["delta"]))}
    return {
        "Loss against the probability": lines,
        "Loss against the probability, on a logarithmic axis": lines | cap,
    }


def sentence(state, results):
    return "Probability ", state["p"], ", loss ", results["loss"], "."
