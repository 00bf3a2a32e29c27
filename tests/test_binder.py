"""What Binder installs is enough to run every chapter."""

from __future__ import annotations

from tests.environments import ROOT, new_environment, run


def test_binder_environment_runs_every_chapter(tmp_path):
    python = new_environment(tmp_path / "env")
    requirements = ROOT / ".binder" / "requirements.txt"
    run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements)
    run(ROOT / ".binder" / "postBuild", path=python.parent)
    installed = run(python, "-m", "pip", "list", "--format=freeze")
    assert "nnbook==" in installed
    assert "jupyter-book==" not in installed
    chapters = sorted((ROOT / "book").glob("*.ipynb"))
    assert chapters
    run(python.parent / "jupyter", "execute", *chapters, path=python.parent)


def test_binder_has_only_what_binder_reads():
    names = {path.name for path in (ROOT / ".binder").iterdir()}
    assert names == {"requirements.in", "requirements.txt", "postBuild", "runtime.txt"}
    assert not (ROOT / "binder").exists()
