"""Boxes, exercises and solutions, written as every reader of a notebook shows them.

Directives would stand as raw text in JupyterLab, Colab, VS Code and on GitHub. So a chapter
writes a box as a quote that a bold label heads, an exercise as a heading whose text shares
its cell, and its solution as a heading below, from which it reaches to the next heading of
a cell:

    > **Predict.** What does the notebook's form return there?

    ### Exercise: A forgotten factor

    #### Solution

Here they become the directives that MyST and sphinx-exercise know, just before the page is
read. The exercise's label is the id of its cell, say ``backpropagation-ex-factor``.
"""

from __future__ import annotations

import json
import re
from typing import Any

from sphinx.application import Sphinx
from sphinx.util import logging

# What a label is called in the style sheet.
BOXES = {
    "You will be able to": "goals",
    "Predict": "predict",
    "Pitfall": "pitfall",
    "By hand": "byhand",
}
# How the note begins that says what a chapter needs to run. The site says it in a menu.
RUN = "> **To run this chapter** "
# A quote ends at the first line that is blank: what follows without one still belongs to it.
QUOTE = re.compile(r"^> \*\*(?P<label>[^*\n]+?)\.?\*\*(?P<body>.*(?:\n.+)*)", re.MULTILINE)
EXERCISE = re.compile(r"### Exercise: (?P<title>.+)\n(?P<body>[\s\S]*)")
SOLUTION = re.compile(r"#### Solution(?:\n|$)(?P<body>[\s\S]*)")
HEADING = re.compile(r"#{1,4} ")
END = ":::{solution-end}\n:::\n"
LOGGER = logging.getLogger(__name__)


def with_boxes(text: str) -> str:
    """Return the text of a cell with its labelled quotes as admonitions."""
    if text.startswith(RUN):
        return ""
    return QUOTE.sub(_box, text)


def _box(quote: re.Match[str]) -> str:
    label = quote["label"]
    if label not in BOXES:
        LOGGER.warning("a quote headed by %r: the boxes are %s", label, ", ".join(BOXES))
        return quote[0]
    body = re.sub(r"^ *> ?", "", quote["body"], flags=re.MULTILINE).strip()
    return f":::{{admonition}} {label}\n:class: {BOXES[label]}\n{body}\n:::"


def with_directives(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells of a notebook with their boxes, exercises and solutions as directives."""
    exercise = ""
    in_solution = False
    out = []
    for cell in cells:
        if cell["cell_type"] == "markdown":
            text = "".join(cell["source"])
            end = ""
            if in_solution and HEADING.match(text):
                end, in_solution = END + "\n", False
            text = with_boxes(text)
            if found := EXERCISE.fullmatch(text):
                exercise = cell["id"]
                start = f"::::{{exercise}} {found['title']}\n:label: {exercise}"
                text = f"{start}\n{found['body'].strip()}\n::::"
            elif found := SOLUTION.fullmatch(text):
                start = f":::{{solution-start}} {exercise}\n:class: dropdown\n:::"
                text, in_solution = f"{start}\n\n{found['body'].strip()}", True
            cell = {**cell, "source": end + text}
        out.append(cell)
    if in_solution:
        out.append({"cell_type": "markdown", "id": "solution-end", "metadata": {}, "source": END})
    return out


def read_notebook(app: Sphinx, docname: str, source: list[str]) -> None:
    """Rewrite a chapter that Sphinx has read and not yet parsed."""
    if app.env.doc2path(docname).endswith(".ipynb"):
        notebook = json.loads(source[0])
        notebook["cells"] = with_directives(notebook["cells"])
        source[0] = json.dumps(notebook)


def setup(app: Sphinx) -> None:
    """Register the rewriting."""
    app.connect("source-read", read_notebook)
