"""Hypothesis draws the same examples on every run, and stores nothing."""

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
settings.load_profile("repeatable")
