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
import gc
import importlib.abc
import importlib.util
import mmap
import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import pytest

from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
LISTED = Path(__file__).parent / "survivors.txt"
SCOPES = {"core": "nnbook/*.py", "panels": "nnbook/panels/*.py"}
# These make environments, build sites or start programs, which know nothing of a fork.
ELSEWHERE = "browser notebooks test_binder.py test_install.py test_js.py test_quick.py "
ELSEWHERE += "test_site_address.py test_take_away.py test_references.py test_paper.py test_drawn.py"
SLOW = 1.0  # seconds of a test that is not asked
ENOUGH = 10.0  # seconds of tests that a mutant meets
SURVIVED, SEEN, BROKEN = 0, 1, 2


class Run:
    """Runs in place of the tests, once they are collected."""

    def __init__(self, wanted: list[Mutant], jobs: int) -> None:
        self.wanted, self.jobs = wanted, jobs
        self.results: dict[int, str] = {}
        self.told = False  # whether a test that fails is shown
        self.functions: dict[str, list[FunctionType]] = defaultdict(list)
        self.seen_by: dict[tuple[str, range], Counter[int]] = defaultdict(Counter)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items, self.session = session.items, session
        session.config.pluginmanager.unregister(name="terminalreporter")
        session.config._tmp_path_factory.getbasetemp()  # one for all forks
        self.reached, self.seconds = self.measured()
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                self.functions[one.__code__.co_filename].append(one)
        gc.freeze()
        self.killer = mmap.mmap(-1, 4 * len(self.wanted))
        for inside in (True, False):  # neither way of planting breaks a test by itself
            first = next((k for k, one in enumerate(self.wanted) if one.inside is inside), None)
            if first is not None and self.in_fork(first, plant=False) != SURVIVED:
                raise RuntimeError(f"the tests fail without a fault: {self.wanted[first].name}")
        self.all_mutants()
        return True

    def measured(self) -> tuple[dict[str, dict[int, set[int]]], list[float]]:
        """Which tests reach each line, and how long each takes; found out in a fork."""
        out, into = os.pipe()
        if os.fork():
            os.close(into)
            with os.fdopen(out, "rb") as result:
                content = result.read()
            os.wait()
            if not content:
                raise RuntimeError("the tests must pass before faults are planted")
            return pickle.loads(content)
        try:
            content = pickle.dumps(self.measure())
            with os.fdopen(into, "wb") as result:
                result.write(content)
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(0)

    def measure(self) -> tuple[dict[str, dict[int, set[int]]], list[float]]:
        self.told = True
        cover = coverage.Coverage(data_file=None, config_file=False, include=[f"{ROOT}/nnbook/*"])
        cover.start()
        seconds = []
        for k, item in enumerate(self.items):
            cover.switch_context(str(k))
            start = time.process_time()
            if self.fails([item]):
                raise RuntimeError(f"{item.nodeid} fails without a fault")
            seconds.append(time.process_time() - start)
        cover.stop()
        data, reached = cover.get_data(), {}
        for name in data.measured_files():
            contexts = data.contexts_by_lineno(name).items()
            reached[name] = {n: {int(k) for k in ks if k} for n, ks in contexts}
        return reached, seconds

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and self.told:
            print(report.longreprtext, file=sys.__stderr__)

    def fails(self, items: list[pytest.Item]) -> bool:
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self.session.testsfailed:
                return True
        return False

    def tests_for(self, mutant: Mutant) -> list[int]:
        lines = self.reached.get(str(mutant.file), {})
        where = mutant.lines if mutant.inside else mutant.function
        found = set[int]().union(*(lines.get(n, ()) for n in where))
        killed = self.seen_by[str(mutant.file), mutant.function]
        chosen, total = [], 0.0
        for k in sorted(found, key=lambda k: (-killed[k], self.seconds[k])):
            total += self.seconds[k]
            if self.seconds[k] <= SLOW and total <= ENOUGH:
                chosen.append(k)
        return chosen

    def in_fork(self, number: int, plant: bool = True) -> int:
        pid = self.start(number, plant)
        return self.outcome(os.waitpid(pid, 0)[1])

    @staticmethod
    def outcome(status: int) -> int:
        return SEEN if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)

    def start(self, number: int, plant: bool = True) -> int:
        mutant = self.wanted[number]
        chosen = self.tests_for(mutant)
        if pid := os.fork():
            return pid
        try:
            limit = 10 + 5 * sum(self.seconds[k] for k in chosen)
            signal.setitimer(signal.ITIMER_PROF, limit)  # of the processor: others may be at work
            signal.alarm(60 + 10 * int(limit))  # for what waits
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1), os.dup2(silent, 2)
            os._exit(self.look(number, mutant, chosen, plant))
        except BaseException:  # what is raised while the module is made
            os._exit(SEEN if plant else BROKEN)

    def look(self, number: int, mutant: Mutant, chosen: list[int], plant: bool) -> int:
        tree = mutant.planted() if plant else mutant.unplanted()
        code = compile(tree, str(mutant.file), "exec")
        if mutant.inside and self.replaced(code, mutant.file):
            for k, following in zip(chosen, [*chosen[1:], None], strict=True):
                item = self.items[k]
                after = None if following is None else self.items[following]
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                if self.session.testsfailed:
                    self.killer[4 * number : 4 * number + 4] = (k + 1).to_bytes(4, "little")
                    return SEEN
            return SURVIVED
        return self.imported_anew(code, mutant.file, [self.items[k].nodeid for k in chosen])

    def replaced(self, code: CodeType, file: Path) -> bool:
        """Put the code of a module into its functions that are loaded; False if it does not fit."""
        new = {}
        todo = [code]
        while todo:
            inner = [one for one in todo.pop().co_consts if isinstance(one, CodeType)]
            todo += inner
            new |= {(one.co_qualname, one.co_firstlineno): one for one in inner}
        for function in self.functions[str(file)]:
            old = function.__code__
            try:
                function.__code__ = new[old.co_qualname, old.co_firstlineno]
            except (KeyError, ValueError):
                return False
        return True

    def imported_anew(self, code: CodeType, file: Path, chosen: list[str]) -> int:
        parts = file.relative_to(ROOT).with_suffix("").parts
        changed = ".".join(part for part in parts if part != "__init__")

        class Planted(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
            def pytest_sessionstart(self):  # before pytest's own, which rewrites what it is given
                sys.meta_path.insert(0, self)

            def find_spec(self, name, path=None, target=None):
                if name != changed:
                    return None
                return importlib.util.spec_from_file_location(name, file, loader=self)

            def get_code(self, name):
                return code

            def get_source(self, name):
                return file.read_text()

        for name in [one for one in sys.modules if one.split(".")[0] in ("nnbook", "tests")]:
            del sys.modules[name]
        options = ["-x", "-q", "-p", "no:cacheprovider"]
        status = pytest.main([*options, *chosen], plugins=[Planted()])
        return {0: SURVIVED, 1: SEEN, 2: SEEN}.get(int(status), BROKEN)

    def all_mutants(self) -> None:
        todo, running = list(range(len(self.wanted)))[::-1], {}
        started = time.monotonic()
        while todo or running:
            while todo and len(running) < self.jobs:
                number = todo.pop()
                if self.tests_for(self.wanted[number]):
                    running[self.start(number)] = number
                else:
                    self.results[number] = "not reached by a test"
            if not running:
                continue
            pid, status = os.wait()
            number = running.pop(pid)
            mutant = self.wanted[number]
            found = self.outcome(status)
            if killer := int.from_bytes(self.killer[4 * number : 4 * number + 4], "little"):
                self.seen_by[str(mutant.file), mutant.function][killer - 1] += 1
            if found != SEEN:
                self.results[number] = "unseen" if found == SURVIVED else "not tried"
                print(f"{self.results[number]}: {mutant.name}", file=sys.stderr, flush=True)
            if len(todo) % 100 == 0 and todo:
                spent = (time.monotonic() - started) / 60
                print(f"{len(todo)} to go after {spent:.1f} minutes", file=sys.stderr, flush=True)


def listed() -> dict[str, str]:
    """The reason under which each survivor is listed."""
    reasons, reason = {}, ""
    for line in LISTED.read_text().splitlines():
        if line.startswith("#"):
            reason = line
        elif line:
            reasons[line] = reason
    return reasons


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutation", description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", help="by default those of the scope")
    parser.add_argument("--scope", choices=SCOPES, default="core")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    files = [ROOT / name for name in given.modules] or sorted(ROOT.glob(SCOPES[given.scope]))
    wanted = [mutant for file in files for mutant in mutants(file, ROOT)]
    run = Run(wanted, given.jobs)
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:randomly", "nnbook", "tests"]
    options += [f"--ignore=tests/{name}" for name in ELSEWHERE.split()]
    if given.scope == "core":
        options += ["--ignore=nnbook/panels", "--ignore-glob=tests/test_panel*"]
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        options += [f"--basetemp={folder}/tests", "-o", "tmp_path_retention_policy=none"]
        if status := pytest.main(options, plugins=[run]):
            return int(status)
    reasons = listed()
    unseen = {wanted[number].name for number in run.results}
    mine = {str(file.relative_to(ROOT)) for file in files}
    unlisted = sorted(unseen - set(reasons))
    stale = sorted(name for name in set(reasons) - unseen if name.split(" ")[0] in mine)
    share = 1 - len(unseen) / len(wanted)
    print(f"{len(wanted)} faults, {len(unseen)} unseen: {share:.1%} seen")
    for title, names in (("unseen and not listed", unlisted), ("listed but seen", stale)):
        print(f"{title}: {len(names)}", *names, sep="\n  ")
    return int(bool(unlisted or stale))


if __name__ == "__main__":
    sys.exit(main())
