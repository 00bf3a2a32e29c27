"""When nbval runs a chapter, compare what its figures show too, in the same run.

nbval compares texts and skips pictures. Here each kernel describes every figure that a cell
shows (`drawn`), and a cell fails when that differs from what was saved beside the chapter. Of
a chapter that passes, what it gave may be kept for the site (`executed`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from pathlib import Path

import pytest
from nbval.plugin import IPyNbCell

from book.tools.drawn import MIME, WATCH
from book.tools.figures import differences, file_for, taken_from

HEIGHT = re.compile(r" y\[\d+\]:| y limits\[\d+\]:| results (difference|error):")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where to keep what the chapters give; by default nowhere."""
    parser.addoption("--keep", type=Path, metavar="FOLDER", help="keep chapters that pass here")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    """Let the kernel of a chapter describe its figures from the first cell on."""
    yield
    if isinstance(item, IPyNbCell) and item.cell_num == 0:
        item.parent.skip_compare += (MIME,)  # compared here, and not saved in the notebook
        kernel = item.parent.kernel
        request = kernel.kc.execute(WATCH, silent=True)
        kernel.await_reply(request, timeout=60)
        if item.config.getoption("--keep"):
            # Only here: other environments, in which chapters are compared too, have no cache.
            from book.tools.executed import Kept

            item.parent.kept = Kept(item.parent.nb, kernel)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """After a cell that draws, compare what it drew."""
    yield
    if isinstance(item, IPyNbCell):
        ran = {"id": item.cell.id, "outputs": item.test_outputs}
        kept = json.loads(file_for(Path(item.path)).read_text(encoding="utf-8"))
        saved, now = kept.get(item.cell.id, []), taken_from([ran]).get(item.cell.id, [])
        found = list(differences(saved, now))
        if "round-off" in item.cell.metadata.get("tags", []):  # heights are the machine's rounding
            found = [one for one in found if not HEIGHT.search(one)]
        if found:
            item.raise_cell_error("Figures differ", "\n".join(found[:20]))
        folder = item.config.getoption("--keep")
        if folder and item.parent.kept.add(item.cell.id, item.test_outputs):
            item.parent.kept.write(folder / item.path.name)
