"""What Binder installs is enough to run every chapter."""

from __future__ import annotations

import ast
import json

from tests.environments import ROOT, binder_environment, run

CHAPTERS = sorted((ROOT / "book").glob("*.ipynb"))
SHORTEST = ROOT / "book" / "what_next.ipynb"  # it has figures, and takes a few seconds


def imports() -> list[str]:
    """Every import of every chapter, wherever it stands in a cell."""
    found = set()
    for path in CHAPTERS:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                for node in ast.walk(ast.parse("".join(cell["source"]))):
                    if isinstance(node, (ast.Import, ast.ImportFrom)):
                        found.add(ast.unparse(node))
    return sorted(found)


def test_binder_environment_runs_the_chapters():
    """All that they import is there; one is run to its end, since a kernel needs more than that.

    Running them all would take as long as all else that is tested of them.
    """
    python = binder_environment()
    run(ROOT / ".binder" / "postBuild", path=python.parent)
    installed = run(python, "-m", "pip", "list", "--format=freeze")
    run(python, "-m", "pip", "check")
    assert "nnbook==" in installed
    assert "jupyter-book==" not in installed
    needed = imports()
    assert "from nnbook import panels" in needed and len(needed) > 10
    run(python, "-W", "error", "-c", "\n".join([*needed, "plt.style.use('nnbook.book')"]))
    run(python.parent / "jupyter", "execute", SHORTEST, path=python.parent)


def test_binder_has_only_what_binder_reads():
    names = {path.name for path in (ROOT / ".binder").iterdir()}
    assert names == {"requirements.in", "requirements.txt", "postBuild", "runtime.txt"}
    assert not (ROOT / "binder").exists()
