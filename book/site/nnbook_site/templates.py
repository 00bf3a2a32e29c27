"""Our templates before the theme's: each says in its first line what it mends or is for."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from nnbook_site.folders import TEMPLATES


def prefer_ours(app: Sphinx, config: Config) -> None:
    """Put the folder first."""
    # The theme asks for some of its own as ../components/NAME.
    config.templates_path[:0] = [str(TEMPLATES), str(TEMPLATES / "components")]


def setup(app: Sphinx) -> None:
    """Register the folder."""
    app.connect("config-inited", prefer_ours)
