"""Programs for the exercise sigmoid."""

import numpy as np


def sigmoid(a):
    """The right one."""
    small = np.exp(-np.abs(a))
    return np.where(a >= 0, 1.0, small) / (1.0 + small)


def untouched(a):
    """What the reader begins with."""
    # a is an array of any shape. Give the sigmoid of each entry, right for entries of any size.
    raise NotImplementedError("your turn")


def large_exponential_above_and_below(a):
    """Small numbers come out right. For a large one the exponential is no longer a float, above
    the line and below it, and infinity divided by infinity is no number. Which sign in the
    exponential keeps it at 1 or below?

    See: two_layer_net, The sigmoid: a soft switch.
    """
    return np.exp(a) / (1 + np.exp(a))


def sign_turned(a):
    """Your switch is on where it should be off: it falls from 1 to 0. What is left of the
    exponential for a large positive number, and what should be?

    See: two_layer_net, The sigmoid: a soft switch.
    """
    return 1 / (1 + np.exp(a))


def sign_of_the_number_lost(a):
    """Positive numbers come out right. The negative ones get what their mirror images get, so
    your switch is never off: with the absolute value the sign is lost, and must come back in.

    See: two_layer_net, The sigmoid: a soft switch.
    """
    return 1 / (1 + np.exp(-np.abs(a)))


def its_slope(a):
    """That is the slope of the sigmoid, a quarter at 0 and less everywhere else. Its value is
    asked for.

    See: two_layer_net, The sigmoid: a soft switch.
    """
    small = np.exp(-np.abs(a))
    return small / (1.0 + small) ** 2


def one_forgotten(a):
    """The 1 below the line is missing, so nothing keeps your numbers below 1.

    See: two_layer_net, The sigmoid: a soft switch.
    """
    return 1 / np.exp(-a)


def hard_switch(a):
    """Your switch is off or on, and nothing between. A network learns by small changes, and those
    would never show.

    See: hidden_layer, A unit is a soft switch across a line.
    """
    return np.where(a >= 0, 1.0, 0.0)
