"""Lighthouse, with its mobile settings, on every page of the built site.

It slows the page by calculation, from what it saw on this machine: a busy machine makes
the times worse. Each page's figures are those of the middle one of its runs. `make lighthouse`
calls it and keeps them in `book/proof/lighthouse.json`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from book.tools.chromium import FLAGS, find_chromium
from tests.benchmarks import Row
from tests.benchmarks.serving import served_gzipped
from tests.benchmarks.site import _node, _npm, _with_node
from tests.browser.soup import HTML, built_pages
from tests.proof import record

HERE = Path(__file__).parent / "lighthouse"
ROUNDS = 3
CATEGORIES = ("performance", "accessibility", "practices", "seo")


def rows() -> Iterator[Row]:
    """One row a page, and one with the worst of each figure."""
    found = _measure()
    lines = {page: _middle(runs) for page, runs in found.items()}
    _keep(found, lines)
    for page, line in lines.items():
        told = f"; {', '.join(line['failed'])}" if line["failed"] else ""
        yield Row("Lighthouse", page + told, _scores(line), aim="95 / 100 / 100 / 100")
    yield Row(
        "Lighthouse, the worst of each",
        f"{len(lines)} pages, the middle one of {ROUNDS} runs",
        _scores(_worst(list(lines.values()))),
        aim="95 / 100 / 100 / 100, layout shift under 0.02",
    )


def _measure() -> dict[str, list[dict[str, Any]]]:
    _install()
    pages = [page for page in built_pages() if "<article" in (HTML / page).read_text("utf-8")]
    with sync_playwright() as playwright:
        chromium = find_chromium(playwright)
    found = defaultdict(list)
    with served_gzipped(HTML) as site:
        addresses = [f"{site}/{page}" for page in pages] * ROUNDS
        command = [str(_node() / "bin/node"), str(HERE / "run.mjs"), chromium, json.dumps(FLAGS)]
        run = subprocess.run(
            [*command, *addresses], check=True, stdout=subprocess.PIPE, text=True, env=_with_node()
        )
        for text in run.stdout.splitlines():
            line = json.loads(text)
            found[line["address"].removeprefix(f"{site}/")].append(line)
    return found


def _install() -> None:
    """Install Lighthouse, which has no place among what the book needs."""
    lock = HERE / "package-lock.json"
    done = HERE / "node_modules" / ".package-lock.json"
    if done.exists() and done.stat().st_mtime >= lock.stat().st_mtime:
        return
    command = [*_npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    without = {"PUPPETEER_SKIP_DOWNLOAD": "1"}  # the browser is there
    subprocess.run(command, check=True, cwd=HERE, env=_with_node() | without, stdout=2)
    os.utime(done)


def _keep(found: dict[str, list[dict[str, Any]]], lines: dict[str, dict[str, Any]]) -> None:
    """Write down what the page *How this book is checked* shows of it."""
    runs = [run for page in found.values() for run in page]
    sources = [line for page, line in lines.items() if page.startswith("_modules/")]
    pages = {page: _row(line) for page, line in lines.items() if line not in sources}
    pages[f"{len(sources)} of source code, the worst of each"] = _row(_worst(sources))
    figures = {
        "lighthouse": runs[0]["lighthouse"],
        "browser": runs[0]["browser"],
        "runs of each page": ROUNDS,
        # Lighthouse's own measure: below 1000 the machine was slow or busy, and so are the times.
        "speed of the machine": statistics.median(run["speed"] for run in runs),
        "pages": pages,
    }
    record("lighthouse", "make lighthouse", figures)


def _row(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "score": line["performance"],
        "accessibility": line["accessibility"],
        "best practices": line["practices"],
        "search engines": line["seo"],
        "largest paint, s": round(line["largest"] / 1000, 1),
        "total blocking, ms": round(line["blocking"]),
    }


def _worst(lines: list[dict[str, Any]]) -> dict[str, Any]:
    worst = {name: min(line[name] for line in lines) for name in CATEGORIES}
    return worst | {n: max(line[n] for line in lines) for n in ("shift", "largest", "blocking")}


def _middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    middle = statistics.median_low([run["performance"] for run in runs])
    return next(run for run in runs if run["performance"] == middle)


def _scores(line: dict[str, Any]) -> str:
    scores = " / ".join(str(line[name]) for name in CATEGORIES)
    shift, largest, blocking = line["shift"], line["largest"] / 1000, line["blocking"]
    return f"{scores}; shift {shift:.3f}, LCP {largest:.1f} s, TBT {blocking:.0f} ms"


if __name__ == "__main__":
    for row in rows():
        print(row.what, row.setting, row.ours, sep="  ", flush=True)
