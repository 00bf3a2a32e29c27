"""The questions as the saved chapters hold them: what was asked where, and what came out."""

from __future__ import annotations

import itertools
import json
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import numpy as np

from nnbook.questions._keys import along, fulfils
from nnbook.questions.kinds import Axis, Condition

BOOK = Path(__file__).parents[1] / "book"
CALL = re.compile(r'\b(?P<what>predict|answer)\(\s*"(?P<name>[\w-]+)"')
KEY = re.compile(r'data-key="([^"]*)"')


@dataclass(frozen=True)
class Asked:
    """A question in a chapter: the places of its cells, and its key."""

    name: str
    chapter: str
    cells: list[dict[str, Any]]
    predict: int
    answer: int

    @property
    def key(self) -> dict[str, Any]:
        """What the answer's cell has saved."""
        (output,) = self.cells[self.answer]["outputs"]
        found = KEY.search("".join(output["data"]["text/html"]))
        assert found is not None
        return dict(json.loads(unescape(found[1])))


def text(cell: dict[str, Any]) -> str:
    """What a cell says or holds."""
    return "".join(cell["source"])


@cache
def asked() -> tuple[Asked, ...]:
    """All questions of the saved chapters, in their order."""
    found = []
    for path in sorted(BOOK.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        places: dict[str, dict[str, int]] = {}
        for k, cell in enumerate(cells):
            for call in CALL.finditer(text(cell)) if cell["cell_type"] == "code" else ():
                places.setdefault(call["name"], {})[call["what"]] = k
        found += [Asked(name, path.stem, cells, **at) for name, at in places.items()]
    return tuple(found)


def guesses(key: dict[str, Any]) -> list[dict[str, Any]]:
    """One guess for each thing that can be said of a question, and what is to be said then."""
    made = GUESSES[key["kind"]](key)
    return [{"guess": guess, "right": k == 0, "sentences": said} for k, (guess, said) in made]


def _choice(key: dict[str, Any]) -> Any:
    order = sorted(range(len(key["options"])), key=lambda k: k != key["right"])
    return enumerate([(k, [key["sentences"][k]]) for k in order])


def _number(key: dict[str, Any]) -> Any:
    known = [(key["right"], key["sentence"])]
    known += [(one["value"], one["sentence"]) for one in key["wrong"]]
    far = 1e3 * key["factor"] * (1 + key["atol"] + max(abs(value) for value, _ in known))
    known += [(key["right"] - far, key["low"]), (key["right"] + far, key["high"])]
    return enumerate([(value, [said]) for value, said in known])


def _place(key: dict[str, Any]) -> Any:
    known = [(key["right"], key["sentence"])]
    known += [(one["value"], one["sentence"]) for one in key["wrong"]]
    axes = [Axis(**axis) for axis in (key["x"], key["y"]) if axis]

    def off(a: list[float], b: list[float]) -> Any:
        each = zip(axes, a, b, key["near"], strict=True)
        return max(abs(along(axis, m) - along(axis, n)) / near for axis, m, n, near in each)

    ends = [(axis.low, axis.high) for axis in axes]
    far = next(
        list(one)
        for one in itertools.product(*ends)
        if all(off(list(one), value) > 1 for value, _ in known)
    )
    return enumerate([(value, [said]) for value, said in [*known, (far, key["far"])]])


def _curve(key: dict[str, Any]) -> Any:
    known = [(one["ys"], one["sentence"]) for one in key["curves"]]
    axis = Axis(**key["y"])
    far = next(
        list(one)
        for one in itertools.product((axis.low, axis.high), repeat=len(key["at"]))
        if all(np.abs(along(axis, one) - along(axis, ys)).mean() > key["near"] for ys, _ in known)
    )
    return enumerate([(ys, [said]) for ys, said in [*known, (far, key["far"])]])


def _words(key: dict[str, Any]) -> Any:
    right = [gap["right"] for gap in key["gaps"]]
    made = [(right, [gap["sentences"][gap["right"]] for gap in key["gaps"]])]
    for k, gap in enumerate(key["gaps"]):
        for n, said in enumerate(gap["sentences"]):
            if n != gap["right"]:
                made.append(([*right[:k], n, *right[k + 1 :]], [said]))
    return enumerate(made)


def _state(key: dict[str, Any]) -> Any:
    states = [(key["when"], key["sentence"])]
    states += [(one["when"], one["sentence"]) for one in key["amiss"]]
    conditions = {tuple(one) for when, _ in states for one in when}
    candidates: dict[str, set[float]] = {}
    for name, _, bound in conditions:
        slack = 1e-3 * max(abs(bound), 1e-30)
        candidates.setdefault(name, set()).update({bound - slack, bound, bound + slack})
    every = [
        dict(zip(candidates, one, strict=True)) for one in itertools.product(*candidates.values())
    ]

    def holds(when: Any, state: dict[str, float]) -> bool:
        return all(fulfils(Condition(*one), state) for one in when)

    made = []
    for k, (when, said) in enumerate(states):
        before = [one for one, _ in states[:k]]
        fitting = (s for s in every if holds(when, s) and not any(holds(b, s) for b in before))
        made.append((next(fitting), [said]))
    rest = (s for s in every if not any(holds(when, s) for when, _ in states))
    made.append((next(rest), [key["otherwise"]]))
    return enumerate(made)


GUESSES = {
    "choice": _choice,
    "number": _number,
    "place": _place,
    "curve": _curve,
    "words": _words,
    "state": _state,
}
