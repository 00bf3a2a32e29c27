"""nbval fails when one printed digit of a chapter moves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHAPTER = Path(__file__).parents[2] / "book" / "simple_net.ipynb"


def run_nbval(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout=120"]
    # The outer run's xdist and coverage settings are not for the inner one.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "-q", str(path)],
        cwd=path.parent,
        env=env,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def copies(tmp_path_factory):
    """A chapter as it is, and one in which the last digit of one printed number is another."""
    folder = tmp_path_factory.mktemp("nbval")
    notebook = json.loads(CHAPTER.read_text(encoding="utf-8"))
    (folder / "same.ipynb").write_text(json.dumps(notebook))
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


def test_nbval_fails_on_one_changed_digit(copies):
    result = run_nbval(copies / "changed.ipynb")
    assert result.returncode == 1, result.stdout
    assert "1 failed" in result.stdout
