"""A digit drawn in the page is read there as nnbook reads it; its network comes when needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from nnbook import draw_digit, load_mnist, load_network
from nnbook.panels.inputs import Drawing
from tests.browser.live import LivePanel, box_of, centred, find_panels
from tests.browser.soup import HTML, text_of
from tests.browser.visits import wait_for, watch
from tests.strokes import strokes_of

PATH = "index.html"
LATE = "**/nnbook-handwriting-*.js"


@contextmanager
def opened(browser: Browser, site: str, **settings: Any) -> Iterator[tuple[Page, LivePanel]]:
    with browser.new_context(**settings) as context:
        page = context.new_page()
        page.goto(f"{site}/{PATH}")
        (panel,) = find_panels(page)
        yield page, panel


def read_of(panel: LivePanel) -> int:
    """The answer that is shown, all numbers being nnbook's."""
    panel.check("drawing")
    shown = panel.root.locator("[data-quantity=answer]").get_attribute("data-value")
    return int(shown or "")


def drawing_of(panel: LivePanel) -> str:
    return str(panel.root.evaluate("(root) => JSON.parse(root.dataset.inputs).drawing"))


def places(panel: LivePanel) -> Callable[[float, float], tuple[float, float]]:
    """Where on the screen a place of the field is, until the page is scrolled."""
    box = box_of(panel.root.locator(".np-field canvas"))
    return lambda x, y: (box["x"] + x * box["width"] / 28, box["y"] + y * box["height"] / 28)


def draw(panel: LivePanel, strokes: Any) -> None:
    """Draw with the mouse, after the field is cleared."""
    mouse = panel.page.mouse
    panel.root.get_by_role("button", name="Clear").click()
    panel.root.locator(".np-field canvas").scroll_into_view_if_needed()
    at = places(panel)
    for start, *others in strokes:
        mouse.move(*at(*start))
        mouse.down()
        for place in others:
            mouse.move(*at(*place))
        mouse.up()


def test_ten_digits_drawn_with_a_pointer_are_read_as_python_reads_them(
    browser: Browser, site: str
) -> None:
    """And the field by keys, by a finger, undone and cleared, on the same page."""
    x, labels = load_mnist("test", one_hot=False)
    firsts = [int((labels == digit).argmax()) for digit in range(10)]
    net, right = load_network(), 0
    with opened(browser, site, viewport={"width": 1280, "height": 1000}) as (page, panel):
        complaints = watch(page, site)
        for k in firsts:
            draw(panel, strokes_of(x[k].reshape(28, 28)))
            answer = read_of(panel)
            strokes = Drawing.strokes(drawing_of(panel))
            assert answer == net.predict(draw_digit(strokes)).argmax()
            right += answer == labels[k]
        assert right >= 9

        before = drawing_of(panel)
        panel.root.get_by_role("button", name="Undo").click()
        panel.check("undoing")
        assert drawing_of(panel) == before[: before.rindex("_")]

        field = panel.root.locator(".np-field canvas")
        field.press("Delete")
        panel.check("clearing")
        assert drawing_of(panel) == "_"
        note = panel.root.locator(".np-field ~ .np-note")
        for keys, wanted in [
            ("ArrowUp ArrowUp ArrowLeft", "_"),
            ("Space", "_54.50"),
            ("ArrowDown ArrowDown", "_54.50-54.54-54.58"),
            ("Space ArrowRight", "_54.50-54.54-54.58"),
            ("Space ArrowRight Space", "_54.50-54.54-54.58_58.58-62.58"),
        ]:
            for key in keys.split():
                field.press(key)
            panel.check(keys)
            assert drawing_of(panel) == wanted
        assert "Pen up, column 16, row 15" in note.inner_text()
        panel.sliders[0].handle.press("ArrowRight")
        assert panel.check("a test digit") == {"digit": 1}
        assert drawing_of(panel) == "", "the slider takes a test digit"
        assert complaints == []


def test_every_test_digit_is_read_as_python_reads_it(browser: Browser, site: str) -> None:
    """And the network came once, in a file of its own, when all that is read first was there."""
    x, labels = load_mnist("test", one_hot=False)
    wanted = load_network().predict(x[:200]).argmax(axis=1)
    with browser.new_context() as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site}/{PATH}", wait_until="networkidle")
        (panel,) = find_panels(page)
        assert panel.check("opening") == {"digit": 0}
        handle = panel.sliders[0].handle
        handle.press("ArrowRight")
        panel.check("waiting")
        names = [url.split("/")[-1].split("?")[0] for url in asked]
        (late,) = [at for at, name in enumerate(names) if name.startswith("nnbook-handwriting")]
        assert late > names.index("nnbook-runtime.js")
        handle.press("Home")
        found = page.evaluate(
            """async () => {
              const root = document.querySelector("[data-panel=handwriting]");
              const handle = document.querySelector("[role=slider]");
              const answers = [];
              for (let k = 0; k < 200; k++) {
                while (JSON.parse(root.dataset.inputs).digit !== k)
                  await new Promise((done) => requestAnimationFrame(done));
                answers.push(Number(root.querySelector("[data-quantity=answer]").dataset.value));
                const key = { key: "ArrowRight", bubbles: true, cancelable: true };
                handle.dispatchEvent(new KeyboardEvent("keydown", key));
              }
              return answers;
            }"""
        )
        assert found == wanted.tolist()
        assert (found == labels[:200]).sum() >= 180


def test_a_finger_draws_in_the_field_and_scrolls_beside_it(browser: Browser, site: str) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    with opened(browser, site, **phone) as (page, panel):
        devtools = page.context.new_cdp_session(page)
        field = panel.root.locator(".np-field canvas")
        centred(field)

        def swipe(x: float, start: float, end: float) -> None:
            def touch(kind: str, *ys: float) -> None:
                points = [{"x": x, "y": y} for y in ys]
                devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

            touch("touchStart", start)
            for step in range(1, 9):
                touch("touchMove", start + step * (end - start) / 8)
            touch("touchEnd")

        scrolled = page.evaluate("scrollY")
        (x, top), (_, bottom) = (places(panel)(14, y) for y in (4, 24))
        swipe(x, bottom, top)
        assert read_of(panel) == 1
        assert page.evaluate("scrollY") == scrolled
        drawn = drawing_of(panel)
        assert drawn.count("_") == 1
        swipe(340, bottom, top)
        wait_for(page, "(before) => scrollY !== before", arg=scrolled)
        assert drawing_of(panel) == drawn


@pytest.mark.parametrize("answer", [{"status": 404}, {"body": "this is no script"}, {"body": "1"}])
def test_a_network_that_does_not_come_is_told_and_asked_for_again(
    browser: Browser, site: str, answer: dict[str, Any]
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route(LATE, lambda route: route.fulfill(**answer))
        page.goto(f"{site}/{PATH}", wait_until="networkidle")
        (panel,) = find_panels(page)
        assert panel.root.get_by_role("alert").count() == 0, "nobody asked yet"
        panel.sliders[0].handle.press("End")
        alert = panel.root.get_by_role("alert")
        expect(alert).to_contain_text("could not be loaded")
        shown = panel.root.get_attribute("data-inputs")
        assert shown == '{"digit":0,"drawing":""}', "nothing new is shown, and nothing said of it"
        draw(panel, [[[14, 4], [14, 24]]])
        assert page.locator("a.nn-map, .nn-map a").first.is_visible(), "the page lives on"
        page.unroute(LATE)
        alert.get_by_role("button", name="Try again").click()
        assert read_of(panel) == 1
        assert alert.count() == 0


def test_a_drawing_is_carried_by_a_link(browser: Browser, site: str) -> None:
    text = Drawing.of([[[8, 4], [19, 4], [12, 24]]]).value
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/{PATH}#panel=handwriting&n=0&digit=5&drawing={text}")
        (panel,) = find_panels(page)
        assert read_of(panel) == 7
        assert drawing_of(panel) == text


def test_from_a_folder(browser: Browser) -> None:
    with opened(browser, HTML.as_uri()) as (_, panel):
        draw(panel, [[[14, 4], [14, 24]]])
        assert read_of(panel) == 1


def test_under_a_policy_of_the_host_and_in_a_saved_page(browser: Browser, site: str) -> None:
    policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"

    bodies = [text_of(PATH)]

    def fulfil(route: Route) -> None:
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
        route.fulfill(body=bodies[-1], headers=headers)

    with browser.new_context() as context:
        page = context.new_page()
        page.route(f"**/{PATH}", fulfil)
        for _ in range(2):
            page.goto(f"{site}/{PATH}")
            (panel,) = find_panels(page)
            draw(panel, [[[14, 4], [14, 24]]])
            assert read_of(panel) == 1
            bodies.append(page.content())
            page.goto("about:blank")
