"""Hypothesis strategies: logits, probabilities, labels, and arrays in any memory layout."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

LAYOUTS = ("C", "Fortran", "strided", "reversed", "unaligned", "big-endian")


def laid_out(values, layout):
    """Return an array equal to `values` that lies in memory in another way."""
    values = np.asarray(values)
    match layout:
        case "C" | "Fortran":
            return np.array(values, order=layout[0])
        case "big-endian":
            return values.astype(values.dtype.newbyteorder(">"))
        case "unaligned":
            view = np.zeros(values.shape, [("tag", "i1"), ("value", values.dtype)])["value"]
        case "strided":
            base = np.full([2 * size for size in values.shape], 7, values.dtype)
            view = base[(*[slice(None, None, 2)] * values.ndim, ...)]
        case "reversed":
            base = np.empty(values.shape, values.dtype)
            view = base[(*[slice(None, None, -1)] * values.ndim, ...)]
    view[...] = values
    return view


def logits(bound=1e4, *, ndim=(1, 2), width=64):
    """Rows of 1 to 6 finite scores."""
    return hnp.arrays(
        np.dtype(f"f{width // 8}"),
        hnp.array_shapes(min_dims=min(ndim), max_dims=max(ndim), max_side=6),
        elements=st.floats(-bound, bound, width=width),
    )


def float_arrays(dtype=np.float64, bound=1e6):
    """Arrays of 0 to 3 dimensions, -0.0 and subnormals among their entries."""
    width = 8 * np.dtype(dtype).itemsize
    return hnp.arrays(
        dtype,
        hnp.array_shapes(min_dims=0, max_dims=3, max_side=3),
        elements=st.floats(-bound, bound, width=width) | st.sampled_from([-0.0, 2.0**-140]),
    )


@st.composite
def distributions(draw, rows, classes):
    """Array (rows, classes) of numbers that are 0 or more and sum to 1 in each row."""
    weights = draw(hnp.arrays(np.int64, (rows, classes), elements=st.integers(0, 1000)))
    weights[:, draw(st.integers(0, classes - 1))] += 1
    return weights / weights.sum(axis=1, keepdims=True)


@st.composite
def classified(draw):
    """Predicted probabilities (n, k) and an integer label for each row."""
    rows, classes = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    y = draw(distributions(rows, classes))
    return y, draw(hnp.arrays(np.int64, rows, elements=st.integers(0, classes - 1)))


@st.composite
def softly_classified(draw):
    """Predicted probabilities and soft labels, both (n, k)."""
    rows, classes = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    return draw(distributions(rows, classes)), draw(distributions(rows, classes))
