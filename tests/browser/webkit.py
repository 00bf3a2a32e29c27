"""WebKit, as WebKitGTK has it, driven through WebDriver: an engine for `make test-webkit`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tests.browser import actions
from tests.environments import free_port

WAIT = 180  # seconds, for what takes one or two: the machine may be busy
# What a page says in its console; a driver of this protocol has no other ear.
LISTEN = """() => {
  globalThis.complaints ??= [];
  addEventListener("error", ({ message }) => complaints.push(String(message)), true);
  addEventListener("unhandledrejection", ({ reason }) => complaints.push(String(reason)));
  const own = console.error;
  console.error = (...words) => { complaints.push(words.join(" ")); own(...words); };
}"""


class WebKit:
    """A window of a running WebKit, and what went wrong in it so far."""

    def __init__(self, address: str, *switches: str) -> None:
        self._session = f"{address}/session"
        options = {"binary": find_webkit(), "args": ["--automation", *switches]}
        wanted = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        made = self._ask("", {"capabilities": {"alwaysMatch": wanted}})
        self._session += f"/{made['sessionId']}"
        self._ask("/timeouts", {"script": 1000 * WAIT, "pageLoad": 1000 * WAIT})

    def _ask(self, command: str, given: Any) -> Any:
        body = json.dumps(given).encode()
        asked = Request(f"{self._session}{command}", body, {"Content-Type": "application/json"})
        try:
            with urlopen(asked, timeout=WAIT) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise RuntimeError(f"{command}: {json.load(error)['value']['message']}") from None

    @property
    def complaints(self) -> list[str]:
        """What went wrong since the page was loaded."""
        found: list[str] = self.evaluate("() => globalThis.complaints ?? []")
        return found

    def open(self, url: str) -> None:
        """Go to an address, and wait until the page is loaded."""
        self._ask("/url", {"url": "about:blank"})
        self._ask("/url", {"url": url})
        self.evaluate(LISTEN)

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function with arguments; return what it, or its promise, returns."""
        given = ", ".join(json.dumps(one) for one in arguments)
        script = f"""const done = arguments[0];
          (async () => ({function})({given}))().then(
            (value) => done({{ value: value ?? null }}),
            (error) => done({{ error: `${{error}}` }}));"""
        answer = self._ask("/execute/async", {"script": script, "args": []})
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def evaluate_in_frame(self, function: str, *arguments: Any) -> Any:
        """The same in the one frame of the page."""
        self._ask("/frame", {"id": 0})
        try:
            return self.evaluate(function, *arguments)
        finally:
            self._ask("/frame/parent", {})

    def press(self, *keys: str) -> None:
        """Press keys, by their names or letters, one after the other."""
        self._act(actions.keys(*keys))

    def drag(self, *points: tuple[float, float]) -> None:
        """Press the mouse at the first of some points of the window, and let go at the last."""
        self._act(actions.drag(*points))

    def _act(self, source: Any) -> None:
        self._ask("/actions", {"actions": [source]})


def find_webkit() -> str:
    """Path of the small browser that the library brings."""
    found = sorted(Path("/usr/lib").glob("*/webkit*gtk-*/MiniBrowser"))
    if not found:
        raise RuntimeError("There is no WebKit: on Debian, apt-get install webkit2gtk-driver xvfb")
    return str(found[-1])


@contextmanager
def webkit(*switches: str) -> Iterator[WebKit]:
    """Start WebKit on a screen that nobody sees, with a new profile and switches of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        started = subprocess.Popen(
            ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "HOME": folder, "XDG_RUNTIME_DIR": folder},
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/status")
            yield WebKit(f"http://127.0.0.1:{port}", *switches)
        finally:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def _wait_for(address: str) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=WAIT):
                return
        except URLError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody answers at {address}")
