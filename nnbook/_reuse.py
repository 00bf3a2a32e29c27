"""The full numerical gradient of a two-layer network, without needless work.

Every parameter is nudged and every loss computed exactly; nothing is linearised.
What a nudge does not touch is computed once:

* a weight W1[i, j] or a bias b1[j] moves one hidden unit, and only in the samples whose
  input i is not 0; the logits change by that move times row j of W2;
* a weight W2[j, k] or a bias b2[k] moves one logit.

A bias is treated as the weight of an input, or hidden unit, that is always 1.

When a hidden unit moves by d, each logit l_k moves by d w_k, and the exponentials add up to

    sum_k exp(l_k + d w_k) = sum_m c_m d^m,   c_m = sum_k exp(l_k) w_k^m / m!

The c_m are the same whichever input was nudged. While every d w_k is smaller than SMALL, TERMS
of them are enough: what is left out is less than SMALL^5 / 119 of the sum, which is below the
last bit of a float. So one polynomial takes the place of an exponential for each class.

So the work is a list of pairs, (parameter's input, sample), for which new logits are
formed from the old ones. The list is cut into tiles that stay in the processor's cache.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from threading import Thread
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook._checks import FloatArray, step_of
from nnbook._kernels import Params, quiet
from nnbook._progress import progress_bar

IntArray = NDArray[np.intp]

# Samples looked at together, and numbers in a tile. They bound the memory: a block holds
# BLOCK rows of inputs, activations and logits, and each thread some five tiles.
BLOCK = 256
TILE = 160_000
TERMS, SMALL = 5, 1e-3


def two_layer_gradient(
    params: Params, x: FloatArray, t: FloatArray, delta: float, h: float, progress: bool = False
) -> Params:
    """Central differences of the mean loss along every entry of `params`.

    The arguments are checked ones: `x` of shape (n, inputs), `t` soft labels of shape
    (n, classes), `params` as in `nnbook.TwoLayerNet`. Nothing is changed in place.
    """
    for array in params.values():
        step = step_of(h, array)
    return _blockwise(params, x, t, delta, step, progress)


@quiet()  # what is not finite is looked for in the end
def _blockwise(
    params: Params, x: FloatArray, t: FloatArray, delta: float, step: Any, progress: bool
) -> Params:
    layers = np.vstack([params["W1"], params["b1"]]), np.vstack([params["W2"], params["b2"]])
    first, second = (np.zeros(layer.shape) for layer in layers)
    for start in range(0, len(x), BLOCK):
        rows = slice(start, start + BLOCK)
        block = _Block(layers, _with_ones(x[rows]), t[rows], delta, step)
        first += block.first_layer(progress)
        second += block.second_layer()
    gradients = {"W1": first[:-1], "b1": first[-1], "W2": second[:-1], "b2": second[-1]}
    for name, gradient in gradients.items():
        gradient /= 2 * float(step) * len(x)
        if not np.isfinite(gradient).all():
            raise ValueError(f"the loss must be finite near {name}, got a slope that is not")
    return {name: gradients[name].astype(array.dtype) for name, array in params.items()}


class _Block:
    """Some samples, and what the network makes of them before any nudge."""

    def __init__(
        self, layers: tuple[FloatArray, ...], x: FloatArray, t: FloatArray, delta: float, step: Any
    ) -> None:
        first, second = layers
        self.x, self.second, self.delta, self.step = x, second, delta, step
        before = x @ first
        self.hidden = _with_ones(_sigmoid(before.copy()))
        logits = self.hidden @ second
        # Columns of samples: what belongs to one hidden unit or class lies side by side.
        self.before = np.ascontiguousarray(before.T)
        self.logits = np.ascontiguousarray((logits - logits.max(axis=1, keepdims=True)).T)
        self.t = np.ascontiguousarray(t.T)
        self.size = max(1, TILE // len(self.logits))  # pairs in a tile
        one_hot = ((t == 0) | (t == 1)).all() and (t.sum(axis=1) == 1).all()
        self.labels = t.argmax(axis=1) if one_hot else None
        # A nudge moves a logit by no more than this. If it could carry one past what exp
        # can take, each column is shifted by its own maximum again.
        reach = max(float(np.abs(second).max()), float(step))
        self.shift_again = reach > 0.9 * np.log(np.finfo(x.dtype).max)
        # A unit's input moves by the step times a sample's, and the sigmoid by a quarter of that.
        unit = float(np.abs(self.x).max()) * float(step) / 4
        self.in_series = unit * reach < SMALL and (one_hot or delta == 0)

    def first_layer(self, progress: bool) -> FloatArray:
        """Sums over the samples of loss(w + h) - loss(w - h), for W1 and b1."""
        total = np.zeros((self.x.shape[1], len(self.before)))
        pairs = np.nonzero(self.x.T)

        def run(units: range) -> None:
            # All threads go through the same tiles, so that one bar tells for all.
            tiles, count = self._tiles(self.x, pairs), -(-len(pairs[0]) // self.size)
            for tile in progress_bar(progress and 0 in units, tiles, total=count, unit="tile"):
                for j in units:
                    unit = _Unit(self, j, tile.samples)
                    if self.in_series:
                        losses = unit.losses_in_series
                    else:
                        losses = partial(tile.losses, unit.onto_logits)
                    total[tile.rows, j] += tile.differences(losses)

        _share(run, len(self.before))
        return total

    def series(self, j: int) -> tuple[FloatArray, FloatArray]:
        """The terms for hidden unit `j`, and what the labels want, for each sample.

        The second are the sum of the labels, that of label times logit, and its slope.
        """
        weights = self.second[j][:, None]
        parts = np.exp(self.logits)
        terms = [parts.sum(axis=0)]
        for m in range(1, TERMS):
            parts *= weights / m
            terms.append(parts.sum(axis=0))
        wants = (
            self.t.sum(axis=0),
            (self.t * self.logits).sum(axis=0),
            (self.t * weights).sum(axis=0),
        )
        return np.stack(terms), np.stack(wants)

    def second_layer(self) -> FloatArray:
        """The same for W2 and b2."""
        total = np.zeros(self.second.shape)
        for tile in self._tiles(self.hidden, np.nonzero(self.hidden.T)):
            for k in range(len(self.logits)):
                losses = partial(tile.losses, partial(_onto_logit, k))
                total[tile.rows, k] += tile.differences(losses)
        return total

    def _tiles(self, inputs: FloatArray, pairs: tuple[IntArray, ...]) -> Iterator[_Tile]:
        """Cut the pairs of an input that is not 0 and a sample, inputs in order."""
        for start in range(0, len(pairs[0]), self.size):
            rows, samples = (indices[start : start + self.size] for indices in pairs)
            yield _Tile(self, inputs[samples, rows], rows, samples)


class _Tile:
    """Some of the pairs, with the old logits of each."""

    def __init__(
        self, block: _Block, values: FloatArray, rows: IntArray, samples: IntArray
    ) -> None:
        self.block, self.samples = block, samples
        self.nudge = values * block.step
        self.logits = block.logits.take(samples, axis=1)
        self.new = np.empty_like(self.logits)
        self.starts = np.flatnonzero(np.r_[True, rows[1:] != rows[:-1]])
        self.rows = rows[self.starts]
        self.weight: Any = 1
        if block.labels is None:
            self.t = block.t.take(samples, axis=1)
            self.weight = self.t.sum(axis=0)
        else:  # where the logit of the true class stands in the flattened tile
            self.true = block.labels[samples] * len(samples) + np.arange(len(samples))

    def differences(self, losses: Callable[[FloatArray], FloatArray]) -> FloatArray:
        """Loss with the nudge less loss against it, summed over the samples of each input."""
        change = losses(self.nudge)
        change -= losses(-self.nudge)
        return np.add.reduceat(change, self.starts)

    def losses(
        self, move: Callable[[FloatArray, FloatArray], None], nudge: FloatArray
    ) -> FloatArray:
        """Loss of each pair. `move` writes what a nudge adds to the logits into an array."""
        logits, delta = self.new, self.block.delta
        move(nudge, logits)
        logits += self.logits
        if self.block.shift_again:
            logits -= logits.max(axis=0)
        one_hot = self.block.labels is not None
        losses: FloatArray
        if delta == 0:
            wanted = logits.take(self.true) if one_hot else (self.t * logits).sum(axis=0)
            losses = np.log(np.exp(logits, out=logits).sum(axis=0)) * self.weight
            losses -= wanted
            return losses
        np.exp(logits, out=logits)
        total = logits.sum(axis=0)
        losses = logits.take(self.true) if one_hot else logits
        losses /= total
        losses += delta
        np.log(losses, out=losses)
        if not one_hot:
            losses = (losses * self.t).sum(axis=0)
        return np.negative(losses, out=losses)


class _Unit:
    """One hidden unit at the pairs of a tile."""

    def __init__(self, block: _Block, j: int, samples: IntArray) -> None:
        self.delta, self.weights = block.delta, block.second[j]
        self.before = block.before[j].take(samples)
        self.active = block.hidden[:, j].take(samples)
        if block.in_series:
            self.series, self.labels = (part.take(samples, axis=1) for part in block.series(j))

    def moved(self, nudge: FloatArray) -> FloatArray:
        """How far a nudge of its input moves it."""
        moved = _sigmoid(self.before + nudge)
        moved -= self.active
        return moved

    def onto_logits(self, nudge: FloatArray, out: FloatArray) -> None:
        """What a nudge of its input adds to the logits."""
        np.multiply(self.weights[:, None], self.moved(nudge), out=out)

    def losses_in_series(self, nudge: FloatArray) -> FloatArray:
        """Loss of each pair, by the polynomial."""
        moved = self.moved(nudge)
        *lower, total = self.series
        total = total * moved
        for term in lower[:0:-1]:
            total += term
            total *= moved
        total += lower[0]
        weight, wanted, slope = self.labels
        moved *= slope
        moved += wanted
        losses: FloatArray
        if self.delta == 0:
            losses = np.log(total, out=total)
            losses *= weight
            losses -= moved
            return losses
        losses = np.exp(moved, out=moved)
        losses /= total
        losses += self.delta
        np.log(losses, out=losses)
        return np.negative(losses, out=losses)


def _onto_logit(k: int, nudge: FloatArray, out: FloatArray) -> None:
    """What a nudge of logit `k` itself adds to the logits."""
    out[:] = 0
    out[k] = nudge


def _sigmoid(x: FloatArray) -> FloatArray:
    """Sigmoid in place; where exp overflows to infinity the result is 0, as it should be."""
    np.negative(x, out=x)
    np.exp(x, out=x)
    x += 1
    return np.reciprocal(x, out=x)


def _with_ones(x: FloatArray) -> FloatArray:
    """Add the column that the biases are weights of."""
    return np.hstack([x, np.ones((len(x), 1), x.dtype)])


def _share(run: Callable[[range], None], units: int) -> None:
    """Let each processor do some of the hidden units; NumPy works outside Python's lock.

    The result does not depend on how many there are: a unit's sums are formed by one.
    """
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    workers = min(available, units)
    shares = [range(first, units, workers) for first in range(workers)]
    failures: list[BaseException] = []

    def guarded(share: range) -> None:
        try:
            quiet()(run)(share)  # a thread does not inherit its maker's settings
        except BaseException as error:
            failures.append(error)

    threads: list[Thread] = []
    try:
        for share in shares[1:]:
            thread = Thread(target=guarded, args=(share,))
            try:
                thread.start()
            except RuntimeError:  # no more threads to be had: this one does the rest
                break
            threads.append(thread)
        for share in (shares[0], *shares[1 + len(threads) :]):
            run(share)
    finally:
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]
