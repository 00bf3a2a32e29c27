"""Programs for the exercise one_epoch."""


def one_epoch(w, gradient, order, size, learning_rate):
    """The right one."""
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        w = w - learning_rate * gradient(w, rows)
    return w


def untouched(w, gradient, order, size, learning_rate):
    """What the reader begins with."""
    # order is an array of row numbers, already shuffled; a mini-batch is the next `size` of
    # them (the last one may be shorter). gradient(w, rows) is the mean gradient over those
    # rows. Take one step a mini-batch, and give w after the last.
    raise NotImplementedError("your turn")


def last_batch_dropped(w, gradient, order, size, learning_rate):
    """Where the rows do not divide evenly, the last mini-batch is shorter than the others, and
    you leave it out. An epoch looks at every row once.

    See: training, Mini-batches.
    """
    for k in range(len(order) // size):
        rows = order[k * size : (k + 1) * size]
        w = w - learning_rate * gradient(w, rows)
    return w


def order_not_used(w, gradient, order, size, learning_rate):
    """You take the rows as they lie in the data. The order that you were given was shuffled for
    a reason.

    See: training, Mini-batches.
    """
    for start in range(0, len(order), size):
        rows = list(range(start, min(start + size, len(order))))
        w = w - learning_rate * gradient(w, rows)
    return w


def all_slopes_at_the_start(w, gradient, order, size, learning_rate):
    """The first step is right. The later ones use slopes that were measured where you began,
    and no longer are. Each mini-batch must see where the last step has led.

    See: training, Mini-batches.
    """
    first = w
    for start in range(0, len(order), size):
        w = w - learning_rate * gradient(first, order[start : start + size])
    return w


def one_step_for_all(w, gradient, order, size, learning_rate):
    """You take a single step, with all rows together. With mini-batches an epoch has many
    steps, each from a few rows.

    See: training, A mini-batch's gradient is an estimate.
    """
    return w - learning_rate * gradient(w, order)


def row_by_row(w, gradient, order, size, learning_rate):
    """You take one step for each row. The size says how many rows are looked at together before
    a step is taken.

    See: training, Mini-batches.
    """
    for k in range(len(order)):
        w = w - learning_rate * gradient(w, order[k : k + 1])
    return w


def batches_overlap(w, gradient, order, size, learning_rate):
    """Your mini-batches begin at every row, so they overlap, and most rows are seen several
    times. The next one begins where the last one ended.

    See: training, Mini-batches.
    """
    for start in range(len(order)):
        rows = order[start : start + size]
        w = w - learning_rate * gradient(w, rows)
    return w


def uphill(w, gradient, order, size, learning_rate):
    """You walk uphill: the gradient points to where the loss grows.

    See: gradient_descent, One step.
    """
    for start in range(0, len(order), size):
        rows = order[start : start + size]
        w = w + learning_rate * gradient(w, rows)
    return w
