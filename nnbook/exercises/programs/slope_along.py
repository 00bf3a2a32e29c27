"""Programs for the exercise of one entry of a gradient."""


def slope_along(f, x, index, h):
    """The right one."""
    kept = x[index]
    x[index] = kept + h
    above = f(x)
    x[index] = kept - h
    below = f(x)
    x[index] = kept
    return (above - below) / (2 * h)


def untouched(f, x, index, h):
    """What the reader begins with."""
    # Give the slope of f along one entry of the array x, by the central difference.
    # Change x itself, and leave it as it was.
    raise NotImplementedError("your turn")


def not_put_back(f, x, index, h):
    """The slope is right. But the entry stays where you moved it last: whoever asks for the next
    slope asks at another point.

    See: numerical_gradient, Many variables, one at a time.
    """
    kept = x[index]
    x[index] = kept + h
    above = f(x)
    x[index] = kept - h
    return (above - f(x)) / (2 * h)


def put_back_by_adding(f, x, index, h):
    """The slope is right, but what you add and take away again leaves a trace in the last digits.
    Keep the entry itself, and put that back.

    See: numerical_gradient, The book's version.
    """
    x[index] += h
    above = f(x)
    x[index] -= 2 * h
    below = f(x)
    x[index] += h
    return (above - below) / (2 * h)


def works_on_a_copy(f, x, index, h):
    """Where f uses what it is given, you are right. Where it looks at the array under another
    name, it never sees your steps, for you change a copy.

    See: numerical_gradient, The function may look away.
    """
    point = x.copy()
    point[index] = x[index] + h
    above = f(point)
    point[index] = x[index] - h
    return (above - f(point)) / (2 * h)


def all_entries_at_once(f, x, index, h):
    """You move all the entries together, whichever is asked for.

    See: numerical_gradient, Many variables, one at a time.
    """
    kept = x.copy()
    x[...] = kept + h
    above = f(x)
    x[...] = kept - h
    below = f(x)
    x[...] = kept
    return (above - below) / (2 * h)


def forward_difference(f, x, index, h):
    """You step up only. Step down as well: the error then shrinks with the square of the step.

    See: numerical_gradient, Step to both sides.
    """
    before = f(x)
    kept = x[index]
    x[index] = kept + h
    above = f(x)
    x[index] = kept
    return (above - before) / h


def one_step_back(f, x, index, h):
    """You go up one step and down one step, and so are back where you began: you compare one step
    up with the start, and divide by two steps. The lower place lies on the other side.

    See: numerical_gradient, Step to both sides.
    """
    x[index] += h
    above = f(x)
    x[index] -= h
    return (above - f(x)) / (2 * h)


def the_entry_alone(f, x, index, h):
    """You hand f a single entry. f wants the whole array, in which that entry has moved and all
    others have not.

    See: numerical_gradient, Many variables, one at a time.
    """
    return (f(x[index] + h) - f(x[index] - h)) / (2 * h)


def brackets_below_left_out(f, x, index, h):
    """You divide by 2 and then multiply by the step: Python goes from left to right. The whole
    distance belongs below the line.

    See: numerical_gradient, Step to both sides.
    """
    kept = x[index]
    x[index] = kept + h
    above = f(x)
    x[index] = kept - h
    below = f(x)
    x[index] = kept
    return (above - below) / 2 * h
