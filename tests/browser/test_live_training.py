"""The run that trains in the page: its steps are nnbook's, and it does what its buttons say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from nnbook import panels
from tests.browser.live import LivePanel, find_panels
from tests.browser.soup import HTML, text_of
from tests.browser.visits import wait_for, watch

PATH = "book/training.html"
LATE = "**/nnbook-live_training-*.js"
# Presses the button so many times, each when the step before is there; what is shown after each.
STEP = """async (root, count) => {
  const live = (name) => root.querySelector(`[data-live=${name}]`);
  const step = () => Number(live("step").textContent);
  const names = [...root.querySelectorAll("[data-live]")].map((one) => one.dataset.live);
  const seen = [];
  for (let k = 0; k < count; k++) {
    const before = step();
    [...root.querySelectorAll("button")].find((one) => one.textContent === "One step").click();
    while (step() === before) await new Promise((done) => setTimeout(done, 2));
    seen.push(Object.fromEntries(names.map((name) => [name, Number(live(name).dataset.value)])));
  }
  return seen;
}"""


@contextmanager
def opened(browser: Browser, site: str, **settings: Any) -> Iterator[tuple[Page, LivePanel]]:
    with browser.new_context(**settings) as context:
        page = context.new_page()
        page.goto(f"{site}/{PATH}")
        yield page, live_panel(page)


def live_panel(page: Page) -> LivePanel:
    (panel,) = (one for one in find_panels(page) if one.name == "live_training")
    return panel


def press(panel: LivePanel, name: str) -> None:
    panel.root.get_by_role("button", name=name, exact=True).click()


def step_of(panel: LivePanel) -> int:
    return int(panel.root.locator("[data-live=step]").inner_text())


def steps(panel: LivePanel, count: int) -> list[dict[str, float]]:
    panel.root.evaluate("(root) => root.scrollIntoView({ behavior: 'instant' })")
    return list(panel.root.evaluate(STEP, count))


def wait_for_steps(panel: LivePanel, least: int) -> None:
    wait_for(
        panel.page,
        "([root, least]) => Number(root.querySelector('[data-live=step]').textContent) >= least",
        arg=[panel.root.element_handle(), least],
    )


def losses_of_nnbook(count: int, **settings: Any) -> list[float]:
    panel = panels.live_training(**settings)
    training = panel.training()
    panel.close()
    return [training.step() for _ in range(count)]


def test_the_first_hundred_steps_are_nnbooks(browser: Browser, site: str) -> None:
    """To 1e-9; the same again from the same start; others with other settings."""
    made = panels.live_training()
    training = made.training()
    with opened(browser, site) as (page, panel):
        complaints = watch(page, site)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        panel.check("opening")
        found = steps(panel, 100)
        assert len([url for url in asked if "nnbook-live_training" in url]) == 1
        for k, one in enumerate(found):
            loss = training.step()
            assert one["step"] == k + 1
            assert one["loss"] == pytest.approx(loss, rel=1e-9)
            if (k + 1) % 10 == 0:
                for part, data in (("train", (training.x, training.t)), ("test", training.test)):
                    wanted = training.net.loss(*data), training.net.accuracy(*data)
                    shown = one[f"{part}_loss"], one[f"{part}_accuracy"]
                    assert shown == pytest.approx(wanted, rel=1e-9)
        assert panel.root.get_attribute("data-engine") == "worker"
        counts = panel.root.locator(".np-confusion td").all_inner_texts()[1:]
        assert sum(int(text or 0) for text in counts) == 1000
        right = sum(int(counts[11 * k] or 0) for k in range(10))
        assert right == round(1000 * found[-1]["test_accuracy"])

        press(panel, "Same start again")
        assert step_of(panel) == 0
        again = steps(panel, 5)
        assert [one["loss"] for one in again] == [one["loss"] for one in found[:5]]

        panel.sliders[2].handle.press("End")
        panel.check("momentum")
        assert step_of(panel) == 0
        heavy = losses_of_nnbook(12, momentum=0.99)
        np.testing.assert_allclose([s["loss"] for s in steps(panel, 12)], heavy, rtol=1e-9)

        accuracy = panel.root.locator(".np-plot").nth(1)
        drawn = accuracy.locator(".np-tangent").get_attribute("d")
        panel.sliders[1].handle.press("End")
        panel.check("other epochs")
        before = accuracy.locator(".np-rule").get_attribute("d")
        assert before == drawn, "the run before stays where its own epochs ended"
        assert complaints == []
    made.close()


def test_it_plays_pauses_and_stands_still_where_nobody_looks(browser: Browser, site: str) -> None:
    with opened(browser, site) as (page, panel):
        panel.root.evaluate(
            """(root) => {
              window.said = [];
              const verdict = root.querySelector(".np-verdict");
              const watch = new MutationObserver(() => said.push(verdict.textContent));
              watch.observe(verdict, { childList: true, characterData: true, subtree: true });
            }"""
        )
        press(panel, "Play")
        wait_for_steps(panel, 40)
        assert page.evaluate("said") == ["The run goes on."], "no word while it runs"
        for name in ("loss", "train_loss", "test_loss"):
            assert float(panel.root.locator(f"[data-live={name}]").inner_text()) < 3
        paths = panel.root.locator(".np-plot .np-curve").evaluate_all(
            "(all) => all.map((one) => one.getAttribute('d').split('L').length)"
        )
        assert min(paths) >= 4
        page.evaluate(
            """() => {
              Object.defineProperty(document, "hidden", { get: () => !window.back });
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        page.wait_for_timeout(300)
        hidden = step_of(panel)
        page.wait_for_timeout(300)
        assert step_of(panel) == hidden, "a hidden page goes on"
        page.evaluate("window.back = true; document.dispatchEvent(new Event('visibilitychange'))")
        wait_for_steps(panel, hidden + 1)
        press(panel, "Pause")
        expect(panel.root.locator(".np-verdict")).to_contain_text("Paused. Step")
        page.wait_for_timeout(200)
        paused = step_of(panel)
        page.wait_for_timeout(300)
        assert step_of(panel) == paused
        assert steps(panel, 1)[0]["step"] == paused + 1

        panel.sliders[0].handle.press("End")
        panel.check("a rate of 100")
        press(panel, "Play")
        expect(panel.root.locator(".np-verdict")).to_contain_text("It got worse.", timeout=20_000)
        assert panel.root.get_by_role("button", name="Play", exact=True).is_visible()


def test_digits_that_do_not_come_are_told(browser: Browser, site: str) -> None:
    with opened(browser, site) as (page, panel):
        page.route(LATE, lambda route: route.abort())
        press(panel, "Play")
        alert = panel.root.get_by_role("alert")
        expect(alert).to_contain_text("could not be loaded")
        expect(panel.root.locator(".np-verdict")).to_contain_text("Not begun")
        assert step_of(panel) == 0
        page.unroute(LATE)
        alert.get_by_role("button", name="Try again").click()
        expect(alert).to_have_count(0)
        assert steps(panel, 1)[0]["loss"] == pytest.approx(losses_of_nnbook(1)[0], rel=1e-9)


def test_from_a_folder_in_a_worker(browser: Browser) -> None:
    with opened(browser, HTML.as_uri()) as (_, panel):
        found = [one["loss"] for one in steps(panel, 3)]
        np.testing.assert_allclose(found, losses_of_nnbook(3), rtol=1e-9)
        assert panel.root.get_attribute("data-engine") == "worker"


def test_where_the_host_lets_no_worker_be(browser: Browser, site: str) -> None:
    """The page's own thread trains in slices, to the same numbers, and hears of a press."""
    policy = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'"
    headers = {"Content-Security-Policy": policy, "Content-Type": "text/html"}
    with browser.new_context() as context:
        page = context.new_page()
        body = text_of(PATH)
        page.route(f"**/{PATH}", lambda route: route.fulfill(body=body, headers=headers))
        page.goto(f"{site}/{PATH}")
        panel = live_panel(page)
        found = [one["loss"] for one in steps(panel, 12)]
        np.testing.assert_allclose(found, losses_of_nnbook(12), rtol=1e-9)
        assert panel.root.get_attribute("data-engine") == "slices"
        press(panel, "Play")
        # Not `wait_for_function`: the policy forbids what that makes the page do.
        until = time.monotonic() + 20
        while step_of(panel) < 30 and time.monotonic() < until:
            page.wait_for_timeout(20)
        assert step_of(panel) >= 30
        press(panel, "Pause")
        expect(panel.root.locator(".np-verdict")).to_contain_text("Paused")
