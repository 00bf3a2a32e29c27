"""As much of a machine as somebody else lends: one processor, and so much memory.

A control group of Linux holds all processes together to the limit. To make one takes root; for
others each process is held to it alone.
"""

from __future__ import annotations

import os
import resource
import subprocess
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any

GROUPS = Path("/sys/fs/cgroup")
MB = 2**20


class Limits:
    """What is started within these limits shares one processor and ``memory`` bytes.

    A context. At its end, ``peak`` is the most memory that was in use at once, in MB, without
    what the system keeps of files. ``held_by`` names what kept the limit.
    """

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.peak = 0
        self.held_by = "control group"
        self._group: Path | None = None
        self._done = threading.Event()

    def __enter__(self) -> Limits:
        try:
            self._group = self._make_group()
        except OSError:
            self.held_by = "limit for each process"
            return self
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self._group is None:
            self.peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            return
        self._done.set()
        self._watch.join()
        self._group.rmdir()

    def start(self, command: list[Any], **options: Any) -> subprocess.Popen[bytes]:
        """Start a command within the limits."""
        return subprocess.Popen([str(one) for one in command], preexec_fn=self._enter, **options)

    def _make_group(self) -> Path:
        if (GROUPS / "cgroup.controllers").exists():  # the second version: one tree
            group = GROUPS / f"nnbook-{os.getpid()}"
            limits = {"memory.max": self.memory, "memory.swap.max": 0}
        else:  # the first: a tree for each matter
            lines = Path("/proc/self/cgroup").read_text().splitlines()
            own = next(one.split(":memory:")[1] for one in lines if ":memory:" in one)
            group = GROUPS / "memory" / own.lstrip("/") / f"nnbook-{os.getpid()}"
            limits = {"memory.limit_in_bytes": self.memory}
        group.mkdir()
        for name, value in limits.items():
            if name != "memory.swap.max" or (group / name).exists():  # a kernel without swap
                (group / name).write_text(str(value))
        return group

    def _enter(self) -> None:
        """In the child, before it becomes the command."""
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        if self._group is None:
            resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        else:
            (self._group / "cgroup.procs").write_text(str(os.getpid()))

    def _look(self) -> None:
        """Note the most memory that is in use."""
        assert self._group is not None
        while not self._done.wait(0.1):
            lines = (self._group / "memory.stat").read_text().splitlines()
            told = dict(line.split() for line in lines)
            used = int(told.get("anon") or told["total_rss"])
            self.peak = max(self.peak, used // MB)


@contextmanager
def running(process: subprocess.Popen[bytes]) -> Any:
    """End a process, whatever happens meanwhile."""
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)
