"""Programs for the exercise numerical_gradient."""

import numpy as np


def numerical_gradient(f, x):
    """The right one."""
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * h)
    return gradient


def untouched(f, x):
    """What the reader begins with."""
    # Change each entry of the array x in turn, by 1e-4 up and down; call f(x); put the
    # entry back. f may look at the array under another name, so it must be this very one.
    # x may have any number of dimensions.
    raise NotImplementedError("your turn")


def not_put_back(f, x):
    """The first slope is right. But every entry stays where you moved it last, so the next
    slopes are taken at another point, and the caller's array is not what it was.

    See: numerical_gradient, Many variables, one at a time.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        gradient[index] = (above - f(x)) / (2 * h)
    return gradient


def put_back_by_adding(f, x):
    """Your slopes are right, but what you add and take away again leaves a trace in the last
    digits: the array is not what it was to the bit. Keep the entry itself, and put that back.

    See: numerical_gradient, The book's version.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        x[index] += h
        above = f(x)
        x[index] -= 2 * h
        below = f(x)
        x[index] += h
        gradient[index] = (above - below) / (2 * h)
    return gradient


def works_on_a_copy(f, x):
    """Where f uses what it is given, you are right. Where it looks at the array under another
    name, as a network's loss does, it never sees your steps, for you change a copy.

    See: numerical_gradient, The function may look away.
    """
    h = 1e-4
    point = x.copy()
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        kept = point[index]
        point[index] = kept + h
        above = f(point)
        point[index] = kept - h
        below = f(point)
        point[index] = kept
        gradient[index] = (above - below) / (2 * h)
    return gradient


def all_entries_at_once(f, x):
    """You move all entries together. That gives one slope, in the direction in which all grow
    alike. Each entry needs steps of its own, with the others at rest.

    See: numerical_gradient, Many variables, one at a time.
    """
    h = 1e-4
    kept = x.copy()
    x[...] = kept + h
    above = f(x)
    x[...] = kept - h
    below = f(x)
    x[...] = kept
    return np.zeros(x.shape) + (above - below) / (2 * h)


def whole_rows_at_once(f, x):
    """A 1-D array comes out right. In a matrix, one index picks a whole row, so you move all
    of a row together. A single entry has an index for each dimension.

    See: numerical_gradient, Four traps.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        kept = 1.0 * x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        below = f(x)
        x[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient


def forward_difference(f, x):
    """You step up only, and compare with where you were. Step down as well: the error then
    shrinks with the square of the step.

    See: numerical_gradient, Step to both sides.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    before = f(x)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        gradient[index] = (f(x) - before) / h
        x[index] = kept
    return gradient


def divided_by_one_step(f, x):
    """Your slopes are twice what they should be. How far apart are the two values of the
    entry at which you call f?

    See: numerical_gradient, Step to both sides.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / h
    return gradient


def slopes_cut_to_integers(f, x):
    """Your slopes are whole numbers: the array that takes them holds integers, and cuts off
    what comes after the point. Make it one of floats.

    See: numerical_gradient, Four traps.
    """
    h = 1e-4
    gradient = np.zeros(x.shape, dtype=int)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * h)
    return gradient


def another_step(f, x):
    """For smooth functions you are right. But the step is another one than was asked for, which
    shows where a function curves a lot within it.

    See: numerical_gradient, How small a step?.
    """
    h = 1e-5
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * h)
    return gradient


def one_number_for_an_index(f, x):
    """A 1-D array comes out right. But you count all the entries and use that count as an index:
    in a matrix, one index picks a whole row, and there are fewer rows than entries.

    See: numerical_gradient, Four traps.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for i in range(x.size):
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        below = f(x)
        x[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient


def a_view_for_a_copy(f, x):
    """A 1-D array comes out right. In a matrix, one index picks a whole row, and what you keep of
    it is no copy: it is a view, and changes as the row does, so nothing is put back. A single
    entry has an index for each dimension.

    See: numerical_gradient, Four traps.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for i in range(len(x)):
        kept = x[i]
        x[i] = kept + h
        above = f(x)
        x[i] = kept - h
        below = f(x)
        x[i] = kept
        gradient[i] = (above - below) / (2 * h)
    return gradient


def one_number_for_all(f, x):
    """You give a single number, and step with the whole array at once, on a copy. Each entry needs
    steps of its own, in the array itself, and gets a place in an array of slopes.

    See: numerical_gradient, Many variables, one at a time.
    """
    h = 1e-4
    return (f(x + h) - f(x - h)) / (2 * h)


def the_entry_alone(f, x):
    """You hand f single entries. f wants the whole array, in which one entry has moved and all the
    others have not.

    See: numerical_gradient, Many variables, one at a time.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        gradient[index] = (f(x[index] + h) - f(x[index] - h)) / (2 * h)
    return gradient


def one_step_back(f, x):
    """You go up one step and down one step, and so are back where you began: you compare one step
    up with the start, and divide by two steps. The lower place lies on the other side.

    See: numerical_gradient, Step to both sides.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        x[index] += h
        above = f(x)
        x[index] -= h
        gradient[index] = (above - f(x)) / (2 * h)
    return gradient


def brackets_below_left_out(f, x):
    """You divide by 2 and then multiply by the step: Python goes from left to right. The whole
    distance belongs below the line.

    See: numerical_gradient, Step to both sides.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / 2 * h
    return gradient


def return_in_the_loop(f, x):
    """The first entry has its slope, and no other: your function gives the gradient back in the
    first turn of its loop. How far is the return indented?

    See: numerical_gradient, Many variables, one at a time.
    """
    h = 1e-4
    gradient = np.zeros(x.shape)
    for index in np.ndindex(*x.shape):
        kept = x[index]
        x[index] = kept + h
        above = f(x)
        x[index] = kept - h
        below = f(x)
        x[index] = kept
        gradient[index] = (above - below) / (2 * h)
        return gradient
