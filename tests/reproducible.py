"""Build the last commit twice, in surroundings that differ, and compare byte by byte.

``make reproducible`` calls it: the site, the PDF, the wheel and the sdist, each build in a clone
of its own. Both have copies of this folder's environment and npm packages, of which the locks
know the bytes. What differs is printed, fails unless `REASONS` has it, and is
written to ``book/proof/reproducible.json``. An entry of `REASONS` for which nothing differs
fails too.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from tests.proof import record

ROOT = Path(__file__).parents[1]
MEMORY = Path("/dev/shm")  # lists the files of a folder in another order than a disk does
ROOM = 2 * 2**30  # bytes that a build takes with its environment

INSTALLED = {".venv": ".ready", "book/site/node_modules": ".package-lock.json"}  # and their signs

# What may differ between two builds, as "artefact: path in it", and the reason. Nothing does.
REASONS: dict[str, str] = {}

# By name: where they lie after a build, as a pattern, and what is the root of their names.
ARTEFACTS = {
    "site": ("_build/html/**/*", "_build/html"),
    "PDF": ("_build/gradient-descent.pdf", "_build"),
    "wheel": ("dist/*.whl", "dist"),
    "sdist": ("dist/*.tar.gz", "dist"),
}


@dataclass(frozen=True)
class Surroundings:
    """What a build shall not depend on; `clock` is a time zone, `seed` that of Python's hashes."""

    parent: Path
    folder: str
    umask: int
    locale: str
    clock: str
    seed: int
    home: bool
    processors: int
    terminal: str

    def environment(self) -> dict[str, str]:
        """All variables of a build."""
        home = os.environ.get("HOME", str(self.parent))
        return {
            "PATH": os.environ["PATH"],
            "HOME": home if self.home else "/nonexistent",
            "LC_ALL": self.locale,
            "TZ": self.clock,
            "PYTHONHASHSEED": str(self.seed),
            "TERM": self.terminal,
        }


class Compared(NamedTuple):
    """How many files of an artefact were compared, and the names of those that differ."""

    files: int
    differing: list[str]


def two_surroundings(folder: Path) -> tuple[Surroundings, Surroundings]:
    """Two as different as an ordinary user can make them; the calendar's date is one of it."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    other = Path(tempfile.mkdtemp(dir=MEMORY)) if roomy else folder
    one = Surroundings(folder, "one", 0o022, "C.UTF-8", "Etc/GMT+12", 1, True, 2, "dumb")
    return one, Surroundings(
        other, "zwei Bücher/anders", 0o077, "C", "Pacific/Kiritimati", 2, False, 1, "xterm-256color"
    )


def build(where: Surroundings, commit: str) -> Path:
    """Clone the commit and make everything; returns the folder."""
    here = where.parent / where.folder
    here.parent.mkdir(parents=True, exist_ok=True)
    log = where.parent / "log"
    processors = sorted(os.sched_getaffinity(0))[: where.processors]
    commands = [["git", "clone", "--quiet", "--no-checkout", str(ROOT), str(here)]]
    commands += [["git", "-C", str(here), "checkout", "--quiet", commit]]
    for folder, sign in INSTALLED.items():
        commands += [["cp", "-Rp", str(ROOT / folder), str(here / folder)]]
        commands += [["touch", str(here / folder / sign)]]
    commands += [["make", "-C", str(here), "pdf", "dist"]]
    for command in commands:
        with log.open("ab") as told:
            done = subprocess.run(
                command,
                env=where.environment(),
                umask=where.umask,
                preexec_fn=lambda: os.sched_setaffinity(0, processors),
                stdout=told,
                stderr=told,
            )
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{log.read_text(errors='replace')[-5000:]}")
    return here


def files_of(folder: Path, artefact: str) -> dict[str, bytes]:
    """The files of an artefact, by their names in it."""
    pattern, root = ARTEFACTS[artefact]
    found = [path for path in folder.glob(pattern) if path.is_file()]
    return {path.relative_to(folder / root).as_posix(): path.read_bytes() for path in found}


def compare(one: Mapping[str, object], other: Mapping[str, object]) -> Compared:
    """Compare files, or their digests, by names; one that only one build has differs."""
    names = sorted({*one, *other})
    return Compared(len(names), [name for name in names if one.get(name) != other.get(name)])


def complaints(found: Mapping[str, Compared], reasons: Mapping[str, str]) -> list[str]:
    """What differs without a reason, reasons without a difference, artefacts without a file."""
    differing = {f"{name}: {path}" for name, one in found.items() for path in one.differing}
    return [
        *(f"differs without a reason: {one}" for one in sorted(differing - set(reasons))),
        *(f"a reason, and no difference: {one}" for one in sorted(set(reasons) - differing)),
        *(f"there is none: {name}" for name, one in found.items() if not one.files),
    ]


def first_difference(one: bytes, other: bytes) -> str:
    """Both files from where they part, with a little of what is before."""
    pairs = zip_longest(one, other)
    place = next((at for at, (left, right) in enumerate(pairs) if left != right), 0)
    cut = slice(max(0, place - 60), place + 60)
    return f"  at {place}:\n    {one[cut]!r}\n    {other[cut]!r}"


def table(found: Mapping[str, Compared], reasons: Mapping[str, str]) -> Iterable[str]:
    """The lines of the table."""
    yield f"{'artefact':<10}{'files compared':>15}{'that differ':>13}"
    for name, one in found.items():
        yield f"{name:<10}{one.files:>15,}{len(one.differing):>13,}"
        for path in one.differing:
            yield f"    {path}: {reasons.get(f'{name}: {path}', 'no reason is known')}"


def main() -> int:
    """Build, compare, tell, and write down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="leave both builds where they are")
    keep = parser.parse_args().keep
    told = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=True)
    first = Path(tempfile.mkdtemp())
    places = two_surroundings(first)
    try:
        one, other = (build(where, commit.stdout.strip()) for where in places)
        found = {}
        for name in ARTEFACTS:
            left, right = files_of(one, name), files_of(other, name)
            found[name] = compare(left, right)
            for path in found[name].differing:
                if f"{name}: {path}" not in REASONS:
                    print(f"{name}: {path}")
                    print(first_difference(left.get(path, b""), right.get(path, b"")))
    finally:
        for where in places:
            if keep:
                print(where.parent / where.folder)
            else:
                shutil.rmtree(where.parent, ignore_errors=True)
    print(*table(found, REASONS), sep="\n")
    if wrong := complaints(found, REASONS):
        print(*wrong, sep="\n", file=sys.stderr)
        return 1
    packages = ("jupyter-book", "Sphinx", "matplotlib", "hatchling")
    record(
        "reproducible",
        "make reproducible",
        {
            "versions": {"Python": platform.python_version()}
            | {name: version(name) for name in packages},
            "artefacts": {
                name: {"compared": one.files, "differ": len(one.differing)}
                for name, one in found.items()
            },
            "reasons": REASONS,
        },
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
