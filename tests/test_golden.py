"""Every number that the source notebook printed for SimpleNet (cells In[7] and In[9])."""

import json
from pathlib import Path

import numpy as np
import pytest

from nnbook import SimpleNet, cross_entropy_error, numerical_gradient, softmax

GOLDEN = json.loads((Path(__file__).parent / "golden" / "simple_net.json").read_text())
X, T, W = (np.array(GOLDEN[name]) for name in ("x", "t", "W"))


@pytest.fixture
def net():
    return SimpleNet(W=W)


def digits(values):
    """Each number as text with the eight decimals of the notebook."""
    return [f"{value:.8f}" for value in np.ravel(values)]


def test_predict_to_the_printed_digits(net):
    assert digits(net.predict(X)) == digits(GOLDEN["predict"])


def test_loss_to_what_the_rounded_weights_allow(net):
    assert abs(net.loss(X, T) - GOLDEN["loss"]) <= 1e-8
    assert abs(net.loss(X, 2) - 1.7230549742562002) <= 1e-8


def test_gradient_to_the_printed_digits(net):
    gradient = numerical_gradient(lambda _: net.loss(X, T), net.W)
    assert digits(gradient) == digits(GOLDEN["gradient"])
    np.testing.assert_array_equal(net.W, W)


def test_the_notebooks_way_through_softmax_and_loss(net):
    y = softmax(net.predict(X), axis=None)
    assert abs(cross_entropy_error(y, T, reduction="sum") - GOLDEN["loss"]) <= 1e-8


def test_printed_as_the_notebook_printed_it(net, capsys):
    print(net.W)
    print(net.predict(X))
    print(numerical_gradient(lambda _: net.loss(X, T), net.W))
    assert capsys.readouterr().out == (
        "[[-0.8339355  -0.13553598  1.21013523]\n"
        " [-0.52139142  1.6686686  -0.82705022]]\n"
        "[-0.96961358  1.42048015 -0.01826406]\n"
        "[[ 0.04136868  0.45151914 -0.49288782]\n"
        " [ 0.06205302  0.67727871 -0.73933173]]\n"
    )


def test_the_golden_file_is_the_notebooks():
    assert GOLDEN["loss"] == 1.7230549742562002
    assert GOLDEN["predict"] == [-0.96961358, 1.42048015, -0.01826406]
    assert GOLDEN["x"] == [0.6, 0.9] and GOLDEN["t"] == [0, 0, 1]
