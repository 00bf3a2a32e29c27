"""What the panels show, in text, place, length and colour, is nnbook's: see tests/drawn."""

from __future__ import annotations

import functools
import importlib
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from nnbook.panels import PANELS
from nnbook.panels.base import Panel
from nnbook.panels.task import Task
from tests.drawn import handles, outline
from tests.drawn.marks import Chart
from tests.drawn.scene import Element, draw, says, shows
from tests.samples import FIRST, IDS, SAMPLES, make, mismatches, reference, sliders_of, states

pytestmark = pytest.mark.xdist_group("drawn")  # what is drawn once is looked at by all
Drawn = tuple[Panel, list[Element]]


@functools.cache
def drawn(sample: tuple[str, str]) -> Drawn:
    """A panel as it is first, with all inputs at their ends, where chance may not lead, and
    where it does.
    """
    panel = make(sample)
    ends = [{k: one[end] for k, one in sliders_of(panel).items()} for end in ("low", "high")]
    moves = [*ends, *ask(panel, "moves"), *states(panel, np.random.default_rng(2026), 9)]
    return panel, draw(panel, [{}, *({"set": inputs} for inputs in moves)])


@pytest.fixture(params=SAMPLES, ids=IDS)
def shown(request: pytest.FixtureRequest) -> Drawn:
    return drawn(request.param)


def expected(panel: Panel) -> Any:
    """The module that says what a panel draws."""
    return importlib.import_module(f"tests.drawn.{panel.panel_name}")


def ask(panel: Panel, what: str, *of: Any) -> Any:
    """What the module says; nothing where it has nothing to say."""
    return getattr(expected(panel), what, lambda *_: {})(*of)


def each(shown: Drawn) -> Iterator[tuple[Element, dict[str, Any], dict[str, Any]]]:
    """Every scene of a panel, the state it was drawn from, and what nnbook computes from that."""
    panel, scenes = shown
    for scene in scenes:
        yield scene, {**panel.state, **scene.inputs}, reference(panel, **scene.inputs)


@pytest.mark.parametrize("name", PANELS)
def test_every_panel_has_a_module_that_says_what_it_draws(name: str) -> None:
    found = importlib.util.find_spec(f"tests.drawn.{name}")
    assert found, f"write tests/drawn/{name}.py: CONTRIBUTING.md says what is in it"


def test_shown_numbers_are_their_values(shown: Drawn) -> None:
    for scene, _, _ in each(shown):
        for name, one in scene.quantities.items():
            assert shows(one.text, float(one["data-value"])), (name, one.text, one["data-value"])


def test_charts_hold_what_nnbook_computes(shown: Drawn) -> None:
    panel, _ = shown
    for scene, state, results in each(shown):
        wanted, names = ask(panel, "charts", panel, state, results), ask(panel, "ticks", state)
        nodes = [one for one in scene.all("svg", "np-plot") if one.all("g", "np-axes")]
        assert [one["aria-label"] for one in nodes] == list(wanted)
        for node, marks in zip(nodes, wanted.values(), strict=True):
            check_chart(Chart(node, names), legend(node, scene), marks)


def check_chart(chart: Chart, labels: dict[str, str], marks: dict[str, Any]) -> None:
    """Each mark is where it is to be, and there is no other."""
    kinds = {labels.get(name, name): mark for name, mark in marks.items()}
    assert len(kinds) == len(marks)
    assert {kind for kind, _ in chart.marks} <= kinds.keys(), chart.label
    for kind, mark in kinds.items():
        try:
            mark(chart, kind)
        except AssertionError as error:
            raise AssertionError(f"{chart.label}: {kind}: {error}") from error


def legend(node: Element, scene: Element) -> dict[str, str]:
    """What a chart's legend says: the class that each label stands for."""
    around = node.within("np-part").all("p", "np-legend") or scene.all("p", "np-legend")
    rows = [row for one in around for row in one.elements]
    return {row.text: next(one.classes for one in row.walk() if one.classes) for row in rows}


def test_what_is_said_is_what_happened(shown: Drawn) -> None:
    panel, _ = shown
    first: Any = None
    for scene, state, results in each(shown):
        results |= held(panel, scene, results)
        said, pieces = scene.one(role="status").text, expected(panel).sentence(state, results)
        first = first or pieces
        if said:
            said = said.partition(" Done: ")[0]
            assert says(said, *pieces), (said, pieces)
        else:  # nobody asked yet, or there is nothing new to say
            assert rounded(pieces) == rounded(first)
        for kind, wanted in ask(panel, "texts", state, results).items():
            found = [one.text for one in scene.all(kind=kind)]
            assert len(found) == len(wanted), (kind, found)
            for text, pieces in zip(found, wanted, strict=True):
                assert says(text, *pieces), (text, pieces)


def rounded(pieces: Any) -> list[str]:
    return [one if isinstance(one, str) else f"{one:.5g}" for one in pieces]


def held(panel: Panel, scene: Element, results: dict[str, Any]) -> dict[str, Any]:
    """The single numbers that are shown, which are nnbook's up to what rounding may do."""
    values = {name: one["data-value"] for name, one in scene.quantities.items()}
    assert mismatches(panel, scene.inputs, values) == []
    return {
        name: type(value)(float(values[name.replace("_", "-")]))
        for name, value in results.items()
        if name.replace("_", "-") in values
    }


def test_tasks_are_ticked_when_they_are_done_and_stay_so(shown: Drawn) -> None:
    panel, _ = shown
    done: set[str] = set()
    for scene, _, results in each(shown):
        values = {**scene.inputs, **results}
        done |= {task.name for task in panel.tasks if task.holds(values)}
        assert scene.ticked == done
        rows = scene.all("li")
        assert [row["data-task"] for row in rows] == [task.name for task in panel.tasks]
        for row, task in zip(rows, panel.tasks, strict=True):
            assert row.text == task.words + (" (done)" if task.name in done else "")


def test_a_task_is_done_where_it_should_be_and_a_little_off_it_is_not(shown: Drawn) -> None:
    panel, first = shown[0], shown[1][0].inputs
    steps = []
    for task in panel.tasks:
        reached, missed = expected(panel).TASKS[task.name]
        steps += [(task, one, False) for one in [missed, *strayed(panel, task, reached)]]
        steps += [(task, reached, True), (task, {}, False)]
    scenes = draw(panel, [{"set": first | one} for _, one, _ in steps]) if steps else []
    done: set[str] = set()
    for scene, (task, one, holds) in zip(scenes, steps, strict=True):
        values = first | one
        values |= reference(panel, **values)
        assert task.holds(values) == holds, (task.name, one)
        found = {other.name for other in panel.tasks if other.holds(values)}
        news = [other.words for other in panel.tasks if other.name in found - done]
        done |= found
        assert scene.ticked == done, (task.name, one)
        said = scene.one(role="status").text
        assert said.endswith("".join(f" Done: {words}" for words in news))


def strayed(panel: Panel, task: Task, reached: dict[str, Any]) -> list[dict[str, Any]]:
    """States that do, but for one input that must not be moved."""
    return [
        reached | {name: one["high" if panel.state[name] < one["high"] else "low"]}
        for name, one in sliders_of(panel).items()
        if task.only and name not in task.only
    ]


def test_other_drawings_are_what_nnbook_computes(shown: Drawn) -> None:
    panel, _ = shown
    for scene, state, results in each(shown):
        ask(panel, "look", scene, panel, state, results)


def test_a_tap_chooses_what_is_under_it(shown: Drawn) -> None:
    panel, scenes = shown
    taps = list(ask(panel, "taps", scenes[0]))
    if taps:
        after = draw(panel, [step for step, _ in taps])
        for (step, wanted), scene in zip(taps, after, strict=True):
            assert wanted.items() <= scene.inputs.items(), (step, wanted, scene.inputs)
            state, results = {**panel.state, **scene.inputs}, reference(panel, **scene.inputs)
            ask(panel, "look", scene, panel, state, results)


@pytest.mark.parametrize("name", PANELS)
def test_every_word_and_the_class_of_every_mark_is_as_it_was_read(name: str) -> None:
    found = outline.written(name, lambda sample: drawn(sample)[1][0])
    assert found == outline.file_of(name).read_text(encoding="utf-8"), (
        "run python -m tests.drawn.outline, and read what git diff shows"
    )


def test_no_words_are_kept_of_a_panel_that_is_gone() -> None:
    kept = {file.stem for file in outline.file_of("").parent.glob("*.txt")}
    assert kept == set(PANELS)


@pytest.mark.parametrize("name", [one for one in PANELS if one != "training"])
def test_a_handle_is_moved_by_keys_as_its_slider_is(name: str) -> None:
    handles.check_keys(drawn(FIRST[name])[0])


@pytest.mark.parametrize("name", [one for one in PANELS if one != "training"])
def test_a_handle_goes_where_it_is_dragged(name: str) -> None:
    panel = drawn(FIRST[name])[0]
    ways = ask(panel, "drags")
    handles.check_drags(panel, itertools.cycle(np.array(ways or [(-25.0, 11.0)])))
