"""Each panel's own script on an empty page, with a model as Jupyter would give it."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from ipywidgets.widgets.widget import _remove_buffers
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from nnbook import TwoLayerNet, panels
from nnbook.panels.base import Panel
from nnbook.panels.inputs import NOTEBOOK_W
from tests.samples import (
    IDS,
    ONE_OF_EACH,
    SAMPLES,
    make,
    mismatches,
    quantities,
    reference,
    sliders_of,
)

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A panel</title>
<meta name="viewport" content="width=device-width"><body></body></html>"""
ADDRESS = "http://panel.invalid/"  # nobody's; the test itself answers

# A model with what anywidget's has of Backbone; `listening` counts what is not taken off again.
MOUNT = """async ({esm, css, state, bytes, site}) => {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  for (const [name, text] of Object.entries(bytes)) {
    const raw = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    state.given[name].bytes = new DataView(raw.buffer);
  }
  const listeners = new Map();
  const model = {
    saves: 0,
    get: (name) => state[name],
    set(first, value) {
      const all = typeof first === "object" ? first : {[first]: value};
      for (const [name, one] of Object.entries(all)) {
        const same = JSON.stringify(state[name]) === JSON.stringify(one) && !Number.isNaN(one);
        state[name] = one;
        if (!same) for (const listener of [...(listeners.get(`change:${name}`) ?? [])]) listener();
      }
    },
    save_changes() { model.saves++; },
    on(event, listener) { listeners.set(event, [...(listeners.get(event) ?? []), listener]); },
    off(event, listener) {
      listeners.set(event, listeners.get(event).filter((one) => one !== listener));
    },
    listening: () => [...listeners.values()].flat().length,
  };
  globalThis.nnbookSite = site;
  const el = document.body.appendChild(document.createElement("div"));
  const url = URL.createObjectURL(new Blob([esm], {type: "text/javascript"}));
  const cleanup = (await import(url)).default.render({model, el});
  (globalThis.panels ??= []).push({model, el, cleanup});
}"""
FRAMES = "() => new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(d)))"
SHOWN = """(k) => [...globalThis.panels[k].el.querySelectorAll("[data-quantity]")].map(
  (el) => [el.dataset.quantity, el.dataset.value])"""

one_of_each = pytest.mark.parametrize("panel", ONE_OF_EACH, ids=", ".join, indirect=True)


@pytest.fixture(params=SAMPLES, ids=IDS)
def panel(request: pytest.FixtureRequest) -> Iterator[Panel]:
    made = make(request.param)
    yield made
    made.close()


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 320, "height": 700}) as context:
        context.route(ADDRESS, lambda route: route.fulfill(body=PAGE, content_type="text/html"))
        yield context.new_page()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """A document of its own; the window it is in stays, since a new one is slow to start."""
    wrong: list[str] = []

    def hear_error(error: Error) -> None:
        wrong.append(str(error))

    def hear_message(message: ConsoleMessage) -> None:
        wrong.append(message.text)

    window.goto(ADDRESS)
    window.on("pageerror", hear_error)
    window.on("console", hear_message)
    yield window
    window.remove_listener("pageerror", hear_error)
    window.remove_listener("console", hear_message)
    assert wrong == []


def mount(page: Page, panel: Panel, *, site: bool = False) -> None:
    state, paths, buffers = _remove_buffers(panel.view.get_state())
    page.evaluate(
        MOUNT,
        {
            "esm": state.pop("_esm"),
            "css": state.pop("_css"),
            "state": {k: v for k, v in state.items() if not k.startswith("_")},
            "bytes": {
                path[1]: base64.b64encode(raw).decode()
                for path, raw in zip(paths, buffers, strict=True)
            },
            "site": site,
        },
    )


def move(page: Page, values: dict[str, Any], at: int = 0) -> None:
    page.evaluate("([k, v]) => globalThis.panels[k].model.set(v)", [at, values])
    page.evaluate(FRAMES)


def check(page: Page, panel: Panel, at: int = 0, *, least: int = 5) -> None:
    """Every number shown is nnbook's."""
    root = page.locator("[data-panel]").nth(at)
    inputs = json.loads(root.get_attribute("data-inputs") or "")
    for name in panel.sliders:  # what buttons choose, a panel may choose by itself
        assert inputs[name] == getattr(panel.view, name)
    shown = page.evaluate(SHOWN, at)
    assert len(shown) >= least
    assert mismatches(panel, inputs, dict(shown)) == []


def at_share(limits: Mapping[str, Any], share: float) -> float:
    """The value at a share of the way along a slider."""
    low, high = float(limits["low"]), float(limits["high"])
    if limits["log"]:
        return float(low * (high / low) ** share)
    return round(low + share * (high - low)) if limits["whole"] else low + share * (high - low)


def steps(panel: Panel) -> Iterator[dict[str, float]]:
    """Each input at its ends and on the way, the others as they were."""
    for name, limits in sliders_of(panel).items():
        for share in (0.0, 0.37, 1.0):
            yield {name: at_share(limits, share)}


def test_numbers_are_nnbooks_wherever_the_sliders_are(page: Page, panel: Panel) -> None:
    mount(page, panel)
    check(page, panel)
    for values in steps(panel):
        move(page, values)
        for name, value in values.items():
            setattr(panel.view, name, value)
        check(page, panel)


def first_range(panel: Panel) -> tuple[str, float, float]:
    """The first input, its least and its most."""
    name, limits = next(iter(sliders_of(panel).items()))
    return name, limits["low"], limits["high"]


@one_of_each
def test_results_come_back_once_a_frame(page: Page, panel: Panel) -> None:
    mount(page, panel)
    before = page.evaluate("globalThis.panels[0].model.saves")
    name, low, high = first_range(panel)
    for value in (low, high):
        page.evaluate("([n, v]) => globalThis.panels[0].model.set(n, v)", [name, value])
    page.evaluate(FRAMES)
    assert page.evaluate("globalThis.panels[0].model.saves") <= before + 2  # one a frame
    got = page.evaluate("globalThis.panels[0].model.get('results')")
    inputs = json.loads(page.locator("[data-panel]").get_attribute("data-inputs") or "")
    assert inputs[name] == high
    assert list(got) == list(reference(panel))
    shown = {key: "nan" if one is None else str(one) for key, one in quantities(got).items()}
    assert mismatches(panel, inputs, shown) == []


@one_of_each
def test_a_number_that_is_not_finite_is_told_and_forgiven(page: Page, panel: Panel) -> None:
    mount(page, panel)
    alert, body = page.get_by_role("alert"), page.locator(".np-body")
    assert alert.count() == 0
    for name in panel.sliders:
        kept = getattr(panel.view, name)
        for wrong in ("NaN", "Infinity", "null"):
            page.evaluate(f"globalThis.panels[0].model.set({name!r}, {wrong})")
            page.evaluate(FRAMES)
            assert alert.count() == 1 and "not finite" in alert.inner_text()
            assert not body.is_visible()
        move(page, {name: kept})
        assert alert.count() == 0 and body.is_visible()
        check(page, panel)


@one_of_each
def test_closing_leaves_nothing(page: Page, panel: Panel) -> None:
    mount(page, panel, site=True)
    assert page.evaluate("globalThis.panels[0].model.listening()") > 0
    page.evaluate("globalThis.panels[0].cleanup()")
    assert page.evaluate("globalThis.panels[0].model.listening()") == 0
    assert page.locator("[data-panel]").count() == 0
    saves = page.evaluate("globalThis.panels[0].model.saves")
    name, low, high = first_range(panel)
    move(page, {name: low})
    page.evaluate(
        "([p, n, k, v]) => { location.hash = `panel=${p}&n=${n}&${k}=${v}`; }",
        [panel.view.panel_name, panel.view.place, name, high],
    )
    page.evaluate(FRAMES)
    assert page.evaluate("globalThis.panels[0].model.saves") == saves


# Time that passes when the test says so, however busy the machine is.
CLOCK = """() => {
  let now = 0, last = 0, waiting = [];
  globalThis.setTimeout = (call, after = 0) => {
    waiting.push({ id: ++last, at: now + after, call });
    return last;
  };
  globalThis.clearTimeout = (id) => { waiting = waiting.filter((one) => one.id !== id); };
  globalThis.pass = (time) => {
    now += time;
    const due = waiting.filter((one) => one.at <= now).sort((a, b) => a.at - b.at);
    waiting = waiting.filter((one) => one.at > now);
    for (const { call } of due) call();
  };
}"""


@one_of_each
def test_the_live_region_speaks_late_and_once(page: Page, panel: Panel) -> None:
    page.evaluate(CLOCK)
    mount(page, panel)
    status = page.get_by_role("status")
    page.evaluate("pass(5000)")
    assert status.text_content() == "", "nobody asked yet"
    page.evaluate(
        """() => {
          globalThis.said = [];
          const status = document.querySelector("[role=status]");
          const watch = new MutationObserver(() => said.push(status.textContent));
          watch.observe(status, {childList: true});
        }"""
    )
    for share in (0, 1, 0, 0.3):  # and so not back to where all began
        ends = {name: panel.view.ranges[name] for name in panel.sliders}
        # Each a little less than the one before: weights that are all the same say nothing new.
        places = {name: share * 0.9**k for k, name in enumerate(ends)}
        page.evaluate("pass(500)")
        move(page, {name: at_share(ends[name], one) for name, one in places.items()})
    page.evaluate("pass(500)")
    assert page.evaluate("said") == []
    page.evaluate("pass(500)")
    assert page.evaluate("said.length") == 1
    page.evaluate("pass(5000)")
    assert page.evaluate("said.length") == 1
    assert any(character.isdigit() for character in status.text_content() or "")


def seen(panel: Panel, shown: list[list[str]], inputs: dict[str, Any]) -> dict[str, Any]:
    """Of what a panel computes from some inputs the numbers that it shows."""
    computed = quantities(reference(panel, **inputs))
    return {name: computed.get(name) for name, _ in shown}


@one_of_each
def test_copies_do_not_disturb_each_other(page: Page, panel: Panel) -> None:
    mount(page, panel)
    mount(page, panel)
    before = page.evaluate(SHOWN, 1)
    ends = [(name, one[end]) for name, one in sliders_of(panel).items() for end in ("high", "low")]
    # The last that changes what is shown: in the bowl one weight may be done after one step. But
    # another digit comes in place of a drawing, which by itself is read in place of the digit.
    shown = seen(panel, before, {})
    changing = [(name, end) for name, end in ends if seen(panel, before, {name: end}) != shown]
    name, away = (changing or ends[:1])[-1]
    move(page, {name: away})
    assert page.evaluate(SHOWN, 1) == before != page.evaluate(SHOWN, 0)


def test_fits_a_narrow_screen_and_a_finger(page: Page, panel: Panel) -> None:
    mount(page, panel, site=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".np-plot text")].map((text) => {
          const svg = text.ownerSVGElement.closest(".np-plot");
          const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
          return scale * parseFloat(getComputedStyle(text).fontSize);
        })"""
    )
    assert min(sizes, default=11) >= 11
    for button in page.get_by_role("button").all():
        box = button.bounding_box()
        assert box and box["width"] >= 44 and box["height"] >= 44


def test_buttons_move_the_weights(page: Page) -> None:
    panel = panels.weight_perturbation()
    mount(page, panel)

    def weights() -> list[float]:
        names = [f"w_{i}_{j}" for i in range(2) for j in range(3)]
        found: list[float] = page.evaluate(
            "(names) => names.map((n) => globalThis.panels[0].model.get(n))", names
        )
        return found

    start = weights()
    page.get_by_role("button", name="One gradient step").click()
    page.evaluate(FRAMES)
    stepped = np.ravel(NOTEBOOK_W) - np.ravel(panel.results["gradient"])
    np.testing.assert_allclose(weights(), stepped, atol=1e-9)
    # Chance would now and then draw a weight twice: the browser's dice follow a rule here.
    page.evaluate(
        "() => { let n = 1; Math.random = () => (n = n * 16807 % 2147483647) / 2147483647; }"
    )
    page.get_by_role("button", name="Random W").click()
    assert len({*weights(), *start}) == 12 and max(map(abs, weights())) <= 3
    page.get_by_role("button", name="Notebook").click()
    assert weights() == start
    cell = page.get_by_role("button", name="W[1,0]")
    cell.click()
    page.evaluate(FRAMES)
    assert cell.get_attribute("aria-pressed") == "true"
    assert page.get_by_text("The loss along W[1,0]").is_visible()
    panel.close()


def test_links_are_for_the_built_site(page: Page) -> None:
    panel = panels.descent()
    mount(page, panel)
    assert page.get_by_role("button", name="Copy link").count() == 0
    mount(page, panel, site=True)
    page.evaluate("navigator.clipboard && (navigator.clipboard.writeText = () => Promise.reject())")
    page.get_by_role("button", name="Copy link").click()
    address = page.get_by_label("Link to this state")
    address.wait_for()
    link = address.input_value()
    start = "&start_0=1.6686686&start_1=-0.82705022"
    assert link.endswith(f"#panel=gradient_descent&n={panel.view.place}&rate=1&steps=12{start}")
    panel.close()


def test_gradient_check_says_what_it_compares(page: Page) -> None:
    panel = panels.gradient_check(TwoLayerNet(2, 1, 2, 0.0), [[1.0, 2.0]], [0])
    mount(page, panel)
    assert page.get_by_text("But W1[0,0] compares 0 with 0.").is_visible()
    assert not any(word in page.content() for word in (">NaN", ">undefined"))
    move(page, {"entry": 6, "h": 1e-12})
    assert page.get_by_text("check_gradient refuses").is_visible()
    assert page.get_by_text("compares 0 with 0").count() == 0
    panel.close()
