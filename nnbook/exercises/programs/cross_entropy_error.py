"""Programs for the exercise cross_entropy_error."""

import numpy as np


def cross_entropy_error(y, t):
    """The right one."""
    losses = -np.sum(t * np.log(y + 1e-7), axis=-1)
    return np.mean(losses)


def untouched(y, t):
    """What the reader begins with."""
    # y holds the probabilities of one sample, or a row of them for each sample;
    # t holds labels of the same shape. delta is 1e-7. Give one number.
    raise NotImplementedError("your turn")


def sum_over_the_batch(y, t):
    """Your losses are right, but you add them up. The loss of a batch should not grow with
    its length, or the learning rate would have to shrink with it.

    See: cross_entropy, A batch: sum or mean.
    """
    return -np.sum(t * np.log(y + 1e-7))


def mean_over_all_entries(y, t):
    """You average over samples and classes. Within a sample the terms are added; only the
    samples are averaged. Yours is too small by the number of classes.

    See: cross_entropy, A batch: sum or mean.
    """
    return -np.mean(t * np.log(y + 1e-7))


def minus_forgotten(y, t):
    """A loss is 0 or more, and larger for the worse prediction. Yours is the other way
    round: the logarithm of a probability is negative.

    See: cross_entropy, One number for one prediction.
    """
    return np.mean(np.sum(t * np.log(y + 1e-7), axis=-1))


def logarithm_to_base_10(y, t):
    """All your losses are too small by the same factor, 2.3026. That is the natural
    logarithm of 10: which logarithm do you take, and which one is meant?

    See: cross_entropy, One number for one prediction.
    """
    return np.mean(-np.sum(t * np.log(y + 1e-7), axis=-1)) / np.log(10)


def no_delta(y, t):
    """Where a probability is 0 the logarithm is infinite, and 0 times infinity is no number.
    The exercise wants the loss with its delta.

    See: cross_entropy, Why delta is there.
    """
    return np.mean(-np.sum(t * np.log(y), axis=-1))


def label_and_prediction_swapped(y, t):
    """You take the logarithm of the labels and weigh it by the prediction. Which of the two
    is it whose smallness should cost much?

    See: cross_entropy, One number for one prediction.
    """
    return np.mean(-np.sum(y * np.log(t + 1e-7), axis=-1))


def label_left_out(y, t):
    """You add up the costs of all classes. Only what the label asks for should count: a
    class that is not wanted may be as improbable as it likes.

    See: cross_entropy, Labels in three forms.
    """
    return np.mean(-np.sum(np.log(y + 1e-7), axis=-1))


def the_favourite_in_place_of_the_label(y, t):
    """You look at the largest probability, whichever class has it. A prediction that is sure
    and wrong would cost nothing. It is the label that says which class to look at.

    See: cross_entropy, One number for one prediction.
    """
    return np.mean(-np.log(np.max(y, axis=-1) + 1e-7))


def squared_error(y, t):
    """You square the differences. That is a loss, but another one: it hardly minds whether
    the true class gets one in a hundred or one in a million.

    See: cross_entropy, Why a logarithm.
    """
    return np.mean(np.sum((y - t) ** 2, axis=-1))


def one_loss_for_each_row(y, t):
    """You give one loss for each row. The loss of a batch is a single number, made of all of
    them.

    See: cross_entropy, A batch: sum or mean.
    """
    return -np.sum(t * np.log(y + 1e-7), axis=-1)


def one_class_of_the_label(y, t):
    """You look for the class that the label names, and take its probability. A soft label names
    several, each with a share, and a batch has a label in each row. A product with the label
    weighs all at once.

    See: cross_entropy, Labels in three forms.
    """
    return -np.log(y[np.argmax(t)] + 1e-7)
