"""Live panels, each with a picture for where it cannot run.

A panel's output holds a widget view and a PNG of the panel's default state. Of such a
bundle myst-nb would show the view alone, which is nothing without scripts. Here both
reach the page; the runtime hides the picture once the panel is alive, and paper shows
the picture, with the panel's tasks below. The runtime itself is loaded by the pages that
need it: see assets.py.
"""

from __future__ import annotations

import functools
import json
import re
from base64 import b64decode
from html import escape
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from nnbook.panels import PANELS
from nnbook.panels.base import HERE, join_esm
from nnbook_site.late import late_script
from nnbook_site.questions import without_cards

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = "image/png"
CAPTION = (
    "A picture of the panel in its default state. In a browser with scripts switched on "
    "it comes to life and its sliders move."
)
INVITATION = "Then try this:"
LOGGER = logging.getLogger(__name__)


class PanelPictures(SphinxPostTransform):
    """Put the picture of each panel behind its view."""

    default_priority = 3  # myst-nb's SelectMimeType, at 4, keeps one child of each bundle
    formats = ("html",)  # elsewhere, on paper, myst-nb chooses the picture by itself

    def run(self, **kwargs: Any) -> None:
        """Rewrite the bundles of this document."""
        for bundle in list(self.document.findall(_is_bundle)):
            children = [part for part in bundle.children if isinstance(part, nodes.Element)]
            parts = {part.get("mime_type"): part for part in children}
            view, picture = parts.get(VIEW), parts.get(PICTURE)
            if view is None or picture is None:
                continue
            for image in picture.findall(nodes.image):
                if not image.get("alt"):
                    LOGGER.warning(
                        "a panel's cell wants its alt text: "
                        '{"mystnb": {"image": {"alt": "..."}}} in its metadata',
                        location=bundle,
                        type="nnbook",
                        subtype="alt",
                    )
            view[:] = [
                _html('<div class="panel-output">'),
                *view.children,
                _html('<figure class="panel-static">'),
                *picture.children,
                _html(
                    f"<figcaption>{escape(CAPTION)}{self._tasks(view)}</figcaption></figure></div>"
                ),
            ]

    @functools.cached_property
    def _models(self) -> dict[str, Any]:
        """The widgets of the page: the transform is made for each page, and they are long."""
        files = NbMetadataCollector.get_js_files(self.env, self.env.docname)
        models: dict[str, Any] = json.loads(files["ipywidgets_state"][1]["body"])["state"]
        return models

    def _tasks(self, view: nodes.Element) -> str:
        """What the panel asks its reader to reach; alive it has a list of its own."""
        models = self._models
        box = json.loads(re.sub(r"<.*?>", "", view.astext()))["model_id"]
        drawn = models[box]["state"]["children"][-1].removeprefix("IPY_MODEL_")
        words = [escape(task["words"]) for task in models[drawn]["state"]["tasks"]]
        return f" {INVITATION}<ul><li>{'</li><li>'.join(words)}</li></ul>" if words else ""


def lightened(state: str) -> tuple[str, dict[str, str]]:
    """Leave the state of a page's widgets what its first view needs; and say what it needs later.

    The runtime holds the code of each panel, which has the panel's name in its place, and its
    sheet the style: see build.mjs. Arrays that come late (`Panel.late`) go into scripts of their
    own, returned by the names of their files; runtime/late.js fetches them, from a folder too.
    Of a page without panels nothing is left.
    """
    page = json.loads(state)
    without_cards(page["state"])
    if not page["state"]:
        return "", {}
    files = {}
    for model in page["state"].values():
        own = model["state"]
        name = own.get("panel_name")
        if name not in PANELS:
            continue
        if own["_esm"] == join_esm(HERE / f"{name}.mjs"):
            own |= {"_esm": name, "_css": ""}
        late = {one["path"][1]: one for one in model.get("buffers", [])}
        late = {part: late[part] for part in PANELS[name].late}
        if late:
            parts = {part: b64decode(one["data"]) for part, one in late.items()}
            file, script = late_script(name, parts)
            files[file] = script
            model["buffers"] = [one for one in model["buffers"] if one["path"][1] not in late]
            for part in late:
                own["given"][part] |= {"late": file}
    return json.dumps(page).replace("</", "<\\/"), files  # nothing ends the script that holds it


def setup(app: Sphinx) -> None:
    """Register the pictures and the style of the runtime."""
    app.add_post_transform(PanelPictures)
    # Goes into the one sheet (see assets.py), last, as it does where a kernel brings it.
    app.add_css_file("nnbook-runtime.css", priority=950)


def _is_bundle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
