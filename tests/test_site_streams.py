"""A line that a kernel sent in pieces is a line on the page."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat

from tests.minisite import SITE

CELL = """
import sys, time
for piece in ("largest ", "error: ", "0.5\\n", "none\\n"):
    sys.stdout.write(piece)
    sys.stdout.flush()
    time.sleep(0.3)
"""
CONF = """
extensions = ["myst_nb", "nnbook_site.streams"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
nb_merge_streams = True
"""


def test_pieces_of_a_line_are_joined_as_they_came(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# A chapter"),
            nbformat.v4.new_code_cell(CELL),
        ]
    )
    nbformat.write(notebook, tmp_path / "index.ipynb")
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "text", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "out")], check=True, env={"PYTHONPATH": str(SITE), "PATH": ""}
    )
    assert "largest error: 0.5\n   none" in (tmp_path / "out" / "index.txt").read_text()
