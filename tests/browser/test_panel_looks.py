"""The marks of the panels have the looks that words and legends give them, in light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from nnbook.panels.base import Panel
from tests.browser.test_panels_alone import FRAMES, mount
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


@pytest.fixture(params=list(FIRST.values()), ids=list(FIRST))
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


# What would show a panel otherwise than its elements say: turned, mirrored, tinted.
CHANGED = """() => [...document.querySelectorAll(":is(body, .nnbook-panel *)")].filter((one) => {
  const look = getComputedStyle(one);
  const none = ["transform", "scale", "rotate", "translate", "filter"].map((name) => look[name]);
  return none.some((value) => value !== "none") || look.direction !== "ltr";
}).map((one) => one.outerHTML.slice(0, 100))"""
# Of each pair of selectors the box of the first, in shares of that of the second around it.
SHARES = """([inner, outer]) => [...document.querySelectorAll(inner)].map((one) => {
  const around = one.closest(outer) ?? one.parentElement.querySelector(outer);
  const [a, b] = [one, around].map((element) => element.getBoundingClientRect());
  return [(a.x - b.x) / b.width, (a.y - b.y) / b.height, a.width / b.width, a.height / b.height];
})"""


def test_nothing_is_turned_or_tinted(page: Page, panel: Panel) -> None:
    mount(page, panel)
    assert page.evaluate(CHANGED) == []


@pytest.mark.parametrize("name", ["one_weight", "handwriting"])
def test_meters_are_as_long_on_the_screen(page: Page, name: str) -> None:
    panel = make(FIRST[name])
    mount(page, panel)
    values = panel.results["activations" if name == "one_weight" else "probabilities"]
    fills = page.evaluate(SHARES, [".np-fill", ".np-meter"])
    assert len(fills) == len(values)
    for value, (left, _, width, _) in zip(values, fills, strict=True):
        assert abs(left) < 0.05 and abs(width - value) < 0.05
    panel.close()


def test_a_tap_chooses_the_pixel_under_it(page: Page) -> None:
    panel = make(FIRST["one_weight"])
    mount(page, panel)
    image = page.locator(".np-image canvas").bounding_box()
    assert image
    for row, column in ((2, 23), (25, 4), (14, 14)):
        x, y = ((place + 0.5) / 28 for place in (column, row))
        at = {"x": x * image["width"], "y": y * image["height"]}
        page.locator(".np-image canvas").click(position=at)
        page.evaluate(FRAMES)
        ((left, top, width, height),) = page.evaluate(SHARES, [".np-mark", "canvas"])
        assert left < x < left + width and top < y < top + height
        assert max(width, height) < 2 / 28
    panel.close()
