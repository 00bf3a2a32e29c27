"""What a handle does when it is dragged or moved by keys, whatever panel it is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from nnbook.panels.base import Panel
from tests.drawn.scene import Element, draw

PIXELS = 1.5  # for a unit of a drawing
HOLD = ".np-hold"  # all that is looked at here: to hand over the rest takes longer
KEYS: tuple[tuple[str, bool, float], ...] = (
    ("End", False, np.inf),
    ("ArrowRight", False, 1),
    ("PageDown", False, -10),
    ("Home", False, -np.inf),
    ("ArrowLeft", False, -1),
    ("ArrowRight", False, 1),
    ("ArrowRight", True, 10),
    ("PageUp", False, 10),
    ("ArrowLeft", False, -1),
)


def holds(scene: Element) -> list[Element]:
    """The handles of a panel, in order; of one for two inputs there are two."""
    return scene.all(kind="np-hold")


def place(one: Element) -> np.ndarray:
    """Where a disc is, in pixels."""
    if "cx" in one.attributes:
        return PIXELS * np.array([one.number("cx"), one.number("cy")])
    return 2.8 * np.array([float(one.style[side].rstrip("%")) for side in ("left", "top")])


def moved(scenes: Sequence[Element], panel: Panel) -> str:
    """The one input that changes in some scenes; what is only chosen does not count."""
    (name,) = (one for one in panel.sliders if len({scene.inputs[one] for scene in scenes}) > 1)
    return name


def on_steps(value: float, limits: Mapping[str, Any]) -> bool:
    """Whether a value is one that the slider can take: an end, or whole steps from the lower."""
    low, high, step = (limits[one] for one in ("low", "high", "step"))
    if limits["log"]:
        value, low, high = np.log10([value, low, high])
    steps = (value - low) / step
    return bool(abs(steps - round(steps)) < 1e-6 or abs(value - high) < 1e-9)


def check_keys(panel: Panel) -> None:
    """Every key moves one input as it would move its slider, and the handle says its value."""
    (first,) = draw(panel, [{}], only=HOLD)
    steps = [
        {"press": {"hold": hold, "key": turned(one).get(key, key), "shift": shift}}
        for hold, one in enumerate(holds(first))
        for key, shift, _ in KEYS
    ]
    scenes = draw(panel, [{}, *steps], only=HOLD)
    for hold, one in enumerate(holds(first)):
        check_key(panel, hold, turned(one) != {}, scenes[hold * len(KEYS) :][: len(KEYS) + 1])


def turned(hold: Element) -> dict[str, str]:
    """The keys of a handle that goes up and down, in place of those of one that goes along."""
    upright = hold.attributes.get("aria-orientation") == "vertical"
    return {"ArrowRight": "ArrowUp", "ArrowLeft": "ArrowDown"} if upright else {}


def check_key(panel: Panel, hold: int, upright: bool, scenes: Sequence[Element]) -> None:
    """The same of one handle: what was there before the first key, and after each."""
    name = moved(scenes, panel)
    limits = panel.view.ranges[name]
    low, high, step = (limits[end] for end in ("low", "high", "step"))
    ends = np.log10([low, high]) if limits["log"] else (low, high)
    # On an image rows count downwards, as does the key then.
    sign = 1
    if upright:
        least, most = (place(holds(scenes[k])[hold])[1] for k in (4, 1))
        sign = -1 if most > least else 1
    at = scenes[0].inputs[name]
    at = np.log10(at) if limits["log"] else at
    for scene, (key, _, count) in zip(scenes[1:], KEYS, strict=True):
        at = np.clip(at + (sign if "Arrow" in key else 1) * count * step, *ends)
        if at < ends[1]:
            at = ends[0] + round((at - ends[0]) / step) * step
        value = scene.inputs[name]
        found = np.log10(value) if limits["log"] else value
        assert abs(found - at) < 1e-9 * (ends[1] - ends[0]), (name, key, found, at)
        held = holds(scene)[hold]
        assert float(held["aria-valuenow"]) == value
        assert float(held["aria-valuemin"]) <= value <= float(held["aria-valuemax"])
        assert held["aria-label"] and held["aria-valuetext"]


def check_drags(panel: Panel, ways: Iterator[np.ndarray]) -> None:
    """A handle comes to where it is dragged, up to a step, and nothing else changes.

    What has no place of its own, a number on a line, is left to the panel's module.
    """
    (first,) = draw(panel, [{}], only=HOLD)
    for hold, one in enumerate(holds(first)):
        turns = one.attributes.get("aria-orientation")
        if one.tag == "rect" or turns == "vertical":
            continue
        way = next(ways)
        keys = ("Right", "Left", "Left", "Up", "Down", "Down")
        presses = [{"press": {"hold": hold, "key": f"Arrow{key}"}} for key in keys]
        steps = [{}, {"drag": {"hold": hold, "by": way.tolist()}}, *presses]
        drawn = draw(panel, steps, only=HOLD)
        before, after = place(holds(drawn[0])[hold]), place(holds(drawn[1])[hold])
        axes = (0, 1) if turns else (0,)
        for axis in axes:
            nudged = [place(holds(one)[hold])[axis] for one in drawn[1:]]
            slack = 0.6 * np.abs(np.diff(nudged)).max() + 0.05
            off = after[axis] - before[axis] - way[axis]
            assert abs(off) <= slack, (one["aria-label"], off)
        changed = {k for k, v in drawn[1].inputs.items() if v != drawn[0].inputs[k]}
        assert 1 <= len(changed & set(panel.sliders)) <= len(axes)
        for name in changed:
            assert on_steps(drawn[1].inputs[name], panel.view.ranges[name]), name
