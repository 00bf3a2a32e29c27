"""Which numbers of a page nothing holds: no output, no equation, no entry in `held.toml`.

An entry of `held.toml` names words that must stand on its page to the letter, and what holds
the numbers in them: outputs, arithmetic, or a reason.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.prose.formulas import TABLE
from tests.prose.numbers import Number, mutated, numbers
from tests.prose.pages import Page, Passage, book
from tests.prose.sources import Source, anywhere, holds, near, of_text
from tests.prose.tex import CONSTANTS, FUNCTIONS, computed

# Digits by which a number is told from any other of its chapter, and of the book.
IN_CHAPTER, IN_BOOK = 3, 4
ANY = "any page"
CITED = re.compile(r"\b(?P<year>1[89]\d\d|20\d\d)\)?\](?=\(\S*bibliography\.md#\w+?(?P=year)\b)")


class Entry(NamedTuple):
    """What `held.toml` says of some words."""

    page: str
    words: str
    kind: str  # printed, equals or why
    by: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """What `held.toml` names."""
    pages = tomllib.loads(Path(__file__).with_name("held.toml").read_text(encoding="utf-8"))
    return tuple(
        Entry(page, words, kind, tuple(by))
        for page, kinds in pages.items()
        for kind, rows in kinds.items()
        for words, *by in rows
    )


@cache
def everywhere() -> frozenset[Source]:
    """What any chapter prints."""
    return frozenset[Source]().union(*(anywhere(page) for page in book().values()))


def places(words: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, however its lines are broken."""
    return [found.span() for found in _pattern(words).finditer(text)]


@cache
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in words.split()))


def named(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where a passage says what an entry names, or a formula that is computed."""
    for words, *_ in TABLE.get(passage.page, []):
        yield from places(words, passage.markdown)
    for entry in entries():
        if entry.page in (passage.page, ANY):
            yield from places(entry.words, passage.text)


def reasons(page: Page, passage: Passage) -> Iterator[tuple[Number, str]]:
    """Each number of a passage and what holds it: an empty text if nothing does."""
    spans = [(*found.span("year"), "citation") for found in CITED.finditer(passage.markdown)]
    spans += [(begin, end, "named") for begin, end in named(passage)]
    for number in numbers(passage.text):
        within = [kind for begin, end, kind in spans if begin <= number.start and number.end <= end]
        yield number, within[0] if within else found_for(page, passage, number)


def found_for(page: Page, passage: Passage, number: Number) -> str:
    """Where a number is found that no entry names: in an equation, or what is printed or drawn."""
    equations = [(begin, end) for begin, end, fine in computed(passage.text) if fine]
    if any(depends(passage.text[b:e], number, b) for b, e in equations if b <= number.start < e):
        return "equation"
    if holds(number, near(page, passage)):
        return "near"
    # A page of reference speaks of all chapters.
    if number.digits >= IN_CHAPTER and holds(number, anywhere(page) if page.cells else everywhere()):
        return "in the chapter"
    return "in the book" if number.digits >= IN_BOOK and holds(number, everywhere()) else ""


def ambiguous(page: Page, passage: Passage, number: Number) -> bool:
    """Whether a number would be found with another last digit as well, or is not found at all."""
    if found_for(page, passage, number) in ("", "equation"):
        return not found_for(page, passage, number)
    changed = replace(passage, text=mutated(passage.text, number))
    others = (one for one in numbers(changed.text) if one.start <= number.start <= one.end)
    return any(found_for(page, changed, other) for other in others)


def depends(equation: str, number: Number, begin: int) -> bool:
    """Whether an equation fails when the last digit of a number in it changes."""
    moved = replace(number, start=number.start - begin)
    return not all(fine for _, _, fine in computed(f"${mutated(equation, moved)}$"))


def wrong_equations(passage: Passage) -> list[str]:
    """The equations of a passage whose two sides disagree."""
    known = list(named(passage))
    return [
        passage.text[begin:end].strip()
        for begin, end, fine in computed(passage.text)
        if not fine and not any(start <= begin and end <= stop for start, stop in known)
    ]


def fault(entry: Entry) -> str | None:
    """What is wrong with an entry: its words are gone, or what it names says otherwise."""
    pages = book().values() if entry.page == ANY else [book()[entry.page]]
    texts = [passage.text for page in pages for passage in page.passages]
    if not any(places(entry.words, text) for text in texts):
        return "its words are not on the page"
    stated = list(numbers(entry.words))
    if not stated:
        return "there is no number in its words"
    if entry.kind == "equals":
        (arithmetic,) = entry.by
        result = abs(eval(arithmetic, {"__builtins__": {}}, FUNCTIONS | CONSTANTS))
        off = abs(float(abs(stated[-1].value)) - result)
        return f"{arithmetic} is {result}" if off > float(stated[-1].unit) * 0.501 else None
    if entry.kind == "printed":
        gone = [one for one in entry.by if not _prints(*one.split(": ", 1))]
        given = frozenset[Source]().union(*(of_text(one.split(": ", 1)[1]) for one in entry.by))
        loose = [one.text for one in stated if not holds(one, given)]
        return f"not printed: {gone}" if gone else f"not in it: {loose}" if loose else None
    return None if entry.kind == "why" and all(entry.by) else "it gives no reason"


def _prints(chapter: str, line: str) -> bool:
    """Whether a chapter's outputs hold a line."""
    return any(line in cell.printed for cell in book()[f"{chapter}.ipynb"].cells.values())
