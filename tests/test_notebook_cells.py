"""The source notebook's cells run unchanged after `from nnbook import *`.

The cells below are in words of our own, with every call in the form in which
the notebook makes it.
"""

import warnings

import numpy as np
import pytest

from .helpers import slopes_along_logits

IN_1 = "import numpy as np\nfrom nnbook import *"

# A reader's own class, as in In[6], over nnbook's functions.
IN_6 = """
class SimpleNet():
    def __init__(self):
        self.W = np.random.randn(2, 3)

    def predict(self, x):
        return np.dot(x, self.W)

    def loss(self, x, t):
        scores = self.predict(x)
        return cross_entropy_error(softmax(scores), t)
"""
IN_7 = """
net = SimpleNet()
print(net.W)

x = np.array([0.6, 0.9])
t = np.array([0, 0, 1])

y = net.predict(x)
print(y)

loss = net.loss(x, t)
print(loss)
"""
IN_8 = """
def f(W):
    return net.loss(x, t)
"""
IN_9 = """
dw = numerical_gradient(f, net.W)
print(dw)
"""
# A reader's own class, as in In[11], over nnbook's functions.
IN_11 = """
class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=1.0):
        self.params = {}
        self.params["W1"] = weight_init_std * np.random.randn(input_size, hidden_size)
        self.params["b1"] = np.zeros(hidden_size)
        self.params["W2"] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params["b2"] = np.zeros(output_size)

    def predict(self, x):
        hidden = sigmoid(np.dot(x, self.params["W1"]) + self.params["b1"])
        return softmax(np.dot(hidden, self.params["W2"]) + self.params["b2"])

    def loss(self, x, t):
        return cross_entropy_error(self.predict(x), t)

    def numerical_gradient(self, x, t):
        of_weights = lambda w: self.loss(x, t)
        grads = {}
        for name in ("W1", "b1", "W2", "b2"):
            grads[name] = numerical_gradient(of_weights, self.params[name])
        return grads
"""
IN_12 = """
net = TwoLayerNet(input_size=784, hidden_size=100, output_size=10)
print(net.params["W1"].shape)
print(net.params["b1"].shape)
print(net.params["W2"].shape)
print(net.params["b2"].shape)

x = np.random.rand(100, 784)
t = np.random.rand(100, 10)
print(x)
print(t)
"""
IN_13 = """
y = net.predict(x)
print(np.argmax(y,1))
"""
IN_14 = """
grads = net.numerical_gradient(x, t)
print(grads["W1"].shape)
print(grads["b1"].shape)
print(grads["W2"].shape)
print(grads["b2"].shape)
"""
IN_15 = 'print(grads["W2"])'


@pytest.fixture
def names(monkeypatch):
    """The namespace of a notebook whose first cell has run, with the same numbers every time."""
    seeded = np.random.default_rng(1)
    monkeypatch.setattr(np.random, "default_rng", lambda rng=None: seeded)
    state = np.random.get_state()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    namespace = {}
    run(namespace, IN_1)
    yield namespace
    np.random.set_state(state)  # noqa: NPY002


def run(namespace, *cells):
    for cell in cells:
        exec(compile(cell, "<cell>", "exec"), namespace)


def small(cell):
    """In[12] with sizes for which a full gradient takes a moment."""
    return cell.replace("hidden_size=100", "hidden_size=3").replace("(100, ", "(4, ")


@pytest.mark.parametrize("own_class", [False, True], ids=["nnbook's class", "reader's class"])
def test_simple_net(names, capsys, own_class):
    run(names, *([IN_6] if own_class else []), IN_7, IN_8, IN_9)
    printed = capsys.readouterr().out
    for name in ("y", "loss", "dw"):
        assert str(names[name]) in printed
    scores = np.array([0.6, 0.9]) @ names["net"].W
    y = np.exp(scores) / np.exp(scores).sum()
    np.testing.assert_allclose(names["y"], scores, rtol=1e-14)
    np.testing.assert_allclose(names["loss"], -np.log(y[2] + 1e-7), rtol=1e-13)
    slopes = np.outer([0.6, 0.9], slopes_along_logits(y, np.array([0, 0, 1]), 1e-7))
    np.testing.assert_allclose(names["dw"], slopes, rtol=1e-6)


def test_two_layer_net_at_full_size(names, capsys):
    run(names, IN_12, IN_13)  # no warning: the labels are not used yet
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["(784, 100)", "(100,)", "(100, 10)", "(10,)"]
    assert names["y"].shape == (100, 10)
    np.testing.assert_allclose(names["y"].sum(axis=1), 1, rtol=1e-14)
    assert lines[-1] in str(names["y"].argmax(axis=1))


def test_the_gradient_with_unnormalised_labels_gives_one_warning(names, capsys):
    run(names, small(IN_12), IN_13)
    capsys.readouterr()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run(names, IN_14, IN_15)
    (warning,) = caught
    assert warning.category is UserWarning
    assert "t is no distribution" in str(warning.message) and "not 1" in str(warning.message)
    assert warning.filename == "<cell>"
    printed = capsys.readouterr().out
    assert printed.startswith("(784, 3)\n(3,)\n(3, 10)\n(10,)\n[[")
    want = slopes_along_logits(names["y"], names["t"], 1e-7).mean(axis=0)
    np.testing.assert_allclose(names["grads"]["b2"], want, rtol=1e-5, atol=1e-7)


def test_the_readers_own_class_gives_the_gradient_of_nnbooks(names, capsys):
    cell = small(IN_12).replace("784", "20")
    run(names, cell)
    ours, x = names["net"], names["x"]
    one_hot = np.eye(10)[[3, 1, 4, 1]]
    run(names, IN_11, cell)
    theirs = names["net"]
    assert type(theirs) is not type(ours)
    theirs.params = ours.params
    want = ours.numerical_gradient(x, one_hot)
    for name, gradient in theirs.numerical_gradient(x, one_hot).items():
        np.testing.assert_allclose(gradient, want[name], rtol=1e-9, atol=1e-11)


def test_star_import_brings_exactly_the_public_names(names):
    import nnbook

    assert set(names) - {"np", "__builtins__"} == set(nnbook.__all__)
