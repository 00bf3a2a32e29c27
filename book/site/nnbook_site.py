"""Sphinx extension: live panels, each with a picture for where it cannot run.

A panel's output holds a widget view and a PNG of the panel's default state. Of such a
bundle myst-nb would show the view alone, which is nothing without scripts. Here both
reach the page; the runtime hides the picture once the panel is alive, and paper shows
the picture. The runtime itself is loaded by the pages that need it, and no others.
"""

from __future__ import annotations

import socket
import subprocess
import time
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinxcontrib.katex import KaTeXServer

VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = "image/png"
CAPTION = (
    "A picture of the panel in its default state. In a browser with scripts switched on "
    "it comes to life and its sliders move."
)
LOGGER = logging.getLogger(__name__)


class PanelPictures(SphinxPostTransform):
    """Put the picture of each panel behind its view."""

    default_priority = 3  # myst-nb's SelectMimeType, at 4, keeps one child of each bundle
    formats = ("html",)  # elsewhere, on paper, myst-nb chooses the picture by itself

    def run(self, **kwargs: Any) -> None:
        """Rewrite the bundles of this document."""
        for bundle in list(self.document.findall(_is_bundle)):
            parts = {part.get("mime_type"): part for part in bundle.children}
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
                _html(f"<figcaption>{escape(CAPTION)}</figcaption></figure></div>"),
            ]


def load_runtime(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load the runtime on a page that holds a widget view.

    Files that are added while a page's context is made are for that page alone.
    """
    if doctree is not None and any(VIEW in raw.astext() for raw in doctree.findall(nodes.raw)):
        app.add_js_file("nnbook-runtime.js", loading_method="defer")
        app.add_css_file("nnbook-runtime.css")


def start_katex(rundir: Path, timeout: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the maths server and connect to it as soon as it listens.

    In place of sphinxcontrib.katex's own, which connects as soon as the server's socket
    file exists: that may be before the server listens, and the build then dies of a
    refused connection.
    """
    address = rundir / "katex.sock"
    command = KaTeXServer.build_command(socket=address)
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=rundir)
    deadline = time.monotonic() + max(timeout, 60)
    while server.poll() is None and time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(address))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
        else:
            return server, connection
    server.kill()
    raise ExtensionError(f"the maths server did not start: {command}")


def prefer_our_templates(app: Sphinx, config: Config) -> None:
    """Mend what axe finds in the theme's buttons and logo: see the files."""
    config.templates_path.insert(0, str(Path(__file__).parent / "templates"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.connect("config-inited", prefer_our_templates)
    KaTeXServer.start_server_process = start_katex
    app.add_post_transform(PanelPictures)
    app.connect("html-page-context", load_runtime)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _is_bundle(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and node.get("nb_element") == "mime_bundle"


def _html(text: str) -> nodes.raw:
    return nodes.raw("", text, format="html")
