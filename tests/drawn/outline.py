"""All that a panel says in words, and the look of each mark, as lines of text.

``python -m tests.drawn.outline`` writes them to ``words/``, which is read before it is
committed: a label that is on the wrong number, a legend whose line is another's, the title of
another chart is seen there and nowhere else.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from nnbook.panels import PANELS
from tests.drawn.scene import Element, draw
from tests.samples import SAMPLES, make

NAMED = ("aria-label", "aria-pressed", "role", "scope")


def _lines(element: Element, indent: str) -> Iterator[str]:
    """What is said of an element, then of those within; one that says nothing is left out."""
    quantity = element.attributes.get("data-quantity")
    said = [f"[{quantity}]"] if quantity else []
    said += [f".{kind}" for kind in element.classes.split()]
    said += [f"{name}={element[name]!r}" for name in NAMED if name in element.attributes]
    own = "".join(one for one in element.children if isinstance(one, str)).strip()
    if quantity:  # the form of the number, whatever it is
        head, power, _ = own.partition("×10")
        own = re.sub(r"\d", "0", re.sub(r"−?\d+", "0", head, count=1)) + (power and "×10ⁿ")
    said += [own] if own else []
    inner = indent
    if said:
        yield " ".join([indent + element.tag, *said])
        inner += "  "
    for one in element.elements:
        yield from _lines(one, inner)


def written(panel: str, scene_of: Callable[[tuple[str, str]], Element]) -> str:
    """The lines of a panel, where `scene_of` returns the one of a sample as it is first.

    Of the first kind of state they are whole; of others what is not so there.
    """
    samples = [one for one in SAMPLES if one[0] == panel]
    first, *others = ([", ".join(one), *_lines(scene_of(one), "  ")] for one in samples)
    text = list(first)
    for lines in others:
        changed = difflib.unified_diff(first, lines, n=0, lineterm="")
        text += [line for line in changed if line[0] == "+" != line[1]]
    return "".join(f"{line}\n" for line in text)


def file_of(panel: str) -> Path:
    """Where the lines of a panel are kept."""
    return Path(__file__).parent / "words" / f"{panel}.txt"


def _drawn(sample: tuple[str, str]) -> Element:
    panel = make(sample)
    (scene,) = draw(panel, [{}])
    panel.close()
    return scene


if __name__ == "__main__":
    for name in PANELS:
        file_of(name).write_text(written(name, _drawn), encoding="utf-8")
