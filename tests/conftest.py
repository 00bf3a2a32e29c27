"""Hypothesis draws the same examples on every run, and stores nothing."""

import os

import pytest
from hypothesis import settings

from tests import enough

settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")
# A make that a test starts is no part of the one that runs the tests, be that with `--jobs`.
for name in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL"):
    os.environ.pop(name, None)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tests may ask whether to look everywhere (tests/enough.py)."""
    parser.addoption("--whole", action="store_true", help="look at every place, which takes long")


def pytest_configure(config: pytest.Config) -> None:
    """Say so before the tests are collected, which choose their places then."""
    enough.whole = config.getoption("--whole")
