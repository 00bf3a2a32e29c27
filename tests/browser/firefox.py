"""Firefox, driven through WebDriver BiDi: the second engine of the gate.

Firefox speaks the protocol itself, over a web socket. So nothing stands between but that
socket: geckodriver is in no package of Debian's, and those that offer it elsewhere fetch it
when they are used.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.browser import actions

NAMES = ("firefox-esr", "firefox")
# Nobody is asked for anything: what is not on this machine has no way to it.
PREFERENCES: dict[str, bool | int | str] = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
# Said now and then, and at times late, of a formula that was laid out before the rest of it had
# come. Whether all are whole is asked of the page itself: MALFORMED.
HALF_A_FORMULA = "Invalid markup: Incorrect number of children"
WAIT = 180.0  # seconds, for what takes one or two: the machine may be busy

FONTS = """() => {
  const patience = new Promise((done) => setTimeout(done, 2000));
  return Promise.race([document.fonts.ready.then(() => null), patience]);
}"""


class Firefox:
    """A tab of a running Firefox, and what went wrong in it so far."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._count, self._opened = socket, 0, False
        self.complaints: list[str] = []
        self._ask("session.new", {"capabilities": {}})
        events = ["log.entryAdded", "network.fetchError", "network.responseCompleted"]
        self._ask("session.subscribe", {"events": events})
        self._tab = self._ask("browsingContext.create", {"type": "tab"})["context"]

    def _ask(self, method: str, parameters: Mapping[str, Any]) -> Any:
        """Send a command and return its result; what happens meanwhile is written down."""
        self._count += 1
        command = {"id": self._count, "method": method, "params": parameters}
        self._socket.send(json.dumps(command))
        while True:
            message = json.loads(self._socket.recv(timeout=WAIT))
            if message["type"] == "event":
                self._hear(message["method"], message["params"])
            elif message["id"] == self._count:
                if message["type"] == "error":
                    raise RuntimeError(f"{method}: {message['error']}: {message['message']}")
                return message["result"]

    def _hear(self, event: str, what: Mapping[str, Any]) -> None:
        if event == "log.entryAdded":
            if what["level"] == "error" and HALF_A_FORMULA not in what["text"]:
                self.complaints.append(str(what["text"]))
        elif event == "network.fetchError":
            self.complaints.append(f"{what['errorText']}: {what['request']['url']}")
        elif what["response"]["status"] >= 400:
            self.complaints.append(f"{what['response']['status']} {what['request']['url']}")

    def open(self, url: str) -> None:
        """Go to an address, and wait until the page and what it names are loaded."""
        if self._opened:  # a font that is still on its way would be told as a failure of the next
            self.evaluate(FONTS)
        self._opened = True
        self._ask("browsingContext.navigate", {"context": self._tab, "url": "about:blank"})
        self.complaints.clear()
        self._ask(
            "browsingContext.navigate", {"context": self._tab, "url": url, "wait": "complete"}
        )

    def evaluate(self, function: str, *arguments: Any) -> Any:
        """Call a JavaScript function with arguments; return what it, or its promise, returns."""
        return self._evaluate(self._tab, function, *arguments)

    def evaluate_in_frame(self, function: str, *arguments: Any) -> Any:
        """The same in the one frame of the page."""
        (tab,) = self._ask("browsingContext.getTree", {"root": self._tab})["contexts"]
        (frame,) = tab["children"]
        return self._evaluate(frame["context"], function, *arguments)

    def _evaluate(self, context: str, function: str, *arguments: Any) -> Any:
        given = ", ".join(json.dumps(one) for one in arguments)
        call = f"(async () => JSON.stringify((await ({function})({given})) ?? null))()"
        asked = {"expression": call, "target": {"context": context}, "awaitPromise": True}
        answer = self._ask("script.evaluate", asked)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def press(self, *keys: str) -> None:
        """Press keys, by their names or letters, one after the other."""
        self._act(actions.keys(*keys))

    def drag(self, *points: tuple[float, float], touch: bool = False) -> None:
        """Press the pointer at the first of some points of the window, and let go at the last."""
        self._act(actions.drag(*points, touch=touch))

    def _act(self, source: Mapping[str, Any]) -> None:
        self._ask("input.performActions", {"context": self._tab, "actions": [source]})

    def print(self) -> bytes:
        """Print the page; return the PDF."""
        printed = self._ask("browsingContext.print", {"context": self._tab})
        return base64.b64decode(printed["data"])


def find_firefox() -> str:
    """Path of the machine's Firefox, or of Debian's package, which is installed if need be."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None and shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["install", "-y", "-qq", "--no-install-recommends", NAMES[0]]
        for words in (["update", "-qq"], install):
            command = ["apt-get", *words]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        found = shutil.which(NAMES[0])
    if found is None:
        raise RuntimeError(
            "The browser tests need Firefox too. Install it (on Debian: apt-get install "
            "firefox-esr) and run make test again."
        )
    return found


@contextmanager
def firefox(**preferences: bool | int | str) -> Iterator[Firefox]:
    """Start Firefox without a window, with a new profile; end it with all it left behind."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**PREFERENCES, **preferences}.items()
        ]
        (Path(folder) / "user.js").write_text("".join(lines), encoding="utf-8")
        command = [find_firefox(), "--headless", "--no-remote", "--profile", folder]
        started = subprocess.Popen(
            [*command, "--remote-debugging-port=0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": folder, "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        try:
            with connect(_address(Path(folder)), max_size=None) as socket:
                yield Firefox(socket)
        finally:
            started.kill()
            started.wait()


def _address(profile: Path) -> str:
    """Where a Firefox that starts listens, once it has written that into its profile."""
    file = profile / "WebDriverBiDiServer.json"
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        # It may be there before it is whole.
        if file.exists() and (text := file.read_text(encoding="utf-8")).endswith("}"):
            where = json.loads(text)
            return f"ws://{where['ws_host']}:{where['ws_port']}/session"
        time.sleep(0.05)
    raise RuntimeError(f"Firefox did not start within {WAIT:g} seconds")
