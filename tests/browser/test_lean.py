"""What the pages load: one sheet, the scripts that they use, pictures that keep their place."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext

from book.tools.build_site import WORK
from tests import enough
from tests.browser.live import STATE, VIEW, find_panels
from tests.browser.soup import HTML, built_pages, chapters, classes, parsed, scripts, text_of
from tests.browser.visits import SHIFTS, Window, wait_for, watch
from tests.enough import few

PAGES = [path for path in built_pages() if "<article" in text_of(path)]
# A page with a panel, solutions to open and pictures.
CHAPTER = "book/softmax.html"
# Which icons have no shape, or not the whole: nothing cut out of the colour of the text, or a
# width that is none or less than the shape's.
WITHOUT_SHAPE = """() => [...document.querySelectorAll("[class*='fa-']")].filter((icon) => {
  const style = getComputedStyle(icon);
  const least = parseFloat(style.fontSize) * style.getPropertyValue("--wide");
  return !/^url\\("data:image\\/svg/.test(style.maskImage)
    || style.backgroundColor === "rgba(0, 0, 0, 0)"
    || style.display !== "none" && !(parseFloat(style.width) + 0.01 > least);
}).map((icon) => icon.outerHTML)"""
# Which of these words of code have the look of a name, which is that of all plain code.
LOOKS = ["color", "backgroundColor", "fontWeight", "fontStyle", "textDecorationLine", "border"]
PLAIN = f"""([words, theme]) => {{
  document.documentElement.dataset.theme = theme;
  const look = (one) => {{
    const style = getComputedStyle(one);
    return {LOOKS}.map((name) => style[name]).join();
  }};
  const name = words[0].parentElement.appendChild(document.createElement("span"));
  name.className = "n";
  const plain = look(name);
  name.remove();
  return words.map((one) => look(one) === plain);
}}"""
# By the size of the letters, those first that are looked at always.
WIDTHS = {"100%": (320, 1150, 768), "150%": (360, 1280)}
HEIGHTS = """() => [...document.querySelectorAll(".panel-output")]
  .map((place) => place.getBoundingClientRect().height)"""


@pytest.mark.parametrize("path", PAGES)
def test_one_sheet_and_scripts_that_wait(path: str) -> None:
    page = parsed(path)
    (sheet,) = page.select("link[rel=stylesheet]")
    assert re.search(r"_static/book\.css\?v=[0-9a-f]{8}$", sheet["href"])
    scripts = [
        one
        for one in page.select("script")
        if not one.get("type", "").endswith("json") and not one.find_parent("template")
    ]
    inline = [one for one in scripts if not one.get("src")]
    early = [one for one in scripts if one.get("src") and not one.has_attr("defer")]
    before = [one for one in inline if one.find_parent("head")]
    assert len(before) == 2, "the policy's, and what knows light from dark before the first paint"
    assert early == []


@pytest.mark.parametrize("path", PAGES)
def test_each_digest_is_that_of_the_file(path: str) -> None:
    """By it a browser knows whether it has the file: one of an earlier build keeps an old file."""
    text = (HTML / path).read_text(encoding="utf-8")
    named = re.findall(r'"([^"?<>]+)\?v=([0-9a-f]{8})"', text)
    assert {Path(name).name for name, _ in named} >= {"book.css", "book.js"}
    assert ("searchindex.js" in dict(named)) == (path == "search.html")
    for name, digest in named:
        from_root = name.startswith("/")  # as on the page of what is not there
        file = HTML / name[1:] if from_root else (HTML / path).parent / name
        assert f"{zlib.crc32(file.read_bytes()):08x}" == digest, name


@pytest.mark.parametrize("path", PAGES)
def test_scripts_of_things_that_the_page_holds(path: str) -> None:
    page = parsed(path)
    article = page.select_one("article, .bd-search-container")
    loaded = {
        Path(one["src"].split("?")[0]).name
        for one in page.select("script[src]")
        if not one.find_parent("template")
    }
    needs = {
        "panels.js": f'script[type="{VIEW}"]',
        "copy.js": "div.highlight",
        "questions.js": ".nq",
        "breaking.js": "[data-break]",
        "tabs.js": ".sd-tab-set",
    }
    expected = {name for name, things in needs.items() if article.select(things)} | {"book.js"}
    if path == "search.html":
        expected |= {"search.js", "search-results.js", "searchindex.js"}
    assert loaded == expected
    coming = [script for one in page.find_all("template") for script in one.find_all("script")]
    late = [Path(script["src"].split("?")[0]).name for script in coming]
    views = article.select(f'script[type="{VIEW}"]')
    models = scripts(path, STATE)
    data = {file for one in models for file in re.findall(r"nnbook-\w+-[0-9a-f]{8}\.js", str(one))}
    begun = article.select("[data-act=begin]")  # an exercise to be written in the page
    broken = article.select("[data-break]")  # an input to be made up there
    editor = {one for one in late if re.fullmatch(r"nnbook-(editor|\w+_exercises-\w+)\.js", one)}
    python = {one for one in late if re.fullmatch(r"nnbook-(python|\w+_breaking-\w+)\.js", one)}
    assert len(editor) == 2 * bool(begun)
    assert len(python) == bool(begun or broken) + len(broken)
    python |= editor
    assert sorted(late) == sorted(["nnbook-runtime.js"] * bool(views) + [*data, *python])


@pytest.mark.parametrize("path", [CHAPTER, "_modules/nnbook/functions.html"])
def test_a_word_of_code_with_a_span_of_its_own_looks_like_one(
    context: BrowserContext, site: str, path: str
) -> None:
    page = context.new_page()
    page.goto(f"{site}/{path}")
    page.add_style_tag(content="* { transition: none !important; }")
    # But for the sessions' prompts and outputs, which are not copied, and for what holds words.
    span = ".highlight pre span[class]:not(.linenos, .gp, .go, .viewcode-block, :has(span))"
    words = page.locator(span).element_handles()
    assert len(words) > 100

    def plain() -> list[str]:
        both = (page.evaluate(PLAIN, [words, theme]) for theme in ("light", "dark"))
        found = [one for one, *those in zip(words, *both, strict=True) if all(those)]
        return [one.evaluate("(one) => one.outerHTML") for one in found]

    assert plain() == []
    words[0].evaluate("(one) => { one.className = 'p'; }")
    assert len(plain()) == 1, "the test sees them"


@pytest.mark.parametrize("path", few(PAGES, classes))
def test_every_icon_has_a_picture(at_laptop: Window, path: str) -> None:
    page = at_laptop(path).page
    assert page.locator("[class*='fa-']").count() > 3
    assert page.evaluate(WITHOUT_SHAPE) == []
    assert "Awesome" not in (HTML / "_static/book.css").read_text("utf-8")


def test_an_icon_without_a_picture_is_seen(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/{CHAPTER}")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i class=\"fas fa-horse\"></i>')")
    page.add_style_tag(content=".bd-header-article .fa-bars { width: 0.5em !important; }")
    told = page.evaluate(WITHOUT_SHAPE)
    assert len(told) == 2
    assert "fa-bars" in told[0]
    assert "fa-horse" in told[1]


@pytest.mark.parametrize("colours", [{"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_icons_stand_out(browser: Browser, site: str, colours: Any) -> None:
    with browser.new_context(**colours) as context:
        page = context.new_page()
        page.goto(f"{site}/{CHAPTER}")
        icon = page.locator(".theme-switch-button .theme-switch:visible")
        colour, ground = icon.evaluate(
            "(icon) => [icon, document.body].map((one) => getComputedStyle(one).backgroundColor)"
        )
        light = [sum(map(int, re.findall(r"\d+", text)[:3])) for text in (colour, ground)]
        assert abs(light[0] - light[1]) > 250, (colour, ground)


@pytest.mark.parametrize("path", PAGES)
def test_pictures_say_their_size(path: str) -> None:
    pictures = [one for one in parsed(path).select("article img") if "_images/" in one["src"]]
    for picture in pictures:
        width, height = int(picture["width"]), int(picture["height"])
        with Image.open((HTML / path).parent / picture["src"]) as file:
            assert abs(height - width * file.height / file.width) < 1  # whole pixels
            assert file.format == "WEBP"
        assert picture["decoding"] == "async"
        assert picture["loading"] == "lazy"


def test_pictures_are_the_ones_that_were_drawn() -> None:
    """The pixels of each WebP are those of a PNG that a chapter drew."""
    drawn = {path.stem: path for path in (WORK / "jupyter_execute").rglob("*.png")}
    shown = list((HTML / "_images").glob("*.webp"))
    assert len(shown) > 20
    for path in shown[::5]:
        with Image.open(path) as webp, Image.open(drawn[path.stem]) as png:
            assert webp.convert("RGBA").tobytes() == png.convert("RGBA").tobytes()


@pytest.mark.parametrize("window", ["at_phone", "at_laptop"])
@pytest.mark.parametrize("path", chapters())
def test_nothing_moves_by_itself(request: pytest.FixtureRequest, path: str, window: str) -> None:
    """Not while the page loads, nor while a reader scrolls to its end; the contents beside fold."""
    assert request.getfixturevalue(window)(path).shifted < 0.02


@pytest.mark.parametrize("path", [path for path in chapters() if VIEW in text_of(path)])
def test_a_place_is_as_high_as_its_panel(context: BrowserContext, site: str, path: str) -> None:
    """At other widths and with large letters too: no browser has to hold the text in place."""
    page = context.new_page()
    page.route("**/panels.js*", lambda route: route.fulfill(body=""))
    page.goto(f"{site}/{path}")
    page.add_style_tag(content="* { transition: none !important; }")  # the side bar slides in

    def heights() -> dict[tuple[str, int], list[float]]:
        found = {}
        for letters, widths in WIDTHS.items():
            page.evaluate("(size) => { document.documentElement.style.fontSize = size; }", letters)
            for width in widths[: None if enough.whole else -1]:
                page.set_viewport_size({"width": width, "height": 900})
                found[letters, width] = page.evaluate(HEIGHTS)
        return found

    before = heights()
    page.evaluate("""() => {
      const { content } = document.getElementById("nn-runtime");
      document.head.append(document.importNode(content, true));
    }""")
    find_panels(page)
    for at, after in heights().items():
        assert after == pytest.approx(before[at], abs=1), at


def test_a_section_below_a_panel_is_where_its_link_leads(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => "
        "{ document.documentElement.style.overflowAnchor = 'none'; })"
    )  # as in WebKit
    page.goto(f"{site}/{CHAPTER}#exercises", wait_until="networkidle")
    section = page.locator("#exercises")
    place = "(section) => section.getBoundingClientRect().top"
    first = section.evaluate(place)
    find_panels(page)
    page.evaluate("document.querySelector('#exercises').scrollIntoView({ behavior: 'instant' })")
    assert section.evaluate(place) == pytest.approx(first, abs=1)


def test_a_panel_restyles_little(browser: Browser, context: BrowserContext, site: str) -> None:
    """A key on a slider changes some ten numbers and lines, and of the page around nothing."""
    sheet = (HTML / "_static/book.css").read_text("utf-8")
    on_screen = re.sub(r"@media print\{(?:[^{}]*\{[^{}]*\})*\}", "", sheet)
    assert ":has(" not in on_screen, "see nnbook_site/marks.py"
    page = context.new_page()
    page.goto(f"{site}/{CHAPTER}")
    handle = find_panels(page)[0].sliders[0].handle
    handle.press("ArrowRight")
    page.wait_for_timeout(500)
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    handle.press("ArrowRight")
    page.wait_for_timeout(300)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    styled = [one["args"] for one in events if one["name"] == "UpdateLayoutTree"]
    assert 0 < sum(args.get("elementCount", 0) for args in styled) < 60


def test_a_shift_is_seen(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    page.evaluate("document.querySelector('article').style.marginTop = '300px'")
    page.wait_for_timeout(200)
    assert page.evaluate("shifted") > 0.02


# What a key sets in a panel though it is so already.
SET_AGAIN = """async ([root, handle]) => {
  const again = [];
  const seen = (records) => records.forEach(({ target, attributeName, oldValue }) => {
    if (target.getAttribute(attributeName) === oldValue)
      again.push(`${attributeName} of ${target.outerHTML.slice(0, 90)}`);
  });
  const watch = new MutationObserver(seen);
  watch.observe(root, { subtree: true, attributes: true, attributeOldValue: true });
  const before = root.dataset.inputs;
  const key = handle.ariaValueNow === handle.ariaValueMax ? "ArrowLeft" : "ArrowRight";
  handle.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  if (root.dataset.inputs !== before) again.push("drawn before the next frame");
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  if (root.dataset.inputs === before) again.push("not drawn");
  return again;
}"""


@pytest.mark.parametrize("path", [path for path in PAGES if VIEW in text_of(path)])
def test_a_key_sets_in_a_panel_what_differs_and_no_more(
    context: BrowserContext, site: str, path: str
) -> None:
    """What is set to what it is has its drawing made anew all the same."""
    page = context.new_page()
    page.goto(f"{site}/{path}")
    for panel in find_panels(page):
        for slider in panel.sliders:
            pair = [panel.root.element_handle(), slider.handle.element_handle()]
            assert page.evaluate(SET_AGAIN, pair) == [], slider.handle.get_attribute("aria-label")


@pytest.mark.parametrize("path", [CHAPTER, "book/simple_net.html"])
def test_a_page_is_painted_in_few_layers(context: BrowserContext, site: str, path: str) -> None:
    """With a layer for every formula, painting what a key changed took twice as long or more."""
    page = context.new_page()
    page.goto(f"{site}/{path}")
    panel = find_panels(page)[0]
    panel.sliders[0].handle.focus()
    session = context.new_cdp_session(page)
    layers: list[int] = []
    session.on("LayerTree.layerTreeDidChange", lambda e: layers.append(len(e.get("layers", []))))
    session.send("DOM.enable")
    session.send("LayerTree.enable")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    assert 3 < max(layers) <= 25, layers
    page.add_style_tag(
        content="* { isolation: auto !important; } .bd-sidebar { z-index: auto !important; }"
    )
    page.wait_for_timeout(500)
    assert max(layers) > 25, "the test sees them"


def test_panels_wait_until_they_are_near(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    complaints = watch(page, site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/book/training.html", wait_until="networkidle")
    assert page.locator(".panel-output-alive").count() == 0
    find_panels(page)
    source = page.locator(".panel-static img").first.get_attribute("src") or ""
    assert not any(url.endswith(source.removeprefix("../")) for url in asked), "for nothing"
    assert complaints == []


def test_the_runtime_holds_no_more_of_its_libraries_than_it_uses() -> None:
    """Two of the 27 classes of @lumino/widgets: with all of them it has 141 kB, without 104."""
    sent = gzip.compress((HTML / "_static" / "nnbook-runtime.js").read_bytes())
    assert 80_000 < len(sent) < 115_000


@pytest.mark.parametrize("answer", [{"status": 404}, {"body": "this is no script"}])
def test_without_the_runtime_the_picture_stands(
    context: BrowserContext, site: str, answer: Any
) -> None:
    page = context.new_page()
    page.route("**/nnbook-runtime.js*", lambda route: route.fulfill(**answer))
    page.goto(f"{site}/{CHAPTER}")
    picture = page.locator(".panel-static img").first
    picture.scroll_into_view_if_needed()
    assert picture.is_visible()
    wait_for(page, "(image) => image.naturalWidth > 0", arg=picture.element_handle())


def test_pictures_come_by_themselves(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    pictures = page.locator("article img[src*='_images/']:not(.panel-static img)")
    assert pictures.count() > 2
    assert page.evaluate("scrollY") == 0
    wait_for(
        page, "(all) => all.every((one) => one.naturalWidth > 0)", arg=pictures.element_handles()
    )


def test_on_paper_every_picture_is_loaded(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    wait_for(page, "[...document.images].every((one) => one.naturalWidth > 0)")


def test_search_by_keyboard(context: BrowserContext, site: str) -> None:
    """The search's scripts are on its own page alone."""
    page = context.new_page()
    complaints = watch(page, site)
    page.goto(f"{site}/{CHAPTER}", wait_until="networkidle")
    page.keyboard.press("Control+k")
    page.keyboard.type("softmax")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=softmax")
    page.locator("#search-results li a").first.wait_for()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_prescribed_colours_hold_in_charts(browser: Browser, site: str, scheme: str) -> None:
    """Whatever theme was chosen before: letters of charts and grounds of figures."""
    with browser.new_context(forced_colors="active", color_scheme=scheme) as context:
        page = context.new_page()
        other = "dark" if scheme == "light" else "light"
        page.add_init_script(f"localStorage.setItem('mode', '{other}')")
        page.goto(f"{site}/{CHAPTER}")
        find_panels(page)
        assert page.locator("html").get_attribute("data-theme") == other
        found = page.evaluate("""() => {
          const light = (colour) => {
            const context = document.createElement("canvas").getContext("2d");
            context.fillStyle = colour;
            context.fillRect(0, 0, 1, 1);
            const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
            return 0.3 * r + 0.6 * g + 0.1 * b;
          };
          const ground = light(getComputedStyle(document.body).backgroundColor);
          const of = (selector, property) => [...document.querySelectorAll(selector)].map(
            (one) => [selector, Math.abs(light(getComputedStyle(one)[property]) - ground)]);
          return [
            ...of(".nnbook-panel text", "fill"),
            ...of(".nnbook-panel :is(.np-curve, .np-tangent, .np-axes path)", "stroke"),
            ...of(".nnbook-panel .np-bar", "fill"),
          ];
        }""")
        assert len(found) > 5
        assert [name for name, contrast in found if contrast < 60] == []
        figure = page.locator(".nn-drawn > img").first
        assert figure.evaluate("(one) => getComputedStyle(one).mixBlendMode") == "normal"


def test_theme_is_there_before_the_first_paint_and_changes(browser: Browser, site: str) -> None:
    with browser.new_context(color_scheme="dark") as context:
        page = context.new_page()
        page.route("**/book.js*", lambda route: route.abort())
        page.goto(f"{site}/{CHAPTER}")
        assert page.locator("html").get_attribute("data-theme") == "dark"
        page.unroute("**/book.js*")
        page.reload()
        for mode, theme in [("light", "light"), ("dark", "dark"), ("auto", "dark")]:
            page.locator(".theme-switch-button:visible").first.click()
            root = page.locator("html")
            assert (root.get_attribute("data-mode"), root.get_attribute("data-theme")) == (
                mode,
                theme,
            )
        page.locator(".theme-switch-button:visible").first.click()
        page.goto(f"{site}/index.html")
        assert page.locator("html").get_attribute("data-theme") == "light", "it is remembered"
