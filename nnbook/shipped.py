"""The network that ships with the package: trained in the book, rounded to a byte a weight."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook._checks import FloatArray
from nnbook._files import read_arrays
from nnbook.networks import TwoLayerNet

STEPS = 127  # of a signed byte, to either side of 0
FILE = Path(str(files("nnbook") / "data" / "network.npz"))

Rounded = dict[str, NDArray[Any]]

# What the file holds: weights as signed bytes, the size of a byte's step for each unit that they
# lead into, and biases as they are.
_WANTED: Rounded = {
    "W1": np.zeros((784, 100), np.int8),
    "W1_step": np.zeros(100),
    "b1": np.zeros(100),
    "W2": np.zeros((100, 10), np.int8),
    "W2_step": np.zeros(10),
    "b2": np.zeros(10),
}


def load_network() -> TwoLayerNet:
    """Load the book's network, which reads handwritten digits.

    Returns
    -------
    TwoLayerNet
        784-100-10, trained as in the chapter *Training*. Its weights are then
        rounded to signed bytes, 127 steps to the largest weight into each
        unit.

    Raises
    ------
    ValueError
        If the file inside the package is damaged.

    Examples
    --------
    >>> from nnbook import load_mnist, load_network
    >>> x, t = load_mnist("test", one_hot=False)
    >>> load_network().predict(x[:5]).argmax(axis=1).tolist(), t[:5].tolist()
    ([7, 2, 1, 0, 4], [7, 2, 1, 0, 4])
    """
    return restored(rounded_weights())


def rounded_weights() -> Rounded:
    """Read the weights as they are shipped.

    Returns
    -------
    dict of str to ndarray
        ``W1`` and ``W2`` of int8, ``W1_step`` and ``W2_step`` (what a step of
        them is, for each column), ``b1`` and ``b2``.

    Raises
    ------
    ValueError
        As in `load_network`.

    Examples
    --------
    >>> from nnbook.shipped import rounded_weights
    >>> rounded_weights()["W1"].dtype.name
    'int8'
    """
    return read_arrays(FILE, _WANTED)


def rounded(net: TwoLayerNet) -> Rounded:
    """Round the weights of a network to signed bytes.

    Parameters
    ----------
    net : TwoLayerNet
        The network.

    Returns
    -------
    dict of str to ndarray
        As from `rounded_weights`.

    Examples
    --------
    >>> from nnbook import TwoLayerNet
    >>> from nnbook.shipped import rounded
    >>> int(rounded(TwoLayerNet(4, 3, 2, rng=0))["W1"].max())
    127
    """
    found: Rounded = {}
    for layer in "12":
        weights = net.params[f"W{layer}"].astype(np.float64)
        step = np.abs(weights).max(axis=0) / STEPS
        found[f"W{layer}"] = np.rint(weights / np.where(step > 0, step, 1)).astype(np.int8)
        found[f"W{layer}_step"] = step
        found[f"b{layer}"] = net.params[f"b{layer}"].astype(np.float64)
    return found


def restored(arrays: Rounded) -> TwoLayerNet:
    """Make the network of rounded weights.

    Parameters
    ----------
    arrays : dict of str to ndarray
        From `rounded`.

    Returns
    -------
    TwoLayerNet

    Examples
    --------
    >>> from nnbook import TwoLayerNet
    >>> from nnbook.shipped import restored, rounded
    >>> net = TwoLayerNet(4, 3, 2, rng=0)
    >>> bool(abs(restored(rounded(net)).params["W1"] - net.params["W1"]).max() < 0.01)
    True
    """
    inputs, hidden = arrays["W1"].shape
    net = TwoLayerNet(inputs, hidden, arrays["b2"].size, rng=0)
    for layer in "12":
        weights: FloatArray = arrays[f"W{layer}"] * arrays[f"W{layer}_step"]
        net.params[f"W{layer}"][...] = weights
        net.params[f"b{layer}"][...] = arrays[f"b{layer}"]
    return net
