"""Run a piece of work in a thread of its own, for so many seconds and no longer."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from contextlib import suppress

# Python code of any depth fits; what recurses through NumPy needs room on the stack.
STACK = 16 * 2**20
PATIENCE = 20  # times that a program is told to end, each time with a while to do it
WHILE = 0.05


class OutOfTime(BaseException):
    """Raised in the middle of a program whose time is over."""


class _Worker(threading.Thread):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)  # one that can't be ended shall not keep Python alive
        self.work = work
        self.lock = threading.Lock()
        self.finished = False

    def run(self) -> None:
        with suppress(OutOfTime):
            self.work()
        while not self.finished:
            # One may have been sent just before; but not later, since it is sent under the lock.
            with suppress(OutOfTime), self.lock:
                self.finished = True
        with suppress(OutOfTime):
            for _ in range(1000):  # one that is still on its way arrives here
                pass

    def end(self) -> bool:
        """Tell the thread to end; whether it did."""
        for _ in range(PATIENCE):
            with self.lock:
                if not self.finished:
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(self.ident or 0), ctypes.py_object(OutOfTime)
                    )
            self.join(WHILE)
            if not self.is_alive():
                return True
        return False


def within(seconds: float, work: Callable[[], None]) -> str:
    """Do a piece of work, unless it takes too long.

    Parameters
    ----------
    seconds : float
        How long it may take.
    work : callable
        Called without arguments, in another thread. It catches what its own code raises,
        all but `OutOfTime`.

    Returns
    -------
    str
        "done"; or "ended", if `OutOfTime` ended it; or "running", if that did not help.

    Notes
    -----
    There is no signal in it, so it works in any thread and on any system. A signal would
    come no sooner: Python looks at both between two of its own instructions. So neither
    ends a single call of NumPy that takes for ever, nor a program that catches whatever is
    raised and goes on. Then the thread is left behind, and the answer is "running". A
    process could be killed, but a function that a reader typed into a notebook can't be
    sent to one on every system.

    An interrupt of the reader's (Ctrl-C) arrives in the thread that waits here: it ends
    the work too, and goes on its way.

    Examples
    --------
    >>> from nnbook.exercises._deadline import within
    >>> within(5, lambda: None)
    'done'
    >>> def forever():
    ...     while True:
    ...         pass
    >>> within(0.1, forever)
    'ended'
    """
    before = threading.stack_size(STACK)
    worker = _Worker(work)
    try:
        worker.start()
    finally:
        threading.stack_size(before)
    try:
        # By short waits: on Windows a long one would hold back the reader's interrupt.
        for _ in range(max(1, round(seconds / WHILE))):
            worker.join(WHILE)
            if not worker.is_alive():
                return "done"
    except BaseException:
        worker.end()
        raise
    return "ended" if worker.end() else "running"
