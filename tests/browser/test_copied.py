"""What the site takes over whole from npm's packages is theirs, byte by byte."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path

from tests.browser.soup import HTML

MODULES = Path(__file__).parents[2] / "book" / "site" / "node_modules"
FONTS = ["katex/dist/fonts", "@fontsource/source-serif-4/files"]
MACHINE = "@micropython/micropython-webassembly-pyscript/micropython.wasm"


def test_letters() -> None:
    copied = {path.name: path.read_bytes() for path in (HTML / "_static/fonts").iterdir()}
    theirs = {
        path.name: path.read_bytes() for folder in FONTS for path in (MODULES / folder).iterdir()
    }
    assert len(copied) > 20
    assert copied.items() <= theirs.items()


def test_machine_code() -> None:
    script = (HTML / "_static/nnbook-python.js").read_text(encoding="utf-8")
    (parts,) = re.findall(r'^nnbookData\("nnbook-python\.js", ?(\{.*\})\);$', script, re.MULTILINE)
    code = zlib.decompress(base64.b64decode(json.loads(parts)["wasm"]))
    assert code == (MODULES / MACHINE).read_bytes()
