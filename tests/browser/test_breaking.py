"""Break the notebook in the page: an input is refused, or run and shown as a kernel shows it."""

from __future__ import annotations

import gzip
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from nnbook.exercises import Exposure, expose
from tests.browser.soup import HTML, parsed
from tests.browser.test_accessible import OPTIONS, in_both_themes, prepare, violations
from tests.browser.test_python_page import MOST, opened
from tests.browser.visits import SMALL_PHONE, watch

PATH = "book/softmax.html"


def form_of(page: Page) -> Locator:
    return page.locator(".nn-try")


def press(page: Page, name: str) -> None:
    form_of(page).get_by_role("button", name=name, exact=True).click()


def wait_for(page: Page, state: str) -> str:
    """What is said then."""
    expect(form_of(page)).to_have_attribute("data-run", state, timeout=60_000)
    return form_of(page).get_by_role("status").inner_text()


def said_below(page: Page) -> list[list[str]]:
    """The reader's table, by rows; the chapter's stands before it."""
    table = page.locator("[data-break] table").nth(1)
    found: list[list[str]] = table.evaluate(
        "({ rows, caption }) => [[caption.innerText], ...[...rows].slice(1).map(({ cells }) =>"
        " [...cells].map((cell) => cell.innerText))]"
    )
    return found


def said_by(found: Exposure) -> list[list[str]]:
    """What a kernel says, likewise."""
    right, *others = found.rows
    least = [row.smallest if row.exposed else "not exposed" for row in others]
    rows = [[row.program, row.gives, one] for row, one in zip(others, least, strict=True)]
    return [[found.call], [right.program, right.gives, ""], *rows]


def test_an_input_is_refused_or_run_by_keyboard(browser: Browser, site: str) -> None:
    assert parsed(PATH).select(".nn-try") == [], "without scripts there is the chapter's table"
    with opened(browser, f"{site}/{PATH}") as page:
        complaints = watch(page, site)
        prepare(page)
        page.wait_for_load_state("networkidle")
        loaded: list[bytes] = []
        page.on("response", lambda response: loaded.append(response.body()))
        field = form_of(page).get_by_role("textbox", name="x", exact=True)
        expect(field).to_have_value("[[1, 2], [3, 4]]")  # the chapter's
        field.fill("[[1, 2], [3]]")
        field.press("Enter")
        words = "x: All rows must have the same number of entries. Nothing was run."
        assert wait_for(page, "wrong") == words
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        assert page.locator("[data-break] table").count() == 1 and loaded == []
        found = violations(page, "light", OPTIONS)
        field.fill("[[1000, 1/3], [0, -2]]")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        wanted = expose("softmax", [[1000, 1 / 3], [0, -2]])
        many = f"{len(wanted.exposed)} of {len(wanted.rows) - 1} wrong programs"
        said = f"This input exposes {many}, the notebook's among them."
        assert wait_for(page, "done") == said
        assert said_below(page) == said_by(wanted)
        assert 200_000 < sum(len(gzip.compress(one)) for one in loaded) < MOST
        found += in_both_themes(page)
        assert found == []
        field.fill("[1, 2")
        press(page, "Try this input")
        assert wait_for(page, "wrong").startswith("x: A bracket ] is missing at the end.")
        assert said_below(page) == said_by(wanted), "nothing else has changed"
        page.emulate_media(media="print")
        expect(form_of(page)).to_be_hidden()
        expect(page.locator("[data-break] table").nth(1)).to_be_visible()
        assert complaints == []


def test_a_run_is_stopped_on_a_phone_from_a_file(browser: Browser) -> None:
    path = (HTML / "book/numerical_gradient.html").as_uri()
    with opened(browser, path, viewport=SMALL_PHONE) as page:
        press(page, "Try this input")
        press(page, "Stop")
        assert wait_for(page, "stopped") == "Stopped."
        expect(form_of(page).get_by_role("button", name="Stop", exact=True)).to_be_hidden()
        form_of(page).get_by_role("combobox", name="f", exact=True).select_option("looks away")
        form_of(page).get_by_label("x", exact=True).fill("1, 2")
        press(page, "Try this input")
        wait_for(page, "done")
        assert said_below(page) == said_by(expose("numerical_gradient", [1, 2], f="looks away"))
        assert page.evaluate("document.documentElement.scrollWidth") == SMALL_PHONE["width"]


def test_what_does_not_fit_together_and_what_cannot_run_is_said(
    browser: Browser, site: str
) -> None:
    path = "book/cross_entropy.html"
    with browser.new_context() as context:
        context.set_default_timeout(120_000)  # on a machine that may be busy
        page = context.new_page()

        def strict(route: Any) -> None:
            answer = route.fetch()
            headers = {**answer.headers, "content-security-policy": "worker-src 'none'"}
            route.fulfill(response=answer, headers=headers)

        page.route(f"**/{path}", strict)
        page.goto(f"{site}/{path}")
        form_of(page).get_by_label("t", exact=True).fill("[0, 1]")
        press(page, "Try this input")
        words = "t: It must have the shape of y, (2, 2), and has (2,). Nothing was run."
        assert wait_for(page, "wrong") == words
        form_of(page).get_by_label("y", exact=True).fill("[0,5; 0,5]")
        press(page, "Try this input")
        expect(form_of(page).get_by_role("status")).to_contain_text(
            "Run the chapter in Binder or Jupyter.", timeout=60_000
        )
        assert page.locator("[data-break] table").count() == 1
