"""Recording: what it keeps of a run, and what it refuses."""

import numpy as np
import pytest

from nnbook import Training, TwoLayerNet, load_mnist
from nnbook.panels.training import short_run as a_recording
from nnbook.recording import Recording

from .helpers import refused


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_recording_is_what_nnbook_says_after_each_epoch(dtype):
    x, t = load_mnist("test", dtype=dtype)
    net = TwoLayerNet(784, 9, 10, 1 / 28, rng=1, dtype=dtype)
    parts, mine, labels = [(x[:200], t[:200]), (x[200:320], t[200:320])], x[400:403], [3, 3, 3]
    training = Training(net, *parts[0], test=parts[1], learning_rate=0.5, rng=1)
    measured, outputs, weights = [], [], []

    def measure(_):
        measured.append([(net.accuracy(*part), net.loss(*part)) for part in parts])
        outputs.append(net.predict(mine))
        weights.append(net.params["W1"][:, [8, 0]].T.copy())

    measure(training)
    recording = Recording(training, mine, labels, units=[8, 0])
    history = training.run(epochs=4, callback=lambda run: (recording(run), measure(run)))
    assert repr(recording) == "Recording(784-9-10, 4 epochs, 3 digits, 2 units)"
    assert recording.training is training
    assert recording.epochs == 4 and recording.sizes == "784-9-10"
    assert recording.units == [8, 0] and recording.classes.tolist() == labels
    np.testing.assert_array_equal(recording.digits, mine)
    np.testing.assert_array_equal(recording.measured, measured)
    assert recording.measured[1:, 0, 0].tolist() == history.train_accuracy
    assert recording.measured[1:, 1, 0].tolist() == history.test_accuracy
    np.testing.assert_array_equal(recording.outputs, outputs)
    np.testing.assert_array_equal(recording.largest, np.abs(weights).max(axis=2))
    for image, exact in zip(recording.images, weights, strict=True):
        shown = np.frombuffer(image, np.int8).reshape(2, 784) / 127
        reach = np.abs(exact).max(axis=1, keepdims=True)
        np.testing.assert_allclose(shown * reach, exact, atol=reach.max() / 253)


def test_recording_changes_nothing_of_the_run():
    other = a_recording(2).training
    x, t = load_mnist("test")
    training = Training(
        TwoLayerNet(784, 12, 10, 1 / 28, rng=3), x[:300], t[:300], test=(x[300:500], t[300:500]),
        batch_size=50, learning_rate=0.5, momentum=0.9, rng=3,
    )  # fmt: skip
    training.run(2)
    assert training.history == other.history
    assert (training.net.params["W1"] == other.net.params["W1"]).all()


def test_dead_weights_are_white():
    x, t = load_mnist("test")
    training = Training(TwoLayerNet(784, 3, 10, 0.0), x[:9], t[:9], test=(x, t), batch_size=9)
    recording = Recording(training)
    assert recording.images == [bytes(3 * 784)] and not recording.largest.any()


def test_by_default_the_first_ten_digits_and_eight_units():
    x, t = load_mnist("test", one_hot=False)
    for hidden, units in ((12, range(8)), (3, range(3))):
        recording = Recording(a_training(TwoLayerNet(784, hidden, 10, rng=0)))
        np.testing.assert_array_equal(recording.digits, x[:10])
        assert recording.classes.tolist() == t[:10].tolist()
        assert recording.units == list(units)


def test_soft_labels_that_are_no_distribution_warn_where_the_recording_is_made():
    with pytest.warns(UserWarning, match="t is no distribution") as caught:
        Recording(a_training(), digits(1)[0], np.full((1, 10), 0.5))
    assert caught[0].filename == __file__


def digits(count=4):
    x, t = load_mnist("test")
    return x[:count], t[:count]


def a_training(net=None, **options):
    x, t = digits(6)
    given = {"test": (x, t), "batch_size": 3} | options
    return Training(net or TwoLayerNet(784, 4, 10, rng=0), x, t, **given)


@pytest.mark.parametrize(
    ("call", "error", "parts"),
    [
        (lambda: Recording(TwoLayerNet(784, 4, 10)), TypeError, ["training", "TwoLayerNet"]),
        (lambda: Recording(a_training(test=None)), ValueError, ["training", "test"]),
        (
            lambda: Recording(Training(TwoLayerNet(2, 2, 2), [[0, 1]], [1], batch_size=1)),
            ValueError,
            ["training", "784 inputs", "2"],
        ),
        (lambda: Recording(a_training(), digits()[0]), ValueError, ["x and t"]),
        (
            lambda: Recording(a_training(), *digits(11)),
            ValueError,
            ["x", "1 to 10", "(11, 784)"],
        ),
        (
            lambda: Recording(a_training(), digits()[0][:, 1:], [0] * 4),
            ValueError,
            ["x", "784"],
        ),
        (lambda: Recording(a_training(), digits()[0], [0, 1]), ValueError, ["t", "(4,"]),
        (lambda: Recording(a_training(), units=[4]), ValueError, ["units[0]", "4"]),
        (lambda: Recording(a_training(), units=[]), ValueError, ["units", "1 to 8"]),
        (lambda: Recording(a_training(), units=[0] * 9), ValueError, ["units", "1 to 8"]),
        (lambda: a_recording(1)(a_training()), ValueError, ["training", "made for"]),
    ],
)
def test_bad_input_is_named(call, error, parts):
    refused(error, call, *parts)


def test_the_panels_offer_it_too():
    from nnbook import panels

    assert panels.Recording is Recording


def test_one_unit_is_enough():
    x = np.zeros((1, 784))
    training = Training(TwoLayerNet(784, 2, 10, rng=0), x, [0], test=(x, [0]), batch_size=1)
    assert Recording(training, x, [0], units=[1]).units == [1]
