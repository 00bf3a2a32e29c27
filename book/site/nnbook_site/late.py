"""Scripts that hand over bytes when they are asked for: see runtime/late.js."""

from __future__ import annotations

import json
import zlib
from base64 import b64encode


def late_script(name: str, parts: dict[str, bytes]) -> tuple[str, str]:
    """Return name and text of a script that hands over its parts, deflated."""
    packed = {part: b64encode(zlib.compress(one, 9)).decode() for part, one in parts.items()}
    held = json.dumps(packed)
    file = f"nnbook-{name}-{zlib.crc32(held.encode()):08x}.js"
    return file, f"nnbookData({json.dumps(file)},{held});\n"
