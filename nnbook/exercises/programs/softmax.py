"""Programs for the exercise softmax."""

import numpy as np


def softmax(x):
    """The right one."""
    shifted = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return shifted / np.sum(shifted, axis=-1, keepdims=True)


def untouched(x):
    """What the reader begins with."""
    # x holds the scores of one sample, or a row of scores for each sample.
    # Give an array of the same shape: probabilities that sum to 1 for each sample.
    raise NotImplementedError("your turn")


def no_maximum_taken_off(x):
    """Small scores come out right, but the exponential of a large one is no longer a float.
    A shift of all scores of a sample changes no probability: which shift keeps every
    exponential at 1 or below?

    See: softmax, Large scores.
    """
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)


def one_sum_for_all_rows(x):
    """One sample comes out right. In a batch, your probabilities sum to 1 over the whole
    batch, where they should do so in every row: all rows share one sum.

    See: softmax, A batch.
    """
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


def one_maximum_for_all_rows(x):
    """Each row has its own sum, but all share one maximum. Where one row lies far below
    another, nothing is left of its exponentials, and 0 is divided by 0.

    See: softmax, The mend: row by row.
    """
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=-1, keepdims=True)


def sums_of_columns(x):
    """In a batch your columns sum to 1. A row is a sample: it is the rows that must. Along
    which axis does one walk from class to class?

    See: softmax, The mend: row by row.
    """
    e = np.exp(x - np.max(x, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def axis_dropped(x):
    """The maxima and sums of a batch come one for each row, in a 1-D array. NumPy lays that
    along the columns, so it meets the wrong numbers, or none that fit. The axis that was
    summed over must stay, with the length 1.

    See: softmax, The mend: row by row.
    """
    e = np.exp(x - np.max(x, axis=-1))
    return e / np.sum(e, axis=-1)


def no_exponential(x):
    """You divide the scores themselves by their sum. Negative scores become negative
    probabilities that way, and a sum of 0 is no divisor. Something that is always positive
    must come first.

    See: softmax, Why the exponential.
    """
    return x / np.sum(x, axis=-1, keepdims=True)


def not_divided(x):
    """The exponentials are there, and the largest of a row is 1. But they do not sum to 1
    yet.

    See: softmax, Why the exponential.
    """
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


def winner_takes_all(x):
    """You give the largest score everything and the others nothing. That is the arg max. A
    softmax gives every class some share, and equal scores equal shares.

    See: softmax, Temperature.
    """
    top = np.max(x, axis=-1, keepdims=True)
    return np.where(x == top, 1.0, 0.0)


def minimum_taken_off(x):
    """You take off the smallest score, so the largest exponentials stay as large as their
    lead over it. When that is above some 709, they are no floats. Which score, taken off,
    leaves nothing above 0?

    See: softmax, Large scores.
    """
    e = np.exp(x - np.min(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def batches_only(x):
    """You name axis 1. A batch has one, but a single sample has only axis 0: there the classes
    lie. Axes can also be counted from the end, and the classes are always along the same one
    then.

    See: softmax, The mend: row by row.
    """
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def loop_over_rows(x):
    """For a batch you are right. A single sample has no rows: your loop goes through its scores one
    by one, and each of them, alone, gets the probability 1.

    See: softmax, The mend: row by row.
    """
    rows = [np.exp(row - np.max(row)) for row in x]
    return np.array([row / np.sum(row) for row in rows])


def changed_in_place(x):
    """What you give is right. But you take the maximum off the caller's own array: with a sign in
    front of the equals sign it is changed, where x - ... makes a new one.

    See: softmax, The mend: row by row.
    """
    x -= np.max(x, axis=-1, keepdims=True)
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)
