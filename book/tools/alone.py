"""Run a command while no other `make` builds in this folder: ``python3 alone.py make book``.

The Makefile calls it with the machine's own Python, before there is an environment. The lock
is the kernel's, on the folder itself, and is handed on to the command and what that starts.
So it ends with the last of them, however they end: a build that was killed leaves nothing
that blocks the next, and one whose children still write is still waited for. (flock(1) would
do, and macOS has none.)
"""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(command: list[str]) -> None:
    """Wait for the folder, and become the command."""
    try:
        (ROOT / "_build").mkdir(exist_ok=True)
        if not os.access(ROOT / "_build", os.W_OK):
            raise PermissionError(13, "Permission denied")
    except OSError as error:
        sys.exit(
            f"Nothing can be written to {ROOT / '_build'} ({error.strerror}). "
            "Copy the book to a folder that is yours, and run make there."
        )
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"Another make builds in {ROOT}. This one waits for its end.", flush=True)
        fcntl.flock(folder, fcntl.LOCK_EX)
    os.set_inheritable(folder, True)
    os.environ["BOOK_ALONE"] = "yes"  # what the command calls need not wait for itself
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
