"""Which numbers of a page nothing holds: no output, no equation, no entry in `held.toml`.

An entry of `held.toml` names words of a page that must stand there to the letter, and what holds
the last number in them: an output of a chapter (``printed``), arithmetic (``equals``), or a
reason (``why``) where there is nothing to compute.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.prose.formulas import TABLE
from tests.prose.numbers import Number, mutated, numbers
from tests.prose.pages import Page, Passage, book
from tests.prose.sources import Source, agrees, anywhere, holds, near, of_text
from tests.prose.tex import CONSTANTS, FUNCTIONS, computed

# Digits by which a number is told from any other of its chapter, and of the book.
IN_CHAPTER, IN_BOOK = 3, 4
ANY = "any page"
CITED = re.compile(r"\b(?P<year>1[89]\d\d|20\d\d)\)?\](?=\(\S*bibliography\.md#\w+?(?P=year)\b)")


@cache
def entries() -> list[dict[str, Any]]:
    """What `held.toml` names."""
    return tomllib.loads(Path(__file__).with_name("held.toml").read_text(encoding="utf-8"))["held"]


@cache
def everywhere() -> frozenset[Source]:
    """What any chapter prints."""
    return frozenset[Source]().union(*(anywhere(page) for page in book().values()))


def places(words: str, text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, however its lines are broken."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return [found.span() for found in re.finditer(pattern, text)]


def named(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where a passage says what an entry names, or a formula that is computed."""
    for words, *_ in TABLE.get(passage.page, []):
        yield from places(words, passage.markdown)
    for entry in entries():
        if entry["page"] in (passage.page, ANY):
            yield from places(entry["words"], passage.text)


def reasons(page: Page, passage: Passage) -> Iterator[tuple[Number, str]]:
    """Each number of a passage and what holds it: an empty text if nothing does."""
    spans = [(*found.span("year"), "citation") for found in CITED.finditer(passage.markdown)]
    spans += [(begin, end, "named") for begin, end in named(passage)]
    beside, in_chapter, in_book = near(page, passage), anywhere(page), everywhere()
    if not page.cells:  # a page of reference speaks of all chapters
        in_chapter = in_book
    equations = [(begin, end) for begin, end, fine in computed(passage.text) if fine]
    for number in numbers(passage.text):
        within = [kind for begin, end, kind in spans if begin <= number.start and number.end <= end]
        if within:
            yield number, within[0]
        elif any(depends(passage.text[b:e], number, b) for b, e in equations if b <= number.start < e):
            yield number, "equation"
        elif holds(number, beside):
            yield number, "near"
        elif number.digits >= IN_CHAPTER and holds(number, in_chapter):
            yield number, "in the chapter"
        else:
            found = number.digits >= IN_BOOK and holds(number, in_book)
            yield number, "in the book" if found else ""


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


def fault(entry: dict[str, Any]) -> str | None:
    """What is wrong with an entry: its words are gone, or what it names says otherwise."""
    pages = book().values() if entry["page"] == ANY else [book()[entry["page"]]]
    texts = [passage.text for page in pages for passage in page.passages]
    if not any(places(entry["words"], text) for text in texts):
        return "its words are not on the page"
    stated = list(numbers(entry["words"]))
    if not stated:
        return "there is no number in its words"
    if "equals" in entry:
        result = eval(entry["equals"], {"__builtins__": {}}, FUNCTIONS | CONSTANTS)
        return None if abs(abs(float(stated[-1].value)) - abs(result)) <= _half(stated[-1]) else (
            f"{entry['equals']} is {result}"
        )
    if "printed" in entry:
        chapter, line = entry["printed"].split(": ", 1)
        cells = book()[f"{chapter}.ipynb"].cells.values()
        if not any(line in cell.printed for cell in cells):
            return f"{chapter} does not print {line}"
        given = of_text(line)
        loose = [one.text for one in stated if not _said(one, given)]
        return f"{loose} not in {line}" if loose else None
    return None if entry.get("why") else "it gives no reason"


def _half(number: Number) -> float:
    return float(number.unit) / 2 * (1 + 1e-9)


def _said(number: Number, given: frozenset[Source]) -> bool:
    return any(agrees(number, source) for source in given)
