"""With scripts off every page can be read whole, and nothing on it is dead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.soup import CONTROLS, classes, pages
from tests.browser.visits import Window
from tests.enough import few

PAGES = few(pages(), classes)

# The lines of the article as they are seen. A reader opens what is closed; panels are a
# picture here and alive there, and what copies code or takes an answer is the scripts' own.
READ = """async () => {
  for (const box of document.querySelectorAll("details")) box.open = true;
  const article = document.querySelector("article");
  if (!article) return [];
  const style = document.createElement("style");
  style.textContent = ".panel-output, .copybtn, CONTROLS { display: none !important; }";
  document.head.append(style);
  const lines = article.innerText.split("\\n").map((line) => line.trim()).filter(Boolean);
  style.remove();
  return lines;
}""".replace("CONTROLS", CONTROLS)
SEEN = """(selector) => [...document.querySelectorAll(selector)]
  .filter((el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((el) => el.outerHTML.slice(0, 120))"""
PANELS = """async () => {
  const panels = [...document.querySelectorAll(".panel-output")];
  return Promise.all(panels.map(async (panel) => {
    const [image, words] = [panel.querySelector("figure img"), panel.querySelector("figcaption")];
    image.loading = "eager";
    await image.decode();
    return image.checkVisibility() && image.width > 200 && words.checkVisibility();
  }));
}"""


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole(without_scripts: Window, at_laptop: Window, path: str) -> None:
    page = without_scripts(path).page
    lines = page.evaluate(READ)
    if path.startswith("book/"):
        assert len(lines) > 10
    assert set(at_laptop(path).page.evaluate(READ)) - set(lines) == set()
    panels = page.evaluate(PANELS)
    assert panels == [True] * len(panels)
    assert page.evaluate(SEEN, "details:not([open]), .panel-live") == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_dead(without_scripts: Window, path: str, width: int) -> None:
    page = without_scripts(path).page
    page.set_viewport_size({"width": width, "height": 900})
    dead = page.evaluate(SEEN, "button:not([type=submit]), [onclick], [href^='javascript:']")
    assert dead == []
    if page.locator("article").count():  # the way to the other chapters is there as well
        assert page.evaluate(SEEN, ".bd-docs-nav a[href$='softmax.html'], .bd-docs-nav a[href='#']")


def test_faults_are_seen(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/book/softmax.html")
        before = page.evaluate(READ)
        page.evaluate("""() => {
          document.querySelector("article p").style.visibility = "hidden";
          document.querySelector("article").append(document.createElement("button"));
        }""")
        page.evaluate("() => { document.querySelector('article button').textContent = 'dead'; }")
        assert set(before) - set(page.evaluate(READ))
        assert len(page.evaluate(SEEN, "button:not([type=submit])")) == 1
