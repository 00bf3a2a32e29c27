"""What a cell prints comes to the page in the lines in which it was printed."""

from __future__ import annotations

from nbformat.v4 import new_output
from nnbook_site.streams import joined


def test_pieces_of_a_line_stay_a_line() -> None:
    pieces = ["entries: 6   calls:", " 12\nnext", "\n"]
    outputs = [new_output("stream", name="stdout", text=piece) for piece in pieces]
    picture = new_output("display_data", data={"image/png": "x"})
    told = new_output("stream", name="stderr", text="careful\n")
    whole = joined([outputs[0], picture, outputs[1], told, outputs[2]])
    assert [(one.output_type, one.get("text")) for one in whole] == [
        ("stream", "entries: 6   calls: 12\nnext\n"),
        ("display_data", None),
        ("stream", "careful\n"),
    ]
    assert joined([]) == []
