"""Progress bars of long work, from tqdm, which nnbook does without unless one is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def progress_bar(steps: Iterable[Any] | None = None, *, total: int, unit: str) -> Any:
    """A tqdm bar over `steps`, or one to update by hand; ImportError says what to install."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install tqdm") from None
    return tqdm(steps, total=total, unit=unit)
