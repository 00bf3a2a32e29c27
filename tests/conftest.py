"""Hypothesis draws the same examples on every run, and stores nothing."""

import pytest
from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tests that take minutes are part of `make worksheets`."""
    parser.addoption("--whole", action="store_true", help="worksheets with all that they compute")
