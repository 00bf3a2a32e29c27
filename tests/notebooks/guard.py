"""What a committed chapter may not hold."""

from __future__ import annotations

import json
import re
from typing import Any

# Why a cell's output may go uncompared. Of a picture or a live panel nbval compares the text.
REASONS = {"timing"}
MACHINE_PATH = re.compile(r"/(home|root|Users|tmp|usr|work|opt|mnt)/\w|[A-Z]:\\\\")
# More digits than every processor agrees on.
LONG_NUMBER = re.compile(r"\d\.\d{9,}")
WIDGET_DATA = ("application/vnd.jupyter.widget-view+json", "widget-state+json")


def complaints(notebook: dict[str, Any]) -> list[str]:
    """Return what is wrong with a notebook as it would be committed, a line each.

    `notebook` is the parsed JSON of an .ipynb file.
    """
    found = []
    count = 0
    for number, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] != "code":
            continue
        count += 1
        where = f"cell {number}"
        if cell["execution_count"] is None:
            found.append(f"{where} was never executed")
        elif cell["execution_count"] != count:
            found.append(f"{where} has execution count {cell['execution_count']}, not {count}")
        found += [f"{where}: {line}" for line in _uncompared(cell)]
        if long := LONG_NUMBER.search(_printed(cell)):
            found.append(f"{where} prints {long[0]}, whose last digits are the machine's")
        if "execution" in cell["metadata"]:
            found.append(f"{where} carries timestamps")
        if any(output.get("name") == "stderr" for output in cell["outputs"]):
            found.append(f"{where} printed to stderr")
        if any(output["output_type"] == "error" for output in cell["outputs"]):
            found.append(f"{where} failed")
    text = json.dumps(notebook)
    found += [f"widget state is saved ({kind})" for kind in WIDGET_DATA if kind in text]
    if "widgets" in notebook["metadata"]:
        found.append("widget state is saved in the metadata")
    if path := MACHINE_PATH.search(text):
        found.append(f"a path of some machine is saved: {path[0]}")
    return found


def _printed(cell: dict[str, Any]) -> str:
    return "".join("".join(output.get("text", [])) for output in cell["outputs"])


def _uncompared(cell: dict[str, Any]) -> list[str]:
    """Complaints about a cell whose output nbval would not compare."""
    tags = set(cell["metadata"].get("tags", []))
    source = "".join(cell["source"])
    lines = []
    if re.search(r"^\s*#\s*(NBVAL_|PYTEST_VALIDATE)", source, re.M):
        lines.append("nbval is steered by a comment; use tags")
    odd = {tag for tag in tags if tag.startswith("nbval-")} - {"nbval-ignore-output"}
    if odd:
        lines.append(f"tag {odd.pop()} is not for chapters")
    if "nbval-ignore-output" in tags and not tags & REASONS:
        lines.append("output is ignored without a tag that says why (timing alone may be)")
    if tags & {"figure", "panel"} and any(
        output["output_type"] == "stream" for output in cell["outputs"]
    ):
        lines.append("a figure or panel prints numbers: it draws only")
    has_picture = any("image/png" in output.get("data", {}) for output in cell["outputs"])
    if has_picture and not cell["metadata"].get("mystnb", {}).get("image", {}).get("alt"):
        lines.append("a picture has no alt text")
    return lines
