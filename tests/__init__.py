"""Tests of nnbook: one file a module."""
