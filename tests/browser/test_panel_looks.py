"""The marks of the panels have the looks that words and legends give them, in light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from nnbook.panels.base import Panel
from tests.browser.test_panels_alone import mount
from tests.browser.test_panels_alone import page as page  # the empty one, 320 px wide
from tests.browser.test_panels_alone import window as window
from tests.samples import FIRST, make

# Of each legend the entries, as [text, class, look of the mark]; then the marks of the charts,
# as [class, look]. A look is what tells one mark from another.
LOOKS = """() => {
  const look = (mark) => {
    const { stroke, fill, strokeDasharray } = getComputedStyle(mark);
    return [stroke, fill, strokeDasharray, mark.tagName, mark.getAttribute("r")].join(" | ");
  };
  const legends = [...document.querySelectorAll(".np-legend")].map((legend) =>
    [...legend.children].map((entry) => {
      const mark = entry.querySelector("path, circle");
      return [entry.textContent, mark.getAttribute("class"), look(mark)];
    }));
  const marks = [...document.querySelectorAll(".np-plot [class^=np-]:is(path, circle)")].map(
    (mark) => [mark.getAttribute("class"), look(mark)]);
  return { legends, marks };
}"""
COLOUR = """(selector) => [...document.querySelectorAll(selector)].map((one) => {
  const { stroke } = getComputedStyle(one);  // of a cell the layer under its number
  return stroke === "none" ? getComputedStyle(one, "::before").backgroundColor : stroke;
})"""


@pytest.fixture(params=FIRST.values(), ids=FIRST)
def panel(request: pytest.FixtureRequest) -> Iterator[Panel]:
    made = make(request.param)
    yield made
    made.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest, page: Page) -> Iterator[None]:
    page.emulate_media(color_scheme=request.param)
    yield
    page.emulate_media(color_scheme=None)


@pytest.mark.usefixtures("scheme")
def test_a_legend_shows_what_it_names(page: Page, panel: Panel) -> None:
    mount(page, panel)
    seen = page.evaluate(LOOKS)
    drawn: dict[str, set[str]] = {}
    for kind, look in seen["marks"]:
        drawn.setdefault(kind, set()).add(re.sub(r" \| [\d.]+$", "", look))
    for legend in seen["legends"]:
        looks = [look for _, _, look in legend]
        assert len(set(looks)) == len(looks), legend
        for text, kind, look in legend:
            for mark in drawn.get(kind, ()):
                assert look.startswith(mark), (text, look, mark)


@pytest.mark.usefixtures("scheme")
def test_above_zero_is_red_and_below_is_blue(page: Page) -> None:
    panel = make(FIRST["weight_perturbation"])
    mount(page, panel)
    for kind in (".np-edge", ".np-cell"):
        for sign, warm in (("positive", True), ("negative", False)):
            colours = page.evaluate(COLOUR, f"{kind}.np-{sign}")
            assert colours, (kind, sign)
            for colour in colours:
                red, _, blue = (float(part) for part in re.findall(r"[\d.]+", colour)[:3])
                assert (red > blue) == warm, (kind, sign, colour)
    panel.close()
