"""Change the last digit of each number of the prose in turn, and count what is noticed.

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


def noticed(page: Page, passage: Passage, number: Number) -> bool:
    """Whether a changed last digit of a number is seen."""
    text, markdown = (mutated(one, number) for one in (passage.text, passage.markdown))
    changed = replace(passage, text=text, markdown=markdown)
    if len(wrong_equations(changed)) > len(wrong_equations(passage)):
        return True
    if len(list(named(changed))) < len(list(named(passage))):
        return True  # words are gone that an entry or a formula's row wants there
    before = sum(not reason for one, reason in reasons(page, passage) if not one.small)
    after = sum(not reason for one, reason in reasons(page, changed) if not one.small)
    return after > before or not reason_of(page, passage, number)


def reason_of(page: Page, passage: Passage, number: Number) -> str:
    """What holds a number."""
    return next(reason for one, reason in reasons(page, passage) if one.start == number.start)


def measure() -> Iterator[tuple[Passage, Number, bool]]:
    """Every number of the book, and whether a change of its last digit is noticed."""
    for page, passage in passages():
        for number in numbers(passage.text):
            yield passage, number, noticed(page, passage, number)


def main() -> None:
    """Print the shares."""
    counts: Counter[tuple[str, bool]] = Counter()
    for passage, number, seen in measure():
        size = "one digit" if number.small else "more than a one-digit integer"
        counts[f"{passage.kind}, {size}", seen] += 1
        if "-v" in sys.argv and not seen and not number.small:
            around = passage.text[max(0, number.start - 40) : number.end + 25]
            print(f"{passage.where} | {number.text} | {' '.join(around.split())}")
    for kind in sorted({kind for kind, _ in counts}):
        seen, unseen = counts[kind, True], counts[kind, False]
        print(f"{kind}: {seen} of {seen + unseen} noticed, {seen / (seen + unseen):.1%}")


if __name__ == "__main__":
    main()
