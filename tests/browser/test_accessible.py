"""axe finds nothing on any page, light or dark, on a laptop or a phone.

axe takes seconds on a long page, so what cannot differ is looked at once:

- Elements of the same classes look alike: as many pages are looked at as together hold every
  class that any of them holds, and with `--whole` all.
- The dark theme changes colours alone: in it the rules about colours run, in the light all.
- A phone changes the layout: there the rules run that measure, or that ask for names, which a
  label that is not shown there would take away. A colour, or what only the template of a page
  shows on a phone, is the same on all pages: four of them are looked at in full, in both themes.
- Text that looks like two others of the page, from its classes to all that is painted behind it,
  has their contrast. Not so in panels, where one thing may be drawn over another.
- The parts that a formula is drawn with are hidden from screen readers, have the colour of the
  text around them, and are half of what a page holds: those four are looked at with them.
- The switch between the themes is the same on every page: its third sign is looked at on one.
- The pages of source code are one template without a phone's layout of their own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.soup import classes, pages, parsed
from tests.browser.visits import SMALL_PHONE
from tests.enough import few

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
ON_PHONE = {
    "runOnly": {
        "type": "rule",
        "values": [
            "target-size",
            "scrollable-region-focusable",
            "aria-input-field-name",
            "button-name",
            "input-button-name",
            "label",
            "link-name",
            "select-name",
        ],
    },
    "rules": OPTIONS["rules"],
    "resultTypes": ["violations"],
}
IN_FULL = ("index.html", "search.html", "book/softmax.html", "book/reference/glossary.html")


VISITS = [
    (path, window)
    for path in sorted({*IN_FULL, *few(pages(), classes)})
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
# Marks the text whose look two others have, so that axe leaves out its contrast.
MARK = """() => {
  const counts = new Map(), grounds = new Map([[null, ""]]);
  const ground = (one) => {
    if (!grounds.has(one)) {
      const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(one);
      const own = [backgroundColor, backgroundImage, opacity, filter].join();
      const none = own === "rgba(0, 0, 0, 0),none,1,none";
      grounds.set(one, ground(one.parentElement) + (none ? "" : own));
    }
    return grounds.get(one);
  };
  const known = (one) => {
    const text = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!text || one.closest("svg, .panel-output") || !one.checkVisibility()) return false;
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(one);
    const classes = [one, one.parentElement].map(({ tagName, className }) => [tagName, className]);
    const look = [color, fontSize, fontWeight, textShadow, ground(one), classes].join("|");
    counts.set(look, 1 + (counts.get(look) ?? 0));
    return counts.get(look) > 2;
  };
  const all = [...document.body.querySelectorAll("*")];
  const marks = all.map(known);  // before the first is set: to write and read in turn is slow
  for (const [at, one] of all.entries()) one.toggleAttribute("data-look-is-known", marks[at]);
}"""
RUN = f"""async ([theme, options, both, formulas]) => {{
  const root = document.documentElement;
  const drawn = formulas ? [] : [...document.querySelectorAll("[aria-hidden=true].katex-html")];
  const parts = drawn.map((one) => [...one.childNodes]);
  for (const one of drawn) one.replaceChildren();
  const {{ mode }} = root.dataset;
  const found = [];
  const look = async (place) => found.push(...(await axe.run(place, options)).violations);
  axe.configure({{ rules: [{{ id: "color-contrast", selector: ":not([data-look-is-known])" }}] }});
  root.dataset.mode = root.dataset.theme = theme;
  ({MARK})();
  await look(document);
  if (both) {{
    root.dataset.mode = "auto";  // in which the switch between them shows another sign
    await look({{ include: document.querySelector(".theme-switch-button") }});
  }}
  root.dataset.mode = mode;
  for (const [at, one] of drawn.entries()) one.append(...parts[at]);
  return found.flatMap(({{ id, nodes }}) => nodes.map((node) => [id, node.html, node.any]));
}}"""


def prepare(page: Page) -> None:
    """Bring axe into the page, unless it is there, and show everything that the page holds."""
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(PREPARE)


def violations(
    page: Page, theme: str, options: Any, *, switch: bool = False, formulas: bool = True
) -> list[str]:
    """What axe finds on the page, and on the switch where it shows the third of its signs.

    Without `formulas` it looks at their MathML alone.
    """
    found: list[Any] = page.evaluate(RUN, [theme, options, switch, formulas])
    return [
        f"{theme}: {rule}: {html[:200]} {'; '.join(one['message'] for one in any_of)}"
        for rule, html, any_of in found
    ]


def in_both_themes(page: Page, **more: bool) -> list[str]:
    """What axe finds in the light, and of colours in the dark."""
    found = []
    for theme, options in (("light", OPTIONS), ("dark", COLOURS)):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        found += violations(page, theme, options, **more)
    return found


@pytest.mark.parametrize(("path", "window"), VISITS)
def test_axe_finds_nothing(request: pytest.FixtureRequest, path: str, window: str) -> None:
    page = request.getfixturevalue(window)(path).page
    prepare(page)
    more = {"switch": path == "index.html", "formulas": path in IN_FULL}
    if window == "at_laptop" or path in IN_FULL:
        found = in_both_themes(page, **more)
    else:
        found = violations(page, "light", ON_PHONE, **more)
    assert found == [], "\n".join(found[:20])


def test_all_pages_have_the_switch_of_the_first() -> None:
    (first,) = {str(one) for one in parsed("index.html").select(".theme-switch-button")}
    for path in pages():
        assert {str(one) for one in parsed(path).select(".theme-switch-button")} <= {first}


def test_pages_of_every_kind_are_looked_at() -> None:
    looked_at = {path for path, _ in VISITS}
    folders = {path.rpartition("/")[0].split("/panels")[0] for path in looked_at}
    assert folders >= {"", "book", "book/reference", "_modules/nnbook"}
    missed = {name for path in pages() for name in classes(path)}
    for path in looked_at:
        missed -= classes(path)
    assert missed == set()


FAULTS = """() => document.querySelector("article").insertAdjacentHTML("beforeend", `
  <p style="color: #999; background: #aaa">Hardly to be read</p><img src="x.png">
  <h6>Too deep</h6><a href="#x" style="font-size: 8px">x</a><a href="#y"></a>
  <p><button style="width: 9px; height: 9px; padding: 0; border: 0" aria-label="a"></button><button
    style="width: 9px; height: 9px; padding: 0; border: 0" aria-label="b"></button></p>
  <label>${innerWidth < 500 ? "" : "Only here"}<input></label>`)"""


def test_axe_sees_faults(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/book/softmax.html")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(FAULTS)
    light, dark, narrow = (
        {line.split(": ")[1] for line in violations(page, theme, options)}
        for theme, options in (("light", OPTIONS), ("dark", COLOURS), ("light", ON_PHONE))
    )
    page.set_viewport_size(SMALL_PHONE)
    page.evaluate(FAULTS)
    phone = {line.split(": ")[1] for line in violations(page, "light", ON_PHONE)}
    page.close()
    assert light >= {"color-contrast", "image-alt", "heading-order", "link-name", "target-size"}
    assert dark == {"color-contrast"}
    assert narrow == {"link-name", "target-size"}
    assert phone >= {"link-name", "target-size", "label"}


def test_the_contrast_of_text_that_looks_like_other_text_is_known(
    browser: Browser, site: str
) -> None:
    """Of many lines alike two are looked at; one that is alike but for its ground is, too."""
    page = browser.new_page()
    page.goto(f"{site}/book/softmax.html")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(
        """() => document.querySelector("article").insertAdjacentHTML("beforeend", `
          ${"<div><p style='color: #777'>Grey on white</p></div>".repeat(9)}
          <div style="background: #888"><p style="color: #777">Grey on grey</p></div>
          ${"<div><p style='color: #ccc'>Pale on white</p></div>".repeat(9)}`)"""
    )
    found = violations(page, "light", COLOURS)
    page.close()
    assert sum("Pale on white" in one for one in found) == 2
    assert sum("Grey on grey" in one for one in found) == 1
