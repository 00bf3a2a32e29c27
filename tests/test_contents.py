"""The pages of the book are those that its table of contents names."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from nnbook_site.contents import take_those_named
from sphinx.project import Project
from sphinx_external_toc.parsing import parse_toc_yaml


@pytest.mark.parametrize("one", ["book/one", "book/one.ipynb"])
def test_what_it_does_not_name_is_no_page(tmp_path: Path, one: str) -> None:
    (tmp_path / "book").mkdir()
    toc = tmp_path / "_toc.yml"
    toc.write_text(f"format: jb-book\nroot: index\nchapters:\n- file: {one}\n", encoding="utf-8")
    for name in ("index.md", "README.md", "book/one.ipynb", "book/one_draft.ipynb"):
        (tmp_path / name).touch()
    config: Any = SimpleNamespace(external_site_map=parse_toc_yaml(toc))
    take_those_named(None, config)
    pages = Project(tmp_path, {".md": "markdown", ".ipynb": "myst-nb"})
    assert pages.discover((), config.include_patterns) == {"index", "book/one"}
