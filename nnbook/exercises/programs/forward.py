"""Programs for the way forward through two layers."""

import numpy as np


def sigmoid(a):
    """As in step 2."""
    return 1 / (1 + np.exp(-a))


def softmax(a):
    """As in step 2."""
    small = np.exp(a - np.max(a, axis=1, keepdims=True))
    return small / np.sum(small, axis=1, keepdims=True)


GIVEN = (sigmoid, softmax)


def forward(params, x):
    """The right one."""
    W1, b1, W2, b2 = params
    z = sigmoid(np.dot(x, W1) + b1)
    return z, softmax(np.dot(z, W2) + b2)


def untouched(params, x):
    """What the reader begins with."""
    # params is a list of W1, b1, W2 and b2; x has an image in each row.
    # Give the activations and the probabilities. sigmoid and softmax are those of step 2.
    raise NotImplementedError("your turn")


def logits_for_probabilities(params, x):
    """The activations are right. What you give as the second are still the logits, which need
    not add up to 1.

    See: two_layer_net, Two layers, followed by their shapes.
    """
    W1, b1, W2, b2 = params
    z = sigmoid(np.dot(x, W1) + b1)
    return z, np.dot(z, W2) + b2


def sigmoid_at_the_end_too(params, x):
    """The activations are right. At the end you switch each digit on or off by itself. The digits
    must share one probability.

    See: softmax, Three scores.
    """
    W1, b1, W2, b2 = params
    z = sigmoid(np.dot(x, W1) + b1)
    return z, sigmoid(np.dot(z, W2) + b2)


def sigmoid_left_out(params, x):
    """The hidden units are not bent: without a sigmoid between them two layers are no more than
    one.

    See: hidden_layer, It takes the bend.
    """
    W1, b1, W2, b2 = params
    z = np.dot(x, W1) + b1
    return z, softmax(np.dot(z, W2) + b2)


def softmax_in_the_middle(params, x):
    """You use the softmax for the hidden layer as well. It makes the units compete for a single
    1, where each should be on or off by itself.

    See: two_layer_net, The sigmoid: a soft switch.
    """
    W1, b1, W2, b2 = params
    z = softmax(np.dot(x, W1) + b1)
    return z, softmax(np.dot(z, W2) + b2)


def biases_left_out(params, x):
    """As long as all biases are 0, as they are at first, you are right. But training moves them.

    See: two_layer_net, Two layers, followed by their shapes.
    """
    W1, _, W2, _ = params
    z = sigmoid(np.dot(x, W1))
    return z, softmax(np.dot(z, W2))


def second_bias_left_out(params, x):
    """The activations are right. The second layer has a bias as well.

    See: two_layer_net, Two layers, followed by their shapes.
    """
    W1, b1, W2, _ = params
    z = sigmoid(np.dot(x, W1) + b1)
    return z, softmax(np.dot(z, W2))


def the_other_order(params, x):
    """Both are right, but in the other order: first the activations.

    See: what_next, Forty lines that read digits.
    """
    W1, b1, W2, b2 = params
    z = sigmoid(np.dot(x, W1) + b1)
    return softmax(np.dot(z, W2) + b2), z
