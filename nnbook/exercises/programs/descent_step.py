"""Programs for the exercise descent_step."""

import numpy as np


def descent_step(w, gradient, learning_rate):
    """The right one."""
    return w - learning_rate * gradient(w)


def untouched(w, gradient, learning_rate):
    """What the reader begins with."""
    # w is an array, and gradient a function: gradient(w) is the gradient there.
    # Give where one step of gradient descent leads, in a new array.
    raise NotImplementedError("your turn")


def uphill(w, gradient, learning_rate):
    """You walk uphill: the gradient points to where the loss grows.

    See: gradient_descent, One step.
    """
    return w + learning_rate * gradient(w)


def changed_in_place(w, gradient, learning_rate):
    """Where you arrive is right. But you have moved the caller's own array: whoever wants to
    compare before and after, or draw the path, has lost the start.

    See: gradient_descent, Many steps.
    """
    w -= learning_rate * gradient(w)
    return w


def rate_left_out(w, gradient, learning_rate):
    """You subtract the whole gradient, whatever the learning rate. It says how steep the
    place is; how far to go is another matter.

    See: gradient_descent, How large a step?
    """
    return w - gradient(w)


def length_one(w, gradient, learning_rate):
    """All your steps are equally long. The direction is right. But plain gradient descent
    takes short steps where it is flat, so that it can come to rest.

    See: gradient_descent, Is there a better direction?
    """
    g = gradient(w)
    return w - learning_rate * g / np.sqrt(np.sum(g * g))


def sign_alone(w, gradient, learning_rate):
    """You look at the signs of the slopes and forget how steep they are: each weight moves by
    the learning rate.

    See: gradient_descent, One step.
    """
    return w - learning_rate * np.sign(gradient(w))


def the_step_alone(w, gradient, learning_rate):
    """That is the step itself. The question is where it leads from here.

    See: gradient_descent, One step.
    """
    return -learning_rate * gradient(w)
