"""What a saved run holds beside its arrays: settings, a fingerprint of the data, a generator."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

import numpy as np

from nnbook._checks import FloatArray

# What a saved run holds as text.
TEXTS = {
    "state/rng": "the state of a random generator of NumPy",
    "state/settings": "the settings of a run",
}


def as_text(state: Mapping[str, Any]) -> str:
    """The state of a generator, or settings, as a text that a file can hold."""
    return json.dumps(state, default=lambda array: array.tolist())


def compare_settings(path: Any, text: str, settings: Mapping[str, Any]) -> None:
    """Refuse a run that was saved with other settings or data than these."""
    try:
        saved = dict(json.loads(text))
    except (TypeError, ValueError, RecursionError):
        raise ValueError(f"{path} must hold {TEXTS['state/settings']}, got others") from None
    for name, own in settings.items():
        if saved.get(name) != own:
            raise ValueError(
                f"{path} must hold a run with the same {name}, {own}; got {saved.get(name)}"
            )


def saved_generator(path: Any, text: str) -> np.random.Generator:
    """Make a generator that goes on from a state that `Training.save` wrote."""
    try:
        state = json.loads(text)
        name = state["bit_generator"]
        kind = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"} & {name}
        bits = getattr(np.random, kind.pop())()
        bits.state = state
        kept = bits.state  # two places in its memory, which NumPy takes on trust
        if not 0 <= kept["state"].get("pos", 0) <= 624 or not 0 <= kept.get("buffer_pos", 0) <= 4:
            raise ValueError
    except (LookupError, TypeError, ValueError, OverflowError, RecursionError):
        raise ValueError(f"{path} must hold {TEXTS['state/rng']}") from None
    return np.random.Generator(bits)


def fingerprint(x: FloatArray, t: FloatArray) -> str:
    """A short text that two sets of data share only if they are the same."""
    digest = blake2b(digest_size=8)
    for array in (x, t):
        digest.update(f"{array.dtype}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).reshape(-1).data)  # no copy: it may be large
    return digest.hexdigest()
