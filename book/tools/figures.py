"""The descriptions of a chapter's figures: kept beside it, and compared.

``book/figures/<chapter>.json`` holds, for each cell that draws, what `drawn` said of its output,
and the hash of the picture that was saved with it, so that the two stay together.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from book.tools.drawn import MIME

RTOL = 2e-3  # of a number itself: the third digit counts
ATOL = 1e-5  # of the largest in its list: what is 0 but for rounding
ARTIST = 7  # as deep in a file lies what one artist shows


def file_for(chapter: Path) -> Path:
    """Where the descriptions of a chapter's figures are kept."""
    return chapter.parent / "figures" / f"{chapter.stem}.json"


def taken_from(cells: Any) -> dict[str, Any]:
    """By a cell's id what its outputs show; the outputs lose their descriptions."""
    found: dict[str, Any] = {}
    for cell in cells:
        for output in cell.get("outputs", []):
            if drawn := output.get("data", {}).pop(MIME, None):
                found.setdefault(cell["id"], []).append(
                    {"picture": picture_hash(output["data"]["image/png"]), **drawn}
                )
    return found


def picture_hash(png: str) -> str:
    """Hash of a picture as a notebook holds it."""
    return hashlib.sha256(base64.b64decode(png)).hexdigest()[:32]


def text_of(figures: dict[str, Any]) -> str:
    """The file's text, an artist a line, so that a change of one is a change of one line."""
    return f"{_dump(figures)}\n"


def _dump(value: Any, depth: int = 0) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    numbers_alone = isinstance(value, list) and "{" not in flat
    if not isinstance(value, (dict, list)) or len(flat) < 90 or numbers_alone or depth == ARTIST:
        return flat
    start = "\n" + " " * (depth + 1)
    end = "\n" + " " * depth
    if isinstance(value, list):
        return f"[{start}{f',{start}'.join(_dump(one, depth + 1) for one in value)}{end}]"
    lines = (f"{json.dumps(name)}: {_dump(one, depth + 1)}" for name, one in value.items())
    return f"{{{start}{f',{start}'.join(lines)}{end}}}"


def differences(saved: Any, now: Any, where: str = "") -> Iterator[str]:
    """Say where what is drawn now differs from what was saved, numbers beyond what rounds."""
    if isinstance(saved, dict) and isinstance(now, dict):
        for name in saved | now:
            if name != "picture":  # its bytes belong to a machine's fonts and libraries
                yield from differences(saved.get(name), now.get(name), f"{where} {name}")
    elif isinstance(saved, list) and isinstance(now, list) and len(saved) == len(now):
        atol = ATOL * max((abs(one) for one in saved if _is_number(one)), default=0)
        for index, (one, other) in enumerate(zip(saved, now, strict=True)):
            if not (_is_number(one) and _is_number(other) and abs(one - other) <= atol):
                yield from differences(one, other, f"{where}[{index}]")
    elif _is_number(saved) and _is_number(now):
        if not math.isclose(saved, now, rel_tol=RTOL):
            yield f"{where.strip()}: {now}, saved {saved}"
    elif saved != now:
        yield f"{where.strip()}: {_short(now)}, saved {_short(saved)}"


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _short(value: Any) -> str:
    return textwrap.shorten(json.dumps(value, ensure_ascii=False), 200)
