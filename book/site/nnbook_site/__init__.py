"""The site's own Sphinx extension: one module for each thing that it does."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

MODULES = (
    "colophon",
    "exercises",
    "finding",
    "lean",
    "maths",
    "panels",
    "paper",
    "pictures",
    "references",
    "take_away",
    "tidy",
)
SITE = Path(__file__).parents[1]
TEMPLATES = SITE / "templates"


def prefer_our_templates(app: Sphinx, config: Config) -> None:
    """Mend what axe finds in the theme's buttons and logo: see the files."""
    # The theme asks for some of its own as ../components/NAME.
    config.templates_path[:0] = [str(TEMPLATES), str(TEMPLATES / "components")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the modules."""
    app.connect("config-inited", prefer_our_templates)
    for name in MODULES:
        import_module(f"{__name__}.{name}").setup(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
