"""Run a piece of work in a thread of its own, for so many seconds and no longer."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable

# Python code of any depth fits; what recurses through NumPy needs room on the stack.
STACK = 16 * 2**20
PATIENCE = 20  # times that a program is told to end, each time with a while to do it
WHILE = 0.05


class OutOfTime(BaseException):
    """Raised in the middle of a program whose time is over."""


class _Worker(threading.Thread):
    def __init__(self, work: Callable[[threading.Event], None]) -> None:
        super().__init__(daemon=True)  # one that can't be ended shall not keep Python alive
        self.work = work
        self.over = threading.Event()
        # Waited for in place of the thread: in Python 3.11 an interrupt of join() makes a thread
        # that runs pass for one that has ended.
        self.left = threading.Event()
        self.lock = threading.Lock()
        self.working = False

    def run(self) -> None:
        try:
            try:
                self.working = True
                self.work(self.over)
                self.working = False
            except OutOfTime:
                self.working = False
            self._leave()
        except OutOfTime:  # one that was being sent at that moment: there is no other
            self._leave()

    def _leave(self) -> None:
        with self.lock:  # whatever is being sent now has been sent then, and arrives below
            pass
        for _ in range(1000):
            pass
        self.left.set()

    def end(self) -> bool:
        """Tell the thread to end; whether it did."""
        self.over.set()
        for _ in range(PATIENCE):
            with self.lock:
                target = self.ident if self.working else None
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(target or 0), ctypes.py_object(OutOfTime)
                )
            if self.left.wait(WHILE):
                return True
        return False


def within(seconds: float, work: Callable[[threading.Event], None]) -> str:
    """Do a piece of work, unless it takes too long.

    Parameters
    ----------
    seconds : float
        How long it may take.
    work : callable
        Called in another thread, with an event that is set when the time is over: so that
        it does not go on where `OutOfTime` was caught by code that is not its own.

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
    >>> within(5, lambda over: None)
    'done'
    >>> def forever(over):
    ...     while True:
    ...         pass
    >>> within(0.1, forever)
    'ended'
    """
    worker, before = _Worker(work), threading.stack_size()
    try:
        threading.stack_size(STACK)
        worker.start()
        threading.stack_size(before)
        # By short waits: on Windows a long one would hold back the reader's interrupt.
        for _ in range(max(1, round(seconds / WHILE))):
            if worker.left.wait(WHILE):
                return "done"
    except BaseException:
        threading.stack_size(before)
        worker.end()
        raise
    return "ended" if worker.end() else "running"
