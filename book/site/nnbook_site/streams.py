"""What a cell prints stands on the page as one piece.

A kernel sends its output in pieces, cut wherever its clock says so; MyST-NB joins them and
ends each with a line break, so that a line printed by a busy machine would be broken on the
page. nbclient joins the same pieces as they are, but nothing between here and there passes
the wish on: it is given where jupyter-cache calls it.
"""

from __future__ import annotations

from functools import partial

from jupyter_cache.executors import utils  # type: ignore[import-untyped]
from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Have chapters executed with their streams joined."""
    if not isinstance(utils.executenb, partial):
        utils.executenb = partial(utils.executenb, coalesce_streams=True)
