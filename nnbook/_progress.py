"""Progress bars of long work, from tqdm, which nnbook does without unless one is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def progress_bar(wanted: bool, steps: Iterable[Any] | None, *, total: int, unit: str) -> Any:
    """A tqdm bar over `steps`, or one to update by hand for None; `steps` itself, if not `wanted`.

    Without tqdm, an ImportError says what to install.
    """
    if not wanted:
        return steps
    try:
        from tqdm.auto import tqdm
    except ImportError:
        raise ImportError("progress=True needs tqdm: pip install tqdm") from None
    return tqdm(steps, total=total, unit=unit)
