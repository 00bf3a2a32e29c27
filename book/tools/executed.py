"""Chapters that have been run need not be run again for the site.

MyST-NB runs one after the other. So where nothing was built before, they are run here first, side
by side; and ``make test`` has nbval run every cell and compare what it prints and draws with what
is saved. What the cells of a chapter gave is kept in ``_build/.executed``, once all have passed,
with the state of the panels, which is not saved in the repository. The next build takes that into
its cache (``nnbook_site/executed.py``).
"""

from __future__ import annotations

import asyncio
import copy
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

import nbformat
from nbclient import NotebookClient

TIMEOUT = 600  # seconds for a cell, as _config.yml says


class Kept:
    """What the cells of a chapter give while nbval runs them in `kernel`."""

    def __init__(self, notebook: nbformat.NotebookNode, kernel: Any) -> None:
        self.notebook = copy.deepcopy(notebook)
        self.left = {cell.id: cell for cell in self.notebook.cells if cell.cell_type == "code"}
        self.count = 0
        about = kernel.kc.kernel_info(reply=True, timeout=60)["content"]
        self.notebook.metadata.language_info = about["language_info"]
        # It knows what of a kernel's messages is the state of widgets; nbval passes over them.
        self.client = NotebookClient(self.notebook)
        self.client.reset_execution_trackers()
        receive = kernel.get_message

        def hear(stream: str, timeout: float | None = None) -> Any:
            message = receive(stream, timeout)
            if stream == "iopub" and message["msg_type"].startswith("comm_"):
                self.client.handle_comm_msg([], message, 0)
            return message

        kernel.get_message = hear

    def add(self, cell_id: str, outputs: Any) -> bool:
        """Take what a cell gave; whether all have given theirs now."""
        self.count += 1
        cell = self.left.pop(cell_id)
        cell.execution_count, cell.outputs = self.count, copy.deepcopy(outputs)
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = self.count
        return not self.left

    def write(self, path: Path) -> None:
        """Write the chapter as it was run."""
        self.client.set_widgets_metadata()
        keep(self.notebook, path)


def keep(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Write a chapter that was run; a file that is there is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    try:
        nbformat.write(notebook, unfinished)  # type: ignore[no-untyped-call]
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def run_side_by_side(chapters: Iterable[Path], folder: Path) -> None:
    """Run chapters, as many at a time as there are processors, and keep those that pass.

    One that does not pass is left to MyST-NB, which tells where it stopped.
    """
    left: SimpleQueue[Path] = SimpleQueue()
    for chapter in chapters:
        left.put(chapter)

    def work() -> None:
        with suppress(Empty):
            while True:
                run(left.get_nowait(), folder)

    # In threads for which Python does not wait at its end, so that an interrupt ends the build at
    # once: a pool would let chapters come to their ends, and in one event loop nbclient takes the
    # interrupt for itself, ends one kernel and goes on with the others.
    threads = [Thread(target=work, daemon=True) for _ in range(os.cpu_count() or 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run(chapter: Path, folder: Path) -> None:
    """Run a chapter, and keep it if it passes."""
    here = {"metadata": {"path": str(chapter.parent)}}
    # Whatever the surroundings say: with two threads each they wait for one another, and all
    # took over nine minutes in place of three. What they print is the same.
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    try:
        notebook = nbformat.read(chapter, 4)  # type: ignore[no-untyped-call]
        client = NotebookClient(notebook, timeout=TIMEOUT, resources=here, record_timing=False)
        asyncio.run(client.async_execute(env=one_thread))  # `execute` closes no loop in a thread
        keep(notebook, folder / chapter.name)
    except Exception:
        return  # whatever it is, MyST-NB meets it too
    print(f"executed {chapter}", flush=True)
