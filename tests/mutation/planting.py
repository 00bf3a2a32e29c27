"""Plants mutants in a process that has collected the tests, and runs those that may see them."""

from __future__ import annotations

import gc
import mmap
import os
import pickle
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType

import coverage
import pytest

from tests.mutation.mutants import Mutant

ROOT = Path(__file__).parents[2]
# Seconds: tests that take longer are not asked, nor are more than so many of them together.
# What no quick test sees is looked at a second time.
FIRST_LOOK, SECOND_LOOK = (1.0, 3.0), (5.0, 20.0)
SURVIVED, SEEN, BROKEN = 0, 1, 2
Reached = dict[str, dict[int, set[int]]]  # by file and line: the tests, by their numbers


class Planting:
    """A plugin of pytest that plants faults instead of running the tests once."""

    def __init__(self, wanted: Sequence[Mutant], jobs: int) -> None:
        self.wanted, self.jobs = wanted, jobs
        self.unseen: list[Mutant] = []
        self.broken: list[Mutant] = []
        self.functions: dict[str, list[FunctionType]] = defaultdict(list)
        self.seen_by: dict[tuple[Path, range], Counter[int]] = defaultdict(Counter)
        self.seer = mmap.mmap(-1, 4 * len(wanted))  # which test saw a mutant: a fork tells it here
        self.told = False  # whether it is shown why a test fails
        self.slow, self.enough = FIRST_LOOK

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """In place of pytest's own."""
        self.items, self.session = session.items, session
        session.config.pluginmanager.unregister(name="terminalreporter")
        session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # for all forks
        self.reached, self.seconds = self._in_fork()
        for one in gc.get_objects():
            if isinstance(one, FunctionType):
                self.functions[one.__code__.co_filename].append(one)
        gc.freeze()  # so that forks share what there is
        for inside in (True, False):  # neither way to plant breaks a test by itself
            ones = [k for k, one in enumerate(self.wanted) if one.inside is inside]
            first = next((k for k in ones if self._tests_for(self.wanted[k])), None)
            if first is not None:
                pid = self._begun(first, self._tests_for(self.wanted[first]), fault=False)
                if os.waitpid(pid, 0)[1] != SURVIVED:
                    raise RuntimeError(f"seen without a fault: {self.wanted[first].name}")
        self._look_at(range(len(self.wanted)))
        again = [k for k, one in enumerate(self.wanted) if one in self.unseen]
        self.unseen, (self.slow, self.enough) = [], SECOND_LOOK
        self._look_at(again)
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Say why a test fails that should not."""
        if report.failed and self.told:
            print(report.longreprtext, file=sys.__stderr__)

    def _in_fork(self) -> tuple[Reached, list[float]]:
        out, into = os.pipe()
        if os.fork():
            os.close(into)
            with os.fdopen(out, "rb") as pipe:
                content = pipe.read()
            os.wait()
            if not content:
                raise RuntimeError("the tests must pass before faults are planted")
            measured: tuple[Reached, list[float]] = pickle.loads(content)
            return measured
        try:
            with os.fdopen(into, "wb") as pipe:
                pipe.write(pickle.dumps(self._measured()))
        except BaseException:
            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(0)

    def _measured(self) -> tuple[Reached, list[float]]:
        """Which tests reach each line, and how long each takes."""
        self.told = True
        cover = coverage.Coverage(data_file=None, config_file=False, include=[f"{ROOT}/nnbook/*"])
        cover.start()
        seconds = []
        for k in range(len(self.items)):
            cover.switch_context(str(k))
            start = time.process_time()
            if not self._passes(k):
                raise RuntimeError(f"{self.items[k].nodeid} fails without a fault")
            seconds.append(time.process_time() - start)
        cover.stop()
        data = cover.get_data()
        lines = {name: data.contexts_by_lineno(name).items() for name in data.measured_files()}
        return {
            name: {line: {int(k) for k in contexts if k} for line, contexts in found}
            for name, found in lines.items()
        }, seconds

    def _passes(self, k: int, following: int | None = None) -> bool:
        item, after = self.items[k], None if following is None else self.items[following]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        return not self.session.testsfailed

    def _tests_for(self, mutant: Mutant) -> list[int]:
        """Those that reach it; all, for what is run at import.

        First what has seen others in the same function, then tests named after the module, then
        the quick ones.
        """
        lines = self.reached.get(str(mutant.file), {})
        found = set[int]().union(*(lines.get(line, ()) for line in mutant.lines))
        if not mutant.inside:
            found = set(range(len(self.items)))
        seen = self.seen_by[mutant.file, mutant.function]
        own = mutant.file.stem.strip("_")
        chosen, total = [], 0.0
        for k in sorted(found, key=lambda k: self._turn(k, seen[k], own)):
            if self.seconds[k] <= self.slow and total + self.seconds[k] <= self.enough:
                total += self.seconds[k]
                chosen.append(k)
        return chosen

    def _turn(self, k: int, seen: int, module: str) -> tuple[int, bool, float]:
        return -seen, module not in self.items[k].nodeid, self.seconds[k]

    def _look_at(self, numbers: Sequence[int]) -> None:
        todo, running = list(numbers)[::-1], dict[int, int]()
        begun = time.monotonic()
        while todo or running:
            while todo and len(running) < self.jobs:
                number = todo.pop()
                if chosen := self._tests_for(self.wanted[number]):
                    running[self._begun(number, chosen)] = number
                else:
                    self.unseen.append(self.wanted[number])
            if running:
                self._end(running)
            if len(todo) % 100 == 0:
                spent = (time.monotonic() - begun) / 60
                print(f"{len(todo)} to go after {spent:.1f} minutes", file=sys.__stderr__)

    def _end(self, running: dict[int, int]) -> None:
        """Wait for a fork, and note what came out."""
        pid, status = os.wait()
        number = running.pop(pid)
        mutant = self.wanted[number]
        if seer := int.from_bytes(self.seer[4 * number : 4 * number + 4], "little"):
            self.seen_by[mutant.file, mutant.function][seer - 1] += 1
        if os.WIFSIGNALED(status):  # it did not come to an end
            return
        if os.WEXITSTATUS(status) != SEEN:
            found = self.unseen if os.WEXITSTATUS(status) == SURVIVED else self.broken
            found.append(mutant)
            print(
                f"{'unseen' if found is self.unseen else 'broken'}: {mutant.name}",
                file=sys.__stderr__,
            )

    def _begun(self, number: int, chosen: list[int], fault: bool = True) -> int:
        if pid := os.fork():
            return pid
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1), os.dup2(silent, 2)
        signal.alarm(600)  # for what waits for ever
        try:
            os._exit(self._found(number, chosen, fault))
        except BaseException:  # the module cannot be made
            os._exit(SEEN)

    def _found(self, number: int, chosen: list[int], fault: bool) -> int:
        mutant = self.wanted[number]
        code = compile(mutant.planted(fault), str(mutant.file), "exec")
        if not mutant.inside or not self._replaced(code, mutant.file):
            return self._imported_anew(code, mutant.file, chosen)
        for k, following in zip(chosen, [*chosen[1:], None], strict=True):
            # Of the processor's time, since others may be at work.
            signal.setitimer(signal.ITIMER_PROF, 2 + 10 * self.seconds[k])
            if not self._passes(k, following):
                self.seer[4 * number : 4 * number + 4] = (k + 1).to_bytes(4, "little")
                return SEEN
        return SURVIVED

    def _replaced(self, code: CodeType, file: Path) -> bool:
        """Put the code of a module into its functions as they are loaded, if it fits."""
        new, todo = dict[tuple[str, int], CodeType](), [code]
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

    def _imported_anew(self, code: CodeType, file: Path, chosen: list[int]) -> int:
        parts = file.relative_to(ROOT).with_suffix("").parts
        changed = ".".join(part for part in parts if part != "__init__")

        class Planted(SourceFileLoader):
            def pytest_sessionstart(self):  # before pytest's own, which rewrites what it is given
                sys.meta_path.insert(0, self)

            def find_spec(self, name, path=None, target=None):
                return spec_from_file_location(name, file, loader=self) if name == changed else None

            def get_code(self, name):
                return code

        for name in [one for one in sys.modules if one.split(".")[0] in ("nnbook", "tests")]:
            del sys.modules[name]
        signal.setitimer(signal.ITIMER_PROF, 20 + 5 * sum(self.seconds[k] for k in chosen))
        arguments = ["-x", "-q", "-p", "no:cacheprovider", *(self.items[k].nodeid for k in chosen)]
        status = pytest.main(arguments, plugins=[Planted(changed, str(file))])
        return {0: SURVIVED, 1: SEEN, 2: SEEN}.get(int(status), BROKEN)
