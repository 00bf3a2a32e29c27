"""Programs for the exercise layer_backward."""

import numpy as np


def layer_backward(x, W, g):
    """The right one."""
    return np.dot(g, W.T), np.dot(x.T, g), np.sum(g, axis=0)


def untouched(x, W, g):
    """What the reader begins with."""
    # A layer computes scores = np.dot(x, W) + b, for the n rows of x. g holds the slopes of
    # the loss along the scores, in their shape. Give three arrays: the slopes along x, W, b.
    raise NotImplementedError("your turn")


def weights_transposed(x, W, g):
    """The slopes along W are all there, but lie on their side. A gradient has the shape of what
    it is the gradient of.

    See: backpropagation, From the scores to the weights.
    """
    return np.dot(g, W.T), np.dot(g.T, x), np.sum(g, axis=0)


def bias_for_each_row(x, W, g):
    """The bias is one for all rows: each of them reports a slope along it, and these add up.
    You give them one by one.

    See: backpropagation, Two layers.
    """
    return np.dot(g, W.T), np.dot(x.T, g), g


def bias_summed_over_classes(x, W, g):
    """For the bias you add up the classes of each row. It is the rows that share a bias, so one
    slope should come out for each class.

    See: backpropagation, Two layers.
    """
    return np.dot(g, W.T), np.dot(x.T, g), np.sum(g, axis=1)


def bias_averaged(x, W, g):
    """For the bias you take the mean of the rows. Whether the loss is a mean is already in g;
    on the way back the slopes of the rows add up.

    See: backpropagation, Two layers.
    """
    return np.dot(g, W.T), np.dot(x.T, g), np.mean(g, axis=0)


def divided_by_the_batch(x, W, g):
    """You divide the slopes along W by the number of rows. Whether the loss is a mean is
    already in g, so that is one division too many.

    See: backpropagation, Two layers.
    """
    return np.dot(g, W.T), np.dot(x.T, g) / len(x), np.sum(g, axis=0)


def weights_not_turned(x, W, g):
    """The way back to x goes through the same weights as the way forward, but from the scores to
    the inputs. Yours goes in the direction of the way forward; the shapes fit only where W is
    square.

    See: backpropagation, Two layers.
    """
    return np.dot(g, W), np.dot(x.T, g), np.sum(g, axis=0)
