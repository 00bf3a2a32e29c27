"""What stopped a chapter is told without the kernel's colours."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from nnbook_site import plain


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """What Sphinx writes, once the site's extension is there."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger("sphinx")
    logger.addHandler(handler)
    app: Any = SimpleNamespace()
    plain.setup(app)
    yield stream
    logger.removeHandler(handler)


def test_colours_are_taken_out_and_nothing_else(told: io.StringIO) -> None:
    logger = logging.getLogger("sphinx.mystnb-book/softmax")
    logger.warning("failed:\n\x1b[31mValueError\x1b[39m: \x1b[0;1;32mx[0]\x1b[0m is not %s", "1")
    assert told.getvalue() == "failed:\nValueError: x[0] is not 1\n"


def test_what_is_no_text_is_left(told: io.StringIO) -> None:
    logging.getLogger("sphinx").warning(ValueError("\x1b[31m"))
    assert told.getvalue() == "\x1b[31m\n"
