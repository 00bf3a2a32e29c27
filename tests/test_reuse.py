"""TwoLayerNet.numerical_gradient, which reuses what a nudge leaves alone: never another result."""

import re
import sys
import tracemalloc
from contextlib import contextmanager

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import TwoLayerNet, _reuse, load_mnist, numerical_gradient

from .helpers import FLAT, labelled, refused

WARNED = pytest.mark.filterwarnings("ignore:t is no distribution")
DTYPES = [np.float64, np.float32]

pytestmark = FLAT


def case(sizes, n, *, seed=0, std=1.0, x_std=1.0, blank=0.0, labels="one-hot", **options):
    """A net with random biases and `n` samples (None: one, 1-D), `blank` of the inputs 0."""
    inputs, _, classes = sizes
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(*sizes, std, rng=rng, **options)
    for name in ("b1", "b2"):
        net.params[name][:] = std * rng.standard_normal(net.params[name].shape)
    rows = 1 if n is None else n
    x = x_std * rng.standard_normal((rows, inputs)) * (rng.random((rows, inputs)) >= blank)
    t = labelled(labels, rows, classes, rng)
    x = x.astype(net.params["W1"].dtype)
    return (net, x[0], t[0]) if n is None else (net, x, t)


def rounding(net, x, t, h):
    """What rounding may do to (loss(w + h) - loss(w - h)) / 2h: some eps of the largest term."""
    p = net.params
    x = np.atleast_2d(x)
    t = np.eye(p["b2"].size)[t] if np.asarray(t).dtype.kind == "i" else np.asarray(t)
    t = np.atleast_2d(t)
    z = np.abs(x @ p["W1"] + p["b1"])
    terms = np.abs(x) @ (np.abs(p["W1"]) + h) + np.abs(p["b1"]) + h
    # A hidden unit's slope, where a nudge may take it.
    slope = np.exp(-np.maximum(0, z - h * (np.abs(x).sum(axis=1, keepdims=True) + 1)))
    logits = (1 + slope * terms) @ (np.abs(p["W2"]) + h) + np.abs(p["b2"]) + h
    loss = t.sum(axis=1) * (2 * logits.max(axis=1) + abs(np.log(net.delta or 1)) + t.shape[1])
    return 8 * float(np.finfo(p["W1"].dtype).eps) * float(loss.mean()) / h


def agrees(net, x, t, h=1e-4):
    """Assert that the quick gradient is the generic one of every parameter, to rounding."""
    kept = {name: array.tobytes() for name, array in net.params.items()}
    gradients = net.numerical_gradient(x, t, h)
    atol = rounding(net, x, t, h)
    assert list(gradients) == list(net.params)
    for name, array in net.params.items():
        assert array.tobytes() == kept[name]
        assert gradients[name].shape == array.shape
        assert gradients[name].dtype == array.dtype
        generic = numerical_gradient(lambda _: net.loss(x, t), array, h)
        rtol = 20 * float(np.finfo(array.dtype).eps)
        np.testing.assert_allclose(gradients[name], generic, rtol=rtol, atol=atol, err_msg=name)
    return gradients


@contextmanager
def in_series(usual):
    """Only the one way is there to compute the losses next to nudges of the hidden units."""
    unused = _reuse._Exponentials if usual else _reuse._Series
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unused, "differences", None)
        yield


@contextmanager
def cut(block, tile, units=10):
    """Let a block have so many samples, and a tile so many numbers and rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_reuse, "UNITS", units)
        patch.setattr(_reuse, "BLOCK", block)
        patch.setattr(_reuse, "TILE", tile)
        yield


# --- the same values


@WARNED
@pytest.mark.parametrize("labels", ["integers", "soft", "unnormalised"])
@pytest.mark.parametrize("delta", [0, 1e-7, 0.1])
@pytest.mark.parametrize("share", [0.99, 1.01])
def test_the_series_is_for_small_moves(share, labels, delta):
    """Just below the bound it gives what the exponentials give; above it they are used."""
    net, x, t = case((5, 4, 3), 40, delta=delta, labels=labels)
    x[0, 0], net.params["W2"][0, 0] = 4, 10 * share * _reuse.SMALL / 1e-3  # x h / 4 is 1e-4
    with in_series(share < 1):
        quick = agrees(net, x, t)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_reuse, "SMALL", 0)
        exact = net.numerical_gradient(x, t)
    for name, gradient in quick.items():
        np.testing.assert_allclose(gradient, exact[name], rtol=0, atol=1e-11, err_msg=name)


@pytest.mark.parametrize(
    ("nudge", "reach", "takes"),
    [
        (0.0099, 0.1, True),
        (0.01, 0.1, False),  # so far that the terms of the polynomials begin to cancel
        (1e-9, 0.99e6, True),
        (1e-9, 1e6, False),  # so far that the powers of a weight do
        (1e-3, 3.99, True),
        (1e-3, 4.01, False),
    ],
)
def test_what_the_series_takes(nudge, reach, takes):
    assert _reuse._Series.takes(nudge, reach) is takes


@pytest.mark.parametrize("way", [-1, 1])
@pytest.mark.parametrize("nudge", [1e-4, 1e-3, 0.0099])
def test_the_series_leaves_nothing_out(nudge, way):
    """The polynomials beside the exponentials in 50 digits, for the largest moves they are for."""
    reach = 3.9 * _reuse.SMALL / nudge
    rng = np.random.default_rng(0)
    layers = rng.normal(size=(3, 4)), reach * rng.uniform(-1, 1, (5, 3))
    block = _reuse._Block(layers, rng.normal(size=(2, 3)), np.eye(3)[:2], 0, nudge / 10)
    series = _reuse._Series(block)
    growth = series._growth(1, slice(1, 4))
    y = -np.expm1(-way * nudge)
    eps = np.finfo(float).eps
    with mpmath.workdps(50):
        for unit, polynomials in enumerate(growth, start=1):
            before = mpmath.mpf(block.before[1, unit])
            active, moved = (1 / (1 + mpmath.exp(-z)) for z in (before, before + way * nudge))
            common = (1 - (1 - active) * (1 - mpmath.exp(-way * nudge))) ** (_reuse.TERMS - 1)
            for k, weight in enumerate(layers[1][unit]):
                want = common * mpmath.exp((moved - active) * mpmath.mpf(weight))
                got = np.polynomial.polynomial.polyval(y, polynomials[k])
                assert abs(got / want - 1) < 30 * eps


SHAPES = st.tuples(*[st.integers(1, 5)] * 3)


@WARNED
@pytest.mark.parametrize("labels", ["integers", "one-hot", "soft", "unnormalised"])
@pytest.mark.parametrize("delta", [0, 1e-7, 1e-2, 10])
@settings(max_examples=30)
@given(
    SHAPES,
    st.none() | st.integers(1, 6),
    st.fixed_dictionaries(
        {
            "seed": st.integers(0, 2**32 - 1),
            "std": st.sampled_from([0, 0.1, 1, 10]),
            "x_std": st.sampled_from([0.1, 1, 30]),
            "blank": st.sampled_from([0, 0.5, 1]),
        }
    ),
    st.sampled_from([1e-6, 1e-5, 1e-4, 1e-3, 1e-2]),
    st.sampled_from([1, 2, 256]),
    st.sampled_from([1, 7, 40_000]),
    st.sampled_from([1, 2, 10]),
)
def test_any_small_net_in_any_tiles(labels, delta, sizes, n, options, h, block, tile, units):
    with cut(block, tile, units):
        agrees(*case(sizes, n, labels=labels, delta=delta, **options), h)


TABLE = {
    "1-1-1": ((1, 1, 1), 1, {}),
    "1-1-2": ((1, 1, 2), 1, {}),
    "one class": ((3, 2, 1), 4, {"labels": "unnormalised"}),
    "one hidden unit": ((3, 1, 3), 4, {}),
    "many classes": ((3, 4, 200), 5, {"labels": "soft"}),
    "many classes, one-hot": ((2, 2, 300), 3, {"labels": "integers"}),
    "many hidden units": ((2, 60, 3), 4, {}),
    "many inputs": ((60, 3, 3), 4, {}),
    "one sample": ((4, 3, 3), 1, {}),
    "1-D x": ((4, 3, 3), None, {"labels": "soft"}),
    "1-D x, integer label": ((4, 3, 3), None, {"labels": "integers"}),
    "zero pixels": ((9, 3, 3), 8, {"blank": 0.8}),
    "blank input": ((4, 3, 3), 5, {"blank": 1.0}),
    "three blocks": ((2, 2, 3), 2 * 256 + 3, {"blank": 0.3}),
    "three blocks, unnormalised": ((2, 2, 3), 2 * 256 + 3, {"labels": "unnormalised"}),
    "three blocks, soft": ((2, 2, 3), 2 * 256 + 3, {"labels": "soft"}),
    "exactly one block": ((2, 2, 3), 256, {}),
    "zero weights": ((4, 3, 3), 5, {"std": 0.0}),
    "hidden units saturated": ((4, 3, 3), 5, {"std": 3.0, "x_std": 1e3}),
    "all saturated": ((4, 3, 3), 5, {"std": 1e3, "x_std": 1e3}),
    "one-hot with a class in doubt": ((4, 3, 2), 5, {"std": 0.1, "x_std": 0.1}),
}


@WARNED
@pytest.mark.parametrize("delta", [0, 1e-7, 2.0])
@pytest.mark.parametrize(("sizes", "n", "options"), TABLE.values(), ids=TABLE)
def test_the_table(sizes, n, options, delta):
    agrees(*case(sizes, n, delta=delta, **options))


@WARNED
@pytest.mark.parametrize("delta", [0, 1e-7])
@pytest.mark.parametrize("labels", ["integers", "soft", "unnormalised"])
@pytest.mark.parametrize("sizes", [(4, 3, 3), (1, 1, 1), (7, 5, 2)])
@pytest.mark.parametrize("h", [1e-2, 0.1])
def test_float32_nets(sizes, labels, delta, h):
    net, x, t = case(sizes, 6, labels=labels, delta=delta, dtype=np.float32)
    assert x.dtype == np.float32
    single = agrees(net, x, t, h)
    # And close to what float64 makes of the same numbers.
    double = TwoLayerNet(*sizes, delta=delta)
    double.params = {name: array.astype(np.float64) for name, array in net.params.items()}
    for name, gradient in double.numerical_gradient(x.astype(np.float64), t, h).items():
        atol = rounding(net, x, t, h)
        np.testing.assert_allclose(single[name], gradient, rtol=1e-6, atol=atol)


@pytest.mark.parametrize(("weights", "data"), [(np.float32, np.float64), (np.float64, np.float32)])
def test_data_of_the_other_type(weights, data):
    net, x, t = case((4, 3, 3), 6, dtype=weights)
    agrees(net, x.astype(data), t, 1e-2)


@pytest.mark.parametrize("delta", [0, 1e-7])
@pytest.mark.parametrize("labels", ["integers", "soft"])
@pytest.mark.parametrize(
    ("dtype", "size", "again"),
    [
        (np.float64, 600.0, False),  # exp takes this much, and the tile is not shifted again
        (np.float64, 650.0, True),
        (np.float64, 5e3, True),
        (np.float64, 1e7, True),
        (np.float32, 75.0, False),
        (np.float32, 85.0, True),
        (np.float32, 5e3, True),
    ],
)
def test_a_nudge_may_throw_a_logit_from_one_end_to_the_other(dtype, size, again, labels, delta):
    net, x, t = case((1, 2, 4), 4, labels=labels, delta=delta, dtype=dtype)
    net.params["W1"][:] = net.params["b1"][:] = net.params["b2"][:] = 0
    net.params["W2"][:] = np.array([[size, -size, 0, size / 2], [0, 1, 2, -1]])
    x[:] = [[1e7], [-1e7], [1e6], [0]]  # a nudge by 0.01 turns a unit wholly on, or off
    soft = np.atleast_2d(t).astype(dtype) if labels == "soft" else np.eye(4, dtype=dtype)[t]
    first = np.vstack([net.params["W1"], net.params["b1"]])
    second = np.vstack([net.params["W2"], net.params["b2"]])
    block = _reuse._Block((first, second), _reuse._with_ones(x), soft, delta, 0.01)
    assert _reuse._Exponentials(block).shift_again == again
    gradients = agrees(net, x, t, 1e-2)
    if delta == 0:
        assert np.abs(gradients["W1"]).max() > size


@pytest.mark.parametrize("delta", [0, 1e-7])
@pytest.mark.parametrize("h", [1.0, 500.0, 1e4])
def test_large_steps(h, delta):
    agrees(*case((3, 2, 3), 4, delta=delta, labels="soft"), h)


def test_where_the_loss_is_capped_the_slope_is_0_and_without_a_cap_it_is_not():
    for delta, want in ((1e-7, [0.0, 0.0]), (0, [1.0, -1.0])):
        net = TwoLayerNet(2, 2, 2, rng=0, delta=delta)
        net.params["b2"][:] = [1000.0, 0.0]
        gradient = agrees(net, np.ones((3, 2)), [1, 1, 1])["b2"]
        np.testing.assert_allclose(gradient, want, atol=1e-8)


def test_weights_of_a_blank_input_have_slope_0_to_the_bit():
    net, x, t = case((5, 3, 3), 6)
    x[:, 2] = 0
    x[:, 4] = -0.0
    gradient = net.numerical_gradient(x, t)["W1"]
    assert not gradient[[2, 4]].any()
    assert gradient[[0, 1, 3]].all()


@pytest.mark.parametrize("h", [1e-6, 1e-5, 1e-3, 1e-2])
def test_the_truncation_error_is_that_of_the_central_difference(h):
    # For one logit z of two classes and delta 0 the loss is log(1 + exp(-z)).
    net = TwoLayerNet(1, 1, 2, weight_init_std=0, delta=0)
    net.params["b2"][:] = [1.0, 0.0]
    want = (np.log1p(np.exp(-1 - h)) - np.log1p(np.exp(-1 + h))) / (2 * h)
    got = net.numerical_gradient([[0.0]], [0], h)["b2"][0]
    assert abs(got - want) < 1e-15 / h


def digit_net(std, hidden=100, side=28, n=100):
    x, t = load_mnist()
    pictures = x[:n].reshape(n, 28, 28)[:, :: 28 // side, :: 28 // side].reshape(n, -1)
    net = TwoLayerNet(side * side, hidden, 10, std, rng=0)
    return net, np.ascontiguousarray(pictures, np.float64), t[:n]


@pytest.mark.parametrize("std", [1.0, 0.05])
def test_a_random_sample_of_the_notebooks_size(std):
    net, x, t = digit_net(std)
    gradients, rng = net.numerical_gradient(x, t), np.random.default_rng(1)
    for name, array in net.params.items():
        for _ in range(15):
            index = tuple(rng.integers(0, side) for side in array.shape)

            def loss(value, array=array, index=index):
                kept, array[index] = array[index], value[()]
                try:
                    return net.loss(x, t)
                finally:
                    array[index] = kept

            want = numerical_gradient(loss, np.array(array[index]))
            assert abs(gradients[name][index] - want) < 1e-9


def test_the_whole_of_a_big_net():
    net, x, t = digit_net(0.2, hidden=24, side=14, n=60)
    assert net.params["W1"].shape == (196, 24)
    agrees(net, x, t)


# --- nothing else


@pytest.mark.parametrize("dtype", DTYPES)
def test_nothing_is_written_to(dtype):
    net, x, t = case((4, 3, 3), 5, labels="soft", dtype=dtype)
    for array in (*net.params.values(), x, t):
        array.flags.writeable = False  # an attempt would raise
    gradients = net.numerical_gradient(x, t, 1e-2)
    for name, array in gradients.items():
        assert array.flags.writeable
        assert not np.shares_memory(array, net.params[name])


def test_data_in_any_layout_and_of_any_kind():
    net, x, t = case((4, 3, 3), 6)
    x = np.round(3 * x)
    want = net.numerical_gradient(x, t)
    for same in (np.asfortranarray(x), np.repeat(x, 2, axis=1)[:, ::2], x.astype(int), x.tolist()):
        for name, gradient in net.numerical_gradient(same, t).items():
            np.testing.assert_allclose(gradient, want[name], atol=1e-11)


# --- memory


def peak_of(call):
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("sizes", "rows"),
    [((784, 4, 10), (512, 2048)), ((20, 200, 10), (512, 1024)), ((5, 2, 120), (512, 768))],
)
def test_memory_is_bounded_as_the_docstring_says(sizes, rows):
    # "Beside the gradient itself this holds a few copies of 256 rows of x and of their
    # activations, and about 7 MB."
    peaks = []
    for n in rows:
        net, x, t = case(sizes, n, labels="one-hot")
        peaks.append(peak_of(lambda net=net, x=x, t=t: net.numerical_gradient(x, t)))
        gradient = sum(array.nbytes for array in net.params.values())
        bound = 6 * gradient + 4 * 256 * 8 * sum(sizes) + 7e6
        assert peaks[-1] < bound
    assert peaks[1] < 1.1 * peaks[0]


# --- arguments


@pytest.mark.parametrize(
    ("h", "error", "parts"),
    [
        (0, ValueError, ["h must be a finite number > 0", "got 0"]),
        (-1e-4, ValueError, ["h must be a finite number > 0", "got -0.0001"]),
        (np.nan, ValueError, ["h must be a finite number > 0", "got nan"]),
        (np.inf, ValueError, ["h must be a finite number > 0", "got inf"]),
        ("small", TypeError, ["h must be a number", "got 'small'"]),
        (None, TypeError, ["h must be a number", "got None"]),
        (True, TypeError, ["h must be a number", "got True"]),
        ([1e-4], TypeError, ["h must be a number", "got [0.0001]"]),
        (1e-20, ValueError, ["h must be large enough to change x in float64", "1e-20"]),
    ],
)
def test_bad_h(h, error, parts):
    refused(
        error, lambda: case((2, 3, 3), 2)[0].numerical_gradient(np.ones((2, 2)), [0, 1], h), *parts
    )


@pytest.mark.parametrize("name", ["W1", "b1", "W2", "b2"])
def test_h_must_move_every_parameter(name):
    net, x, t = case((2, 3, 3), 2)
    net.params[name].flat[1] = 1e13
    refused(
        ValueError,
        lambda: net.numerical_gradient(x, t),
        "h must be large enough",
        "10000000000000.0",
    )


def test_h_beyond_float32():
    net, x, t = case((2, 3, 3), 2, dtype=np.float32)
    call = lambda: net.numerical_gradient(x, t, 1e39)  # noqa: E731
    refused(ValueError, call, "h must be small enough in float32", "1e+39")
    refused(ValueError, lambda: net.numerical_gradient(x, t, 1e-9), "large enough", "float32")


@pytest.mark.filterwarnings("ignore")
def test_a_slope_that_is_not_finite_is_refused():
    net, x, _ = case((2, 3, 2), 2)
    net.params["b2"][:] = [100.0, -100.0]
    t = np.full((2, 2), 1e308)  # times 16, the cap of the loss
    parts = ["the loss must be finite near W1, got a slope that is not"]
    refused(ValueError, lambda: net.numerical_gradient(x, t), *parts)


def test_one_slope_that_is_not_finite_is_enough():
    net = TwoLayerNet(1, 2, 2, 0, delta=0)
    net.params["W2"][0] = 1e308, -1e308  # of the two slopes along W1, one
    parts = ["the loss must be finite near W1, got a slope that is not"]
    refused(ValueError, lambda: net.numerical_gradient([[1.0]], [1], h=1e295), *parts)


def test_negative_weights_throw_a_logit_as_far_as_positive_ones():
    net = TwoLayerNet(1, 1, 2, 0, delta=0)
    net.params["W2"][0] = -2000, -1990
    gradients = agrees(net, np.array([[1e6]]), [0], 0.01)
    assert gradients["W1"][0, 0] > 400


def test_one_bar_for_each_block(capfd):
    net, x, t = case((3, 5, 3), 5)
    quiet = net.numerical_gradient(x, t)
    assert capfd.readouterr().err == ""
    with cut(2, 6, 2):
        shown = net.numerical_gradient(x, t, progress=True)
    bars = capfd.readouterr().err
    assert bars.count("100%") == 3 and re.search(r"[\d?]sample/s|s/sample\b", bars)
    assert bars.count("2/2") == 2 and bars.count("1/1") == 1
    for name, gradient in shown.items():
        np.testing.assert_allclose(gradient, quiet[name], atol=1e-11)


def test_progress_without_tqdm_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    net, x, t = case((3, 2, 3), 5)
    net.numerical_gradient(x, t)
    with pytest.raises(ImportError, match="progress=True needs tqdm: pip install tqdm"):
        net.numerical_gradient(x, t, progress=True)
