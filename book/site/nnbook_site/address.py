"""Addresses that only the place of the build knows. None of them is ever made up."""

from __future__ import annotations

import os
import re

from sphinx.errors import ConfigError

PLAIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]+)?(/[\w.~%+-]+)*/?", re.ASCII | re.IGNORECASE)


def site() -> str | None:
    """Address at which readers will open the site.

    Returns
    -------
    str or None
        What the variable ``BOOK_URL`` says, with a final slash. None where it is not set
        or empty.

    Raises
    ------
    ConfigError
        If it is no address of a folder: without ``http://`` or ``https://``, with a query,
        a fragment or a name to log in.
    """
    given = os.environ.get("BOOK_URL", "").strip()
    if not given:
        return None
    if not PLAIN.fullmatch(given):
        raise ConfigError(
            f"BOOK_URL must be the address of the site, like https://example.org/book/, got {given}"
        )
    return given.rstrip("/") + "/"
