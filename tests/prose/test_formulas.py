"""The formulas of the book say what nnbook computes."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from tests.prose.check import places, stated
from tests.prose.claims import CLAIMS, TERMS
from tests.prose.formulas import TABLE
from tests.prose.pages import book
from tests.prose.tex import MATHS, computed, sides, value

OPERATION = re.compile(r"[-+/^<>]|\\(?:t?frac|cdot|sum|sqrt|times)")

ROWS = [
    pytest.param(page, *row, id=f"{page} {row[0]}") for page, rows in TABLE.items() for row in rows
]


def formula_of(words):
    """The formula in words of the book: what stands between dollar signs, or all of it."""
    return re.findall(r"\$([^$]+)\$", words) or [words]


def values(tex, letters):
    """What the sides of the equations of a formula come to, as far as they can be read."""
    known = {"log": np.log, "total": np.sum, "sqrt": np.sqrt, **letters}
    found = [value(side, known) for side in (one for _, one, _ in sides(tex)) if side.strip(" &")]
    return [one for one in found if one is not None]


@pytest.mark.filterwarnings("ignore:t is no distribution")
@pytest.mark.parametrize(("page", "words", "letters", "truth"), ROWS)
def test_formula_is_true(page, words, letters, truth):
    assert any(places(words, passage.markdown) for passage in book()[page].passages)
    for seed in range(3):
        case = letters(np.random.default_rng(seed))
        found = [one for tex in formula_of(words) for one in values(tex, case)]
        expected = [truth(case)] if truth else []
        assert len(found + expected) >= 2, "nothing to compare"
        for one in found + expected:
            np.testing.assert_allclose(one, found[0], rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("page", "words", "function"),
    [
        pytest.param(page, words, function, id=f"{page} {words}")
        for (page, words), function in CLAIMS.items()
    ],
)
def test_claim_stands_on_its_page(page, words, function):
    assert any(places(words, passage.markdown) for passage in book()[page].passages)


@pytest.mark.parametrize("function", dict.fromkeys(CLAIMS.values()), ids=lambda one: one.__name__)
def test_claim_is_true(function):
    for seed in range(3):
        for said, found in function(np.random.default_rng(seed)):
            np.testing.assert_allclose(said, found, rtol=1e-3, atol=1e-7)


@pytest.mark.parametrize("page", book().values(), ids=lambda page: page.name)
def test_each_formula_is_computed(page):
    """Or is a term that states nothing: so a changed sign is a formula that nobody knows."""
    assert list(uncomputed(page)) == []


def uncomputed(page):
    for passage in page.passages:
        spans = [one for words in stated(page.name) for one in places(words, passage.markdown)]
        spans += [(begin, end) for begin, end, _ in computed(passage.text)]
        for found in MATHS.finditer(passage.markdown):
            group = 1 if found[1] is not None else 2
            rest = [*found[group]]
            for begin, end in spans:
                first, last = (max(0, one - found.start(group)) for one in (begin, end))
                rest[first:last] = " " * len(rest[first:last])
            formula, left = (" ".join(one.split()) for one in (found[group], "".join(rest)))
            if states_something(left) and not {formula, left} & TERMS:
                yield f"{passage.where}: {left}"


def states_something(formula):
    """Whether letters meet an operation or a relation."""
    letters = re.search(r"[A-Za-z]", re.sub(r"\\[A-Za-z]+", "", formula))
    return letters and OPERATION.search(formula)


@pytest.mark.parametrize(
    ("page", "old", "new"),
    [
        ("backpropagation.ipynb", "$y - t$", "$y + t$"),
        ("backpropagation.ipynb", r"g_2\, W_2^{\mathsf T}", r"g_2\, W_2"),
        ("cross_entropy.ipynb", "$1/p$", "$1/p^2$"),
        ("gradient_descent.ipynb", r"W - \eta", r"W + \eta"),
        ("what_next.ipynb", r"\mu v - \eta g", r"\mu v + \eta g"),
    ],
)
def test_a_changed_formula_is_seen(page, old, new):
    passages = [
        replace(one, markdown=one.markdown.replace(old, new)) for one in book()[page].passages
    ]
    assert passages != book()[page].passages
    assert list(uncomputed(replace(book()[page], passages=passages)))
