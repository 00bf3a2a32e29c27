"""Programs for the exercise simple_net_gradient."""

import numpy as np


def softmax(x):
    """As in the first chapter."""
    shifted = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return shifted / np.sum(shifted, axis=-1, keepdims=True)


GIVEN = (softmax,)


def simple_net_gradient(W, x, t):
    """The right one."""
    y = softmax(np.dot(x, W))
    return np.outer(x, y - t)


def untouched(W, x, t):
    """What the reader begins with."""
    # The scores are np.dot(x, W), for an input x of two numbers and weights W of shape (2, 3).
    # t is the label, a share for each class; the loss is the cross-entropy without a delta.
    # Give the exact slope of the loss along each weight, without any nudge.
    raise NotImplementedError("your turn")


def sign_turned(W, x, t):
    """Your slopes have the wrong sign: they point the way that makes the loss smaller. A
    slope says what happens when the weight grows; going against it is a later step.

    See: simple_net, The gradient: six slopes.
    """
    y = softmax(np.dot(x, W))
    return np.outer(x, t - y)


def label_left_out(W, x, t):
    """You take the probabilities without the label. All your columns have the sign of the
    input, so for a positive input no weight should ever grow. What is different in the column
    of the true class?

    See: simple_net, The gradient: six slopes.
    """
    y = softmax(np.dot(x, W))
    return np.outer(x, y)


def no_softmax(W, x, t):
    """You compare the label with the scores. It is the probabilities that want to become the
    label.

    See: simple_net, Forward: from input to loss.
    """
    return np.outer(x, np.dot(x, W) - t)


def transposed(W, x, t):
    """The numbers are all there, but in the wrong places: your rows belong to the classes. A
    gradient has the shape of what it is the gradient of.

    See: simple_net, The gradient: six slopes.
    """
    y = softmax(np.dot(x, W))
    return np.outer(y - t, x)


def slopes_along_the_scores(W, x, t):
    """These are the slopes along the three scores. Each score has two weights: how much does
    it move when one of them does?

    See: simple_net, The gradient: six slopes.
    """
    return softmax(np.dot(x, W)) - t


def only_half_the_way(W, x, t):
    """You have the slope of the loss along the probability of each class. But a weight moves a
    score, and a score moves all the probabilities at once, through the softmax. That part of
    the way is missing.

    See: backpropagation, From the loss to the scores.
    """
    y = softmax(np.dot(x, W))
    return np.outer(x, -t / y)


def input_left_out(W, x, t):
    """Each row of yours is the same. A weight acts on its score through the input it is
    multiplied by, so a weight of an input of 0 has no slope at all.

    See: simple_net, The gradient: six slopes.
    """
    y = softmax(np.dot(x, W))
    return np.outer(np.ones(len(x)), y - t)


def squared_error(W, x, t):
    """That is the gradient of another loss: half of the squared difference between
    probabilities and label. The logarithm in the cross-entropy makes the slopes simpler, for
    it takes away the factor of the softmax.

    See: cross_entropy, Why a logarithm.
    """
    y = softmax(np.dot(x, W))
    g = y * (y - t)
    return np.outer(x, g - y * np.sum(g))
