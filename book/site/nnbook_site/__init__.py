"""The site's own Sphinx extension: one module for each thing that it does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from nnbook_site import (
    colophon,
    exercises,
    finding,
    lean,
    maths,
    panels,
    paper,
    pictures,
    references,
    take_away,
    tidy,
)

MODULES = (
    colophon,
    exercises,
    finding,
    lean,
    maths,
    panels,
    paper,
    pictures,
    references,
    take_away,
    tidy,
)
TEMPLATES = Path(__file__).parents[1] / "templates"


def prefer_our_templates(app: Sphinx, config: Config) -> None:
    """Mend what axe finds in the theme's buttons and logo: see the files."""
    # The theme asks for some of its own as ../components/NAME.
    config.templates_path[:0] = [str(TEMPLATES), str(TEMPLATES / "components")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the modules."""
    app.connect("config-inited", prefer_our_templates)
    for module in MODULES:
        module.setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
