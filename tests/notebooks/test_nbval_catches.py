"""nbval fails when one printed digit of a chapter moves, or one number that a figure shows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from book.tools.figures import file_for

ROOT = Path(__file__).parents[2]
CHAPTER = ROOT / "book" / "simple_net.ipynb"


def run_nbval(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout=120"]
    command += ["-p", "book.conftest"]  # which pytest finds by itself beside the chapters
    # The outer run's xdist and coverage settings are not for the inner one.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    env["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-q", str(path)],
        cwd=path.parent,
        env=env,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """A chapter as it is, and one in which a digit of an output and a bar are others."""
    folder = tmp_path_factory.mktemp("nbval")
    notebook = json.loads(CHAPTER.read_text(encoding="utf-8"))
    (folder / "same.ipynb").write_text(json.dumps(notebook))
    figures = file_for(CHAPTER).read_text(encoding="utf-8")
    file_for(folder / "same.ipynb").parent.mkdir()
    file_for(folder / "same.ipynb").write_text(figures)
    bar = re.search(r'"bar": \[[^]]*?[1-9]', figures).end() - 1
    figures = figures[:bar] + str(int(figures[bar]) % 9 + 1) + figures[bar + 1 :]
    file_for(folder / "changed.ipynb").write_text(figures)
    outputs = [
        output
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        for output in cell["outputs"]
        if output["output_type"] == "stream" and re.search(r"\d\.\d+", "".join(output["text"]))
    ]
    text = "".join(outputs[0]["text"])
    last = re.search(r"\d\.\d*(\d)", text).end(1) - 1
    digit = str((int(text[last]) + 1) % 10)
    outputs[0]["text"] = text[:last] + digit + text[last + 1 :]
    (folder / "changed.ipynb").write_text(json.dumps(notebook))
    return folder


def test_nbval_passes_the_chapter(copies):
    result = run_nbval(copies / "same.ipynb")
    assert result.returncode == 0, result.stdout
    code_cells = json.loads(CHAPTER.read_text())["cells"]
    count = sum(cell["cell_type"] == "code" for cell in code_cells)
    assert f"{count} passed" in result.stdout


def test_nbval_fails_on_one_changed_digit_and_one_changed_bar(copies):
    result = run_nbval(copies / "changed.ipynb")
    assert result.returncode == 1, result.stdout
    assert "2 failed" in result.stdout
    assert "Cell outputs differ" in result.stdout
    assert "Figures differ" in result.stdout
