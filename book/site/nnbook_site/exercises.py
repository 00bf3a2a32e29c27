"""Solutions that open and close by themselves, without a script.

sphinx-exercise writes a solution as a box that a script then folds. Here it is the
element that HTML has for this, so that it opens by keyboard, in a browser with scripts
switched off, and when a reader searches the page for words within.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_exercise.nodes import (  # type: ignore[import-untyped]
    exercise_enumerable_node,
    exercise_node,
    solution_node,
)


class Solutions(SphinxPostTransform):
    """Give each solution a summary, and take the ids away that are the same for all."""

    default_priority = 900  # after sphinx-exercise has written the titles
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Rewrite the exercises of this document."""
        for kind in (exercise_node, exercise_enumerable_node, solution_node):
            for box in self.document.findall(kind):
                for section in box.findall(nodes.section):
                    if section["ids"] in (["exercise-content"], ["solution-content"]):
                        section["ids"] = []
        for solution in self.document.findall(solution_node):
            if "dropdown" not in solution["classes"]:
                continue
            title = solution[0]
            # The exercise stands right above: no link within what opens and closes.
            for link in list(title.findall(nodes.reference)):
                link.replace_self(link.children)
            solution[0:1] = [
                nodes.raw("", '<summary class="admonition-title">', format="html"),
                *title.children,
                nodes.raw("", "</summary>", format="html"),
            ]


def visit_solution(self: Any, node: nodes.Element) -> None:
    """Open the box."""
    tag = "details" if "dropdown" in node["classes"] else "div"
    self.body.append(self.starttag(node, tag, CLASS="admonition"))
    self.context.append(f"</{tag}>\n")


def depart_solution(self: Any, node: nodes.Element) -> None:
    """Close the box."""
    self.body.append(self.context.pop())


def setup(app: Sphinx) -> None:
    """Put our way of writing in place of the extension's own."""
    app.add_post_transform(Solutions)
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
