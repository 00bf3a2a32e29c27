"""The full numerical gradient of a two-layer network, without needless work.

Every parameter is nudged both ways, and the difference of the two losses computed exactly;
nothing is linearised.
What a nudge does not touch is computed once:

* a weight W1[i, j] or a bias b1[j] moves one hidden unit, and only in the samples whose
  input i is not 0; the logits change by that move times row j of W2;
* a weight W2[j, k] or a bias b2[k] moves one logit.

A bias is treated as the weight of an input, or hidden unit, that is always 1.

So the work is done sample by sample: a table of losses with a row for each hidden unit and a
column for each input that is not 0, and one with a row for each class and a column for each
hidden unit. A table is cut into tiles that stay in the processor's cache.

Where nudges are small, as they mostly are, `_Series` spares an exponential for each class.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import comb
from typing import Any

import numpy as np

from nnbook._checks import FloatArray, step_of
from nnbook._kernels import Params, quiet
from nnbook._progress import progress_bar

# Samples looked at together, units or classes whose rows stand in one tile, and numbers in it.
# They bound the memory: a block holds BLOCK rows of inputs, activations and logits, and there
# are some eight tiles at a time. (Threads were tried: on two processors, two took longer than
# one.)
BLOCK = 256
UNITS = 50
TILE = 64_000
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
    first, second = (np.zeros(layer.shape[::-1]) for layer in layers)
    for start in range(0, len(x), BLOCK):
        rows = slice(start, start + BLOCK)
        block = _Block(layers, _with_ones(x[rows]), t[rows], delta, step)
        block.first_layer(first, progress)
        block.second_layer(second)
    first, second = first.T, second.T
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
        first, self.second = layers
        self.x, self.t, self.delta, self.step = x, t, delta, step
        self.before = x @ first
        self.hidden = _with_ones(_sigmoid(self.before.copy()))
        logits = self.hidden @ self.second
        self.logits = logits - logits.max(axis=1, keepdims=True)
        # A nudge moves a logit by no more than this.
        self.reach = max(float(np.abs(self.second).max()), float(step))

    def first_layer(self, total: FloatArray, progress: bool) -> None:
        """Add loss(w + h) - loss(w - h) of each sample, for W1 and b1."""
        nudge = float(np.abs(self.x).max()) * float(self.step)
        losses = _Series(self) if _Series.takes(nudge, self.reach) else _Exponentials(self)
        samples = range(len(self.x))
        for n in progress_bar(progress, samples, total=len(samples), unit="sample"):
            inputs = np.flatnonzero(self.x[n])
            for some in _cut(len(inputs), TILE // losses.depth // UNITS):
                nudges = losses.both(self.x[n, inputs[some]] * self.step)
                for units in _cut(len(total), UNITS):
                    total[units, inputs[some]] += losses.differences(n, units, nudges)

    def second_layer(self, total: FloatArray) -> None:
        """The same for W2 and b2."""
        losses = _Exponentials(self)
        for n, nudges in enumerate(self.hidden * self.step):
            for classes in _cut(len(total), UNITS):
                for units in _cut(len(nudges), TILE // losses.depth // UNITS):
                    moved = np.arange(len(total))[classes]
                    moves = np.zeros((losses.depth, len(moved), len(nudges[units])), nudges.dtype)
                    moves[moved, moved - classes.start] = nudges[units]
                    up, down = (losses.of(n, way) for way in (moves, -moves))
                    total[classes, units] += up - down


class _Exponentials:
    """The losses next to nudges of any size: an exponential for each class."""

    def __init__(self, block: _Block) -> None:
        self.block, self.depth = block, block.logits.shape[1]
        # Where a logit could be carried past what exp can take, each sample's are shifted by
        # their own maximum again.
        self.shift_again = block.reach > 0.9 * np.log(np.finfo(block.x.dtype).max)

    @staticmethod
    def both(nudges: FloatArray) -> FloatArray:
        """The nudges, and those against them."""
        return np.stack([nudges, -nudges])

    def differences(self, n: int, units: slice, both: FloatArray) -> FloatArray:
        """Loss with a nudge of the units' input less loss against it, in sample `n`."""
        weights = self.block.second[units].T[:, :, None]
        before, active = (part[n, units, None] for part in (self.block.before, self.block.hidden))
        up, down = (self.of(n, weights * (_sigmoid(before + way) - active)) for way in both)
        return up - down

    def of(self, n: int, logits: FloatArray) -> FloatArray:
        """Losses of sample `n`, of which the logits move so much; written over."""
        logits += self.block.logits[n, :, None, None]
        if self.shift_again:
            logits -= logits.max(axis=0)
        t, delta = self.block.t[n, :, None, None], self.block.delta
        losses: FloatArray
        if delta == 0:
            wanted = (t * logits).sum(axis=0)
            losses = np.log(np.exp(logits, out=logits).sum(axis=0)) * t.sum() - wanted
            return losses
        np.exp(logits, out=logits)
        logits /= logits.sum(axis=0)
        logits += delta
        np.log(logits, out=logits)
        logits *= t
        losses = -logits.sum(axis=0)
        return losses


class _Series:
    """The losses next to small nudges of the hidden units, without an exponential a class.

    A nudge v of a unit's input takes its activation s = sigmoid(z) to

        s (1 + g),   g = m / (1 - m),   m = (1 - s) y,   y = 1 - exp(-v),

    which is exact. The logit l_k moves by s g w_k, and with it exp(l_k) grows by the factor

        exp(s g w_k) = sum_r (s w_k)^r / r! g^r.

    While every s g w_k is smaller than SMALL, TERMS of them are enough: what is left out is
    less than SMALL^5 / 119, below the last bit of a float. Multiplied by (1 - m)^(TERMS - 1),
    which the softmax does not see, since all its terms have it, the sum is a polynomial in y
    that does not depend on the input whose weight is nudged. So the exponentials for all
    inputs are a product of two matrices: the polynomials of the units, the powers of the y.
    """

    depth = 1
    # A row for each power r of g: m^r (1 - m)^(TERMS - 1 - r), as coefficients of powers of m.
    BASIS = np.array(
        [
            [comb(TERMS - 1 - r, p - r) * (-1) ** (p - r) if p >= r else 0 for p in range(TERMS)]
            for r in range(TERMS)
        ]
    )

    @staticmethod
    def takes(nudge: float, reach: float) -> bool:
        """Whether the nudges of the hidden units' inputs and the weights are small enough."""
        # The slope of the sigmoid is a quarter at most. The powers must stay within the floats,
        # and the terms of (1 - m)^(TERMS - 1) must not cancel.
        return nudge / 4 * reach < SMALL and nudge < 0.01 and reach < 1e6

    def __init__(self, block: _Block) -> None:
        self.t, self.delta, self.weights = block.t, block.delta, block.second
        self.active = block.hidden[:, :-1]
        self.rest = _sigmoid(-block.before)  # 1 - s, to the last bit where s is nearly 1
        self.rooms = np.empty((4, 2 * max(TILE, UNITS)), block.x.dtype)
        self.basis = self.BASIS.astype(block.x.dtype)
        self.chances = np.exp(block.logits)  # up to a factor: the ratios count

    @staticmethod
    def both(nudges: FloatArray) -> FloatArray:
        """The powers of the y of the nudges, and of those against them."""
        powers: FloatArray = np.vander(
            -np.expm1(np.hstack([-nudges, nudges])), TERMS, increasing=True
        )
        return np.ascontiguousarray(powers.T)

    def differences(self, n: int, units: slice, both: FloatArray) -> FloatArray:
        """Loss with a nudge of the units' input less loss against it, in sample `n`."""
        growth, size = self._growth(n, units), both.shape[1] // 2
        rows = len(growth)
        total, new = (self._room(k, rows, 2 * size) for k in range(2))
        change, found = (self._room(k, rows, size) for k in range(2, 4))
        np.matmul(self.chances[n] @ growth, both, out=total)
        found[:] = 0
        for k in np.flatnonzero(self.t[n]):
            # Without delta the loss is of the ratio alone, even where the chance itself is 0.
            own = growth[:, k] * self.chances[n, k] if self.delta else growth[:, k]
            np.matmul(own, both, out=new)
            new /= total
            new += self.delta
            np.divide(new[:, size:], new[:, :size], out=change)
            np.log(change, out=change)
            change *= self.t[n, k]
            found += change
        return found

    def _room(self, k: int, rows: int, columns: int) -> FloatArray:
        """A table to write in: with memory asked for anew, all took up to twice as long."""
        room: FloatArray = self.rooms[k, : rows * columns].reshape(rows, columns)
        return room

    def _growth(self, n: int, units: slice) -> FloatArray:
        """For each unit and class the polynomial in y by which the exponential grows."""
        moves = self.active[n, units, None] * self.weights[units]
        terms = np.ones((*moves.shape, TERMS), moves.dtype)
        for r in range(1, TERMS):
            terms[..., r] = terms[..., r - 1] * moves / r
        polynomials = (terms.reshape(-1, TERMS) @ self.basis).reshape(terms.shape)
        polynomials *= np.vander(self.rest[n, units], TERMS, increasing=True)[:, None]
        return polynomials


def _cut(length: int, size: int) -> Iterator[slice]:
    """Slices of a size, at least 1, that make up a length together."""
    size = max(1, size)
    for start in range(0, length, size):
        yield slice(start, min(start + size, length))


def _sigmoid(x: FloatArray) -> FloatArray:
    """Sigmoid in place; where exp overflows to infinity the result is 0, as it should be."""
    np.negative(x, out=x)
    np.exp(x, out=x)
    x += 1
    return np.reciprocal(x, out=x)


def _with_ones(x: FloatArray) -> FloatArray:
    """Add the column that the biases are weights of."""
    return np.hstack([x, np.ones((len(x), 1), x.dtype)])
