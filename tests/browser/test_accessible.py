"""axe finds nothing on any page, light or dark, on a laptop or a phone.

The dark theme changes colours alone: in it the rules about colours run, in the light all. And a
phone changes no colour but where its layout is another: the dark front page and one dark chapter
do there. The pages of source code are one template without a phone's layout of their own: of
them as many are looked at, on a laptop, as together hold every class that any of them holds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.soup import pages, parsed

AXE = Path(__file__).parents[2] / "book" / "site" / "node_modules" / "axe-core" / "axe.min.js"
# All of WCAG 2.2 up to AA, and what axe's authors recommend besides; the size of targets,
# which axe leaves out unless it is asked, too.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
COLOURS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
DARK_PHONE = ("index.html", "book/softmax.html")


@cache
def templates() -> list[str]:
    """The pages to look at: of those of source code, few that hold what all hold."""
    sources = [path for path in pages() if path.startswith("_modules/")]
    held = {
        path: {name for tag in parsed(path).find_all(class_=True) for name in tag["class"]}
        for path in sources
    }
    chosen = []
    while any(held.values()):
        chosen.append(max(held, key=lambda path: len(held[path])))
        seen = held[chosen[-1]]
        held = {path: names - seen for path, names in held.items()}
    return [path for path in pages() if path in chosen or path not in sources]


VISITS = [
    (path, window)
    for path in templates()
    for window in ("at_laptop", "at_small_phone")
    if window == "at_laptop" or not path.startswith("_modules/")
]
# Nothing half faded in, everything that opens open, every panel alive.
PREPARE = """async () => {
  const style = document.createElement("style");
  style.textContent = "* { transition: none !important; animation: none !important; }";
  document.head.append(style);
  for (const box of document.querySelectorAll("details")) box.open = true;
  for (const panel of document.querySelectorAll(".panel-output")) {
    panel.scrollIntoView();
    while (!panel.classList.contains("panel-output-alive")) {
      await new Promise((done) => setTimeout(done, 20));
    }
  }
  scrollTo(0, 0);
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
RUN = """async ([theme, options]) => {
  const root = document.documentElement;
  const { mode } = root.dataset;
  const found = [];
  const look = async (place) => found.push(...(await axe.run(place, options)).violations);
  root.dataset.mode = root.dataset.theme = theme;
  await look(document);
  root.dataset.mode = "auto";  // in which the switch between them shows another sign
  const [button] = document.getElementsByClassName("theme-switch-button");
  if (button) await look({ include: button });
  root.dataset.mode = mode;
  return found.flatMap(({ id, nodes }) => nodes.map((node) => [id, node.html, node.any]));
}"""


def prepare(page: Page) -> None:
    """Bring axe into the page, unless it is there, and show everything that the page holds."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(PREPARE)


def violations(page: Page, theme: str) -> list[str]:
    """What axe finds on the page."""
    found: list[Any] = page.evaluate(RUN, [theme, OPTIONS if theme == "light" else COLOURS])
    return [
        f"{theme}: {rule}: {html[:200]} {'; '.join(one['message'] for one in any_of)}"
        for rule, html, any_of in found
    ]


@pytest.mark.parametrize(("path", "window"), VISITS)
def test_axe_finds_nothing(request: pytest.FixtureRequest, path: str, window: str) -> None:
    page = request.getfixturevalue(window)(path).page
    prepare(page)
    found = violations(page, "light")
    if window == "at_laptop" or path in DARK_PHONE:
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        found += violations(page, "dark")
    assert found == [], "\n".join(found[:20])


def test_pages_of_source_code_are_looked_at() -> None:
    assert 1 <= sum(path.startswith("_modules/") for path in templates()) < 12


def test_axe_sees_faults(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/book/softmax.html")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend", `
          <p style="color: #999; background: #aaa">Hardly to be read</p><img src="x.png">
          <h6>Too deep</h6><a href="#x" style="font-size: 8px">x</a><a href="#y"></a>`)"""
    )
    light, dark = (
        {line.split(": ")[1] for line in violations(page, theme)} for theme in ("light", "dark")
    )
    page.close()
    assert light >= {"color-contrast", "image-alt", "heading-order", "link-name"}
    assert dark == {"color-contrast"}
