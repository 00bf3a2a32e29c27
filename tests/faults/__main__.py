"""Plant each fault of `chapters.json` in a copy of the book, and say which tests see it.

``python -m tests.faults`` takes a few minutes and is no part of `make test`; ``make faults``
runs it. The exit status is 1 if a fault was seen by nothing, or its place has gone.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.proof import record

ROOT = Path(__file__).parents[2]
FAULTS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("chapters.json").read_text(encoding="utf-8")
)
# The tests that read chapters without running them.
READ = ("tests/prose", "tests/notebooks/test_guard.py", "tests/notebooks/test_figures.py", "-x")


def copy_of_the_book(folder: Path) -> None:
    """What the tests of chapters read."""
    for name in ("book/reference", "book/figures", "book/tools", "book/site", "tests"):
        skip = shutil.ignore_patterns("node_modules", "__pycache__", "browser", "benchmarks")
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    files = [*ROOT.glob("book/*.ipynb"), *ROOT.glob("book/*.py"), ROOT / "pyproject.toml"]
    for file in [*files, ROOT / "index.md", ROOT / "_config.yml", ROOT / "_toc.yml"]:
        shutil.copy(file, folder / file.relative_to(ROOT))


def plant(text: str, fault: dict[str, Any]) -> str:
    """The text of a chapter's file with a fault in it."""
    if "swap" in fault:
        notebook = json.loads(text)
        first, second = (
            output
            for cell in notebook["cells"]
            if cell["id"] in fault["swap"]
            for output in cell["outputs"]
        )
        picture = first["data"]["image/png"]
        first["data"]["image/png"] = second["data"]["image/png"]
        second["data"]["image/png"] = picture
        return json.dumps(notebook, indent=1)
    old, new = fault["old"], fault["new"]
    if '\\n",' not in old and fault["kind"] != "output":  # as it is read, not as JSON writes it
        old, new = (json.dumps(one, ensure_ascii=False)[1:-1] for one in (old, new))
    if old not in text:
        raise ValueError(f"{fault['say']}: {old} is not in {fault['chapter']}")
    return text.replace(old, new, 1)


def failures(folder: Path, *arguments: str) -> list[str]:
    """Names of the tests that fail in a copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-rf", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout + done.stderr)
    names = re.findall(r"^(?:FAILED )?(\S+::[^\n]*?)(?: - .*| FAILED.*)?$", done.stdout, re.M)
    return [name.rsplit("/", 1)[-1] for name in names] or (["?"] if done.returncode else [])


def main() -> int:
    """Print a line for each fault."""
    unseen = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_of_the_book(folder)
        if found := failures(folder, *READ):
            raise RuntimeError(f"the tests fail without a fault: {found}")
        for fault in FAULTS:
            chapter = folder / "book" / f"{fault['chapter']}.ipynb"
            text = chapter.read_text(encoding="utf-8")
            chapter.write_text(plant(text, fault), encoding="utf-8")
            seen = failures(folder, *READ)
            if not seen:
                seen = failures(folder, "--nbval", "--nbval-cell-timeout=120", str(chapter))
            chapter.write_text(text, encoding="utf-8")
            unseen += not seen
            print(f"{fault['kind']:6} {fault['chapter']:18} {fault['say']}: ", end="")
            print(", ".join(seen[:3]) or "NOT SEEN", flush=True)
    print(f"{len(FAULTS) - unseen} of {len(FAULTS)} seen")
    record("faults_chapters", "make faults", {"planted": len(FAULTS), "seen": len(FAULTS) - unseen})
    return int(unseen > 0)


if __name__ == "__main__":
    sys.exit(main())
