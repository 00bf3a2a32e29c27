"""Plant the faults of ``views.toml`` one by one, and say which test sees each.

``python -m tests.faults.views`` works on a copy, takes some minutes, and fails if one is
not seen. A word after it plants only the faults whose description has that word.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FAULTS: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)["fault"]


def copied(folder: Path) -> Path:
    """A copy of the package and its tests, which finds all else where it is."""
    skip = shutil.ignore_patterns("__pycache__", "browser", "benchmarks")
    for name in ("nnbook", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", folder)
    (folder / "book").symlink_to(ROOT / "book")
    return folder


def plant(fault: dict[str, str], root: Path) -> str:
    """Put a fault into the copy; return the file's text as it was."""
    file = root / "nnbook" / "panels" / fault["file"]
    source = file.read_text(encoding="utf-8")
    if source.count(fault["old"]) != 1:
        raise LookupError(f"{fault['file']} does not hold this once: {fault['old']}")
    file.write_text(source.replace(fault["old"], fault["new"]), encoding="utf-8")
    return source


def seen_by(root: Path, panel: str) -> str:
    """The first test that fails in the copy, of a panel or, where it is none, of all."""
    known = (root / "nnbook" / "panels" / f"{panel}.py").exists()
    chosen = ["-k", panel] if known else []
    command = [sys.executable, "-m", "pytest", "-qx", "--tb=no", "-rf", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *chosen, "tests/test_drawn.py"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
    )
    found = re.search(r"^FAILED \S+?::(\w+)", done.stdout, flags=re.MULTILINE)
    if done.returncode != (1 if found else 0):  # something else went wrong
        raise RuntimeError(done.stdout + done.stderr)
    return found[1] if found else ""


def main(word: str = "") -> int:
    """Plant all, or those that a word chooses; return how many were not seen."""
    unseen = 0
    with tempfile.TemporaryDirectory() as folder:
        root = copied(Path(folder))
        if found := seen_by(root, ""):
            raise RuntimeError(f"without a fault there are failures: {found}")
        for fault in FAULTS:
            if word not in fault["what"]:
                continue
            file: Any = root / "nnbook" / "panels" / fault["file"]
            source = plant(fault, root)
            test = seen_by(root, Path(fault["file"]).stem)
            file.write_text(source, encoding="utf-8")
            unseen += not test
            print(f"{fault['file']}: {fault['what']}: {test or 'NOT SEEN'}", flush=True)
    print(f"{unseen} not seen")
    return unseen


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))
