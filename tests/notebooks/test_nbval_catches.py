"""nbval fails when one printed digit of a chapter moves, or one number that a figure shows.

Of a chapter that passes it keeps what a build would get by running it once more.
"""

from __future__ import annotations

import copy
import json
import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from jupyter_cache import get_cache
from jupyter_cache.executors.utils import single_nb_execution
from nnbook_site.executed import take_over
from nnbook_site.repeatable import STATE, with_names

from book.tools.figures import file_for

pytestmark = pytest.mark.xdist_group("nbval")  # a chapter is run once for all
ROOT = Path(__file__).parents[2]
CHAPTER = ROOT / "book" / "simple_net.ipynb"


def run_nbval(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "--nbval", "--nbval-cell-timeout=120"]
    command += ["-p", "book.conftest"]  # which pytest finds by itself beside the chapters
    command += [f"--keep={path.parent / '.executed'}"]
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


@pytest.fixture(scope="module")
def passed(copies):
    """What nbval says of a chapter as it is, and the file in which it kept what that gave."""
    return run_nbval(copies / "same.ipynb"), copies / ".executed" / "same.ipynb"


def test_nbval_passes_the_chapter_and_keeps_it(passed):
    result, kept = passed
    assert result.returncode == 0, result.stdout
    code_cells = json.loads(CHAPTER.read_text())["cells"]
    count = sum(cell["cell_type"] == "code" for cell in code_cells)
    assert f"{count} passed" in result.stdout
    kept = nbformat.read(kept, as_version=4)
    run = nbformat.read(CHAPTER, as_version=4)
    single_nb_execution(run, cwd=str(CHAPTER.parent), timeout=120, allow_errors=False)
    assert given(kept) == given(run)
    views = [one for one in given(kept)[0].values() if one["model_name"] == "AnyModel"]
    assert len(views) > 1, "a panel, and questions"


@pytest.mark.parametrize("since", ["nothing", "edited", "cut off"])
def test_the_site_takes_what_was_run_unless_something_came_between(tmp_path, passed, since):
    cache = tmp_path / "cache"
    kept = tmp_path / ".executed" / "same.ipynb"
    kept.parent.mkdir()
    ran = nbformat.read(shutil.copy(passed[1], kept), as_version=4)
    read = nbformat.read(CHAPTER, as_version=4)
    code = next(cell for cell in read.cells if cell.cell_type == "code")
    code.metadata.tags = ["of-the-site"]
    code.source += "  # edited" * (since == "edited")
    if since == "cut off":
        kept.write_bytes(kept.read_bytes()[:-100])
    take_over(copy.deepcopy(read), Path("book/same.ipynb"), cache)
    assert not kept.exists()
    if since != "nothing":
        with pytest.raises(KeyError):
            get_cache(cache).match_cache_notebook(read)
    else:
        _, merged = get_cache(cache).merge_match_into_notebook(read)
        assert given(merged) == given(ran)
        assert merged.metadata.language_info.version == platform.python_version()


def given(notebook):
    """What a build takes of a chapter: its widgets, and what each cell shows, streams in one."""
    named = with_names(notebook)
    shown = []
    for cell in named.cells:
        streams = "".join(one.get("text", "") for one in cell.get("outputs", []))
        others = [one for one in cell.get("outputs", []) if "text" not in one]
        shown.append([cell.get("execution_count"), streams, others])
    return named.metadata.widgets[STATE]["state"], shown


def test_nbval_fails_on_one_changed_digit_and_one_changed_bar(copies):
    result = run_nbval(copies / "changed.ipynb")
    assert result.returncode == 1, result.stdout
    assert "2 failed" in result.stdout
    assert "Cell outputs differ" in result.stdout
    assert "Figures differ" in result.stdout
    assert not (copies / ".executed" / "changed.ipynb").exists()
