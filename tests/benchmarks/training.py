"""Training a 784-100-10 network on the digits, against PyTorch and scikit-learn.

All three do the same: logistic hidden units, softmax with cross-entropy, mini-batches of
100 in random order, momentum 0.9, learning rate 0.5. The weights begin at N(0, 1/fan_in);
scikit-learn has an initialisation of its own. Loss and accuracies are read by all, since
nnbook's history holds them.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from sklearn.neural_network import MLPClassifier

from nnbook import Training, TwoLayerNet, load_mnist
from tests.benchmarks import Row, interleave, ratios, seconds, time_of

HIDDEN, CLASSES, BATCH = 100, 10, 100
RATE, MOMENTUM = 0.5, 0.9
WANTED, PATIENCE = 0.94, 40  # accuracy on the test part, and the epochs granted to reach it
PAUSE = 0.06  # seconds until OpenBLAS's threads sleep
STEPS = 25  # in one measurement; it is divided by them


def rows(threads: int, whole: bool) -> Iterator[Row]:
    """Rows for one number of threads and both float types."""
    torch.set_num_threads(threads)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # scikit-learn: "has not converged yet"
        for kind in ("float64", "float32"):
            setting = f"batch 100, {kind}, {threads} thread{'s' * (threads > 1)}"
            yield from _steps(kind, setting)
            yield from _epochs(kind, setting)
            yield from _to_wanted(kind, setting)


class _Peer:
    """A library at work: its next step, and whole epochs with what is read after them."""

    def __init__(self, kind: str, seed: int) -> None:
        self.x, self.t = load_mnist(one_hot=False, dtype=kind)
        self.test_x, self.test_t = load_mnist("test", one_hot=False, dtype=kind)
        self.rng = np.random.default_rng(seed)
        self.net = TwoLayerNet(784, HIDDEN, CLASSES, rng=seed, dtype=kind)
        self.net.params["W1"] /= np.sqrt(self.x.shape[1])
        self.net.params["W2"] /= np.sqrt(HIDDEN)

    def step(self) -> None:
        raise NotImplementedError

    def epoch(self) -> float:
        """Go through the data once, look at both accuracies, and return that on the test part."""
        raise NotImplementedError


class _Nnbook(_Peer):
    def __init__(self, kind: str, seed: int) -> None:
        super().__init__(kind, seed)
        self.training = Training(
            self.net,
            self.x,
            self.t,
            test=(self.test_x, self.test_t),
            batch_size=BATCH,
            learning_rate=RATE,
            momentum=MOMENTUM,
            rng=seed,
        )

    def step(self) -> None:
        self.training.step()

    def epoch(self) -> float:
        return self.training.run(1).test_accuracy[-1]


class _Torch(_Peer):
    def __init__(self, kind: str, seed: int) -> None:
        super().__init__(kind, seed)
        torch.manual_seed(seed)
        dtype = getattr(torch, kind)
        first = torch.nn.Linear(784, HIDDEN, dtype=dtype)
        second = torch.nn.Linear(HIDDEN, CLASSES, dtype=dtype)
        with torch.no_grad():
            for layer, number in ((first, 1), (second, 2)):
                layer.weight.copy_(torch.from_numpy(self.net.params[f"W{number}"].T))
                layer.bias.zero_()
        self.model = torch.nn.Sequential(first, torch.nn.Sigmoid(), second)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=RATE, momentum=MOMENTUM)
        self.data = [torch.from_numpy(part) for part in (self.x, self.t)]
        self.test = [torch.from_numpy(part) for part in (self.test_x, self.test_t)]
        self.order = torch.empty(0, dtype=torch.long)
        self.losses: list[float] = []

    def step(self) -> None:
        if not len(self.order):
            self.order = torch.randperm(len(self.x))
        chosen, self.order = self.order[:BATCH], self.order[BATCH:]
        self.optimizer.zero_grad()
        output = self.model(self.data[0][chosen])
        loss = torch.nn.functional.cross_entropy(output, self.data[1][chosen])
        loss.backward()
        self.optimizer.step()
        self.losses.append(loss.item())

    def epoch(self) -> float:
        for _ in range(len(self.x) // BATCH):
            self.step()
        with torch.no_grad():
            shares = [
                (self.model(x).argmax(dim=1) == t).double().mean().item()
                for x, t in (self.data, self.test)
            ]
        return shares[1]


class _Sklearn(_Peer):
    def __init__(self, kind: str, seed: int) -> None:
        super().__init__(kind, seed)
        self.model = MLPClassifier(
            (HIDDEN,),
            activation="logistic",
            solver="sgd",
            alpha=0,
            batch_size=BATCH,
            learning_rate_init=RATE,
            momentum=MOMENTUM,
            nesterovs_momentum=False,
            random_state=seed,
        )
        self.classes = np.arange(CLASSES)

    def step(self) -> None:
        rows = self.rng.integers(len(self.x), size=BATCH)
        self.model.partial_fit(self.x[rows], self.t[rows], classes=self.classes)

    def epoch(self) -> float:
        self.model.partial_fit(
            self.x, self.t, classes=self.classes
        )  # its own mini-batches, shuffled
        self.model.score(self.x, self.t)
        return self.model.score(self.test_x, self.test_t)


PEERS = {"nnbook": _Nnbook, "PyTorch eager": _Torch, "scikit-learn partial_fit": _Sklearn}
AIMS = {
    "PyTorch eager": "at most 0.8",
    "scikit-learn partial_fit": "at most 0.5",
    "matrix products alone": "at most 1.6",
}


def _steps(kind: str, setting: str) -> Iterator[Row]:
    runs: dict[str, Callable[[], Any]] = {name: peer(kind, 0).step for name, peer in PEERS.items()}
    runs["matrix products alone"] = _products(kind)

    def measure(step: Callable[[], Any]) -> float:
        for _ in range(3):
            step()
        return time_of(lambda: [step() for _ in range(STEPS)]) / STEPS

    took = interleave({name: lambda run=run: measure(run) for name, run in runs.items()}, 12, PAUSE)
    yield from _against("training step", setting, took, AIMS)


def _products(kind: str) -> Callable[[], Any]:
    """The five matrix products of a step, into arrays that are there already."""
    rng = np.random.default_rng(0)

    def some(*shape: int) -> np.ndarray:
        return rng.random(shape, dtype=kind)

    x, first, second = some(BATCH, 784), some(784, HIDDEN), some(HIDDEN, CLASSES)
    hidden, logits = some(BATCH, HIDDEN), some(BATCH, CLASSES)
    pairs = [(x, first), (hidden, second), (logits, second.T), (x.T, hidden), (hidden.T, logits)]
    outs = [a @ b for a, b in pairs]
    return lambda: [np.matmul(a, b, out=out) for (a, b), out in zip(pairs, outs, strict=True)]


def _epochs(kind: str, setting: str) -> Iterator[Row]:
    peers = {name: peer(kind, 0) for name, peer in PEERS.items()}
    runs = {name: lambda peer=peer: time_of(peer.epoch) for name, peer in peers.items()}
    interleave(runs, 1)
    yield from _against("epoch, with both accuracies", setting, interleave(runs, 6, PAUSE))


def _to_wanted(kind: str, setting: str) -> Iterator[Row]:
    """Seconds until the accuracy on the test part is reached, for three seeds."""
    took: dict[str, list[float]] = {name: [] for name in PEERS}
    epochs: dict[str, list[int]] = {name: [] for name in PEERS}
    for seed in (1, 2, 3):
        for name, peer in PEERS.items():
            made = peer(kind, seed)

            def until_wanted(made: _Peer = made, seen: list[int] = epochs[name]) -> None:
                seen.append(
                    next((n + 1 for n in range(PATIENCE) if made.epoch() >= WANTED), PATIENCE + 1)
                )

            took[name].append(time_of(until_wanted))
    for row in _against("time to 94 % on the test part", setting, took):
        other = row.what.split(" / ")[1]
        row.ours += f", epochs {_counts(epochs['nnbook'])}"
        row.other += f", epochs {_counts(epochs[other])}"
        yield row


def _counts(epochs: list[int]) -> str:
    return " ".join(str(n) if n <= PATIENCE else f"not in {PATIENCE}" for n in epochs)


def _against(
    what: str, setting: str, took: dict[str, list[float]], aims: dict[str, str] | None = None
) -> Iterator[Row]:
    ours = took.pop("nnbook")
    for name, theirs in took.items():
        yield Row(
            f"{what} / {name}",
            setting,
            seconds(ours),
            seconds(theirs),
            ratios(ours, theirs),
            (aims or {}).get(name, ""),
        )
