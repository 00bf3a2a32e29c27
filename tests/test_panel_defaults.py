"""What each panel begins with, how far its sliders go, and the most that it takes."""

from __future__ import annotations

import inspect

import ipywidgets
import numpy as np
import pytest

from nnbook import SimpleNet, TwoLayerNet, panels
from nnbook.panels import PANELS, base
from nnbook.panels.inputs import Choice, Slider, between, interval
from tests.helpers import refused

EPS = 2.0**-52
# Of each slider: first value, ends, step, readout, whether logarithmic.
SLIDERS = {
    "boundary": {
        "hidden": (3, 0, 8, 1, "d", False),
        "steps": (0, 0, 300, 5, "d", False),
        "start": (0, 0, 9, 1, "d", False),
        "point_x": (-1.4, -2.5, 2.5, 0.1, ".1f", False),
        "point_y": (0.4, -2.5, 2.5, 0.1, ".1f", False),
    },
    "central_difference": {
        "x": (2, -3, 3, 0.05, ".2f", False),
        "h": (1, 1e-12, 1, 0.1, ".2g", True),
    },
    "cross_entropy": {
        "p": (0.1785, 1e-12, 1, 0.05, ".3g", True),
        "delta": (1e-7, 1e-12, 0.1, 0.1, ".2g", True),
    },
    "gradient_check": {
        "entry": (0, 0, 22, 1, "d", False),
        "h": (1e-4, 1e-12, 1, 0.1, ".2g", True),
    },
    "gradient_cost": {
        "hidden_size": (100, 1, 1000, 1, "d", False),
        "batch_size": (100, 1, 1000, 1, "d", False),
        "input_size": (784, 1, 1024, 1, "d", False),
    },
    "gradient_descent": {
        "rate": (1, 0.1, 10, 0.1, ".1f", False),
        "steps": (12, 0, 50, 1, "d", False),
        "start_0": (1.6686686, -4, 4, 0.05, ".2f", False),
        "start_1": (-0.82705022, -4, 4, 0.05, ".2f", False),
    },
    "slopes_back": {
        "x_0": (1, -2, 2, 0.05, ".2f", False),
        "x_1": (0.5, -2, 2, 0.05, ".2f", False),
        **{
            f"{name}_{i}_{j}": (weight, -3, 3, 0.05, ".2f", False)
            for name, weights in (("W1", [[0.5, -1], [1, 2]]), ("W2", [[2, -1], [-1, 1]]))
            for (i, j), weight in np.ndenumerate(weights)
        },
        "step": (0, 0, 10, 1, "d", False),
    },
    "handwriting": {"digit": (0, 0, 199, 1, "d", False)},
    "live_training": {
        "rate": (0.5, 0.01, 100, 0.1, ".2g", True),
        "batch_size": (100, 1, 500, 1, "d", False),
        "momentum": (0, 0, 0.99, 0.01, ".2f", False),
        "std": (1 / 28, 0.001, 1, 0.05, ".2g", True),
    },
    "softmax": {
        "score_0": (-0.96961358, -5, 5, 0.05, ".2f", False),
        "score_1": (1.42048015, -5, 5, 0.05, ".2f", False),
        "score_2": (-0.01826406, -5, 5, 0.05, ".2f", False),
        "shift": (0, -1000, 1000, 10, ".0f", False),
        "temperature": (1, 0.1, 10, 0.1, ".1f", False),
    },
    "weight_perturbation": {
        f"w_{i}_{j}": (weight, -3, 3, 0.01, ".2f", False)
        for (i, j), weight in np.ndenumerate(
            [[-0.8339355, -0.13553598, 1.21013523], [-0.52139142, 1.6686686, -0.82705022]]
        )
    },
}
BOWL = {
    "rate": (0.1, 0.005, 0.25, 0.005, ".3f", False),
    "steps": (12, 0, 50, 1, "d", False),
    "start_0": (-10, -11, 2, 0.08, ".2f", False),
    "start_1": (1, -4, 4, 0.05, ".2f", False),
}
ONE_WEIGHT = {
    "unit": (0, 0, 5, 1, "d", False),
    "row": (14, 0, 27, 1, "d", False),
    "column": (14, 0, 27, 1, "d", False),
    "change": (0, -3, 3, 0.05, ".2f", False),
}


def small(**options):
    return panels.one_weight(TwoLayerNet(784, 9, 4, rng=0), np.zeros((2, 784)), [0, 1], **options)


MADE = [
    *[(panel, SLIDERS[name]) for name, panel in PANELS.items() if name in SLIDERS],
    (lambda: panels.descent("bowl"), BOWL),
    (small, ONE_WEIGHT),
]


def label_of(name, panel):
    if name.startswith("start_"):
        bowl = panel.given["landscape"] == "bowl"
        return f"from w{name[-1]}" if bowl else f"from W[1,{1 + int(name[-1])}]"
    if name[:2] in ("x_", "W1", "W2"):
        return f"{name[:2].rstrip('_')}[{','.join(name[2:].strip('_').split('_'))}]"
    if name.startswith("w_"):
        return f"W[{name[2]},{name[4]}]"
    others = {"hidden_size": "hidden", "batch_size": "batch", "input_size": "inputs"}
    others |= {"digit": "test digit", "std": "first size", "hidden": "units"}
    others |= {"point_x": "point right", "point_y": "point up"}
    return others.get(name, name.replace("_", " "))


@pytest.mark.parametrize(("made", "wanted"), MADE)
def test_sliders_begin_and_end_where_they_should(made, wanted):
    panel = made()
    assert list(panel.sliders) == list(wanted)
    longest = max(len(one.description) for one in panel.sliders.values())
    for name, (first, low, high, step, readout, log) in wanted.items():
        slider, limits = panel.sliders[name], panel.view.ranges[name]
        assert slider.value == getattr(panel.view, name) == first
        # The first value lies on the grid, which begins less than a step above the end.
        ends = np.log10([first, low, high]) if log else [first, low, high]
        assert ends[1] - 1e-9 <= slider.min < ends[1] + step - 1e-9
        assert abs((ends[0] - slider.min) / step % 1 - 0.5) > 0.499
        assert slider.max == pytest.approx(ends[2], abs=1e-12)
        assert slider.step == limits["step"] == step and limits["log"] == log
        assert slider.readout_format == readout and limits["whole"] == (readout == "d")
        assert slider.description == label_of(name, panel)
        assert slider.style.description_width == f"{longest + 1}ch"
    grid = panel.children[0]
    room = 12 + 0.6 + 0.6 * (longest + 1)
    assert f"min(100%, {room:.1f}rem)" in grid.layout.grid_template_columns
    assert grid.layout.grid_gap == "0 1rem" and grid.layout.width == panel.layout.width == "100%"
    assert "nnbook-sliders" in grid._dom_classes
    panel.close()


# What a panel is given that no slider sets.
GIVEN = [
    (panels.central_difference, {"functions": ["x**3", "sin", "exp", "sigmoid"]}),
    (panels.gradient_cost, {"output_size": 10}),
    (panels.boundary, {"classes": [1] * 40 + [0] * 40, "marked": 79, "rate": 2, "reach": 2.5}),
    (panels.gradient_check, {"rtol": 1e-6, "atol": 1e-9, "delta": 1e-7}),
    (
        panels.descent,
        {
            "landscape": "network",
            "x": [[0.6, 0.9]],
            "t": [[0.1, 0.3, 0.6]],
            "delta": 1e-7,
            "weights": [[1, 1], [1, 2]],
            "frame": [-4, 4, -4, 4],
        },
    ),
    (
        lambda: panels.descent("bowl"),
        {"curvatures": [1, 10], "frame": [-11, 2, -4, 4], "weights": []},
    ),
    (
        lambda: panels.descent("bowl", curvatures=(4, 4), start=(0, -0.5)),
        {"frame": [-4, 4, -2, 2]},
    ),
    (
        lambda: panels.descent("bowl", curvatures=(5, 2), start=(3, 0)),
        {"frame": [-12, 12, -0.2, 0.2]},
    ),
    (
        lambda: panels.descent("bowl", curvatures=(1, 2), start=(5, 1)),
        {"frame": [-1, 5.5, -4, 4]},
    ),
    (
        panels.weight_perturbation,
        {
            "x": [0.6, 0.9],
            "t": [0, 0, 1],
            "delta": 1e-7,
            "h": 1e-4,
            "rate": 1,
            "start_name": "Notebook’s W",  # noqa: RUF001
            "compact": False,
        },
    ),
    (panels.slopes_back, {"t": 1, "b1": [0, 0], "b2": [0, 0], "h": 1e-4}),
    (small, {"h": 1e-4, "delta": 1e-7, "units": [0, 1, 2, 3, 4, 5], "scale": 255}),
]


@pytest.mark.parametrize(("made", "wanted"), GIVEN)
def test_what_is_given_by_default(made, wanted):
    panel = made()
    for name, value in wanted.items():
        if isinstance(value, (str, bool)) or not np.size(value):
            assert panel.given[name] == value
        elif name == "functions":
            assert list(panel.given[name]) == value
        else:
            np.testing.assert_allclose(panel.given[name], value, rtol=1e-15)
    panel.close()


def test_the_net_that_gradient_check_begins_with():
    panel = panels.gradient_check()
    rng = np.random.default_rng(16)
    net, x = TwoLayerNet(4, 3, 2, 2.0, rng=rng), rng.standard_normal((5, 4))
    for name, array in net.params.items():
        np.testing.assert_array_equal(panel.given[name], array)
    np.testing.assert_array_equal(panel.given["x"], x)
    assert np.argmax(panel.given["t"], axis=1).tolist() == [0, 1, 1, 0, 1]
    panel.close()


def test_heights():
    heights = {name: panel.height for name, panel in PANELS.items()}
    tall = {"handwriting": 4.4, "weight_perturbation": 5.2, "softmax": 2.6, "slopes_back": 4.2}
    assert heights == {name: tall.get(name, 3.2) for name in PANELS}


def a_net(*sizes, **options):
    return TwoLayerNet(*sizes, rng=0, **options)


def scaled(net, name, value):
    net.params[name].flat[0] = value
    return net


@pytest.mark.parametrize(
    "make",
    [
        lambda: panels.one_weight(a_net(784, 9, 4), np.zeros((24, 784)), [0] * 24),
        lambda: small(units=range(8)),
        lambda: small(units=[0]),
        lambda: small(pixel=(27, 0)),
        lambda: panels.gradient_check(a_net(5, 5, 5), np.ones((20, 5)), [0] * 20, entry=59),
        lambda: panels.gradient_check(scaled(a_net(1, 1, 2), "W1", -1000), [[1]], [0], h=1e-12),
        lambda: panels.gradient_check(a_net(1, 1, 2), [[1]], [0], rtol=0, atol=0, h=1),
        lambda: panels.gradient_cost(1, 1, 1, 1),
        lambda: panels.boundary(0, 0),
        lambda: panels.boundary(8, 300),
        lambda: panels.gradient_cost(1024, 1000, 100, 1000),
        lambda: panels.cross_entropy_curve(1, 0.1),
        lambda: panels.cross_entropy_curve(1e-12, 1e-12),
        lambda: panels.central_difference(x=-3, h=1e-12),
        lambda: panels.softmax_scores([-5, 5, 0], shift=-1000, temperature=0.1),
        lambda: panels.descent(steps=0, rate=10),
        lambda: panels.descent(steps=50, limits=(-1, 1.6686686)),
        lambda: panels.weight_perturbation(SimpleNet(W=[[3, -3, 0], [1, 1, 1]]), chosen=(1, 2)),
        lambda: panels.slopes_back(scaled(a_net(2, 2, 2), "W2", -3), [-2, 2], 0, step=10),
    ],
)
def test_what_is_just_allowed_is_taken(make):
    panel = make()
    assert panel.results
    panel.close()


def test_bounds_are_told_in_full():
    for call, message in (
        (
            lambda: between("p", 2, 0, 1),
            "p must lie between 0 and 1, the ends of its slider; got 2",
        ),
        (lambda: between("p", True, 0, 1), "p must be a number, got True"),
        (lambda: interval("limits", (1, 1)), "limits must have min < max, got min 1 and max 1"),
        (lambda: interval("limits", [1]), "limits must be two numbers, min and max; got [1]"),
        (lambda: Slider(1, 0, 3, 1, "d").at(4, "k"), "k must be an integer from 0 to 3, got 4"),
        (
            lambda: Slider(1, 0.1, 3, log=True).at(0, "k"),
            "k must be a finite number > 0, got 0",
        ),
    ):
        with pytest.raises((TypeError, ValueError)) as caught:
            call()
        assert str(caught.value) == message


def test_sliders_and_choices_by_themselves():
    slider = Slider(10, 0, 40, 1, "d")
    moved = slider.at(3, "k", (1, 5))
    assert (moved.value, moved.low, moved.high, moved.step) == (3, 1, 5, 1)
    assert Slider(1, 0, 2).step == 1 and Slider(1, 0, 2).readout == ".2f"
    widget = Slider(1, 0, 2, label="own").widget("a_name")
    assert widget.description == "own" and isinstance(widget, ipywidgets.FloatSlider)
    widget.close()
    assert Choice(1, 4).range() == {"low": 0, "high": 3, "step": 1, "whole": True, "log": False}


def test_what_is_no_finite_number_is_none():
    found = base.plain({"a": [np.inf, -np.inf, np.nan, 1.0], "b": (np.float32(2), "inf")})
    assert found == {"a": [None, None, None, 1.0], "b": [2.0, "inf"]}
    steep = TwoLayerNet(1, 1, 2, rng=0, delta=0)
    steep.params["b2"][:] = 1000, -1000
    panel = panels.gradient_check(steep, [[1.0]], [1])
    assert panel.results["above"] == pytest.approx(2000, rel=0.01)
    panel.close()


def test_the_allowances_are_some_bits_of_the_largest_terms():
    net = TwoLayerNet(2, 2, 2, rng=1)
    net.params["b2"][:] = 3, -4
    panel = panels.gradient_check(net, [[1.0, -7.0]], [1], h=1e-5, rtol=1e-3, atol=1e-2, entry=8)
    state, p = panel.state, net.params
    first = (np.abs([[1.0, -7.0]]) @ np.abs(p["W1"]) + np.abs(p["b1"])).max()
    largest = np.abs(p["W2"]).max()
    sums = first * largest / 4 + np.abs(p["W2"]).sum(axis=0).max() + 4
    bits = EPS * (8 * net.loss([[1.0, -7.0]], [1]) + 2 * sums)
    found, results = panel.allowances(state), panel.results
    scale = max(abs(results["exact"]), abs(results["numerical"]))
    wanted = {
        "above": bits,
        "below": bits,
        "numerical": bits * (1 + 1e5),
        "exact": 7 * bits,
        "difference": bits * (1 + 1e5),
        "allowed": 1e-3 * bits * (1 + 1e5),
        "error": bits * (1 + 1e5) / scale,
    }
    assert set(found) == set(wanted)
    for name, value in wanted.items():
        assert found[name] == pytest.approx(value, rel=1e-9, abs=0), name
    panel.close()
    # With nothing allowed, the bits decide about every entry that is not off by more.
    panel = panels.gradient_check(net, [[1.0, -7.0]], [1], h=1e-5, rtol=0, atol=0)
    assert panel.allowances(panel.state)["failing"] == 12
    assert "allowed" not in panel.allowances(panel.state)
    panel.close()
    panel = panels.weight_perturbation(SimpleNet(W=[[3, -3, 0], [1, 1, 1]]), x=[5, 2])
    loss = SimpleNet(W=[[3, -3, 0], [1, 1, 1]]).loss([5.0, 2.0], [0, 0, 1])
    slack = {
        "scores": 2 * EPS * 17,
        "gradient": 8 * EPS * loss * 1e4,
        "slope": 8 * EPS * loss * 1e4,
    }
    assert panel.allowances(panel.state) == pytest.approx(slack, rel=1e-9, abs=0)
    panel.close()
    panel = panels.central_difference(["x**2"], x=-3, h=0.01)
    slack = 4 * EPS * ((3.01**2 + 18) / 0.01 + 1)
    wanted = {"slope": slack, "error": slack, "forward": 2 * slack, "forward_error": 2 * slack}
    assert panel.allowances(panel.state) == pytest.approx(wanted, abs=0)
    panel.close()
    panel = small()
    slack = 8 * EPS * panel.results["loss"]
    assert panel.allowances(panel.state) == pytest.approx(
        {"moved": slack, "slope": slack / 1e-4}, abs=0
    )
    panel.close()


def test_an_input_cannot_have_a_name_that_is_taken():
    def declare():
        class taken(base.Panel):
            close = Slider(0, 0, 1)

    message = "taken: close is taken; call the input something else"
    refused(TypeError, declare, message)
    assert inspect.isfunction(base.Panel.close)
