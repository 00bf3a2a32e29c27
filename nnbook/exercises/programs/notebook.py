"""What the source notebook's functions do, faults included, in our own words.

The page that retells it, reference/notebook_map, shows the same lines: a test sees to that.
"""

import numpy as np


def softmax(x):
    raised = np.exp(x - np.max(x))
    return raised / np.sum(raised)


def cross_entropy_error(y, t):
    return -np.sum(t * np.log(y + 1e-7))


def slopes_of_a_list(f, x):
    step = 1e-4
    slopes = np.zeros_like(x)
    for i in range(x.size):
        before = x[i]
        x[i] = before + step
        above = f(x)
        x[i] = before - step
        below = f(x)
        slopes[i] = (above - below) / (2 * step)
        x[i] = before
    return slopes


def numerical_gradient(f, x):
    if x.ndim == 1:
        return slopes_of_a_list(f, x)
    slopes = np.zeros_like(x)
    rows, columns = x.shape
    for j in range(columns):
        slopes[:, j] = slopes_of_a_list(f, x[:, j])
    return slopes
