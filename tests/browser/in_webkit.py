"""The built site in WebKit. `make test-webkit` runs it; it is no part of `make test`.

Where sections are is looked at here, since WebKit does not hold a reader's place while
something above it grows. Swipes are not: its driver passes a finger on as a mouse.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.engines import (
    ALIVE,
    check_all,
    check_in_folder,
    check_in_frame,
    check_page,
    check_policy,
    check_themes,
    panels_of,
    search,
)
from tests.browser.soup import pages
from tests.browser.webkit import WebKit, webkit

NO_STORAGE = {
    "storage off": ["--enable-html5-local-storage=false"],
    "cookies blocked": ["--cookies-policy=never"],
}
# The sections of a page that begin below its first panel: the first and the last of them.
SECTIONS = """() => {
  const panel = document.querySelector(".panel-output");
  const all = [...document.querySelectorAll("article section[id] > :is(h2, h3)")].filter(
    (heading) => panel.compareDocumentPosition(heading) & Node.DOCUMENT_POSITION_FOLLOWING);
  return [...new Set([all[0], all.at(-1)])].filter(Boolean).map((one) => one.parentElement.id);
}"""
# Where a section's heading is once nothing moves any more.
SETTLED = """async (id) => {
  const heading = document.getElementById(id).querySelector("h2, h3");
  const top = () => Math.round(heading.getBoundingClientRect().top);
  for (let [still, was] = [0, top()]; still < 15; await new Promise((go) => setTimeout(go, 100))) {
    still = top() === was ? still + 1 : 0;
    was = top();
  }
  return [top(), innerHeight, document.documentElement.scrollHeight - scrollY - innerHeight];
}"""
# Reads a page upwards from its end; how far what is read moved by itself, at most.
UPWARDS = """async () => {
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
  await wait(800);
  let most = 0;
  while (scrollY > 0) {
    scrollBy({ top: -innerHeight / 2, behavior: "instant" });
    const seen = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
    const before = seen.getBoundingClientRect().top;
    await wait(150);
    most = Math.max(most, Math.abs(seen.getBoundingClientRect().top - before));
  }
  return most;
}"""


@pytest.fixture(scope="session")
def kit() -> Iterator[WebKit]:
    """One WebKit for all."""
    with webkit() as window:
        yield window


@pytest.mark.parametrize("path", pages())
def test_page_is_alive(kit: WebKit, site: str, path: str) -> None:
    check_page(kit, site, path)


@pytest.mark.parametrize("path", ALIVE)
def test_panels_live_in_a_folder(kit: WebKit, path: str) -> None:
    check_in_folder(kit, path)


@pytest.mark.parametrize("kind", ["src", "srcdoc"])
def test_a_frame_with_a_sandbox(kit: WebKit, site: str, kind: str) -> None:
    check_in_frame(kit, site, kind)


def test_what_is_foreign_is_refused(kit: WebKit, site: str) -> None:
    check_policy(kit, f"{site}/index.html")


def test_search_finds(kit: WebKit, site: str) -> None:
    assert "Softmax: from scores to probabilities" in search(kit, site, "softmax")[:3]


def test_theme_button_changes_the_colours(kit: WebKit, site: str) -> None:
    kit.open(f"{site}/{ALIVE[0]}")
    panels_of(kit)
    check_themes(kit)


@pytest.mark.parametrize("path", ALIVE)
def test_links_to_sections_lead_there(kit: WebKit, site: str, path: str) -> None:
    kit.open(f"{site}/{path}")
    for section in kit.evaluate(SECTIONS):
        kit.open(f"{site}/{path}#{section}")
        top, height, below = kit.evaluate(SETTLED, section)
        assert top >= -2, (section, top)
        assert top <= 160 or (below <= 1 and top < height), (section, top)


@pytest.mark.parametrize("path", ALIVE)
def test_text_stays_where_it_is_read(kit: WebKit, site: str, path: str) -> None:
    kit.open(f"{site}/{path}")
    assert kit.evaluate(UPWARDS) <= 2


@pytest.mark.parametrize("kind", NO_STORAGE)
def test_all_works_where_nothing_may_be_kept(site: str, kind: str) -> None:
    with webkit(*NO_STORAGE[kind]) as window:
        check_all(window, site)
