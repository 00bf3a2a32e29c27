"""Questions: their data, their keys, their place in the chapters, and what is said of a guess."""

from __future__ import annotations

import ast
import dataclasses
import json
import re
import subprocess
import sys
from html import escape, unescape
from typing import Any

import nbformat
import numpy as np
import pytest

from nnbook import exercises, questions
from nnbook.exercises._card import card as exercise_card
from nnbook.exercises.catalogue import catalogue as all_exercises
from nnbook.exercises.kinds import Choice as Word
from nnbook.exercises.kinds import Coding, Numbers
from nnbook.questions._card import card
from nnbook.questions._keys import brief, key_of
from nnbook.questions.catalogue import catalogue
from nnbook.questions.kinds import (
    Axis,
    Choice,
    Condition,
    Curve,
    Gap,
    Number,
    Option,
    Place,
    State,
    Words,
    Wrong,
)
from tests.asked import Asked, asked, guesses, text
from tests.cards import BY_NAME, SAMPLES
from tests.test_js import node

QUESTIONS = list(catalogue().values())
ASKED = {one.name: one for one in asked()}
IN_CHAPTERS = [pytest.param(one, id=one.name) for one in asked()]
HEADING = re.compile(r"#{1,4} ", re.MULTILINE)


# ---- In the chapters


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_every_question_is_asked_in_its_chapter(question):
    one = ASKED[question.name]
    assert question.chapter == one.chapter
    assert one.predict < one.answer


@pytest.mark.parametrize("one", IN_CHAPTERS)
def test_its_cells_are_as_contributing_says(one: Asked):
    for what, place, id in (
        ("predict", one.predict, one.name),
        ("answer", one.answer, one.name.replace("-q-", "-a-")),
    ):
        cell = one.cells[place]
        assert cell["metadata"]["tags"] == [what]
        assert cell["id"] == id
        last = ast.unparse(ast.parse(text(cell)).body[-1])
        assert last.startswith(f"{what}("), "its card is what the cell shows"
    box = text(one.cells[one.predict - 1])
    assert "> **Predict.**" in box, "the box that asks stands right above"
    assert box.rstrip().splitlines()[-1].startswith(">"), "and nothing after it"


@pytest.mark.parametrize("one", IN_CHAPTERS)
def test_no_heading_and_no_panel_stand_in_a_fold(one: Asked):
    """A link in the contents would lead to what is folded; and the fold would end there.

    A panel is what the reader plays with, whether a question was answered or not.
    """
    for cell in one.cells[one.predict : one.answer]:
        assert "panel" not in cell["metadata"].get("tags", []), cell["id"]
        if cell["cell_type"] == "markdown":
            assert not HEADING.search(text(cell)), cell["id"]


@pytest.mark.parametrize("one", IN_CHAPTERS)
def test_the_key_is_computed(one: Asked):
    """What is handed to `answer` was computed by the chapter, and nothing was typed in."""
    shows: Any = ast.parse(text(one.cells[one.answer])).body[-1]
    values = shows.value.args[1:]
    assert not any(isinstance(value, ast.Constant) for value in values)
    assert any(isinstance(part, ast.Name) for value in values for part in ast.walk(value))


def written_key(one: Asked) -> str:
    """The number that answers, as the answer shows it; of one digit it would stand everywhere."""
    question: Any = catalogue()[one.name]
    written = question.form.format(one.key["right"]) if one.key["kind"] == "number" else ""
    return written if len(re.sub(r"\D", "", written).strip("0")) > 1 else ""


NUMBERS = [pytest.param(one, id=one.name) for one in asked() if written_key(one)]


def test_there_are_numbers_to_be_given_away():
    assert len(NUMBERS) > 5


@pytest.mark.parametrize("one", NUMBERS)
def test_nothing_before_the_commit_gives_a_number_away(one: Asked):
    """Not the box, not the card, nor what stands above them under the same heading."""
    question: Any = catalogue()[one.name]
    written = written_key(one)
    above = one.cells[: one.predict]
    first = max(
        (
            k
            for k, cell in enumerate(above)
            if cell["cell_type"] == "markdown" and HEADING.search(text(cell))
        ),
        default=0,
    )
    seen = [question.ask, text(one.cells[one.predict - 1])]
    for cell in above[first:]:
        seen.append(HEADING.split(text(cell))[-1])
        for output in cell.get("outputs", []):
            seen.append("".join(output.get("text", output.get("data", {}).get("text/plain", ""))))
    assert not re.search(rf"(?<![\d.]){re.escape(written)}(?!\d)", "\n".join(seen)), written


@pytest.mark.parametrize("one", IN_CHAPTERS)
def test_the_card_before_the_commit_holds_no_sentence_and_no_key(one: Asked):
    """The question's cell names what may be chosen, and says nothing of it."""
    (output,) = one.cells[one.predict]["outputs"]
    told = json.dumps(output["data"])
    assert "data-key" not in told
    for guess in guesses(one.key):
        for sentence in guess["sentences"]:
            assert re.sub("<[^>]*>", "", sentence)[:40] not in told


def test_right_answers_are_not_to_be_had_by_looking_at_them():
    """Not always the first option, nor always the longest."""
    chosen = [
        (gap["options"], gap["right"])
        for one in asked()
        for gap in [one.key, *one.key.get("gaps", [])]
        if "options" in gap
    ]
    places = [right for _, right in chosen]
    longest = [max(range(len(o)), key=lambda k, o=o: len(o[k])) == right for o, right in chosen]
    for share in (*(np.mean([p == k for p in places]) for k in range(3)), np.mean(longest)):
        assert share < 0.6


# ---- Verdicts, in the page's own code


def test_verdicts_of_the_cards(tmp_path):
    """Each wrong guess of each question is told something of its own; exercises as by `check`."""
    fixtures = tmp_path / "fixtures.json"
    keys = [(one.name, one.key) for one in asked()]
    keys += [(one.name, _sent(key_of(one, values))) for one, _, values in SAMPLES]
    fixtures.write_text(
        json.dumps(
            {
                "keys": [{"name": name, "key": key, "guesses": guesses(key)} for name, key in keys],
                "exercises": [
                    _judged(one) for one in all_exercises().values() if not isinstance(one, Coding)
                ],
                "briefs": [
                    (x, brief(x)) for x in (0, 0.175, 1e-6, 1.2345e-10, 123456, 1e6, -0.82, 99.96)
                ],
            }
        ),
        encoding="utf-8",
    )
    node("--test", "tests/js/questions.test.mjs", NNBOOK_FIXTURES=str(fixtures))


def _sent(key):
    """A key as it comes out of the page."""
    return json.loads(json.dumps({name: one for name, one in key.items() if name != "exact"}))


def _judged(exercise):
    """What the page knows of an exercise, and what `check` says of the right and wrong answers."""
    html = exercise_card(exercise)
    known = json.loads(re.search(r'json">(.*)</script>', html)[1])
    sets = [known["right"], *(one["wrong"] for one in known["misconceptions"])]
    if isinstance(exercise, Numbers):
        rights = known["right"]
        sets = [[r if w is None else w for w, r in zip(one, rights, strict=True)] for one in sets]
        moved = [float(one) + 1e4 for one in rights]
        near = [float(one) + 10 * exercise.atol for one in rights]
        rough = [[float(f"{float(x):.2g}") for x in one] for one in sets]
        per_cent = [100 * float(one) for one in rights]
        sets += [moved, [rights[0], *moved[1:]], near]
        sets += [one for one in [*rough, per_cent] if np.isfinite(one).all()]
        asked_of = [[float(x) for x in one] for one in sets]
    else:
        sets += [[one] for one in exercise.options] + [list(exercise.options), []]
        asked_of = [set(one) for one in sets]
    cases = []
    for sent, answer in zip(sets, asked_of, strict=True):
        verdict = exercises.check(exercise.name, answer)
        link = verdict.see.link if verdict.see else None
        cases.append(
            {
                "answer": sent,
                "right": bool(verdict),
                "message": escape(verdict.message, quote=False),
                "link": link,
            }
        )
    return {
        "name": exercise.name,
        "kind": "choice" if isinstance(exercise, Word) else "numbers",
        "known": known,
        "cases": cases,
    }


def test_the_card_of_an_exercise_shows_neither_answer_nor_solution():
    for exercise in all_exercises().values():
        html = exercise_card(exercise)
        assert html.count("<details") == 2
        html = re.sub(r"(?s)<script.*?</script>|<details.*?</details>", "", html)
        for one in exercise.misconceptions:
            assert one.message not in unescape(html)
        if isinstance(exercise, Coding):
            assert "<div data-editor></div>" in html
            assert exercise.solution not in unescape(html)


# ---- What nbval sees


def test_a_key_that_moved_fails_the_chapter(tmp_path):
    """Both in what is shown and in the attribute that the page judges with."""
    source = 'from nnbook.questions import answer\nanswer("softmax-q-shift", 0.5, 0.5)'
    answer = questions.answer("softmax-q-shift", 0.5, 0.5)
    cells = []
    for kept in (answer.html, answer.html.replace("&quot;right&quot;: ", "&quot;right&quot;: 1")):
        cell = nbformat.v4.new_code_cell(source, execution_count=len(cells) + 1)
        data = {"text/html": kept, "text/plain": answer.text}
        cell.outputs = [nbformat.v4.new_output("execute_result", data, execution_count=1)]
        cells.append(cell)
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "", "language": "python"}
    path = tmp_path / "chapter.ipynb"
    nbformat.write(notebook, path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--nbval", path.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "text/html" in done.stdout


# ---- What is refused


def question(name):
    return BY_NAME[f"sample-q-{name}"]


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("choice", (0.5, float("nan")), "none of its options holds"),
        ("number", (float("inf"),), "a number must be finite, got inf; use a Choice"),
        ("number", (0.0,), "0 is near 0, and is taken for it"),
        ("line", (0.3,), "0.3 is outside the axis 'learning rate', from 0 to 0.25"),
        ("line", ([0.1, 0.2],), "right must have 1 numbers"),
        ("curve", (np.ones(4),), "must have 5 heights"),
        ("curve", (np.full(5, 1.5),), "1.5 is outside the axis 'probability'"),
        ("words", (20, 100), None),
        ("state", ({"loss": 0.2},), "loss must be < 0.05, and is 0.2"),
        ("state", ({"cost": 0.2},), "quantity must be in cost; got 'loss'"),
        ("state", (0.2,), "answer takes one mapping"),
    ],
)
def test_values_that_settle_nothing_are_refused(name, values, said):
    if said is None:
        assert key_of(question(name), values)["gaps"][0]["right"] == 1
        return
    with pytest.raises(ValueError, match=re.escape(said)):
        key_of(question(name), values)


def test_options_that_both_hold_are_refused():
    both = dataclasses.replace(
        question("choice"),
        options=(
            Option("a", "So it is.", lambda value: True),
            Option("b", "So it is too.", lambda value: True),
        ),
    )
    with pytest.raises(ValueError, match="sample-q-choice: of these values 'a' and 'b' holds"):
        key_of(both, (1,))


def test_places_and_curves_that_cannot_be_told_apart_are_refused():
    place = dataclasses.replace(
        question("line"), wrong=(Wrong("near", "It is near.", lambda rate: rate + 0.01),)
    )
    with pytest.raises(ValueError, match=r"\[0\.19\] is near another"):
        key_of(place, (0.18,))
    curve = question("curve")
    twice = dataclasses.replace(curve.curves[0], sentence="Another.")
    with pytest.raises(ValueError, match="too near another"):
        key_of(dataclasses.replace(curve, curves=(curve.curves[0], twice)), (np.full(5, 0.5),))


def test_sentences_that_become_the_same_are_refused():
    same = dataclasses.replace(question("number"), low="{0:.1f} %.", high="0.8 %.")
    with pytest.raises(ValueError, match="two sentences are the same"):
        key_of(same, (0.8,))


SENTENCES = {"ask": "?", "sentence": "a", "low": "b", "high": "c"}
TWO = (Option("a", "A.", bool), Option("b", "B.", bool))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Axis("x", 1, 1), "low must be below high"),
        (lambda: Axis("x", 0, 1, log=True), "low must be above 0"),
        (lambda: Condition("loss", "=", 1), "relation must be one of"),
        (lambda: Gap(TWO[:1]), "options must be two to four, got 1"),
        (lambda: Gap((TWO[0], TWO[0])), "options must differ"),
        (lambda: Choice(name="Softmax", ask="?", options=TWO), "name must be like softmax-q-shift"),
        (lambda: Choice(name="a-q-b", ask="", options=TWO), "a sentence has 1 to 200 characters"),
        (
            lambda: Number(name="a-q-b", right=float, factor=0.5, **SENTENCES),
            "factor at least 1",
        ),
        (
            lambda: Number(name="a-q-b", right=float, **SENTENCES | {"low": "c"}),
            "two sentences are the same",
        ),
        (
            lambda: Curve(
                name="a-q-b",
                ask="?",
                x=Axis("x", 0, 1),
                y=Axis("y", 0, 1),
                at=(0, 1),
                curves=(),
                far="f",
            ),
            "at must have three to nine x values, got 2",
        ),
        (
            lambda: Words(name="a-q-b", ask="?", text="{1}", gaps=(Gap(TWO),)),
            "text must name 1 gaps in order",
        ),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(make, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        make()


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: questions.predict(3), TypeError, "name must be the name of a question, got int"),
        (lambda: questions.predict("softmax-q-shif"), ValueError, "did you mean 'softmax-q-shift'"),
        (
            lambda: questions.predict("zzz"),
            ValueError,
            "name must be that of a question, got 'zzz'",
        ),
        (
            lambda: questions.predict("softmax-q-shift", 1),
            ValueError,
            "takes its name alone, got 1",
        ),
    ],
)
def test_bad_use_is_refused(call, error, said):
    with pytest.raises(error, match=re.escape(said)):
        call()


def test_lines_of_a_chart_want_their_values(monkeypatch):
    monkeypatch.setattr(questions, "catalogue", lambda: BY_NAME)
    with pytest.raises(ValueError, match="takes what its chart shows, got 0 values"):
        questions.predict("sample-q-place")
    uneven = dataclasses.replace(
        question("place"),
        given=(dataclasses.replace(question("place").given[0], points=lambda x: (x, x[1:])),),
    )
    monkeypatch.setattr(questions, "catalogue", lambda: {"sample-q-place": uneven})
    with pytest.raises(ValueError, match="must have as many xs as ys, got 3 and 2"):
        questions.predict("sample-q-place", np.ones(3))


def test_two_questions_of_one_name_are_refused(monkeypatch):
    from nnbook.questions.catalogue import softmax

    monkeypatch.setattr(softmax, "QUESTIONS", softmax.QUESTIONS * 2)
    catalogue.cache_clear()
    with pytest.raises(ValueError, match="two questions are called softmax-q-"):
        catalogue()
    catalogue.cache_clear()


# ---- As a notebook shows it


@pytest.mark.parametrize(
    ("one", "given", "values"), SAMPLES, ids=lambda one: getattr(one, "name", "")
)
def test_a_notebook_reads_without_style_and_script(monkeypatch, one, given, values):
    monkeypatch.setattr(questions, "catalogue", lambda: BY_NAME)
    asks, answers = questions.predict(one.name, *given), questions.answer(one.name, *values)
    for cell in (asks, answers):
        html = cell.html
        assert not re.search("<(?:script|style|input|button|select)", html), "dead without a script"
        bare = unescape(re.sub(r"<[^>]*>", "", html))
        plain = re.sub(r"^- ", "", cell.text.replace("`", ""), flags=re.MULTILINE)
        assert "".join(bare.split()) == "".join(plain.split())
        assert max(map(len, cell.text.splitlines())) <= 80
    assert answers.text.startswith("Answer:")


def test_without_anywidget_the_text_stands(monkeypatch):
    cell = questions.predict("softmax-q-shift")
    monkeypatch.setitem(sys.modules, "nnbook.questions._live", None)
    data, metadata = cell._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/html"}
    assert metadata == {}


def test_in_a_kernel_the_card_is_a_view_and_the_guess_goes_to_the_answer():
    asks = questions.predict("softmax-q-shift")._repr_mimebundle_()[0]
    assert "application/vnd.jupyter.widget-view+json" in asks
    task = exercises.task("softmax-ex-equal")._repr_mimebundle_()[0]
    assert "application/vnd.jupyter.widget-view+json" in task


def test_questions_need_numpy_alone():
    script = (
        "import json, sys, nnbook.questions as q;"
        "q.predict('softmax-q-shift'); q.answer('softmax-q-shift', 1.0, 1.0);"
        "heavy = {'anywidget', 'ipywidgets', 'matplotlib'};"
        "print(json.dumps([*(heavy & set(sys.modules))]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []


def test_in_a_kernel_the_cards_live(tmp_path):
    """The module as anywidget gets it, in as much of a browser as it asks for."""
    from nnbook.questions._live import CardView

    module = tmp_path / "live.mjs"
    module.write_text(str(CardView._esm), encoding="utf-8")
    cards = {
        "question": card(catalogue()["softmax-q-shift"], []),
        "answer": questions.answer("softmax-q-shift", 0.5, 0.5).html,
        "exercise": exercise_card(all_exercises()["softmax-ex-equal"]),
    }
    fixtures = tmp_path / "fixtures.json"
    fixtures.write_text(json.dumps({"module": str(module), "cards": cards}), encoding="utf-8")
    node("--test", "tests/js/live_cards.test.mjs", NNBOOK_FIXTURES=str(fixtures))


def test_a_state_may_name_one_of_several_numbers():
    several = State(
        name="a-q-b",
        ask="?",
        panel="softmax",
        when=(Condition("probabilities-1", ">=", 0.5),),
        sentence="a",
        otherwise="b",
    )
    assert key_of(several, ({"probabilities": [0.1, 0.9]},))["when"][0][0] == "probabilities-1"


def test_every_kind_is_sampled():
    assert {one.kind for one, _, _ in SAMPLES} == {
        one.kind for one in (Choice, Number, Place, Curve, Words, State)
    }
