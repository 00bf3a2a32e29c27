"""Tasks of panels as Python declares and judges them; what a page makes of it: test_drawn.py."""

from __future__ import annotations

import json

import pytest

from nnbook import panels
from nnbook.panels import PANELS
from nnbook.panels.inputs import Choice, Drawing, Slider
from nnbook.panels.task import Task, near
from tests.samples import SAMPLES, make, reference

INPUTS = {
    "rate": Slider(1, 0.1, 10, 0.1, log=True),
    "steps": Slider(12, 0, 50, 1, "d"),
    "way": Choice(1, 3),
    "drawn": Drawing("_"),
    "loss_at": Slider(0.5, 0, 1, 0.1),
}


@pytest.mark.parametrize(
    ("what", "how", "bound", "wanted"),
    [
        ("loss", "<", 0.1, False),
        ("loss", "<=", 0.1, True),
        ("loss", ">", 0.1, False),
        ("loss", ">=", 0.1, True),
        ("loss", "==", 0.1, True),
        ("loss", "!=", 0.1, False),
        ("none", "<", 1, False),
        ("none", ">=", 0, False),
        ("none", "==", None, True),
        ("none", "!=", None, False),
        ("list", "<", 3, False),
        ("list[1]", "<", 3, True),
        ("list[2]", "==", None, True),
        ("text", "!=", "", False),
        ("deep", "<=", 2, True),
        ("deep", "<", 2, False),
    ],
)
def test_a_comparison_holds_as_in_the_page(what, how, bound, wanted):
    values = {"loss": 0.1, "none": None, "list": [1, 2, None], "text": "", "deep": [[1], [2]]}
    assert Task("a", "Do it.", ((what, how, bound),)).holds(values) == wanted


def test_all_comparisons_must_hold():
    task = Task("a", "Do it.", (("loss", "<", 1), ("steps", "<=", 6)))
    done = [task.holds({"loss": a, "steps": b}) for a in (0.5, 2) for b in (6, 7)]
    assert done == [True, False, False, False]


def test_what_is_no_comparison_is_refused():
    with pytest.raises(ValueError, match=r"a: loss = is no comparison"):
        Task("a", "Do it.", (("loss", "=", 1),))
    with pytest.raises(ValueError, match=r"a: loss\[last\] < is no comparison"):
        Task("a", "Do it.", (("loss[last]", "<", 1),))


def test_an_input_that_may_not_be_moved_may_be_half_a_step_off():
    task = Task("a", "Do it.", (("loss", "<", 1),), only=("loss_at",)).beginning(INPUTS)
    first = {name: one.value for name, one in INPUTS.items()} | {"loss": 0.5}
    assert task.holds(first) and task.holds(first | {"loss_at": 0.9})
    assert not task.holds(first | {"loss": 1})
    for name, inside, outside in [
        ("rate", 1.12, 1.13),
        ("rate", 0.9, 0.89),
        ("steps", 12.4, 13),
        ("steps", 11.6, 11),
        ("way", 1, 0),
        ("drawn", "_", ""),
    ]:
        assert task.holds(first | {name: inside}), (name, inside)
        assert not task.holds(first | {name: outside}), (name, outside)
    with pytest.raises(ValueError, match=r"a: only \['speed'\] can be moved, which is no input"):
        Task("a", "Do it.", (), only=("speed", "rate")).beginning(INPUTS)


def test_near_is_on_both_sides():
    assert near("x", 1, 0.5) == (("x", ">", 0.5), ("x", "<", 1.5))
    assert near("y", [0, 2], 1) == (
        ("y[0]", ">", -1),
        ("y[0]", "<", 1),
        ("y[1]", ">", 1),
        ("y[1]", "<", 3),
    )


def test_what_is_reached_at_first_is_no_task():
    even = panels.softmax_scores([0, 0, 0])
    assert [task.name for task in even.tasks] == ["overflow", "half"]
    assert [one["name"] for one in even.view.tasks] == ["overflow", "half"]
    assert even.done == []
    even.close()


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_tasks_are_open_at_first_and_reach_the_browser_whole(sample):
    panel = make(sample)
    values = {name: getattr(panel.view, name) for name in panel.view.ranges} | reference(panel)
    names = [task.name for task in panel.tasks]
    assert len(set(names)) == len(names) <= 3
    for task in panel.tasks:
        assert not task.holds(values)
        assert task.words[0].isupper() and task.words[-1] in ".?" and len(task.words) <= 160
    sent = json.loads(json.dumps(panel.view.tasks, allow_nan=False))
    assert [(one["name"], one["words"]) for one in sent] == [(t.name, t.words) for t in panel.tasks]
    assert [one["when"] for one in sent] == [[list(one) for one in t.when] for t in panel.tasks]
    panel.close()


def test_most_panels_have_tasks():
    with_tasks = {sample[0] for sample in SAMPLES if make(sample).tasks}
    assert len(with_tasks) >= 10 and with_tasks < set(PANELS)
