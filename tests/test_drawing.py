"""draw_digit gives images in the form of MNIST's, and refuses what is no drawing."""

import numpy as np
import pytest

from nnbook import draw_digit, load_mnist, load_network
from nnbook.panels import handwriting
from nnbook.panels.inputs import Drawing
from tests.helpers import refused
from tests.samples import reference
from tests.strokes import strokes_of

CORNER = [[[1, 1], [5, 1], [5, 7]], [[2.5, 3]]]
GRID = np.arange(28) + 0.5


def middle(image):
    rows = image.reshape(28, 28)
    return [(rows.sum(axis=axis) * GRID).sum() / rows.sum() for axis in (0, 1)]


def box(image, least=0.5):
    rows = image.reshape(28, 28) >= least
    return [np.ptp(np.flatnonzero(rows.any(axis=axis))) + 1 for axis in (0, 1)]


@pytest.mark.parametrize("strokes", [CORNER, [[[27, 27], [20, 3]]], [[[0, 0], [28, 28]]]])
def test_a_drawing_is_as_large_and_in_the_middle_as_mnists_digits(strokes):
    image = draw_digit(strokes)
    assert image.shape == (784,) and image.min() == 0 and image.max() == 1
    assert 19 <= max(box(image)) <= 21
    np.testing.assert_allclose(middle(image), 14.5, atol=0.05)


def test_mnists_digits_are_so_too():
    x, _ = load_mnist("test")
    middles = np.array([middle(one) for one in x[:500]])
    assert np.abs(middles - 14.5).max() < 0.52
    sizes = [max(box(one, least=0.01)) for one in x[:500]]
    assert max(sizes) == 20 and np.mean(np.array(sizes) == 20) > 0.95


def test_size_and_place_of_a_drawing_do_not_matter():
    strokes = [np.array(one, float) for one in CORNER]
    image = draw_digit(strokes)
    np.testing.assert_allclose(draw_digit([2 * one + 6 for one in strokes]), image, atol=1e-12)
    np.testing.assert_allclose(draw_digit([one[::-1] for one in strokes]), image, atol=1e-12)
    low = [one / 4 for one in strokes]  # small enough to have room in every corner
    for corner in ([0, 20], [20, 0], [20, 20]):
        np.testing.assert_allclose(
            draw_digit([one + corner for one in low]), draw_digit(low), atol=1e-12
        )


def test_where_it_is_a_line_is_two_pens_wide():
    image = draw_digit([[[4, 14], [24, 14]]], fit=False).reshape(28, 28)
    column = image[:, 14]
    np.testing.assert_allclose(column[11:17], [0, 0.2, 1, 1, 0.2, 0], atol=1e-12)
    np.testing.assert_allclose(image[:, 10:18], np.tile(column[:, None], 8))
    ends = draw_digit([[[10, 10], [10, 10]]], fit=False)
    np.testing.assert_array_equal(ends, draw_digit([[[10, 10]]], fit=False))


@pytest.mark.parametrize("length", [0.3, 0.9, 1.0, 3.0])
def test_a_line_is_the_same_from_either_end(length):
    ends = np.array([[10, 10], [10 + length, 10]])
    image = draw_digit([ends], fit=False)
    np.testing.assert_allclose(image, draw_digit([ends[::-1]], fit=False), atol=1e-12)
    assert image.sum() > draw_digit([ends[:1]], fit=False).sum()


def test_a_speck_grows_four_times_and_no_more():
    assert box(draw_digit([[[3, 3]]]))[0] <= 3
    assert 10 <= box(draw_digit([[[3, 3], [5, 3]]]))[0] <= 11


def test_nothing_drawn_is_nothing():
    assert not draw_digit([]).any() and draw_digit([]).shape == (784,)


@pytest.mark.parametrize(
    ("strokes", "kind", "words"),
    [
        (None, TypeError, ["strokes must be a sequence", "None"]),
        ("_1.1", TypeError, ["strokes must be a sequence"]),
        (3, TypeError, ["strokes must be a sequence"]),
        (np.array(3.0), TypeError, ["strokes must be a sequence"]),
        ([[]], ValueError, ["strokes[0]", "2-D"]),
        ([[[1, 2]], [1, 2]], ValueError, ["strokes[1] must be 2-D"]),
        ([[[1, 2, 3]]], ValueError, ["strokes[0] must have shape (n, 2)", "(1, 3)"]),
        ([[[1, np.nan]]], ValueError, ["strokes[0] must be finite"]),
        ([[[1, 28.1]]], ValueError, ["strokes[0] must lie from 0 to 28", "[1.0, 28.1]"]),
        ([[[-1, 2]]], ValueError, ["strokes[0] must lie from 0 to 28", "[-1.0, 2.0]"]),
        ([[["1", "2"]]], TypeError, ["strokes[0] must hold real numbers"]),
        ([np.zeros((2501, 2))] * 2, ValueError, ["at most 5,000 points", "5,002"]),
    ],
)
def test_what_is_no_drawing_is_refused(strokes, kind, words):
    refused(kind, lambda: draw_digit(strokes), *words)


def test_most_points_are_drawn():
    assert draw_digit([np.full((5000, 2), 14.0)]).max() == 1


def test_strokes_are_read_as_well_as_images():
    """The handwriting panel's 200 digits, as they are and as a pen would draw them."""
    x, labels = load_mnist("test", one_hot=False)
    net = load_network()
    drawn = np.array([draw_digit(strokes_of(one.reshape(28, 28))) for one in x[:200]])
    for images in (x[:200], drawn):
        assert (net.predict(images).argmax(axis=1) == labels[:200]).sum() >= 180


def test_the_panel_reads_what_the_network_does():
    x, _ = load_mnist("test", one_hot=False)
    net, panel = load_network(), handwriting()
    for k in range(0, 200, 23):
        strokes = strokes_of(x[k].reshape(28, 28))
        for image, inputs in [
            (x[k], {"digit": k}),
            (draw_digit(strokes), {"drawing": Drawing.of(strokes).value}),
        ]:
            results = reference(panel, **inputs)
            np.testing.assert_allclose(results["probabilities"], net.predict(image), rtol=1e-12)
            assert results["answer"] == net.predict(image).argmax()
    panel.close()


@pytest.mark.parametrize("text", ["", "_", "_0.0", "_1.2-3.4_112.112", "_99.100-100.99"])
def test_a_drawing_survives_being_written_down(text):
    strokes = Drawing.strokes(text)
    assert Drawing.of(strokes).value == (text or "_")


@pytest.mark.parametrize(
    "text", ["1.1", "_113.1", "_1", "_1.1-", "_1.1__2.2", "_-1.1", "_1.1 ", "_1e1.1", "_\u0661.1"]
)
def test_other_texts_are_no_drawing(text):
    assert Drawing.strokes(text) == []


def test_the_panel_refuses_what_is_no_digit_or_drawing():
    refused(ValueError, lambda: handwriting(200), "digit must be an integer from 0 to 199", "200")
    refused(ValueError, lambda: handwriting(strokes=[[[1, 29]]]), "strokes[0] must lie from 0")
