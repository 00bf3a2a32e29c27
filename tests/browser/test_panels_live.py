"""The panels of the built site, moved as a reader moves them and compared with nnbook."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from nnbook.panels.base import HERE, join_esm
from tests.browser.conftest import served
from tests.browser.live import (
    READ,
    VIEW,
    LivePanel,
    box_of,
    by_finger,
    by_hand,
    by_keyboard,
    by_mouse,
    by_touch,
    centred,
    find_panels,
    middle,
    models,
    movable,
)
from tests.browser.soup import HTML, built_pages, loaded, text_of
from tests.browser.visits import READS_ALL, Window, wait_for, watch
from tests.enough import few
from tests.samples import ONE_OF_EACH, make, mismatches, quantities, reference

PAGES = [page for page in built_pages() if VIEW in (HTML / page).read_text(encoding="utf-8")]
NAMED = '"_esm": "gradient_check"'  # its code is in the runtime; without a name, in the page
OTHERS = [page for page in built_pages() if page not in PAGES]
# The pictures that are seen: those of panels that are alive are not asked for.
PICTURES_ARE_THERE = """() => [...document.querySelectorAll("img:not(.panel-static img)")]
  .every((one) => one.loading !== "lazy" && one.complete)"""


@pytest.fixture
def sub_path(tmp_path: Path) -> Iterator[str]:
    """Address of the site where it is not at the root of its host."""
    (tmp_path / "book").symlink_to(HTML)
    with served(tmp_path) as address:
        yield f"{address}/book"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all: its first page goes from address to address, which a new one is slow to do."""
    with browser.new_context() as context:
        yield context


@pytest.fixture(scope="module")
def another(browser: Browser) -> Iterator[BrowserContext]:
    """One for whom somebody else's links are new."""
    with browser.new_context() as context:
        yield context


@pytest.fixture(scope="module")
def finger(browser: Browser) -> Iterator[BrowserContext]:
    """The same on a phone."""
    phone = {"width": 360, "height": 740}
    with browser.new_context(viewport=phone, has_touch=True, is_mobile=True) as context:
        yield context


@pytest.fixture
def panels(request: pytest.FixtureRequest, at_panels: Visits, path: str) -> Iterator[list[Any]]:
    """The panels of a page as the last test left them; nothing must go wrong."""
    yield at_panels(path)
    assert at_panels.complaints == []


@pytest.fixture(scope="module")
def at_panels(browser: Browser, site: str) -> Iterator[Visits]:
    """Call it with the path of a page to be at its panels."""
    with browser.new_context() as context:
        yield Visits(context, site)


class Visits:
    """A page that stays where it is when asked for the same: to open one takes seconds.

    For tests that do not ask how the panels were before.
    """

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.page, self.site = context.new_page(), site
        self.complaints = watch(self.page, site)
        self.path = ""
        self.panels: list[LivePanel] = []

    def __call__(self, path: str) -> list[LivePanel]:
        if path != self.path:
            self.path = ""
            self.page.goto(f"{self.site}/{path}", wait_until="load")
            self.panels = find_panels(self.page)
            self.path = path
        return self.panels


@contextmanager
def opened(context: BrowserContext, site: str, path: str) -> Iterator[tuple[Page, list[LivePanel]]]:
    """Open a page and its panels; in the end nothing must have gone wrong."""
    page = context.pages[0] if context.pages else context.new_page()
    context.set_offline(False)
    page.goto("about:blank")  # an address that differs after the # would not be opened anew
    complaints = watch(page, site)
    page.goto(f"{site}/{path}", wait_until="load")
    yield page, find_panels(page)
    assert complaints == []


def test_there_are_panels_to_test() -> None:
    assert "index.html" in PAGES
    assert len(PAGES) >= 6


@pytest.mark.parametrize("path", PAGES)
def test_sliders_by_keyboard_and_mouse(panels: list[LivePanel]) -> None:
    for panel in panels:
        panel.check("opening")
        for slider in panel.sliders:
            by_keyboard(panel, slider)
            by_mouse(panel, slider)
        by_hand(panel)


def test_what_all_sliders_share_is_tried_on_one_that_there_is() -> None:
    for name, slider in models().values():
        assert any(f'"panel_name": "{name}"' in text_of(path) for path in PAGES), (name, slider)


@pytest.mark.parametrize("path", few(PAGES, loaded))
def test_sliders_from_a_sub_path_with_the_network_off(
    context: BrowserContext, sub_path: str, path: str
) -> None:
    with opened(context, sub_path, path) as (page, panels):
        wait_for(page, PICTURES_ARE_THERE)  # the last that comes
        context.set_offline(True)
        for panel in panels:  # where the page lies changes no slider: one of each will do
            panel.check("opening")
            by_keyboard(panel, panel.sliders[0])


@pytest.mark.parametrize("path", few(PAGES, movable))
def test_sliders_by_touch(finger: BrowserContext, site: str, path: str) -> None:
    with opened(finger, site, path) as (page, panels):
        devtools = finger.new_cdp_session(page)
        for panel in panels:
            for slider in panel.sliders:
                by_touch(panel, slider, devtools)
            for at, hold in enumerate(panel.root.locator(".np-hold:not(.np-second)").all()):
                by_finger(panel, hold, devtools, first=at == 0)
        devtools.detach()


@pytest.mark.parametrize("path", PAGES)
def test_buttons_move_the_sliders(panels: list[LivePanel]) -> None:
    for panel in panels:
        for _round in range(2):
            for button in panel.root.get_by_role("button").all():
                if button.inner_text() != "Copy link":
                    button.click()
                    panel.check("pressing", button.inner_text())


@pytest.mark.parametrize("path", few(PAGES, movable))
def test_readouts_take_numbers(panels: list[LivePanel]) -> None:
    for panel in panels:
        keyboard = panel.page.keyboard
        for slider in panel.sliders:
            before = panel.check("reading")[slider.name]
            slider.readout.focus()
            slider.readout.blur()
            assert panel.check("looking")[slider.name] == before, "a look must not round it"
            low = slider.minimum
            inside = slider.lowest + 0.6 * (slider.highest - slider.lowest)
            inside = round(inside, 3 if slider.step < 1 else 0)
            inside = float(f"{slider.value(inside):.6g}")
            typed = [
                (f"{low:.15g}".replace("-", "\u2212"), "Enter", low, False),
                (f"{inside:g}", "Tab", inside, False),
                ("999999999", "Enter", inside, True),
            ]
            if panel.is_model(slider):
                typed += [
                    ("nonsense", "Enter", inside, True),
                    ("0", "Escape", inside, False),
                    (f"{inside:g} or so", "Enter", inside, True),
                ]
            for text, key, value, refused in typed:
                slider.readout.focus()
                keyboard.press("Control+A")
                keyboard.insert_text(text)
                keyboard.press(key)
                now = panel.check(slider.name, text, key)[slider.name]
                assert now == pytest.approx(value, rel=1e-12, abs=1e-12), (text, key)
                told = slider.readout.locator("xpath=..").get_by_role("alert").inner_text()
                assert bool(told) == refused, (text, told)
            keypad = slider.readout.get_attribute("inputmode")
            minus = slider.minimum < 0 or slider.log
            whole = panel.traits["ranges"][slider.name]["whole"]
            assert keypad == ("text" if minus else "numeric" if whole else "decimal")


@pytest.mark.parametrize("path", few(PAGES, movable))
def test_link_restores_every_slider(
    context: BrowserContext, another: BrowserContext, site: str, path: str
) -> None:
    """For who opens it afresh, and for who has the page open; the other panels are as made."""
    with opened(context, site, path) as (page, panels):
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        links = []
        for panel in panels:
            for k, slider in enumerate(panel.sliders):
                page.mouse.click(*slider.reach()[1].at(0.1 + 0.8 * k / len(panel.sliders)))
            panel.check("moving every slider")
            panel.root.get_by_role("button", name="Copy link").click()
            links.append(page.evaluate("navigator.clipboard.readText()"))
            assert links[-1].startswith(f"{site}/{path}#panel={panel.name}&n=")
        moved = [panel.check("sharing") for panel in panels]
        assert all(values != panel.made() for values, panel in zip(moved, panels, strict=True))
    wanted = [panel.made() for panel in panels]
    last = links[-1].removeprefix(f"{site}/")
    with opened(another, site, last) as (page, fresh):
        for at in range(len(links) - 1, -1, -1):
            page.evaluate("(link) => { location.href = link; }", links[at])
            wanted[at] = moved[at]
            assert [panel.check("opening", links[at]) for panel in fresh] == wanted


@pytest.mark.parametrize("kind", ["along", "across", "tap", "cancelled", "two fingers"])
def test_a_finger_that_scrolls_moves_no_slider(
    finger: BrowserContext, site: str, kind: str
) -> None:
    with opened(finger, site, "book/softmax.html") as (page, (panel, *_)):
        devtools = finger.new_cdp_session(page)
        slider = panel.sliders[0]
        centred(slider.track)
        before = panel.check("opening")[slider.name]
        x, y = slider.reach()[1].at(0.9)  # beside the handle

        def touch(kind: str, *points: tuple[float, float]) -> None:
            places = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(points)]
            devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

        touch("touchStart", (x, y))
        assert panel.check("touching")[slider.name] == before, "a touch alone says nothing"
        scrolled = page.evaluate("scrollY")
        if kind == "along":
            for step in range(1, 9):
                touch("touchMove", (x + step, y - 20 * step))
                panel.check("scrolling")
        elif kind == "two fingers":
            touch("touchStart", (x, y), (x - 30, y))
            touch("touchMove", (x + 30, y), (x - 70, y))
        elif kind != "tap":
            touch("touchMove", (x - 40, y + 10))
            panel.check("dragging")
        if kind == "cancelled":
            touch("touchCancel")
        else:
            touch("touchEnd")
        after = panel.check(kind)[slider.name]
        assert (after != before) == (kind in ("across", "tap")), (before, after)
        assert (page.evaluate("scrollY") != scrolled) == (kind == "along")


def test_a_finger_beside_a_handle_scrolls_and_letters_of_any_size_do_not_mislead(
    finger: BrowserContext, site: str
) -> None:
    with opened(finger, site, "book/cross_entropy.html") as (page, (panel, *_)):
        devtools = finger.new_cdp_session(page)
        hold = panel.root.locator(".np-hold").first
        before = panel.check("opening")

        def swipe(*points: tuple[float, float]) -> None:
            for kind, (x, y) in zip(("touchStart", *["touchMove"] * 9), points, strict=False):
                devtools.send(
                    "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]}
                )
            devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        drawing = hold.locator("xpath=ancestor::*[local-name()='svg']").last
        chart = centred(drawing)
        x, y, at = chart["x"] + 0.8 * chart["width"], chart["y"] + 0.4 * chart["height"], "scrollY"
        scrolled = page.evaluate(at)
        swipe(*((x, y - 20 * step) for step in range(9)))
        assert panel.check("swiping beside it") == before
        assert page.evaluate(at) > scrolled
        # As wide as a tenth of p is in a chart that the reader has zoomed.
        page.evaluate("document.documentElement.style.zoom = 1.5")
        x, y = middle(centred(hold))
        tenth = 0.1 * box_of(drawing)["width"] * 260 / 320
        swipe((x, y), (x + tenth, y), (x + 4 * tenth, y))
        assert panel.check("dragging")["p"] == pytest.approx(before["p"] + 0.4, rel=0.08)


STRANGE = (
    "unknown=1",
    "__proto__=1",
    "constructor=1",
    "toString=1",
    "_esm=1",
    "x=1",
    "<img src=x onerror=alert(1)>=1",
    "%3Cscript%3E=1",
    "javascript:alert(1)=1",
    "utm_source=mail",
    "%E0%A4%A",
)


def strange(panel: LivePanel) -> list[str]:
    """Pairs that name no input of the panel."""
    return [pair for pair in STRANGE if pair.split("=")[0] not in panel.traits["ranges"]]


def hostile(panel: LivePanel) -> Iterator[str]:
    """Fragments that must change nothing, each wrong in one way."""
    head = f"panel={panel.name}&n={panel.traits['place']}"
    first = panel.sliders[0]
    whole = panel.traits["ranges"][first.name]["whole"]
    inside = int(first.maximum) if whole else (first.minimum + first.maximum) / 2
    good = f"{first.name}={inside}"
    yield f"panel={panel.name}&n=99&{good}"
    yield f"panel={panel.name}&n=-1&{good}"
    yield f"panel={panel.name}&{good}"
    yield f"panel=other&n=0&{good}"
    yield f"n=0&panel={panel.name}&{good}"
    yield head
    beyond = first.maximum + 1
    for value in (beyond, first.minimum - 1, "NaN", "Infinity", "1e999", "0x1", "", " 1", "1;2"):
        yield f"{head}&{first.name}={value}"
        yield f"{head}&{good}&{first.name}={value}"
    for pair in strange(panel):
        yield f"{head}&{pair}"
    yield f"{head}&{good}&{good}"
    yield f"{head}&{first.name}=<img src=x onerror=alert(1)>"
    yield f"{head}&{first.name}=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    yield f"{head}&{good}&" + "&".join(f"{first.name}{k}=1" for k in range(5000))
    yield f"{head}&{first.name}=" + "9" * 100_000


# The first panel after each of some fragments.
AFTER = f"""async (fragments) => {{
  const texts = [];
  for (const fragment of fragments) {{
    location.hash = fragment;
    texts.push(await ({READ})(0));
  }}
  return texts;
}}"""


@pytest.mark.parametrize("path", PAGES)
def test_hostile_links_change_nothing(panels: list[LivePanel], path: str) -> None:
    page, panel = panels[0].page, panels[0]
    # What a fragment says is read alike for all (tests/js/links.test.mjs): one panel of one
    # page meets every one, and one of each page some.
    fragments = list(hostile(panel))[:: None if path == PAGES[0] else 9]
    page.once("dialog", lambda dialog: pytest.fail(f"a fragment ran: {dialog.message}"))
    panel.check("opening")
    before = page.evaluate(READ, 0)
    for fragment, after in zip(fragments, page.evaluate(AFTER, fragments), strict=True):
        assert after == before, fragment[:200]
    # and one that is good does change something, by the same way, whatever is added to it
    first = panel.sliders[0]
    head = f"panel={panel.name}&n={panel.traits['place']}"
    ends = panel.traits["ranges"][first.name]
    for k, pair in enumerate(strange(panel)[: None if path == PAGES[0] else 2]):
        value = ends["low"] if k % 2 else ends["high"]
        good = f"{head}&{first.name}={value!r}"
        for text in (f"{good}&{pair}", f"{head}&{pair}&{first.name}={value!r})."):
            page.evaluate("(text) => { location.hash = text; }", text)
            assert panel.check(text)[first.name] == pytest.approx(value, rel=1e-11), text


def test_a_link_that_was_encoded_is_opened(context: BrowserContext, site: str) -> None:
    with opened(context, site, PAGES[0]) as (_, (panel, *_)):
        first = panel.sliders[0]
        text = f"panel={panel.name}&n={panel.traits['place']}&{first.name}={first.maximum:g}"
    for link in (quote(text, safe=""), quote(quote(text, safe=""), safe=""), f"{text})"):
        with opened(context, site, f"{PAGES[0]}#{link}") as (_, (panel, *_)):
            assert panel.check(link)[first.name] == first.maximum


def test_hostile_links_change_nothing_when_opened(context: BrowserContext, site: str) -> None:
    with opened(context, site, PAGES[0]) as (_, panels):
        fragments = list(hostile(panels[0]))
    for fragment in fragments[:-1:7]:
        with opened(context, site, f"{PAGES[0]}#{fragment}") as (_, (panel, *_rest)):
            assert panel.check(fragment[:200]) == panel.made(), fragment[:200]


# What a reader aims at, and what a screen reader says of each slider of the page.
NAMED_SLIDERS = """() => [...document.querySelectorAll(".panel-output-alive .widget-slider")].map(
  (row) => {
    const handle = row.querySelector("[role=slider]");
    const area = handle.querySelector(".noUi-touch-area").getBoundingClientRect();
    return {
      name: handle.getAttribute("aria-label"),
      stop: handle.getAttribute("tabindex"),
      said: handle.getAttribute("aria-valuetext"),
      shown: row.querySelector(".widget-readout").innerText,
      track: row.querySelector(".noUi-base").getBoundingClientRect().width,
      area: Math.min(area.width, area.height),
    };
  },
)"""


@pytest.mark.parametrize("path", PAGES)
def test_sliders_are_named_and_valued(panels: list[LivePanel]) -> None:
    found = panels[0].page.evaluate(NAMED_SLIDERS)
    assert len(found) == sum(len(panel.sliders) for panel in panels)
    for one in found:
        assert one["name"]
        assert one["stop"] == "0"
        assert one["said"] == one["shown"]
        assert one["track"] > 100, "too short to aim at"
        assert round(one["area"], 3) >= 44


@pytest.mark.parametrize("path", PAGES)
def test_picture_stands_in(without_scripts: Window, path: str) -> None:
    page = without_scripts(path).page
    pictures = page.locator(".panel-output > figure.panel-static")
    assert pictures.count() == page.locator(f'script[type="{VIEW}"]').count() > 0
    for picture in pictures.all():
        assert picture.locator("img").is_visible()
        assert len(picture.locator("img").get_attribute("alt") or "") > 20
        assert "picture" in picture.locator("figcaption").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_picture_on_paper_panel_on_screen(panels: list[LivePanel]) -> None:
    page, root = panels[0].page, panels[0].root
    picture = page.locator("figure.panel-static").first
    assert root.is_visible()
    assert not picture.is_visible()
    page.emulate_media(media="print")
    assert not root.is_visible()
    assert picture.is_visible()
    page.emulate_media(media="screen")


def test_panel_that_fails_leaves_its_picture(browser: Browser, site: str) -> None:
    # The page's policy would not let the code in.
    page = browser.new_page(bypass_csp=True)
    page.add_init_script(READS_ALL)
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)

    def break_panels(route: Any) -> None:
        body = route.fetch().text()
        assert NAMED in body
        route.fulfill(body=body.replace(NAMED, '"_esm": "throw 1; export default {}"'))

    page.route(f"**/{PAGES[0]}", break_panels)
    page.goto(f"{site}/{PAGES[0]}")
    page.locator(".panel-output").first.scroll_into_view_if_needed()
    wait_for(page, "document.querySelector('.panel-output-alive')")
    page.locator(".panel-output").last.scroll_into_view_if_needed()
    until = time.monotonic() + 30
    while not errors and time.monotonic() < until:
        page.wait_for_timeout(20)
    assert errors, "a failure that is real must be in the console"
    whole, broken = page.locator("figure.panel-static").all()  # its neighbour lives
    expect(broken).to_be_visible()
    assert not whole.is_visible()
    page.close()


def test_panel_given_no_number_says_so(context: BrowserContext, site: str) -> None:
    def spoil(route: Any) -> None:
        body = route.fetch().text()
        assert body.count('"x": [0.6, 0.9]') == 1
        route.fulfill(body=body.replace('"x": [0.6, 0.9]', '"x": [0.6, null]'))

    page = context.new_page()
    complaints = watch(page, site)
    page.route("**/simple_net.html", spoil)
    page.goto(f"{site}/book/simple_net.html")
    page.locator(".panel-output").first.scroll_into_view_if_needed()
    alert = page.locator("[data-panel]").get_by_role("alert")
    alert.wait_for()
    assert "not finite" in alert.inner_text()
    assert complaints == []


def test_slow_start_raises_no_alarm(browser: Browser, site: str) -> None:
    def delay(route: Any) -> None:
        wait = "await new Promise((done) => setTimeout(done, 2500));"
        module = join_esm(HERE / "gradient_check.mjs")
        body = route.fetch().text()
        assert NAMED in body
        route.fulfill(body=body.replace(NAMED, f'"_esm": {json.dumps(wait + module)}'))

    # The page's policy would not let the code in.
    with browser.new_context(bypass_csp=True) as context:
        context.add_init_script(READS_ALL)
        page = context.new_page()
        complaints = watch(page, site)
        page.route(f"**/{PAGES[0]}", delay)
        page.goto(f"{site}/{PAGES[0]}")
        (panel, *_) = find_panels(page)
        panel.check("starting late")
        page.wait_for_timeout(500)
        assert complaints == []


@pytest.mark.parametrize("path", OTHERS)
def test_page_without_panels_loads_no_runtime(path: str) -> None:
    tags = re.findall(r"<[^>]*>", (HTML / path).read_text(encoding="utf-8"))
    assert not [tag for tag in tags if "nnbook-runtime.js" in tag]


@pytest.mark.parametrize("sample", ONE_OF_EACH, ids=" ".join)
def test_reference_sees_a_wrong_digit(sample: tuple[str, str]) -> None:
    panel = make(sample)
    allowed = panel.allowances(panel.state)
    shown = {name: str(value) for name, value in quantities(reference(panel)).items()}
    shown = {name: "nan" if text == "None" else text for name, text in shown.items()}
    assert mismatches(panel, {}, shown) == []
    for result, values in panel.results.items():
        named = list(quantities({result: values}).items())
        for name, value in named[:: 1 + len(named) // 50]:  # of a picture some of its pixels
            if value is None:
                off = 1.0
            else:
                off = math.nextafter(value, math.inf) + 2e-9 * abs(value)
                off += 2 * allowed.get(result, 1e-8 if value == 0 else 0.0)
            wrong = mismatches(panel, {}, {**shown, name: repr(off)})
            assert [name] == [line.split(":")[0] for line in wrong]
    (unknown,) = mismatches(panel, {}, {"surprise": "1"})
    assert "no such quantity" in unknown
    panel.close()
