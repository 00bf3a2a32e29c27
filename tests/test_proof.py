"""The page *How this book is checked* shows what was measured, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from nnbook_site import proof as shown

from tests import proof
from tests.proof import __main__ as counting

PAGE = (proof.ROOT / "book/reference/how_checked.md").read_text(encoding="utf-8")
PLACES = re.findall(r"\{proof\}`([^`]+)`", PAGE) + re.findall(r"\{proof-table\} (.+)", PAGE)
CASE = '<testsuites><testsuite><testcase classname="{}" name="test_it">{}</testcase></testsuite>'


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which files are written and looked for."""
    monkeypatch.setattr(proof, "FOLDER", tmp_path)
    monkeypatch.setattr(counting, "BUILT", tmp_path)
    return tmp_path


def report(folder: Path, run: str, name: str, inside: str = "") -> None:
    (folder / f"{run}.xml").write_text(CASE.format(name, inside) + "</testsuites>")


def test_no_figure_is_typed():
    text = re.sub(r"\{proof\}`[^`]+`|^:?```.*$|^---.*?^---", "", PAGE, flags=re.M | re.S)
    assert re.findall(r"\S*\d\S*", text) == []


@pytest.mark.parametrize("place", PLACES)
def test_each_place_is_there(place):
    """Or nobody has measured it yet, which the page says."""
    if shown.file_of(place).is_file():
        assert shown.figure(place) not in (None, "", [], {})


@pytest.mark.parametrize("table", re.findall(r"```\{proof-table\} (.*?)```", PAGE, re.S))
def test_each_column_has_a_name(table):
    """A reader who hears a table is told the name with each of its cells."""
    place, *names = (line for line in table.splitlines() if not line.startswith(":"))
    assert names and all(names)
    if shown.file_of(place).is_file():
        assert {len(row) for row in shown.rows(shown.figure(place))} == {len(names)}


@pytest.mark.parametrize(("place", "only"), re.findall(r"\{proof-table\} (.+)\n:only: (.+)", PAGE))
def test_each_row_that_is_asked_for_is_there(place, only):
    lines = [" | ".join(row) for row in shown.rows(shown.figure(place))]
    for wanted in only.split("|"):
        assert any(re.search(wanted, line) for line in lines), wanted


def test_each_file_is_shown():
    files = {file.stem for file in shown.FOLDER.iterdir()}
    assert files <= {place.partition(":")[0] for place in PLACES}


@pytest.mark.parametrize("place", ["counts: gone", "gone: numbers", "counts: numbers > gone"])
def test_what_is_not_there_fails_the_build(place):
    with pytest.raises((KeyError, FileNotFoundError)):
        shown.figure(place)


@pytest.mark.parametrize("count", ["figures", "seeds", "exercises", "questions"])
def test_what_there_is_to_look_at_is_counted_anew(count):
    """Else `make proof` is to be run again."""
    assert getattr(counting, count)() == shown.figure(f"counts: {count}")


def test_a_file_says_what_made_it_and_when(elsewhere):
    file = proof.record("name", "make it", {"found": [1, "ü"]})
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["found"] == [1, "ü"]
    assert written["made"]["by"] == "make it"
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", written["made"]["date"])
    assert re.fullmatch(r"[0-9a-f]{7,}\+?|no repository", written["made"]["of"])
    assert shown.rows(written["made"])[0] == ["by", "make it"]


def test_tests_that_passed_are_counted_by_their_files(elsewhere):
    report(elsewhere, "one", "tests.test_proof.TestThis")
    report(elsewhere, "two", "book.softmax")
    counted = counting.passed("one", "two")
    assert counted == {"tests/test_proof.py": 1, "book/softmax.ipynb": 1}


@pytest.mark.parametrize("inside", ["<failure/>", "<error/>", "<skipped/>"])
def test_what_did_not_pass_is_no_proof(elsewhere, monkeypatch, capsys, inside):
    for run in counting.RUNS:
        report(elsewhere, run, "tests.test_proof", inside)
    monkeypatch.setattr(counting, "counts", dict)
    monkeypatch.setattr("sys.argv", ["proof"])
    assert counting.main() == 1
    assert "tests.test_proof: test_it did not pass" in capsys.readouterr().out
    assert not (elsewhere / "tests.json").exists()


def test_a_run_that_is_missing_is_named(elsewhere, monkeypatch, capsys):
    monkeypatch.setattr(counting, "counts", dict)
    monkeypatch.setattr("sys.argv", ["proof"])
    assert counting.main() == 1
    assert "code.xml is missing: run the tests first" in capsys.readouterr().out


def test_a_test_of_no_file_is_refused():
    with pytest.raises(ValueError, match=r"no file has the test gone\.test_it"):
        counting.file_of("gone.test_it")


def test_loops_over_seeds_are_found():
    source = "for seed in range(1, 21):\n    [seed for seed in range(7)]\nfor k in range(99): k"
    assert sorted(counting.starts(source)) == [7, 20]
