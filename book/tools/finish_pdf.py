"""What a browser leaves undone in a PDF: outline, properties, and lean tags."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

WRAPPER = "/NonStruct"


@dataclass(frozen=True)
class Heading:
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
    date of creation is $SOURCE_DATE_EPOCH where that is set, and else is left out.
    """
    reader = PdfReader(raw)
    lean_tags(reader, formulas)
    writer = PdfWriter(clone_from=reader)
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("en")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    _add_outline(reader, writer, outline)
    writer.metadata = {f"/{key}": value for key, value in properties.items()}
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        day = datetime.fromtimestamp(int(epoch), UTC)
        writer.add_metadata({"/CreationDate": day.strftime("D:%Y%m%d%H%M%SZ")})
    writer.write(pdf)


def lean_tags(reader: PdfReader, formulas: set[str]) -> None:
    """Lift what meaningless wrappers hold to the tag around them.

    A formula is dozens of spans and a line of code as many; the browser tags each. Without
    them the file is about half as large, and a screen reader has a tree it can walk.
    """
    tree = reader.root_object["/StructTreeRoot"]
    keeper: dict[int, PdfObject] = {}  # number of a wrapper -> reference to the tag that stays
    todo = [tree["/K"].indirect_reference]
    while todo:
        reference = todo.pop()
        tag = reference.get_object()
        if tag.get("/S") == "/Figure" and tag.get("/Alt") in formulas:
            tag[NameObject("/S")] = NameObject("/Formula")
        kids = _kids(tag, reference, keeper)
        sheets = [kid.raw_get("/Pg") for kid in kids if _is_content(kid)]
        if sheets:  # said once, the sheet need not be said again for each of its pieces
            tag[NameObject("/Pg")] = sheets[0]
            kids = [
                kid["/MCID"] if _is_content(kid) and kid.raw_get("/Pg") == sheets[0] else kid
                for kid in kids
            ]
        if kids:
            tag[NameObject("/K")] = ArrayObject(kids)
        for kid in kids:
            if _is_tag(kid):
                kid.get_object()[NameObject("/P")] = reference
                todo.append(kid)
    numbers = tree["/ParentTree"]["/Nums"]
    for owners in numbers[1::2]:
        owners = owners.get_object()
        if isinstance(owners, ArrayObject):
            for place, owner in enumerate(owners):
                owners[place] = keeper.get(getattr(owner, "idnum", -1), owner)


def _kids(
    tag: DictionaryObject, reference: PdfObject, keeper: dict[int, PdfObject]
) -> list[PdfObject]:
    """What `tag` holds, without wrappers, as things that stand right under `reference`."""
    found: list[PdfObject] = []
    held = tag.get("/K", [])
    for kid in held if isinstance(held, ArrayObject) else [held]:
        if isinstance(kid, NumberObject):
            content = {NameObject("/Type"): NameObject("/MCR"), NameObject("/MCID"): kid}
            kid = DictionaryObject(content)
        if _is_content(kid):
            if "/Pg" not in kid:  # it stands on the sheet that its tag names
                kid[NameObject("/Pg")] = tag.raw_get("/Pg")
            found.append(kid)
        elif _is_tag(kid) and kid.get_object()["/S"] == WRAPPER and "/ID" not in kid.get_object():
            keeper[kid.idnum] = reference
            found += _kids(kid.get_object(), reference, keeper)
        else:
            found.append(kid)
    return found


def _is_content(kid: PdfObject) -> bool:
    return isinstance(kid, DictionaryObject) and kid.get("/Type") == "/MCR"


def _is_tag(kid: PdfObject) -> bool:
    thing = kid.get_object()
    return isinstance(thing, DictionaryObject) and "/S" in thing


def _add_outline(reader: PdfReader, writer: PdfWriter, outline: Iterable[Heading]) -> None:
    places = reader.named_destinations
    above: dict[int, PdfObject] = {}
    for heading in outline:
        place = places[f"/{heading.name}"]
        number = reader.get_destination_page_number(place)
        above[heading.level] = writer.add_outline_item(
            title=heading.title,
            page_number=number,
            parent=above.get(heading.level - 1),
            fit=Fit.xyz(left=0, top=place.top),
            is_open=False,
        )
