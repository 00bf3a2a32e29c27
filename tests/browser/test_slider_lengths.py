"""Every slider is long enough to aim at, on screens of every width."""

from __future__ import annotations

import pytest

from tests import enough
from tests.browser.live import VIEW, find_panels
from tests.browser.soup import pages, text_of
from tests.browser.visits import Window

LEAST = 150  # CSS pixels, four steps of six hundred each
SHORT = """async (least) => {
  await new Promise((done) => requestAnimationFrame(done));
  return [...document.querySelectorAll(".panel-live .noUi-base")]
    .map((base) => [base.closest(".widget-slider").textContent, base.getBoundingClientRect()])
    .filter(([, box]) => box.width < least || box.right > innerWidth || box.left < 0)
    .map(([name, box]) => `${name}: ${box.width}`);
}"""


@pytest.mark.parametrize("path", [path for path in pages() if VIEW in text_of(path)])
def test_sliders_are_long_enough(at_laptop: Window, path: str) -> None:
    page = at_laptop(path).page
    find_panels(page)
    short = {}
    for width in range(320, 1601, 160 if enough.whole else 320):
        page.set_viewport_size({"width": width, "height": 900})
        found = page.evaluate(SHORT, LEAST)
        for _ in range(30):  # the theme's side bars slide to where they belong at another width
            if not found:
                break
            page.wait_for_timeout(100)
            found = page.evaluate(SHORT, LEAST)
        if found:
            short[width] = found
    assert short == {}
