"""The browser's training run is nnbook.Training's: see tests/js/run.test.mjs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import numpy as np

from nnbook import panels
from tests.test_js import node

STEPS = 100


def randoms() -> Iterator[dict[str, Any]]:
    """What a generator gives, from a state on."""
    for seed, size in ((0, 1000), (5, 60), (2**31, 2)):
        rng = np.random.default_rng(seed)
        state = {name: hex(one) for name, one in rng.bit_generator.state["state"].items()}
        yield {
            "state": state,
            "order": rng.permutation(size).tolist(),
            "uniforms": rng.random(5).tolist(),
            "again": rng.permutation(7).tolist(),
            "odd": rng.permutation(257).tolist(),
        }


RUNS = {
    "as it opens": panels.live_training,
    "momentum, a last mini-batch of its own": lambda: panels.live_training(
        300, batch_size=64, momentum=0.9, rate=0.3, rng=7
    ),
    "large first weights, a large rate": lambda: panels.live_training(
        100, batch_size=10, std=1.0, rate=20.0, rng=1
    ),
}


def run_of(name: str, panel: Any) -> dict[str, Any]:
    """A panel's run by nnbook, and what the browser is to make it from."""
    training, state = panel.training(), panel.state
    net = training.net
    parts = {"train": (training.x, training.t), "test": training.test}
    names = [f"{part}_{what}" for part in parts for what in ("loss", "accuracy")]
    wanted: dict[str, Any] = {name: [] for name in names}

    def measure() -> None:
        for part, data in parts.items():
            wanted[f"{part}_loss"].append(net.loss(*data))
            wanted[f"{part}_accuracy"].append(net.accuracy(*data))

    measure()
    confusion = np.zeros((10, 10), int)
    for _ in range(STEPS):
        epochs = len(training.history.epoch_loss)
        training.step()
        if len(training.history.epoch_loss) > epochs:
            measure()
            confusion = np.zeros((10, 10), int)
            x, t = training.test
            np.add.at(confusion, (t.argmax(axis=1), net.predict(x).argmax(axis=1)), 1)
    W1 = net.params["W1"][:, state["units"]]
    reaches = np.abs(W1).max(axis=0)
    wanted |= {
        "losses": training.history.loss,
        "params": {part: array.ravel().tolist() for part, array in net.params.items()},
        "confusion": confusion.ravel().tolist(),
        "reaches": reaches.tolist(),
        "bytes": np.rint(127 * W1 / reaches).T.ravel().astype(int).tolist(),
    }
    given = ("inputs", "hidden", "rate", "batch_size", "momentum", "std", "delta", "rng")
    arrays = ("train_x", "train_t", "test_x", "test_t")
    made = {
        "name": name,
        "begin": {one: state[one] for one in given},
        "data": {one: base64.b64encode(state[one].tobytes()).decode() for one in arrays},
        "steps": STEPS,
        "units": state["units"],
        "wanted": wanted,
    }
    panel.close()
    return made


def test_the_browsers_run_is_nnbooks(tmp_path):
    fixtures = tmp_path / "fixtures.json"
    runs = [run_of(name, make()) for name, make in RUNS.items()]
    fixtures.write_text(json.dumps({"randoms": list(randoms()), "runs": runs}), encoding="utf-8")
    node("--test", "tests/js/run.test.mjs", NNBOOK_FIXTURES=str(fixtures))


def test_the_first_weights_are_normal():
    panel = panels.live_training(100, std=0.5)
    W1 = panel.training().net.params["W1"]
    assert abs(W1.mean()) < 0.01 and abs(W1.std() - 0.5) < 0.005
    assert abs(np.mean(np.abs(W1) < 0.5) - 0.6827) < 0.005
    again = panel.training().net.params["W1"]
    np.testing.assert_array_equal(W1, again)
    panel.close()
