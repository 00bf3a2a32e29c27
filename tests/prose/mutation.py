"""Change the last digit of each number of the prose in turn, and count what is noticed.

Entries of `held.toml` were chosen by a digit 1 higher; other changes are measured too.
``python -m tests.prose.mutation`` prints the share; ``-v`` the numbers that were not noticed.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from tests.prose.check import named, reasons, wrong_equations
from tests.prose.numbers import Number, mutated, numbers
from tests.prose.pages import Page, Passage, passages


def noticed(page: Page, passage: Passage, number: Number, by: int = 1) -> bool:
    """Whether a changed last digit of a number is seen."""
    text, markdown = (mutated(one, number, by) for one in (passage.text, passage.markdown))
    changed = replace(passage, text=text, markdown=markdown)
    if len(wrong_equations(changed)) > len(wrong_equations(passage)):
        return True
    if len(list(named(changed))) < len(list(named(passage))):
        return True  # words are gone that an entry or a formula's row wants there
    at_its_place = (reason for one, reason in reasons(page, changed) if one.start == number.start)
    return not next(at_its_place, "")


def measure(by: int = 1) -> Iterator[tuple[Passage, Number, bool]]:
    """Every number of the book, and whether a change of its last digit is noticed."""
    for page, passage in passages():
        for number in numbers(passage.text):
            yield passage, number, noticed(page, passage, number, by)


def main() -> None:
    """Print the shares."""
    for by in (1, 5, 9):
        counts: Counter[tuple[str, bool]] = Counter()
        for passage, number, seen in measure(by):
            size = "one digit" if number.small else "more than a one-digit integer"
            counts[f"{passage.kind}, {size}", seen] += 1
            if "-v" in sys.argv and not seen and not number.small:
                around = passage.text[max(0, number.start - 40) : number.end + 25]
                print(f"{passage.where} | {number.text} | {' '.join(around.split())}")
        print(f"last digit {by} higher")
        for kind in sorted({kind for kind, _ in counts}):
            seen, every = counts[kind, True], counts[kind, True] + counts[kind, False]
            print(f"  {kind}: {seen} of {every} noticed, {seen / every:.1%}")


if __name__ == "__main__":
    main()
