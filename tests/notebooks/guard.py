"""What a committed chapter may not hold."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from nnbook_site.boxes import BOXES, RUN

from tests.notebooks.drawn import undrawn

# Why a cell's output may go uncompared. Of a picture or a live panel nbval compares the text.
REASONS = {"timing"}
MACHINE_PATH = re.compile(r"/(home|root|Users|tmp|usr|work|opt|mnt)/\w|[A-Z]:\\\\")
# More digits than every processor agrees on.
LONG_NUMBER = re.compile(r"\d\.\d{9,}")
# What MyST alone understands: fences of directives, roles, targets and comments.
RAW = re.compile(
    r"^[ >]*(?::{3,}|(?:`{3,}|~{3,})\{).*|\{[\w:-]+\}`.*|^\(.+\)=$|^% .*", re.MULTILINE
)
LABEL = rf"{re.escape(RUN)}|> \*\*(?:{'|'.join(BOXES)})\.?\*\*"
QUOTE = re.compile(rf"(?<![^\n]\n)^ *(?!{LABEL})>", re.MULTILINE)
PART = re.compile(r"^#+ *(?:Exercise|Solution)\b(?!s).*", re.MULTILINE)
FOLDED = "jp-MarkdownHeadingCollapsed"
# Calls that need a tolerance, and such as give one number, of which a bound is asked.
CLOSE = {"allclose", "isclose"}
REDUCED = {"abs", "max", "min", "sum", "mean", "norm"}
# A chapter is read in one sitting. What is folded counts too; a formula is a word, code is none.
MOST_WORDS = 2500
CODE = re.compile(r"```.*?```", re.DOTALL)
LEADS_TO = re.compile(r"\]\([^)]*\)")
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$", re.DOTALL)
WIDGET_DATA = ("application/vnd.jupyter.widget-view+json", "widget-state+json")


def complaints(notebook: dict[str, Any]) -> list[str]:
    """Return what is wrong with a notebook as it would be committed, a line each.

    `notebook` is the parsed JSON of an .ipynb file.
    """
    found = []
    count = 0
    for number, cell in enumerate(notebook["cells"]):
        where = f"cell {number}"
        if cell["cell_type"] != "code":
            found += [f"{where}: {line}" for line in _misshapen(cell)]
            continue
        count += 1
        if cell["execution_count"] is None:
            found.append(f"{where} was never executed")
        elif cell["execution_count"] != count:
            found.append(f"{where} has execution count {cell['execution_count']}, not {count}")
        found += [f"{where}: {line}" for line in _uncompared(cell)]
        if re.search(r"\b(True|False)\b", _printed(cell)):
            found += [f"{where}: {line}" for line in hidden_tolerances("".join(cell["source"]))]
        if long := LONG_NUMBER.search(_printed(cell)):
            found.append(f"{where} prints {long[0]}, whose last digits are the machine's")
        if "execution" in cell["metadata"]:
            found.append(f"{where} carries timestamps")
        if any(output.get("name") == "stderr" for output in cell["outputs"]):
            found.append(f"{where} printed to stderr")
        if any(output["output_type"] == "error" for output in cell["outputs"]):
            found.append(f"{where} failed")
    if (length := words(notebook)) > MOST_WORDS:
        found.append(f"it has {length} words, more than {MOST_WORDS}")
    text = json.dumps(notebook)
    found += [f"widget state is saved ({kind})" for kind in WIDGET_DATA if kind in text]
    if "widgets" in notebook["metadata"]:
        found.append("widget state is saved in the metadata")
    if path := MACHINE_PATH.search(text):
        found.append(f"a path of some machine is saved: {path[0]}")
    return found


def words(notebook: dict[str, Any]) -> int:
    """How many words a reader meets in the text of a notebook."""
    texts = ("".join(one["source"]) for one in notebook["cells"] if one["cell_type"] == "markdown")
    plain = (FORMULA.sub("F", LEADS_TO.sub("]", CODE.sub("", text))) for text in texts)
    return sum(bool(re.search(r"\w", word)) for text in plain for word in text.split())


def _misshapen(cell: dict[str, Any]) -> list[str]:
    """Complaints about text that the site or another reader of notebooks would show raw."""
    text = "".join(cell["source"])
    lines = [f"{raw[0]!r} stands raw outside the site" for raw in RAW.finditer(text)]
    if QUOTE.search(text):
        lines.append("a quote is no box: its bold label is none of the four, or not its first")
    # Jupyter takes the sign of a quote on the further lines for a sign of the formula.
    for quote in re.findall(r"(?:^ *>.*\n?)+", text, re.MULTILINE):
        if any(line.count("$$") % 2 for line in quote.splitlines()):
            lines.append("a displayed formula in a box takes one line")
    for part in PART.finditer(text):
        if part.start() or not re.match(r"### Exercise: \S|#### Solution$", part[0]):
            lines.append(f"{part[0]!r} is not the first line of its cell, or is misspelt")
        elif part[0].startswith("### ") and "-ex-" not in cell["id"]:
            lines.append("an exercise's cell wants an id like softmax-ex-copies, its label")
        elif part[0].startswith("####") and cell["metadata"].get(FOLDED) is not True:
            lines.append(f"the solution is not folded: {FOLDED} in the metadata of its heading")
    return lines


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
    if tags & {"figure", "panel"} and (amiss := undrawn(cell)):
        lines.append(amiss)
    has_picture = any("image/png" in output.get("data", {}) for output in cell["outputs"])
    if has_picture and not cell["metadata"].get("mystnb", {}).get("image", {}).get("alt"):
        lines.append("a picture has no alt text")
    return lines


def hidden_tolerances(source: str) -> list[str]:
    """Tolerances in a cell's code that its output does not show.

    A printed True says nothing of how close is close enough: 1e-6 and 1e-1 print the same. So a
    bound has a name, and stands in what is printed. `source` is the code of one cell.
    """
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in CLOSE:
            given = [*node.args[2:], *(one.value for one in node.keywords)]
            if not given or any(isinstance(one, ast.Constant) for one in given):
                found.append(f"{ast.unparse(node)}: name the tolerance and print it")
        if isinstance(node, ast.Compare) and _is_one_number(node.left):
            found += [
                f"{ast.unparse(node)}: name the bound and print it"
                for one in node.comparators
                if isinstance(one, ast.Constant) and isinstance(one.value, float)
            ]
    return found


def _is_one_number(node: ast.expr) -> bool:
    """Whether an expression looks like the one number that a bound is for."""
    if not isinstance(node, ast.Call) or any(one.arg == "axis" for one in node.keywords):
        return False
    if isinstance(node.func, ast.Attribute):
        return node.func.attr in REDUCED - {"abs"}
    return ast.unparse(node.func) in REDUCED
