"""The run that trains in the page: steps a second, and what it leaves the page's own thread."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from tests.benchmarks import Row, percentile
from tests.browser.live import find_panels

PATH = "book/training.html"
SECONDS = 5
PRESSES = 20
TASKS = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: "longtask" });
}"""


def rows(browser: Browser, site: str, watch: str) -> Iterator[Row]:
    """With the processor as it is, and slowed; `watch` times a key press, see site.py."""
    for slowed in (1, 4):
        setting = "as it opens" if slowed == 1 else f"processor slowed {slowed}x"
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{site}/{PATH}", wait_until="load")
            (panel,) = (one for one in find_panels(page) if one.name == "live_training")
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
            page.evaluate(watch)
            panel.root.get_by_role("button", name="Play", exact=True).click()
            step = panel.root.locator("[data-live=step]")
            page.wait_for_timeout(2000)  # the digits come, the code gets warm
            page.evaluate(TASKS)
            before = int(step.inner_text())
            page.wait_for_timeout(1000 * SECONDS)
            rate = (int(step.inner_text()) - before) / SECONDS
            longest = page.evaluate("longest")
            yield Row("training in the page", f"{setting}, batch 100", f"{rate:.0f} steps a second")
            task = f"{longest:.0f} ms" if longest else "under 50 ms"
            yield Row("the page's longest task meanwhile", setting, task, aim="under 50 ms")
            took = sorted(_presses(page))
            shown = f"p50 {percentile(took, 0.5):.1f}, p95 {percentile(took, 0.95):.1f} ms"
            yield Row("key press to paint meanwhile", setting, shown, aim="a frame")


def _presses(page: Page) -> Iterator[float]:
    empty = page.evaluate_handle("bench.empty").as_element()
    assert empty
    for _ in range(PRESSES):
        empty.evaluate("(element) => { element.focus(); bench.arm(); }")
        page.wait_for_timeout(70)
        page.keyboard.press("x")
        yield float(page.evaluate("bench.result"))
