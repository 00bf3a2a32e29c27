"""What people did to other packages, done to this one: it works, or says what is wrong."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import tracemalloc
import zipfile

import numpy as np
import pytest

from nnbook import (
    GradientMismatchError,
    SimpleNet,
    Training,
    TwoLayerNet,
    check_gradient,
    cross_entropy_error,
    log_softmax,
    numerical_gradient,
    panels,
    sigmoid,
    softmax,
)
from nnbook._files import read_arrays, write_arrays
from tests.helpers import FLAT, refused

RNG = np.random.default_rng(11)
X, T = RNG.standard_normal((6, 3)), RNG.integers(0, 2, 6)


def a_net(**options):
    return TwoLayerNet(3, 4, 2, rng=2, **options)


# ---- f does something to what it is given


def shifted(v):
    v -= v.max()
    return float((v**2).sum())


def in_place_relu(v):
    np.maximum(v, 0, out=v)
    return float(v.sum())


def through_a_view(v):
    v[:1, :1][...] = 7
    return float(v.sum())


def reshaped(v):
    v.shape = (v.size,)
    return float(v.sum())


def locked(v):
    v.flags.writeable = False
    return float(v.sum())


def only_its_own_entry(v):
    v[v != np.round(v)] = 0
    return float(v.sum())


@pytest.mark.parametrize(
    "f", [shifted, in_place_relu, through_a_view, reshaped, locked, only_its_own_entry]
)
def test_f_that_changes_its_argument_is_told_so_and_undone(f):
    views = [] if f is reshaped else [np.arange(8.0).reshape(4, 2)[::2]]  # which NumPy refuses
    for x in (np.array([[1.0, -2.0], [3.0, -0.0]]), *views):
        before, shape = x.tobytes(), x.shape
        refused(ValueError, lambda x=x: numerical_gradient(f, x), "f must leave", "copy")
        refused(ValueError, lambda x=x: check_gradient(f, x, x), "f must leave")
        assert (x.tobytes(), x.shape, x.flags.writeable) == (before, shape, True)


def test_f_that_changes_its_argument_and_raises_is_undone():
    x = np.array([1.0, 2.0])

    def f(v):
        v[:] = 9
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        numerical_gradient(f, x)
    assert x.tolist() == [1.0, 2.0]


def test_an_f_that_works_on_a_copy_is_fine():
    x = np.array([1.0, -2.0])
    assert numerical_gradient(lambda v: shifted(v.copy()), x).round(6).tolist() == [6.0, -6.0]


# ---- A step that does nothing


@pytest.mark.parametrize(
    ("f", "x", "h"),
    [
        (lambda v: float(np.exp(v).sum()), np.zeros(2), 1e-50),
        (lambda v: 3.0, np.ones((2, 2)), 1e-4),
    ],
)
def test_an_f_that_never_changes_is_wondered_at(f, x, h):
    with pytest.warns(UserWarning, match="f gave") as caught:
        assert not numerical_gradient(f, x, h).any()
    assert caught[0].filename == __file__


def test_the_weights_that_a_net_has_copied_are_not_its_own():
    W = np.ones((2, 3))
    net = SimpleNet(W=W)
    with pytest.warns(UserWarning, match="does it read this very array"):
        numerical_gradient(lambda _: net.loss([1.0, 2.0], 0), W)


def test_a_kink_and_a_valley_are_no_reason_to_wonder():
    for f in (abs, lambda v: v**2):
        assert numerical_gradient(lambda v, f=f: float(f(v[0])), np.zeros(1)).tolist() == [0.0]


# ---- Subclasses


class Decayed(TwoLayerNet):
    """A loss with weight decay."""

    def loss(self, x, t):
        return super().loss(x, t) + 0.05 * float((self.params["W1"] ** 2).sum())

    def gradient(self, x, t):
        found = super().gradient(x, t)
        return found | {"W1": found["W1"] + 0.1 * self.params["W1"]}


class Opposite(TwoLayerNet):
    """Says the other class."""

    def predict(self, x):
        return super().predict(x)[..., ::-1]


def test_numerical_gradient_is_of_the_loss_that_the_net_has():
    net = Decayed(3, 4, 2, rng=2)
    exact, found = net.gradient(X, T), net.numerical_gradient(X, T, 1e-5)
    for name, array in exact.items():
        np.testing.assert_allclose(found[name], array, atol=1e-8)
    plain = a_net().numerical_gradient(X, T, 1e-5)
    assert np.abs(found["W1"] - plain["W1"]).max() > 0.01


def test_progress_is_shown_where_another_loss_is_measured_entry_by_entry(capfd):
    net = Decayed(3, 4, 2, rng=2)
    net.numerical_gradient(X, T)
    assert capfd.readouterr().err == ""
    net.numerical_gradient(X, T, progress=True)
    bars = capfd.readouterr().err
    assert all(f"{a.size}/{a.size}" in bars for a in net.params.values())


def test_training_follows_the_gradient_that_the_net_has():
    net = Decayed(3, 4, 2, rng=2)
    training = Training(net, X, T, batch_size=6, learning_rate=0.1)
    loss, step = net.loss(X, T), net.gradient(X, T)
    expected = {name: array - 0.1 * step[name] for name, array in net.params.items()}
    assert training.step() == pytest.approx(loss, rel=1e-12)
    for name, array in expected.items():
        np.testing.assert_allclose(net.params[name], array, rtol=1e-12)


def test_accuracy_and_loss_believe_an_overridden_predict():
    other, plain = Opposite(3, 4, 2, rng=2), a_net()
    assert other.accuracy(X, T) == 1 - plain.accuracy(X, T)
    y = plain.predict(X)[:, ::-1]
    assert other.loss(X, T) == pytest.approx(cross_entropy_error(y, T), rel=1e-12)
    other.delta = 0.25
    assert other.loss(X, T) == pytest.approx(cross_entropy_error(y, T, delta=0.25), rel=1e-12)
    refused(TypeError, lambda: other.gradient(X, T), "Opposite must override gradient", "predict")
    refused(TypeError, lambda: Training(other, X, T, batch_size=6).step(), "must override gradient")


def test_first_weights_that_the_type_cannot_hold_are_refused():
    make = lambda: TwoLayerNet(3, 2, 2, 1e40, rng=0, dtype=np.float32)  # noqa: E731
    refused(ValueError, make, "weight_init_std", "float32", "1e+40")


def test_training_measures_with_an_overridden_accuracy():
    class Modest(TwoLayerNet):
        def accuracy(self, x, t):
            return 0.25

    training = Training(Modest(3, 4, 2, rng=2), X, T, test=(X, T), batch_size=6)
    history = training.run(1)
    assert history.train_accuracy == history.test_accuracy == [0.25]


class Scaled(SimpleNet):
    """Scores twice as large."""

    def predict(self, x):
        return 2 * super().predict(x)


def test_a_simple_nets_loss_is_of_its_own_scores():
    net = Scaled(rng=0)
    x = np.array([0.6, 0.9])
    scores = 2 * SimpleNet(rng=0).predict(x)
    assert net.loss(x, 1) == cross_entropy_error(scores, 1, from_logits=True)
    refused(TypeError, lambda: net.gradient(x, 1), "Scaled must override gradient")


def test_panels_refuse_a_net_that_the_browser_cannot_be():
    for make in (panels.weight_perturbation, lambda net: panels.descent(net=net)):
        refused(TypeError, lambda make=make: make(Scaled(rng=0)), "net", "Scaled", "predict")
    small = Decayed(3, 2, 2, rng=0)
    refused(TypeError, lambda: panels.gradient_check(small, X, T), "net", "Decayed", "loss")


# ---- Parameters that are not fit


def spoilt(change):
    net = a_net()
    change(net.params)
    return net


@pytest.mark.parametrize(
    ("change", "error", "part"),
    [
        (lambda p: p["b1"].__setitem__(0, np.nan), ValueError, "net.params['b1'] must be finite"),
        (lambda p: p["W2"].__setitem__((0, 0), np.inf), ValueError, "net.params['W2']"),
        (lambda p: p.update(b1=np.zeros((4, 1))), ValueError, "net.params['b1'] must have shape"),
        (lambda p: p.update(W2=np.zeros((5, 2))), ValueError, "net.params['W2'] must have shape"),
        (lambda p: p.update(b2=np.zeros(3)), ValueError, "net.params['b2'] must have shape"),
        (lambda p: p.update(W1=np.zeros(4)), ValueError, "net.params['W1'] must be 2-D"),
        (lambda p: p.update(W3=np.zeros((2, 2))), ValueError, "net.params must hold"),
        (lambda p: p.pop("b2"), ValueError, "net.params must hold"),
        (lambda p: p.update(b1=[0.0] * 4), TypeError, "net.params['b1'] must be an array"),
        (lambda p: p.update(b1=np.zeros(4, int)), TypeError, "net.params['b1'] must be an array"),
    ],
)
def test_parameters_that_are_not_fit_are_named(tmp_path, change, error, part):
    for use in (
        lambda net: net.predict(X),
        lambda net: net.loss(X, T),
        lambda net: net.accuracy(X, T),
        lambda net: net.gradient(X, T),
        lambda net: net.numerical_gradient(X, T),
        lambda net: net.save(tmp_path / "net"),
        lambda net: Training(net, X, T, batch_size=2),
    ):
        refused(error, lambda use=use: use(spoilt(change)), part)
    assert list(tmp_path.iterdir()) == []


# ---- Files


def test_what_load_would_refuse_save_does_not_write(tmp_path):
    path = tmp_path / "run"
    training = Training(a_net(), X, T, batch_size=3, rng=0)
    training.run(1)
    training.save(path)
    kept = path.read_bytes()
    training.history.loss[0] = float("nan")
    refused(ValueError, lambda: training.save(path), "history/loss", "finite")
    training.history.loss[0] = 1.0
    training.net.params["b1"][0] = np.nan
    refused(ValueError, lambda: training.save(path), "net.params['b1']")
    training.net.params["b1"][0] = 0
    training.history.loss.extend([0.5] * 1_000_000)
    refused(ValueError, lambda: training.save(path), "history", "1,000,000")
    assert path.read_bytes() == kept
    assert [one.name for one in tmp_path.iterdir()] == ["run"]


def test_any_number_of_writers_and_readers_see_whole_files(tmp_path):
    path, wrong = tmp_path / "net", []
    nets = [TwoLayerNet(20, 30, 10, rng=k) for k in range(4)]
    bits = {net.params["W1"].tobytes() + net.params["W2"].tobytes() for net in nets}
    nets[0].save(path)

    def write(net):
        try:
            for _ in range(20):
                net.save(path)
        except Exception as error:
            wrong.append(error)

    def read():
        net = TwoLayerNet(20, 30, 10)
        try:
            for _ in range(40):
                net.load(path)
                if net.params["W1"].tobytes() + net.params["W2"].tobytes() not in bits:
                    wrong.append("a mixture")
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=write, args=(net,)) for net in nets]
    threads += [threading.Thread(target=read) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert [one.name for one in tmp_path.iterdir()] == ["net"]


def test_a_link_stays_one_and_a_mode_too(tmp_path):
    real, link = tmp_path / "real", tmp_path / "link"
    a_net().save(real)
    real.chmod(0o640)
    link.symlink_to(real)
    other = TwoLayerNet(3, 4, 2, rng=9)
    other.save(link)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    net = a_net()
    net.load(real)
    assert (net.params["W1"] == other.params["W1"]).all()


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "net"
    a_net().save(path)
    kept = path.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        TwoLayerNet(3, 4, 2, rng=9).save(path)
    assert path.read_bytes() == kept and [one.name for one in tmp_path.iterdir()] == ["net"]


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"batch_size": 2}, "batch_size"),
        ({"learning_rate": 0.2}, "learning_rate"),
        ({"momentum": 0.5}, "momentum"),
        ({"test": None}, "test data"),
        ({"test": (X[:2], T[:2])}, "test data"),
        ({"t": 1 - T}, "data"),
        ({"x": X + 1e-9}, "data"),
        ({"delta": 1e-3}, "delta"),
    ],
)
def test_a_run_is_not_taken_up_with_other_settings(tmp_path, changed, part):
    def a_training(delta=1e-7, x=X, t=T, **options):
        given = {"batch_size": 3, "learning_rate": 0.1, "momentum": 0.9, "test": (X, T)} | options
        return Training(a_net(delta=delta), x, t, rng=0, **given)

    saved = a_training()
    saved.run(1)
    saved.save(tmp_path / "run")
    other = a_training(**changed)
    before = {name: array.copy() for name, array in other.net.params.items()}
    refused(ValueError, lambda: other.load(tmp_path / "run"), f"the same {part}")
    assert all((before[name] == array).all() for name, array in other.net.params.items())
    assert other.history.loss == []


def hostile(path, name, shape, kind="<f8", compression=zipfile.ZIP_DEFLATED):
    """Put a member that unpacks to gigabytes in the place of a good one."""
    with zipfile.ZipFile(path) as old:
        parts = {one: old.read(one) for one in old.namelist()}
    with zipfile.ZipFile(path, "w", compression) as new:
        for one, part in parts.items():
            if one != f"{name}.npy":
                new.writestr(one, part)
        with new.open(f"{name}.npy", "w", force_zip64=True) as member:
            np.lib.format.write_array_header_1_0(
                member, {"descr": kind, "fortran_order": False, "shape": shape}
            )
            for _ in range(200):
                member.write(bytes(1_000_000))


@pytest.mark.parametrize(
    ("name", "shape", "kind"),
    [
        ("params/W1", (25_000_000,), "<f8"),
        ("params/W1", (3, 4), "<f8"),  # a good head before too many numbers
        ("history/loss", (25_000_000,), "<f8"),
        ("state/rng", (), "<U50000000"),
    ],
)
def test_a_hostile_file_is_refused_before_it_is_unpacked(tmp_path, name, shape, kind):
    path = tmp_path / "run"
    training = Training(a_net(), X, T, batch_size=3, rng=0)
    training.run(1)
    training.save(path)
    hostile(path, name, shape, kind)
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    refused(ValueError, lambda: training.load(path), str(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 2**20


def test_a_run_is_compared_without_a_copy_of_its_data(tmp_path):
    x = np.random.default_rng(0).random((2000, 1000))  # 16 MB
    net = TwoLayerNet(1000, 2, 2, rng=0)
    training = Training(net, x, np.zeros(2000, int), batch_size=2000, rng=0)
    training.save(tmp_path / "run")
    tracemalloc.start()
    training.load(tmp_path / "run")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < x.nbytes / 8


def test_a_file_that_is_too_large_is_not_opened(tmp_path):
    path = tmp_path / "net"
    with path.open("wb") as file:
        file.truncate(2**30)  # a gigabyte of nothing
    refused(ValueError, lambda: a_net().load(path), "at most", "1,073,741,824")


def test_lists_and_texts_have_an_end(tmp_path):
    path, half = tmp_path / "file", np.zeros(600_000)
    long = {"text": np.array("x" * 30_000)}
    refused(ValueError, lambda: write_arrays(path, long), "text", "20,000 letters")
    with path.open("wb") as file:
        np.savez(file, a=half, b=half)
    refused(ValueError, lambda: read_arrays(path, {}, lists="ab"), "at most", "bytes")
    with path.open("wb") as file:
        np.savez_compressed(file, a=half, b=half)
    refused(ValueError, lambda: read_arrays(path, {}, lists="ab"), "1,000,000", "1,200,000")


@pytest.mark.parametrize("text", ["", "[1]", "{", "[" * 9000])
def test_settings_that_are_none_are_refused(tmp_path, text):
    path = tmp_path / "run"
    training = Training(a_net(), X, T, batch_size=3, rng=0)
    training.save(path)
    with np.load(path) as file:
        arrays = dict(file)
    with path.open("wb") as file:
        np.savez(file, **arrays | {"state/settings": np.array(text)})
    refused(ValueError, lambda: training.load(path), "must hold the settings of a run")


# ---- The caller's floating-point settings


def everything():
    net, small = a_net(), SimpleNet(rng=0)
    training = Training(a_net(), X * 1e3, T, test=(X, T), batch_size=2, rng=0)
    return [
        softmax([0.0, 1000.0]),
        log_softmax([[0.0, 1000.0], [1e308, -1e308]]),
        sigmoid([-1000.0, 1000.0]),
        cross_entropy_error([0.0, 1.0], [1.0, 0.0], delta=0),
        cross_entropy_error([0.0, 2000.0], 0, from_logits=True),
        small.loss([300.0, -900.0], 1),
        small.gradient([300.0, -900.0], 1),
        net.predict(X * 1e4),
        net.loss(X * 1e4, T),
        net.accuracy(X * 1e4, T),
        *net.gradient(X * 1e4, T).values(),
        *net.numerical_gradient(X * 1e3, T).values(),
        training.run(2).loss,
        training.history.train_accuracy,
    ]


@pytest.mark.parametrize("everywhere", [False, True])
def test_the_callers_settings_change_no_result(everywhere):
    expected = everything()
    if everywhere:
        before = np.seterr(all="raise")
        try:
            found = everything()
        finally:
            np.seterr(**before)
    else:
        with np.errstate(all="raise"):
            found = everything()
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_slopes_too_small_for_a_float_are_0_whatever_the_callers_settings():
    net, small = TwoLayerNet(1, 1, 2, 0), SimpleNet(W=[[700.0, 0.0]])
    net.params["b2"][:] = 700, 0
    training = Training(net, [[1.0]], [1], batch_size=1)
    with np.errstate(all="raise"):
        assert net.gradient([[1.0]], [1])["b2"][1] < 0
        assert small.gradient([1.0], 1)[0, 1] < 0
        assert training.step() == pytest.approx(16.118, abs=1e-3)


def test_a_score_too_small_for_a_float_is_0_whatever_the_callers_settings():
    with np.errstate(all="raise"):
        assert SimpleNet(W=[[1e-200, 1.0]]).predict([1e-200]).tolist() == [0.0, 1e-200]


def test_without_delta_no_probability_is_too_small_for_a_step():
    net = TwoLayerNet(1, 1, 2, 0, delta=0)
    net.params["b2"][:] = 1000, -1000
    assert Training(net, [[1.0]], [1], batch_size=1).step() == 2000


@pytest.mark.filterwarnings("ignore:t is no distribution")
def test_a_mean_that_leaves_the_floats_is_infinite_whatever_the_callers_settings():
    t = np.full((3, 2), 5e306)
    with np.errstate(all="raise"):
        assert SimpleNet(W=[[1000.0, -1000.0]]).loss([[1.0]] * 3, t) == np.inf
        assert TwoLayerNet(1, 1, 2, 0, rng=0, delta=1e-9).loss([[1.0]] * 3, t) > 1e306


# ---- Masks, frames, types


@pytest.mark.parametrize(
    "masked",
    [
        np.ma.array([[0.1, 0.2, 0.3]] * 6, mask=[[0, 0, 1]] * 6),
        [np.ma.array([0.1, 0.2, 0.3], mask=[0, 1, 0])] * 6,
    ],
)
def test_what_is_masked_is_refused(masked):
    net = a_net()
    for use in (
        lambda: softmax(masked),
        lambda: net.predict(masked),
        lambda: net.loss(masked, T),
        lambda: Training(net, masked, T, batch_size=2),
    ):
        refused(TypeError, use, "must have no masked entries")
    labels = np.ma.array(T, mask=[1, 0, 0, 0, 0, 0])
    refused(TypeError, lambda: net.loss(X, labels), "t must have no masked entries")
    refused(TypeError, lambda: a_net(delta=np.ma.masked), "delta")


def test_a_masked_array_without_a_mask_is_an_array():
    np.testing.assert_array_equal(a_net().predict(np.ma.array(X)), a_net().predict(X))


class Frame:
    """As pandas has it for nullable numbers: objects to NumPy, unless it is asked."""

    def __init__(self, values, kind="f"):
        self.values = np.array(values, object)
        self.dtype = np.dtype({"f": float, "i": np.int64}[kind])

    def __array__(self, dtype=None, copy=None):
        return self.values

    def to_numpy(self, dtype=object, na_value=None):
        rows = [[na_value if v is None else v for v in row] for row in self.values]
        if na_value is None and any(None in row for row in rows):
            raise ValueError("cannot convert missing values, specify an appropriate na_value")
        return np.array(rows, dtype)


def test_frames_of_nullable_numbers_are_taken():
    np.testing.assert_array_equal(a_net().predict(Frame(X.tolist())), a_net().predict(X))
    holes = [[*row[:2], None] for row in X.tolist()]
    refused(ValueError, lambda: a_net().predict(Frame(holes)), "x must be finite, got nan")
    things = [[*row[:2], object()] for row in X.tolist()]
    refused(ValueError, lambda: a_net().predict(Frame(things)), "x must be a rectangular array")


def test_an_old_random_state_is_a_generator_everywhere():
    old, same = np.random.RandomState(4), np.random.RandomState(4)
    wanted = np.random.Generator(same._bit_generator)
    expected = wanted.standard_normal((2, 3))
    np.testing.assert_array_equal(SimpleNet(rng=old).W, expected)
    for make in (SimpleNet, lambda rng: TwoLayerNet(1, 1, 1, rng=rng)):
        refused(ValueError, lambda make=make: make(rng=-1), "rng", "-1")
        refused(TypeError, lambda make=make: make(rng="seed"), "rng", "seed")


# ---- Lower precision


@FLAT
def test_a_right_gradient_in_float32_passes_with_what_the_message_advises():
    for seed in range(20):
        net = TwoLayerNet(3, 4, 2, rng=seed, dtype=np.float32)
        x = np.random.default_rng(seed).standard_normal((5, 3)).astype(np.float32)
        t, array = [0, 1, 1, 0, 1], net.params["W1"]
        exact = net.gradient(x, t)["W1"]
        loss = lambda _, net=net, x=x, t=t: net.loss(x, t)  # noqa: E731
        with pytest.raises(GradientMismatchError, match="float32") as told:
            check_gradient(loss, array, exact)
        advice = dict(word.split("=") for word in str(told.value).split() if "=" in word)
        options = {name: float(value.rstrip(",")) for name, value in advice.items()}
        assert set(options) == {"h", "rtol", "atol"}
        check_gradient(loss, array, exact, **options)


@pytest.mark.parametrize("delta", [1e-50, 1e39])
def test_a_delta_that_float32_cannot_hold_is_refused(delta):
    y = np.array([0.5, 0.5], np.float32)
    refused(ValueError, lambda: cross_entropy_error(y, 0, delta=delta), "delta", "float32")
    refused(ValueError, lambda: a_net(dtype=np.float32, delta=delta), "delta", "float32")
    net = a_net(dtype=np.float32)
    net.delta = delta
    small = X.astype(np.float32)
    refused(ValueError, lambda: net.loss(small, T), "delta", "float32")
    refused(ValueError, lambda: net.gradient(small, T), "delta", "float32")


# ---- Others


def test_panels_name_arguments_of_another_type():
    for call, name in (
        (lambda: panels.softmax_scores(shift="10"), "shift"),
        (lambda: panels.descent(rate=True), "rate"),
        (lambda: panels.cross_entropy_curve(p="0.5"), "p"),
        (lambda: panels.central_difference(x=np.bool_(True)), "x"),
    ):
        refused(TypeError, call, name)


def test_data_that_was_changed_meanwhile_is_to_blame():
    x = X.copy()
    training = Training(a_net(), x, T, batch_size=6)
    training.step()
    x[0, 0] = np.nan
    with pytest.raises(ArithmeticError, match="x is no longer finite: it was changed") as told:
        training.step()
    assert "learning rate" not in str(told.value)


def test_import_is_lean():
    code = "import sys, nnbook; assert 'concurrent.futures' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
