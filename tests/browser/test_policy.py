"""Each page says what it may load and run: nothing but its own, and it needs no more.

That a page is refused nothing that it needs is heard wherever one is opened: a refusal is an error
in its console (`watch`). Here a reader does what a visit does not.
"""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from tests.browser.engines import FRAME
from tests.browser.foreign import ATTEMPTS, REFUSED, elsewhere
from tests.browser.live import find_panels
from tests.browser.soup import HTML, built_pages, parsed
from tests.browser.test_python_page import EXERCISE, begin, check

WRITING = "book/softmax.html"
TRAINING = "book/training.html"
EXCEPTIONS = {"default-src", "script-src", "style-src", "font-src", "img-src", "form-action"}
EXCEPTIONS |= {"base-uri", "worker-src", "connect-src"}
HEAR = """globalThis.refused = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  refused.push(`${effectiveDirective} ${blockedURI}`);
});"""


def policy(path: str) -> dict[str, list[str]]:
    """What the first policy of a page allows, by its directives."""
    (meta,) = parsed(path).select("meta[http-equiv=Content-Security-Policy]")
    lines = [line.split() for line in str(meta["content"]).split("; ")]
    return {name: sources for name, *sources in lines}


@pytest.mark.parametrize("path", built_pages())
def test_a_page_forbids_what_it_does_not_need(path: str) -> None:
    page, said = parsed(path), policy(path)
    head = page.head.find_all(True, recursive=False)
    assert [one.name for one in head[:3]] == ["meta", "meta", "script"]
    assert head[0]["charset"] and head[1]["http-equiv"] == "Content-Security-Policy"
    assert said["default-src"] == said["base-uri"] == ["'none'"]
    inline = [
        one.string
        for one in page.find_all("script", src=False)
        if not one.get("type", "").endswith("json")
    ]
    digests = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in inline
    }
    own = {"'self'", "https:", "http:"}  # of these the second policy leaves the page's address
    writes, trains = bool(page.select("[data-act=begin]")), path == TRAINING
    assert {*said["script-src"]} == own | digests | {*["'wasm-unsafe-eval'"] * writes}
    assert said.get("worker-src") == (["blob:"] if writes or trains else None)
    assert {*said["font-src"]} == {*said["connect-src"]} == own
    assert {*said["img-src"]} == own | {"data:"}
    assert {*said["style-src"]} == own | {"'unsafe-inline'"}
    assert said.keys() <= EXCEPTIONS


@pytest.mark.parametrize("path", built_pages())
def test_no_script_stands_in_an_attribute(path: str) -> None:
    for tag in parsed(path).find_all(True):
        for name, value in tag.attrs.items():
            assert not name.lower().startswith("on"), (tag.name, name)
            assert not re.match(r"\s*(?:javascript|vbscript):", str(value), re.I), (tag.name, name)


@pytest.mark.parametrize("where", ["server", "file", "sandboxed frame"])
def test_what_is_foreign_is_refused(browser: Browser, site: str, where: str) -> None:
    with elsewhere() as (foreign, asked), browser.new_context() as context:
        page: Page | Frame = context.new_page()
        page.goto(f"{HTML.as_uri() if where == 'file' else site}/index.html")
        if where == "sandboxed frame":
            page.goto(f"{site}/_static/pygments.css")
            page.evaluate(FRAME, {"sandbox": "allow-scripts allow-forms", "src": "../index.html"})
            page = page.frames[1]
            page.wait_for_load_state()
        tried = page.evaluate(ATTEMPTS, foreign)
    assert tried["found"] == {name: [part] for name, part in REFUSED.items()}
    assert tried["ran"] == asked == []


def test_a_reader_is_refused_nothing(context: BrowserContext, site: str) -> None:
    """Panels, questions, theme, Python, a live run, the search, paper and files to take away."""
    page = context.new_page()
    page.add_init_script(HEAR)
    page.goto(f"{site}/{WRITING}")
    for panel in find_panels(page):
        panel.sliders[0].handle.press("End")
    page.locator(".theme-switch-button:visible").first.click()
    check(begin(page), EXERCISE.solution, "Right, in all 21 cases.")
    page.locator(".copybtn").first.click()
    page.locator(".nn-take summary").click()
    with page.expect_download():
        page.locator(".nn-take a[download]").first.click()
    assert page.pdf().startswith(b"%PDF")
    assert page.evaluate("refused") == []
    page.keyboard.press("Control+k")
    page.keyboard.type("softmax")
    page.keyboard.press("Enter")
    page.locator("#search-results .context").first.wait_for()
    assert page.evaluate("refused") == []
    page.goto(f"{site}/{TRAINING}")
    (run,) = (one for one in find_panels(page) if one.name == "live_training")
    run.root.get_by_role("button", name="One step", exact=True).click()
    run.root.locator("[data-live=step]").get_by_text("1", exact=True).wait_for()
    assert run.root.get_attribute("data-engine") == "worker"
    assert page.evaluate("refused") == []


def test_a_refusal_is_heard(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.add_init_script(HEAR)
    page.goto(f"{site}/{WRITING}")
    page.evaluate("document.body.setAttribute('onclick', '1')")
    page.locator("body").dispatch_event("click")
    # By each of the two policies.
    assert page.evaluate("refused") == ["script-src-attr inline"] * 2
