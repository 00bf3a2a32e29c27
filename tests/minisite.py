"""A site of three pages with the book's theme and what makes its pages findable."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SITE = Path(__file__).parents[1] / "book" / "site"
BOOK = "A Small Book"
TEMPLATES = ("missing.html", "retitled.html")  # of ours; the rest is the theme's
FILES = {
    "conf.py": f"""
        extensions = ["nnbook_site.missing", "nnbook_site.search", "nnbook_site.seo"]
        html_theme = "sphinx_book_theme"
        html_title = {BOOK!r}
        html_favicon = {str(SITE / "static" / "favicon.svg")!r}
        html_context = {{"default_mode": "auto"}}
        html_static_path = [{str(SITE / "static")!r}]
        templates_path = ["templates"]
    """,
    "index.rst": """
        .. meta::
           :description: The first page.

        A Small Book
        ============

        .. toctree::
           :caption: Chapters

           chapter
           folder/deep/notes
    """,
    "chapter.rst": """
        .. meta::
           :description: One "quote" & 1 < 2.

        Weights & their slopes
        ======================

        A learning rate.
    """,
    "folder/deep/notes.rst": """
        .. index:: backwards pass

        Notes
        =====

        Nothing yet.
    """,
}


def write(source: Path) -> None:
    """Write the site's sources into a folder."""
    for name, text in FILES.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [line.removeprefix("        ") for line in text.strip("\n").splitlines()]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (source / "templates").mkdir()
    for name in TEMPLATES:
        shutil.copy(SITE / "templates" / name, source / "templates")


def build(source: Path, out: Path, url: str | None) -> subprocess.CompletedProcess[str]:
    """Build the site at `out`, as it is to be read at `url`; a warning is a failure."""
    environment = {name: value for name, value in os.environ.items() if name != "BOOK_URL"}
    if url is not None:
        environment["BOOK_URL"] = url
    environment["PYTHONPATH"] = str(SITE)
    doctrees = out.parent / f"{out.name}.doctrees"
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "-d", str(doctrees)]
    command += [str(source), str(out)]
    return subprocess.run(command, env=environment, capture_output=True, text=True)
