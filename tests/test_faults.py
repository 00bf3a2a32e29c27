"""Each fault that `make faults` plants has its place still, in a chapter or in a panel."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults import __main__ as chapters
from tests.faults import views


@pytest.mark.parametrize("fault", chapters.FAULTS, ids=lambda fault: fault["say"])
def test_a_fault_of_a_chapter_can_be_planted(fault: dict[str, Any]) -> None:
    text = (chapters.ROOT / "book" / f"{fault['chapter']}.ipynb").read_text(encoding="utf-8")
    assert chapters.plant(text, fault) != text


@pytest.mark.parametrize("fault", views.FAULTS, ids=lambda fault: fault["what"])
def test_a_fault_of_a_panel_can_be_planted(fault: dict[str, str]) -> None:
    assert fault["new"] != fault["old"]
    views.planted(fault)


def test_a_fault_without_a_place_is_told() -> None:
    with pytest.raises(LookupError, match="does not hold this once"):
        views.planted({**views.FAULTS[0], "old": "nowhere"})
