"""cross_entropy_error against math.fsum and 60-digit arithmetic."""

import math
import warnings
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnbook import cross_entropy_error, softmax
from nnbook.losses import labels_as_rows

from .helpers import exact_log_softmax, exact_softmax, refused, summed_cross_entropy
from .strategies import LAYOUTS, classified, laid_out, logits, softly_classified

Y = np.array([[0.1, 0.2, 0.7], [0.25, 0.5, 0.25]])
CAP = 16.11809565095832  # -log(1e-7)


@given(softly_classified(), st.sampled_from([1e-7, 1e-3, 0.5]))
def test_every_row_against_exact_summation(data, delta):
    y, t = data
    want = [summed_cross_entropy(row, label, delta) for row, label in zip(y, t, strict=True)]
    got = cross_entropy_error(y, t, delta=delta, reduction="none")
    assert got.shape == (len(y),)
    np.testing.assert_allclose(got, want, rtol=1e-14, atol=1e-15)


@given(softly_classified())
def test_reductions(data):
    y, t = data
    rows = cross_entropy_error(y, t, reduction="none")
    assert cross_entropy_error(y, t) == cross_entropy_error(y, t, reduction="mean")
    assert math.isclose(cross_entropy_error(y, t), math.fsum(rows) / len(y), rel_tol=1e-14)
    total = cross_entropy_error(y, t, reduction="sum")
    assert math.isclose(total, math.fsum(rows), rel_tol=1e-14)
    notebook = -np.sum(t * np.log(y + 1e-7))
    assert math.isclose(total, notebook, rel_tol=1e-14)


@given(softly_classified())
def test_a_batch_is_its_rows(data):
    y, t = data
    rows = [cross_entropy_error(*pair) for pair in zip(y, t, strict=True)]
    np.testing.assert_allclose(cross_entropy_error(y, t, reduction="none"), rows, rtol=1e-15)


@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_one_sample_is_the_same_under_every_reduction(reduction):
    loss = cross_entropy_error(Y[0], 1, reduction=reduction)
    assert type(loss) is float
    assert math.isclose(loss, -math.log(0.2 + 1e-7), rel_tol=1e-15)


@given(classified(), st.sampled_from([0.0, 1e-7]), st.booleans())
def test_integer_one_hot_and_soft_labels_agree_to_the_bit(data, delta, from_logits):
    y, labels = data
    one_hot = np.eye(y.shape[1], dtype=int)[labels]
    options = dict(delta=delta, from_logits=from_logits, reduction="none")
    losses = cross_entropy_error(y, labels, **options)
    for same in (one_hot, one_hot.astype(float), labels.astype(np.uint8), labels.tolist()):
        np.testing.assert_array_equal(cross_entropy_error(y, same, **options), losses)
    for row, label, loss in zip(y, labels, losses, strict=True):
        single = cross_entropy_error(row, label, **options)
        assert math.isclose(single, loss, rel_tol=1e-14, abs_tol=1e-15)


@given(logits(bound=700.0, ndim=(1, 1)), st.data())
def test_from_logits_against_exact_arithmetic(x, data):
    label = data.draw(st.integers(0, x.size - 1))
    without = cross_entropy_error(x, label, delta=0, from_logits=True)
    assert math.isclose(without, -exact_log_softmax(x)[label], rel_tol=1e-14, abs_tol=1e-14)
    capped = cross_entropy_error(x, label, from_logits=True)
    want = -math.log(exact_softmax(x)[label] + 1e-7)
    assert math.isclose(capped, want, rel_tol=1e-12, abs_tol=1e-12)
    assert math.isclose(capped, cross_entropy_error(softmax(x), label), rel_tol=1e-14)


@pytest.mark.parametrize("gap", [10.0, 37.0, 700.0, 745.0, 1e4, 1e300])
def test_delta_caps_the_loss_and_without_it_nothing_saturates(gap):
    x = np.array([[gap, 0.0]])
    assert cross_entropy_error(x, [1], from_logits=True) <= CAP + 1e-14
    if gap >= 37:
        assert math.isclose(cross_entropy_error(x, [1], from_logits=True), CAP, rel_tol=1e-9)
    without = cross_entropy_error(x, [1], delta=0, from_logits=True)
    assert math.isclose(without, gap, rel_tol=1e-5)


def test_loss_at_probability_0():
    assert math.isclose(cross_entropy_error([1.0, 0.0], 1), CAP, rel_tol=1e-15)
    assert round(cross_entropy_error([1.0, 0.0], 1), 3) == 16.118
    assert cross_entropy_error([1.0, 0.0], 1, delta=0) == math.inf
    # A class that is not wanted costs nothing, though its logarithm is -inf.
    assert cross_entropy_error([1.0, 0.0], 0, delta=0) == 0
    assert cross_entropy_error([1.0, 0.0], [1.0, 0.0], delta=0) == 0


def test_delta_is_in_the_logarithm():
    assert math.isclose(cross_entropy_error([0.25, 0.75], 0, delta=0.25), math.log(2))


@given(softly_classified())
def test_the_loss_is_least_at_the_labels_themselves(data):
    y, t = data
    assert cross_entropy_error(y, t, delta=0) >= cross_entropy_error(t, t, delta=0) - 1e-12


@pytest.mark.parametrize("from_logits", [False, True])
@pytest.mark.parametrize("delta", [0, 1e-7])
def test_float32_is_kept(from_logits, delta):
    y = Y.astype(np.float32)
    options = dict(delta=delta, from_logits=from_logits)
    losses = cross_entropy_error(y, [2, 0], reduction="none", **options)
    assert losses.dtype == np.float32
    np.testing.assert_allclose(
        losses, cross_entropy_error(Y, [2, 0], reduction="none", **options), rtol=1e-6
    )
    soft = np.array([[0, 0, 1], [1, 0, 0]], np.float64)
    assert cross_entropy_error(y, soft, reduction="none", **options).dtype == np.float32
    assert type(cross_entropy_error(y, [2, 0])) is float


@pytest.mark.parametrize("t", [[2, 0], np.eye(3)[[2, 0]], np.eye(3, dtype=np.uint8)[[2, 0]]])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_labels_as_rows_takes_the_type_of_the_outputs(t, dtype):
    rows = labels_as_rows("t", t, (2, 3), dtype)
    assert rows.dtype == dtype
    assert rows.tolist() == [[0, 0, 1], [1, 0, 0]]
    refused(ValueError, lambda: labels_as_rows("labels", [3, 0], (2, 3), dtype), "labels must")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_memory_layout(layout):
    t = np.array([[0.5, 0.5, 0.0], [0.0, 0.25, 0.75]])
    got = cross_entropy_error(laid_out(Y, layout), laid_out(t, layout))
    assert math.isclose(got, cross_entropy_error(Y, t), rel_tol=1e-15)


def test_labels_that_are_no_distribution_give_one_warning():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loss = cross_entropy_error(Y, [[0.5, 0.5, 0.5], [0.0, 0.25, 0.25]], reduction="sum")
    want = -0.5 * math.fsum(np.log(Y[0] + 1e-7)) - 0.25 * math.fsum(np.log(Y[1, 1:] + 1e-7))
    assert math.isclose(loss, want, rel_tol=1e-14)
    (warning,) = caught
    assert warning.category is UserWarning
    assert warning.filename == __file__  # it points at the caller's line
    assert str(warning.message) == (
        "t is no distribution: its labels sum to between 0.5 and 1.5, not 1"
    )


@pytest.mark.parametrize("t", [[0.5, 0.4999, 0.0], [0.5, 0.5001, 0.0], [0, 0, 0], [1, 1, 0]])
def test_labels_off_by_little_give_the_warning_too(t):
    with pytest.warns(UserWarning, match="t is no distribution"):
        cross_entropy_error(Y[0], t)


@pytest.mark.parametrize("t", [[0.1] * 10, [1 / 3] * 3, [1 / 7] * 7])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_rounded_labels_give_none(t, dtype):
    cross_entropy_error(np.full(len(t), 1 / len(t)), np.array(t, dtype))


@pytest.mark.parametrize(
    ("y", "t", "error", "parts"),
    [
        # dimensions and shapes
        (0.5, 0, ValueError, ["y must be 1-D or 2-D", "0-D", "()"]),
        (np.full((2, 2, 2), 0.5), [0, 1], ValueError, ["y must be 1-D or 2-D", "(2, 2, 2)"]),
        (Y, [0, 1, 2], ValueError, ["t must have the shape (2, 3)", "(2,)", "got shape (3,)"]),
        (Y, 1, ValueError, ["t must have the shape (2, 3)", "(2,)", "got shape ()"]),
        (Y, [[0, 0, 1]], ValueError, ["t must have the shape (2, 3)", "got shape (1, 3)"]),
        (Y, np.eye(4)[:2], ValueError, ["t must have the shape (2, 3)", "got shape (2, 4)"]),
        (Y, [[1], [0]], ValueError, ["t must have the shape (2, 3)", "got shape (2, 1)"]),
        (Y[0], [0, 1], ValueError, ["t must have the shape (3,)", "got shape (2,)"]),
        (Y[0], [[0, 0, 1]], ValueError, ["t must have the shape (3,)", "got shape (1, 3)"]),
        (Y, [[1, 0, 0], [1]], ValueError, ["t must be a rectangular array"]),
        # labels
        (Y, [0, 3], ValueError, ["t must hold classes from 0 to 2", "got the label 3"]),
        (Y, [-1, 0], ValueError, ["t must hold classes from 0 to 2", "got the label -1"]),
        (Y[0], 3, ValueError, ["t must hold classes from 0 to 2", "got the label 3"]),
        (Y, [0.0, 1.0], TypeError, ["t must hold integer class labels", "float64"]),
        (Y, [True, False], TypeError, ["t must hold integer class labels", "bool"]),
        (Y[0], [1.5, -0.5, 0.0], ValueError, ["t must not hold negative labels", "got -0.5"]),
        (Y, ["a", "b"], TypeError, ["t must hold real numbers", "<U1"]),
        (Y[0], [np.nan, 0, 1], ValueError, ["t must be finite", "nan at index (0,)"]),
        (Y, [[0, 0, 1], [0, np.inf, 0]], ValueError, ["t must be finite", "inf at index (1, 1)"]),
        # probabilities
        ([], 0, ValueError, ["y must not be empty", "(0,)"]),
        (np.zeros((0, 3)), [], ValueError, ["y must not be empty", "(0, 3)"]),
        (Y, [], ValueError, ["t must not be empty", "(0,)"]),
        ([0.5, np.nan], 0, ValueError, ["y must be finite", "nan at index (1,)"]),
        ([0.5, -np.inf], 0, ValueError, ["y must be finite", "-inf at index (1,)"]),
        ([-0.1, 1.0], 0, ValueError, ["y must hold probabilities in [0, 1]", "-0.1 to 1"]),
        ([0.2, 1.1], 0, ValueError, ["y must hold probabilities in [0, 1]", "0.2 to 1.1"]),
        ([0.2, 3.0], 0, ValueError, ["for logits say from_logits=True"]),
        ([1j, 0], 0, TypeError, ["y must hold real numbers", "complex128"]),
    ],
)
def test_bad_data(y, t, error, parts):
    refused(error, lambda: cross_entropy_error(y, t), *parts)


@pytest.mark.parametrize(
    ("option", "error", "parts"),
    [
        (dict(reduction="avg"), ValueError, ["reduction must be one of", "'mean'", "got 'avg'"]),
        (dict(reduction=None), ValueError, ["reduction must be one of", "'sum'", "got None"]),
        (dict(delta=-1e-7), ValueError, ["delta must be a finite number >= 0", "got -1e-07"]),
        (dict(delta=math.nan), ValueError, ["delta must be a finite number >= 0", "got nan"]),
        (dict(delta=math.inf), ValueError, ["delta must be a finite number >= 0", "got inf"]),
        (dict(delta="small"), TypeError, ["delta must be a number", "got 'small'"]),
        (dict(delta=None), TypeError, ["delta must be a number", "got None"]),
    ],
)
@pytest.mark.parametrize("y", [Y, Y[0]])
def test_bad_options(y, option, error, parts):
    t = [0, 1] if y.ndim == 2 else 0
    refused(error, lambda: cross_entropy_error(y, t, **option), *parts)


def test_a_nudged_probability_is_let_through_and_logits_have_no_range():
    cross_entropy_error([1.0001, 0.0], 0)  # as a numerical gradient does
    cross_entropy_error([-5.0, 7.0], 0, from_logits=True)


def test_the_gradient_of_softmax_with_loss_is_y_minus_t():
    # Differentiated by hand, independent of numerical_gradient.
    x, t, step = np.array([0.3, -1.2, 0.8]), 2, 1e-6
    for k in range(3):
        nudge = step * np.eye(3)[k]
        rise = cross_entropy_error(x + nudge, t, delta=0, from_logits=True)
        fall = cross_entropy_error(x - nudge, t, delta=0, from_logits=True)
        slope = (rise - fall) / (2 * step)
        assert math.isclose(slope, exact_softmax(x)[k] - (k == t), abs_tol=1e-9)


def test_reduction_that_is_no_text():
    parts = ["reduction must be one of", "'mean'", "got array"]
    call = partial(cross_entropy_error, [0.5, 0.5], 0, reduction=np.array(["mean", "sum"]))
    refused(ValueError, call, *parts)


def test_a_loss_of_nothing_is_plus_zero():
    assert math.copysign(1, cross_entropy_error([0.0, 1.0], 1, delta=0)) == 1


def test_sums_that_leave_the_floats_are_infinite_without_a_warning():
    t = np.full((3, 2), 5e306)
    with np.errstate(all="raise"), pytest.warns(UserWarning, match="no distribution"):
        assert cross_entropy_error([[1e-9, 1e-9]] * 3, t) == math.inf
        assert cross_entropy_error([[1e-9, 1e-9]] * 3, t, reduction="sum") == math.inf
    with np.errstate(all="raise"), pytest.warns(UserWarning, match="between inf and inf, not 1"):
        labels_as_rows("t", [1e308, 1e308], (2,), np.float64)


def test_how_far_off_1_labels_may_sum():
    for off, warned in ((0.9e-5, False), (-0.9e-5, False), (1.1e-5, True), (-1.1e-5, True)):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            labels_as_rows("t", [0.5, 0.5 + off], (2,), np.float64)
        assert bool(caught) == warned


def test_labels_of_the_right_kind_are_not_copied():
    t = np.array([[0.25, 0.75]])
    assert labels_as_rows("t", t, (1, 2), np.float64) is t


def test_the_largest_probability_that_is_let_through():
    assert cross_entropy_error([1.001, 0.0], 0) < 0


class Nullable:
    """Whole numbers as pandas has them: objects to NumPy, with a dtype of their own."""

    dtype = np.dtype(np.int64)

    def __array__(self, dtype=None, copy=None):
        return np.array([2, 0], object)

    def to_numpy(self, dtype=None, na_value=None):
        return np.array([2, 0], dtype)


def test_nullable_classes_are_taken():
    assert cross_entropy_error(Y, Nullable()) == cross_entropy_error(Y, [2, 0])
