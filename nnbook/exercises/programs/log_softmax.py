"""Programs for the exercise log_softmax."""

import numpy as np


def log_softmax(x):
    """The right one."""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def untouched(x):
    """What the reader begins with."""
    # x holds the scores of one sample, or a row of scores for each sample.
    # Give the logarithms of the probabilities, right even where those round to 0.
    raise NotImplementedError("your turn")


def logarithm_of_zero(x):
    """You compute the probability first, and then its logarithm. A probability below 1e-323
    is 0 in floats, and what it was cannot be got back. Take the logarithm of the fraction on
    paper: which part of it need not be computed at all?

    See: softmax, When a probability is too small for a float.
    """
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.log(e / np.sum(e, axis=-1, keepdims=True))


def no_maximum_taken_off(x):
    """The formula is right on paper. But the exponential of a large score is no float, and
    that of a very low one is 0. A shift of all scores changes no probability, so it changes
    no logarithm of one.

    See: softmax, Large scores.
    """
    return x - np.log(np.sum(np.exp(x), axis=-1, keepdims=True))


def sum_without_logarithm(x):
    """You subtract the sum of the exponentials. What a division becomes under the logarithm
    is the subtraction of a logarithm.

    See: softmax, When a probability is too small for a float.
    """
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.sum(np.exp(shifted), axis=-1, keepdims=True)


def maximum_in_one_place(x):
    """The maximum is taken off where you compute the sum, but not from the score that stands
    before it. Both must be shifted, or neither: as it is, every result is too large by the
    maximum of its row.

    See: softmax, A shift.
    """
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return x - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def one_sum_for_all_rows(x):
    """One sample comes out right. In a batch, all rows share one maximum and one sum. Each
    sample should have its own.

    See: softmax, A batch.
    """
    shifted = x - np.max(x)
    return shifted - np.log(np.sum(np.exp(shifted)))


def axis_dropped(x):
    """The maxima and sums of a batch come one for each row, in a 1-D array, which NumPy lays
    along the columns. The axis that was summed over must stay, with the length 1.

    See: softmax, The mend: row by row.
    """
    shifted = x - np.max(x, axis=-1)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1))


def sign_turned(x):
    """Your numbers are positive. A probability is at most 1: what is the sign of its
    logarithm? You have computed losses.

    See: cross_entropy, One number for one prediction.
    """
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)) - shifted


def delta_in_the_logarithm(x):
    """A small number is added before the logarithm, so nothing ever comes below its
    logarithm. The exercise wants what is right however small the probability is.

    See: cross_entropy, What delta costs.
    """
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return np.log(e / np.sum(e, axis=-1, keepdims=True) + 1e-7)


def batches_only(x):
    """You name axis 1. A batch has one, but a single sample has only axis 0: there the classes
    lie. Axes can also be counted from the end, and the classes are always along the same one
    then.

    See: softmax, The mend: row by row.
    """
    shifted = x - np.max(x, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
