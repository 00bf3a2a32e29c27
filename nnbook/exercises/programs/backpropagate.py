"""Programs for the exercise backpropagate."""

import numpy as np


def sigmoid(x):
    """As in the chapter on two layers."""
    return 1 / (1 + np.exp(-x))


def softmax(x):
    """As in the first chapter."""
    shifted = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return shifted / np.sum(shifted, axis=-1, keepdims=True)


GIVEN = (sigmoid, softmax)


def backpropagate(params, x, t):
    """The right one."""
    z1 = sigmoid(np.dot(x, params["W1"]) + params["b1"])
    y = softmax(np.dot(z1, params["W2"]) + params["b2"])
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params["W2"].T) * z1 * (1 - z1)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.sum(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.sum(g2, axis=0),
    }


def untouched(params, x, t):
    """What the reader begins with."""
    # params holds W1, b1, W2 and b2; sigmoid and softmax are at hand. The loss is the mean
    # cross-entropy of the rows of x with the labels t, without a delta.
    # Give a dict with the gradient along each of the four.
    raise NotImplementedError("your turn")


def slope_of_the_sigmoid_forgotten(params, x, t):
    """The second layer is right. On the way to the first you pass the sigmoid without its local
    slope, which is at most a quarter.

    See: backpropagation, Two layers.
    """
    z1 = sigmoid(np.dot(x, params["W1"]) + params["b1"])
    y = softmax(np.dot(z1, params["W2"]) + params["b2"])
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params["W2"].T)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.sum(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.sum(g2, axis=0),
    }


def slope_of_the_sigmoid_at_the_wrong_place(params, x, t):
    """The second layer is right. The local slope of the sigmoid is known by its output. You put
    in its input.

    See: two_layer_net, The sigmoid: a soft switch.
    """
    a1 = np.dot(x, params["W1"]) + params["b1"]
    z1 = sigmoid(a1)
    y = softmax(np.dot(z1, params["W2"]) + params["b2"])
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params["W2"].T) * a1 * (1 - a1)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.sum(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.sum(g2, axis=0),
    }


def sum_for_mean(params, x, t):
    """With one row you are right. With several, all four are too large by the number of rows:
    the loss is a mean.

    See: backpropagation, Two layers.
    """
    z1 = sigmoid(np.dot(x, params["W1"]) + params["b1"])
    y = softmax(np.dot(z1, params["W2"]) + params["b2"])
    g2 = y - t
    g1 = np.dot(g2, params["W2"].T) * z1 * (1 - z1)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.sum(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.sum(g2, axis=0),
    }


def sign_turned(params, x, t):
    """All your slopes have the wrong sign. Does raising the score of a class that is not wanted
    raise the loss, or lower it?

    See: backpropagation, From the loss to the scores.
    """
    z1 = sigmoid(np.dot(x, params["W1"]) + params["b1"])
    y = softmax(np.dot(z1, params["W2"]) + params["b2"])
    g2 = (t - y) / len(x)
    g1 = np.dot(g2, params["W2"].T) * z1 * (1 - z1)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.sum(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.sum(g2, axis=0),
    }


def biases_averaged(params, x, t):
    """The weights are right. For the biases you take the mean over the rows; but that the loss
    is a mean is already in the slopes, so on the way back the rows add up.

    See: backpropagation, Two layers.
    """
    z1 = sigmoid(np.dot(x, params["W1"]) + params["b1"])
    y = softmax(np.dot(z1, params["W2"]) + params["b2"])
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params["W2"].T) * z1 * (1 - z1)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.mean(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.mean(g2, axis=0),
    }


def softmax_passed_twice(params, x, t):
    """You send the slopes back through the softmax, but the difference of probabilities and label
    has passed it already: it is the slope along the scores, loss and softmax in one.

    See: backpropagation, From the loss to the scores.
    """
    z1 = sigmoid(np.dot(x, params["W1"]) + params["b1"])
    y = softmax(np.dot(z1, params["W2"]) + params["b2"])
    g2 = (y - t) * y * (1 - y) / len(x)
    g1 = np.dot(g2, params["W2"].T) * z1 * (1 - z1)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.sum(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.sum(g2, axis=0),
    }


def biases_not_used(params, x, t):
    """The way back is right, but it starts from the wrong place: on the way forward you leave out
    the biases.

    See: two_layer_net, Two layers, followed by their shapes.
    """
    z1 = sigmoid(np.dot(x, params["W1"]))
    y = softmax(np.dot(z1, params["W2"]))
    g2 = (y - t) / len(x)
    g1 = np.dot(g2, params["W2"].T) * z1 * (1 - z1)
    return {
        "W1": np.dot(x.T, g1),
        "b1": np.sum(g1, axis=0),
        "W2": np.dot(z1.T, g2),
        "b2": np.sum(g2, axis=0),
    }
