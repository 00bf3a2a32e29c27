"""Whoever has a keyboard alone gets everywhere, and sees where."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import wait_for

# A chapter with panels, the longest page, and the page with a form.
PAGES = ["book/simple_net.html", "book/reference/api.html", "search.html"]
# Everything that a mouse can press, but what is not shown and what its group leads to.
REACHABLE = """() => {
  const kinds = "a[href], button, input, summary, select, textarea, [tabindex='0']";
  const all = [...document.querySelectorAll(kinds)].filter((el) => {
    const shown = el.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const led = el.type === "radio" && el !== document.querySelector(`[name="${el.name}"]`);
    return !led && shown && el.tabIndex >= 0 && !el.disabled && el.getClientRects().length;
  });
  all.forEach((el, at) => { el.dataset.stop = at; });
  return all.map((el) => el.outerHTML.slice(0, 120));
}"""
# Which of them has the focus, and whether anything shows it: an outline, or what it changed.
FOCUSED = """() => {
  const el = document.activeElement;
  if (el === document.body || el === document.documentElement) return null;
  const look = () => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor, color } = getComputedStyle(el);
    const outline = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return [outline, boxShadow + borderColor];
  };
  const [outline, with_focus] = look();
  let seen = outline;
  if (!seen) {
    el.blur();
    seen = look()[1] !== with_focus;
    el.focus();
  }
  return { stop: el.dataset.stop ?? null, seen, html: el.outerHTML.slice(0, 120) };
}"""


@pytest.fixture
def laptop(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    yield page
    page.close()


def walk(page: Page) -> tuple[list[str], list[str]]:
    """Press Tab all around the page: what was not reached, and what did not show it."""
    page.add_style_tag(content="* { transition: none !important; }")
    wanted = page.evaluate(REACHABLE)
    assert len(wanted) > 20
    missed, unseen = dict(enumerate(wanted)), []
    for _ in range(2 * len(wanted) + 50):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            continue
        if focused["stop"] is not None:
            missed.pop(int(focused["stop"]), None)
        if not focused["seen"]:
            unseen.append(focused["html"])
        if not missed:
            break
    return list(missed.values()), unseen


def open_whole(page: Page, address: str) -> None:
    """Open a page with its panels alive."""
    page.goto(address, wait_until="networkidle")
    panels = page.locator(".panel-output")
    for at in range(panels.count()):
        panels.nth(at).scroll_into_view_if_needed()
        expect(panels.nth(at)).to_have_class("panel-output panel-output-alive")
    page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("path", PAGES)
def test_everything_is_reached_and_shows_it(laptop: Page, site: str, path: str) -> None:
    open_whole(laptop, f"{site}/{path}")
    missed, unseen = walk(laptop)
    assert missed == []
    assert unseen == []


def test_faults_are_seen(laptop: Page, site: str) -> None:
    laptop.goto(f"{site}/search.html", wait_until="networkidle")
    laptop.evaluate("""() => {
      document.body.insertAdjacentHTML("afterbegin", `
        <a href="#" style="outline: none !important" id="unseen">Unseen</a>
        <button id="trap">Lost</button>`);
      document.getElementById("trap").addEventListener("focus", (event) => event.target.blur());
    }""")
    missed, unseen = walk(laptop)
    assert any('id="trap"' in html for html in missed)
    assert any('id="unseen"' in html for html in unseen)


@pytest.mark.parametrize("path", ["book/simple_net.html", "book/reference/api.html"])
def test_first_stop_skips_to_the_text(laptop: Page, site: str, path: str) -> None:
    laptop.goto(f"{site}/{path}", wait_until="networkidle")
    laptop.keyboard.press("Tab")
    skip = laptop.locator("#pst-skip-link a")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    laptop.keyboard.press("Tab")
    assert laptop.evaluate("document.activeElement.closest('main') !== null")


def test_search_opens_and_closes(laptop: Page, site: str) -> None:
    laptop.goto(f"{site}/book/simple_net.html", wait_until="networkidle")
    here = laptop.locator("article p a").first
    here.focus()
    dialog = laptop.locator("#pst-search-dialog")
    expect(dialog).to_be_hidden()
    laptop.keyboard.press("Control+k")
    expect(dialog).to_be_visible()
    expect(dialog.locator("input")).to_be_focused()
    laptop.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(here).to_be_focused()


def test_search_goes_without_a_mouse(laptop: Page, site: str) -> None:
    laptop.goto(f"{site}/book/simple_net.html", wait_until="networkidle")
    laptop.keyboard.press("Control+k")
    laptop.keyboard.type("softmax")
    laptop.keyboard.press("Tab")
    expect(laptop.locator("#pst-search-dialog button[type=submit]")).to_be_focused()
    laptop.keyboard.press("Enter")
    laptop.wait_for_url("**/search.html?q=softmax")
    expect(laptop.locator("#search-results a").first).to_be_visible()


def opens_and_closes(page: Page, button: Locator, inside: str) -> None:
    """The button's side bar opens by key, keeps the focus, and gives it back."""
    place = page.locator(inside).first
    expect(place).not_to_be_in_viewport()
    button.focus()
    page.keyboard.press("Enter")
    expect(place).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('dialog[open]') !== null")
    page.keyboard.press("Escape")
    expect(place).not_to_be_in_viewport()
    expect(button).to_be_focused()


def test_side_bars_of_a_phone(phone: Page, site: str) -> None:
    phone.goto(f"{site}/book/simple_net.html", wait_until="networkidle")
    opens_and_closes(phone, phone.locator(".primary-toggle"), ".bd-docs-nav")
    opens_and_closes(phone, phone.locator(".secondary-toggle"), "#pst-page-toc-nav")


def test_menus_of_a_page(phone: Page, site: str) -> None:
    phone.goto(f"{site}/book/simple_net.html", wait_until="networkidle")
    summary = phone.locator(".nn-take summary")
    summary.focus()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")
    link = phone.get_by_role("link", name="Download the notebook")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    phone.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(summary).to_be_focused()
    switch = phone.get_by_role("button", name="Color mode")
    switch.focus()
    before = phone.evaluate("document.documentElement.dataset.mode")
    phone.keyboard.press("Enter")
    assert phone.evaluate("document.documentElement.dataset.mode") != before
    expect(switch).to_be_focused()


def test_what_there_is_to_take_away_covers_nothing_that_a_reader_goes_on_with(
    phone: Page, site: str
) -> None:
    phone.goto(f"{site}/book/simple_net.html", wait_until="networkidle")
    link = phone.get_by_role("link", name="Download the notebook")
    for goes_on in (
        lambda: phone.locator("h1").first.click(position={"x": 2, "y": 2}),
        lambda: phone.locator(".bd-article p a").first.focus(),
    ):
        phone.locator(".nn-take summary").click()
        expect(link).to_be_visible()
        goes_on()
        expect(link).to_be_hidden()


def test_solution_opens(phone: Page, site: str) -> None:
    phone.goto(f"{site}/book/softmax.html", wait_until="networkidle")
    solution = phone.locator("details.solution").first
    text = solution.locator("section")
    expect(text).to_be_hidden()
    solution.locator("summary").focus()
    phone.keyboard.press("Enter")
    expect(text).to_be_visible()
    phone.keyboard.press("Space")
    expect(text).to_be_hidden()


SCROLLS = """() => {
  const boxes = [...document.querySelectorAll(".bd-article pre, .bd-article div.math")];
  const shown = boxes.filter((one) => one.checkVisibility());
  const wide = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) =>
    scrollWidth > clientWidth || scrollHeight > clientHeight;
  const found = shown.map((one) => [wide(one), one.tabIndex === 0 && one.hasAttribute("tabindex")]);
  return [found.filter(([is]) => is).length, found.filter(([is, has]) => is !== has).length];
}"""


def test_the_keyboard_stops_where_something_scrolls_and_nowhere_else(
    phone: Page, site: str
) -> None:
    """When the page is read, when more of it is opened or comes, and when the phone is turned."""
    phone.goto(f"{site}/book/softmax.html")
    settled = f"({SCROLLS})()[1] === 0"
    wait_for(phone, f"() => {settled}")
    wide = phone.evaluate(SCROLLS)[0]
    assert wide > 10
    for box in phone.locator(".bd-article details").all():
        box.evaluate("(one) => { one.open = true; }")
    wait_for(phone, f"() => ({SCROLLS})()[0] > {wide} && {settled}")
    wide = phone.evaluate(SCROLLS)[0]
    phone.evaluate(
        """() => {
          const made = document.createElement("pre");
          made.textContent = "a long line ".repeat(20);
          document.querySelector(".bd-article section section").append(made);
        }"""
    )
    wait_for(phone, f"() => ({SCROLLS})()[0] === {wide + 1} && {settled}")
    phone.set_viewport_size({"width": 1400, "height": 740})
    wait_for(phone, f"() => ({SCROLLS})()[0] < {wide // 2} && {settled}")
