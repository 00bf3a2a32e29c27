"""What is looked at in every other engine than Chromium, and how a reader moves there."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Protocol

from nnbook_site.maths import CHILDREN

from tests.browser.foreign import ATTEMPTS, REFUSED, elsewhere
from tests.browser.live import READ, STATE, VIEW, compare, once_drawn, parts_of
from tests.browser.soup import HTML, chapters, pages, text_of

ALIVE = [path for path in pages() if VIEW in text_of(path)]
SOLVED = [path for path in chapters() if '<details class="solution' in text_of(path)]
# Brings every place of a panel near, until all are alive; returns what the page keeps of them,
# with the box of each.
BRING = f"""async () => {{
  const until = async (done) => {{
    for (let ms = 0; !done() && ms < 20000; ms += 20) await new Promise((go) => setTimeout(go, 20));
  }};
  await until(() => globalThis.nnbookSite);
  for (const place of document.querySelectorAll(".panel-output")) {{
    place.scrollIntoView({{ behavior: "instant" }});
    await until(() => place.matches(".panel-output-alive"));
  }}
  const views = [...document.querySelectorAll('script[type="{VIEW}"]')];
  return {{
    alive: document.querySelectorAll(".panel-output-alive").length,
    boxes: views.map((view) => JSON.parse(view.textContent).model_id),
    models: JSON.parse(document.querySelector('script[type="{STATE}"]').textContent).state,
  }};
}}"""
# Focuses a slider of a panel in the middle of the window; where are its handle and its track?
FOCUS = """async (panel, slider) => {
  const row = document.querySelectorAll(".panel-output-alive")[panel]
    .querySelectorAll(".widget-slider")[slider];
  const handle = row.querySelector("[role=slider]");
  handle.scrollIntoView({ block: "center", behavior: "instant" });
  handle.focus();
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const [own, base] = [handle, row.querySelector(".noUi-base")].map((one) =>
    one.getBoundingClientRect());
  return { x: own.x + own.width / 2, y: own.y + own.height / 2, left: base.x, width: base.width };
}"""

# The titles of what was found, once the search is over.
FOUND = """() => {
  if (!document.querySelector(".search-summary")?.textContent.includes("found")) return null;
  return [...document.querySelectorAll("#search-results ul.search > li > a")].map(
    (link) => link.textContent);
}"""
# The lines of text within the solutions, without those that hold formulas.
SOLUTIONS = """() => [...document.querySelectorAll("details.solution :is(p, li)")].filter(
  (line) => !line.matches(":has(.math, p, li)")).map((line) => line.textContent)"""
# The parts of formulas that have more or fewer elements than they must.
MALFORMED = """(children) => Object.entries(children).flatMap(([name, count]) =>
  [...document.querySelectorAll(name)].filter((part) => part.children.length !== count)
    .map((part) => part.outerHTML))"""
# How many solutions there are, and of how many the text is seen.
SEEN = """() => {
  const all = [...document.querySelectorAll("details.solution")];
  const seen = (box) => [...box.querySelectorAll("p, li, pre")].every(
    (line) => line.checkVisibility());
  return [all.length, all.filter(seen).length];
}"""
SUMMARY = """(k) => {
  const summary = document.querySelectorAll("details.solution > summary")[k];
  summary.scrollIntoView({ block: "center", behavior: "instant" });
  summary.focus();
}"""
# The theme a reader has chosen, and the colours of the page and of a panel.
LOOKS = """() => [
  document.documentElement.dataset.mode,
  getComputedStyle(document.body).backgroundColor,
  getComputedStyle(document.querySelector("[data-panel]")).backgroundColor,
]"""
THEME = """() => [...document.querySelectorAll(".theme-switch-button")].find(
  (button) => button.checkVisibility()).click()"""

# A frame in the place of the page that is open; resolves when it is loaded.
FRAME = """(attributes) => new Promise((done) => {
  const frame = document.createElement("iframe");
  frame.style = "width: 60rem; height: 50rem";
  for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
  frame.addEventListener("load", () => done());
  document.body.replaceChildren(frame);
})"""
# Of a chapter in a frame: whether style, pictures and scripts came. (Letters do if the host lets
# other origins have them, which a frame with `sandbox` is.)
FRAMED = """async () => {
  const place = document.querySelector(".panel-output");
  place.scrollIntoView({ behavior: "instant" });
  const until = performance.now() + 60_000;
  const alive = () => place.classList.contains("panel-output-alive");
  while (!alive() && performance.now() < until)
    await new Promise((done) => setTimeout(done, 50));
  const picture = document.querySelector("article img[src*='_images/']");
  picture.loading = "eager";
  await picture.decode().catch(() => {});
  return {
    style: getComputedStyle(document.querySelector(".skip-link")).position === "fixed",
    picture: picture.naturalWidth > 0,
    panel: alive(),
  };
}"""


class Tab(Protocol):
    """A page of a browser."""

    complaints: list[str]

    def open(self, url: str) -> None:
        """Go to an address, and wait until the page is loaded."""

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function; return what it, or its promise, returns."""

    def evaluate_in_frame(self, function: str, *arguments: Any) -> Any:
        """The same in the one frame of the page."""

    def press(self, *keys: str) -> None:
        """Press keys, by their names or letters, one after the other."""

    def drag(self, *points: tuple[float, float]) -> None:
        """Press the mouse at the first of some points of the window, and let go at the last."""


@dataclass
class Panel:
    """One panel of the page in a tab: the `at`-th of them."""

    tab: Tab
    at: int
    traits: dict[str, Any]
    sliders: dict[str, Any]

    def check(self, *after: Any) -> dict[str, float]:
        """Assert that every number shown is nnbook's, and return the sliders' values."""
        names = list(self.sliders)
        read = once_drawn(lambda: self.tab.evaluate(READ, self.at), names)
        return compare(self.traits["panel_name"], self.traits, names, read, after)

    def move(self) -> None:
        """Move every slider by keys and by the pointer; all is nnbook's after each."""
        assert self.check("opening") == {name: self.traits[name] for name in self.sliders}
        for k, (name, one) in enumerate(self.sliders.items()):
            at, low, high = self.tab.evaluate(FOCUS, self.at, k), one["min"], one["max"]
            for key in ("Home", "PageUp", "ArrowRight", "End"):
                self.tab.press(key)
                value = self.check(name, key)[name]
                assert (key == "Home") == (value == _value(one, low)), (name, key, value)
            assert value == _value(one, high), (name, "End", value)
            at = self.tab.evaluate(FOCUS, self.at, k)
            wanted = at["left"] + 0.3 * at["width"]
            self.tab.drag(
                (at["x"], at["y"]), (at["left"] + 0.6 * at["width"], at["y"]), (wanted, at["y"])
            )
            value = self.check(name, "dragged")[name]
            place = self.tab.evaluate(FOCUS, self.at, k)["x"]
            step = one["step"] * at["width"] / (high - low)
            assert abs(place - wanted) <= step + 3, (name, "dragged", place, wanted)


def _value(slider: dict[str, Any], place: float) -> float:
    return float(f"{10**place:.12g}") if "base" in slider else place


def panels_of(tab: Tab) -> list[Panel]:
    """Every panel of the page that is open, all alive."""
    found = tab.evaluate(BRING)
    assert found["alive"] == len(found["boxes"]) > 0
    made = [parts_of(found["models"], box) for box in found["boxes"]]
    return [Panel(tab, at, *parts) for at, parts in enumerate(made)]


def search(tab: Tab, address: str, words: str) -> list[str]:
    """Look for words from a chapter, as a reader does; the titles of what is found."""
    tab.open(f"{address}/book/what_next.html")
    tab.press("Control+k", *words, "Enter")
    # Asked again and again: what waits in a page that is being left may wait for ever.
    until = time.monotonic() + 60
    while (titles := tab.evaluate(FOUND)) is None and time.monotonic() < until:
        time.sleep(0.1)
    assert titles is not None, "the search does not end"
    return list(titles)


def check_solutions(tab: Tab) -> None:
    """Every solution of the page that is open is closed at first, and opens by a key."""
    count, seen = tab.evaluate(SEEN)
    assert count > seen == 0, (count, seen)
    for k in range(count):
        tab.evaluate(SUMMARY, k)
        tab.press("Enter")
        seen = tab.evaluate(SEEN)
        assert seen == [count, k + 1], seen


def check_themes(tab: Tab) -> None:
    """The button of the page that is open goes through all themes, which look different."""
    seen = [tab.evaluate(LOOKS)]
    for _ in range(3):
        tab.evaluate(THEME)
        seen.append(tab.evaluate(LOOKS))
    assert seen[0] == seen[-1]
    looks = {mode: colours for mode, *colours in seen}
    assert looks.keys() == {"light", "dark", "auto"}
    assert not set(looks["light"]) & set(looks["dark"])


def check_page(tab: Tab, site: str, path: str) -> None:
    """The page opens without a complaint, its panels move and its solutions open."""
    tab.open(f"{site}/{path}")
    if path in ALIVE:
        for panel in panels_of(tab):
            panel.move()
    if path in SOLVED:
        check_solutions(tab)
    assert tab.evaluate(MALFORMED, CHILDREN) == []
    assert tab.complaints == [], tab.complaints


def check_in_folder(tab: Tab, path: str) -> None:
    """The panels of the page are alive where it is opened as a file."""
    tab.open(f"{HTML.as_uri()}/{path}")
    for panel in panels_of(tab):
        panel.check("opening")
    assert tab.complaints == [], tab.complaints


def check_in_frame(tab: Tab, site: str, kind: str) -> None:
    """A chapter is whole in a frame that has no origin of its own, or no address."""
    tab.open(f"{site}/_static/pygments.css")  # which forbids no frame
    base = f'<head><base href="{site}/{ALIVE[0]}">'
    inside = {
        "src": f"{site}/{ALIVE[0]}",
        "srcdoc": text_of(ALIVE[0]).replace("<head>", base, 1),
    }
    tab.evaluate(FRAME, {"sandbox": "allow-scripts", kind: inside[kind]})
    found = tab.evaluate_in_frame(FRAMED)
    assert found == {"style": True, "picture": True, "panel": True}


def check_policy(tab: Tab, page: str) -> None:
    """What is foreign is refused, and asked for nowhere."""
    with elsewhere() as (foreign, asked):
        tab.open(page)
        tried = tab.evaluate(ATTEMPTS, foreign)
    assert tried["found"] == {name: [part] for name, part in REFUSED.items()}, tried
    assert tried["ran"] == asked == [], (tried, asked)


def check_all(tab: Tab, site: str) -> None:
    """Panels, themes and the search work; for a browser with other settings than usual."""
    tab.open(f"{site}/{ALIVE[0]}")
    for panel in panels_of(tab):
        panel.move()
    check_themes(tab)
    assert "Softmax: from scores to probabilities" in search(tab, site, "softmax")
    assert tab.complaints == [], tab.complaints
