"""Finding, moving and reading the panels of a page."""

from __future__ import annotations

import base64
import copy
import functools
import json
import math
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, FloatRect, Locator, Page

from nnbook.panels import PANELS, inputs
from nnbook.panels.base import HERE, Panel
from tests.browser.soup import scripts
from tests.samples import FIRST, make, mismatches

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
# Once what was done has been drawn, and what a panel needs for that has come: the sliders'
# values, every quantity, and what the panel itself says it was computed from. As one text: the
# protocols of browsers describe each value of an object, which takes longer than all else.
READ = """async (panel) => {
  const place = document.querySelectorAll(".panel-output-alive")[panel];
  const drawn = () =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  do await drawn(); while (place.querySelector("[aria-busy=true]"));
  const all = (selector, read) => [...place.querySelectorAll(selector)].map(read);
  return JSON.stringify({
    values: all(".widget-slider [role=slider]", (el) => Number(el.getAttribute("aria-valuenow"))),
    shown: all("[data-quantity]", (el) => [el.dataset.quantity, el.dataset.value]),
    inputs: JSON.parse(place.querySelector("[data-panel]").dataset.inputs),
  });
}"""
# Brings an element to the middle of the window and waits until it stays there: a swipe goes on
# for a while after the finger is lifted, and what comes into the window for the first
# time moves all below it.
CENTRE = """async (one) => {
  const place = () => JSON.stringify(one.getBoundingClientRect());
  for (let stayed = 0, frames = 0, now = place(); stayed < 3; frames += 1) {
    if (frames === 300) throw new Error(`it never comes to rest: ${now}`);
    one.scrollIntoView({ block: "center", behavior: "instant" });
    await new Promise((done) => requestAnimationFrame(done));
    const before = now;
    now = place();
    stayed = now === before ? stayed + 1 : 0;
  }
}"""
# Is an element out of the window, or below what stands at its upper edge?
OUTSIDE = """(handle) => {
  const { top, bottom } = handle.getBoundingClientRect();
  return top < 150 || bottom > innerHeight - 50;
}"""
# Where a slider's handle and its track are.
REACH = """(handle) => {
  const [own, base] = [handle, handle.closest(".noUi-base")].map((one) =>
    one.getBoundingClientRect());
  const [x, y] = [own.x + own.width / 2, own.y + own.height / 2];
  return [x, y, base.x, base.width, base.y + base.height / 2];
}"""


@dataclass
class Track:
    """Where the track of a slider lies in the window: all along a drag, which moves no panel."""

    left: float
    width: float
    height: float

    def at(self, share: float) -> tuple[float, float]:
        """Return the point at a share of the track's width."""
        return self.left + share * self.width, self.height


@dataclass
class Slider:
    """One slider of a panel, as it was made and where it is on the page.

    Places are those of its handle: exponents where it is logarithmic, else values.
    """

    name: str
    lowest: float
    highest: float
    step: float
    log: bool
    handle: Locator
    track: Locator
    readout: Locator

    @property
    def kind(self) -> tuple[bool, bool]:
        """What its scale is like: sliders of one kind are moved by the same code."""
        return self.log, self.step >= 1

    @property
    def minimum(self) -> float:
        """The least value."""
        return self.value(self.lowest)

    @property
    def maximum(self) -> float:
        """The most."""
        return self.value(self.highest)

    def value(self, place: float) -> float:
        """Return the value at a place of the handle."""
        return float(f"{10**place:.12g}") if self.log else place

    def place(self, value: float) -> float:
        """Return the place of the handle at a value."""
        return math.log10(value) if self.log else value

    def reach(self) -> tuple[tuple[float, float], Track]:
        """Bring it into the window; return the middle of its handle, and its track."""
        if self.handle.evaluate(OUTSIDE):
            centred(self.handle)
        x, y, *track = self.handle.evaluate(REACH)
        return (x, y), Track(*track)


@dataclass
class LivePanel:
    """One panel of a page."""

    page: Page
    name: str
    at: int
    place: Locator
    traits: dict[str, Any]
    sliders: list[Slider]

    @property
    def root(self) -> Locator:
        """The element that the panel's own script drew."""
        return self.place.locator("[data-panel]")

    def is_model(self, slider: Slider) -> bool:
        """Whether what is the same for all sliders of its kind is tried on this one."""
        return models()[slider.kind] == (self.name, slider.name)

    def made(self) -> dict[str, float]:
        """Return the values that the sliders were made with."""
        return {slider.name: self.traits[slider.name] for slider in self.sliders}

    def check(self, *after: Any) -> dict[str, float]:
        """Assert that every number shown is nnbook's, and return the sliders' values.

        `after` says what was done before, for the message.
        """
        names = [slider.name for slider in self.sliders]
        read = once_drawn(lambda: self.page.evaluate(READ, self.at), names)
        return compare(self.name, self.traits, names, read, after)


def settings(read: dict[str, Any], sliders: list[str]) -> dict[str, float]:
    """What the sliders say."""
    return dict(zip(sliders, read["values"], strict=True))


def once_drawn(read: Callable[[], str], sliders: list[str]) -> dict[str, Any]:
    """What `READ` reads, some frames later if need be.

    A panel that runs by itself moves a slider in one frame, and draws in the next.
    """
    for _ in range(5):
        found: dict[str, Any] = json.loads(read())
        if settings(found, sliders).items() <= found["inputs"].items():
            break
    return found


def compare(
    name: str, traits: dict[str, Any], sliders: list[str], read: dict[str, Any], after: Any
) -> dict[str, float]:
    """Assert that what `READ` read of a panel is nnbook's, and return its sliders' values."""
    assert read["shown"], f"{name} shows no quantity"
    values = settings(read, sliders)
    assert values.items() <= read["inputs"].items(), (name, after, read)
    state = {**traits["given"], **read["inputs"]}
    wrong = mismatches(_first(name), state, dict(read["shown"]))
    assert not wrong, "\n".join([f"{name}, after {after}, at {values}", *wrong])
    return values


@functools.cache
def models() -> dict[tuple[bool, bool], tuple[str, str]]:
    """For each kind of slider the first panel that has one, and the slider's name.

    All sliders of a kind are moved by the same code, on whatever page they are.
    """
    found: dict[tuple[bool, bool], tuple[str, str]] = {}
    for name, panel in PANELS.items():
        for slider, made in vars(panel).items():
            if isinstance(made, inputs.Slider):
                found.setdefault((made.log, made.step >= 1), (name, slider))
    return found


@functools.cache
def movable(path: str) -> set[Any]:
    """What there is on a page to be moved: models of sliders, drawings, handles, so many panels."""
    (kept,), views = scripts(path, STATE), scripts(path, VIEW)
    found: set[Any] = {len(views)}
    for view in views:
        traits, sliders = parts_of(kept["state"], view["model_id"])
        found |= {(traits["panel_name"], slider) for slider in sliders} & {*models().values()}
        code = (HERE / f"{traits['panel_name']}.mjs").read_text(encoding="utf-8")
        found |= {*re.findall(r"\b(?:disc|scrub|HOLDS)\b", code)}  # of handles.mjs
        found |= {"drawing" for limits in traits["ranges"].values() if "pattern" in limits}
    return found


@functools.cache
def _first(name: str) -> Panel:
    """A panel of this name, to ask what it would compute from the state of another."""
    return make(FIRST[name])


def find_panels(page: Page) -> list[LivePanel]:
    """Bring every panel of `page` near, wait until all are alive, and return them in order."""
    views = page.locator(f'script[type="{VIEW}"]')
    alive = page.locator(".panel-output-alive")
    # For the runtime, which comes after the page. Not `wait_for_function`: a policy of the host may
    # forbid what that makes the page do.
    until = time.monotonic() + 30
    while not page.evaluate("!!globalThis.nnbookSite") and time.monotonic() < until:
        page.wait_for_timeout(20)
    at = page.evaluate("[scrollX, scrollY]")
    for place in page.locator(".panel-output").all():
        place.evaluate("(place) => place.scrollIntoView({ behavior: 'instant' })")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    alive.nth(views.count() - 1).wait_for(state="attached")
    page.evaluate("([x, y]) => scrollTo({ left: x, top: y, behavior: 'instant' })", at)
    models = json.loads(page.locator(f'script[type="{STATE}"]').text_content() or "")["state"]
    return [
        _panel(page, models, json.loads(text)["model_id"], at, alive.nth(at))
        for at, text in enumerate(views.all_text_contents())
    ]


def _panel(page: Page, models: dict[str, Any], box: str, at: int, place: Locator) -> LivePanel:
    traits, made = parts_of(models, box)
    sliders = []
    for k, (name, state) in enumerate(made.items()):
        row = place.locator(".widget-slider").nth(k)
        handle, track = row.get_by_role("slider"), row.locator(".noUi-base")
        ends = state["min"], state["max"], state["step"], "base" in state
        readout = row.locator(".widget-readout")
        sliders.append(Slider(name, *ends, handle, track, readout))
    return LivePanel(page, traits["panel_name"], at, place, traits, sliders)


def parts_of(models: dict[str, Any], box: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a page keeps of a panel: the traits of its view, and its sliders by input."""
    inside = list(_descendants(models, box))
    (view,) = (one for one in inside if models[one]["model_module"] == "anywidget")
    names = {
        _id(link["state"]["source"][0]): link["state"]["target"][1]
        for link in models.values()
        if link["model_name"] == "LinkModel" and _id(link["state"]["target"][0]) == view
    }
    made = [one for one in inside if models[one]["model_name"].endswith("SliderModel")]
    assert set(made) == set(names), "every slider must be linked to the view"
    traits = copy.deepcopy(models[view]["state"])
    for buffer in models[view].get("buffers", []):
        _, name, _ = buffer["path"]  # given, its name, bytes
        sent, raw = traits["given"][name], base64.b64decode(buffer["data"])
        traits["given"][name] = np.frombuffer(raw, sent["dtype"]).reshape(sent["shape"])
    for name in PANELS[traits["panel_name"]].late if traits["panel_name"] in PANELS else ():
        del traits["given"][name]  # in a file of its own; `_first` has it
    return traits, {names[one]: models[one]["state"] for one in made}


def _descendants(models: dict[str, Any], one: str) -> Any:
    yield one
    for child in models[one]["state"].get("children", []):
        yield from _descendants(models, _id(child))


def _id(reference: str) -> str:
    return reference.removeprefix("IPY_MODEL_")


# Of each key, and of those keys in a row, what they add to the slider's place, in steps.
KEYS = tuple(
    ((key,), steps)
    for key, steps in (
        ("Home", -math.inf),
        ("ArrowLeft", -1),
        ("ArrowRight", 1),
        ("ArrowUp", 1),
        ("PageUp", 10),
        ("PageDown", -10),
        ("ArrowDown", -1),
        ("PageUp", 10),
        ("End", math.inf),
        ("PageUp", 10),
        ("PageDown", -10),
    )
)
FEW_KEYS = ((("Home",), -math.inf), (("PageUp", "ArrowRight"), 11), (("End",), math.inf))


def by_keyboard(panel: LivePanel, slider: Slider) -> None:
    """Press keys that move a slider, and check its value and the panel after each.

    On the first of its kind every key there is; on others two keys are pressed in a row.
    """
    low, high, step = slider.lowest, slider.highest, slider.step
    wanted = low
    slider.handle.focus()
    for keys, steps in KEYS if panel.is_model(slider) else FEW_KEYS:
        for key in keys:
            panel.page.keyboard.press(key)
        now = slider.place(panel.check(slider.name, keys)[slider.name])
        wanted = min(max(wanted + steps * step, low), high)
        if wanted < high:  # the upper end need not be a whole number of steps away
            wanted = low + round((wanted - low) / step) * step
        assert abs(now - wanted) < 1e-9 * (high - low), (slider.name, keys, now, wanted)


def by_mouse(panel: LivePanel, slider: Slider) -> None:
    """Drag the handle through the range, checking on the way, then click on the track."""
    first = panel.is_model(slider)
    mouse = panel.page.mouse
    start, track = slider.reach()
    mouse.move(*start)
    mouse.down()
    for share in (0.05, 0.3, 0.62, 0.97, 0.5) if first else (0.3, 0.97):
        mouse.move(*track.at(share), steps=3 if first else 1)
        _assert_at(slider, track, share, panel.check(slider.name, "dragged to", share))
    mouse.up()
    if first:
        mouse.click(*track.at(0.2))
        _assert_at(slider, track, 0.2, panel.check(slider.name, "clicked"))


def by_touch(panel: LivePanel, slider: Slider, devtools: CDPSession) -> None:
    """Drag the handle through the range with a finger."""
    start, track = slider.reach()

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", start)
    # First to the far end: a browser lets the first few pixels of a touch pass for a tap.
    far, near = (0.9, 0.1) if start[0] < track.at(0.5)[0] else (0.1, 0.9)
    for share in (far, 0.45, near, 0.33) if panel.is_model(slider) else (far, near):
        touch("touchMove", track.at(share))
        _assert_at(slider, track, share, panel.check(slider.name, "touched to", share))
    touch("touchEnd")


def by_hand(panel: LivePanel) -> None:
    """Take hold of each handle, with the mouse and with keys: the sliders follow, and all numbers.

    The first one tries all that handles have in common. How far one goes is for
    tests/drawn/handles.py to say.
    """
    page = panel.page
    for at, hold in enumerate(panel.root.locator(".np-hold:not(.np-second)").all()):
        name = hold.get_attribute("aria-label")
        x, y = middle(centred(hold))
        start = panel.check("looking")
        if at == 0:
            page.mouse.move(x, y)
            page.mouse.down(button="right")
            page.mouse.move(x + 30, y)
            page.mouse.up(button="right")
            assert panel.check(name, "the right button") == start
        page.mouse.move(x, y)
        page.mouse.down()
        changed = set()
        # Out of the window too.
        for dx, dy in [(9, -9), (-31, 12), (23, 4), (5000, -3000), (14, -8)][: 3 if at else None]:
            page.mouse.move(x + dx, y + dy)
            dragged = panel.check(name, "dragged by", dx, dy)
            changed |= {one for one in start if dragged[one] != start[one]}
        page.mouse.up()
        assert len(changed) in (1, 2), (name, changed)
        page.mouse.move(x, y)
        assert panel.check(name, "let go") == dragged
        few = ("ArrowRight", "Shift+ArrowUp")
        for key in few if at else ("Home", *few, "PageUp", "ArrowLeft", "End"):
            page.keyboard.press(key)
            values = panel.check(name, key)
            now = page.evaluate("document.activeElement.getAttribute('aria-valuenow')")
            assert float(now) in values.values(), (
                "the focus stays, or goes to the other input of it"
            )


def by_finger(panel: LivePanel, hold: Locator, devtools: CDPSession, *, first: bool) -> None:
    """Drag a handle with a finger: it moves, and the page does not.

    On the first of a panel: what a second finger or the browser ends is as if it had not been.
    """
    page = panel.page
    name = hold.get_attribute("aria-label")
    box = centred(hold)
    assert min(box["width"], box["height"]) >= 24, (name, box)
    x, y = middle(box)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    start, scrolled = panel.check("looking"), page.evaluate("scrollY")
    for end in ("touchCancel", "touchStart", "touchEnd") if first else ("touchEnd",):
        touch("touchStart", (x, y))
        moved = False  # at one of the places: the slider may be at an end already
        for dx, dy in ((-6, 8), (-20, 40), (24, -60), (20, -30)):
            touch("touchMove", (x + dx, y + dy))
            dragged = panel.check(name, "dragged by", dx, dy)
            moved |= dragged != start
        assert moved, name
        if end == "touchStart":  # a second finger
            touch(end, (x + 20, y - 30), middle(box_of(hold)))
            assert panel.check(name, "two fingers") == start
            touch("touchEnd")
        else:
            touch(end)
        assert panel.check(name, end) == (dragged if end == "touchEnd" else start)
    assert page.evaluate("scrollY") == scrolled


def centred(one: Locator) -> FloatRect:
    """Bring it to the middle of the window; return where it is, once it is at rest."""
    one.evaluate(CENTRE)
    return box_of(one)


def box_of(one: Locator) -> FloatRect:
    """Where it is in the window."""
    box = one.bounding_box()
    assert box
    return box


def middle(box: FloatRect) -> tuple[float, float]:
    """Return the middle of a box."""
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _assert_at(slider: Slider, track: Track, share: float, values: dict[str, float]) -> None:
    """The handle follows the pointer, to a step and a few pixels."""
    length = slider.highest - slider.lowest
    slack = slider.step + 3 * length / track.width
    wanted = slider.lowest + share * length
    assert abs(slider.place(values[slider.name]) - wanted) <= slack, (slider.name, share, values)
