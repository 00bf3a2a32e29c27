"""softmax, log_softmax, sigmoid against 60-digit arithmetic."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnbook import log_softmax, sigmoid, softmax

from .helpers import EPS, exact_log_softmax, exact_sigmoid, exact_softmax, refused
from .strategies import LAYOUTS, laid_out, logits

TINY = 2e-323  # four of the smallest subnormals


@given(logits(ndim=(1, 1)))
def test_softmax_is_right_to_rounding(x):
    # The subtraction of the maximum rounds, and the exponential magnifies that.
    allowed = (x.size + 4 + np.abs(x - x.max())) * EPS
    want = exact_softmax(x)
    assert (np.abs(softmax(x) - want) <= allowed * want + TINY).all()


@given(logits(ndim=(1, 1)))
def test_log_softmax_is_right_to_rounding(x):
    want = exact_log_softmax(x)
    assert (np.abs(log_softmax(x) - want) <= (x.size + 4 + 2 * np.abs(want)) * EPS).all()


@given(st.floats(-1e4, 1e4) | st.floats(-746, -700))
def test_sigmoid_is_right_to_rounding(x):
    want = exact_sigmoid(x)
    assert abs(sigmoid(x) - want) <= 4 * EPS * want + TINY


def test_known_values():
    np.testing.assert_allclose(softmax(np.log([1.0, 2.0, 5.0])), [0.125, 0.25, 0.625], rtol=1e-15)
    np.testing.assert_allclose(log_softmax([0.0, np.log(3)]), np.log([0.25, 0.75]), rtol=1e-15)
    np.testing.assert_allclose(sigmoid([np.log(3), -np.log(3)]), [0.75, 0.25], rtol=1e-15)
    assert sigmoid(0.0) == 0.5


@given(logits(ndim=(2, 2)))
def test_a_batch_is_its_rows(x):
    for function in (softmax, log_softmax):
        rows = [function(row) for row in x]
        np.testing.assert_allclose(function(x), rows, rtol=1e-15, atol=1e-15)


@given(logits(ndim=(2, 2)))
def test_other_axes(x):
    for function in (softmax, log_softmax):
        by_columns = function(x.T).T
        for axis in (0, -2):
            np.testing.assert_allclose(function(x, axis=axis), by_columns, rtol=2e-15, atol=2e-15)
        np.testing.assert_array_equal(function(x, axis=1), function(x))


@given(logits(ndim=(1, 3)))
def test_axis_none_is_the_notebooks_softmax(x):
    powers = np.exp(x - np.max(x))
    np.testing.assert_allclose(softmax(x, axis=None), powers / np.sum(powers), rtol=1e-15)
    np.testing.assert_allclose(
        log_softmax(x, axis=None).ravel(), exact_log_softmax(x.ravel()), rtol=1e-13, atol=1e-13
    )


@given(logits(ndim=(1, 3)))
def test_rows_are_distributions(x):
    y = softmax(x)
    assert (y >= 0).all()
    np.testing.assert_allclose(y.sum(axis=-1), 1, rtol=1e-15 * x.shape[-1])
    assert (log_softmax(x) <= 0).all()


@given(logits(bound=1000.0), st.integers(-1000, 1000))
def test_a_shift_changes_nothing(x, shift):
    np.testing.assert_allclose(softmax(x + shift), softmax(x), rtol=1e-11, atol=1e-300)


@given(logits(bound=700.0))
def test_log_softmax_is_the_logarithm_where_softmax_does_not_underflow(x):
    y = softmax(x)
    kept = y > 1e-300
    np.testing.assert_allclose(log_softmax(x)[kept], np.log(y[kept]), rtol=1e-12, atol=1e-15)


@given(logits())
def test_sigmoid_is_symmetric(x):
    np.testing.assert_allclose(sigmoid(-x), 1 - sigmoid(x), rtol=0, atol=2 * EPS)


@given(logits(ndim=(1, 1)))
def test_sigmoid_rises(x):
    assert (np.diff(sigmoid(np.sort(x))) >= -EPS).all()


# filterwarnings=error makes each of these fail on an overflow or an invalid value.
@pytest.mark.parametrize("size", [709.0, 710.0, 745.2, 1e4, 1e300])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_extreme_scores(size, dtype):
    size = min(size, 1e38) if dtype == np.float32 else size
    x = np.array([-size, size], dtype)
    np.testing.assert_array_equal(softmax(x), [0, 1])
    np.testing.assert_array_equal(log_softmax(x), [-2 * x[1], 0])
    np.testing.assert_allclose(sigmoid(x), [np.exp(-size), 1], rtol=1e-6, atol=1e-45)
    assert softmax(x).dtype == log_softmax(x).dtype == sigmoid(x).dtype == dtype


def test_sigmoid_keeps_small_values_far_out():
    assert 0 < sigmoid(-740.0) < 1e-320
    np.testing.assert_allclose(sigmoid(-708.0), np.exp(-708.0), rtol=1e-15)
    assert sigmoid(-np.finfo(float).max) == 0
    assert sigmoid(np.finfo(float).max) == 1


FUNCTIONS = pytest.mark.parametrize("function", [softmax, log_softmax, sigmoid])


@FUNCTIONS
@given(x=logits(bound=2.0**13, ndim=(1, 3), width=32))
def test_float32_is_kept(function, x):
    y = function(x)
    assert y.dtype == np.float32
    # Up to 104, past which softmax is 0, x - max(x) is off by half of float32's last place.
    allowed = dict(rtol=2e-5, atol=1e-6 if function is log_softmax else 1e-37)
    np.testing.assert_allclose(y, function(x.astype(np.float64)), **allowed)


@FUNCTIONS
@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_memory_layout(function, layout):
    x = np.arange(12.0).reshape(2, 3, 2) - 5
    before = x.copy()
    given_x = laid_out(x, layout)
    np.testing.assert_allclose(function(given_x), function(x), rtol=1e-15)
    np.testing.assert_array_equal(given_x, before)  # the argument is not written to


@FUNCTIONS
@pytest.mark.parametrize("x", [[1, 2], (1, 2), np.array([1, 2], np.uint8), [True, 2]])
def test_what_is_not_a_float_becomes_float64(function, x):
    assert function(x).dtype == np.float64
    np.testing.assert_array_equal(function(x), function([1.0, 2.0]))


@FUNCTIONS
@pytest.mark.parametrize(
    ("x", "error", "parts"),
    [
        ([], ValueError, ["x must not be empty", "(0,)"]),
        (np.zeros((0, 3)), ValueError, ["x must not be empty", "(0, 3)"]),
        ([[1.0, 2.0], [np.nan, 3.0]], ValueError, ["x must be finite", "nan at index (1, 0)"]),
        ([1.0, np.inf], ValueError, ["x must be finite", "inf at index (1,)"]),
        ([-np.inf, 1.0], ValueError, ["x must be finite", "-inf at index (0,)"]),
        ([[1.0, 2.0], [3.0]], ValueError, ["x must be a rectangular array of numbers"]),
        (["a"], TypeError, ["x must hold real numbers", "<U1"]),
        ([1j], TypeError, ["x must hold real numbers", "complex128"]),
        ([None], TypeError, ["x must hold real numbers", "object"]),
    ],
)
def test_bad_x(function, x, error, parts):
    refused(error, lambda: function(x), *parts)


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize("axis", [2, -3, 7])
def test_bad_axis(function, axis):
    parts = ["axis must be None or an axis of x", "(2, 2)", f"got {axis}"]
    refused(ValueError, lambda: function(np.ones((2, 2)), axis=axis), *parts)


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize(("size", "dtype"), [(1.7e308, np.float64), (3e38, np.float32)])
def test_largest_finite_scores(function, size, dtype):
    low, high = function(np.array([-size, size], dtype))
    assert (low, high) == ((0, 1) if function is softmax else (-np.inf, 0))


@pytest.mark.parametrize("function", [softmax, log_softmax])
@pytest.mark.parametrize("axis", [0.5, "0", (0, 1), True, np.True_])
def test_axis_that_is_no_integer(function, axis):
    parts = ["axis must be None or an integer", f"got {axis!r}"]
    refused(TypeError, lambda: function(np.ones((2, 2)), axis=axis), *parts)


def test_a_long_double_beyond_the_floats_is_refused_without_a_warning():
    huge = np.longdouble("1e400")
    if np.isfinite(huge):  # not where a long double is a double
        with np.errstate(all="raise"):
            refused(ValueError, lambda: softmax([huge]), "x must be finite, got inf at index (0,)")
