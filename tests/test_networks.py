"""SimpleNet and TwoLayerNet against plain loops and backpropagation."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnbook import SimpleNet, TwoLayerNet, check_gradient, numerical_gradient

from .helpers import backpropagation, exact_sigmoid, exact_softmax, refused

NAMES = ["W1", "b1", "W2", "b2"]


def dot(row, matrix):
    return [math.fsum(a * b for a, b in zip(row, column, strict=True)) for column in matrix.T]


def by_loops(net, x):
    """Probabilities of TwoLayerNet for one sample, without NumPy's arithmetic."""
    p = net.params
    hidden = [exact_sigmoid(a + b) for a, b in zip(dot(x, p["W1"]), p["b1"], strict=True)]
    return exact_softmax([a + b for a, b in zip(dot(hidden, p["W2"]), p["b2"], strict=True)])


def filled(inputs=4, hidden=3, classes=3, seed=0, **options):
    """A net with biases that are not 0, and a batch of five for it."""
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(inputs, hidden, classes, rng=rng, **options)
    net.params["b1"][:] = rng.standard_normal(hidden)
    net.params["b2"][:] = rng.standard_normal(classes)
    return net, rng.standard_normal((5, inputs)), rng.integers(0, classes, 5)


# --- values


@given(st.integers(0, 2**32 - 1))
def test_two_layer_predictions_against_loops(seed):
    net, x, _ = filled(seed=seed)
    want = [by_loops(net, row) for row in x]
    np.testing.assert_allclose(net.predict(x), want, rtol=1e-13)
    np.testing.assert_allclose([net.predict(row) for row in x], want, rtol=1e-13)


def test_simple_predictions_against_loops():
    net = SimpleNet(rng=3)
    x = np.random.default_rng(4).standard_normal((5, 2))
    want = [dot(row, net.W) for row in x]
    np.testing.assert_allclose(net.predict(x), want, rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose([net.predict(row) for row in x], want, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("delta", [1e-7, 1e-2, 0])
def test_losses_are_the_mean_cross_entropy(delta):
    net, x, t = filled(delta=delta)
    want = [-math.log(by_loops(net, row)[k] + delta) for row, k in zip(x, t, strict=True)]
    assert math.isclose(net.loss(x, t), math.fsum(want) / 5, rel_tol=1e-13)
    assert math.isclose(net.loss(x[1], t[1]), want[1], rel_tol=1e-13)

    simple = SimpleNet(rng=0, delta=delta)
    want = [
        -math.log(exact_softmax(dot(row[:2], simple.W))[k] + delta)
        for row, k in zip(x, t, strict=True)
    ]
    assert math.isclose(simple.loss(x[:, :2], t), math.fsum(want) / 5, rel_tol=1e-13)
    assert math.isclose(simple.loss(x[1, :2], t[1]), want[1], rel_tol=1e-13)


def test_the_default_delta_caps_the_loss_and_0_does_not():
    W = [[1000.0, -1000.0]]
    assert round(SimpleNet(W=W).loss([1.0], 1), 3) == 16.118
    assert SimpleNet(W=W, delta=0).loss([1.0], 1) == 2000
    for delta, want in ((1e-7, 16.118), (0, 1000.0)):
        net = TwoLayerNet(1, 1, 2, weight_init_std=0, delta=delta)
        net.params["b2"][0] = 1000.0
        assert round(net.loss([1.0], 1), 3) == want


def test_labels_in_every_form_agree_to_the_bit():
    net, x, t = filled()
    simple = SimpleNet(rng=0)
    one_hot = np.eye(3)[t]
    for same in (one_hot, one_hot.astype(int), t.tolist(), t.astype(np.uint8)):
        assert net.loss(x, same) == net.loss(x, t)
        assert net.accuracy(x, same) == net.accuracy(x, t)
        assert simple.loss(x[:, :2], same) == simple.loss(x[:, :2], t)
        gradients = net.numerical_gradient(x, same)
        for name, gradient in net.numerical_gradient(x, t).items():
            np.testing.assert_array_equal(gradients[name], gradient)


def test_accuracy_counts():
    net = TwoLayerNet(2, 2, 3, weight_init_std=0)
    net.params["b2"][:] = [0.0, 1.0, 0.5]  # always says class 1
    x = np.zeros((4, 2))
    assert net.accuracy(x, [1, 1, 0, 1]) == 0.75
    assert net.accuracy(x, [0, 2, 0, 0]) == 0
    assert net.accuracy(x, [1, 1, 1, 1]) == 1
    soft = [[0.2, 0.5, 0.3], [0.6, 0.4, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 1.0]]
    assert net.accuracy(x, soft) == 0.25
    assert type(net.accuracy(x, soft)) is float


def test_far_out_data_neither_overflows_nor_warns():
    net, x, t = filled()
    y = net.predict(1e6 * x)
    np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-15)
    assert math.isfinite(net.loss(1e6 * x, t))


def test_float32_weights_stay_float32():
    net = SimpleNet(W=np.ones((2, 3), np.float32))
    assert net.W.dtype == net.predict(np.ones(2, np.float32)).dtype == np.float32


# --- gradients


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("delta", [1e-7, 0.1, 0])
def test_numerical_gradient_is_the_exact_one(seed, delta):
    net, x, t = filled(seed=seed, delta=delta)
    exact = backpropagation(net, x, np.eye(3)[t])
    gradients = net.numerical_gradient(x, t)
    assert list(gradients) == NAMES
    for name, gradient in gradients.items():
        assert gradient.shape == net.params[name].shape
        np.testing.assert_allclose(gradient, exact[name], rtol=1e-6, atol=2e-8)


def test_numerical_gradient_is_the_generic_one():
    net, x, t = filled()
    for h in (1e-4, 1e-3):
        gradients = net.numerical_gradient(x, t, h)
        for name, array in net.params.items():
            generic = numerical_gradient(lambda _: net.loss(x, t), array, h)
            np.testing.assert_allclose(gradients[name], generic, rtol=1e-9, atol=1e-11)
    single = net.numerical_gradient(x[0], t[0])
    np.testing.assert_allclose(single["b2"], net.numerical_gradient(x[:1], t[:1])["b2"], atol=1e-11)


def test_the_step_is_passed_on():
    net, x, t = filled()
    coarse, fine = (net.numerical_gradient(x, t, h)["b2"] for h in (0.5, 1e-5))
    assert np.abs(coarse - fine).max() > 1e-4


def test_the_gradient_of_simple_net_is_an_outer_product():
    net, x = SimpleNet(rng=1, delta=0), np.array([0.6, 0.9])
    exact = np.outer(x, exact_softmax(net.predict(x)) - [0, 0, 1])
    assert check_gradient(lambda _: net.loss(x, 2), net.W, exact) < 1


def test_parameters_are_changed_in_place_and_restored_to_the_bit():
    net, x, t = filled()
    before = {name: array.tobytes() for name, array in net.params.items()}
    arrays = dict(net.params)
    net.numerical_gradient(x, t)
    for name, array in net.params.items():
        assert array is arrays[name]
        assert array.tobytes() == before[name]
    base = net.loss(x, t)
    net.params["b2"][0] += 1
    assert net.loss(x, t) != base


def test_progress_bars(capfd):
    net, x, t = filled()
    net.numerical_gradient(x, t, progress=True)
    shown = capfd.readouterr().err
    assert shown.count("1/1") == 1  # one tile of work


def test_one_warning_for_the_whole_gradient():
    net, x, _ = filled()
    calls = (net.numerical_gradient, net.loss, net.accuracy, SimpleNet(W=np.eye(4)[:, :3]).loss)
    for call in calls:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            call(x, np.full((5, 3), 0.5))
        (warning,) = caught
        assert warning.category is UserWarning
        assert warning.filename == __file__
        assert "sum to between 1.5 and 1.5, not 1" in str(warning.message)


# --- construction


def test_the_notebooks_call_forms():
    assert SimpleNet().W.shape == (2, 3)
    net = TwoLayerNet(6, 5, 4, 0.01)
    assert {name: array.shape for name, array in net.params.items()} == {
        "W1": (6, 5),
        "b1": (5,),
        "W2": (5, 4),
        "b2": (4,),
    }
    assert list(net.params) == NAMES
    assert not net.params["b1"].any() and not net.params["b2"].any()


def test_the_same_seed_gives_the_same_bits():
    generator = np.random.default_rng(7)
    net = TwoLayerNet(6, 5, 4, rng=7)
    np.testing.assert_array_equal(net.params["W1"], generator.standard_normal((6, 5)))
    np.testing.assert_array_equal(net.params["W2"], generator.standard_normal((5, 4)))
    np.testing.assert_array_equal(
        SimpleNet(rng=7).W, np.random.default_rng(7).standard_normal((2, 3))
    )


def test_a_generator_is_used_and_moved_on():
    a, b = np.random.default_rng(7), np.random.default_rng(7)
    np.testing.assert_array_equal(SimpleNet(rng=a).W, SimpleNet(rng=7).W)
    assert a.bit_generator.state != b.bit_generator.state
    assert (SimpleNet(rng=a).W != SimpleNet(rng=7).W).all()
    assert (TwoLayerNet(2, 2, 2, rng=a).params["W1"] != SimpleNet(rng=7).W[:, :2]).all()


def test_without_a_seed_every_net_differs():
    assert (SimpleNet().W != SimpleNet().W).all()
    assert (TwoLayerNet(2, 2, 2).params["W2"] != TwoLayerNet(2, 2, 2).params["W2"]).all()


def test_the_global_generator_is_left_alone():
    before = str(np.random.get_state())  # noqa: NPY002
    net, x, t = filled()
    net.accuracy(x, t)
    net.numerical_gradient(x, t)
    SimpleNet().loss([1.0, 2.0], 0)
    TwoLayerNet(2, 2, 2)
    assert str(np.random.get_state()) == before  # noqa: NPY002


def test_weight_init_std():
    wide, narrow = (TwoLayerNet(300, 100, 10, std, rng=0).params for std in (1.0, 0.01))
    assert abs(wide["W1"].std() - 1) < 0.02 and abs(wide["W1"].mean()) < 0.02
    for name in ("W1", "W2"):
        np.testing.assert_allclose(narrow[name], 0.01 * wide[name], rtol=1e-15)
    default = TwoLayerNet(300, 100, 10, rng=0).params
    np.testing.assert_array_equal(default["W1"], wide["W1"])


def test_given_weights_are_copied():
    W = np.ones((2, 3))
    net = SimpleNet(W=W)
    net.W[0, 0] = 5
    assert W[0, 0] == 1
    assert SimpleNet([[1, 2]]).W.dtype == np.float64


def test_repr():
    assert repr(SimpleNet(W=np.ones((4, 5)))) == "SimpleNet(4x5)"
    assert repr(TwoLayerNet(6, 5, 4)) == "TwoLayerNet(6-5-4, 59 parameters)"
    assert repr(TwoLayerNet(784, 100, 10)) == "TwoLayerNet(784-100-10, 79,510 parameters)"


# --- bad input


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize(
    ("size", "error", "got"),
    [
        (0, ValueError, "got 0"),
        (-3, ValueError, "got -3"),
        (2.0, TypeError, "got 2.0"),
        ("2", TypeError, "got '2'"),
        (None, TypeError, "got None"),
        (True, TypeError, "True"),
        (np.bool_(True), TypeError, "True"),
        ([2], TypeError, "got [2]"),
    ],
)
def test_bad_sizes(position, size, error, got):
    sizes = [2, 2, 2]
    sizes[position] = size
    name = ["input_size", "hidden_size", "output_size"][position]
    refused(error, lambda: TwoLayerNet(*sizes), f"{name} must be a positive integer", got)


def test_numpy_integers_are_sizes():
    assert repr(TwoLayerNet(np.int64(2), np.uint8(3), np.array(4))).startswith("TwoLayerNet(2-3-4")


@pytest.mark.parametrize(
    ("call", "error", "parts"),
    [
        (
            lambda: TwoLayerNet(2, 2, 2, -0.1),
            ValueError,
            ["weight_init_std must be a finite number >= 0", "got -0.1"],
        ),
        (
            lambda: TwoLayerNet(2, 2, 2, np.nan),
            ValueError,
            ["weight_init_std must be a finite number >= 0", "got nan"],
        ),
        (
            lambda: TwoLayerNet(2, 2, 2, "wide"),
            TypeError,
            ["weight_init_std must be a number", "got 'wide'"],
        ),
        (lambda: TwoLayerNet(2, 2, 2, delta=-1), ValueError, ["delta must be", ">= 0", "got -1"]),
        (lambda: SimpleNet(delta=np.inf), ValueError, ["delta must be", ">= 0", "got inf"]),
        (lambda: SimpleNet(delta=None), TypeError, ["delta must be a number", "got None"]),
        (lambda: SimpleNet(W=[1.0, 2.0]), ValueError, ["W must be 2-D", "got 1-D", "(2,)"]),
        (lambda: SimpleNet(W=np.ones((0, 3))), ValueError, ["W must not be empty", "(0, 3)"]),
        (lambda: SimpleNet(W=[[1, np.nan]]), ValueError, ["W must be finite", "index (0, 1)"]),
        (lambda: SimpleNet(W=[["a"]]), TypeError, ["W must hold real numbers", "<U1"]),
        (lambda: SimpleNet(W=[[1.0]], rng=0), ValueError, ["rng must be left out", "W is given"]),
    ],
)
def test_bad_construction(call, error, parts):
    refused(error, call, *parts)


NET, SIMPLE = TwoLayerNet(2, 3, 3, rng=0), SimpleNet(rng=0)  # two inputs, three classes
METHODS = [NET.predict, NET.loss, NET.accuracy, NET.numerical_gradient]
METHODS += [SIMPLE.predict, SIMPLE.loss]


def name_of(method):
    return f"{type(method.__self__).__name__}.{method.__name__}"


@pytest.mark.parametrize("method", METHODS, ids=name_of)
@pytest.mark.parametrize(
    ("x", "error", "parts"),
    [
        (np.ones((4, 3)), ValueError, ["x must have 2 columns", "got shape (4, 3)"]),
        (np.ones((2, 1)), ValueError, ["x must have 2 columns", "got shape (2, 1)"]),
        (np.ones((1, 2, 2)), ValueError, ["x must be", "2-D, got 3-D", "(1, 2, 2)"]),
        (1.0, ValueError, ["x must be", "2-D, got 0-D"]),
        (np.ones((0, 2)), ValueError, ["x must not be empty", "got shape (0, 2)"]),
        ([[1.0, 2.0], [np.nan, 0.0]], ValueError, ["x must be finite", "nan at index (1, 0)"]),
        ([[1.0, np.inf]], ValueError, ["x must be finite", "inf at index (0, 1)"]),
        ([[1.0, 2.0], [1.0]], ValueError, ["x must be a rectangular array"]),
        ([["a", "b"]], TypeError, ["x must hold real numbers", "<U1"]),
    ],
)
def test_bad_x(method, x, error, parts):
    t = () if method.__name__ == "predict" else ([0, 1],)
    refused(error, lambda: method(x, *t), *parts)


def test_accuracy_wants_a_batch():
    refused(ValueError, lambda: NET.accuracy([1.0, 2.0], 0), "x must be 2-D, got 1-D", "(2,)")


@pytest.mark.parametrize("method", [m for m in METHODS if m.__name__ != "predict"], ids=name_of)
@pytest.mark.parametrize(
    ("t", "error", "parts"),
    [
        ([0, 1, 2], ValueError, ["t must have the shape (2, 3)", "(2,)", "got shape (3,)"]),
        (np.eye(3), ValueError, ["t must have the shape (2, 3)", "got shape (3, 3)"]),
        (np.eye(2), ValueError, ["t must have the shape (2, 3)", "got shape (2, 2)"]),
        ([[0, 0, 1]], ValueError, ["t must have the shape (2, 3)", "got shape (1, 3)"]),
        ([0, 3], ValueError, ["t must hold classes from 0 to 2", "got the label 3"]),
        ([0, -1], ValueError, ["t must hold classes from 0 to 2", "got the label -1"]),
        ([0.0, 1.0], TypeError, ["t must hold integer class labels", "float64"]),
        ([[2, -1, 0], [0, 0, 1]], ValueError, ["t must not hold negative labels", "got -1"]),
        ([[0, 0, np.nan], [0, 0, 1]], ValueError, ["t must be finite", "nan at index (0, 2)"]),
        ([], ValueError, ["t must not be empty", "(0,)"]),
        ([None, None], TypeError, ["t must hold real numbers", "object"]),
    ],
)
def test_bad_t(method, t, error, parts):
    refused(error, lambda: method(np.ones((2, 2)), t), *parts)


@pytest.mark.parametrize("h", [0, -1, np.nan])
def test_bad_h(h):
    refused(
        ValueError,
        lambda: NET.numerical_gradient(np.ones((2, 2)), [0, 1], h),
        "h must be a finite number > 0",
        f"got {h}",
    )
