"""The pages are those that ``_toc.yml`` names.

Jupyter Book's own setting for that, ``only_build_toc_files``, searches every folder for what to
leave out, those of installed packages too: it took a sixth of a build after a small change.
"""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config


def take_those_named(app: Sphinx, config: Config) -> None:
    """Have Sphinx find no document but these. README.md, CHANGELOG.md and drafts are no pages."""
    named: Any = config.external_site_map
    # With the ending of the file, or without.
    config.include_patterns = [pattern for name in named for pattern in (name, f"{name}.*")]


def setup(app: Sphinx) -> None:
    """Do so once the table of contents has been read."""
    app.connect("config-inited", take_those_named, priority=901)
