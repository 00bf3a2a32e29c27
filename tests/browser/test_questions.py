"""The cards of questions and exercises, on a page with one of each kind.

What is said of which guess is tested in Node (tests/test_questions.py). Here is what only a
browser shows: folds, focus, fingers, storage, paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import served
from tests.browser.soup import HTML
from tests.browser.test_accessible import AXE, COLOURS, OPTIONS
from tests.browser.visits import SHIFTS, SMALL_PHONE
from tests.cards import EXERCISES, SAMPLES, known, page

NAMES = [question.name for question, _, _ in SAMPLES]
CHOICE = "sample-q-choice"
KEPT = "() => JSON.parse(localStorage.getItem('nnbook-questions'))"
# What axe finds in the article; what stands around one is not on this page.
RUN = """async ([theme, options]) => {
  document.documentElement.dataset.theme = theme;
  const { violations } = await axe.run({ include: ".bd-article" }, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) =>
    `${id}: ${html.slice(0, 200)} ${any.map(({ message }) => message).join("; ")}`));
}"""
CONTROLS = "button, input, select, svg [role=slider]"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A site of the one page, with the built site's scripts and sheet."""
    with pytest.MonkeyPatch.context() as patch, known(patch):
        made = page(HTML / "book" / "softmax.html")
    root = tmp_path_factory.mktemp("cards")
    (root / "book").mkdir()
    (root / "book" / "kinds.html").write_text(made, encoding="utf-8")
    (root / "_static").symlink_to(HTML / "_static")
    yield root


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with served(folder) as at:
        yield f"{at}/book/kinds.html"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, whose reader is asked."""
    with browser.new_context() as context:
        yield context


def card(at: Page, name: str) -> Locator:
    return at.locator(f'[data-question="{name}"]')


def fold(at: Page, name: str) -> Locator:
    return at.locator(f'[data-answer-of="{name}"]')


def opened(context: BrowserContext, address: str, before: str = "") -> Page:
    at = context.new_page()
    if before:
        at.add_init_script(before)
    at.goto(address)
    expect(at.locator("html")).to_have_class(re.compile(r"\bnn-asks\b"))
    return at


def is_folded(at: Page, name: str) -> bool:
    hidden = fold(at, name).get_attribute("hidden")
    height: float = fold(at, name).evaluate("(one) => one.getBoundingClientRect().height")
    assert (hidden == "until-found") == (height == 0), (hidden, height)
    return height == 0


def guess_wrongly(at: Page) -> None:
    """Fill each form with something that does not come out."""
    card(at, CHOICE).locator("input").first.check()
    card(at, "sample-q-number").locator("input").fill("8,1 %")
    for name, keys in (
        ("sample-q-place", ["PageUp"] * 3),
        ("sample-q-line", ["Home"]),
        ("sample-q-curve", ["End"]),
    ):
        for handle in card(at, name).locator("[role=slider]").all():
            handle.focus()
            for key in keys:
                at.keyboard.press(key)
    for gap in card(at, "sample-q-words").locator("select").all():
        gap.select_option("0")


def commit_all(at: Page) -> None:
    guess_wrongly(at)
    for name in NAMES:
        card(at, name).locator("[type=submit]").click()


def test_a_guess_by_keyboard_is_kept_and_taken_back(context: BrowserContext, address: str) -> None:
    at = opened(context, address, SHIFTS)
    assert all(is_folded(at, name) for name in NAMES)
    choice = card(at, CHOICE)
    choice.locator("[type=submit]").press("Enter")
    expect(choice.locator(".nq-status")).to_have_text("Choose one first.")
    choice.locator("input").first.press("Space")
    expect(choice.locator(".nq-status")).to_be_empty()
    at.keyboard.press("Enter")
    expect(choice).to_have_attribute("data-state", "committed")
    expect(choice).to_have_attribute("data-verdict", "wrong")
    expect(choice.locator(".nq-status")).to_be_focused()
    expect(choice.locator(".nq-status")).to_contain_text(
        "You said: goes up. It comes out otherwise."
    )
    assert not is_folded(at, CHOICE)
    answer = at.locator(f'[data-answer="{CHOICE}"]')
    said = re.compile("goes up[.].*Only if it alone.*Answer: stays", re.DOTALL)
    expect(answer).to_contain_text(said)
    at.reload()
    expect(choice).to_have_attribute("data-state", "committed")
    assert not is_folded(at, CHOICE)
    assert is_folded(at, "sample-q-number")
    assert at.evaluate("shifted") == 0
    at.keyboard.press("Tab")
    choice.locator("[data-act=forget]").press("Enter")
    expect(choice).to_have_attribute("data-state", "open")
    assert is_folded(at, CHOICE)
    assert CHOICE not in at.evaluate(KEPT)["of"]
    expect(choice.locator("input").first).to_be_focused()
    assert not choice.locator("input:checked").count()


def test_a_finger_commits_once(browser: Browser, address: str) -> None:
    """Twice pressed is once: what comes in the place of the button is not pressed as well."""
    with browser.new_context(has_touch=True, viewport=SMALL_PHONE) as context:
        at = opened(context, address)
        for one in at.locator(f"{', '.join(f'.nq {kind}' for kind in ('button', 'label'))}").all():
            if one.is_visible() and "nq-link" not in (one.get_attribute("class") or ""):
                box = one.bounding_box()
                assert box is not None
                assert box["height"] >= 44, one.inner_text()
                assert box["x"] + box["width"] <= SMALL_PHONE["width"]
        choice = card(at, CHOICE)
        choice.locator("label").nth(1).tap()
        choice.evaluate("""(one) => {
          one.querySelector("[type=submit]").click();
          one.querySelector("[data-act=forget]").click();
        }""")
        expect(choice).to_have_attribute("data-verdict", "right")
        at.wait_for_timeout(700)
        choice.locator("[data-act=forget]").tap()
        expect(choice).to_have_attribute("data-state", "open")
        place = card(at, "sample-q-place")
        place.locator(".np-plot").tap(position={"x": 90, "y": 60})
        place.locator("[type=submit]").tap()
        expect(place).to_have_attribute("data-state", "committed")


def test_what_is_missed_comes_back_and_all_is_forgotten(
    context: BrowserContext, address: str
) -> None:
    at = opened(context, address)
    end = at.locator(".nq-end")
    expect(end).to_be_empty()
    commit_all(at)
    for name in NAMES:
        assert card(at, name).get_attribute("data-verdict") == "wrong", name
        assert not is_folded(at, name)
        expect(at.locator(f'[data-answer="{name}"] .nq-yours')).to_be_visible()
    assert at.locator(".nq-compared .np-plot").count() == 3
    again = end.locator("[data-again]")
    assert again.evaluate_all("(all) => all.map((one) => one.dataset.again)") == NAMES
    first = again.first
    first.locator("label").nth(2).click()
    first.locator("[type=submit]").click()
    expect(first.locator(".nq-status")).to_contain_text("The sum grows, and what is above it too.")
    at.wait_for_timeout(700)
    first.locator("[data-act=forget]").click()
    first.locator("label").nth(1).click()
    at.wait_for_timeout(700)
    first.locator("[type=submit]").click()
    expect(first).to_have_attribute("data-verdict", "right")
    at.reload()
    assert end.locator("[data-again]").count() == len(NAMES) - 1
    expect(end).to_contain_text(f"answered {len(NAMES)} of {len(NAMES)}")
    end.locator("[data-act=forget-all]").click()
    expect(end).to_be_empty()
    assert all(is_folded(at, name) for name in NAMES)
    assert at.evaluate(KEPT) == {"off": False, "of": {}}
    expect(card(at, CHOICE).locator("input").first).to_be_focused()


def test_questions_can_be_shown_and_switched_off(context: BrowserContext, address: str) -> None:
    at = opened(context, address)
    place = card(at, "sample-q-place")
    place.locator("[type=submit]").click()
    expect(place.locator(".nq-status")).to_have_text("Move the dot first.")
    place.locator("[data-act=show]").click()
    expect(place).to_have_attribute("data-state", "shown")
    assert not is_folded(at, "sample-q-place")
    expect(at.locator('[data-answer="sample-q-place"] .nq-yours')).to_have_count(0)
    at.locator("[data-act=off]").click()
    assert not any(is_folded(at, name) for name in NAMES)
    assert all(card(at, name).get_attribute("data-state") == "shown" for name in NAMES)
    at.reload()
    assert not any(is_folded(at, name) for name in NAMES)
    assert not card(at, CHOICE).locator("input").first.is_visible()
    assert at.locator("[data-exercise] input").first.is_visible()
    at.locator("[data-act=off]").click()
    assert is_folded(at, CHOICE)
    assert not is_folded(at, "sample-q-place")


def test_a_link_and_a_search_open_what_is_folded(context: BrowserContext, address: str) -> None:
    at = opened(context, f"{address}#in-{CHOICE}")
    expect(card(at, CHOICE)).to_have_attribute("data-state", "shown")
    assert not is_folded(at, CHOICE)
    number = fold(at, "sample-q-number")
    assert number.evaluate("(one) => 'onbeforematch' in one && one.hidden === 'until-found'")
    number.dispatch_event("beforematch")
    expect(card(at, "sample-q-number")).to_have_attribute("data-state", "shown")
    assert not is_folded(at, "sample-q-number")
    at.evaluate("location.hash = '#in-sample-q-words'")
    expect(card(at, "sample-q-words")).to_have_attribute("data-state", "shown")
    assert at.evaluate(KEPT) is None, "who was led here has not asked for it"


@pytest.mark.parametrize(
    "before",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })",
        "Object.defineProperty(window, 'localStorage', { get: () => null })",
        "localStorage.setItem('nnbook-questions', '[1, 2')",
        f"""localStorage.setItem('nnbook-questions',
            '{{"of": {{"{CHOICE}": {{"guess": 7}}, "softmax-ex-log": 3}}, "off": 1}}')""",
    ],
)
def test_it_works_without_storage(context: BrowserContext, address: str, before: str) -> None:
    at = opened(context, address, before)
    errors: list[Any] = []
    at.on("pageerror", lambda error: errors.append(error))
    choice = card(at, CHOICE)
    expect(choice).to_have_attribute("data-state", "open")
    choice.locator("label").nth(1).click()
    choice.locator("[type=submit]").click()
    expect(choice).to_have_attribute("data-verdict", "right")
    assert not is_folded(at, CHOICE)
    assert errors == []


def test_it_works_from_a_folder(context: BrowserContext, folder: Path) -> None:
    at = opened(context, (folder / "book" / "kinds.html").as_uri())
    card(at, CHOICE).locator("[data-act=show]").click()
    assert not is_folded(at, CHOICE)
    assert is_folded(at, "sample-q-curve")


def test_without_scripts_and_on_paper_the_page_is_whole(
    browser: Browser, context: BrowserContext, address: str
) -> None:
    with browser.new_context(java_script_enabled=False) as plain:
        bare = plain.new_page()
        bare.goto(address)
        look_whole(bare)
        assert bare.locator("details.nq-hint").first.is_visible()
    failed = context.new_page()
    failed.route("**/questions.js*", lambda route: route.abort())
    failed.goto(address)
    look_whole(failed)
    printed = opened(context, address)
    guess_wrongly(printed)
    card(printed, CHOICE).locator("[type=submit]").click()
    printed.emulate_media(media="print")
    look_whole(printed)


def look_whole(at: Page) -> None:
    """Nothing is folded, what may be chosen is listed, and no form stands there."""
    for name in NAMES:
        expect(at.locator(f'[data-answer="{name}"]')).to_be_visible()
        expect(card(at, name).locator("legend")).to_be_visible()
    assert [one for one in at.locator(f".nq :is({CONTROLS})").all() if one.is_visible()] == []
    for words in ("goes up", "goes down", "[faster / more slowly]", "A curve on a chart of"):
        expect(at.get_by_text(words, exact=False).first).to_be_visible()


def test_exercises_answer(context: BrowserContext, address: str) -> None:
    at = opened(context, address)
    one = at.locator(f'[data-exercise="{EXERCISES[0]}"]')
    one.locator("[type=submit]").click()
    expect(one.locator(".nq-status")).to_have_text("Type a number first.")
    for field, text in zip(one.locator("input").all(), ("\N{MINUS SIGN}800", "-790"), strict=True):
        field.fill(text)
    at.keyboard.press("Enter")
    expect(one).to_have_attribute("data-verdict", "wrong")
    expect(one.locator(".nq-status")).to_contain_text("Not yet. These are the logarithms.")
    link = one.locator(".nq-status a")
    assert link.get_attribute("href") == "cross_entropy.html#one-number-for-one-prediction"
    first, second = one.locator("details").all()
    assert not second.is_visible()
    first.locator("summary").click()
    second.locator("summary").click()
    first.locator("summary").click()
    assert second.get_attribute("open") is not None, "closing one does not take the other away"
    for field, text in zip(one.locator("input").all(), ("800", "790,0"), strict=True):
        field.fill(text)
    expect(one).to_have_attribute("data-state", "open")
    at.keyboard.press("Enter")
    expect(one).to_have_attribute("data-verdict", "right")
    at.reload()
    expect(one).to_have_attribute("data-verdict", "right")
    assert one.locator("input").first.input_value() == "800"


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_when_a_chapter_comes(browser: Browser, site: str, width: int) -> None:
    """Folded before it is painted, and each card as high as it will be."""
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        at = context.new_page()
        at.add_init_script(SHIFTS)
        at.goto(f"{site}/book/softmax.html", wait_until="commit")
        first = at.locator("[data-question]").first
        first.scroll_into_view_if_needed()
        at.wait_for_load_state("networkidle")
        folds = at.locator(".nn-fold").all()
        assert len(folds) == at.locator("[data-question]").count() > 2
        assert {one.get_attribute("hidden") for one in folds} == {"until-found"}
        assert at.evaluate("shifted") < 0.02


@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_in_any_state(browser: Browser, address: str, width: int) -> None:
    found: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 900}) as context:
        at = opened(context, address)
        at.evaluate(AXE.read_text(encoding="utf-8"))
        at.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

        def look(state: str) -> None:
            for theme, options in (("light", OPTIONS), ("dark", COLOURS)):
                told = at.evaluate(RUN, [theme, options])
                found.extend(f"{state}, {theme}: {one}" for one in told)

        look("open")
        for one in at.locator("[data-exercise] [type=submit]").all():
            one.click()
        at.locator("[data-exercise] input[type=radio]").first.check()
        at.locator("[data-exercise] [type=submit]").nth(1).click()
        commit_all(at)
        look("wrong")
        at.locator("[data-act=forget-all]").click()
        for one in at.locator("[data-act=show]").all():
            one.click()
        look("shown")
    assert found == [], "\n".join(found[:20])
