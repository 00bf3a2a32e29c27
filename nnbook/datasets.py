"""The digits that ship with the package."""

from __future__ import annotations

import hashlib
import io
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from nnbook._checks import FloatArray, float_type, one_of

SHA256 = "0f13b3d4b41e8f9fcc5d7894d35d91c99266fde411a39964f88fe9abd8c18588"
SPLITS = ("train", "test")
_FILE = files("nnbook") / "data" / "mnist_subset.npz"


def load_mnist(
    split: str = "train", *, one_hot: bool = True, dtype: DTypeLike = np.float64
) -> tuple[FloatArray, NDArray[Any]]:
    """Handwritten digits and their labels, from the file inside the package.

    Parameters
    ----------
    split : {"train", "test"}, default "train"
        The first 10,000 training images of MNIST, or its first 2,000 test
        images, in their published order.
    one_hot : bool, default True
        Labels as rows of ten numbers, of which one is 1; otherwise as
        integers from 0 to 9.
    dtype : float32 or float64, default float64
        Type of the images, and of one-hot labels.

    Returns
    -------
    x : ndarray of `dtype`, shape (n, 784)
        Images of 28 x 28 pixels, row by row; 0 is background, 1 is ink.
    t : ndarray, shape (n, 10) or (n,)
        The labels.

    Raises
    ------
    ValueError
        If `split` is unknown, or the file's SHA-256 is not the published one.
    TypeError
        If `dtype` is not float32 or float64.

    References
    ----------
    .. [1] Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning
       applied to document recognition", Proc. IEEE 86 (1998), 2278-2324.

    Examples
    --------
    >>> from nnbook import load_mnist
    >>> x, t = load_mnist("test", one_hot=False)
    >>> x.shape, t[:5].tolist()
    ((2000, 784), [7, 2, 1, 0, 4])
    """
    one_of("split", split, SPLITS)
    kind = float_type("dtype", dtype)
    content = _FILE.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise ValueError(
            f"the data file {_FILE} is corrupted: its SHA-256 is {found}, not {SHA256}; "
            "install nnbook again"
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        images = arrays[f"{split}_images"]
        labels = arrays[f"{split}_labels"].astype(np.int64)
    x = images.reshape(len(images), -1).astype(kind) / kind.type(255)
    return x, np.eye(10, dtype=kind)[labels] if one_hot else labels
