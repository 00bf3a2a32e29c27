"""Break the notebook: what an input exposes, and the smallest that still does."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import read

from nnbook.exercises import exercises, expose
from nnbook.exercises._smallest import (
    decimals,
    differs,
    outcome,
    rank_of,
    shape_of,
    simpler,
    smaller,
    smallest,
)
from nnbook.exercises.breaking import SUBJECTS, programs_of
from nnbook.exercises.programs import notebook

BOOK = Path(__file__).parents[1] / "book"
NAMES = tuple(SUBJECTS)
EXAMPLES = {  # together they expose every program
    "softmax": [[[1, 2], [3, 4]], [[1000, 0], [0, 0]], [[0, 1, 2], [1, 1, 0]], [800, 0]],
    "cross_entropy_error": [[[0.2, 0.8], [0.75, 0.25]], [0.0, 1.0]],
    "numerical_gradient": [[[1, 2], [3, 4]], [0.0], [[[0.1, 0.2]]]],
}


def call(name, x, f=None):
    """Expose with labels beside the predictions, where it wants some: the last class is true."""
    x = np.asarray(x, float)
    labels = [0 * x + np.eye(x.shape[-1])[-1]] if len(SUBJECTS[name].arguments) > 1 else []
    return expose(name, x, *labels, f=f)


@st.composite
def inputs(draw, name):
    """Arrays of a subject, and the function that is handed to it."""
    subject = SUBJECTS[name]
    shape = draw(st.lists(st.integers(1, 3), min_size=1, max_size=subject.axes).map(tuple))
    if np.prod(shape) > 12:
        shape = shape[-2:]
    if subject.low < 0:
        number = st.one_of(
            st.integers(-4, 4), st.sampled_from([-800, 0.25, 710.5, 1000]), st.floats(-50, 50)
        )
    else:
        number = st.one_of(st.sampled_from([0, 1, 0.5, 0.25, 0.9]), st.floats(0, 1))
    size = int(np.prod(shape))
    drawn = st.lists(number, min_size=size, max_size=size)
    arrays = [np.reshape(draw(drawn), shape).astype(float) for _ in subject.arguments]
    f = draw(st.sampled_from(list(subject.functions))) if subject.functions else None
    return arrays, f


# ---- What is exposed


def test_the_notebooks_programs_are_those_of_the_page_that_retells_it():
    page = (BOOK / "reference" / "notebook_map.md").read_text(encoding="utf-8")
    for name, one in vars(notebook).items():
        if inspect.isfunction(one):
            assert inspect.getsource(one) in page, name


@pytest.mark.parametrize("name", ["softmax", "cross_entropy_error"])
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_where_a_misconception_is_the_notebooks_it_does_the_same(name, data):
    arrays, _ = data.draw(inputs(name))
    (_, right), (_, its), *_ = programs_of(name)
    assert right != its
    space = {"np": np}
    exec(its, space)
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(space[name](*arrays), getattr(notebook, name)(*arrays))


@pytest.mark.parametrize("name", NAMES)
def test_all_programs_of_the_exercise_are_run_and_the_right_one_is_never_exposed(name):
    (exercise,) = (one for one in exercises() if one.name == name)
    found = call(name, EXAMPLES[name][0])
    first, second, *others = (row.program for row in found.rows)
    assert first == "right" and not found.rows[0].exposed
    wrong = {one.name for one in exercise.misconceptions}
    assert second in ("the notebook", *(f"the notebook: {one}" for one in wrong))
    assert {*others} == wrong - {second.removeprefix("the notebook: ")}
    assert len({*others}) == len(others)


@pytest.mark.parametrize("name", NAMES)
def test_every_wrong_program_is_exposed_by_some_input(name):
    functions = list(SUBJECTS[name].functions) or [None]
    exposed = {one for x in EXAMPLES[name] for f in functions for one in call(name, x, f).exposed}
    if name == "cross_entropy_error":
        exposed |= set(expose(name, [[0.3, 0.7]], [[1, 0]]).exposed)
    assert exposed == {label for label, _ in programs_of(name)[1:]}


def test_softmax_of_one_sample_does_not_expose_the_notebook_and_of_two_does():
    assert expose("softmax", [1, 2, 3]).exposed == (
        "no exponential",
        "not divided",
        "winner takes all",
        "batches only",
        "loop over rows",
        "changed in place",
    )
    found = expose("softmax", [[1, 2], [3, 4]])
    row = found.rows[1]
    assert (row.program, row.exposed) == ("the notebook: one sum for all rows", True)
    assert row.gives == "[[0.03206, 0.08714], [0.2369, 0.6439]]"
    assert row.smallest == "x = [[0], [0]]"
    assert found.rows[0].gives == "[[0.2689, 0.7311], [0.2689, 0.7311]]"


def test_a_batch_exposes_the_notebooks_loss_and_a_sample_does_not():
    one = expose("cross_entropy_error", [0.2, 0.8], [0, 1])
    two = expose("cross_entropy_error", [[0.2, 0.8], [0.5, 0.5]], [[0, 1], [1, 0]])
    assert [found.rows[1].exposed for found in (one, two)] == [False, True]


def test_the_notebooks_gradient_is_exposed_by_a_function_of_more_than_a_column():
    x = [[1, 2], [3, 4]]
    functions = SUBJECTS["numerical_gradient"].functions
    exposed = {f: call("numerical_gradient", x, f).rows[1].exposed for f in functions}
    assert exposed == {
        "squares": False,
        "waves": False,
        "square of the sum": True,
        "looks away": False,
    }
    assert expose("numerical_gradient", [[[1.0]]]).rows[1].gives == "raises ValueError"


def test_an_array_that_is_left_as_another_is_told():
    found = expose("numerical_gradient", [3, 4])
    (row,) = (row for row in found.rows if row.program == "not put back")
    assert row.gives == "[6, 8]\nand leaves [2.9999, 3.9999]"


# ---- The smallest input


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_input_a_step_smaller_exposes_and_the_smallest_does(name, data):
    arrays, f = data.draw(inputs(name))
    found, subject = expose(name, *arrays, **({"f": f} if f else {})), SUBJECTS[name]
    for row in found.rows[1:]:
        assert row.exposed == bool(row.smallest)
        if not row.exposed:
            continue
        least = [eval(text) for text in re.split(r",? ?\b[xyt] = ", row.smallest)[1:]]
        again = {one.program: one for one in expose(name, *least, **({"f": f} if f else {})).rows}
        assert again[row.program].smallest == row.smallest
        for one in smaller(least, subject.low, subject.high):
            after = expose(name, *one, **({"f": f} if f else {}))
            assert row.program not in after.exposed, (row, one)


def test_smallest_takes_steps_until_none_exposes():
    def large(those):
        return shape_of(those[0])[1:] != [] and max(map(max, those[0])) > 709.78

    given = [[[1000.25, -3.5], [2.0, 700.125]]]
    assert smallest(large, given, -1e6, 1e6) == [[[710.0]]]
    assert smallest(lambda those: True, [[3.5, -2.0]], -5, 5) == [[0.0]]
    assert smallest(lambda those: False, [[3.5, -2.0]], -5, 5) == [[3.5, -2.0]]


@settings(max_examples=200)
@given(st.floats(-1e6, 1e6))
def test_simpler_numbers_are_simpler_and_within_bounds(value):
    found = simpler(value, -10.0, 10.0)
    assert all(-10 <= one <= 10 and rank_of(one) < rank_of(value) for one in found)
    assert bool(found) == (value != 0.0)


def test_decimals():
    numbers = [0.0, 3.0, -2.5, 0.125, 1e6, 1e-8, 1 / 3, 0.1 + 0.2]
    assert [decimals(one) for one in numbers] == [0, 0, 1, 3, 0, 8, 9, 9]


def test_steps_make_an_input_smaller():
    given = [[[1.0, 2.0]], [[0.0, 1.0]]]
    found = list(smaller(given, 0.0, 5.0))
    assert [shape_of(one[0]) for one in found[:3]] == [[1, 1], [1, 1], [2]]
    assert found[2] == [[1.0, 2.0], [0.0, 1.0]]
    assert [[[0.0, 2.0]], [[0.0, 1.0]]] in found and [[[1.0, 2.0]], [[0.0, 0.0]]] in found
    assert given == [[[1.0, 2.0]], [[0.0, 1.0]]]


def test_outcomes_differ_in_value_shape_kind_and_what_is_left():
    def of(program):
        return outcome(np, lambda program, x: program(x), program, [[1.0, 3.0]])

    def changing(x):
        x[0] = 2.0
        return x * 1.0

    same = of(lambda x: x * 1.0)
    assert not differs(same, of(lambda x: x * (1 + 1e-9)), 1e-6, 0)
    assert differs(same, of(lambda x: x * (1 + 1e-3)), 1e-6, 0)
    assert differs(same, of(lambda x: x[None]), 1e-6, 0)
    assert of(lambda x: x[5]) == "IndexError"
    assert differs(same, "IndexError", 1e-6, 0) and not differs("IndexError", "IndexError", 1, 1)
    assert differs(of(changing), of(lambda x: np.array([2.0, 3.0])), 1e-6, 0)
    assert differs(of(lambda x: np.inf), of(lambda x: 1.0), 1, 1)
    assert differs(of(lambda x: 1.0), of(lambda x: np.inf), 1, 1)


# ---- How it is shown and refused


def test_it_shows_itself_as_text_and_as_a_table():
    found = expose("softmax", [0.5])
    lines = repr(found).splitlines()
    assert lines[:4] == [
        "softmax([0.5])",
        "  right",
        "      [1]",
        "  the notebook: one sum for all rows",
    ]
    assert "x no exponential" not in lines and "x batches only" in lines
    assert lines[lines.index("x batches only") + 1 :][:2] == [
        "      raises AxisError",
        "      exposed, even by x = [0]",
    ]
    html = found._repr_html_()
    assert html.count("<tr") == 1 + len(found.rows)
    assert html.count('data-exposed=""') == len(found.exposed)
    assert html.count("not exposed") == len(found.rows) - 1 - len(found.exposed)
    assert '<caption><code translate="no">softmax([0.5])</code></caption>' in html
    gradient = expose("numerical_gradient", [1], f="looks away")
    assert gradient.call == "x = [1]; numerical_gradient(lambda anything: np.sum(x * x), x)"


def test_the_readers_arrays_are_not_changed():
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    before = x.copy()
    expose("numerical_gradient", x)
    np.testing.assert_array_equal(x, before)


def test_what_is_no_input_is_refused():
    y, t = [[0.5, 0.5]], [[0, 1]]
    for arguments, error, words in [
        (("softmin", [1]), ValueError, "name must be"),
        ((7, [1]), ValueError, "name must be"),
        (("softmax",), TypeError, "arrays must be x for 'softmax', got 0"),
        (("softmax", [1], [2]), TypeError, "arrays must be x for 'softmax', got 2"),
        (("cross_entropy_error", y), TypeError, "arrays must be y and t"),
        (("softmax", [[[1]]]), ValueError, "x must"),
        (("softmax", 3), ValueError, "x must"),
        (("softmax", []), ValueError, "x must"),
        (("softmax", [np.nan]), ValueError, "x must"),
        (("softmax", [[1], [2, 3]]), (TypeError, ValueError), "x"),
        (("softmax", ["a"]), TypeError, "x must"),
        (("softmax", [1e7]), ValueError, "x must hold numbers from -1e.06 to 1e.06, got 1e.07"),
        (("softmax", np.zeros(13)), ValueError, "x must have at most 12 entries, got 13"),
        (("cross_entropy_error", [[0.5, 1.5]], t), ValueError, "y must hold numbers from 0 to 1"),
        (("cross_entropy_error", y, [0, 1]), ValueError, "t must have the shape of y"),
    ]:
        with pytest.raises(error, match=words):
            expose(*arguments)
    with pytest.raises(ValueError, match="f must be"):
        expose("numerical_gradient", [1], f="sums")
    with pytest.raises(TypeError, match="f must be left out for 'softmax'"):
        expose("softmax", [1], f="squares")


@pytest.mark.parametrize("chapter", ["softmax", "cross_entropy", "numerical_gradient"])
def test_chapters_show_what_is_computed_now(chapter):
    cells = read(BOOK / f"{chapter}.ipynb", 4).cells
    (cell,) = (one for one in cells if "break" in one.metadata.get("tags", []))
    space = {}
    *imports, last = cell.source.split("\n")
    exec("\n".join(imports), space)
    found = eval(last, space)
    (output,) = cell.outputs
    assert output.data["text/plain"] == repr(found)
    assert output.data["text/html"] == found._repr_html_()
