"""What the browser of the tests and of the PDF is started with."""

import re
from pathlib import Path

import playwright

from book.tools.chromium import SWITCHED_OFF


def test_what_playwright_switches_off_stays_off() -> None:
    (bundle,) = Path(playwright.__file__).parent.rglob("lib/coreBundle.js")
    listed = re.search(r"disabledFeatures = \[(.*?)\]", bundle.read_text("utf-8"), re.DOTALL)
    names = re.findall(r'^ *"(\w+)"', listed[1], re.MULTILINE)
    assert len(names) > 5
    assert set(names) <= set(SWITCHED_OFF)
