"""A build makes again what it must, and no more."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from nnbook_site import assets, fresh

PAGE = """<!DOCTYPE html>
<meta name="description" content="About {about}.">
<script src="book.js?v={digest}"></script>
<p class="{look}">{words}</p>
"""
USUAL = {"about": "slopes", "digest": "0a1b2c3d", "look": "note", "words": "A slope."}


def app(parallel: int = 1) -> Any:
    env = SimpleNamespace(found_docs={"one", "two", "three"})
    return SimpleNamespace(builder=SimpleNamespace(), env=env, parallel=parallel)


def test_pages_that_are_written_are_fresh() -> None:
    building = app()
    for name, doctree in (("two", object()), ("genindex", None), ("one", object())):
        fresh.note(building, name, "page.html", {}, doctree)
    assert list(fresh.fresh(building)) == ["one", "two"]
    assert not list(fresh.fresh(app()))


def test_where_other_processes_write_pages_all_are() -> None:
    assert list(fresh.fresh(app(parallel=2))) == ["one", "three", "two"]


@pytest.fixture
def made_of(tmp_path: Path) -> Any:
    (tmp_path / "theme.css").write_text(".note {}")
    (tmp_path / "copy.js").write_text("let a = 1")

    def digest(**others: str) -> str:
        tags = assets._tags([PAGE.format(**USUAL | others)])
        job = {"sheets": ["theme.css"], "scripts": {"book.js": ["copy.js"]}, "tags": tags}
        return assets._made_of(job, tmp_path)

    return digest


@pytest.mark.parametrize("part", ["about", "digest", "words"])
def test_words_change_no_sheet(made_of: Any, part: str) -> None:
    assert made_of(**{part: "0f0f0f0f"}) == made_of()


def test_a_class_does(made_of: Any) -> None:
    assert made_of(look="tip") != made_of()


@pytest.mark.parametrize("file", ["theme.css", "copy.js"])
def test_and_so_does_a_source(made_of: Any, file: str, tmp_path: Path) -> None:
    before = made_of()
    (tmp_path / file).write_text("/* another */")
    assert made_of() != before
