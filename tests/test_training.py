"""Training: its bits, its way back from a file, and what it refuses."""

import json
import os
import pickle
import re
import sys
import warnings
import zipfile
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnbook import DivergedError, History, Training, TwoLayerNet
from nnbook._kernels import loss_and_gradient

from .helpers import refused

SAMPLES, BATCH, STEPS = 23, 5, 5  # the last mini-batch of an epoch holds three
GENERATORS = ["PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"]
DTYPES = pytest.mark.parametrize("dtype", [np.float64, np.float32])


def samples(n=SAMPLES, seed=100):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((n, 4)), rng.integers(0, 3, n)


def made(*, seed=0, rng=0, dtype=np.float64, test=True, delta=1e-7, **options):
    """A training of a small net on random numbers."""
    net = TwoLayerNet(4, 6, 3, rng=seed, dtype=dtype, delta=delta)
    options = {"batch_size": BATCH, "learning_rate": 0.5, "momentum": 0.9, **options}
    return Training(net, *samples(), test=samples(7, 5) if test else None, rng=rng, **options)


def bits(training):
    """Everything that a training is made of, to the bit."""
    groups = training.net.params, training._velocity, training._good
    arrays = [(a.dtype, a.tobytes()) for group in groups for a in group.values()]
    state = json.dumps(training._rng.bit_generator.state, default=lambda value: value.tolist())
    history = {name: [float.hex(v) for v in vs] for name, vs in vars(training.history).items()}
    return arrays, training._order.tolist(), training._next, state, history


def watch(monkeypatch, look):
    """Let `look` see the mini-batch of each step, and its gradients."""

    def step(params, x, t, delta):
        loss, gradients = loss_and_gradient(params, x, t, delta)
        look(x, t, gradients)
        return loss, gradients

    monkeypatch.setattr("nnbook.training._kernels.loss_and_gradient", step)


def parameters(training):
    return {name: array.copy() for name, array in training.net.params.items()}


def same(net, parameters):
    return all(array.tobytes() == parameters[name].tobytes() for name, array in net.params.items())


# --- the arithmetic


@DTYPES
@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_a_hand_written_loop_gives_the_same_bits(momentum, dtype):
    training = made(momentum=momentum, rng=3, dtype=dtype)
    net, order = TwoLayerNet(4, 6, 3, rng=0, dtype=dtype), np.random.default_rng(3)
    x, t = samples()
    x = x.astype(dtype)
    step = {name: np.zeros_like(array) for name, array in net.params.items()}
    losses, epoch_losses, accuracies = [], [], []
    for _ in range(3):
        rows = order.permutation(SAMPLES)
        for batch in [rows[k : k + BATCH] for k in range(0, SAMPLES, BATCH)]:
            losses.append(net.loss(x[batch], t[batch]))
            gradient = net.gradient(x[batch], t[batch])
            for name, array in net.params.items():
                step[name] = momentum * step[name] - 0.5 * gradient[name]
                array += step[name]
        epoch_losses.append(sum(losses[-STEPS:]) / STEPS)
        accuracies.append(net.accuracy(x, t))
    history = training.run(3)
    assert same(training.net, net.params)
    np.testing.assert_allclose(history.loss, losses, rtol=2e-7 if dtype == np.float32 else 1e-15)
    np.testing.assert_allclose(history.epoch_loss, epoch_losses, rtol=1e-6)
    assert history.train_accuracy == accuracies


def test_each_epoch_goes_through_the_data_once_in_an_order_drawn_anew(monkeypatch):
    x = np.arange(SAMPLES, dtype=float)[:, None]
    training = Training(TwoLayerNet(1, 2, 2, rng=0), x, [0] * SAMPLES, batch_size=BATCH, rng=0)
    seen = []
    watch(monkeypatch, lambda x, t, _: seen.append(x[:, 0]))
    training.run(3)
    assert [len(batch) for batch in seen] == 3 * [5, 5, 5, 5, 3]
    epochs = [np.concatenate(seen[k : k + STEPS]).tolist() for k in range(0, 3 * STEPS, STEPS)]
    for epoch in epochs:
        assert sorted(epoch) == x[:, 0].tolist() != epoch
    assert epochs[0] != epochs[1] != epochs[2] != epochs[0]


def test_samples_keep_their_labels(monkeypatch):
    x = np.arange(SAMPLES, dtype=float)[:, None]
    labels = np.arange(SAMPLES) % 3
    training = Training(TwoLayerNet(1, 2, 3, rng=0), x, labels, batch_size=BATCH, rng=0)
    seen = []
    watch(monkeypatch, lambda x, t, _: seen.extend(zip(x[:, 0], t.argmax(axis=1), strict=True)))
    training.run(2)
    assert len(seen) == 2 * SAMPLES
    assert all(label == int(value) % 3 for value, label in seen)


def test_it_learns():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((200, 2))
    t = (x[:, 0] * x[:, 1] > 0).astype(int)
    training = Training(
        TwoLayerNet(2, 12, 2, rng=1), x, t, batch_size=20, learning_rate=0.5, momentum=0.9, rng=2
    )
    history = training.run(60)
    assert history.train_accuracy[-1] > 0.95 > history.train_accuracy[0]
    assert history.epoch_loss[-1] < 0.2 < history.epoch_loss[0]


def test_labels_in_every_form_give_the_same_bits():
    x, t = samples()
    results = []
    for labels in (t, t.tolist(), np.eye(3)[t], np.eye(3, dtype=int)[t]):
        net = TwoLayerNet(4, 6, 3, rng=0)
        Training(net, x, labels, batch_size=BATCH, rng=0).run(2)
        results.append({name: array.copy() for name, array in net.params.items()})
    assert all(same(net, result) for result in results)


def test_the_callers_arrays_are_left_alone():
    x, t = samples()
    t = np.eye(3)[t]
    x.flags.writeable = t.flags.writeable = False
    Training(TwoLayerNet(4, 6, 3, rng=0), x, t, test=(x, t), batch_size=BATCH).run(2)


def test_the_parameters_are_changed_in_place():
    training = made()
    net, arrays = training.net, dict(training.net.params)
    training.run(1)
    assert training.net is net
    assert all(net.params[name] is array for name, array in arrays.items())
    assert not same(net, TwoLayerNet(4, 6, 3, rng=0).params)


@pytest.mark.parametrize("size", [1, SAMPLES])
def test_the_smallest_and_the_largest_mini_batch(size):
    training = made(batch_size=size)
    assert len(training.run(2).loss) == 2 * -(-SAMPLES // size)


def test_soft_labels_and_one_sample():
    net = TwoLayerNet(2, 3, 3, rng=0)
    history = Training(net, [[1.0, 2.0]], [[0.2, 0.5, 0.3]], batch_size=1, rng=0).run(50)
    assert history.loss[-1] < history.loss[0]
    assert len(history.loss) == 50


def test_delta_is_that_of_the_net():
    assert made(delta=0).step() != made(delta=0.1).step()


# --- the same bits


@DTYPES
@pytest.mark.parametrize("kind", GENERATORS)
def test_the_same_seed_gives_the_same_bits_and_another_seed_others(kind, dtype):
    def run(seed):
        generator = np.random.Generator(getattr(np.random, kind)(seed))
        training = made(rng=generator, dtype=dtype)
        training.run(3)
        return bits(training)

    assert run(1) == run(1)
    first, second = run(1), run(2)
    for part in (0, 1, 3, 4):
        assert first[part] != second[part]


def test_any_source_of_randomness_will_do_and_a_generator_is_moved_on():
    generator = np.random.default_rng(5)
    training, by_seed = made(rng=generator), made(rng=5)
    training.run(1), by_seed.run(1)
    assert bits(training) == bits(by_seed)
    before = json.dumps(generator.bit_generator.state)
    training.run(1)
    assert json.dumps(generator.bit_generator.state) != before
    assert made(rng=None).run(1).loss != made(rng=None).run(1).loss


def test_the_global_generator_is_left_alone():
    before = str(np.random.get_state())  # noqa: NPY002
    made(rng=None).run(1)
    assert str(np.random.get_state()) == before  # noqa: NPY002


@pytest.mark.parametrize("parts", [[1, 1, 1, 1], [2, 2], [3, 1]])
def test_a_run_in_parts_is_the_run_in_one(parts):
    whole, cut = made(), made()
    whole.run(4)
    for epochs in parts:
        cut.run(epochs)
    assert bits(whole) == bits(cut)


@DTYPES
@pytest.mark.parametrize("kind", GENERATORS)
def test_interrupted_anywhere_and_taken_up_it_gives_the_same_bits(tmp_path, kind, dtype):
    def begun(seed):
        return made(rng=np.random.Generator(getattr(np.random, kind)(8)), seed=seed, dtype=dtype)

    whole = begun(0)
    whole.run(4)
    for epochs in range(4):
        for steps in range(STEPS):  # 0: at the end of an epoch
            first = begun(0)
            if epochs:
                first.run(epochs)
            for _ in range(steps):
                first.step()
            path = tmp_path / f"{epochs}-{steps}"
            first.save(path)
            # Into an object that has nothing in common with it but the shapes and settings.
            second = made(rng=np.random.default_rng(77), seed=33, dtype=dtype)
            second.run(1)
            second.load(path)
            assert bits(second) == bits(first)
            second.run(4 - epochs)
            assert bits(second) == bits(whole)


def test_saved_and_loaded_after_every_single_step(tmp_path):
    whole, path = made(), tmp_path / "run"
    training = whole
    want = []
    for _ in range(13):
        whole.step()
        want.append(bits(whole))
    training = made()
    for step in want:
        training.save(path)
        training = made(rng=9, seed=9)
        training.load(path)
        training.step()
        assert bits(training) == step


@settings(max_examples=25)
@given(
    st.integers(1, 9),
    st.integers(0, 20),
    st.sampled_from([0.0, 0.5, 0.99]),
    st.sampled_from([0, 1e-7]),
    st.integers(0, 2**32 - 1),
)
def test_any_run_taken_up_gives_the_same_bits(
    tmp_path_factory, batch, steps, momentum, delta, seed
):
    options = {"batch_size": batch, "momentum": momentum, "delta": delta}
    path = tmp_path_factory.mktemp("runs") / "run"
    whole = made(rng=seed, seed=seed, **options)
    for _ in range(steps):
        whole.step()
    whole.save(path)
    other = made(rng=1, seed=1, **options)
    other.load(path)
    assert whole.run(2) == other.run(2)
    assert bits(whole) == bits(other)


class Unwilling(list):
    """A list of the history that is interrupted when it is written to, so many times."""

    def __init__(self, times):
        super().__init__()
        self.times = times

    def __setitem__(self, key, value):
        if self.times:
            self.times -= 1
            raise KeyboardInterrupt
        super().__setitem__(key, value)


@pytest.mark.parametrize("times", [1, 2])
def test_a_step_interrupted_again_while_it_is_put_into_place_is_finished_by_the_next(times):
    whole, cut = made(), made()
    whole.run(2)
    cut.history.loss = Unwilling(times)
    with pytest.raises(KeyboardInterrupt):
        cut.run(2)
    cut.run(2)
    assert bits(cut) == bits(whole)


def test_an_epoch_that_is_not_recorded_yet_is_in_what_is_saved(tmp_path, monkeypatch):
    cut, taken, whole = made(), made(rng=9, seed=9), made()
    with monkeypatch.context() as patch:
        patch.setattr("nnbook.training.accuracy_of", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            cut.run(1)
    assert len(cut.history.loss) == STEPS and not cut.history.epoch_loss
    cut.save(tmp_path / "run")
    taken.load(tmp_path / "run")
    whole.run(1)
    assert bits(taken) == bits(whole)


def test_loading_leaves_the_history_before_to_those_who_hold_it(tmp_path):
    made().save(tmp_path / "run")
    training = made()
    before = training.run(1)
    training.load(tmp_path / "run")
    assert len(before.loss) == STEPS and not training.history.loss


def test_a_run_is_loaded_over_parameters_that_are_not_finite(tmp_path):
    saved, spoilt = made(), made(rng=9, seed=9)
    saved.run(1)
    saved.save(tmp_path / "run")
    spoilt.net.params["W1"][0, 0] = np.nan
    spoilt.load(tmp_path / "run")
    assert bits(spoilt) == bits(saved)


def test_parameters_that_were_broken_are_named_before_a_step_and_before_a_file_is_read(tmp_path):
    made().save(tmp_path / "run")
    training = made()
    training.net.params["W1"] = training.net.params["W1"].tolist()
    for call in (training.step, lambda: training.load(tmp_path / "run")):
        refused(TypeError, call, "net.params['W1'] must be")


def test_an_order_from_its_beginning_is_taken(tmp_path):
    training, _ = training_and_file(tmp_path / "run")
    rewritten(tmp_path / "run", state__next=np.array(0))
    training.load(tmp_path / "run")
    order = training._order.tolist()
    training.step()
    assert training._order.tolist() == order and training._next == BATCH


def test_loading_does_not_tie_two_trainings_together(tmp_path):
    first, path = made(), tmp_path / "run"
    first.run(1)
    first.save(path)
    second, third = made(seed=2), made(seed=3)
    second.load(path)
    third.load(path)
    before = bits(third)
    second.run(1), first.run(1)
    assert bits(third) == before
    # And the generator that a training was given is no longer the one it uses.
    generator = np.random.default_rng(4)
    given_one = made(rng=generator)
    given_one.load(path)
    state = json.dumps(generator.bit_generator.state)
    given_one.run(1)
    assert json.dumps(generator.bit_generator.state) == state


# --- history, callback, progress


def test_history_of_a_run():
    training = made()
    history = training.run(3)
    assert history is training.history
    assert [len(values) for values in vars(history).values()] == [3 * STEPS, 3, 3, 3]
    for k in range(3):
        part = history.loss[k * STEPS : (k + 1) * STEPS]
        assert abs(history.epoch_loss[k] - np.mean(part)) < 1e-15
    assert history.train_accuracy[-1] == training.net.accuracy(*samples())
    assert history.test_accuracy[-1] == training.net.accuracy(*samples(7, 5))
    for values in vars(history).values():
        assert all(type(value) is float for value in values)


def test_history_without_test_data():
    history = made(test=False).run(2)
    assert history.test_accuracy == [] and len(history.train_accuracy) == 2


def test_a_step_gives_the_loss_before_it():
    training = made()
    fresh = TwoLayerNet(4, 6, 3, rng=0)
    rows = np.random.default_rng(0).permutation(SAMPLES)[:BATCH]
    x, t = samples()
    loss = training.step()
    assert loss == fresh.loss(x[rows], t[rows]) == training.history.loss[0]
    assert type(loss) is float
    assert training.history == History(loss=[loss])


def test_an_epoch_that_was_broken_off_is_finished_first_and_counts():
    training = made()
    training.step()
    training.step()
    history = training.run(1)
    assert len(history.loss) == STEPS and len(history.epoch_loss) == 1
    assert abs(history.epoch_loss[0] - np.mean(history.loss)) < 1e-15


def test_reprs():
    assert repr(History()) == "History(0 steps, 0 epochs)"
    training = made()
    training.step()
    assert repr(training.history) == "History(1 steps, 0 epochs)"
    assert repr(training.run(2)) == "History(10 steps, 2 epochs)"
    assert repr(training) == (
        "Training(TwoLayerNet(4-6-3, 51 parameters), 23 samples, History(10 steps, 2 epochs))"
    )


def test_the_callback_sees_the_state_after_each_epoch():
    training, seen = made(), []

    def look(given_one):
        assert given_one is training
        seen.append((len(training.history.loss), len(training.history.test_accuracy)))
        assert training.history.train_accuracy[-1] == training.net.accuracy(*samples())

    training.run(3, callback=look)
    assert seen == [(5, 1), (10, 2), (15, 3)]
    silent = made()
    silent.run(3)
    assert bits(training) == bits(silent)


@pytest.mark.parametrize("yes", [True, np.True_])
def test_the_callback_may_stop(yes):
    training = made()
    answers = iter([None, False, np.False_, 1, "yes", yes])
    training.run(50, callback=lambda _: next(answers))
    assert len(training.history.epoch_loss) == 6  # only a truth value stops it
    whole = made()
    whole.run(8)
    training.run(2)
    assert bits(training) == bits(whole)


def test_an_exception_in_the_callback_leaves_a_training_that_can_go_on():
    training, whole = made(), made()
    with pytest.raises(KeyboardInterrupt):
        training.run(3, callback=lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    training.run(2)
    whole.run(3)
    assert bits(training) == bits(whole)


def test_the_callback_may_save(tmp_path):
    training = made()
    training.run(3, callback=lambda t: t.save(tmp_path / str(len(t.history.epoch_loss))))
    for k in (1, 2):
        other = made(seed=1)
        other.load(tmp_path / str(k))
        other.run(3 - k)
        assert bits(other) == bits(training)


def test_progress_shows_a_bar_and_changes_nothing(capfd):
    shown, silent = made(), made()
    silent.run(3)
    assert capfd.readouterr().err == ""
    shown.run(3, progress=True)
    bar = capfd.readouterr().err
    assert "3/3" in bar and re.search(r"[\d?]epoch/s|s/epoch\b", bar)
    assert bits(shown) == bits(silent)
    shown.run(9, progress=True, callback=lambda _: True)
    assert "1/9" in capfd.readouterr().err


def test_a_run_that_raises_closes_its_bar(monkeypatch):
    class Bar:
        open = True

        def update(self):
            pass

        def close(self):
            self.open = False

    bar = Bar()
    monkeypatch.setattr("nnbook.training.progress_bar", lambda *_, **options: bar)
    with pytest.raises(ZeroDivisionError):
        made().run(2, progress=True, callback=lambda _: 1 / 0)
    assert not bar.open


def test_progress_without_tqdm_says_what_to_install_before_anything_is_done(monkeypatch):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    training = made()
    before = bits(training)
    with pytest.raises(ImportError, match="progress=True needs tqdm: pip install tqdm"):
        training.run(1, progress=True)
    assert bits(training) == before
    training.run(1)


# --- float32


@pytest.mark.parametrize("momentum", [0.0, 0.9, np.float64(0.9)])
def test_float32_stays_float32(momentum, monkeypatch):
    training = made(dtype=np.float32, momentum=momentum, learning_rate=np.float64(0.1))
    kinds = set()

    def look(x, t, gradients):
        kinds.update(array.dtype.name for array in (x, t, *gradients.values()))

    watch(monkeypatch, look)
    training.run(3)
    arrays = [*training.net.params.values(), *training._velocity.values()]
    assert kinds | {array.dtype.name for array in arrays} == {"float32"}
    double = made(momentum=momentum, learning_rate=0.1)
    double.run(3)
    np.testing.assert_allclose(training.history.loss, double.history.loss, rtol=1e-4)


# --- divergence


def diverging(**options):
    """A training whose second loss is not finite: what is wanted is the first parameters."""
    return made(**{"learning_rate": 1e308, "delta": 0, **options})


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"momentum": 0.0},
        {"dtype": np.float32, "learning_rate": 3e38},
        {"dtype": np.float32, "learning_rate": 1e100},  # more than float32 can hold
        {"dtype": np.float32, "learning_rate": 1e100, "momentum": 0.0, "delta": 1e-7},
    ],
)
def test_a_loss_that_is_not_finite_stops_the_run_and_the_last_good_parameters_are_kept(options):
    training = diverging(**options)
    first = parameters(training)
    with pytest.raises(DivergedError) as caught:
        training.run(5)
    message = str(caught.value)
    rate = format(options.get("learning_rate", 1e308), "g")
    assert message.startswith(("the loss is nan at step 1;", "the loss is inf at step 1;"))
    assert f"Try a learning rate below {rate}." in message
    assert same(training.net, first)
    assert training.net.loss(*samples()) < 100
    assert len(training.history.loss) == 1 and training.history.epoch_loss == []
    assert not any(velocity.any() for velocity in training._velocity.values())
    assert issubclass(DivergedError, ArithmeticError)


@DTYPES
@pytest.mark.parametrize("steps", [1, 3, 5, 8])
@pytest.mark.parametrize("planted", [np.nan, np.inf])
def test_a_planted_nan_is_found_and_training_can_go_on(steps, planted, dtype):
    training = made(dtype=dtype)
    for _ in range(steps):
        before = parameters(training)  # the last whose loss was taken
        training.step()
    training.net.params["b2"][:] = planted
    with pytest.raises(DivergedError, match=f"the loss is nan at step {steps}; the parameters are"):
        training.run(1)
    assert same(training.net, before)
    assert len(training.history.loss) == steps
    history = training.run(3)
    assert np.isfinite(history.loss).all()
    assert len(history.loss) % STEPS == 0  # no mini-batch was left out, or taken twice
    assert len(history.epoch_loss) == len(history.loss) // STEPS == steps // STEPS + 3
    np.testing.assert_allclose(history.epoch_loss[-1], np.mean(history.loss[-STEPS:]))


def test_before_the_first_step_the_parameters_it_began_with_are_the_good_ones():
    training = made()
    first = parameters(training)
    training.net.params["W2"][0, 0] = np.nan
    with pytest.raises(DivergedError, match="at step 0"):
        training.step()
    assert same(training.net, first)
    fresh = made()
    fresh.run(2), training.run(2)
    assert same(training.net, parameters(fresh))


def test_a_run_that_diverges_after_it_was_taken_up_goes_back_as_the_uninterrupted_one(tmp_path):
    whole, path = diverging(), tmp_path / "run"
    whole.step()
    whole.save(path)
    other = diverging(seed=5, rng=5)
    other.load(path)
    for training in (whole, other):
        with pytest.raises(DivergedError):
            training.step()
    assert bits(whole) == bits(other)
    assert same(other.net, TwoLayerNet(4, 6, 3, rng=0).params)


def test_a_run_does_not_end_with_parameters_that_are_not_finite():
    training = diverging(dtype=np.float32, learning_rate=1e100, batch_size=SAMPLES)
    start = {name: array.copy() for name, array in training.net.params.items()}
    with pytest.raises(DivergedError, match="a parameter is not finite at step 1;"):
        training.run(1)
    assert same(training.net, start)
    assert training.history.epoch_loss == []


def test_one_parameter_that_is_not_finite_is_enough():
    net = TwoLayerNet(1, 2, 2, 1e-3, rng=0)
    net.params["W2"][:] = [[1, -1], [1, -1]]
    training = Training(net, [[100.0], [90.0]], [0, 1], batch_size=2, learning_rate=1.7e308)
    start = parameters(training)
    training._put(training._same(params={"W1": np.full((1, 2), np.inf)}, epoch=True))
    with pytest.raises(DivergedError, match="a parameter is not finite"):
        training.step()
    assert same(net, start) and training.history == History()
    with pytest.raises(DivergedError, match="a parameter is not finite at step 1;"):
        training.run(1)  # of which W1 alone overflows
    assert same(net, start) and training.history.epoch_loss == []


@pytest.mark.parametrize("rate", [1e306, 1e307, 1e308, 1.7e308])
def test_at_any_rate_there_is_no_warning_and_the_history_stays_even(rate):
    for seed in range(10):
        data = np.array([[100.0], [1.0]]), [0, 1]
        training = Training(
            TwoLayerNet(1, 2, 2, rng=seed), *data, test=data, batch_size=2, learning_rate=rate
        )
        with np.errstate(all="raise"), suppress(DivergedError):
            training.run(2)
        history = training.history
        recorded = history.epoch_loss, history.train_accuracy, history.test_accuracy
        assert len({len(one) for one in recorded}) == 1


def test_an_epoch_finished_by_steps_is_recorded():
    by_run, by_step = (diverging(learning_rate=0.1, batch_size=SAMPLES) for _ in range(2))
    by_run.run(2)
    by_step.step()
    by_step.step()
    assert by_step.history == by_run.history
    assert len(by_step.history.epoch_loss) == 2


# --- bad arguments

X, T = np.ones((4, 2)), [0, 1, 2, 0]
NET = TwoLayerNet(2, 3, 3, rng=0)


@pytest.mark.parametrize(
    ("arguments", "options", "error", "parts"),
    [
        (("net", X, T), {}, TypeError, ["net must be a TwoLayerNet", "got str"]),
        ((None, X, T), {}, TypeError, ["net must be a TwoLayerNet", "got NoneType"]),
        ((NET, np.ones((4, 3)), T), {}, ValueError, ["x must have 2 columns", "(4, 3)"]),
        ((NET, X[:0], T), {}, ValueError, ["x must not be empty", "(0, 2)"]),
        ((NET, X * np.nan, T), {}, ValueError, ["x must be finite", "nan"]),
        ((NET, [["a", "b"]], T), {}, TypeError, ["x must hold real numbers"]),
        ((NET, X, [0, 1, 2]), {}, ValueError, ["t must have the shape (4, 3)", "(3,)"]),
        ((NET, X, [0, 1, 2, 3]), {}, ValueError, ["t must hold classes from 0 to 2", "label 3"]),
        ((NET, X, [0.0, 1, 2, 0]), {}, TypeError, ["t must hold integer class labels"]),
        ((NET, X, -np.eye(3)[T]), {}, ValueError, ["t must not hold negative labels"]),
        ((NET, X, T), {"test": X}, TypeError, ["test must be a pair (x, t)"]),
        ((NET, X, T), {"test": [X, T]}, TypeError, ["test must be a pair (x, t)"]),
        ((NET, X, T), {"test": (X, T, T)}, TypeError, ["test must be a pair (x, t)"]),
        ((NET, X, T), {"test": (X[:, :1], T)}, ValueError, ["x must have 2 columns", "(4, 1)"]),
        ((NET, X, T), {"test": (X, [5] * 4)}, ValueError, ["t must hold classes", "label 5"]),
        ((NET, X, T), {"batch_size": 0}, ValueError, ["batch_size must be a positive", "got 0"]),
        ((NET, X, T), {"batch_size": 2.0}, TypeError, ["batch_size must be a positive", "2.0"]),
        ((NET, X, T), {"batch_size": True}, TypeError, ["batch_size must be a positive", "True"]),
        ((NET, X, T), {"batch_size": 5}, ValueError, ["batch_size must be at most 4", "got 5"]),
        ((NET, X, T), {"batch_size": 100}, ValueError, ["batch_size must be at most 4", "100"]),
        ((NET, X, T), {"learning_rate": 0}, ValueError, ["learning_rate must be", "> 0", "got 0"]),
        ((NET, X, T), {"learning_rate": -1}, ValueError, ["learning_rate must be", "got -1"]),
        ((NET, X, T), {"learning_rate": np.inf}, ValueError, ["learning_rate must be", "inf"]),
        ((NET, X, T), {"learning_rate": "1"}, TypeError, ["learning_rate must be a number", "'1'"]),
        ((NET, X, T), {"momentum": -0.1}, ValueError, ["momentum must be", ">= 0", "got -0.1"]),
        ((NET, X, T), {"momentum": 1}, ValueError, ["momentum must be below 1", "got 1"]),
        ((NET, X, T), {"momentum": np.nan}, ValueError, ["momentum must be", "got nan"]),
        ((NET, X, T), {"momentum": None}, TypeError, ["momentum must be a number", "got None"]),
    ],
)
def test_bad_arguments(arguments, options, error, parts):
    refused(error, lambda: Training(*arguments, **{"batch_size": 2, **options}), *parts)


def test_the_default_batch_size_is_100():
    x, t = samples(100)
    assert len(Training(TwoLayerNet(4, 2, 3, rng=0), x, t).run(1).loss) == 1
    refused(
        ValueError,
        lambda: Training(TwoLayerNet(4, 2, 3), x[:99], t[:99]),
        "batch_size must be at most 99, the number of samples; got 100",
    )


@pytest.mark.parametrize(
    ("epochs", "error"), [(0, ValueError), (-1, ValueError), (1.0, TypeError), (True, TypeError)]
)
def test_bad_epochs(epochs, error):
    training = made()
    before = bits(training)
    refused(error, lambda: training.run(epochs), "epochs must be a positive integer", str(epochs))
    assert bits(training) == before


def test_a_bad_callback_is_refused_before_anything_is_done():
    training = made()
    before = bits(training)
    refused(TypeError, lambda: training.run(1, callback=3), "callback must be callable, got 3")
    assert bits(training) == before


def test_data_beyond_float32_is_refused_for_a_float32_net():
    net = TwoLayerNet(2, 3, 3, dtype=np.float32)
    call = lambda: Training(net, 1e300 * X, T, batch_size=2)  # noqa: E731
    refused(ValueError, call, "x must be finite", "inf at index (0, 0)")
    Training(TwoLayerNet(2, 3, 3), 1e300 * X, T, batch_size=2)


@pytest.mark.parametrize("where", ["t", "test"])
def test_labels_that_do_not_sum_to_1_are_warned_of_in_the_callers_line(where):
    soft = np.full((4, 3), 0.5)
    t, test = (soft, None) if where == "t" else (T, (X, soft))
    with pytest.warns(UserWarning, match="t is no distribution") as caught:
        Training(NET, X, t, test=test, batch_size=2)
    assert [warning.filename for warning in caught] == [__file__]


# --- files: both kinds


def net_and_file(path, dtype=np.float64):
    net = TwoLayerNet(4, 6, 3, rng=1, dtype=dtype)
    net.save(path)
    return TwoLayerNet(4, 6, 3, rng=2, dtype=dtype), net_bits


def training_and_file(path, dtype=np.float64):
    training = made(seed=1, dtype=dtype)
    training.run(1)
    training.step()
    training.save(path)
    other = made(seed=2, rng=2, dtype=dtype)
    other.step()
    return other, bits


def net_bits(net):
    return [array.tobytes() for array in net.params.values()]


BOTH = pytest.mark.parametrize("of", [net_and_file, training_and_file])


def contents(path):
    with np.load(path, allow_pickle=False) as file:
        return dict(file)


def rewritten(path, **changes):
    """Put a file in place of `path`, with changed arrays (None: without); / is written __."""
    arrays = contents(path) | {name.replace("__", "/"): a for name, a in changes.items()}
    with path.open("wb") as file:
        np.savez(file, **{name: a for name, a in arrays.items() if a is not None})


def refused_and_unchanged(of, path, spoil, *parts, error=ValueError):
    """Assert that after `spoil(path)` the file is refused, and that nothing was changed by it."""
    subject, look = of(path)
    before = look(subject)
    spoil(path)
    refused(error, lambda: subject.load(path), *parts)
    assert look(subject) == before


@BOTH
def test_nothing_is_pickled(tmp_path, of):
    of(tmp_path / "file")
    assert zipfile.is_zipfile(tmp_path / "file")
    for array in contents(tmp_path / "file").values():
        assert array.dtype.kind in "fiU"


class Planted:
    """Leaves a mark when it is unpickled."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return os.mkdir, (self.path,)


@BOTH
@pytest.mark.parametrize("way", ["bare", "npy", "object array", "another array"])
def test_a_pickle_is_refused_and_not_executed(tmp_path, of, way):
    planted, mark = Planted(tmp_path / "mark"), tmp_path / "mark"
    boxed = np.empty((), object)
    boxed[()] = planted

    def spoil(path):
        match way:
            case "bare":
                path.write_bytes(pickle.dumps(planted))
            case "npy":
                with path.open("wb") as file:
                    np.save(file, boxed, allow_pickle=True)
            case "object array":
                rewritten(path, **{next(iter(contents(path))).replace("/", "__"): boxed})
            case "another array":
                rewritten(path, more=boxed)

    told = "must hold the arrays" if way == "another array" else "must be a file written by save"
    refused_and_unchanged(of, tmp_path / "file", spoil, told)
    assert not mark.exists()
    pickle.loads(pickle.dumps(planted))  # it would have
    assert mark.exists()


def as_npy(path):
    with path.open("wb") as file:
        np.save(file, np.ones((4, 6)))


def with_bytes(path):
    """A zip archive whose last member is no array."""
    names = list(contents(path))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(f"{name}.npy") for name in names}
    with zipfile.ZipFile(path, "w") as new:
        for name, part in parts.items():
            new.writestr(f"{name}.npy", part if name != names[-1] else b"{}")


@BOTH
@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (lambda path: path.write_bytes(b""), "it is no .npz file"),
        (lambda path: path.write_text("hello, this is not a net"), ""),
        (lambda path: path.write_bytes(b"PK\3\4" + bytes(100)), "zip"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "zip"),
        (lambda path: path.write_bytes(path.read_bytes()[:200]), "zip"),
        (as_npy, "it is no .npz file"),
        (with_bytes, "it holds something else than arrays"),
    ],
)
def test_files_of_another_kind_are_refused(tmp_path, of, spoil, part):
    path = tmp_path / "file"
    refused_and_unchanged(of, path, spoil, f"{path} must be a file written by save: ", part)


@BOTH
@pytest.mark.parametrize("packed", [False, True])
def test_a_file_with_any_byte_flipped_or_cut_off_is_refused_or_right(tmp_path, of, packed):
    path = tmp_path / "file"
    subject, look = of(path)
    if packed:
        arrays = contents(path)
        with path.open("wb") as file:
            np.savez_compressed(file, **arrays)
    subject.load(path)
    right = look(subject)
    whole = path.read_bytes()
    places = sorted({*np.random.default_rng(0).integers(0, len(whole), 150), *range(-90, 0)})
    for place in places:
        spoilt = bytearray(whole)
        spoilt[place] ^= 0xFF
        for data in (spoilt, whole[: int(place) % len(whole)]):
            path.write_bytes(data)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                try:
                    subject.load(path)
                except ValueError as error:
                    assert str(path) in str(error)
            assert look(subject) == right


@BOTH
def test_missing_files(tmp_path, of):
    subject, look = of(tmp_path / "file")
    before = look(subject)
    with pytest.raises(FileNotFoundError):
        subject.load(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        subject.save(tmp_path / "nowhere" / "file")
    with pytest.raises(IsADirectoryError):
        subject.load(tmp_path)
    assert look(subject) == before


@BOTH
def test_an_interrupted_write_leaves_the_old_file(tmp_path, of, monkeypatch):
    path = tmp_path / "file"
    subject, look = of(path)
    old = path.read_bytes()

    def broken(file, **arrays):
        file.write(b"half of it")
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(np, "savez", broken)
        with pytest.raises(OSError, match="no space left"):
            subject.save(path)
    assert path.read_bytes() == old
    before = look(subject)
    subject.save(path)  # what lies about from before does no harm
    assert path.read_bytes() != old
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
    subject.load(path)
    assert look(subject) == before


@BOTH
@pytest.mark.parametrize(("written", "read"), [("f4", "f8"), ("f8", "f4")])
def test_the_other_float_type_is_refused(tmp_path, of, written, read):
    of(tmp_path / "written", written)
    subject, look = of(tmp_path / "read", read)
    before = look(subject)
    parts = f"of shape (4, 6) and dtype {np.dtype(read)}", f"and dtype {np.dtype(written)}"
    refused(ValueError, lambda: subject.load(tmp_path / "written"), "W1", *parts)
    assert look(subject) == before


def test_a_file_of_one_kind_is_not_one_of_the_other(tmp_path):
    net, _ = net_and_file(tmp_path / "net")
    training, _ = training_and_file(tmp_path / "training")
    refused(ValueError, lambda: net.load(tmp_path / "training"), "must hold the arrays", "'W1'")
    refused(ValueError, lambda: training.load(tmp_path / "net"), "must hold the arrays", "params/")


@pytest.mark.parametrize(
    ("changes", "parts"),
    [
        ({"W1": np.ones((6, 4))}, ["W1 of shape (4, 6) and dtype float64", "shape (6, 4)"]),
        ({"W2": np.ones((6, 2))}, ["W2 of shape (6, 3)", "shape (6, 2)"]),
        ({"b1": np.ones((1, 6))}, ["b1 of shape (6,)", "shape (1, 6)"]),
        ({"b2": np.float64(1)}, ["b2 of shape (3,)", "shape ()"]),  # would be broadcast
        ({"b2": np.ones(3, int)}, ["b2 of shape (3,) and dtype float64", "dtype int64"]),
        ({"b2": np.ones(3, complex)}, ["b2", "dtype complex128"]),
        ({"b2": np.array(["1"] * 3)}, ["b2", "dtype <U1"]),
        ({"b2": np.ones(3, ">f8")}, ["b2", "dtype >f8"]),
        ({"b2": np.array([0, np.nan, 0])}, ["finite numbers, got others in b2"]),
        ({"W1": np.full((4, 6), np.inf)}, ["finite numbers, got others in W1"]),
        ({"b1": None}, ["the arrays ['W1', 'W2', 'b1', 'b2'], got ['W1', 'W2', 'b2']"]),
        ({"b3": np.ones(3)}, ["the arrays", "'b2', 'b3']"]),
        ({"b2": None, "B2": np.ones(3)}, ["the arrays", "got ['B2', 'W1', 'W2', 'b1']"]),
    ],
)
def test_files_of_parameters_that_do_not_fit(tmp_path, changes, parts):
    path = tmp_path / "net"
    refused_and_unchanged(
        net_and_file, path, lambda path: rewritten(path, **changes), f"{path} must hold ", *parts
    )


def state_of(kind, **changes):
    """The state of a generator as it is saved, with changes one level down."""
    state = getattr(np.random, kind)(1).state
    for name, value in changes.items():
        (state if name in state else state["state"])[name] = value
    return np.array(json.dumps(state, default=lambda value: value.tolist()))


GENERATOR = "the state of a random generator of NumPy"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"params__W1": np.ones((6, 4))}, "params/W1 of shape (4, 6)"),
        ({"velocity__W2": np.ones((6, 2))}, "velocity/W2 of shape (6, 3)"),
        ({"velocity__b1": np.ones(6, "f4")}, "velocity/b1"),
        ({"velocity__b2": np.array([0, np.nan, 0])}, "finite numbers, got others in velocity/b2"),
        ({"good__b2": np.array([0, np.nan, 0])}, "finite numbers, got others in good/b2"),
        ({"history__loss": None}, "must hold the arrays"),
        ({"state__rng": None}, "must hold the arrays"),
        ({"more": np.ones(2)}, "must hold the arrays"),
        ({"history__loss": np.ones((2, 2))}, "history/loss as a list of finite numbers"),
        ({"history__loss": np.float64(1)}, "history/loss as a list of finite numbers"),
        ({"history__loss": np.array([np.inf])}, "history/loss as a list of finite numbers"),
        ({"history__epoch_loss": np.array(["1"])}, "history/epoch_loss as a list"),
        ({"history__test_accuracy": np.array([1])}, "history/test_accuracy as a list"),
        ({"state__order": np.arange(22)}, "state/order of shape (23,)"),
        ({"state__order": np.arange(23.0)}, "state/order"),
        ({"state__order": np.arange(23) + 1}, "an order of 23 samples"),
        ({"state__order": np.zeros(23, int)}, "an order of 23 samples"),
        ({"state__next": np.array(-1)}, "an order of 23 samples"),
        ({"state__next": np.array(1.5)}, "state/next"),
        ({"state__next": np.array([1, 2])}, "state/next"),
        ({"state__rng": np.array("")}, GENERATOR),
        ({"state__rng": np.array(3.0)}, GENERATOR),
        ({"state__rng": np.array("null")}, GENERATOR),
        ({"state__rng": np.array("[1]")}, GENERATOR),
        ({"state__rng": np.array("[" * 100_000)}, GENERATOR),
        ({"state__rng": np.array("[" * 19_000)}, GENERATOR),  # not too long, but too deep
        ({"state__rng": np.array('{"bit_generator": "RandomState"}')}, GENERATOR),
        ({"state__rng": np.array('{"bit_generator": "seed"}')}, GENERATOR),
        ({"state__rng": np.array('{"bit_generator": ["PCG64"]}')}, GENERATOR),
        ({"state__rng": np.array('{"bit_generator": "PCG64"}')}, GENERATOR),
        ({"state__rng": state_of("PCG64", inc=-1)}, GENERATOR),
        ({"state__rng": state_of("PCG64", uinteger=2**70)}, GENERATOR),
        ({"state__rng": state_of("PCG64", has_uint32="a")}, GENERATOR),
        ({"state__rng": state_of("MT19937", key=[1])}, GENERATOR),
        ({"state__rng": state_of("MT19937", pos=625)}, GENERATOR),
        ({"state__rng": state_of("MT19937", pos=-1)}, GENERATOR),
        ({"state__rng": state_of("Philox", buffer_pos=5)}, GENERATOR),
        ({"state__rng": state_of("Philox", buffer_pos=-1)}, GENERATOR),
        ({"state__rng": state_of("Philox", counter=[])}, GENERATOR),
    ],
)
def test_files_of_runs_that_do_not_fit(tmp_path, changes, part):
    path = tmp_path / "run"
    refused_and_unchanged(
        training_and_file, path, lambda path: rewritten(path, **changes), f"{path} must hold", part
    )


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        *[(kind, {}) for kind in GENERATORS],
        *[("MT19937", {"pos": end}) for end in (0, 624)],  # the ends of what is allowed
        *[("Philox", {"buffer_pos": end}) for end in (0, 4)],
    ],
)
def test_the_states_that_are_changed_above_are_taken_when_they_are_not(tmp_path, kind, changes):
    path = tmp_path / "run"
    training, _ = training_and_file(path)
    rewritten(path, state__rng=state_of(kind, **changes))
    training.load(path)
    bits = getattr(np.random, kind)(1)
    bits.state = json.loads(str(state_of(kind, **changes)))
    want = np.random.Generator(bits).permutation(SAMPLES)
    assert training._rng.permutation(SAMPLES).tolist() == want.tolist()


def test_a_run_on_more_data_is_refused(tmp_path):
    made().save(tmp_path / "run")
    x, t = samples(24)
    other = Training(TwoLayerNet(4, 6, 3), x, t, batch_size=BATCH)
    refused(ValueError, lambda: other.load(tmp_path / "run"), "state/order of shape (24,)")


def test_a_generator_that_numpy_does_not_know_is_not_made_from_a_file(tmp_path):
    class Own(np.random.PCG64):
        pass

    training = made(rng=np.random.Generator(Own(1)))
    training.save(tmp_path / "run")
    refused(ValueError, lambda: made().load(tmp_path / "run"), f"must hold {GENERATOR}")


def test_files_may_be_moved_and_read_from_any_path(tmp_path, monkeypatch):
    training = made()
    training.run(1)
    monkeypatch.chdir(tmp_path)
    training.save("run")
    (tmp_path / "run").rename("moved.npz")
    other = made(seed=2)
    other.load("moved.npz")
    assert bits(other) == bits(training)


def test_a_file_opened_by_numpy_alone_holds_what_the_names_say(tmp_path):
    training = made()
    training.run(1)
    training.save(tmp_path / "run")
    arrays = contents(tmp_path / "run")
    assert arrays["params/W1"].tobytes() == training.net.params["W1"].tobytes()
    assert arrays["history/loss"].tolist() == training.history.loss
    assert json.loads(str(arrays["state/rng"])) == training._rng.bit_generator.state
