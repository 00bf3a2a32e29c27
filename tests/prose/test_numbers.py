"""Every number of the prose is printed, drawn, computed or named with a reason."""

from __future__ import annotations

import pytest

from tests.prose import check
from tests.prose.mutation import measure
from tests.prose.numbers import numbers
from tests.prose.pages import book, passages, read

EVERY_PAGE = pytest.mark.parametrize("page", book().values(), ids=lambda page: page.name)


@EVERY_PAGE
def test_its_numbers_are_held(page):
    loose = [
        f"{passage.where}: {number.text} in"
        f" {' '.join(passage.text[max(0, number.start - 40) :][:80].split())}"
        for passage in page.passages
        for number, reason in check.reasons(page, passage)
        if not reason and not number.small
    ]
    assert loose == []


@EVERY_PAGE
def test_its_equations_are_right(page):
    wrong = {one.where: found for one in page.passages if (found := check.wrong_equations(one))}
    assert wrong == {}


def test_entries_are_right():
    faults = {one.words: found for one in check.entries() if (found := check.fault(one))}
    assert faults == {}


def test_no_entry_is_idle():
    """Each holds a number that something would not hold without it, or not to its last digit."""
    idle = [
        entry.words
        for entry in check.entries()
        if not any(
            needed(page, passage, entry)
            for page, passage in passages()
            if entry.page in (passage.page, check.ANY)
        )
    ]
    assert idle == []


def needed(page, passage, entry):
    spans = check.places(entry.words, passage.text)
    return any(
        check.ambiguous(page, passage, number)
        for number in numbers(passage.text)
        if any(begin <= number.start < end for begin, end in spans)
    )


def test_a_changed_last_digit_is_noticed():
    seen = [noticed for _, number, noticed in measure() if not number.small]
    assert len(seen) > 750
    assert sum(seen) > 0.97 * len(seen)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,263 numbers, 84 % and -0.97", ["1263", "84", "-0.97"]),
        (r"$6 \times 10^{-6}$ or $10^{-7}$ or 1e-04", ["0.000006", "1E-7", "0.0001"]),
        (r"$10{,}000 / 50$; x2, In 3.5.1", ["10000", "50"]),
        ("- 3 points of 10-20", ["3", "10", "20"]),
    ],
)
def test_numbers_are_read(text, found):
    assert [str(one.value) for one in numbers(text)] == found


@pytest.mark.parametrize(
    ("formula", "fine"),
    [
        (r"0.6 \cdot (-0.8339) + 0.9 \cdot (-0.5214) = -0.5003 - 0.4693 = -0.9696", True),
        (r"-0.5003 - 0.4693 = -0.9697", False),
        (r"-\log \frac{1}{3} = \log 3 = 1.0986", True),
        (r"\log 3 = 1.0987", False),
        (r"2 \times (1+2+3+4) = 21", False),
        (r"784 \cdot 50 + 50 + 50 \cdot 10 + 10 = 39{,}760", True),
        (r"784 \cdot 50 + 50 + 50 \cdot 10 = 39{,}760", False),
    ],
)
def test_equations_are_computed(formula, fine):
    assert all(right for _, _, right in check.computed(f"${formula}$")) == fine
    assert list(check.computed(f"${formula}$"))


def test_what_is_not_seen_is_not_read():
    text = "> 1. see [it](a3.md#b4)\n:label: ex-7\n(here-12)=\n<!-- 5 -->\nIn[6] $W_{12}$ <b id=9> 8\n"
    (passage,) = read("x.md", text).passages
    assert [one.text for one in numbers(passage.text)] == ["8"]


def test_there_are_pages():
    assert len(book()) >= 16
