"""Plant faults in nnbook, one at a time, and see whether the tests notice each: `make mutation`.

mutmut 3 leaves functions with decorators out, which is all arithmetic of `nnbook._kernels`,
and numbers its mutants, so that no list of survivors outlives an edit. cosmic-ray starts
pytest anew for each, two seconds a time. Here pytest collects once, and forks for each mutant:
the fork puts it into the functions that are loaded, and runs the tests that reach its line, the
quick ones and those that have seen others there first. What a module does when it is imported
is imported anew in the fork.

A fault that no test sees must stand in survivors.txt under a reason, and nothing else may.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.planting import ROOT, Planting
from tests.proof import record

LISTED = Path(__file__).parent / "survivors.txt"
SCOPES = {"core": "nnbook/*.py", "panels": "nnbook/panels/*.py"}
# These make environments, build sites or start programs, which know nothing of a fork.
ELSEWHERE = """browser notebooks test_binder.py test_drawn.py test_install.py test_js.py
test_notebook_cells.py test_paper.py test_quick.py test_references.py test_site_address.py
test_take_away.py"""


def listed() -> dict[str, str]:
    """The reason under which each survivor is listed."""
    reasons, reason = dict[str, str](), ""
    for line in LISTED.read_text().splitlines():
        if line.startswith("# "):
            reason = line
        elif line:
            reasons[line] = reason
    return reasons


def main() -> int:
    """Plant the faults; the exit status is 1 if one is unseen and not listed, or the reverse."""
    parser = argparse.ArgumentParser(prog="make mutation", description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="by default those of the scope")
    parser.add_argument("--scope", choices=SCOPES, default="core")
    parser.add_argument("--tests", nargs="+", help="where to look for tests; by default in all")
    parser.add_argument("--listed", action="store_true", help="try those that are listed too")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    files = [ROOT / name for name in given.modules] or sorted(ROOT.glob(SCOPES[given.scope]))
    faults = [mutant for file in files for mutant in mutants(file, ROOT)]
    known = {name for name in listed() if ROOT / name.split(" ")[0] in files}
    planting = Planting(
        [one for one in faults if given.listed or one.name not in known], given.jobs
    )
    options = ["-q", "-p", "no:cacheprovider", *(given.tests or ["nnbook", "tests"])]
    options += [f"--ignore=tests/{name}" for name in ELSEWHERE.split()]
    if not any("panels" in file.parts for file in files):
        options += ["--ignore=nnbook/panels", "--ignore-glob=*/tests/test_panel*"]
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        options += [f"--basetemp={folder}/tests", "-o", "tmp_path_retention_policy=none"]
        if status := pytest.main(options, plugins=[planting]):
            return int(status)
    unseen = {mutant.name for mutant in planting.unseen}
    tried = {mutant.name for mutant in planting.wanted}
    wrong = {
        "unseen and not listed": unseen - known,
        "listed but seen": (known & tried) - unseen,
        "listed but no more there": known - {mutant.name for mutant in faults},
        "could not be tried": {mutant.name for mutant in planting.broken},
    }
    missed = len(unseen | known)
    print(f"{len(faults)} faults, {missed} unseen: {1 - missed / len(faults):.1%} seen")
    for title, names in wrong.items():
        print(f"{title}: {len(names)}", *sorted(names), sep="\n  ")
    if not given.modules and not given.tests:
        seen = len(faults) - missed
        found = {
            "modules": len(files),
            "faults": len(faults),
            "seen": seen,
            "in words": f"{seen:,} of {len(faults):,}, {seen / len(faults):.1%}",
            "unseen and not listed": len(unseen - known),
        }
        record(f"mutation_{given.scope}", "make mutation", found)
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
