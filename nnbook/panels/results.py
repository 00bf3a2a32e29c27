"""Results as the browser takes and shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnbook._checks import FloatArray

# Results are named in the plural, each number of them on the page in the singular.
SINGULAR = {
    "scores": "score",
    "probabilities": "probability",
    "logits": "logit",
    "exponentials": "exponential",
    "activations": "activation",
    "predictions": "prediction",
    "reaches": "reach",
}


def as_floats(array: FloatArray) -> list[Any]:
    """Return an array as lists of Python floats, at full precision.

    Parameters
    ----------
    array : ndarray
        The numbers.

    Returns
    -------
    list

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.panels.results import as_floats
    >>> as_floats(np.array([[0.1, 0.2]]))
    [[0.1, 0.2]]
    """
    rows: list[Any] = np.asarray(array, dtype=np.float64).tolist()
    return rows


def finite(value: Any) -> Any:
    """Replace numbers that are not finite by None, since JSON has no name for them.

    Parameters
    ----------
    value : float or list
        Numbers.

    Returns
    -------
    float, None or list

    Examples
    --------
    >>> from nnbook.panels.results import finite
    >>> finite([1.0, float("inf")])
    [1.0, None]
    """
    if isinstance(value, list):
        return [finite(one) for one in value]
    return value if np.isfinite(value) else None


def quantities(results: Mapping[str, Any]) -> dict[str, float | None]:
    """Name every single number of some results as the page's ``data-quantity`` does.

    Parameters
    ----------
    results : mapping of str to float or list
        As from `PanelView.compute`.

    Returns
    -------
    dict of str to float or None

    Examples
    --------
    >>> from nnbook.panels.results import quantities
    >>> quantities({"loss": 0.5, "probabilities": [0.2, 0.8]})
    {'loss': 0.5, 'probability-0': 0.2, 'probability-1': 0.8}
    """
    flat: dict[str, float | None] = {}

    def add(name: str, value: Any) -> None:
        if isinstance(value, list):
            for at, one in enumerate(value):
                add(f"{name}-{at}", one)
        else:
            flat[name] = value

    for name, value in results.items():
        add(SINGULAR.get(name, name).replace("_", "-"), value)
    return flat
