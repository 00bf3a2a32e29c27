"""Every message of the core in full: the argument, what it got, what it wants."""
# ruff: noqa: E501  # a message stands in one line

import re
import sys
import types

import numpy as np
import pytest

from nnbook import (
    DivergedError,
    GradientMismatchError,
    SimpleNet,
    Training,
    TwoLayerNet,
    check_gradient,
    cross_entropy_error,
    draw_digit,
    load_mnist,
    numerical_gradient,
    plots,
    softmax,
)
from nnbook._checks import entry_of, whole_number
from nnbook._files import write_arrays
from nnbook._saved import fingerprint
from nnbook.costs import gradient_costs

NAN = float("nan")
X, ONE = np.ones((1, 3)), np.zeros((1, 784))
NET, DIGITS = TwoLayerNet(3, 4, 2, rng=0), TwoLayerNet(784, 4, 10, rng=0)
RUN = Training(DIGITS, ONE, [0], test=(ONE, [0]), batch_size=1)
READ_ONLY = np.ones(1)
READ_ONLY.flags.writeable = False
PATH = "no/such/folder"  # so that a fault leaves nothing behind


def spoilt(net):
    net.W[0, 1] = NAN
    return net


def without_a_side(net):
    net.W = net.W[0]
    return net


def with_params(**params):
    net = TwoLayerNet(3, 4, 2, rng=0)
    net.params.update(params)
    return net


def squares(v):
    return float(v @ v)


class Boundless(SimpleNet):
    def predict(self, x):
        return np.full(3, np.inf)


class Other(TwoLayerNet):
    def loss(self, x, t):
        return 0.0


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: softmax("ab"), TypeError, "x must hold real numbers, got dtype <U2"),
        (
            lambda: softmax([[1.0], [1.0, 2.0]]),
            ValueError,
            "x must be a rectangular array of numbers: ...",
        ),
        (lambda: softmax([1j]), TypeError, "x must hold real numbers, got dtype complex128"),
        (lambda: softmax([]), ValueError, "x must not be empty, got shape (0,)"),
        (lambda: softmax([[0.0, NAN]]), ValueError, "x must be finite, got nan at index (0, 1)"),
        (
            lambda: softmax(np.ma.array([1.0, 2.0], mask=[0, 1])),
            TypeError,
            "x must have no masked entries: fill them, or leave them out",
        ),
        (lambda: softmax([1.0], axis=1.0), TypeError, "axis must be None or an integer, got 1.0"),
        (lambda: softmax([1.0], axis=True), TypeError, "axis must be None or an integer, got True"),
        (
            lambda: softmax([[1.0]], axis=2),
            ValueError,
            "axis must be None or an axis of x with shape (1, 1), got 2",
        ),
        (lambda: SimpleNet(W=[1.0]), ValueError, "W must be 2-D, got 1-D with shape (1,)"),
        (
            lambda: SimpleNet(W=[[1.0]], rng=0),
            ValueError,
            "rng must be left out when W is given, since nothing is drawn",
        ),
        (
            lambda: SimpleNet(rng="seed"),
            TypeError,
            "rng must be a seed or a generator, got 'seed': ...",
        ),
        (lambda: SimpleNet(rng=-1), ValueError, "rng must be a seed or a generator, got -1: ..."),
        (lambda: SimpleNet(delta=-1), ValueError, "delta must be a finite number >= 0, got -1"),
        (
            lambda: SimpleNet(W=np.ones((2, 3), np.float32), delta=1e-50),
            ValueError,
            "delta must be a number that float32 can hold, got 1e-50",
        ),
        (
            lambda: SimpleNet(W=np.ones((2, 3), np.float32), delta=1e39),
            ValueError,
            "delta must be a number that float32 can hold, got 1e+39",
        ),
        (
            lambda: SimpleNet(W=np.ones((2, 3))).predict([1.0, 2.0, 3.0]),
            ValueError,
            "x must have 2 columns, one for each input of the network; got shape (3,)",
        ),
        (
            lambda: spoilt(SimpleNet(W=np.ones((2, 3)))).predict([1.0, 2.0]),
            ValueError,
            "net.W must be finite, got nan at index (0, 1)",
        ),
        (
            lambda: without_a_side(SimpleNet(W=np.ones((2, 3)))).predict([1.0, 2.0]),
            ValueError,
            "net.W must be 2-D, got 1-D with shape (3,)",
        ),
        (
            lambda: Boundless(W=np.ones((2, 3))).loss([1.0, 2.0], 0),
            ValueError,
            "predict(x) must be finite, got inf at index (0,)",
        ),
        (lambda: TwoLayerNet(0, 1, 1), ValueError, "input_size must be a positive integer, got 0"),
        (
            lambda: TwoLayerNet(1, 1.5, 1),
            TypeError,
            "hidden_size must be a positive integer, got 1.5",
        ),
        (
            lambda: TwoLayerNet(1, 1, True),
            TypeError,
            "output_size must be a positive integer, got the boolean True",
        ),
        (lambda: TwoLayerNet(1, 1, 1, "1"), TypeError, "weight_init_std must be a number, got '1'"),
        (
            lambda: TwoLayerNet(1, 1, 1, -1.0),
            ValueError,
            "weight_init_std must be a finite number >= 0, got -1.0",
        ),
        (
            lambda: TwoLayerNet(1, 1, 1, np.inf),
            ValueError,
            "weight_init_std must be a finite number >= 0, got inf",
        ),
        (
            lambda: TwoLayerNet(1, 1, 1, 1e40, rng=0, dtype=np.float32),
            ValueError,
            "weight_init_std must be small enough for float32, got 1e+40",
        ),
        (
            lambda: TwoLayerNet(1, 1, 1, dtype="nothing"),
            TypeError,
            "dtype must be float32 or float64, got 'nothing'",
        ),
        (
            lambda: TwoLayerNet(1, 1, 1, dtype=np.float16),
            TypeError,
            "dtype must be float32 or float64, got float16",
        ),
        (
            lambda: TwoLayerNet(1, 1, 1, dtype=None),
            TypeError,
            "dtype must be float32 or float64, got None",
        ),
        (
            lambda: NET.predict([1.0]),
            ValueError,
            "x must have 3 columns, one for each input of the network; got shape (1,)",
        ),
        (
            lambda: NET.accuracy([1.0, 2.0, 3.0], [0]),
            ValueError,
            "x must be 2-D, got 1-D with shape (3,)",
        ),
        (
            lambda: cross_entropy_error([0.5, 0.5], [0, 1, 0]),
            ValueError,
            "t must have the shape (2,) of the outputs, or class labels of shape (); got shape (3,)",
        ),
        (
            lambda: NET.loss([[1.0, 2.0, 3.0]], [0, 1]),
            ValueError,
            "t must have the shape (1, 2) of the outputs, or class labels of shape (1,); got shape (2,)",
        ),
        (
            lambda: NET.loss([[1.0, 2.0, 3.0]], [[0, 1, 0]]),
            ValueError,
            "t must have the shape (1, 2) of the outputs; got shape (1, 3)",
        ),
        (
            lambda: NET.loss([[1.0, 2.0, 3.0]], [0.0]),
            TypeError,
            "t must hold integer class labels, got dtype float64",
        ),
        (
            lambda: NET.loss([[1.0, 2.0, 3.0]], [2]),
            ValueError,
            "t must hold classes from 0 to 1, got the label 2",
        ),
        (
            lambda: NET.loss([[1.0, 2.0, 3.0]], [-1]),
            ValueError,
            "t must hold classes from 0 to 1, got the label -1",
        ),
        (
            lambda: NET.loss([[1.0, 2.0, 3.0]], [[-0.5, 1.5]]),
            ValueError,
            "t must not hold negative labels, got -0.5",
        ),
        (
            lambda: NET.numerical_gradient([[1.0, 2.0, 3.0]], [0], h=0),
            ValueError,
            "h must be a finite number > 0, got 0",
        ),
        (
            lambda: NET.numerical_gradient([[1.0, 2.0, 3.0]], [0], h=1e-30),
            ValueError,
            "h must be large enough to change x in float64: adding 1e-30 to 0.1257302210933933 at index (0, 0), or taking it away, gives 0.1257302210933933 and 0.1257302210933933",
        ),
        (
            lambda: NET.numerical_gradient([[1.0, 2.0, 3.0]], [0], h=1e308),
            ValueError,
            "h must be small enough in float64: adding 1e+308 to 0.1257302210933933 at index (0, 0), or taking it away, gives 1e+308 and -1e+308",
        ),
        (
            lambda: Other(3, 4, 2, rng=0).gradient([1.0, 2.0, 3.0], 0),
            TypeError,
            "Other must override gradient too, since it overrides loss",
        ),
        (
            lambda: with_params(W3=np.ones((2, 2))).predict([1.0, 2.0, 3.0]),
            ValueError,
            "net.params must hold W1, b1, W2 and b2, got ['W1', 'W2', 'W3', 'b1', 'b2']",
        ),
        (
            lambda: with_params(b1=[0.0] * 4).predict([1.0, 2.0, 3.0]),
            TypeError,
            "net.params['b1'] must be an array of floats, got list",
        ),
        (
            lambda: with_params(b1=np.zeros(4, int)).predict([1.0, 2.0, 3.0]),
            TypeError,
            "net.params['b1'] must be an array of floats, got int64",
        ),
        (
            lambda: with_params(W1=np.zeros(4)).predict([1.0, 2.0, 3.0]),
            ValueError,
            "net.params['W1'] must be 2-D, got shape (4,)",
        ),
        (
            lambda: with_params(b2=np.zeros(3)).predict([1.0, 2.0, 3.0]),
            ValueError,
            "net.params['b2'] must have shape (2,), got (3,)",
        ),
        (
            lambda: with_params(b2=np.array([NAN, 0.0])).predict([1.0, 2.0, 3.0]),
            ValueError,
            "net.params['b2'] must be finite, got nan at index (0,)",
        ),
        (
            lambda: cross_entropy_error([[[0.5]]], 0),
            ValueError,
            "y must be 1-D or 2-D, got 3-D with shape (1, 1, 1)",
        ),
        (
            lambda: cross_entropy_error([0.5, 1.5], 0),
            ValueError,
            "y must hold probabilities in [0, 1], got values from 0.5 to 1.5; for logits say from_logits=True",
        ),
        (
            lambda: cross_entropy_error([-0.5, 0.5], 0),
            ValueError,
            "y must hold probabilities in [0, 1], got values from -0.5 to 0.5; for logits say from_logits=True",
        ),
        (
            lambda: cross_entropy_error([0.5, 0.5], 0, reduction="max"),
            ValueError,
            "reduction must be one of 'mean', 'sum', 'none', got 'max'",
        ),
        (
            lambda: numerical_gradient(abs, [1.0]),
            TypeError,
            "x must be a NumPy array of floats, since it is changed in place; got list",
        ),
        (
            lambda: numerical_gradient(abs, np.array([1])),
            TypeError,
            "x must be a NumPy array of floats, since it is changed in place; got dtype int64",
        ),
        (
            lambda: numerical_gradient(abs, READ_ONLY),
            TypeError,
            "x must be writable, since it is changed in place; got a read-only array",
        ),
        (
            lambda: numerical_gradient(abs, np.array([1.0]), h="1"),
            TypeError,
            "h must be a number, got '1'",
        ),
        (
            lambda: numerical_gradient(lambda v: v, np.array([1.0, 2.0])),
            TypeError,
            "f must return one number, got an array of shape (2,)",
        ),
        (
            lambda: numerical_gradient(lambda v: "a", np.array([1.0])),
            TypeError,
            "f must return one real number, got 'a'",
        ),
        (
            lambda: numerical_gradient(lambda v: NAN, np.array([1.0])),
            ValueError,
            "f must return a finite number, got nan",
        ),
        (
            lambda: numerical_gradient(lambda v: v.fill(7) or 1.0, np.array([1.0])),
            ValueError,
            "f must leave its argument as it is, but changed it: let it work on a copy, x.copy()",
        ),
        (
            lambda: numerical_gradient(lambda v: 0.0, np.array([1.0, 2.0]), h=0),
            ValueError,
            "h must be a finite number > 0, got 0",
        ),
        (
            lambda: numerical_gradient(lambda v: 1e306 * np.sign(v[1]), np.array([1.0, 0.0])),
            ValueError,
            "f must have slopes within float64, got inf at index (1,)",
        ),
        (
            lambda: check_gradient(squares, np.array([3.0, 4.0]), [6.0]),
            ValueError,
            "gradient must have the shape (2,) of x, got shape (1,)",
        ),
        (
            lambda: check_gradient(squares, np.array([3.0, 4.0]), [6.0, 8.0], rtol=-1),
            ValueError,
            "rtol must be a finite number >= 0, got -1",
        ),
        (
            lambda: check_gradient(squares, np.array([3.0, 4.0]), [6.0, 8.0], atol=NAN),
            ValueError,
            "atol must be a finite number >= 0, got nan",
        ),
        (
            lambda: check_gradient(squares, np.array([3.0, 4.0]), [6.0, 9.0]),
            GradientMismatchError,
            "gradient is wrong at index (1,): it says 9, the central difference says 8 (off by 1, 8e-06 allowed)\ngradient:\n[6. 9.]\ncentral difference:\n[6. 8.]",
        ),
        (
            lambda: check_gradient(squares, np.array([3.0, 4.0], np.float32), [6.0, 9.0]),
            GradientMismatchError,
            "gradient is wrong at index (1,): it says 9, the central difference says 8 (off by 1, 8e-06 allowed)\ngradient:\n[6. 9.]\ncentral difference:\n[5.92 8.  ]\nx is float32, whose last bits these tolerances do not allow for: h=5e-03, rtol=1e-02 and atol=5e-04 do",
        ),
        (
            lambda: load_mnist("valid"),
            ValueError,
            "split must be one of 'train', 'test', got 'valid'",
        ),
        (lambda: load_mnist(dtype=int), TypeError, "dtype must be float32 or float64, got int64"),
        (
            lambda: draw_digit(3),
            TypeError,
            "strokes must be a sequence of arrays of points, got 3",
        ),
        (
            lambda: draw_digit([[[1, 2]], [[1, 2, 3]]]),
            ValueError,
            "strokes[1] must have shape (n, 2), got (1, 3)",
        ),
        (
            lambda: draw_digit([np.array([[1, 2], [3, 28.5]])]),
            ValueError,
            "strokes[0] must lie from 0 to 28, got [3.0, 28.5]",
        ),
        (
            lambda: draw_digit([np.zeros((2501, 2))] * 2),
            ValueError,
            "strokes must have at most 5,000 points in all, got 5,002",
        ),
        (
            lambda: gradient_costs(0, 1, 1, 1),
            ValueError,
            "input_size must be a positive integer, got 0",
        ),
        (
            lambda: gradient_costs(1, 0, 1, 1),
            ValueError,
            "hidden_size must be a positive integer, got 0",
        ),
        (
            lambda: gradient_costs(1, 1, 0, 1),
            ValueError,
            "output_size must be a positive integer, got 0",
        ),
        (
            lambda: gradient_costs(1, 1, 1, 0),
            ValueError,
            "batch_size must be a positive integer, got 0",
        ),
        (
            lambda: Training(SimpleNet(), X, [0]),
            TypeError,
            "net must be a TwoLayerNet, got SimpleNet",
        ),
        (
            lambda: Training(NET, X, [0], batch_size=1, test=X),
            TypeError,
            "test must be a pair (x, t)",
        ),
        (
            lambda: Training(NET, X, [0]),
            ValueError,
            "batch_size must be at most 1, the number of samples; got 100",
        ),
        (
            lambda: Training(NET, X, [0], batch_size=0),
            ValueError,
            "batch_size must be a positive integer, got 0",
        ),
        (
            lambda: Training(NET, X, [0], batch_size=1, learning_rate=0),
            ValueError,
            "learning_rate must be a finite number > 0, got 0",
        ),
        (
            lambda: Training(NET, X, [0], batch_size=1, momentum=-0.1),
            ValueError,
            "momentum must be a finite number >= 0, got -0.1",
        ),
        (
            lambda: Training(NET, X, [0], batch_size=1, momentum=1.0),
            ValueError,
            "momentum must be below 1, got 1.0",
        ),
        (
            lambda: Training(NET, X, [0], batch_size=1).run(0),
            ValueError,
            "epochs must be a positive integer, got 0",
        ),
        (
            lambda: Training(NET, X, [0], batch_size=1).run(1, callback=3),
            TypeError,
            "callback must be callable, got 3",
        ),
        (lambda: plots.heatmap([1.0]), ValueError, "values must be 2-D, got 1-D with shape (1,)"),
        (
            lambda: plots.digits(np.zeros((1, 783))),
            ValueError,
            "images must have 784 columns, got shape (1, 783)",
        ),
        (
            lambda: plots.digits(np.zeros((2, 784)), titles="abc"),
            ValueError,
            "titles must be none or 2, one an image; got 3",
        ),
        (
            lambda: plots.digits(np.zeros((2, 784)), columns=0),
            ValueError,
            "columns must be a positive integer, got 0",
        ),
        (
            lambda: write_arrays(PATH, {"a": np.array(NAN)}),
            ValueError,
            "a must hold finite numbers to be saved, got others",
        ),
        (
            lambda: write_arrays(PATH, {"a": np.array("x" * 20_001)}),
            ValueError,
            "a must have at most 20,000 letters to be saved",
        ),
        (
            lambda: write_arrays(PATH, {"history/a": np.zeros(1_000_001)}),
            ValueError,
            "the history must have at most 1,000,000 numbers to be saved, got 1,000,001",
        ),
    ],
)
def test_a_message_says_it_all(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert caught.type is error
    said = str(caught.value)
    if message.endswith("..."):  # the rest is NumPy's
        assert len(said) > len(message)
        said = said[: len(message) - 3] + "..."
    assert said == message


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("sof", "name must be a letter, got 'sof'; did you mean 'soft' or 'so' or 'softer'?"),
        ("xyz", "name must be a letter, got 'xyz'"),
    ],
)
def test_a_name_that_is_none_is_told_its_neighbours(name, message):
    entries = dict.fromkeys(["soft", "softer", "so", "software", "cat"], 1)
    assert message_of(lambda: entry_of(entries, name, "a letter", "a letter")) == message


def test_a_name_near_none_by_much_is_no_neighbour():
    """Five letters of ten in common are enough, three are not."""
    entries = {"abcdexxxxx": 1}
    assert "did you mean" in message_of(lambda: entry_of(entries, "abcdeyyyyy", "a", "a"))
    assert "did you mean" not in message_of(lambda: entry_of(entries, "abcyyyyyyy", "a", "a"))


@pytest.mark.parametrize("value", [True, 1.0, "1"])
def test_what_is_no_whole_number_is_named(value):
    message = message_of(lambda: whole_number("seed", value, 0, 9), TypeError)
    assert message == f"seed must be an integer, got {value!r}"


@pytest.mark.parametrize("value", [-1, 10])
def test_a_whole_number_lies_within_its_bounds(value):
    message = message_of(lambda: whole_number("seed", value, 0, 9))
    assert message == f"seed must be an integer from 0 to 9, got {value}"
    assert [whole_number("seed", end, 0, 9) for end in (0, np.int8(9))] == [0, 9]


def message_of(call, error=ValueError):
    with pytest.raises(error) as caught:
        call()
    return str(caught.value)


def a_run(batch_size=1, *, x=(0.0, 1.0), delta=0.0, **settings):
    net = TwoLayerNet(1, 2, 2, rng=0, delta=delta)
    return Training(net, np.array(x)[:, None], [0, 1], batch_size=batch_size, rng=0, **settings)


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        ({"learning_rate": 0.5}, "learning_rate, 0.5; got 0.1"),
        ({"momentum": 0.5}, "momentum, 0.5; got 0.0"),
        ({"delta": 0.5}, "delta, 0.5; got 0.0"),
        ({"x": (0.0, 2.0)}, "data, ...; got ..."),
        ({"test": ([[1.0]], [0])}, "test data, ...; got None"),
    ],
)
def test_what_a_run_must_have_in_common_with_its_file(tmp_path, other, wanted):
    a_run().save(tmp_path / "run")
    told = message_of(lambda: a_run(**other).load(tmp_path / "run"))
    told = re.sub("[0-9a-f]{16}", "...", told)
    assert told == f"{tmp_path / 'run'} must hold a run with the same {wanted}"


def test_parameters_that_are_spoilt_are_not_saved(tmp_path):
    run = a_run()
    run.save(tmp_path / "run")
    before = (tmp_path / "run").read_bytes()
    run.net.params["b2"][1] = NAN
    told = message_of(lambda: run.save(tmp_path / "run"))
    assert told == "net.params['b2'] must be finite, got nan at index (1,)"
    assert (tmp_path / "run").read_bytes() == before


def test_what_a_file_of_a_run_must_hold(tmp_path):
    path = tmp_path / "run"
    a_run().save(path)
    told = message_of(lambda: a_run(2).load(path))
    assert told == f"{path} must hold a run with the same batch_size, 2; got 1"
    with np.load(path) as file:
        arrays = dict(file)
    for name, value, wanted in (
        ("state/order", np.zeros(2, np.intp), "an order of 2 samples, got another"),
        ("state/settings", np.array("[]"), "a run with the same batch_size, 1; got None"),
        ("state/settings", np.array("{"), "the settings of a run, got others"),
        ("state/rng", np.array("{}"), "the state of a random generator of NumPy"),
        ("state/rng", np.array(1), "the state of a random generator of NumPy, a text of at most "
         "20,000 letters; got shape () and dtype int64"),
        ("state/settings", np.array(1), "the settings of a run, a text of at most 20,000 letters; "
         "got shape () and dtype int64"),
    ):  # fmt: skip
        with path.open("wb") as file:
            np.savez(file, **arrays | {name: value})
        assert message_of(lambda: a_run().load(path)) == f"{path} must hold {wanted}"


def test_a_fingerprint_stays_the_same_so_that_old_files_can_be_read():
    x, t = np.arange(6.0).reshape(2, 3), np.eye(2, dtype=np.float32)
    assert fingerprint(x, t) == fingerprint(x.T.copy().T, t) == "f2e5ac9302628911"
    assert fingerprint(t, t) != fingerprint(x, t) != fingerprint(x.reshape(3, 2), t)


def test_what_a_run_that_diverges_says():
    run = a_run()
    run.net.params["b2"][0] = np.inf
    told = message_of(run.step, DivergedError)
    assert told == (
        "the loss is nan at step 0; the parameters are those of the step before. Try a learning "
        "rate below 0.1."
    )
    for name, what in (("x", "the loss is nan"), ("t", "a parameter is not finite")):
        run = a_run(2)
        getattr(run, name)[:] = NAN
        told = message_of(run.step, DivergedError)
        assert told == (
            f"{what} at step {len(run.history.loss)}, since {name} is no longer finite: it was "
            "changed after the training was made, which keeps no copy"
        )


def test_a_bar_of_progress_says_what_it_counts(monkeypatch):
    told = []

    def tqdm(steps, **options):
        told.append(options)
        return steps

    monkeypatch.setitem(sys.modules, "tqdm.auto", types.SimpleNamespace(tqdm=tqdm))
    numerical_gradient(squares, np.array([3.0, 4.0]), progress=True)
    NET.numerical_gradient(np.eye(3), [0, 1, 0], progress=True)
    assert told == [{"total": 2, "unit": "entry"}, {"total": 3, "unit": "sample"}]


def test_without_tqdm(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    told = message_of(lambda: a_run().run(1, progress=True), ImportError)
    assert told == "progress=True needs tqdm: pip install tqdm"


def test_a_flat_function_is_wondered_at():
    with pytest.warns(UserWarning) as caught:
        numerical_gradient(lambda v: 2.5, np.ones(1), 0.25)
    (warning,) = caught
    assert str(warning.message) == (
        "f gave 2.5 whatever was done to x: does it read this very array, and is h, 0.25, large "
        "enough to be seen?"
    )


def test_digits_that_are_corrupted(tmp_path, monkeypatch):
    file = tmp_path / "digits.npz"
    file.write_bytes(b"")
    monkeypatch.setattr("nnbook.datasets._FILE", file)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    published = "0f13b3d4b41e8f9fcc5d7894d35d91c99266fde411a39964f88fe9abd8c18588"
    assert message_of(load_mnist) == (
        f"the data file {file} is corrupted: its SHA-256 is {empty}, not {published}; install "
        "nnbook again"
    )
