"""A chapter that nbval has run need not be run again for the site.

``make test`` lets nbval run every cell and compare what it prints and draws with what is saved.
With ``--keep=FOLDER`` it also keeps what the cells of a chapter gave, once all have passed: with
the state of the panels, which is not saved in the repository. The next build takes that into its
execution cache (``nnbook_site/executed.py``), in place of running the chapter a second time.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient


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
        """Write the chapter as it was run; a file that is there is whole."""
        self.client.set_widgets_metadata()
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        nbformat.write(self.notebook, unfinished)  # type: ignore[no-untyped-call]
        unfinished.replace(path)
