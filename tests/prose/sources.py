"""Where a number of the prose may come from, and whether it agrees."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tests.prose.numbers import Number, numbers
from tests.prose.pages import Page, Passage

NEAR = 4  # cells with code before and after a text that it may speak of
PER_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Source:
    """A number that something of the chapter prints, holds or draws."""

    value: Decimal
    unit: Decimal  # 0 for one that is exact
    percent: bool = False


@lru_cache(maxsize=None)
def of_text(text: str, exact: bool = False) -> frozenset[Source]:
    """The numbers in an output or, exact, in code."""
    return frozenset(
        Source(one.value, Decimal(0) if exact else one.unit, one.percent) for one in numbers(text)
    )


def near(page: Page, passage: Passage, reach: int = NEAR) -> Iterator[tuple[str, frozenset[Source]]]:
    """What may hold a number of a passage: the outputs and the code around it, and its figure."""
    places = sorted(page.cells)
    before = [place for place in places if place <= passage.cell][-reach:]
    after = [place for place in places if place > passage.cell][:reach]
    for place in before + after:
        cell = page.cells[place]
        yield "output", of_text(cell.printed)
        yield "code", of_text(cell.code, exact=True)
    if passage.kind == "alt text" and (drawn := page.cells[passage.cell].drawn):
        yield "figure", of_text(json.dumps(drawn, ensure_ascii=False))


def agrees(number: Number, source: Source) -> bool:
    """Whether a number says what a source says, rounded to the digits that it shows."""
    said = abs(number.value) if not number.signed else number.value
    given = abs(source.value) if not number.signed else source.value
    if number.percent and not source.percent:
        said, unit = said * PER_CENT, number.unit * PER_CENT
        if said == given:
            return True
    else:
        unit = number.unit
    if source.unit > unit:  # it shows less than is said
        return False
    # Both were rounded, so that their difference may be half of either's last place.
    slack = (unit + source.unit) / 2 if source.unit < unit and source.unit else Decimal(0)
    if not source.unit and not number.percent:
        slack = Decimal(0)
    return abs(said - given) <= slack


def holds(number: Number, sources: Iterable[Source]) -> bool:
    """Whether some source agrees with a number."""
    return any(agrees(number, source) for source in sources)
