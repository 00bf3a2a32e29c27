"""Where a number of the prose may come from, and whether it agrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from tests.prose.numbers import Number, numbers
from tests.prose.pages import Page, Passage

NEAR = 1  # cells with code before and after a text that a number of two digits may come from
MOST_READ = 20  # points of a curve that a reader can tell apart
UNREADABLE = {"picture", "size", "some", "offsets", "paths", "colour", "colours", "edges", "width"}
PER_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Source:
    """A number that something of the chapter prints, holds or draws."""

    value: Decimal
    unit: Decimal  # 0 for one that is exact
    percent: bool = False


@cache
def of_text(text: str, exact: bool = False) -> frozenset[Source]:
    """The numbers in an output or, exact, in code."""
    return frozenset(
        Source(one.value, Decimal(0) if exact else one.unit, one.percent) for one in numbers(text)
    )


def near(page: Page, passage: Passage) -> frozenset[Source]:
    """What may hold any number of a passage: outputs and code beside it, and its figure."""
    places = sorted(page.cells)
    before = [place for place in places if place <= passage.cell][-NEAR:]
    after = [place for place in places if place > passage.cell][:NEAR]
    found = frozenset[Source]()
    for place in before + after:
        cell = page.cells[place]
        found |= of_text(cell.printed) | of_text(cell.code, exact=True)
    if passage.kind == "alt text":
        found = of_text(page.cells[passage.cell].code, exact=True)
        found |= of_text("\n".join(shown(page.cells[passage.cell].drawn)))
        found |= frozenset[Source]().union(*(of_text(page.cells[one].printed) for one in before))
    return found


def shown(drawn: Any, name: str = "") -> Iterator[str]:
    """What can be read off a figure: its texts, and of long lists of numbers ends and extremes."""
    if isinstance(drawn, dict):
        for key, one in drawn.items():
            if key not in UNREADABLE:
                yield from shown(one, key)
    elif isinstance(drawn, list) and all(isinstance(one, (int, float)) for one in drawn):
        some = [drawn[0], drawn[-1], min(drawn), max(drawn)] if len(drawn) > MOST_READ else drawn
        yield " ".join(str(one) for one in some)
    elif isinstance(drawn, list):
        for one in drawn:
            yield from shown(one, name)
    elif drawn is not None:
        yield str(drawn)


@cache
def anywhere(page: Page) -> frozenset[Source]:
    """What the chapter prints: good for a number of so many digits that it is no chance."""
    return frozenset[Source]().union(*(of_text(cell.printed) for cell in page.cells.values()))


def agrees(number: Number, source: Source) -> bool:
    """Whether a number says what a source says, rounded to the digits that it shows."""
    said, given, unit = number.value, source.value, number.unit
    if not number.signed:  # "falls by 0.034" is a change of -0.0337
        said, given = abs(said), abs(given)
    if number.percent and not source.percent:
        said, unit = said * PER_CENT, unit * PER_CENT
    if said == given:
        return True
    # A number of fewer digits is the other rounded, which may have been rounded before.
    return source.unit < unit and source.unit != 0 and abs(said - given) <= (unit + source.unit) / 2


def holds(number: Number, sources: Iterable[Source]) -> bool:
    """Whether some source agrees with a number."""
    return any(agrees(number, source) for source in sources)
