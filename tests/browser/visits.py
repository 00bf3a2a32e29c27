"""Windows that stay open: a page is visited once for all that is looked at there.

A new profile for each test costs three times what the page does. What a profile would
change is switched off instead: nothing is kept in the cache, and no test that asks for a
window writes into the page's storage. A test may open what is closed, since none depends on
that; what it plants it plants in a page of its own. Another width is another window: the
theme's scripts follow a change of size a third of a second late.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.soup import HTML, chapters

LAPTOP = {"width": 1280, "height": 900}
PHONE = {"width": 412, "height": 823}
SMALL_PHONE = {"width": 360, "height": 900}
# The contents beside the text fold by themselves.
SHIFTS = """new PerformanceObserver((list) => {
  for (const one of list.getEntries()) {
    const moved = one.sources.map(
      ({ node }) => node?.parentElement?.closest(".bd-sidebar-secondary"),
    );
    if (!one.hadRecentInput && !moved.every(Boolean)) window.shifted += one.value;
  }
}).observe({ type: "layout-shift", buffered: true }); window.shifted = 0;"""
# Who reads without questions sees all of a chapter at once: tests look at that, but for those of
# the questions themselves.
READS_ALL = """try {
  const name = "nnbook-questions";
  if (!localStorage.getItem(name)) localStorage.setItem(name, '{"off": true}');
} catch { /* a page without storage */ }"""
SCROLL_THROUGH = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo(0, y);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
  }
}"""


def wait_for(page: Page, function: str, arg: Any = None, seconds: float = 30) -> None:
    """Ask a page again and again until what a function returns is true.

    Page.wait_for_function has the page do that, by `eval`, which its policy forbids.
    """
    until = time.monotonic() + seconds
    while not page.evaluate(function, arg):
        assert time.monotonic() < until, f"in vain: {function}"
        page.wait_for_timeout(20)


def watch(page: Page, site: str) -> list[str]:
    """Collect what must not happen while `page` loads; the list fills as it goes."""
    complaints: list[str] = []

    def check_failure(request):
        if request.failure != "net::ERR_ABORTED":  # as what a page left behind was asked for is
            complaints.append(f"failed: {request.url}, {request.failure}")

    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", check_failure)

    def check_response(response):
        own = response.url.startswith((site, "data:", "blob:"))
        if response.status >= 400 or not own:
            complaints.append(f"{response.status} {response.url}")

    page.on("response", check_response)
    return complaints


@dataclass
class Visit:
    """A page that is open: what went wrong so far, and how much moved while it was read."""

    path: str
    page: Page
    complaints: list[str]
    shifted: float


class Window:
    """Goes from page to page of the site, and stays where it is when asked for the same."""

    def __init__(
        self, context: BrowserContext, site: str, size: dict[str, int], *, reads: bool = True
    ) -> None:
        self.site, self.size, self.reads = site, size, reads
        self.page = context.new_page()
        self.page.add_init_script(SHIFTS)
        self.page.add_init_script(READS_ALL)
        devtools = context.new_cdp_session(self.page)
        devtools.send("Network.enable")
        devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.complaints = watch(self.page, site)
        self.visit: Visit | None = None

    def __call__(self, path: str) -> Visit:
        """Be at `path`. A window that reads waits for all, and reads a chapter to its end."""
        if self.page.viewport_size != self.size:  # to set it takes time even so
            self.page.set_viewport_size(self.size)
        self.page.emulate_media(color_scheme="light")
        if self.visit is None or self.visit.path != path:
            self.visit = None
            self.page.goto("about:blank")  # what the last page leaves unfinished is its own
            self.complaints.clear()
            end = "networkidle" if self.reads else "load"
            if "location.replace(" in (HTML / path).read_text():  # it sends its reader on
                self.page.goto(f"{self.site}/{path}", wait_until="commit")
                self.page.wait_for_url(lambda url: not url.endswith(f"/{path}"), wait_until=end)
            else:
                self.page.goto(f"{self.site}/{path}", wait_until=end)
            if self.reads and path in chapters():
                self.page.evaluate(SCROLL_THROUGH)
            shifted = self.page.evaluate("shifted") if self.reads else 0.0
            self.visit = Visit(path, self.page, self.complaints, shifted)
        return self.visit
