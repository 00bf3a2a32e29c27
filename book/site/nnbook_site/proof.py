"""What was measured, as the page *How this book is checked* shows it: nothing of it is typed.

The files are written by make targets: see tests/proof. What no target has measured yet the page
says so of; a figure that its file does not hold fails the build.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective, SphinxRole

from nnbook_site.folders import SITE

FOLDER = SITE.parent / "proof"
NOT_YET = "(not measured yet)"


def file_of(path: str) -> Path:
    """The file in which a place is."""
    return FOLDER / f"{path.partition(':')[0]}.json"


def figure(path: str) -> Any:
    """What stands at a place of a file: ``"tests: versions > NumPy"``.

    Examples
    --------
    >>> from nnbook_site.proof import figure, words
    >>> words(figure("counts: questions > in all")).isdigit()
    True
    """
    found = json.loads(file_of(path).read_text(encoding="utf-8"))
    keys = path.partition(":")[2]
    for key in filter(None, (one.strip() for one in keys.split(">"))):
        found = found[key]
    return found


def words(value: Any) -> str:
    """A figure as it is read.

    Examples
    --------
    >>> from nnbook_site.proof import words
    >>> words(79510), words(0.5), words("98.2%"), words(True), words([1, 2]), words(None)
    ('79,510', '0.5', '98.2%', 'yes', '1, 2', 'none')
    """
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(words, value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def rows(value: Any) -> list[list[str]]:
    """The rows of a table of what a place holds: of rows that have names, or of pairs.

    Examples
    --------
    >>> from nnbook_site.proof import rows
    >>> rows([{"Python": "3.11", "cells": 2}])
    [['3.11', '2']]
    >>> rows({"site": {"files": 1200, "differ": 0}})
    [['site', '1,200', '0']]
    >>> rows({"NumPy": "2.4"})
    [['NumPy', '2.4']]
    """
    if isinstance(value, list):
        return [[words(one) for one in row.values()] for row in value]
    lines = value.items()
    return [
        [name, *map(words, one.values() if isinstance(one, dict) else [one])] for name, one in lines
    ]


class Figure(SphinxRole):
    """A figure in a sentence."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the figure as text."""
        self.env.note_dependency(str(file_of(self.text)))
        there = file_of(self.text).is_file()
        return [nodes.Text(words(figure(self.text)) if there else NOT_YET)], []


class Table(SphinxDirective):
    """All that a place of a file holds, or the rows in which there is a match for `only`.

    Each line of content is the name of a column.
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar = {"only": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        (path,) = self.arguments
        self.env.note_dependency(str(file_of(path)))
        if not file_of(path).is_file():
            return self.parse_text_to_nodes(NOT_YET)
        only = self.options.get("only", "")
        lines = [line for line in rows(figure(path)) if re.search(only, " | ".join(line))]
        if not lines:
            raise self.error(f"{path} has no row with {only}")
        head = list(self.content)
        if any(len(line) != len(head) for line in lines):
            raise self.error(f"{path} has {len(lines[0])} columns, and names for {len(head)}")
        made = self.parse_text_to_nodes(markdown([head, *lines]))
        for table in made:  # many columns, which a sheet of paper has no room for: see print.css
            table["classes"].append("nn-measured")  # type: ignore[index]
        return made


class Made(SphinxDirective):
    """When each file was written, by which command, and of which commit."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        lines = []
        for file in sorted(FOLDER.glob("*.json")):
            self.env.note_dependency(str(file))
            made = figure(f"{file.stem}: made")
            lines.append([f"`{made['by']}`", file.name, made["date"], made["of"]])
        return self.parse_text_to_nodes(markdown([["Command", "File", "Day", "Commit"], *lines]))


def markdown(table: list[list[str]]) -> str:
    """A table in Markdown, its head first."""
    head, *lines = ([one.replace("|", "\\|") for one in row] for row in table)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["-"] * len(head), *lines))


def setup(app: Sphinx) -> None:
    """Register the role and the directives."""
    app.add_role("proof", Figure())
    app.add_directive("proof-table", Table)
    app.add_directive("proof-made", Made)
