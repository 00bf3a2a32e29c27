"""Classes in the place of ``:has()``: what a style sheet would ask of a page at each change.

With a rule like ``section:has(> .nn-map)`` a browser looks at the whole page again whenever a
panel changes a number, some 400 elements for a key. So the build says what holds what, and
assets.mjs leaves out of the one sheet every such rule of the theme's; none was needed.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from nnbook_site.panels import VIEW


class Marks(SphinxPostTransform):
    """Mark cells with a panel, cells with a figure, and the section with the map of the book."""

    default_priority = 2  # before panels.py and myst-nb's choice among the forms of an output
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Mark what this document holds."""
        for box in self.document.findall(nodes.container):
            if "cell_output" in box["classes"]:
                kinds = {part.get("mime_type") for part in box.findall(nodes.Element)}
                mark = "nn-live" if VIEW in kinds else "nn-drawn"
                if mark == "nn-live" or any(box.findall(nodes.image)):
                    box["classes"].append(mark)
                    box.parent["classes"].append(mark)
            elif "nn-map" in box["classes"]:
                box.parent["classes"].append("nn-first")


def setup(app: Sphinx) -> None:
    """Register the transform."""
    app.add_post_transform(Marks)
