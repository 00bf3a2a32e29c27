"""What leads readers to a page: old addresses."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

TEMPLATES = Path(__file__).parents[1] / "templates"
# Every page that moved, by its old name without ".html": where it is now, as a link there.
MOVED = {"book/index": "../index.html"}


def configure(app: Sphinx, config: Config) -> None:
    """Set what the extensions need."""
    config.redirects = MOVED
    config.redirect_html_template_file = str(TEMPLATES / "redirect.html")


def setup(app: Sphinx) -> None:
    """Load the extensions and set them up."""
    app.setup_extension("sphinx_reredirects")
    app.connect("config-inited", configure)
