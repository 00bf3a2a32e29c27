"""The formulas of the book say what nnbook computes."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.prose.check import places
from tests.prose.formulas import TABLE
from tests.prose.pages import book
from tests.prose.tex import sides, value

ROWS = [(page, *row) for page, rows in TABLE.items() for row in rows]


def formula_of(words):
    """The formula in words of the book: what stands between dollar signs, or all of it."""
    return re.findall(r"\$([^$]+)\$", words) or [words]


def values(tex, letters):
    """What the sides of the equations of a formula come to, as far as they can be read."""
    known = {"log": np.log, "total": np.sum, "sqrt": np.sqrt, **letters}
    found = [value(side, known) for side in (one for _, one, _ in sides(tex)) if side.strip(" &")]
    return [one for one in found if one is not None]


@pytest.mark.filterwarnings("ignore:t is no distribution")
@pytest.mark.parametrize(("page", "words", "letters", "truth"), ROWS, ids=lambda one: str(one)[:40])
def test_formula_is_true(page, words, letters, truth):
    assert any(places(words, passage.markdown) for passage in book()[page].passages)
    for seed in range(3):
        case = letters(np.random.default_rng(seed))
        found = [one for tex in formula_of(words) for one in values(tex, case)]
        expected = [truth(case)] if truth else []
        assert len(found + expected) >= 2, "nothing to compare"
        for one in found + expected:
            np.testing.assert_allclose(one, found[0], rtol=1e-6, atol=1e-8)
