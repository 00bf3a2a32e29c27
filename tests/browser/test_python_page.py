"""Python on the page: a coding exercise is begun, written, checked, stopped and begun again."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nnbook.exercises.catalogue import catalogue
from nnbook.exercises.kinds import Coding
from tests.browser.soup import HTML
from tests.browser.test_accessible import OPTIONS, in_both_themes, prepare, violations
from tests.browser.visits import watch

PATH = "book/softmax.html"
EXERCISE = cast(Coding, catalogue()["softmax"])
MOST = 500_000  # bytes, as a server sends them compressed, of all that comes with the first press
FOR_EVER = "def softmax(x):\n    print('on', 'and', 'on')\n    while True:\n        pass\n"
SLIP = next(one for one in EXERCISE.misconceptions if one.name == "one sum for all rows")


def card_of(page: Page, exercise: Coding = EXERCISE) -> Locator:
    return page.locator(f"[data-exercise='{exercise.name}']")


def press(card: Locator, name: str) -> None:
    card.get_by_role("button", name=name, exact=True).click()


def editor_of(card: Locator) -> Locator:
    return card.get_by_role("textbox", name=re.compile("^Your program: "))


def begin(page: Page, exercise: Coding = EXERCISE) -> Locator:
    card = card_of(page, exercise)
    press(card, "Write it here")
    expect(editor_of(card)).to_be_focused()
    return card


def check(card: Locator, program: str, head: str) -> None:
    editor_of(card).fill(program)
    press(card, "Check")
    expect(card.locator(".nn-write-head")).to_have_text(head)
    expect(card.get_by_role("button", name="Stop", exact=True)).to_be_hidden()


@contextmanager
def opened(browser: Browser, address: str, **settings: Any) -> Iterator[Page]:
    with browser.new_context(**settings) as context:
        context.set_default_timeout(120_000)  # much comes at once, on a machine that may be busy
        page = context.new_page()
        page.goto(address)
        yield page


def test_what_comes_with_the_first_press_is_small(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/{PATH}") as page:
        page.wait_for_load_state("networkidle")
        loaded: list[bytes] = []
        page.on("response", lambda response: loaded.append(response.body()))
        card = begin(page)
        check(card, EXERCISE.solution, "Right, in all 21 cases.")
        assert 200_000 < sum(len(gzip.compress(one)) for one in loaded) < MOST


def test_a_program_is_written_and_judged(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/{PATH}") as page:
        complaints = watch(page, site)
        card = begin(page)
        prepare(page)
        found = violations(page, "light", OPTIONS)
        check(card, EXERCISE.solution, "Right, in all 21 cases.")
        found += violations(page, "light", OPTIONS)
        check(card, SLIP.wrong, "Not yet.")
        expect(card.locator(".nq-status")).to_contain_text(SLIP.message)
        expect(card.locator(".nq-status a")).to_have_attribute("href", SLIP.see.link[12:])
        found += in_both_themes(page)
        assert found == []
        check(card, "def softmax(x):\n    print(x)\n    return totl\n", "Not yet.")
        said = card.locator(".nq-status").inner_text()
        assert "NameError: name 'totl' is not defined\nin your line\n    return totl" in said
        assert "It printed:\n    [0.]" in said
        assert complaints == []


def test_a_loop_without_end_is_stopped_and_the_page_lives(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/{PATH}") as page:
        card = begin(page)
        editor_of(card).fill(FOR_EVER)
        press(card, "Check")
        expect(card.locator(".nq-status")).to_have_text("It runs …")
        assert page.evaluate("() => new Promise((done) => setTimeout(done, 0, 'alive'))") == "alive"
        press(card, "Stop")
        expect(card.locator(".nn-write-head")).to_have_text("Stopped.")
        press(card, "Check")
        press(card, "Start again")
        expect(card.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
        expect(card.locator(".nq-status")).to_contain_text("As at the start.")
        expect(card).to_have_attribute("data-state", "open")
        editor_of(card).fill(FOR_EVER)
        editor_of(card).press("Control+Enter")
        told = "Your function was still at work after 5 seconds. Is there a loop that never ends?"
        expect(card.locator(".nq-status")).to_contain_text(told)
        check(card, EXERCISE.solution, "Right, in all 21 cases.")


def test_who_waits_for_python_may_stop_and_check_again(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/{PATH}") as page:
        held: list[Any] = []
        page.route("**/nnbook-python.js*", lambda route: held.append(route))
        card = begin(page)
        editor_of(card).fill(EXERCISE.solution)
        for _ in range(2):
            press(card, "Check")
            press(card, "Stop")
            expect(card.locator(".nn-write-head")).to_have_text("Stopped.")
        press(card, "Check")
        expect(card.locator(".nq-status")).to_have_text("It runs …")
        for route in held:
            route.continue_()
        expect(card.locator(".nn-write-head")).to_have_text("Right, in all 21 cases.")
        assert len(held) == 1, "it comes once"


def test_what_was_written_is_kept_until_it_is_begun_again(browser: Browser, site: str) -> None:
    with opened(browser, f"{site}/{PATH}") as page:
        editor_of(begin(page)).fill("def softmax(x):\n")
        page.keyboard.press("Tab")
        page.keyboard.type("return 1")
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(card_of(page).get_by_role("button", name="Check", exact=True)).to_be_focused()
        page.reload()
        card = card_of(page)
        press(card, "Go on with what you wrote")
        expect(editor_of(card)).to_have_text("def softmax(x):    return 1")
        press(card, "Start again")
        expect(editor_of(card)).to_contain_text("your turn")
        page.reload()
        expect(card_of(page).get_by_role("button", name="Write it here")).to_be_visible()


def test_a_page_without_panels_runs_python_too(browser: Browser, site: str) -> None:
    exercise = next(
        one
        for one in catalogue().values()
        if one.chapter == "what_next" and isinstance(one, Coding)
    )
    with opened(browser, f"{site}/book/what_next.html") as page:
        assert page.locator(".panel-output").count() == 0
        program = exercise.solution.replace(
            f"def {exercise.function}(", f"def {exercise.own_name}("
        )
        check(begin(page, exercise), program, f"Right, in all {len(exercise.cases)} cases.")


def test_a_button_works_before_the_page_is_whole(browser: Browser, site: str) -> None:
    """It does not wait for the panels' runtime, which comes last."""
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/nnbook-runtime.js*", lambda route: route.abort())
        page.goto(f"{site}/{PATH}")
        check(begin(page), EXERCISE.solution, "Right, in all 21 cases.")


def test_a_page_that_is_a_file_runs_python_too(browser: Browser) -> None:
    with opened(browser, (HTML / PATH).as_uri()) as page:
        check(begin(page), EXERCISE.solution, "Right, in all 21 cases.")


@pytest.mark.parametrize("policy", ["worker-src 'none'", "script-src 'self' 'unsafe-inline' blob:"])
def test_where_the_host_lets_no_python_run_it_is_said(
    browser: Browser, site: str, policy: str
) -> None:
    """No worker, or no machine code."""
    with browser.new_context() as context:
        page = context.new_page()

        def strict(route: Any) -> None:
            answer = route.fetch()
            headers = {**answer.headers, "content-security-policy": policy}
            route.fulfill(response=answer, headers=headers)

        page.route(f"**/{PATH}", strict)
        page.goto(f"{site}/{PATH}")
        card = begin(page)
        check(card, EXERCISE.solution, "Python is not here.")
        expect(card.locator(".nq-status")).to_contain_text("Run the chapter in Binder or Jupyter.")
