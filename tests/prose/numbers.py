"""Numbers as they stand in a text: how they are written, and to how many places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

DIGITS = r"\d{1,3}(?:(?:,|\{,\}|_)\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
NUMBER = re.compile(
    rf"""
    (?<![\w.])                                    # not in the middle of a name or a number
    (?P<sign>(?<![\w)\]}}$])[-\u2212](?=[\d.]|10))?
    (?P<digits>{DIGITS})
    (?:
        \s*(?:\\times|\\cdot|×)\s*10\^\{{?(?P<power>[-\u2212]?\d+)\}}?   # 6 \times 10^{{-6}}
      | [eE](?P<exponent>[-+]?\d+)
      | (?<=\b10)\^\{{?(?P<of_ten>[-\u2212]?\d+)\}}?                   # 10^{{-7}}
    )?
    (?P<percent>\s?\\?%|\sper\scent)?
    (?![\d]|\.\d|,\d{{3}})
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Number:
    """A number in a text."""

    text: str  # the digits that are written, without sign, unit or power of ten
    start: int  # where they begin
    value: Decimal
    unit: Decimal  # one in the last place
    signed: bool
    percent: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def digits(self) -> int:
        """How many digits count: three in 0.0689, one in 10."""
        return len(re.sub(r"\D", "", self.text).strip("0"))

    @property
    def small(self) -> bool:
        """Whether it is an integer of one digit, which words and lists are full of."""
        return len(self.text) == 1 and abs(self.value) < 10


def numbers(text: str) -> Iterator[Number]:
    """Find the numbers of a text."""
    for found in NUMBER.finditer(text):
        digits = re.sub(r"[,_{}]", "", found["digits"])
        value = Decimal(digits)
        unit = Decimal(1).scaleb(-len(digits.partition(".")[2]))
        power = found["power"] or found["exponent"]
        written, start = found["digits"], found.start("digits")
        if found["of_ten"]:  # 10^{-7}: what may be wrong is the power
            value = Decimal(1).scaleb(int(_plain(found["of_ten"])))
            unit = value
            written, start = found["of_ten"].lstrip("-\u2212"), found.start("of_ten")
            start += len(found["of_ten"]) - len(written)
        elif power:
            value, unit = (one.scaleb(int(_plain(power))) for one in (value, unit))
        if found["sign"]:
            value = -value
        yield Number(
            written, start, value, unit, bool(found["sign"]), bool(found["percent"])
        )


def _plain(power: str) -> str:
    return power.replace("\u2212", "-")


def mutated(text: str, number: Number, by: int = 1) -> str:
    """The text with another last digit of the number, as much higher."""
    last = number.end - 1
    return f"{text[:last]}{(int(text[last]) + by) % 10}{text[last + 1 :]}"
