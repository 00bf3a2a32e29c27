"""Write down what the last `make test` looked at, and what there is to look at: `make proof`.

``book/proof/tests.json`` says how many tests of each file passed, and of how many cells. It is
refused if one did not, or if one of the three runs is missing. ``book/proof/counts.json`` says
what they are about: numbers in sentences, figures, questions, exercises. With the word
``webkit`` or ``whole`` it writes down the run of `make test-webkit` or `make test-whole` alone.
"""

from __future__ import annotations

import ast
import json
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from xml.etree import ElementTree

from playwright.sync_api import sync_playwright

from book.tools.chromium import find_chromium
from nnbook.exercises.catalogue import catalogue as all_exercises
from nnbook.exercises.kinds import Choice, Coding, Numbers
from nnbook.questions.catalogue import catalogue as all_questions
from tests.browser.firefox import find_firefox
from tests.browser.webkit import find_webkit
from tests.js.write_fixtures import all_cases
from tests.proof import ROOT, record
from tests.prose import check
from tests.prose.claims import CLAIMS
from tests.prose.formulas import TABLE
from tests.prose.mutation import measure
from tests.prose.numbers import numbers
from tests.prose.pages import CHAPTERS, passages
from tests.prose.tex import computed

BUILT = ROOT / "_build" / ".tests"
RUNS = ("code", "chapters", "browser")  # of `make test`, which writes one report each
SEEDS = 20  # from so many starts on it is said what usually happens


class NotPassed(Exception):
    """A test of the last run failed, or was left out."""


def main() -> int:
    """Write the files; the exit status is 1 if there is nothing to write."""
    try:
        if sys.argv[1:] == ["webkit"]:
            figures = {
                "passed": passed("webkit").total(),
                "WebKitGTK": told("xvfb-run", "-a", find_webkit(), "--version"),
            }
            record("webkit", "make test-webkit", figures)
        elif sys.argv[1:] == ["whole"]:
            figures = {"on the built site": of_pages(passed("browser"))}
            record("whole", "make test-whole", figures)
        else:
            record("tests", "make test proof", tests(passed(*RUNS)))
            record("counts", "make proof", counts())
    except FileNotFoundError as missing:
        print(f"{missing.filename} is missing: run the tests first")
        return 1
    except NotPassed as failed:
        print(failed)
        return 1
    return 0


def passed(*runs: str) -> Counter[str]:
    """How many tests of each file passed in some runs, each of which has left a report."""
    counted = Counter[str]()
    for run in runs:
        report = ElementTree.parse(BUILT / f"{run}.xml")
        for case in report.iter("testcase"):
            if len(case):  # it says what went wrong, or why it was left out
                raise NotPassed(f"{case.get('classname')}: {case.get('name')} did not pass")
            counted[file_of(case.get("classname", ""))] += 1
    return counted


def file_of(name: str) -> str:
    """The file of a test whose class has a name: `tests.prose.test_numbers.TestOne` say.

    Examples
    --------
    >>> from tests.proof.__main__ import file_of
    >>> file_of("tests.test_js"), file_of("book.softmax"), file_of("nnbook.functions")
    ('tests/test_js.py', 'book/softmax.ipynb', 'nnbook/functions.py')
    """
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        path = "/".join(parts[:end])
        for ending in (".py", ".ipynb", "/__init__.py"):
            if (ROOT / f"{path}{ending}").exists():
                return f"{path}{ending}"
    raise ValueError(f"no file has the test {name}")


def tests(passed: Counter[str]) -> dict[str, Any]:
    """How many tests passed, in all and by file, and with what."""
    cells = {name: count for name, count in passed.items() if name.endswith(".ipynb")}
    examples = {name: count for name, count in passed.items() if name.startswith("nnbook/")}
    pages = of_pages(passed)
    return {
        "cells": sum(cells.values()),
        "chapters": len(cells),
        "examples": sum(examples.values()),
        "on the built site": pages,
        "of the code": passed.total() - pages - sum((cells | examples).values()),
        "versions": {
            "Python": platform.python_version(),
            "NumPy": version("numpy"),
            "matplotlib": version("matplotlib"),
            "Chromium": browser(),
            "Firefox": told(find_firefox(), "--version"),
        },
        "files": dict(sorted(passed.items())),
    }


def of_pages(passed: Counter[str]) -> int:
    """How many tests of the built site passed."""
    return sum(count for name, count in passed.items() if name.startswith("tests/browser/"))


def browser() -> str:
    """The version of the Chromium that the tests use."""
    with sync_playwright() as playwright:
        return told(find_chromium(playwright), "--version")


def told(*command: str) -> str:
    """The number among the words with which a program tells its version."""
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return next(word for word in words if word[0].isdigit())


def counts() -> dict[str, Any]:
    """What there is to look at."""
    return {
        "numbers": held(),
        "formulas": {
            "computed": sum(map(len, TABLE.values())) + len(CLAIMS),
            "equations": sum(fine for _, one in passages() for *_, fine in computed(one.text)),
        },
        "figures": figures(),
        "seeds": seeds(),
        "cases in JavaScript": cases(),
        "printed by the notebook": printed(),
        "questions": questions(),
        "exercises": exercises(),
    }


def held() -> dict[str, Any]:
    """The numbers that sentences and alt texts state, and what a changed last digit does."""
    seen = [(noticed, number) for _, number, noticed in measure() if not number.small]
    by = Counter(
        reason or "nothing"
        for page, passage in passages()
        for number, reason in check.reasons(page, passage)
        if not number.small
    )
    return {
        "in all": by.total(),
        "by what holds them": dict(by.most_common()),
        "changed last digits that were seen": f"{sum(yes for yes, _ in seen) / len(seen):.1%}",
    }


def figures() -> dict[str, int]:
    """The pictures that chapters draw, and the things in them that are compared one by one."""
    cells = [
        picture
        for file in (ROOT / "book" / "figures").glob("*.json")
        for shown in json.loads(file.read_text(encoding="utf-8")).values()
        for picture in shown
    ]
    drawn = [
        thing
        for picture in cells
        for figure in picture.get("figures", [])
        for axes in figure["axes"]
        for thing in axes
    ]
    return {"pictures": len(cells), "things drawn": len(drawn)}


def seeds() -> dict[str, Any]:
    """The cells that repeat a run from many starts, and how often each does."""
    found = {
        f"{path.stem}, {cell['id']}": times
        for path in CHAPTERS
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
        for times in starts("".join(cell["source"]))
        if times >= SEEDS
    }
    return {"cells": len(found), "runs": sum(found.values()), "where": found}


def starts(source: str) -> Iterator[int]:
    """How many seeds each loop over seeds has, with bounds that are written there."""
    if source.startswith("%"):
        return
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.For | ast.comprehension) and ast.unparse(node.target) == "seed":
            assert isinstance(node.iter, ast.Call)
            yield len(range(*map(ast.literal_eval, node.iter.args)))


def cases() -> int:
    """The cases that nnbook computes, to which the panels' JavaScript is held."""
    written = all_cases()
    return len(written["functions"]) + sum(len(one["cases"]) for one in written["panels"])


def printed() -> int:
    """How many numbers the source notebook printed."""
    cells = json.loads((ROOT / "tests/golden/printed.json").read_text(encoding="utf-8"))
    return sum(1 for text in cells.values() for _ in numbers(text))


def questions() -> dict[str, int]:
    """Questions, and how many kinds of them."""
    every = list(all_questions().values())
    return {"in all": len(every), "kinds": len(set(map(type, every)))}


def exercises() -> dict[str, int]:
    """Exercises by how they are judged, and what is known of wrong answers."""
    every = list(all_exercises().values())
    kinds = {"programs": Coding, "numbers": Numbers, "choices": Choice}
    return {
        "in all": len(every),
        **{name: sum(isinstance(one, kind) for one in every) for name, kind in kinds.items()},
        "hints": sum(len(one.hints) for one in every),
        "misconceptions": sum(len(one.misconceptions) for one in every),
    }


if __name__ == "__main__":
    sys.exit(main())
