"""Execute chapters from a fresh kernel and save them in the form the repository keeps.

Text, numbers and pictures are saved. Widget state, ids of live widgets, timestamps
and the version of the machine's Python are not, so that running this twice changes
no byte. Measured times (cells tagged ``timing``) stay as they were saved: clear such an
output to have it measured anew. What the figures show is written beside each chapter
(`figures`). Give it the notebooks: ``python -m book.tools.execute_notebooks book/*.ipynb``.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from book.tools.drawn import WATCH
from book.tools.figures import file_for, taken_from, text_of

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def normalise(notebook: nbformat.NotebookNode) -> None:
    """Drop what differs from run to run or from machine to machine, in place."""
    kept = {key: notebook.metadata[key] for key in ("myst",) if key in notebook.metadata}
    notebook.metadata = nbformat.from_dict(METADATA | kept)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)


def _is_timing(cell: nbformat.NotebookNode) -> bool:
    return "timing" in cell.metadata.get("tags", [])


def execute(path: Path) -> None:
    """Run every cell of the notebook at `path` and write it back."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    measured = {cell.id: cell.outputs for cell in notebook.cells if _is_timing(cell)}
    client = NotebookClient(
        notebook,
        timeout=120,
        kernel_name="python3",
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,  # where output is cut into pieces depends on timing
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.on_notebook_start = lambda notebook: client.kc.execute(WATCH, silent=True, reply=True)
    client.execute()
    for cell in notebook.cells:
        if saved := measured.get(cell.id):
            cell.outputs = saved
    file_for(path).write_text(text_of(taken_from(notebook.cells)), encoding="utf-8")
    normalise(notebook)
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    path.write_text(f"{text}\n", encoding="utf-8")
    print(f"executed {path}")


if __name__ == "__main__":
    paths = [Path(argument) for argument in sys.argv[1:]]
    with ThreadPoolExecutor(max_workers=2) as pool:
        list(pool.map(execute, paths))
