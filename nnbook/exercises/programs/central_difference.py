"""Programs for the exercise central_difference."""


def central_difference(f, x, h):
    """The right one."""
    return (f(x + h) - f(x - h)) / (2 * h)


def untouched(f, x, h):
    """What the reader begins with."""
    # Give the slope of f at x, from one step of h to either side.
    raise NotImplementedError("your turn")


def forward_difference(f, x, h):
    """You step to one side only, to the right. It is right for straight lines. On a curve its
    error shrinks like h, where stepping to both sides shrinks it like the square.

    See: numerical_gradient, Step to both sides.
    """
    return (f(x + h) - f(x)) / h


def backward_difference(f, x, h):
    """You step to one side only, to the left. It is right for straight lines. On a curve its
    error shrinks like h, where stepping to both sides shrinks it like the square.

    See: numerical_gradient, Step to both sides.
    """
    return (f(x) - f(x - h)) / h


def divided_by_one_step(f, x, h):
    """Your slopes are twice what they should be. How far apart are the two points at which
    you look?

    See: numerical_gradient, Step to both sides.
    """
    return (f(x + h) - f(x - h)) / h


def brackets_below_left_out(f, x, h):
    """You divide by 2 and then multiply by the step: Python goes from left to right. The
    whole distance belongs below the line.

    See: numerical_gradient, Step to both sides.
    """
    return (f(x + h) - f(x - h)) / 2 * h


def brackets_above_left_out(f, x, h):
    """Only the second value is divided: Python divides before it subtracts. The whole
    difference belongs above the line.

    See: numerical_gradient, Step to both sides.
    """
    return f(x + h) - f(x - h) / (2 * h)


def sum_for_difference(f, x, h):
    """You add the two values, which gives twice the height of the curve and not its rise.

    See: numerical_gradient, Slope as a limit.
    """
    return (f(x + h) + f(x - h)) / (2 * h)


def sign_turned(f, x, h):
    """Your slopes have the wrong sign: you take what lies to the right from what lies to the
    left. A curve that rises to the right has a positive slope.

    See: numerical_gradient, Slope as a limit.
    """
    return (f(x - h) - f(x + h)) / (2 * h)


def step_not_used(f, x, h):
    """You step by 1e-4 whatever h is. For smooth curves that hardly shows, but the caller has
    chosen a step and should get the difference with that one.

    See: numerical_gradient, How small a step?.
    """
    return (f(x + 1e-4) - f(x - 1e-4)) / 2e-4


def half_steps(f, x, h):
    """You go half a step to either side, and then divide by two whole ones. The distance must
    be the one that lies between the two points.

    See: numerical_gradient, Step to both sides.
    """
    return (f(x + h / 2) - f(x - h / 2)) / (2 * h)


def difference_inside(f, x, h):
    """You call f once, with the difference of the two places. Call it at each of the two places,
    and take the difference of the heights.

    See: numerical_gradient, Step to both sides.
    """
    return f((x + h) - (x - h)) / (2 * h)


def step_outside_of_f(f, x, h):
    """You add the step to the height, where it belongs to the place: f must be asked somewhere
    else than at x, or it can't say how it changes.

    See: numerical_gradient, Step to both sides.
    """
    return ((f(x) + h) - (f(x) - h)) / (2 * h)


def whole_numbers(f, x, h):
    """All your slopes are whole numbers: two strokes divide and cut off what comes after the
    point. One stroke keeps it.

    See: numerical_gradient, Step to both sides.
    """
    return (f(x + h) - f(x - h)) // (2 * h)


def rounded(f, x, h):
    """You round the slope. Right to a few digits is not right: whoever compares two slopes, or
    adds up a thousand, needs all that there are. Round only what is printed.

    See: numerical_gradient, Step to both sides.
    """
    return round((f(x + h) - f(x - h)) / (2 * h), 4)
