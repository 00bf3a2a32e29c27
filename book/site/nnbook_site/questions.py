"""Questions and exercises in the page: their cards, and what questions fold.

In a notebook such a cell shows text, as plain HTML. Here it becomes the card with its form,
within the box that asks. And what stands between question and answer, the answer
included, gets an element of its own, which the reader's browser folds until there is a guess.
Without scripts, on paper and for search engines nothing is folded.
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx_exercise.nodes import (  # type: ignore[import-untyped]
    exercise_enumerable_node,
    exercise_node,
)

from nnbook.exercises._card import card as exercise_card
from nnbook.exercises.catalogue import catalogue as exercises
from nnbook.questions._card import card
from nnbook.questions.catalogue import catalogue
from nnbook_site.coding import with_button

TAGS = {"predict", "answer", "task"}
ROOT = re.compile(
    r'<div (?:class="nq" )?data-(?P<what>question|answer|exercise)="(?P<name>[\w-]+)"'
)
LINES = re.compile(r' data-lines="([^"]*)"')
# Folds before it is painted: see layout.html.
FOLD = (
    '<div class="nn-fold" data-answer-of="{name}">'
    "<script>nnFold(document.currentScript.parentNode)</script>"
)
# The first card of a page says what becomes of guesses, and lets them be.
NOTE = (
    '<p class="nq-note">Your guesses stay in this browser. '
    '<button type="button" class="nq-link" data-act="off">Read without questions</button></p>\n'
)
END = '<div class="nq-end"></div>'  # what was missed comes here
BOXES = {
    "predict": (nodes.admonition,),
    "exercise": (exercise_node, exercise_enumerable_node),
}
LOGGER = logging.getLogger(__name__)


def read_notebook(app: Sphinx, docname: str, source: list[str]) -> None:
    """Have MyST-NB leave out the code of these cells."""
    if app.env.doc2path(docname).endswith(".ipynb"):
        notebook = json.loads(source[0])
        for cell in notebook["cells"]:
            tags = cell["metadata"].get("tags", [])
            if TAGS & set(tags):
                cell["metadata"]["tags"] = [*tags, "remove-input"]
        source[0] = json.dumps(notebook)


def without_cards(models: dict[str, Any]) -> None:
    """Leave out of a page's widgets the views that cards have in a kernel, in place."""
    cards = {
        name
        for name, model in models.items()
        if model["state"].get("_anywidget_id", "").startswith("nnbook.questions.")
    }
    layouts = {models[name]["state"]["layout"].removeprefix("IPY_MODEL_") for name in cards}
    for name in cards | layouts:
        del models[name]


class Questions(SphinxPostTransform):
    """Put the cards in place, and mark what they fold."""

    default_priority = 1  # before marks.py and panels.py, which look for views
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite this document."""
        asked: dict[str, nodes.Element] = {}
        first = True
        for cell, output in [*_outputs(self.document)]:
            found = ROOT.search(output)
            if found is None:
                continue
            name = found["name"]
            if found["what"] == "exercise":
                _into_box(cell, with_button(exercise_card(exercises()[name])), "exercise")
            elif found["what"] == "question":
                asked[name] = _ask(cell, name, output, first=first)
                first = False
            elif name not in asked or asked[name].parent is not cell.parent:
                LOGGER.warning("no heading may part the answer of %s from it", name, location=cell)
            else:
                _fold(asked.pop(name), cell, name, output)
        for name in asked:
            LOGGER.warning("%s has no answer", name, location=asked[name])
        if not first:
            _leave_end(self.document)


def asking(name: str, output: str, *, first: bool) -> str:
    """Return the card of a question, from what its cell shows."""
    lines = LINES.search(output)
    html = card(catalogue()[name], json.loads(unescape(lines[1])) if lines else [])
    html = html.replace('<div class="nq"', f'<div class="nq" id="{name}"', 1)
    return f"{html.removesuffix('</div>')}{NOTE}</div>" if first else html


def answering(name: str, output: str) -> str:
    """Return the card of an answer, from what its cell shows."""
    output = output.replace("</strong> </p>\n<p>", "</strong> ", 1)  # of a state there are no words
    output = output.replace("<div ", f'<div class="nq-answer" id="{name}-answer" ', 1)
    return f"{output}<script>nnYours(document.currentScript.previousElementSibling)</script>"


def _outputs(document: nodes.document) -> list[tuple[nodes.Element, str]]:
    """The cells of code, each with the HTML that it shows."""
    found = []
    for bundle in document.findall(nodes.container):
        if bundle.get("nb_element") != "mime_bundle":
            continue
        for part in bundle.children:
            if isinstance(part, nodes.Element) and part.get("mime_type") == "text/html":
                cell = bundle.parent.parent
                found.append((cell, part.astext()))
    return found


def _ask(cell: nodes.Element, name: str, output: str, *, first: bool) -> nodes.Element:
    """Put the card in the place of its cell; return the node behind which its fold begins."""
    return _into_box(cell, asking(name, output, first=first), "predict")


def _into_box(cell: nodes.Element, html: str, kind: str) -> nodes.Element:
    """Put a card in the place of its cell, within the box before it that it belongs to."""
    place = cell.parent.index(cell)
    before: Any = cell.parent[place - 1] if place else None
    if isinstance(before, BOXES[kind]) and kind in before["classes"]:
        cell.parent.remove(cell)
        before += _html(html)
        return cast(nodes.Element, before)
    box = _html(f'<div class="admonition {kind}">{html}</div>')
    cell.parent[place] = box  # `replace_self` would hand on the classes of the cell
    return box


def _fold(ask: nodes.Element, cell: nodes.Element, name: str, output: str) -> None:
    """Fold from behind a question to its answer."""
    parent = cell.parent
    place = parent.index(cell)
    parent[place : place + 1] = [_html(answering(name, output)), _html("</div>")]
    parent.insert(parent.index(ask) + 1, _html(FOLD.format(name=name)))


def _leave_end(document: nodes.document) -> None:
    """Leave a place for what was missed, before the chapter's last words."""
    end = _html(END)
    for section in document.findall(nodes.section):
        if "next" in section["ids"]:
            section.parent.insert(section.parent.index(section), end)
            return
    document += end


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")


def setup(app: Sphinx) -> None:
    """Register the cards, and the style of the cards."""
    app.connect("source-read", read_notebook)
    app.add_post_transform(Questions)
    app.add_css_file("nnbook-questions.css", priority=940)
