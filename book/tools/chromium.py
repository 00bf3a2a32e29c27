"""Find a Chromium to drive, or get Debian's; never go without."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without these Chromium calls home, or refuses to run as root in a container.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WANTED = (
    "The PDF and the browser tests need Chromium. Install it (on Debian: apt-get install chromium; "
    "elsewhere: .venv/bin/playwright install chromium) and run make again."
)


def find_chromium(playwright: Playwright) -> str:
    """Path of a browser: the machine's, else Playwright's own, else Debian's package."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        packages = ["chromium", "fonts-dejavu-core"]
        install = ["install", "-y", "-qq", "--no-install-recommends", *packages]
        for words in (["update", "-qq"], install):
            command = ["apt-get", *words]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        if path := shutil.which("chromium"):
            return path
    raise RuntimeError(WANTED)
