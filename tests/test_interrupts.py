"""An interrupt at any line: what was begun is whole, or can be gone on with to the same bits."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

import nnbook
from nnbook import Training, TwoLayerNet, numerical_gradient
from nnbook._files import read_arrays, write_arrays

HERE = str(Path(nnbook.__file__).parent)
RNG = np.random.default_rng(5)
X, T = RNG.standard_normal((7, 3)), RNG.integers(0, 2, 7)
TEST = RNG.standard_normal((4, 3)), RNG.integers(0, 2, 4)


class Lines:
    """Counts the lines of nnbook that run; raises at one of them, as Ctrl-C would."""

    def __init__(self, at=None):
        self.at, self.count = at, 0

    def __call__(self, frame, event, _):
        if not frame.f_code.co_filename.startswith(HERE):
            return None
        if event == "line":
            self.count += 1
            if self.count == self.at:
                raise KeyboardInterrupt
        return self


@contextmanager
def traced(lines):
    before = sys.gettrace()
    sys.settrace(lines)
    try:
        yield
    finally:
        sys.settrace(before)


def interrupted(prepare, do, every=1):
    """Make a subject anew for each line that `do` runs, and interrupt it there; yield both."""
    lines, subject = Lines(), prepare()
    with traced(lines):
        do(subject)
    for at in range(1, lines.count + 1, every):
        subject = prepare()
        settings = np.geterr()
        with traced(Lines(at)), pytest.raises(KeyboardInterrupt):
            do(subject)
        assert np.geterr() == settings, at
        yield at, subject


def a_training(rng=3, test=TEST):
    net = TwoLayerNet(3, 2, 2, rng=1)
    options = {"batch_size": 3, "learning_rate": 0.7, "momentum": 0.9}
    return Training(net, X, T, test=test, rng=np.random.default_rng(rng), **options)


def told(training):
    """All that can be seen of a run."""
    params = {name: array.tobytes() for name, array in training.net.params.items()}
    return params, vars(training.history)


def finish(training, epochs):
    while len(training.history.epoch_loss) < epochs:
        training.run(1)
    return told(training)


def test_a_run_interrupted_at_any_line_goes_on_with_the_same_bits():
    expected = finish(a_training(), 3)
    for at, training in interrupted(a_training, lambda training: training.run(2)):
        finished = len(training.history.epoch_loss)
        assert len(training.history.train_accuracy) - finished in (0, 1), at
        assert finish(training, 3) == expected, at


def test_a_run_interrupted_at_any_line_is_saved_and_loaded_whole(tmp_path):
    expected = finish(a_training(), 2)
    for at, training in interrupted(a_training, lambda training: training.run(1), every=3):
        training.save(tmp_path / "run")
        other = a_training(rng=99)
        other.load(tmp_path / "run")
        assert finish(other, 2) == finish(training, 2) == expected, at


# The interpreter closes a file that an interrupt leaves open, and says so.
LEFT_OPEN = pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@LEFT_OPEN
def test_loading_interrupted_at_any_line_leaves_one_run_or_the_other(tmp_path):
    saved, other = a_training(), a_training(rng=8)
    saved.run(2)
    saved.save(tmp_path / "run")
    ends = [finish(saved, 4), finish(other, 4)]
    prepare = lambda: a_training(rng=8)  # noqa: E731
    for at, training in interrupted(prepare, lambda one: one.load(tmp_path / "run"), every=2):
        assert finish(training, 4) in ends, at


@LEFT_OPEN
def test_a_net_that_is_loaded_is_the_old_one_or_the_new(tmp_path):
    def bits(net):
        return {name: array.tobytes() for name, array in net.params.items()}

    new, old = TwoLayerNet(3, 2, 2, rng=1), TwoLayerNet(3, 2, 2, rng=2)
    new.save(tmp_path / "net")
    prepare = lambda: TwoLayerNet(3, 2, 2, rng=2)  # noqa: E731
    for at, net in interrupted(prepare, lambda one: one.load(tmp_path / "net")):
        assert bits(net) in (bits(new), bits(old)), at


@LEFT_OPEN
def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    old, new, path = {"a": np.zeros(3)}, {"a": np.ones(3)}, tmp_path / "file"
    for at, _ in interrupted(lambda: write_arrays(path, old), lambda _: write_arrays(path, new)):
        assert read_arrays(path, old)["a"].tolist() in ([0.0] * 3, [1.0] * 3), at
        assert [one.name for one in tmp_path.iterdir()] == ["file"], at


def test_the_point_of_a_numerical_gradient_comes_back():
    def prepare():
        return np.array([1.0, -0.0, 3.0])

    square = lambda v: float((v**2).sum())  # noqa: E731
    for at, x in interrupted(prepare, lambda x: numerical_gradient(square, x)):
        assert x.tobytes() == prepare().tobytes(), at
