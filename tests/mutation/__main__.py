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

LISTED = Path(__file__).parent / "survivors.txt"
SCOPES = {"core": "nnbook/*.py", "panels": "nnbook/panels/*.py"}
# These make environments, build sites or start programs, which know nothing of a fork.
ELSEWHERE = """browser notebooks test_binder.py test_drawn.py test_install.py test_js.py test_notebook_cells.py
test_paper.py test_quick.py test_references.py test_site_address.py test_take_away.py"""


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
    """Plant all faults; the exit status is 1 if one is unseen and not listed, or the reverse."""
    parser = argparse.ArgumentParser(prog="make mutation", description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="by default those of the scope")
    parser.add_argument("--scope", choices=SCOPES, default="core")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    files = [ROOT / name for name in given.modules] or sorted(ROOT.glob(SCOPES[given.scope]))
    wanted = [mutant for file in files for mutant in mutants(file, ROOT)]
    planting = Planting(wanted, given.jobs)
    options = ["-q", "-p", "no:cacheprovider", "nnbook", "tests"]
    options += [f"--ignore=tests/{name}" for name in ELSEWHERE.split()]
    if not any("panels" in file.parts for file in files):
        options += ["--ignore=nnbook/panels", "--ignore-glob=*/tests/test_panel*"]
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        options += [f"--basetemp={folder}/tests", "-o", "tmp_path_retention_policy=none"]
        if status := pytest.main(options, plugins=[planting]):
            return int(status)
    unseen = {mutant.name for mutant in planting.unseen}
    mine = {name for name in listed() if ROOT / name.split(" ")[0] in files}
    share = 1 - len(unseen) / len(wanted)
    print(f"{len(wanted)} faults, {len(unseen)} unseen: {share:.1%} seen")
    wrong = {
        "unseen and not listed": unseen - mine,
        "listed but seen, or no more there": mine - unseen,
        "could not be tried": {mutant.name for mutant in planting.broken},
    }
    for title, names in wrong.items():
        print(f"{title}: {len(names)}", *sorted(names), sep="\n  ")
    return int(any(wrong.values()))


if __name__ == "__main__":
    sys.exit(main())
