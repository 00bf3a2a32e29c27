"""Who takes more than the limits give is ended, by the group or by the limit of each process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.limits import Limits

TAKES = "import os, time; x = bytearray({mb} * 2**20); time.sleep(0.5); assert {more}"
ONE = "len(os.sched_getaffinity(0)) == 1"


@pytest.mark.parametrize("root", [True, False])
@pytest.mark.parametrize("mb", [50, 500])
def test_memory_and_processors_are_held(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: bool, mb: int
) -> None:
    if not root:  # who finds no place to make a group
        monkeypatch.setattr("tests.limits.GROUPS", tmp_path / "nowhere")
    with Limits(200 * 2**20) as limits:
        ended = limits.start([sys.executable, "-c", TAKES.format(mb=mb, more=ONE)]).wait()
    assert (ended == 0) == (mb == 50)
    assert mb != 50 or limits.peak >= mb
