"""The exercises as data: right is right, every misconception is told by its own message."""

import ast
import importlib
import itertools
import json
import re
import subprocess
import sys
import textwrap
from html import unescape
from pathlib import Path

import numpy as np
import pytest
from docutils.nodes import make_id

from nnbook import load_mnist
from nnbook.exercises import check, exercises, hint, task
from nnbook.exercises._answers import value_of
from nnbook.exercises._card import call_of, card, plain_html
from nnbook.exercises._outcomes import compiled, known, same
from nnbook.exercises.catalogue import CHAPTERS, catalogue
from nnbook.exercises.kinds import Case, Choice, Coding, Numbers, Place, coding
from tests.helpers import refused

BOOK = Path(__file__).parents[1] / "book"
ALL = exercises()
CODING = [one for one in ALL if isinstance(one, Coding)]
WRONG = [(one, slip) for one in ALL for slip in one.misconceptions]

# What a page has to have in the place of NumPy, to run every program and every case.
NUMPY_NAMES = {
    "abs", "argmax", "array", "dot", "exp", "eye", "log", "max", "mean", "min", "ndindex", "ones",
    "outer", "sign", "sqrt", "sum", "where", "zeros",
}  # fmt: skip
ARRAY_NAMES = {"T", "copy", "shape", "size"}


def name_of(value):
    return getattr(value, "name", None)


def slips(name):
    (exercise,) = [one for one in ALL if one.name == name]
    return exercise.misconceptions


def chapter_cells(page):
    return json.loads((BOOK / f"{page}.ipynb").read_text())["cells"]


def answer_of(exercise, wrong=None):
    """An answer: the right one, or the wrong one that a misconception holds."""
    match exercise:
        case Coding():
            return compiled(exercise, wrong or exercise.solution)
        case Numbers():
            pairs = zip(wrong or exercise.right, exercise.right, strict=True)
            numbers = [value_of(right if one is None else one) for one, right in pairs]
            return numbers if len(numbers) > 1 else numbers[0]
        case Choice():
            return exercise.right if wrong is None else wrong


# ---- Right, untouched, wrong


@pytest.mark.parametrize("exercise", ALL, ids=name_of)
def test_the_solution_passes_and_the_untouched_exercise_does_not(exercise):
    verdict = check(exercise.name, answer_of(exercise))
    assert verdict
    assert verdict.kind == "right"
    untouched = compiled(exercise, exercise.starter) if isinstance(exercise, Coding) else ...
    verdict = check(exercise.name, untouched)
    assert not verdict
    assert (verdict.kind, verdict.misconception) == ("not written", None)
    assert "not written yet" in repr(verdict)


@pytest.mark.parametrize(("exercise", "slip"), WRONG, ids=name_of)
def test_each_misconception_gets_its_own_message(exercise, slip):
    verdict = check(exercise.name, answer_of(exercise, slip.wrong))
    assert not verdict
    assert (verdict.misconception, verdict.message) == (slip.name, slip.message)
    assert verdict.see == slip.see
    told = " ".join(repr(verdict).split())
    assert slip.message in told
    assert str(slip.see) in told
    if isinstance(exercise, Coding):
        # No smaller case fails than the one that is shown, whatever order they stand in.
        wanted = known(exercise, exercise.solution)
        its = known(exercise, slip.wrong)
        failing = [
            case.size
            for case, mine, right in zip(exercise.cases, its, wanted, strict=True)
            if not same(mine, right, exercise.rtol, exercise.atol)
        ]
        assert Case(verdict.case).size == min(failing)


@pytest.mark.parametrize("exercise", CODING, ids=name_of)
def test_every_two_misconceptions_are_told_apart_by_a_case(exercise):
    programs = [exercise.solution, *(slip.wrong for slip in exercise.misconceptions)]
    for one, other in itertools.combinations(programs, 2):
        pairs = zip(known(exercise, one), known(exercise, other), strict=True)
        assert not all(same(a, b, exercise.rtol, exercise.atol) for a, b in pairs)


@pytest.mark.parametrize("exercise", ALL, ids=name_of)
def test_messages_and_names_are_different(exercise):
    slips = exercise.misconceptions
    assert len({slip.name for slip in slips}) == len(slips)
    if isinstance(exercise, Coding):
        assert len({slip.message for slip in slips}) == len(slips)


@pytest.mark.parametrize("exercise", CODING, ids=name_of)
def test_there_are_as_many_misconceptions_as_promised(exercise):
    assert len(exercise.misconceptions) >= 6


# ---- Cases


@pytest.mark.parametrize("exercise", CODING, ids=name_of)
def test_cases_are_in_order_and_each_is_there_once(exercise):
    sizes = [case.size for case in exercise.cases]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == len(sizes) >= 5
    for outcome in known(exercise, exercise.solution):
        assert outcome.kind == "value"
        assert all(np.isfinite(array).all() for array in outcome.parts.values())


def solution_of(name):
    return compiled(catalogue()[name], catalogue()[name].solution)


RIGHT = solution_of("softmax")


def mine(x):
    return np.exp(x) / np.exp(x).sum()


def test_of_two_faults_the_one_that_shows_first_is_told():
    verdict = check("softmax", mine)
    assert verdict.misconception is None
    (first,) = [slip for slip in slips("softmax") if slip.name == "no maximum taken off"]
    assert verdict.message == f"Perhaps this: {first.message}"
    assert verdict.see == first.see
    assert str(first.see) in " ".join(repr(verdict).split())
    verdict = check("softmax", lambda x: mine(x - x.max()))
    assert verdict.misconception == "one sum for all rows"


def test_what_is_wrong_in_no_known_way_is_shown_alone():
    verdict = check("softmax", lambda x: mine(x - x.max()) + 0.1 * (x.ndim == 2))
    assert (verdict.misconception, verdict.message, verdict.see) == (None, "", None)
    assert "The smallest case that fails (6 smaller ones are right):" in repr(verdict)


def test_what_can_be_said_of_numbers_is_said():
    for program, said in (
        (lambda x: np.round(RIGHT(x), 3), "Nearly: yours are rounded to 3 digits"),
        (lambda x: RIGHT(x) * (np.nan if x.size > 2 else 1), "nan is no number"),
        (lambda x: RIGHT(x) + (np.inf if x.size > 2 else 0), "Infinity comes of a division by 0"),
        (lambda x: RIGHT(x) * (np.nan if x.size > 9 else 1.5), ""),
        (lambda x: RIGHT(x) // 1, "All yours are whole numbers."),
        (lambda x: RIGHT(x) * 1.5, ""),
    ):
        verdict = check("softmax", program)
        assert verdict.message.startswith(said)
        assert bool(verdict.message) == bool(said)


def test_parameters_in_another_order_are_noticed():
    right = solution_of("central_difference")
    verdict = check("central_difference", lambda x, f, h: right(f, x, h))
    assert verdict.kind == "raised"
    assert verdict.message == "It is called with (f, x, h), and takes (x, f, h): another order."
    assert "another order" not in repr(check("central_difference", lambda a, b, c: 1.0))


def test_what_is_shown_can_be_copied():
    verdict = check("softmax", mine)
    assert verdict.kind == "value"
    text = re.search(r"right\):\n((    .*\n)+?)    yours: +(.*)\n    wanted: (.*)\n", repr(verdict))
    with np.errstate(all="ignore"):
        got = eval(textwrap.dedent(text[1]), {"np": np, "mine": mine})
    assert text[3] == f"[{got[0]:g}, {got[1]:g}]"


# ---- What is said


def lines_of(source):
    """The lines of a solution that say how it is done."""
    lines = [line.strip().removeprefix("return ") for line in source.splitlines()[1:]]
    return {line for line in lines if len(line) > 9 and not line.isidentifier()}


@pytest.mark.parametrize("exercise", ALL, ids=name_of)
def test_nothing_that_is_said_holds_the_solution(exercise):
    said = [*exercise.hints, exercise.ask, *(slip.message for slip in exercise.misconceptions)]
    text = " ".join(said)
    if isinstance(exercise, Coding):
        said.append(exercise.starter)
        text += exercise.starter
        squeezed = text.replace(" ", "")
        for line in lines_of(exercise.solution):
            assert line.replace(" ", "") not in squeezed
    elif isinstance(exercise, Numbers):
        told = " ".join([*exercise.hints, *(slip.message for slip in exercise.misconceptions)])
        for expression in exercise.right:
            number = f"{value_of(expression):.4g}"
            assert len(number) < 3 or number not in told


@pytest.mark.parametrize("exercise", ALL, ids=name_of)
def test_every_exercise_is_complete(exercise):
    assert 1 <= exercise.difficulty <= 3
    assert len(set(exercise.hints)) == 2
    for text in (*exercise.hints, exercise.ask, *(s.message for s in exercise.misconceptions)):
        assert text == " ".join(text.split())
        assert text[-1] in ".?"
    assert exercise.chapter in CHAPTERS


def test_where_it_is_explained_is_in_the_book():
    for _, slip in WRONG:
        headings = {
            line.lstrip("# ").strip()
            for cell in chapter_cells(slip.see.page)
            for line in cell["source"]
            if cell["cell_type"] == "markdown" and line.startswith("#")
        }
        assert slip.see.section in headings, slip.see
        assert slip.see.link == f"{slip.see.page}.html#{make_id(slip.see.section)}"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_exercise_of_a_chapter_has_a_check_and_a_card(chapter):
    cells, found = chapter_cells(chapter), {}
    sources = ["".join(cell["source"]) for cell in cells]
    assert any("from nnbook.exercises import check, hint, task\n" in one for one in sources)
    for k, heading in enumerate(one.partition("\n")[0] for one in sources):
        if heading.startswith("### Exercise: "):
            found[cells[k]["id"]] = heading.removeprefix("### Exercise: ")
            name = sources[k + 1].removeprefix('task("').removesuffix('")')
            assert catalogue()[name].cell == cells[k]["id"]
            assert cells[k + 1]["id"] == f"{cells[k]['id']}-task"
            assert cells[k + 1]["metadata"]["tags"] == ["task"]
            assert sources[k + 2] == "#### Solution"
    assert {one.cell: one.title for one in exercises(chapter)} == found


@pytest.mark.parametrize("exercise", CODING, ids=name_of)
def test_the_solution_of_the_chapter_is_right(exercise):
    cells = chapter_cells(exercise.chapter)
    start = [cell["id"] for cell in cells].index(f"{exercise.cell}-solution") + 1
    names = {"np": np}
    exec(exercise.given, names)
    for cell in cells[start:]:
        if "".join(cell["source"]).startswith("##"):
            break
        if cell["cell_type"] == "code":
            tree = ast.parse("".join(cell["source"]))
            tree.body = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
            exec(compile(tree, exercise.cell, "exec"), names)
    assert check(exercise.name, names[exercise.own_name])


def test_slips_with_the_mean_images_are_what_they_read():
    (exercise,) = [one for one in ALL if one.name == "one_layer-ex-mend"]
    (x, t), (x_test, t_test) = load_mnist("train"), load_mnist("test")
    means = np.array([x[t[:, k] == 1].mean(axis=0) for k in range(10)])
    lengths, true = (means**2).sum(axis=1), t_test.argmax(axis=1)
    for name, bias in {
        "bias forgotten": 0 * lengths,
        "one half forgotten": -lengths,
        "sign turned": 0.5 * lengths,
    }.items():
        read = ((x_test @ means.T + bias).argmax(axis=1) == true).mean()
        assert check(exercise.name, read).misconception == name


def printed_after(name):
    """What a chapter prints first after its cell of this name."""
    cells = chapter_cells(name.partition("-")[0])
    start = [cell["id"] for cell in cells].index(name)
    outputs = (one for cell in cells[start:] for one in cell.get("outputs", []))
    return next("".join(one["text"]) for one in outputs if "text" in one)


@pytest.mark.parametrize(
    ("name", "pattern", "scale"),
    [
        ("one_layer-ex-mend", r"^(\d+)%", 100),
        ("one_layer-ex-pair", r"alone (\d+)%, among ten (\d+)%", 100),
        ("one_layer-ex-luck", r"^(\d+) of (\d+)", 1),
        ("hidden_layer-ex-corners", r"(?s).*one: (2\.\d+).*\n1\.0 (\d+)", 1),
        ("hidden_layer-ex-luck", r"best of 60: (\d+)", 1),
        ("what_it_learnt-ex-mistakes", r"(?s).*by both: (\d+).*other: (\d+\.\d)", 1),
        ("what_it_learnt-ex-sure", r"(?s).*can be read: (\d+)", 1),
        ("what_next-ex-deep", r"^(-\d+\.0)", 1),
    ],
)
def test_what_only_a_run_can_tell_is_what_the_chapter_printed(name, pattern, scale):
    found = re.match(pattern, printed_after(name))
    (exercise,) = [one for one in ALL if one.name == name]
    numbers = [float(one) / scale for one in found.groups()]
    assert check(name, numbers)
    assert numbers == pytest.approx([value_of(one) for one in exercise.right], abs=0.1)


def test_the_head_start_is_what_the_chapter_printed():
    (cell,) = [one for one in chapter_cells("two_layer_net") if one["id"] == "two-layer-net-39"]
    means = json.loads("".join(cell["outputs"][0]["text"]).partition(": ")[2].partition("\n")[0])
    answers = re.findall(r"\d+", printed_after("two_layer_net-ex-bias"))
    assert check("two_layer_net-ex-bias", [-means[6], max(map(int, answers))])


def test_the_first_step_to_the_forty_lines_is_what_the_chapter_printed():
    printed = printed_after("what_next-ex-data")
    assert check(
        "what_next-ex-data", [printed.count("#"), int(re.search(r"label: (\d)", printed)[1])]
    )


# ---- Programs as text


@pytest.mark.parametrize("exercise", CODING, ids=name_of)
def test_programs_use_few_names_of_numpy(exercise):
    programs = [exercise.solution, exercise.starter, exercise.given]
    texts = [*programs, *(slip.wrong for slip in exercise.misconceptions)]
    for text in (*texts, *(case.text for case in exercise.cases)):
        for node in ast.walk(ast.parse(text)):
            assert not isinstance(node, (ast.Import, ast.ImportFrom, ast.MatMult))
            if isinstance(node, ast.Attribute):
                of_numpy = isinstance(node.value, ast.Name) and node.value.id == "np"
                assert node.attr in (NUMPY_NAMES if of_numpy else ARRAY_NAMES)


def test_the_names_that_are_listed_are_used():
    parts = [text for one in CODING for text in (one.solution, one.given)]
    parts += [slip.wrong for one in CODING for slip in one.misconceptions]
    parts += [case.text for one in CODING for case in one.cases]
    text = "\n".join(parts)
    assert set(re.findall(r"\bnp\.(\w+)", text)) == NUMPY_NAMES
    assert all(re.search(rf"\.{name}\b", text) for name in ARRAY_NAMES)


def test_a_wrong_program_must_say_where_it_is_explained(tmp_path, monkeypatch):
    (tmp_path / "lost_program.py").write_text(
        "def lost_program(x): pass\n\ndef untouched(x): pass\n\ndef other(x):\n    '''No.'''\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    lost_program = importlib.import_module("lost_program")

    rest = {"name": "f", "chapter": "a", "title": "a", "difficulty": 1, "ask": "a"}
    refused(
        ValueError, lambda: coding(lost_program, "f(1)", hints=("a", "b"), **rest), "other", "See:"
    )


# ---- Use


def test_check_needs_numpy_alone():
    listing = (
        "import json, sys, numpy.random\nbefore = set(sys.modules)\n"
        "from nnbook.exercises import check; check('softmax', lambda x: x)\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    command = [sys.executable, "-W", "error", "-c", listing]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    roots = {name.partition(".")[0] for name in json.loads(out)}
    assert roots - set(sys.stdlib_module_names) <= {"nnbook", "numpy"}
    command[-1] = "import nnbook, sys; print([m for m in sys.modules if 'exercises' in m])"
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_hints_open_one_after_the_other_and_close():
    one = ALL[0]
    hint(one.name, 0)
    assert [str(hint(one.name)) for _ in range(3)] == [
        str(hint(one.name, 1)), str(hint(one.name, 2)), str(hint(one.name, 2)),
    ]  # fmt: skip
    assert repr(hint(one.name, 1)).startswith("Hint 1 of 2: ")
    assert " ".join(one.hints[1].split()) in " ".join(hint(one.name).split())
    assert hint(one.name, 0) == "Both hints are closed."
    assert hint(one.name).startswith("Hint 1")


def test_the_list_shows_itself_as_a_table():
    table = repr(exercises()).splitlines()
    assert len(table) == len(ALL)
    assert table[0].split(maxsplit=3) == ["softmax", "**", "softmax", ALL[0].title]
    assert len({line.index("*") for line in table}) == 1
    assert {one.chapter for one in exercises("training")} == {"training"}


@pytest.mark.parametrize("exercise", ALL, ids=name_of)
def test_a_notebook_keeps_what_is_asked_for_and_no_answer(exercise):
    html = plain_html(exercise)
    shown = unescape(re.sub(r"<[^>]*>", "", html))
    options = exercise.options if isinstance(exercise, Choice) else ()
    for text in (exercise.ask, *exercise.hints, *options, call_of(exercise)):
        assert text in shown
    assert re.findall(r"<(details|/details)>", html) == ["details"] * 2 + ["/details"] * 2
    if isinstance(exercise, Coding):
        assert exercise.own_starter in shown
        assert exercise.solution not in shown


@pytest.mark.parametrize("exercise", ALL, ids=name_of)
def test_a_card_holds_what_a_page_needs_and_shows_no_answer(exercise):
    html = card(exercise)
    found = re.search(r'<script type="application/json">(.*?)</script>', html)
    known = json.loads(found[1], parse_constant=pytest.fail)
    shown = unescape(re.sub(r"<script.*?</script>|<[^>]*>", "", html))
    for text in (exercise.ask, *exercise.hints):
        assert text in shown
    if isinstance(exercise, Coding):
        assert exercise.own_starter in shown
        assert known["starter"] == exercise.starter
        return
    assert [unescape(one["message"]) for one in known["misconceptions"]] == [
        one.message for one in exercise.misconceptions
    ]
    if isinstance(exercise, Choice):
        assert set(known["right"]) == exercise.right
        assert all(one in shown for one in exercise.options)
        return
    for told, text in zip(known["right"], exercise.right, strict=True):
        assert float(told) == pytest.approx(value_of(text), rel=1e-9)
    for told, one in zip(known["misconceptions"], exercise.misconceptions, strict=True):
        assert [None if w is None else float(w) for w in told["wrong"]] == [
            None if w is None else pytest.approx(value_of(w), rel=1e-9) for w in one.wrong
        ]


def test_a_task_shows_what_to_begin_with():
    text = repr(task("softmax"))
    assert text.startswith("Hand in: A function softmax(x)")
    assert 'raise NotImplementedError("your turn")\n\nDifficulty: 2 of 3.\n' in text
    assert text.endswith('check("softmax", my_softmax)\n    hint("softmax")')


@pytest.mark.parametrize(
    ("call", "error", "parts"),
    [
        (lambda: check(3, 1), TypeError, ["name must be", "int"]),
        (lambda: check("sofmax", 1), ValueError, ["name must be", "'sofmax'", "'softmax'"]),
        (lambda: check("?", 1), ValueError, ["name must be", "exercises()"]),
        (lambda: check("softmax", np.ones(2)), TypeError, ["answer must be a function", "ndarray"]),
        (lambda: check("softmax", abs, seconds=0), ValueError, ["seconds must be"]),
        (lambda: check("softmax", abs, seconds="1"), TypeError, ["seconds must be"]),
        (
            lambda: check("softmax-ex-copies", "4.6"),
            TypeError,
            ["answer must be a number", "quotes"],
        ),
        (
            lambda: check("softmax", np.exp, np.log),
            TypeError,
            ["answer must be a function", "list"],
        ),
        (lambda: check("softmax-ex-copies", None), TypeError, ["answer must be a number", "None"]),
        (lambda: check("softmax-ex-copies", True), TypeError, ["answer must be a number", "True"]),
        (lambda: check("softmax-ex-copies", abs), TypeError, ["answer must be", "a function"]),
        (lambda: check("softmax-ex-copies", [1, 2]), ValueError, ["answer must be 1 number", "2"]),
        (
            lambda: check("softmax-ex-equal", 0.25),
            ValueError,
            ["answer must be 2 numbers", "1", "million"],
        ),
        (lambda: check("simple-net-ex-zero", "a"), TypeError, ["answer must"]),
        (lambda: check("simple-net-ex-zero", [np.nan, 1]), ValueError, ["3 numbers"]),
        (lambda: check("backpropagation-ex-factor", 1), TypeError, ["answer must be one of", "1"]),
        (lambda: check("backpropagation-ex-factor", {1}), TypeError, ["answer must be one of"]),
        (lambda: check("backpropagation-ex-factor", "W3"), ValueError, ["answer must be", "W1"]),
        (lambda: hint("softmax", 3), ValueError, ["number must be", "3"]),
        (lambda: hint("softmax", "1"), TypeError, ["number must be", "'1'"]),
        (lambda: exercises("soft"), ValueError, ["chapter must be", "softmax"]),
    ],
)
def test_bad_use_is_refused_with_the_argument_named(call, error, parts):
    refused(error, call, *parts)


@pytest.mark.parametrize(
    ("name", "answer", "part"),
    [
        ("softmax-ex-copies", 4.61, "rounded too early"),
        ("softmax-ex-copies", 3.0, "That is not it"),
        ("softmax-ex-sigmoid", 0.18, "Perhaps this: That is the probability of the second class"),
        ("softmax-ex-base", 0.69, "Perhaps this: By that the scores are multiplied."),
        ("gradient-descent-ex-step", 2.009, "Perhaps this: You walked uphill."),
        ("softmax-ex-equal", (25, 50), "That is right in per cent."),
        ("softmax-ex-copies", np.nan, "That is not it"),
        ("softmax-ex-equal", (0.25, 3), "Right so far: number 1."),
        ("softmax-ex-equal", [3, 3], "None of them"),
        ("softmax-ex-equal", [0.5, 0.25], "These are the right numbers, in another order."),
        ("softmax-ex-equal", [0.25, 0.498], "Right so far: number 1. The rest nearly:"),
        ("backpropagation-ex-factor", ["W1", "b2"], "missing and something is too much"),
        ("backpropagation-ex-factor", ["b1"], "Something is missing."),
    ],
)
def test_other_wrong_answers_are_told_what_can_be_told(name, answer, part):
    verdict = check(name, answer)
    assert not verdict
    assert verdict.misconception is None
    assert part in repr(verdict)


def test_words_and_numbers_are_taken_however_they_come():
    assert check("softmax-ex-equal", 0.25, 0.5)
    assert check("numerical-gradient-ex-copy", " Zeros")
    assert check("training-ex-w2", "helps at 0.1", "harms at 2")
    assert check("softmax-ex-equal", ..., 0.5).kind == "not written"


@pytest.mark.parametrize("answer", [np.log(100), np.float32(4.60517), np.array(4.6052), [4.6052]])
def test_numbers_are_taken_in_any_form(answer):
    assert check("softmax-ex-copies", answer)


def test_place_says_itself():
    assert str(Place("softmax", "A batch")) == '"A batch" in the chapter softmax'
