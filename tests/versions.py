"""Run the chapters with other versions than those that are locked, and write down what passed.

``python -m tests.versions lowest`` takes the lowest versions that pyproject.toml asks for, and
``newest`` the newest there are, each in an environment of its own. With the path of a Python,
``python -m tests.versions /usr/bin/python3.13``, it takes the locked versions, and the tests of
the package run as well. Outputs are compared as in ``make test-chapters``.

``book/proof/versions.json`` keeps a row for each of these environments, its last run.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from nnbook_site.first_cell import bounds

from tests.environments import ROOT, new_environment, run
from tests.proof import FOLDER, record

NAMED = {"Python": "", "NumPy": "numpy", "matplotlib": "matplotlib"}
NAMED |= {"ipywidgets": "ipywidgets", "anywidget": "anywidget"}
# What a test names that is of the site, of Node or of another environment, and not the package's.
ELSEWHERE = re.compile(r"nnbook_site|book\.tools|tests\.(environments|minisite|quick)|\bnode")
TOOLS = ("nbval", "ipykernel", "tqdm")  # what runs a chapter and compares it
# Of a chapter's cells, those whose output nbval leaves alone.
NOT_COMPARED = {"nbval-ignore-output", "nbval-skip"}


def lowest() -> list[str]:
    """The constraints: the first release of each lowest version."""
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return [f"{name}=={version}.*" for name, version in bounds(pyproject).items()]


def environment(which: str) -> Path:
    """Make an environment; the path of its Python."""
    if which in ("lowest", "newest"):
        python = new_environment(ROOT / "_build" / f".versions-{which}")
        constraints = python.parent / "constraints.txt"
        constraints.write_text("\n".join(lowest() if which == "lowest" else []))
        wanted: list[str | Path] = ["--upgrade", "-c", constraints, f"{ROOT}[panels]", *TOOLS]
        run(python, "-m", "pip", "install", "--quiet", *wanted)
        return python
    folder = ROOT / "_build" / f".versions-{Path(which).name}"
    python = new_environment(folder, which)
    pip = [python, "-m", "pip", "install", "--quiet"]
    run(*pip, "--require-hashes", "-r", ROOT / "requirements.txt")
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    return python


def of_the_package() -> list[Path]:
    """Where the tests of the package itself are, the examples in its docstrings first."""
    files = sorted((ROOT / "tests").glob("test_*.py"))
    own = [one for one in files if not ELSEWHERE.search(one.read_text(encoding="utf-8"))]
    return [ROOT / "nnbook", *own]


def tested(python: Path, *arguments: str | Path) -> int:
    """Run tests; how many passed. It is an error if one did not."""
    report = python.parent / "report.xml"
    report.unlink(missing_ok=True)
    command = [python, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=os.environ | {"PATH": path}, check=True
    )
    cases = list(ElementTree.parse(report).iter("testcase"))
    return sum(not len(case) for case in cases)  # one that was skipped says why


def compared() -> int:
    """The cells of all chapters whose outputs are compared."""
    return sum(
        cell["cell_type"] == "code" and not NOT_COMPARED & set(cell["metadata"].get("tags", []))
        for chapter in (ROOT / "book").glob("*.ipynb")
        for cell in json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    )


def versions(python: Path) -> dict[str, str]:
    """What is in an environment."""
    listed = run(python, "-m", "pip", "list", "--format=json")
    found = {one["name"].lower(): one["version"] for one in json.loads(listed)}
    found[""] = run(python, "-c", "import platform; print(platform.python_version())").strip()
    return {name: found[package] for name, package in NAMED.items()}


def keep(which: str, row: dict[str, Any]) -> None:
    """Write a row into the file, in the place of the one that this environment had."""
    file = FOLDER / "versions.json"
    rows = json.loads(file.read_text(encoding="utf-8"))["runs"] if file.is_file() else []
    named = {"with": which if which in ("lowest", "newest") else "locked", **row}
    same = ("with", "Python") if named["with"] == "locked" else ("with",)
    rows = [one for one in rows if any(one[key] != named[key] for key in same)]
    order = sorted([*rows, named], key=lambda one: [one["with"], *_numbers(one["Python"])])
    record("versions", "make test-versions test-pythons", {"runs": order})


def _numbers(version: str) -> list[int]:
    return [int(one) if one.isdigit() else 0 for one in version.split(".")]


def main() -> int:
    """Make the environment, run what is to be run in it, and write down what passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", metavar="lowest | newest | PYTHON")
    which = parser.parse_args().which
    python = environment(which)
    row: dict[str, Any] = versions(python)
    print(which, *(f"{name} {version}" for name, version in row.items()), sep=", ", flush=True)
    try:
        row["tests"] = None
        if which not in ("lowest", "newest"):
            row["tests"] = tested(python, "-n2", "--dist=loadgroup", *of_the_package())
        chapters = sorted((ROOT / "book").glob("*.ipynb"))
        tested(python, "--nbval", "--nbval-cell-timeout=240", *chapters)
        row["cells compared"] = compared()
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    keep(which, row)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
