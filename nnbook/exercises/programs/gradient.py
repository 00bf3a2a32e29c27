"""Programs for the way back through two layers, with the parameters in a list."""

import numpy as np

from nnbook.exercises.programs.forward import forward, sigmoid, softmax

GIVEN = (sigmoid, softmax, forward)


def gradient(params, x, t):
    """The right one."""
    z, y = forward(params, x)
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params[2].T) * z * (1 - z)
    return [np.dot(x.T, g1), np.sum(g1, axis=0), np.dot(z.T, g2), np.sum(g2, axis=0)]


def untouched(params, x, t):
    """What the reader begins with."""
    # params is a list of W1, b1, W2 and b2; forward is that of step 3.
    # Give a list of four arrays: the slopes of the mean loss along each of them.
    raise NotImplementedError("your turn")


def slope_of_the_sigmoid_forgotten(params, x, t):
    """The second layer is right. On the way to the first you pass the sigmoid, and its local
    slope is a factor.

    See: backpropagation, Two layers.
    """
    z, y = forward(params, x)
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params[2].T)
    return [np.dot(x.T, g1), np.sum(g1, axis=0), np.dot(z.T, g2), np.sum(g2, axis=0)]


def one_factor_of_the_slope(params, x, t):
    """The second layer is right. The local slope of the sigmoid is a product of two factors, what
    it gives and what is missing to 1. You have one of them.

    See: backpropagation, Two layers.
    """
    z, y = forward(params, x)
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params[2].T) * z
    return [np.dot(x.T, g1), np.sum(g1, axis=0), np.dot(z.T, g2), np.sum(g2, axis=0)]


def sum_for_mean(params, x, t):
    """With one image you are right. With several, all four are too large by their number: the
    loss is a mean.

    See: backpropagation, Two layers.
    """
    z, y = forward(params, x)
    g2 = y - t
    g1 = np.dot(g2, params[2].T) * z * (1 - z)
    return [np.dot(x.T, g1), np.sum(g1, axis=0), np.dot(z.T, g2), np.sum(g2, axis=0)]


def sign_turned(params, x, t):
    """All your slopes have the wrong sign. Does raising the score of a digit that is not wanted
    raise the loss, or lower it?

    See: backpropagation, From the loss to the scores.
    """
    z, y = forward(params, x)
    g2 = (t - y) / len(x)
    g1 = np.dot(g2, params[2].T) * z * (1 - z)
    return [np.dot(x.T, g1), np.sum(g1, axis=0), np.dot(z.T, g2), np.sum(g2, axis=0)]


def biases_averaged(params, x, t):
    """The weights are right. For the biases you take the mean over the images; that the loss is
    a mean is already in the slopes, so on the way back the images add up.

    See: backpropagation, Two layers.
    """
    z, y = forward(params, x)
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params[2].T) * z * (1 - z)
    return [np.dot(x.T, g1), np.mean(g1, axis=0), np.dot(z.T, g2), np.mean(g2, axis=0)]


def order_of_the_layers_turned(params, x, t):
    """The arrays are right, but you list the second layer first, as you met it. The list of
    slopes has the order of the parameters.

    See: what_next, Forty lines that read digits.
    """
    z, y = forward(params, x)
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params[2].T) * z * (1 - z)
    return [np.dot(z.T, g2), np.sum(g2, axis=0), np.dot(x.T, g1), np.sum(g1, axis=0)]
