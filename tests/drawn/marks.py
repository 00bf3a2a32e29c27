"""Charts read in the units of their axes, and the marks that are to be in them.

Places are compared in pixels of the chart, which is 320 wide: what a reader can see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray
from tests.drawn.scene import Element, parse

FAR = 9e3  # places that are further away are as good as one another
SEEN = 0.03  # of a pixel: places are written to a hundredth


@dataclass
class Axis:
    """From numbers to places and back: straight, or straight in their logarithms."""

    log: bool
    at_zero: float
    unit: float
    low: float  # its ends, as places
    high: float

    def place(self, value: ArrayLike) -> FloatArray:
        """The places of some numbers."""
        with np.errstate(divide="ignore", invalid="ignore"):
            scaled = np.log10(value) if self.log else np.asarray(value, float)
            places = np.clip(self.at_zero + self.unit * scaled, -FAR, FAR)
        return np.nan_to_num(places, nan=FAR)

    def value(self, place: ArrayLike) -> FloatArray:
        """The numbers at some places."""
        scaled: FloatArray = (np.asarray(place, float) - self.at_zero) / self.unit
        return np.power(10.0, scaled) if self.log else scaled

    def inside(self, place: FloatArray) -> Any:
        """Whether places are between its ends."""
        return (place > min(self.low, self.high) + 1) & (place < max(self.low, self.high) - 1)


def _axis(ticks: Sequence[tuple[float, float]], low: float, high: float) -> Axis:
    """The axis of some ticks, numbers and places, which rise from `low` to `high`."""
    numbers, places = (np.array(one) for one in zip(*ticks, strict=True))
    assert len(ticks) >= 2, "an axis has two ticks at least"
    assert (np.diff(numbers) > 0).all(), numbers
    for log in (False, True):
        if log and numbers.min() <= 0:
            continue
        scaled = np.log10(numbers) if log else numbers
        unit, at_zero = np.polyfit(scaled, places, 1)
        if np.abs(at_zero + unit * scaled - places).max() < 0.02:
            assert (unit > 0) == (high > low), "it runs the other way"
            assert ((places - low) / (high - low) > -1e-6).all()
            assert ((places - low) / (high - low) < 1 + 1e-6).all()
            return Axis(log, float(at_zero), float(unit), low, high)
    raise AssertionError(f"ticks at {places} cannot stand for {numbers}")


class Chart:
    """A chart with axes: `marks` are its paths and dots, with what class each has."""

    def __init__(self, node: Element, names: Mapping[str, float]) -> None:
        self.node, self.label = node, node["aria-label"]
        (area,) = (one for one in node.elements if one.tag == "svg")
        left, top = area.number("x"), area.number("y")
        right, bottom = left + area.number("width"), top + area.number("height")
        grid = node.one("g", "np-axes").elements
        across: list[tuple[float, float]] = []
        upward: list[tuple[float, float]] = []
        for line, text in zip(grid[::2], grid[1::2], strict=True):
            shown = names.get(text.text)
            number = parse(text.text)[0] if shown is None else shown
            x, y, way, length = _straight(line["d"])
            if way == "v":
                assert abs(text.number("x") - x) < 0.01 and (y, length) == (top, bottom - top)
                assert text["text-anchor"] == "middle" and text.number("y") > bottom
                across.append((number, x))
            else:
                assert abs(text.number("y") - 4 - y) < 0.01 and (x, length) == (left, right - left)
                assert text["text-anchor"] == "end" and text.number("x") < left
                upward.append((number, y))
        (x_label, y_label) = (one for one in node.elements if one.tag == "text")
        assert x_label.number("x") == right and x_label.number("y") > bottom + 15
        assert x_label["text-anchor"] == "end" and y_label.number("y") < top
        self.x, self.y = _axis(across, left, right), _axis(upward, bottom, top)
        self.marks: list[tuple[str, FloatArray]] = []
        self.holds: list[FloatArray] = []  # where there are discs to take hold of
        for one in node.walk():
            if one.classes == "np-axes" or (one.parent and one.parent.classes == "np-axes"):
                continue
            shift = np.array([left, top]) if any(one is two for two in area.walk()) else 0.0
            if one.tag == "path" and one.attributes.get("d"):
                self.marks.append((one.classes, _points(one["d"]) + shift))
            elif one.classes.startswith("np-hold"):
                self.holds.append(np.array([one.number("cx"), one.number("cy")]))
            elif one.tag == "circle" and one.attributes.get("visibility") != "hidden":
                assert one.number("r") > 0
                self.marks.append(
                    (one.classes, np.array([[one.number("cx"), one.number("cy")]]) + shift)
                )

    def drawn(self, kind: str) -> list[FloatArray]:
        """Where the marks of a class are, each as a list of points."""
        return [points for one, points in self.marks if one == kind]

    def places(self, points: ArrayLike) -> FloatArray:
        """The places of points that are given in the units of the axes."""
        xs, ys = np.reshape(points, (-1, 2)).T
        return np.column_stack([self.x.place(xs), self.y.place(ys)])

    def sees(self, places: FloatArray) -> FloatArray:
        """Of some places those in the frame."""
        seen: FloatArray = places[self.x.inside(places[:, 0]) & self.y.inside(places[:, 1])]
        return seen


def _straight(d: str) -> tuple[float, float, str, float]:
    found = re.fullmatch(r"M(\S+) (\S+)([hv])(\S+)", d)
    assert found, d
    return float(found[1]), float(found[2]), found[3], float(found[4])


def _points(d: str) -> FloatArray:
    found = re.findall(r"[ML](\S+?) ([^ML]+)", d)
    return np.array(found, float).reshape(-1, 2).clip(-FAR - 100, FAR + 100)


Mark = Callable[[Chart, str], None]


def curve(
    f: Callable[[Any], Any], slack: float | Callable[[Any], Any] = 0.0, *, least: float = -np.inf
) -> Mark:
    """A line from one side of the chart to the other that is nowhere off `f`.

    `slack` is how far rounding may take it, in the units of `f`; nothing below `least` is
    drawn lower than that.
    """

    def value(xs: FloatArray) -> FloatArray:
        with np.errstate(all="ignore"):
            return np.array([float(f(x)) for x in xs])

    def check(chart: Chart, kind: str) -> None:
        (points,) = chart.drawn(kind)
        assert (np.diff(points[:, 0]) >= 0).all(), "it runs backwards"
        assert abs(points[0, 0] - chart.x.low) < 0.5 and abs(points[-1, 0] - chart.x.high) < 0.5
        between = (points[1:] + points[:-1]) / 2
        # A line between two points of a bent curve is off it by a little midway.
        for places, off in ((points, SEEN), (between, 1.2)):
            xs = places[:, 0, None] + np.array([-SEEN / 4, 0, SEEN / 4])
            values = value(chart.x.value(xs.ravel()).clip(*_reach(chart.x)))
            room = slack(values) if callable(slack) else slack
            low, high = (chart.y.place(np.maximum(values + sign * room, least)) for sign in (-1, 1))
            ends = np.column_stack([low.reshape(xs.shape), high.reshape(xs.shape)])
            seen = chart.y.inside(places[:, 1]) | chart.y.inside(ends[:, 1])
            above, below = ends.min(axis=1) - off, ends.max(axis=1) + off
            wrong = seen & ((places[:, 1] < above) | (places[:, 1] > below))
            assert not wrong.any(), (places[wrong][:3], above[wrong][:3], below[wrong][:3])

    return check


def _reach(axis: Axis) -> FloatArray:
    """The numbers at the ends of an axis."""
    return np.sort(axis.value([axis.low, axis.high]))


def through(
    points: ArrayLike, slack: ArrayLike = 0.0, *, least: float = -np.inf, most: float = np.inf
) -> Mark:
    """A line through points, or a dot at each; `slack` is how far rounding may lift them."""

    def check(chart: Chart, kind: str) -> None:
        xs, ys = np.reshape(points, (-1, 2)).astype(float).T
        ends = [
            chart.places(np.column_stack([xs, np.clip(ys + sign * np.asarray(slack), least, most)]))
            for sign in (-1, 1)
        ]
        found = np.concatenate(chart.drawn(kind)).clip(-FAR, FAR)
        assert found.shape == ends[0].shape, (found.shape, ends[0].shape)
        low, high = np.minimum(*ends) - SEEN, np.maximum(*ends) + SEEN
        wrong = ((found < low) | (found > high)).any(axis=1)
        assert not wrong.any(), (found[wrong][:3], low[wrong][:3], high[wrong][:3])

    return check


def dots(
    *points: Sequence[float], slack: float = 0.0, least: float = -np.inf, held: bool = False
) -> Mark:
    """A dot at each of some points, in any order; none where the chart does not reach.

    One that is `held` stays at the edge instead.
    """

    def check(chart: Chart, kind: str) -> None:
        found = [tuple(place) for places in chart.drawn(kind) for place in places]
        for x, y in points:
            ends = chart.places([(x, max(y + sign * slack, least)) for sign in (-1, 0, 1)])
            if held:
                ends[:, 1] = ends[:, 1].clip(
                    min(chart.y.low, chart.y.high), max(chart.y.low, chart.y.high)
                )
            low, high = ends.min(axis=0) - SEEN, ends.max(axis=0) + SEEN
            near = [one for one in found if (low <= one).all() and (one <= high).all()]
            if near:
                found.remove(near[0])
            else:
                assert not len(chart.sees(ends)), (x, y, ends, found)
        assert found == [], found

    return check


def contours(lines: Sequence[ArrayLike]) -> Mark:
    """Short lines that are those of some levels, each point of them and in all as long."""

    def check(chart: Chart, kind: str) -> None:
        wanted = [chart.places(line) for line in lines]
        found = np.concatenate([np.empty((0, 2)), *chart.drawn(kind)]).reshape(-1, 2, 2)
        assert bool(wanted) == bool(len(found))
        if not wanted:
            return
        length = sum(np.linalg.norm(np.diff(line, axis=0), axis=1).sum() for line in wanted)
        assert abs(np.linalg.norm(found[:, 1] - found[:, 0], axis=1).sum() / length - 1) < 2e-3
        corners, points = np.concatenate(wanted), found.reshape(-1, 2)
        away = np.abs(points[:, None] - corners[None]).max(axis=2)
        assert away.min(axis=1).max() < SEEN and away.min(axis=0).max() < SEEN

    return check


def bars(filled: Sequence[Element], shares: Sequence[float], full: Sequence[Element] = ()) -> None:
    """Bars that are shares of those behind them, from the left, or of what holds them."""
    for k, (bar, share) in enumerate(zip(filled, shares, strict=True)):
        if full:
            around = full[k]
            assert [bar[one] for one in ("x", "y", "height")] == [
                around[one] for one in ("x", "y", "height")
            ]
            long, most = bar.number("width"), around.number("width")
        else:
            long, most = float(bar.style["width"].removesuffix("%")), 100.0
        assert abs(long - share * most) < 0.006, (k, long, share, most)


def ink(canvas: Element, shares: FloatArray) -> None:
    """A picture from white, 0, to black, 1."""
    _inked(canvas.pixels.reshape(-1, 3), np.asarray(shares), np.zeros(3))


def heat(canvas: Element, shares: FloatArray) -> None:
    """A picture from blue, -1, through white, 0, to red, 1."""
    pixels = canvas.pixels.reshape(-1, 3)
    for sign, (first, last) in ((1, (0, 2)), (-1, (2, 0))):
        part = sign * shares > 0
        if part.any():
            size = np.abs(shares[part])
            colour = 255 - size @ (255 - pixels[part]) / (size @ size)
            assert colour[first] > colour[last] + 80, (sign, colour)
            assert colour[first] == colour.max()
            _inked(pixels[part], size, colour)
    assert (pixels[shares == 0] == 255).all()


def _inked(pixels: FloatArray, shares: FloatArray, colour: FloatArray) -> None:
    """Pixels that mix white with so much of a colour."""
    wanted = 255 + (colour - 255) * shares[:, None]
    assert np.abs(pixels - wanted).max() <= 1.01
