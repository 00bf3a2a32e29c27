"""The page that a server shows where there is none, ``404.html``.

It is shown at addresses of any depth, so that every address in it starts at the server's
root: with the path of the site's own address, where that is known.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

from nnbook_site import address

PAGE = "404"


def configure(app: Sphinx, config: Config) -> None:
    """Tell the extension where the site begins and what the page looks like."""
    config.notfound_pagename = PAGE
    config.notfound_urls_prefix = urlsplit(address.site() or "/").path
    config.notfound_template = "missing.html"
    config.notfound_context = {"title": "No page here", "body": ""}


def mend(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Do for scripts what the extension does for links, and give the page no address."""
    if pagename == PAGE:
        context["content_root"] = app.config.notfound_urls_prefix
        context["pageurl"] = None


def setup(app: Sphinx) -> None:
    """Load the extension that writes the page."""
    app.setup_extension("notfound.extension")
    app.connect("config-inited", configure, priority=400)  # before it looks at its values
    app.connect("html-page-context", mend)
