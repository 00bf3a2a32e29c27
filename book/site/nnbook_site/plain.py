"""What stopped a chapter, told in plain letters.

A kernel colours what it says of an error. Sphinx writes that as it comes, into files too, and for
those who want no colours.
"""

from __future__ import annotations

import logging
import re

from sphinx.application import Sphinx

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def without_colours(record: logging.LogRecord) -> bool:
    """Take the colours out of a message, and let it through; Sphinx puts its own in later."""
    if isinstance(record.msg, str):
        record.msg = COLOUR.sub("", record.msg)
    return True


def setup(app: Sphinx) -> None:
    """Put it before all that Sphinx writes to."""
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(without_colours)
