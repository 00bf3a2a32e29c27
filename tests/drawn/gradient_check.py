"""What the panel of the gradient check draws."""

import numpy as np

from nnbook.panels.gradient_check import both_ends, both_gradients, loss_bits, names_of
from tests.drawn.marks import curve, dots, through

TASKS = {
    "too-large": ({"h": 1e-2}, {"h": 10**-2.4}),
    "too-small": ({"h": 1e-10}, {"h": 1e-9}),
    "edge": ({"h": 10**-6.2}, {"h": 1e-8}),
}


BOTTOM = 1e-14


def charts(panel, state, results):
    h, k, rtol, atol = (state[name] for name in ("h", "entry", "rtol", "atol"))
    exact, numerical = both_gradients(state)
    bits = loss_bits(state)
    steps, errors, slacks = np.logspace(-12, 0, 181), [], []
    for step in steps.tolist():
        parameter, above, below = both_ends(state, step)
        slope = (above - below) / ((parameter + step) - (parameter - step))
        scale = max(abs(slope), abs(exact[k]))
        errors.append(abs(slope - exact[k]) / scale if scale > 0 else 0.0)
        slacks.append(bits * (1 + 1 / step) / scale if scale > 0 else 0.0)
    with np.errstate(divide="ignore"):
        limit = rtol + np.divide(atol, abs(exact[k]))
    slack = panel.allowances(state)
    difference = np.abs(exact - numerical)
    allowed = atol + rtol * np.abs(numerical)
    shares = np.clip(difference / allowed, 1e-6, 1e6)
    return {
        "The relative error against the step": {
            "error": through(np.column_stack([steps, errors]), slacks, least=BOTTOM),
            "most that passes": curve(lambda h: limit),
            "rtol alone": curve(lambda h: rtol),
            "np-dot np-blue": dots(
                (h, results["error"]), slack=slack.get("error", 0.0), least=BOTTOM
            ),
        },
        "Every entry against what is allowed": {
            "an entry": through(
                np.column_stack([np.arange(len(shares)), shares]),
                2 * slack["difference"] / allowed,
                least=1e-6,
                most=1e6,
            ),
            "the chosen one": dots(
                (k, shares[k]), slack=2 * slack["difference"] / allowed[k], least=1e-6
            ),
            "most that passes": curve(lambda entry: 1.0),
        },
    }


def ticks(state):
    """The axis of the entries bears names: each where its first entry is."""
    names = names_of(state)
    return {
        array: float(names.index(next(one for one in names if one.startswith(array))))
        for array in ("W1", "b1", "W2", "b2")
    }


def verdict(state, results):
    name, total = names_of(state)[state["entry"]], len(names_of(state))
    failing = results["failing"]
    said = (
        f"check_gradient refuses {failing} of {total} entries with this h."
        if failing
        else "check_gradient passes with this h."
    )
    dead = results["exact"] == 0 and results["numerical"] == 0
    return f"{said} But {name} compares 0 with 0." if dead else said


def texts(state, results):
    name = names_of(state)[state["entry"]]
    return {
        "np-verdict": [(verdict(state, results),)],
        "np-title": [(f"The gradient along {name}",), ("All entries with this h",)],
    }


def sentence(state, results):
    name = names_of(state)[state["entry"]]
    return f"{name}: relative error ", results["error"], f". {verdict(state, results)}"


def drags():
    """Of the entries the first is chosen: there is nothing to the left of it."""
    return [(25.0, 11.0)]
