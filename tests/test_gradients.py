"""numerical_gradient and check_gradient: values, memory layouts, restoration, planted errors."""

import math
import re
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnbook import GradientMismatchError, TwoLayerNet, check_gradient, numerical_gradient

from .helpers import FLAT, backpropagation, memory, refused
from .strategies import LAYOUTS, float_arrays, laid_out

pytestmark = FLAT
SHAPES = [(), (1,), (4,), (2, 3), (3, 1), (2, 2, 3)]
STEP = 2.0**-10  # squares of integers plus or minus it are exact in float64
ANY_LAYOUT = pytest.mark.parametrize("layout", LAYOUTS)


def square(x):
    """Sum of the squares, in float64 whatever the type of `x`."""
    return float((x.astype(np.float64) ** 2).sum())


def whole_numbers(shape, dtype=np.float64):
    return (np.arange(math.prod(shape), dtype=dtype).reshape(shape) - 2) * 3


@ANY_LAYOUT
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_exact_on_a_quadratic(layout, shape, dtype):
    weights = whole_numbers(shape) + 1
    x = laid_out(whole_numbers(shape, dtype), layout)
    before = memory(x)
    gradient = numerical_gradient(
        lambda v: float((weights * v.astype(np.float64) ** 2).sum()), x, STEP
    )
    assert gradient.shape == shape
    assert gradient.dtype == x.dtype
    np.testing.assert_array_equal(gradient, 2 * weights * whole_numbers(shape))
    assert memory(x) == before


@given(float_arrays(bound=100.0), st.sampled_from(LAYOUTS), st.sampled_from([1e-4, 1e-5]))
def test_close_on_a_sine(values, layout, h):
    gradient = numerical_gradient(lambda v: float(np.sin(v).sum()), laid_out(values, layout), h)
    np.testing.assert_allclose(gradient, np.cos(values), atol=h**2 / 6 + 3e-14 / h, rtol=0)


@given(st.floats(-1e8, 1e8), st.sampled_from([1e-4, 1e-3, 0.1]))
def test_the_difference_is_divided_by_the_distance_as_stored(value, h):
    # Near 1e8 the step 1e-4 is rounded by some 1e-8: dividing by 2 * h would show it.
    assert numerical_gradient(float, np.array(value), h) == 1
    assert numerical_gradient(lambda v: float(v[0]), np.array([value]), h)[0] == 1


def test_the_difference_is_central():
    error = numerical_gradient(lambda v: math.exp(v[0]), np.zeros(1), 1e-2)[0] - 1
    assert math.isclose(error, 1e-4 / 6, rel_tol=1e-4)  # h**2 f''' / 6; one-sided: h / 2


def test_the_default_step_is_the_notebooks():
    points = []
    numerical_gradient(lambda v: points.append(float(v[0])) or points[-1], np.zeros(1))
    assert points == [1e-4, -1e-4]


def test_f_gets_the_callers_own_array_one_entry_moved_at_a_time():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    seen = []

    def f(argument):
        assert argument is x
        seen.append(x.copy() - [[1.0, 2.0], [3.0, 4.0]])
        return x.sum()

    numerical_gradient(f, x, 0.5)
    want = [sign * 0.5 * np.eye(4)[i].reshape(2, 2) for i in range(4) for sign in (1, -1)]
    np.testing.assert_array_equal(seen, want)


def test_f_may_ignore_its_argument():
    x = np.array([1.0, 2.0])
    gradient = numerical_gradient(lambda _: 3 * x[0] + x[1] ** 2, x)
    np.testing.assert_allclose(gradient, [3, 4], rtol=1e-9)


@given(st.sampled_from([np.float64, np.float32]).flatmap(float_arrays), st.sampled_from(LAYOUTS))
def test_every_bit_is_restored(values, layout):
    x = laid_out(values, layout)
    before = memory(x)
    numerical_gradient(square, x, 1.0)
    assert memory(x) == before


@pytest.mark.parametrize("failure", [ZeroDivisionError, KeyboardInterrupt])
@pytest.mark.parametrize("call", range(1, 9))
@ANY_LAYOUT
def test_every_bit_is_restored_when_f_raises(layout, call, failure):
    x = laid_out(np.array([[-0.0, 5e-324], [0.1, -1e5]]), layout)
    before = memory(x)
    calls = []

    def f(_):
        calls.append(1)
        if len(calls) == call:
            raise failure
        return 1.0

    with pytest.raises(failure):
        numerical_gradient(f, x)
    assert len(calls) == call
    assert memory(x) == before


@pytest.mark.parametrize("call", range(1, 5))
@pytest.mark.parametrize(
    ("result", "error", "parts"),
    [
        (math.nan, ValueError, ["f must return a finite number", "got nan"]),
        (math.inf, ValueError, ["f must return a finite number", "got inf"]),
        (np.ones(2), TypeError, ["f must return one number", "an array of shape (2,)"]),
        (np.ones(1), TypeError, ["f must return one number", "an array of shape (1,)"]),
        ([[1.0]], TypeError, ["f must return one real number", "got [[1.0]]"]),
        ([1, [2, 3]], TypeError, ["f must return one real number", "got [1, [2, 3]]"]),
        (np.complex128(2j), TypeError, ["f must return one real number", "2j"]),
        (None, TypeError, ["f must return one real number", "got None"]),
        (1 + 2j, TypeError, ["f must return one real number", "got (1+2j)"]),
        ("high", TypeError, ["f must return one real number", "got 'high'"]),
    ],
)
def test_bad_results_of_f(call, result, error, parts):
    x = np.array([-0.0, 2.0])
    before = x.tobytes()
    results = iter([1.0] * (call - 1) + [result])
    refused(error, lambda: numerical_gradient(lambda _: next(results), x), *parts)
    assert x.tobytes() == before


@pytest.mark.parametrize("number", [2, np.float32(2), np.array(2.0), True, np.int8(2)])
def test_any_single_real_number_will_do(number):
    assert numerical_gradient(lambda _: number, np.ones(1))[0] == 0


def read_only(values):
    array = np.array(values)
    array.flags.writeable = False
    return array


@pytest.mark.parametrize(
    ("x", "error", "parts"),
    [
        (np.array([3, 4]), TypeError, ["x must be a NumPy array of floats", "got dtype int64"]),
        (np.array([True]), TypeError, ["x must be a NumPy array of floats", "got dtype bool"]),
        (np.array([1.0], object), TypeError, ["x must be a NumPy array of", "got dtype object"]),
        (np.array([1j]), TypeError, ["x must be a NumPy array of floats", "dtype complex128"]),
        ([3.0, 4.0], TypeError, ["x must be a NumPy array of floats", "got list"]),
        (3.0, TypeError, ["x must be a NumPy array of floats", "got float"]),
        (np.float64(3.0), TypeError, ["x must be a NumPy array of floats", "got float64"]),
        (read_only([3.0]), TypeError, ["x must be writable", "got a read-only array"]),
        (np.broadcast_to(1.0, 3), TypeError, ["x must be writable", "got a read-only array"]),
        (np.zeros((2, 0)), ValueError, ["x must not be empty", "got shape (2, 0)"]),
        (np.array([1.0, np.nan]), ValueError, ["x must be finite", "got nan at index (1,)"]),
        (np.array(-np.inf), ValueError, ["x must be finite", "got -inf at index ()"]),
    ],
)
def test_bad_x(x, error, parts):
    calls = []
    refused(error, lambda: numerical_gradient(lambda _: calls.append(1) or 0.0, x), *parts)
    assert not calls


@pytest.mark.parametrize(
    ("h", "error", "parts"),
    [
        (0, ValueError, ["h must be a finite number > 0", "got 0"]),
        (-1e-4, ValueError, ["h must be a finite number > 0", "got -0.0001"]),
        (math.nan, ValueError, ["h must be a finite number > 0", "got nan"]),
        (math.inf, ValueError, ["h must be a finite number > 0", "got inf"]),
        ("tiny", TypeError, ["h must be a number", "got 'tiny'"]),
        (None, TypeError, ["h must be a number", "got None"]),
        (np.ones(2), TypeError, ["h must be a number", "got array([1., 1.])"]),
    ],
)
def test_bad_h(h, error, parts):
    for function in (
        lambda: numerical_gradient(square, np.ones(2), h),
        lambda: check_gradient(square, np.ones(2), np.ones(2), h=h),
    ):
        refused(error, function, *parts)


@pytest.mark.parametrize(
    ("x", "h", "where"),
    [
        (np.array([0.0, 1e13]), 1e-4, "10000000000000.0 at index (1,)"),
        (np.array([[1.0, 5e3]], np.float32), 1e-4, "5000.0 at index (0, 1)"),
        (np.array(1.0), 1e-17, "1.0 at index ()"),
        # The gap between floats halves below a power of 2, so one side may move alone.
        (np.array([1.0]), 8e-17, "1.0 at index (0,)"),
        (np.array([-1.0]), 8e-17, "-1.0 at index (0,)"),
        (np.array([1.0], np.float32), 1e-60, "1.0 at index (0,)"),
    ],
)
def test_h_that_changes_nothing(x, h, where):
    parts = ["h must be large enough to change x", str(x.dtype), f"{h:g}", where]
    refused(ValueError, lambda: numerical_gradient(square, x, h), *parts)


# --- progress


def test_progress_shows_a_bar_and_changes_nothing(capfd):
    x = whole_numbers((2, 3))
    shown = numerical_gradient(square, x, progress=True)
    bar = capfd.readouterr().err
    assert "6/6" in bar and re.search(r"[\d?]entry/s|s/entry\b", bar)
    np.testing.assert_array_equal(shown, numerical_gradient(square, x))
    assert capfd.readouterr() == ("", "")  # and none without it


def test_progress_without_tqdm_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    x = np.ones(2)
    with pytest.raises(ImportError, match="progress=True needs tqdm: pip install tqdm"):
        numerical_gradient(square, x, progress=True)
    assert x.tolist() == [1.0, 1.0]
    assert numerical_gradient(square, x).round(6).tolist() == [2.0, 2.0]


# --- check_gradient


def sigmoid_net(seed):
    """A small net with its data, one-hot labels and exact gradient."""
    rng = np.random.default_rng(seed)
    net = TwoLayerNet(4, 3, 3, rng=rng)
    x, t = rng.standard_normal((5, 4)), np.eye(3)[rng.integers(0, 3, 5)]
    return net, lambda _: net.loss(x, t), backpropagation(net, x, t)


@pytest.mark.parametrize("seed", range(40))
def test_right_gradients_pass_and_an_error_of_1e_5_in_one_entry_of_a_bias_does_not(seed):
    net, loss, exact = sigmoid_net(seed)
    for name, gradient in exact.items():
        assert check_gradient(loss, net.params[name], gradient) < 1
    planted = 0
    for name in ("b1", "b2"):
        for entry in np.flatnonzero(np.abs(exact[name]) > 2e-4):
            for relative in (1e-5, -1e-5, 1e-2):
                wrong = exact[name].copy()
                wrong[entry] *= 1 + relative
                with pytest.raises(GradientMismatchError, match=rf"at index \({entry},\)"):
                    check_gradient(loss, net.params[name], wrong)
                planted += 1
    assert planted >= 9


def test_an_error_below_the_tolerance_passes():
    net, loss, exact = sigmoid_net(0)
    for name, gradient in exact.items():
        check_gradient(loss, net.params[name], gradient * (1 + 1e-7))


def test_a_slope_below_the_absolute_tolerance_passes_for_0_and_one_above_does_not():
    x = np.zeros(1)
    assert math.isclose(check_gradient(lambda v: 5e-10 * v[0], x, [0.0]), 0.5, rel_tol=1e-5)
    with pytest.raises(GradientMismatchError):
        check_gradient(lambda v: 2e-9 * v[0], x, [0.0])


@pytest.mark.parametrize("plant", ["sign", "zero", "transpose", "swap", "sum for mean"])
def test_common_mistakes_are_caught(plant):
    net, loss, exact = sigmoid_net(1)
    right = exact["W1"][:3]
    wrong = {
        "sign": -right,
        "zero": 0 * right,
        "transpose": right.T,
        "swap": right[[1, 0, 2]],
        "sum for mean": 5 * right,
    }[plant]
    check_gradient(loss, net.params["W1"][:3], right)
    with pytest.raises(GradientMismatchError):
        check_gradient(loss, net.params["W1"][:3], wrong)


class Unwilling(np.ndarray):
    """An array that is interrupted once, when all of it is written to."""

    interrupts = 1

    def __setitem__(self, key, value):
        if key is Ellipsis and self.interrupts:
            self.interrupts -= 1
            raise KeyboardInterrupt
        super().__setitem__(key, value)


def test_x_is_put_back_by_a_second_try_if_the_first_is_interrupted():
    x = np.arange(3.0).view(Unwilling)
    with pytest.raises(KeyboardInterrupt):
        numerical_gradient(lambda v: v.fill(9.0) or 0.0, x)
    assert x.tolist() == [0.0, 1.0, 2.0]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", SHAPES)
def test_any_shape_and_layout_is_checked_and_restored(shape, layout):
    x = laid_out(whole_numbers(shape) + 0.5, layout)
    before = memory(x)
    right = 2 * (whole_numbers(shape) + 0.5)
    assert check_gradient(square, x, right, h=STEP) == 0
    wrong = np.array(right)
    wrong.flat[-1] += 0.125
    last = tuple(size - 1 for size in shape)
    refused(
        GradientMismatchError,
        lambda: check_gradient(square, x, wrong, h=STEP),
        f"at index {last}",
    )
    assert memory(x) == before


def test_what_is_returned_is_the_share_of_the_tolerance():
    x = np.array([3.0, 4.0])  # the central difference of square is exactly [6, 8]
    share = check_gradient(square, x, [6.5, 8.0], h=STEP, atol=2.0, rtol=0)
    assert share == 0.25
    share = check_gradient(square, x, [6.5, 7.0], h=STEP, atol=0, rtol=0.25)
    assert share == 0.5
    share = check_gradient(square, x, [6.5, 7.0], h=STEP, atol=1.0, rtol=0.125)
    assert share == 0.5
    assert type(share) is float
    assert check_gradient(square, x, [6, 8], h=STEP, atol=0, rtol=0) == 0


def test_the_limit_itself_passes_and_the_next_float_does_not():
    x = np.array([3.0, 4.0])
    options = dict(h=STEP, atol=0.5, rtol=0)
    assert check_gradient(square, x, [6.5, 8.0], **options) == 1
    with pytest.raises(GradientMismatchError):
        check_gradient(square, x, [np.nextafter(6.5, 7), 8.0], **options)
    with pytest.raises(GradientMismatchError, match="0 allowed"):
        check_gradient(square, x, [6.0, 8.5], h=STEP, atol=0, rtol=0)


def test_the_default_step_balances_the_errors():
    steps = []
    check_gradient(lambda v: steps.append(abs(float(v[0]))) or float(v[0]), np.zeros(1), [1.0])
    assert steps == [np.finfo(float).eps ** (1 / 3)] * 2


def test_the_message_shows_both_gradients_and_the_worst_entry():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    wrong = [[2.0, 4.25], [6.0, 11.0]]
    with pytest.raises(GradientMismatchError) as caught:
        check_gradient(square, x, wrong, h=STEP)
    message = str(caught.value)
    assert "gradient is wrong at index (1, 1): it says 11, " in message
    assert "the central difference says 8 (off by 3, 8e-06 allowed)" in message
    assert f"gradient:\n{np.array(wrong)}" in message
    assert f"central difference:\n{2 * x}" in message
    assert isinstance(caught.value, ValueError)


def test_the_worst_entry_is_the_one_furthest_over_its_tolerance():
    x = np.array([1000.0, 1.0])  # off by 0.5 of 2000 and by 0.25 of 2
    with pytest.raises(GradientMismatchError, match=r"at index \(1,\)"):
        check_gradient(square, x, [2000.5, 2.25], h=STEP)


def test_float32_needs_and_gets_a_wider_tolerance():
    x = np.array([1.0, 2.0], np.float32)
    check_gradient(square, x, [2.0, 4.0], h=1e-2, rtol=1e-3)
    with pytest.raises(GradientMismatchError):
        check_gradient(square, x, [2.0, 4.1], h=1e-2, rtol=1e-3)


@pytest.mark.parametrize(
    ("x", "gradient", "options", "error", "parts"),
    [
        (np.ones(2), [1, 2, 3], {}, ValueError, ["gradient must have the shape (2,)", "(3,)"]),
        (np.ones((2, 1)), [1, 2], {}, ValueError, ["gradient must have the shape (2, 1)", "(2,)"]),
        (np.ones(2), 1.0, {}, ValueError, ["gradient must have the shape (2,)", "got shape ()"]),
        (np.ones(2), [1, np.nan], {}, ValueError, ["gradient must be finite", "nan at index (1,)"]),
        (np.ones(2), [1, np.inf], {}, ValueError, ["gradient must be finite", "inf at index (1,)"]),
        (np.ones(2), "up", {}, TypeError, ["gradient must hold real numbers", "<U2"]),
        (np.array([1, 2]), [2, 4], {}, TypeError, ["x must be a NumPy array of floats", "int64"]),
        ([1.0], [2.0], {}, TypeError, ["x must be a NumPy array of floats", "got list"]),
        (np.ones(1), [2], dict(rtol=-1), ValueError, ["rtol must be", ">= 0", "got -1"]),
        (np.ones(1), [2], dict(rtol=None), TypeError, ["rtol must be a number", "got None"]),
        (np.ones(1), [2], dict(atol=-1), ValueError, ["atol must be", ">= 0", "got -1"]),
        (np.ones(1), [2], dict(atol=np.nan), ValueError, ["atol must be a finite", "got nan"]),
    ],
)
def test_bad_arguments_of_check_gradient(x, gradient, options, error, parts):
    refused(error, lambda: check_gradient(square, x, gradient, **options), *parts)


@pytest.mark.parametrize("h", [True, np.complex128(1e-4), "1e-4", 10**400])
def test_h_that_is_no_real_number(h):
    refused(TypeError, lambda: numerical_gradient(np.sum, np.ones(1), h), "h must be a number")


@pytest.mark.parametrize(
    ("x", "h"),
    [(np.ones(1, np.float32), 1e300), (np.array([1e308]), 1.7e308), (np.array([-1e308]), 1.7e308)],
)
def test_h_that_leaves_the_floats(x, h):
    parts = ["h must be small enough", "index (0,)", "inf"]
    refused(ValueError, lambda: numerical_gradient(lambda _: 1.0, x, h), *parts)


@pytest.mark.parametrize(("size", "dtype"), [(1e308, np.float64), (1e38, np.float32)])
def test_slope_that_leaves_the_floats(size, dtype):
    def f(x):
        return math.copysign(size, x[0])

    parts = [f"f must have slopes within {np.dtype(dtype)}", "index (0,)"]
    refused(ValueError, lambda: numerical_gradient(f, np.zeros(1, dtype)), *parts)


def test_long_doubles_are_refused():
    x = np.ones(1, np.longdouble)
    if x.itemsize == 8:  # where a long double is a double, it is one of ours
        assert numerical_gradient(np.sum, x) == pytest.approx(1)
    else:
        refused(TypeError, lambda: numerical_gradient(np.sum, x), "x must be", f"dtype {x.dtype}")


def test_check_with_hardly_any_tolerance():
    with pytest.raises(GradientMismatchError, match="gradient is wrong"):
        check_gradient(lambda _: 0.0, np.ones(1), [1.0], atol=1e-310, rtol=0)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_largest_slope_that_the_type_holds(dtype):
    most = float(np.finfo(dtype).max)
    found = numerical_gradient(lambda v: most if v[0] > 0 else 0.0, np.zeros(1, dtype), 0.5)
    assert found.tolist() == [most]
