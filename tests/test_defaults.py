"""What an argument is when it is left out, as the docstrings say."""

import inspect
from math import cbrt

import numpy as np
import pytest

from nnbook import (
    SimpleNet,
    Training,
    TwoLayerNet,
    check_gradient,
    cross_entropy_error,
    draw_digit,
    load_mnist,
    log_softmax,
    numerical_gradient,
    panels,
    plots,
    softmax,
)
from nnbook.losses import labels_as_rows
from nnbook.networks import checked_batch, checked_data, checked_params

NOTEBOOK_X, NOTEBOOK_T = (0.6, 0.9), (0, 0, 1)
SCORES = (-0.96961358, 1.42048015, -0.01826406)


@pytest.mark.parametrize(
    ("function", "defaults"),
    [
        (softmax, {"axis": -1}),
        (log_softmax, {"axis": -1}),
        (cross_entropy_error, {"delta": 1e-7, "reduction": "mean", "from_logits": False}),
        (numerical_gradient, {"h": 1e-4, "progress": False}),
        (check_gradient, {"h": cbrt(2**-52), "rtol": 1e-6, "atol": 1e-9}),
        (load_mnist, {"split": "train", "one_hot": True, "dtype": np.float64}),
        (draw_digit, {"fit": True}),
        (SimpleNet, {"W": None, "rng": None, "delta": 1e-7}),
        (
            TwoLayerNet,
            {"weight_init_std": 1.0, "rng": None, "delta": 1e-7, "dtype": np.float64},
        ),
        (TwoLayerNet.numerical_gradient, {"h": 1e-4, "progress": False}),
        (
            Training,
            {"test": None, "batch_size": 100, "learning_rate": 0.1, "momentum": 0.0, "rng": None},
        ),
        (Training.run, {"callback": None, "progress": False}),
        (plots.heatmap, {"title": "", "decimals": 2, "ax": None}),
        (plots.digits, {"titles": (), "columns": 10}),
        (labels_as_rows, {"stacklevel": 1}),
        (checked_data, {"ndim": (1, 2)}),
        (checked_batch, {"stacklevel": 1}),
        (checked_params, {"finite": True}),
        (
            panels.weight_perturbation,
            {
                "net": None,
                "x": NOTEBOOK_X,
                "t": NOTEBOOK_T,
                "chosen": (0, 2),
                "limits": (-3.0, 3.0),
                "compact": False,
            },
        ),
        (
            panels.softmax_scores,
            {"scores": SCORES, "shift": 0.0, "temperature": 1.0, "limits": (-5.0, 5.0)},
        ),
        (panels.cross_entropy_curve, {"p": 0.1785, "delta": 1e-7}),
        (
            panels.central_difference,
            {"functions": ("x**3", "sin", "exp", "sigmoid"), "x": 2.0, "h": 1.0},
        ),
        (
            panels.descent,
            {
                "landscape": "network",
                "net": None,
                "x": NOTEBOOK_X,
                "t": (0.1, 0.3, 0.6),
                "weights": ((1, 1), (1, 2)),
                "limits": (-4.0, 4.0),
                "curvatures": (1.0, 10.0),
                "start": (-10.0, 1.0),
                "rate": None,
                "steps": 12,
            },
        ),
        (panels.one_weight, {"units": None, "pixel": (14, 14)}),
        (panels.handwriting, {"digit": 0, "strokes": None}),
        (
            panels.live_training,
            {
                "digits": 1000,
                "rate": 0.5,
                "batch_size": 100,
                "momentum": 0.0,
                "std": 1 / 28,
                "rng": 0,
            },
        ),
        (
            panels.gradient_check,
            {"net": None, "x": None, "t": None, "entry": 0, "h": 1e-4, "rtol": 1e-6, "atol": 1e-9},
        ),
        (
            panels.gradient_cost,
            {"input_size": 784, "hidden_size": 100, "output_size": 10, "batch_size": 100},
        ),
    ],
)
def test_defaults(function, defaults):
    parameters = inspect.signature(function).parameters.values()
    found = {one.name: one.default for one in parameters if one.default is not one.empty}
    step = found.pop("h", None), defaults.get("h")
    assert step[0] == (step[1] and pytest.approx(step[1], rel=1e-12))
    assert found == {name: value for name, value in defaults.items() if name != "h"}
