"""The built site in Firefox: what engines differ in, from a server and from a folder."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from nnbook_site.maths import CHILDREN
from pypdf import PdfReader

from tests.browser.engines import (
    ALIVE,
    FOCUS,
    MALFORMED,
    SOLUTIONS,
    SOLVED,
    check_all,
    check_in_folder,
    check_in_frame,
    check_page,
    check_policy,
    check_themes,
    panels_of,
    search,
)
from tests.browser.firefox import Firefox, firefox
from tests.browser.pdf_text import squeezed
from tests.browser.soup import HTML, classes, loaded, pages
from tests.enough import few

# What a reader's settings make of the site's storage: it throws, or is null.
NO_STORAGE = {
    "cookies blocked": {"network.cookie.cookieBehavior": 2},
    "storage off": {"dom.storage.enabled": False},
}


@pytest.fixture(scope="session")
def fox() -> Iterator[Firefox]:
    """One Firefox for all."""
    with firefox() as tab:
        yield tab


@pytest.mark.parametrize("path", sorted({*ALIVE, *few(pages(), classes)}))
def test_page_is_alive(fox: Firefox, site: str, path: str) -> None:
    check_page(fox, site, path)


class HalfFirst(BaseHTTPRequestHandler):
    """Sends a page's formula in two parts, the second once the first has been laid out."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        text = b"x" * 3000  # with less, nothing is laid out before all has come
        self.wfile.write(b"<!doctype html><title>a</title><p>%b<math><msub><mi>a</mi>" % text)
        threading.Event().wait(1.5)
        self.wfile.write(b"<mi>b</mi></msub></math>")


def test_a_formula_is_judged_once_it_is_there(fox: Firefox) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), HalfFirst)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        fox.open(f"http://127.0.0.1:{server.server_port}/")
        assert fox.evaluate(MALFORMED, CHILDREN) == []
        assert fox.complaints == []
        fox.evaluate("() => { document.querySelector('msub').lastChild.remove(); }")
        assert fox.evaluate(MALFORMED, CHILDREN) == ["<msub><mi>a</mi></msub>"]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("path", few(ALIVE, loaded))
def test_panels_live_in_a_folder(fox: Firefox, path: str) -> None:
    check_in_folder(fox, path)


@pytest.mark.parametrize("kind", ["src", "srcdoc"])
def test_a_frame_with_a_sandbox(fox: Firefox, site: str, kind: str) -> None:
    check_in_frame(fox, site, kind)


def test_what_is_foreign_is_refused(fox: Firefox, site: str) -> None:
    check_policy(fox, f"{site}/index.html")


@pytest.mark.parametrize("folder", [False, True], ids=["server", "folder"])
def test_search_finds(fox: Firefox, site: str, folder: bool) -> None:
    address = HTML.as_uri() if folder else site
    found = search(fox, address, "softmax")
    assert "Softmax: from scores to probabilities" in found[:3]
    assert fox.complaints == []


def test_theme_button_changes_the_colours(fox: Firefox, site: str) -> None:
    fox.open(f"{site}/{ALIVE[0]}")
    panels_of(fox)
    check_themes(fox)


def test_solutions_are_printed(fox: Firefox, site: str) -> None:
    fox.open(f"{site}/{SOLVED[0]}")
    lines = fox.evaluate(SOLUTIONS)
    paper = PdfReader(io.BytesIO(fox.print())).pages
    printed = without_ligatures("".join(sheet.extract_text() for sheet in paper))
    assert lines
    assert [line for line in lines if without_ligatures(line) not in printed] == []


def without_ligatures(text: str) -> str:
    """A text without the letters that Firefox prints as one, of which no name or one is left."""
    return re.sub("f[filt]*|\ufffd", "", squeezed(text))


def test_a_finger_drags_sideways_and_scrolls_upwards(fox: Firefox, site: str) -> None:
    fox.open(f"{site}/{ALIVE[0]}")
    (panel, *_) = panels_of(fox)
    before = panel.check("opening")
    at = fox.evaluate(FOCUS, 0, 0)
    x, y = at["left"] + 0.8 * at["width"], at["y"]
    fox.drag((x, y), *((x + 2, y - step) for step in (10, 40, 80, 120)), touch=True)
    assert panel.check("swiping upwards") == before
    at = fox.evaluate(FOCUS, 0, 0)
    start, y = at["x"], at["y"]
    fox.drag((start, y), *((start + step, y) for step in (10, 30, 50)), touch=True)
    first = next(iter(before))
    assert panel.check("dragging to the right")[first] > before[first]


@pytest.mark.parametrize("kind", NO_STORAGE)
def test_all_works_where_nothing_may_be_kept(site: str, kind: str) -> None:
    with firefox(**NO_STORAGE[kind]) as tab:
        check_all(tab, site)
