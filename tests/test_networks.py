"""SimpleNet and TwoLayerNet against plain loops and backpropagation."""

import math
import warnings

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import (
    GradientMismatchError,
    SimpleNet,
    TwoLayerNet,
    check_gradient,
    load_mnist,
    numerical_gradient,
)
from nnbook.gradients import BEST_STEP

from .helpers import (
    FLAT,
    backpropagation,
    exact_sigmoid,
    exact_softmax,
    labelled,
    refused,
    slopes_along_logits,
)

pytestmark = FLAT

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
    net, x = SimpleNet(W=np.ones((2, 3), np.float32)), np.ones(2, np.float32)
    assert net.W.dtype == net.predict(x).dtype == net.gradient(x, 0).dtype == np.float32


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


def test_parameters_stay_as_they_are_to_the_bit():
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
    assert shown.count("5/5") == 1  # a step a sample


def test_one_warning_for_the_whole_gradient():
    net, x, _ = filled()
    calls = (net.numerical_gradient, net.gradient, net.loss, net.accuracy)
    simple = SimpleNet(W=np.eye(4)[:, :3])
    calls += (simple.loss, simple.gradient)
    for call in calls:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            call(x, np.full((5, 3), 0.5))
        (warning,) = caught
        assert warning.category is UserWarning
        assert warning.filename == __file__
        assert "sum to between 1.5 and 1.5, not 1" in str(warning.message)


# --- backpropagation

LABELS = ["integers", "one-hot", "soft", "unnormalised"]
DELTAS = [0, 1e-7, 1e-2, 3.0]
WARNED = pytest.mark.filterwarnings("ignore:t is no distribution")


def loss_of(logits, t, delta):
    """The loss's formula, for automatic differentiation."""
    logits = logits - anp.max(logits, axis=-1, keepdims=True)
    total = anp.sum(anp.exp(logits), axis=-1, keepdims=True)
    logs = logits - anp.log(total)
    if delta:
        logs = anp.log(anp.exp(logits) / total + delta)
    return -anp.mean(anp.sum(t * logs, axis=-1))


def by_autograd(net, x, t):
    """Gradient of the loss by automatic differentiation of its formula."""

    def loss(p):
        hidden = 1 / (1 + anp.exp(-(anp.dot(x, p["W1"]) + p["b1"])))
        return loss_of(anp.dot(hidden, p["W2"]) + p["b2"], t, net.delta)

    return autograd.grad(loss)(net.params)


@WARNED
@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize("delta", DELTAS)
@settings(max_examples=30)
@given(
    st.tuples(*[st.integers(1, 6)] * 3),
    st.integers(1, 6),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 0.1, 1, 10]),
)
def test_backpropagation_agrees_with_automatic_differentiation(kind, delta, sizes, n, seed, std):
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(*sizes, std, rng=rng, delta=delta)
    net.params["b1"][:] = rng.standard_normal(sizes[1])
    net.params["b2"][:] = rng.standard_normal(sizes[2])
    x = rng.standard_normal((n, sizes[0]))
    t = labelled(kind, n, sizes[2], rng)
    want = by_autograd(net, x, np.eye(sizes[2])[t] if kind == "integers" else t)
    gradients = net.gradient(x, t)
    assert list(gradients) == NAMES
    for name, gradient in gradients.items():
        assert gradient.shape == net.params[name].shape
        np.testing.assert_allclose(gradient, want[name], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("delta", [0, 1e-7])
@pytest.mark.parametrize("std", [1.0, 0.05])
def test_backpropagation_at_full_size_agrees_with_both_others(std, delta):
    x, t = (part[:20].astype(np.float64) for part in load_mnist())
    net = TwoLayerNet(784, 100, 10, std, rng=0, delta=delta)
    gradients = net.gradient(x, t)
    automatic = by_autograd(net, x, t)
    numerical = net.numerical_gradient(x, t, BEST_STEP)
    for name, gradient in gradients.items():
        assert np.abs(gradient).max() > 1e-3
        np.testing.assert_allclose(gradient, automatic[name], rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(gradient, numerical[name], rtol=1e-6, atol=1e-9)


def checked(net, x, t, gradients, **options):
    """Put `gradients` to check_gradient, one parameter after another; the largest share."""
    return max(
        check_gradient(lambda _: net.loss(x, t), array, gradients[name], **options)
        for name, array in net.params.items()
    )


@WARNED
@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize("delta", [0, 1e-7, 1e-2])
@settings(max_examples=15)
@given(st.tuples(*[st.integers(1, 4)] * 3), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_backpropagation_passes_the_check(kind, delta, sizes, n, seed):
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(*sizes, rng=rng, delta=delta)
    x, t = rng.standard_normal((n, sizes[0])), labelled(kind, n, sizes[2], rng)
    assert checked(net, x, t, net.gradient(x, t)) <= 1


@WARNED
@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize("delta", [0, 1e-7])
@pytest.mark.parametrize("layer", ["hidden", "output", "both"])
def test_backpropagation_passes_the_check_on_saturated_nets(layer, delta, kind):
    net, x, _ = filled(delta=delta)
    t = labelled(kind, 5, 3, np.random.default_rng(1))
    if layer != "output":
        net.params["b1"][:] = [40.0, -40.0, 800.0]
    if layer != "hidden":
        net.params["b2"][:] = [0.0, 900.0, 20.0]
    gradients = net.gradient(x, t)
    assert all(np.isfinite(gradient).all() for gradient in gradients.values())
    # The default tolerance is for losses near 1.
    assert checked(net, x, t, gradients, atol=1e-9 * max(1, net.loss(x, t))) <= 1
    if delta == 0:
        assert np.abs(gradients["b2"]).max() > 0.01


@WARNED
@pytest.mark.parametrize("kind", LABELS)
@pytest.mark.parametrize("delta", DELTAS)
@settings(max_examples=30)
@given(
    st.tuples(*[st.integers(1, 5)] * 2),
    st.none() | st.integers(1, 6),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0, 0.1, 1, 10]),
)
def test_the_gradient_of_simple_net_agrees_with_three_others(kind, delta, sizes, n, seed, std):
    rng = np.random.default_rng(seed)
    net = SimpleNet(W=std * rng.standard_normal(sizes), delta=delta)
    x, t = rng.standard_normal((n or 1, sizes[0])), labelled(kind, n or 1, sizes[1], rng)
    rows = np.eye(sizes[1])[t] if kind == "integers" else t
    given_x, given_t = (x, t) if n else (x[0], t[0])
    gradient = net.gradient(given_x, given_t)
    assert gradient.shape == net.W.shape
    automatic = autograd.grad(lambda W: loss_of(anp.dot(x, W), rows, delta))(net.W)
    np.testing.assert_allclose(gradient, automatic, rtol=1e-10, atol=1e-10)
    y = [exact_softmax(dot(row, net.W)) for row in x]
    outer = x.T @ slopes_along_logits(y, rows, delta) / len(x)
    np.testing.assert_allclose(gradient, outer, rtol=1e-10, atol=1e-10)
    share = 1e-9 * max(1, net.loss(given_x, given_t))  # the default is for losses near 1
    assert check_gradient(lambda _: net.loss(given_x, given_t), net.W, gradient, atol=share) <= 1


def test_the_gradient_of_a_saturated_simple_net():
    W = [[1000.0, -1000.0], [0.0, 0.0]]
    for t in (1, [0, 1], [0.0, 1.0]):
        assert SimpleNet(W=W, delta=0).gradient([1.0, 2.0], t).tolist() == [[1, -1], [2, -2]]
        assert not SimpleNet(W=W).gradient([1.0, 2.0], t).any()  # the loss is capped


def test_the_gradient_of_simple_net_over_a_batch_is_the_mean_of_its_samples():
    net, x, t = SimpleNet(rng=0), np.random.default_rng(1).standard_normal((5, 2)), [0, 1, 2, 2, 0]
    parts = [net.gradient(row, label) for row, label in zip(x, t, strict=True)]
    np.testing.assert_allclose(net.gradient(x, t), np.mean(parts, axis=0))


def test_the_gradient_of_simple_net_writes_to_nothing():
    net, x, t = SimpleNet(rng=0), np.ones((4, 2)), np.full((4, 3), 1 / 3)
    for array in (net.W, x, t):
        array.flags.writeable = False
    gradient = net.gradient(x, t)
    assert gradient.flags.writeable and not np.shares_memory(gradient, net.W)


def test_soft_labels_keep_their_digits_beside_data_of_less():
    soft = np.random.default_rng(0).dirichlet(np.ones(3), 5)
    net, x, _ = filled()
    x = x.astype(np.float32)
    for name, gradient in net.gradient(x, soft).items():
        np.testing.assert_array_equal(gradient, net.gradient(x.astype(float), soft)[name])
    simple, x = SimpleNet(rng=0), x[:, :2]
    np.testing.assert_array_equal(simple.gradient(x, soft), simple.gradient(x.astype(float), soft))


def test_one_sample_is_a_batch_of_one():
    net, x, t = filled()
    for label in (t[0], np.eye(3)[t[0]]):
        for name, gradient in net.gradient(x[0], label).items():
            np.testing.assert_array_equal(gradient, net.gradient(x[:1], t[:1])[name])


def test_the_gradient_of_a_batch_is_the_mean_of_its_samples():
    net, x, t = filled()
    parts = [net.gradient(row, label) for row, label in zip(x, t, strict=True)]
    for name, gradient in net.gradient(x, t).items():
        np.testing.assert_allclose(gradient, np.mean([part[name] for part in parts], axis=0))


def test_backpropagation_writes_to_nothing():
    net, x, t = filled()
    for array in (*net.params.values(), x, t):
        array.flags.writeable = False
    first, second = net.gradient(x, t), net.gradient(x, t)
    for name in NAMES:
        assert first[name].tobytes() == second[name].tobytes()
        assert first[name].flags.writeable
        assert not np.shares_memory(first[name], net.params[name])


PLANTS = {
    "sum for mean": lambda g, net, x, t: {n: 5 * a for n, a in g.items()},
    "sign": lambda g, net, x, t: {**g, "b2": -g["b2"]},
    "one entry off by 1e-5": lambda g, net, x, t: {**g, "W2": g["W2"] * (1 + 1e-4)},
    "biases swapped": lambda g, net, x, t: {**g, "b1": g["b2"]},
    "no bias": lambda g, net, x, t: {**g, "b1": 0 * g["b1"]},
    "transposed": lambda g, net, x, t: {**g, "W2": g["W2"].T},
    "rows in another order": lambda g, net, x, t: {**g, "W1": g["W1"][::-1]},
    "without delta": lambda g, net, x, t: undelta(net, x, t),
    "without the sigmoid's slope": lambda g, net, x, t: {**g, "W1": x.T @ no_slope(net, x, t)},
}


def undelta(net, x, t):
    other = TwoLayerNet(4, 3, 3, delta=0)
    other.params = net.params
    return other.gradient(x, t)


def no_slope(net, x, t):
    return (net.predict(x) - np.eye(3)[t]) @ net.params["W2"].T / len(x)


@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_planted_errors_are_caught(plant):
    net, x, t = filled(delta=1e-2)
    right = net.gradient(x, t)
    assert checked(net, x, t, right) <= 1
    wrong = plant(right, net, x, t)
    with pytest.raises(GradientMismatchError, match="gradient is wrong at index"):
        checked(net, x, t, wrong)


# --- the float type


@pytest.mark.parametrize("dtype", [np.float32, "float32", "f4", np.dtype("float32")])
def test_float32_nets_hold_the_rounded_numbers_of_float64_ones(dtype):
    single, double = TwoLayerNet(4, 3, 2, rng=5, dtype=dtype), TwoLayerNet(4, 3, 2, rng=5)
    for name, array in double.params.items():
        assert array.dtype == np.float64
        assert single.params[name].dtype == np.float32
        np.testing.assert_array_equal(single.params[name], array.astype(np.float32))
        assert TwoLayerNet(4, 3, 2, dtype=float).params[name].dtype == np.float64


@pytest.mark.parametrize("delta", [0, 1e-7])
def test_float32_stays_float32_through_every_result(delta):
    net, x, t = filled(dtype=np.float32, delta=delta)
    x = x.astype(np.float32)
    assert net.predict(x).dtype == np.float32
    double = TwoLayerNet(4, 3, 3, delta=delta)
    double.params = {name: array.astype(np.float64) for name, array in net.params.items()}
    assert math.isclose(net.loss(x, t), double.loss(x.astype(float), t), rel_tol=1e-6)
    want = double.gradient(x.astype(float), t)
    for name, gradient in net.gradient(x, t).items():
        assert gradient.dtype == net.numerical_gradient(x, t, 1e-2)[name].dtype == np.float32
        np.testing.assert_allclose(gradient, want[name], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("dtype", "got"),
    [
        (np.float16, "float16"),
        (np.longdouble, str(np.dtype(np.longdouble))),
        (int, "int64"),
        (complex, "complex128"),
        (">f8", ">f8"),
        (None, "None"),
        ("float33", "'float33'"),
        (3, "3"),
    ],
)
def test_bad_dtypes(dtype, got):
    call = lambda: TwoLayerNet(2, 2, 2, dtype=dtype)  # noqa: E731
    refused(TypeError, call, "dtype must be float32 or float64", f"got {got}")


# --- files


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["net.npz", "net", "net.with.dots"])
def test_parameters_come_back_from_a_file_to_the_bit(tmp_path, name, dtype):
    net, _, _ = filled(dtype=dtype)
    net.params["b1"][:] = [-0.0, np.finfo(dtype).smallest_subnormal, np.finfo(dtype).max]
    path = tmp_path / name
    for where in (path, str(path)):
        net.save(where)
        other = TwoLayerNet(4, 3, 3, rng=9, dtype=dtype)
        arrays = dict(other.params)
        other.load(where)
        for key, array in net.params.items():
            assert other.params[key] is arrays[key]  # filled in place
            assert array.tobytes() == other.params[key].tobytes()
    assert [entry.name for entry in tmp_path.iterdir()] == [name]  # no other file is left
    with np.load(path, allow_pickle=False) as file:
        assert sorted(file.files) == sorted(NAMES)


def test_an_old_file_is_replaced(tmp_path):
    path = tmp_path / "net.npz"
    path.write_bytes(b"something else")
    net = TwoLayerNet(4, 3, 3, rng=1)
    net.save(path)
    net.params["W1"][0, 0] = 7
    net.save(path)
    net.params["W1"][0, 0] = 8
    net.load(path)
    assert net.params["W1"][0, 0] == 7


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
METHODS = [NET.predict, NET.loss, NET.accuracy, NET.numerical_gradient, NET.gradient]
METHODS += [SIMPLE.predict, SIMPLE.loss, SIMPLE.gradient]


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
