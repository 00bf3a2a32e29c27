"""Run every part and print one table: `python -m tests.benchmarks`, or `make bench`.

Each part runs in a process of its own, whose number of threads is set before NumPy is
loaded. Parts: gradients, training, checks (in the bench environment), site, build (in the
book's). What a part measured is kept in `book/proof/bench_PART.json`, unless it broke off.
Lighthouse takes longer than all of them, and has a target of its own.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import Row
from tests.proof import record

ROOT = Path(__file__).parents[2]
# Part, number of threads, whether it runs in the book's environment, which has the browser.
RUNS = [
    ("gradients", 2, False),
    ("gradients", 1, False),
    ("training", 2, False),
    ("training", 1, False),
    ("checks", 1, False),
    ("site", 2, True),
    ("build", 2, True),
]
HEADS = ("what", "setting", "ours", "theirs", "ratio", "aim")
BROKE_OFF = "BROKE OFF"
NAMES = list(dict.fromkeys(part for part, _, _ in RUNS))
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
# Kept on some machines for old builds of OpenBLAS; they slow a current NumPy.
UNWANTED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("parts", nargs="*", help=f"{', '.join(NAMES)}; else all")
    parser.add_argument("--whole", action="store_true", help="the notebook's way in full, once")
    parser.add_argument("--book-python", default=sys.executable, help="Python that has the browser")
    parser.add_argument("--threads", type=int, help=argparse.SUPPRESS)  # this is one part
    options = parser.parse_args()
    unknown = set(options.parts) - set(NAMES)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    if options.threads:
        _part(options.parts[0], options.threads, options.whole)
        return
    for part in options.parts or NAMES:
        began, load = time.monotonic(), _load()
        table: list[Row] = []
        for _, threads, in_book in (run for run in RUNS if run[0] == part):
            print(f"{part}, {threads} thread{'s' * (threads > 1)} ...", file=sys.stderr, flush=True)
            python = options.book_python if in_book else sys.executable
            table += _run(python, part, threads, options.whole)
        _print(table)
        machine = (
            f"{time.monotonic() - began:.0f} s; load of the machine {load} before, {_load()} after;"
            f" {os.cpu_count()} processors, {platform.machine()}, "
            f"Python {platform.python_version()}"
        )
        print(f"\n{machine}", _versions(), "", sep="\n", flush=True)
        if not any(row.what.endswith(BROKE_OFF) for row in table):
            _keep(part, table, machine)
    print(
        "Median [quartiles]; ratios are medians of those pair by pair, ours / theirs unless it "
        "says times faster. Nothing here is asserted."
    )


def _keep(part: str, table: list[Row], machine: str) -> None:
    """Write down the rows for the page *How this book is checked*."""
    rows = [dict(zip(HEADS, asdict(row).values(), strict=True)) for row in table]
    record(
        f"bench_{part}",
        "make bench",
        {
            "on": machine,
            "with": _versions(),
            "with an aim": [row for row in rows if row["aim"]],
            "others": [row for row in rows if not row["aim"]],
        },
    )


def _part(name: str, threads: int, whole: bool) -> None:
    """Write the rows of one part as lines of JSON."""
    for row in importlib.import_module(f"tests.benchmarks.{name}").rows(threads, whole):
        print(json.dumps(asdict(row)), flush=True)


def _run(python: str, part: str, threads: int, whole: bool) -> list[Row]:
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    environment = kept | dict.fromkeys(THREADS, str(threads))
    command = [python, "-m", "tests.benchmarks", part, f"--threads={threads}"]
    command += ["--whole"] * whole
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    rows = [Row(**json.loads(line)) for line in done.stdout.splitlines()]
    if done.returncode:
        rows.append(Row(f"{part} {BROKE_OFF}", f"exit {done.returncode}", "see above"))
    return rows


def _print(table: list[Row]) -> None:
    names = [field.name for field in fields(Row)]
    heads = dict(zip(names, HEADS, strict=True))
    lines = [heads, *map(asdict, table)]
    widths = {name: max(len(line[name]) for line in lines) for name in names}
    for line in lines:
        print("  ".join(line[name].ljust(widths[name]) for name in names).rstrip())


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def _versions() -> str:
    """Versions of the peers, and the kernel that OpenBLAS chose, seen from a clean process."""
    code = (
        "import numpy, threadpoolctl as t;"
        "print(*{i['architecture'] for i in t.threadpool_info() if i['user_api'] == 'blas'})"
    )
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    found = subprocess.run(
        [sys.executable, "-c", code], env=kept, capture_output=True, text=True, check=True
    )
    names = ("numpy", "torch", "scikit-learn", "scipy", "numdifftools")
    return ", ".join(f"{n} {version(n)}" for n in names) + f"; OpenBLAS for {found.stdout.strip()}"


if __name__ == "__main__":
    main()
