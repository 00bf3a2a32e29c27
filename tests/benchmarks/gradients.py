"""The full numerical gradient against the notebook's way and against its floor.

The notebook's way takes a minute, so it is timed on a random sample of the parameters
and multiplied up; each costs two evaluations of the loss, whichever it is. It always gets
one thread of OpenBLAS: its products are too small for two, which here and then take ten
times as long. (nnbook's own way has one thread as well; its floor has as many as are given.)
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_limits

from nnbook import TwoLayerNet, load_mnist, numerical_gradient
from nnbook.functions import softmax
from tests.benchmarks import Row, interleave, ratios, seconds, time_of

INPUTS, HIDDEN, CLASSES, BATCH = 784, 100, 10, 100
SLICE = 20  # neighbouring parameters that one call of the notebook's way goes through
TILES = (
    5_000,
    10_000,
    20_000,
    40_000,
    80_000,
)  # numbers in a tile of the floor; the fastest counts
H = 1e-4


def rows(threads: int, whole: bool) -> Iterator[Row]:
    """Rows for one number of threads; those of growing sizes for the larger number only."""
    full = _size(HIDDEN, BATCH, threads)
    noise = _Case(HIDDEN, BATCH, "noise", threads)
    yield from noise.rows(f"{full}, noise", rounds=5, aims=("at least 50", "at most 1.0"))
    if whole:
        yield noise.whole(full)
    if threads == 1:
        return
    for kind in ("digits", "noise, labels no distribution (the notebook's)"):
        case = _Case(HIDDEN, BATCH, kind, threads)
        yield from case.rows(f"{full}, {kind}", rounds=3)
    for hidden in (25, 50, 200, 400):
        yield from _Case(hidden, BATCH, "noise", threads).rows(_size(hidden, BATCH), rounds=3)
    for batch in (25, 50, 200, 400):
        yield from _Case(HIDDEN, batch, "noise", threads).rows(_size(HIDDEN, batch), rounds=3)


def _size(hidden: int, batch: int, threads: int = 2) -> str:
    end = "s" * (threads > 1)
    return f"{INPUTS}-{hidden}-{CLASSES}, batch {batch}, float64, {threads} thread{end}"


class _Case:
    """A network and a batch, and three ways to spend time on them."""

    def __init__(self, hidden: int, batch: int, kind: str, threads: int) -> None:
        self.rng = np.random.default_rng(0)
        self.net = TwoLayerNet(INPUTS, hidden, CLASSES, rng=self.rng)
        self.x = self.rng.random((batch, INPUTS))
        self.t = np.eye(CLASSES)[self.rng.integers(CLASSES, size=batch)]
        if kind == "digits":
            self.x, self.t = (part[:batch] for part in load_mnist())
        elif kind != "noise":
            self.t = self.rng.random((batch, CLASSES))
        self.size = sum(array.size for array in self.net.params.values())
        self.floor = _floor(self.net, self.x, self.t, threads)

    def rows(self, setting: str, rounds: int, aims: tuple[str, str] = ("", "")) -> Iterator[Row]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # the notebook's labels
            self._ours()  # once for nothing: memory is claimed, the pool's module loaded
            took = interleave(
                {"ours": self._ours, "notebook": self._sampled, "floor": self.floor}, rounds
            )
        ours, notebook, floor = took["ours"], took["notebook"], took["floor"]
        what = "numerical gradient / {}"
        yield Row(
            what.format("the notebook's way (1 BLAS thread), from a sample: times faster"),
            setting,
            seconds(ours),
            seconds(notebook),
            ratios(notebook, ours),
            aims[0],
        )
        yield Row(
            what.format("floor of exp and log"),
            setting,
            seconds(ours),
            seconds(floor),
            ratios(ours, floor),
            aims[1],
        )

    def whole(self, setting: str) -> Row:
        """The notebook's way in full, once."""
        ours = [self._ours()]
        arrays = self.net.params.values()
        with threadpool_limits(1):
            took = [time_of(lambda: [numerical_gradient(self._loss, a, H) for a in arrays])]
        what = "numerical gradient / the notebook's way (1 BLAS thread), all of it: times faster"
        return Row(what, setting, seconds(ours), seconds(took), ratios(took, ours), "at least 50")

    def _ours(self) -> float:
        return time_of(lambda: self.net.numerical_gradient(self.x, self.t, H))

    def _loss(self, _: object) -> float:
        return self.net.loss(self.x, self.t)

    def _sampled(self) -> float:
        """Time of the notebook's way for every parameter, from that for some 300."""
        flat = [array.reshape(-1) for array in self.net.params.values()]
        parts = [(array, start) for array in flat for start in range(0, array.size, SLICE)]
        chosen = [parts[k] for k in self.rng.integers(len(parts), size=15)]
        views = [array[start : start + SLICE] for array, start in chosen]
        with threadpool_limits(1):
            took = time_of(lambda: [numerical_gradient(self._loss, view, H) for view in views])
        return took * self.size / sum(view.size for view in views)


def _floor(net: TwoLayerNet, x: np.ndarray, t: np.ndarray, threads: int) -> Callable[[], float]:
    """Time of the functions alone that must be evaluated anew, each in its place in the cache.

    Two nudges for each pair of a hidden unit and an input of a sample that is not 0: one
    sigmoid, an exponential for each class, and the logarithm of each class that is wanted.
    For each weight and bias of the second layer and each sample: one exponential and the
    logarithms. Sums, divisions, gathering and differences are left out.
    """
    before = x @ net.params["W1"] + net.params["b1"]
    logits = 1 / (1 + np.exp(-before)) @ net.params["W2"] + net.params["b2"]
    logits -= logits.max(axis=1, keepdims=True)
    wanted = 1 if ((t == 0) | (t == 1)).all() else CLASSES
    hidden = before.shape[1]
    pairs = np.count_nonzero(x) + len(x)
    second = (hidden + 1) * len(x) * CLASSES

    def run(first: int, size: int) -> None:
        columns = np.arange(size) % len(x)
        sigmoids = before[columns, first % hidden]
        exponents = np.ascontiguousarray(logits[columns].T)
        chances = np.ascontiguousarray(softmax(logits)[columns, :wanted].T) + net.delta
        moved, new, logs = (np.empty_like(part) for part in (sigmoids, exponents, chances))
        for _ in range(first, hidden, threads):
            for _ in range(2 * -(-pairs // size)):
                np.negative(sigmoids, out=moved)
                np.exp(moved, out=moved)
                moved += 1
                np.reciprocal(moved, out=moved)
                np.exp(exponents, out=new)
                np.log(chances, out=logs)
        for _ in range(first, 2 * -(-second // size), threads):
            np.exp(exponents[0], out=new[0])
            np.log(chances, out=logs)

    def whole(tile: int) -> float:
        # The nearest size below that cuts the pairs evenly, so that no more is done than must be.
        parts = -(-pairs // max(1, tile // CLASSES))
        with ThreadPoolExecutor(threads) as pool:
            start = time.perf_counter()
            list(pool.map(run, range(threads), [-(-pairs // parts)] * threads))
            return time.perf_counter() - start

    best = min(TILES, key=whole)
    print(f"floor in tiles of {best} numbers", file=sys.stderr)
    return lambda: whole(best)
