"""Finding, moving and reading the panels of a page."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from playwright.sync_api import CDPSession, Locator, Page

from tests.browser.reference import mismatches

STATE = 'script[type="application/vnd.jupyter.widget-state+json"]'
VIEW = "application/vnd.jupyter.widget-view+json"
NEXT_FRAME = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
READ = """(root) => Object.fromEntries(
  [...root.querySelectorAll("[data-quantity]")].map((el) => [el.dataset.quantity, el.dataset.value])
)"""


@dataclass
class Slider:
    """One slider of a panel, as it was made and where it is on the page."""

    name: str
    minimum: float
    maximum: float
    step: float
    handle: Locator
    track: Locator
    readout: Locator

    def value(self) -> float:
        """Return where it stands, at full precision."""
        return float(self.handle.get_attribute("aria-valuenow") or "nan")

    def at(self, share: float) -> tuple[float, float]:
        """Return the point of the page at a share of the track's width."""
        box = self.track.bounding_box()
        assert box
        return box["x"] + share * box["width"], box["y"] + box["height"] / 2


@dataclass
class LivePanel:
    """One panel of a page."""

    page: Page
    name: str
    root: Locator
    traits: dict[str, Any]
    sliders: list[Slider]

    def values(self) -> dict[str, float]:
        """Return the sliders' values by name."""
        return {slider.name: slider.value() for slider in self.sliders}

    def check(self, *after: Any) -> None:
        """Assert that every number shown is nnbook's; `after` says what was done, if not."""
        self.page.evaluate(NEXT_FRAME)
        shown = self.root.evaluate(READ)
        assert shown, f"{self.name} shows no quantity"
        inputs = {**self.traits, **self.values(), **self.chosen()}
        wrong = mismatches(self.name, inputs, shown)
        assert not wrong, "\n".join([f"{self.name}, after {after}, at {inputs}", *wrong])

    def chosen(self) -> dict[str, int]:
        """Return what the panel itself chose, where it says so: the pressed one of its cells."""
        pressed = self.root.locator(".np-cell").evaluate_all(
            "(cells) => cells.findIndex((cell) => cell.getAttribute('aria-pressed') === 'true')"
        )
        return {"chosen": pressed} if pressed >= 0 else {}


def find_panels(page: Page) -> list[LivePanel]:
    """Wait until every panel of `page` is alive, and return them in order."""
    views = page.locator(f'script[type="{VIEW}"]')
    alive = page.locator(".panel-output-alive")
    alive.nth(views.count() - 1).wait_for(state="attached")
    models = json.loads(page.locator(STATE).text_content() or "")["state"]
    return [
        _panel(page, models, json.loads(text)["model_id"], alive.nth(at))
        for at, text in enumerate(views.all_text_contents())
    ]


def _panel(page: Page, models: dict[str, Any], box: str, place: Locator) -> LivePanel:
    inside = list(_descendants(models, box))
    (view,) = (one for one in inside if models[one]["model_module"] == "anywidget")
    names = {
        _id(link["state"]["source"][0]): link["state"]["target"][1]
        for link in models.values()
        if link["model_name"] == "LinkModel" and _id(link["state"]["target"][0]) == view
    }
    made = [one for one in inside if models[one]["model_name"].endswith("SliderModel")]
    assert set(made) == set(names), "every slider must be linked to the view"
    sliders = []
    for at, one in enumerate(made):
        state, row = models[one]["state"], place.locator(".widget-slider").nth(at)
        handle, track = row.get_by_role("slider"), row.locator(".noUi-base")
        ends = state["min"], state["max"], state["step"]
        readout = row.locator(".widget-readout")
        sliders.append(Slider(names[one], *ends, handle, track, readout))
    traits = dict(models[view]["state"])
    for buffer in models[view].get("buffers", []):
        traits[buffer["path"][0]] = np.frombuffer(base64.b64decode(buffer["data"]))
    root = place.locator("[data-panel]")
    return LivePanel(page, traits["panel_name"], root, traits, sliders)


def _descendants(models: dict[str, Any], one: str) -> Any:
    yield one
    for child in models[one]["state"].get("children", []):
        yield from _descendants(models, _id(child))


def _id(reference: str) -> str:
    return reference.removeprefix("IPY_MODEL_")


def by_keyboard(panel: LivePanel, slider: Slider) -> None:
    """Press every key that moves a slider, and check its value and the panel after each."""
    low, high, step = slider.minimum, slider.maximum, slider.step
    slider.handle.focus()
    for key, value in [
        ("Home", low),
        ("ArrowLeft", low),
        ("ArrowRight", low + step),
        ("ArrowUp", low + 2 * step),
        ("PageUp", low + 12 * step),
        ("PageDown", low + 2 * step),
        ("ArrowDown", low + step),
        ("ArrowLeft", low),
        ("PageUp", low + 10 * step),
        ("End", high),
        ("PageUp", high),
    ]:
        panel.page.keyboard.press(key)
        panel.check(slider.name, key)
        wanted = min(max(value, low), high)
        assert abs(slider.value() - wanted) < 1e-9 * (high - low), (slider.name, key)


def by_mouse(panel: LivePanel, slider: Slider) -> None:
    """Drag the handle through the range, checking on the way, then click on the track."""
    mouse = panel.page.mouse
    slider.handle.scroll_into_view_if_needed()
    box = slider.handle.bounding_box()
    assert box
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    for share in (0.05, 0.3, 0.62, 0.97, 0.5):
        mouse.move(*slider.at(share), steps=3)
        panel.check(slider.name, "dragged to", share)
        _assert_at(slider, share)
    mouse.up()
    mouse.click(*slider.at(0.2))
    panel.check(slider.name, "clicked")
    _assert_at(slider, 0.2)


def by_touch(panel: LivePanel, slider: Slider, devtools: CDPSession) -> None:
    """Drag the handle through the range with a finger."""
    slider.handle.scroll_into_view_if_needed()
    box = slider.handle.bounding_box()
    assert box

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": x, "y": y} for x, y in points]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
    for share in (0.1, 0.45, 0.9, 0.33):
        touch("touchMove", slider.at(share))
        panel.check(slider.name, "touched to", share)
        _assert_at(slider, share)
    touch("touchEnd")


def _assert_at(slider: Slider, share: float) -> None:
    """The handle follows the pointer, to a step and a few pixels."""
    length = slider.maximum - slider.minimum
    box = slider.track.bounding_box()
    assert box
    slack = slider.step + 3 * length / box["width"]
    wanted = slider.minimum + share * length
    assert abs(slider.value() - wanted) <= slack, (slider.name, share, slider.value())
