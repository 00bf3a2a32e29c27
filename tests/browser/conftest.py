"""The built site on a local server, and a browser to open it with."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from book.tools.chromium import FLAGS, find_chromium
from tests.browser.soup import HTML
from tests.browser.visits import LAPTOP, PHONE, READS_ALL, SMALL_PHONE, Window

# Where other work is done on the machine a page may take long: that is no fault of it.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of a page beside one another, so that they share the visit."""
    items.sort(key=_page_of)


def _page_of(item: pytest.Item) -> str:
    """The path of the page that a test looks at, or nothing."""
    call = getattr(item, "callspec", None)
    return str(call.params.get("path", "")) if call else ""


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """Serve `directory` on a free local port; yields the address without a final slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=directory))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of the built site."""
    with served(HTML) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        path = find_chromium(playwright)
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cache, and in its storage that it reads without questions."""
    context = browser.new_context()
    context.add_init_script(READS_ALL)
    yield context
    context.close()


@pytest.fixture(scope="session")
def at_laptop(browser: Browser, site: str) -> Iterator[Window]:
    """Call it with the path of a page to be there, with a wide window."""
    with browser.new_context() as context:
        yield Window(context, site, LAPTOP)


@pytest.fixture(scope="session")
def at_phone(browser: Browser, site: str) -> Iterator[Window]:
    """The same with a narrow window."""
    with browser.new_context() as context:
        yield Window(context, site, PHONE)


@pytest.fixture(scope="session")
def at_small_phone(browser: Browser, site: str) -> Iterator[Window]:
    """The same with the narrowest that is in use; it does not wait for what comes late."""
    with browser.new_context() as context:
        yield Window(context, site, SMALL_PHONE, reads=False)


@pytest.fixture(scope="session")
def without_scripts(browser: Browser, site: str) -> Iterator[Window]:
    """The same with a wide window and with scripts switched off."""
    with browser.new_context(java_script_enabled=False) as context:
        yield Window(context, site, LAPTOP, reads=False)
