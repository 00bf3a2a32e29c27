"""Where the site is shown otherwise than it was meant: no storage, frames, policies, saved pages.

Everything works that the host lets work; where it lets no panel, its picture stands at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, Route, expect

from tests.browser.engines import FRAME
from tests.browser.live import find_panels
from tests.browser.soup import text_of

CHAPTER = "book/softmax.html"
BOTH = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name"
REFUSED = "throw new DOMException('refused', 'SecurityError');"
WITHOUT_STORAGE = {
    "null": f"{BOTH}, {{ value: null }});",
    "refused": f"{BOTH}, {{ get() {{ {REFUSED} }} }});",
    "full": f"Storage.prototype.setItem = () => {{ {REFUSED} }};",
    "write-only": f"Storage.prototype.getItem = () => {{ {REFUSED} }};",
}


@contextmanager
def opened(browser: Browser, **settings: object) -> Iterator[Page]:
    """Open a page in a fresh profile."""
    with browser.new_context(**settings) as context:
        yield context.new_page()


def check_alive(page: Page) -> None:
    """The panels are there and count as nnbook does."""
    for panel in find_panels(page):
        panel.sliders[0].handle.press("End")
        assert panel.check("End")[panel.sliders[0].name] == panel.sliders[0].maximum


def check_theme_and_search(page: Page) -> None:
    """The theme's button turns through its three, and a key opens the search."""
    root = page.locator("html")
    modes = [root.get_attribute("data-mode")]
    for _ in range(3):
        page.locator(".theme-switch-button:visible").first.click()
        modes.append(root.get_attribute("data-mode"))
    assert {*modes} == {"auto", "light", "dark"} and modes[0] == modes[3]
    page.keyboard.press("Control+k")
    expect(page.locator("dialog input[type=search]")).to_be_visible()


@pytest.mark.parametrize("kind", WITHOUT_STORAGE)
def test_a_browser_that_keeps_no_data(browser: Browser, site: str, kind: str) -> None:
    with opened(browser, viewport={"width": 800, "height": 900}) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(WITHOUT_STORAGE[kind])
        page.goto(f"{site}/{CHAPTER}")
        check_alive(page)
        page.locator(".primary-toggle:visible").click()
        expect(page.locator("dialog .bd-docs-nav")).to_be_visible()
        page.keyboard.press("Escape")
        check_theme_and_search(page)
        # The search hands over what it looked for, which the page marks.
        page.keyboard.type("temperature")
        page.keyboard.press("Enter")
        found = page.locator(f"#search-results a[href^='{CHAPTER}']").first
        found.click()
        expect(page.locator("article .highlighted").first).to_be_attached()
        assert errors == []


@pytest.mark.parametrize("name", ["book.js", "copy.js", "panels.js", "nnbook-runtime.js"])
def test_a_script_that_does_not_come(browser: Browser, site: str, name: str) -> None:
    with opened(browser) as page:
        page.route(f"**/{name}*", lambda route: route.abort())
        page.goto(f"{site}/{CHAPTER}")
        if name in ("panels.js", "nnbook-runtime.js"):
            expect(page.locator(".panel-static img").first).to_be_visible()
            expect(page.locator(".panel-place").first).to_be_hidden()
        else:
            check_alive(page)
        if name != "book.js":
            check_theme_and_search(page)


# What each part does when it runs, and how that goes wrong.
PARTS = {
    "Sphinx's marking of words": ("SphinxHighlight.initEscapeListener()", "nowhere.found()"),
    "the theme": ('window.matchMedia("(prefers-color-scheme: dark)")', "nowhere.found()"),
    "the book theme": ("window.initThebeSBT=", "nowhere.found="),
    "formulas by keyboard": ("new ResizeObserver(", "new nowhere.Found("),
    "the folded": ('matchMedia("print")', "nowhere.found()"),
}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_throws_fails_alone(browser: Browser, site: str, part: str) -> None:
    def spoil(route: Route) -> None:
        body, (right, wrong) = route.fetch().text(), PARTS[part]
        assert body.count(right) == 1
        route.fulfill(body=body.replace(right, wrong))

    with opened(browser) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route("**/book.js*", spoil)
        page.goto(f"{site}/{CHAPTER}")
        check_alive(page)
        assert errors == ["nowhere is not defined"]
        if part != "the theme":
            check_theme_and_search(page)


@pytest.mark.parametrize(
    "policy",
    [
        "default-src 'self' data: 'unsafe-inline'",  # no blob:
        "default-src 'self' 'unsafe-inline'",  # nor data:
        "default-src 'self'",  # nor anything that stands in the page itself
    ],
)
def test_a_policy_of_the_host(browser: Browser, site: str, policy: str) -> None:
    with opened(browser) as page:
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
        body = text_of(CHAPTER)
        page.route(f"**/{CHAPTER}", lambda route: route.fulfill(body=body, headers=headers))
        page.goto(f"{site}/{CHAPTER}")
        check_alive(page)


def framed(page: Page, site: str, attributes: dict[str, str]) -> Frame:
    """The chapter in a frame of another page of this host."""
    page.goto(f"{site}/_static/pygments.css")
    page.evaluate(FRAME, attributes)
    (frame,) = page.main_frame.child_frames
    return frame


def test_a_sandboxed_frame(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        frame = framed(page, site, {"sandbox": "allow-scripts", "src": f"{site}/{CHAPTER}"})
        frame.locator(".panel-output").first.scroll_into_view_if_needed()
        handle = frame.locator(".panel-output [role=slider]").first
        handle.press("End")
        expect(handle).to_have_attribute("aria-valuenow", "5")
        mode = frame.locator("html").get_attribute("data-mode")
        frame.locator(".theme-switch-button:visible").first.click()
        assert frame.locator("html").get_attribute("data-mode") != mode


def test_a_sandboxed_frame_without_scripts(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        frame = framed(page, site, {"sandbox": "", "src": f"{site}/{CHAPTER}"})
        expect(frame.locator(".panel-static img").first).to_be_visible()


def test_a_frame_that_carries_the_page_itself(browser: Browser, site: str) -> None:
    """Its address is about:srcdoc; what it loads comes from the base that it names."""
    with opened(browser) as page:
        base = f'<head><base href="{site}/{CHAPTER}">'
        body = text_of(CHAPTER).replace("<head>", base, 1)
        frame = framed(page, site, {"sandbox": "allow-scripts", "srcdoc": body})
        frame.locator(".panel-output").first.scroll_into_view_if_needed()
        handle = frame.locator(".panel-output [role=slider]").first
        handle.press("End")
        expect(handle).to_have_attribute("aria-valuenow", "5")


def test_a_line_that_stalls_shows_the_picture(browser: Browser, site: str) -> None:
    with opened(browser) as page:
        page.route("**/nnbook-runtime.js*", lambda route: None)
        page.goto(f"{site}/{CHAPTER}")
        expect(page.locator(".panel-static img").first).to_be_visible()


def test_a_page_that_was_saved(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    check_alive(page)
    buttons = page.locator(".copybtn").count()
    saved = page.content()
    assert "panel-output-alive" in saved and buttons
    page.route(f"**/{CHAPTER}", lambda r: r.fulfill(body=saved, content_type="text/html"))
    page.goto("about:blank")
    page.goto(f"{site}/{CHAPTER}")
    check_alive(page)
    assert page.locator(".panel-live").count() == page.locator(".panel-output").count()
    assert page.locator(".copybtn").count() == buttons
