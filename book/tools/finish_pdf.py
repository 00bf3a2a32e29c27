"""What a browser leaves undone in a PDF: outline, properties, and small bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pikepdf import Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, String


class Heading(NamedTuple):
    """A line of the outline: its text, the place it names, its level from 1."""

    title: str
    name: str
    level: int


def finish(
    raw: Path,
    pdf: Path,
    outline: Iterable[Heading],
    properties: dict[str, str],
    formulas: set[str],
) -> None:
    """Write `pdf` from `raw`, the browser's, with equal bytes from equal input.

    `formulas` are the names of those pictures that are formulas, and are tagged so. The
    date of creation is $SOURCE_DATE_EPOCH where that is set, and else is left out. The
    outline that a browser can write joins words where a heading was broken into lines, and
    says twice the headings that it moved to the next sheet: so it is written here.
    """
    with Pdf.open(raw) as book:
        tags = (thing for thing in book.objects if isinstance(thing, Dictionary))
        for picture in (tag for tag in tags if tag.get("/S") == Name.Figure):
            if str(picture.get("/Alt")) in formulas:
                picture.S = Name.Formula
        with book.open_outline() as tree:
            levels = [tree.root]
            for title, name, level in outline:
                item = OutlineItem(title, Name("/" + name))
                item.is_closed = True
                levels[level - 1].append(item)
                levels[level:] = [item.children]
        book.Root.Lang = String("en")
        book.Root.PageMode = Name.UseOutlines
        book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        del book.docinfo
        for key, value in properties.items():
            book.docinfo[f"/{key}"] = value
        if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            day = datetime.fromtimestamp(int(epoch), UTC)
            book.docinfo["/CreationDate"] = day.strftime("D:%Y%m%d%H%M%SZ")
        # A formula is dozens of tags, and a line of code as many: together they are small.
        book.save(pdf, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
