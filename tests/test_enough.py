"""What `few` leaves out is looked at with `--whole`."""

from __future__ import annotations

import pytest

from tests import enough


@pytest.mark.parametrize(("whole", "places"), [(False, ["cab", "d"]), (True, ["b", "cab", "d"])])
def test_few_places_or_all(monkeypatch: pytest.MonkeyPatch, whole: bool, places: list[str]) -> None:
    monkeypatch.setattr(enough, "whole", whole)
    assert enough.few(["b", "cab", "d"], kinds=set) == places


def test_the_option_says_which(pytestconfig: pytest.Config) -> None:
    assert enough.whole is pytestconfig.getoption("--whole")
