"""Break the notebook in the page: the table that a kernel gives, and the inputs that it takes."""

from __future__ import annotations

import json
from contextlib import suppress

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from nnbook_site.breaking import begun, described, form_of

from nnbook.exercises import expose
from nnbook.exercises.breaking import SUBJECTS
from tests.test_breaking import EXAMPLES, inputs
from tests.test_js import node

ENTRIES = st.one_of(
    st.integers(-3, 3), st.floats(-2, 2), st.sampled_from([1e-3, 1e7, -1e-9, 1000, 1 / 3])
)
NESTED = st.recursive(ENTRIES, lambda inner: st.lists(inner, max_size=4), max_leaves=16)
# What they hold, written as Python does: what is no list of numbers is for tests/js/typed.test.mjs.
LISTS = st.one_of(NESTED.filter(lambda one: isinstance(one, list)), st.just([0.5] * 13))


def asked(name, arrays, f):
    """An input, and what a kernel says of it."""
    found = expose(name, *arrays, **({"f": f} if f else {}))
    rows = [
        {"program": row.program, "gives": row.gives, "exposed": row.exposed}
        | ({"smallest": row.smallest} if k else {})
        for k, row in enumerate(found.rows)
    ]
    given_ = [np.asarray(one, float).tolist() for one in arrays]
    return {"name": name, "choice": f or "", "given": given_, "call": found.call, "rows": rows}


def drawn(strategy, count):
    """Some of what a strategy draws."""
    found = []

    @settings(max_examples=count, deadline=None, database=None)
    @given(strategy)
    def collect(one):
        found.append(one)

    collect()
    return found


def test_a_page_shows_and_takes_what_a_kernel_does(tmp_path):
    tried = []
    for name, subject in SUBJECTS.items():
        labels = [1.0] if len(subject.arguments) > 1 else []
        chosen = [
            ([x, *(np.ones_like(np.asarray(x, float)) for _ in labels)], f)
            for x in EXAMPLES[name]
            for f in list(subject.functions)[-1:] or [None]
        ]
        tried += [asked(name, *one) for one in chosen + drawn(inputs(name), 4)]
    texts = []
    for name, nested in drawn(st.tuples(st.sampled_from([*SUBJECTS]), LISTS), 100):
        taken = None
        with suppress(TypeError, ValueError):
            expose(name, *[nested] * len(SUBJECTS[name].arguments))
            taken = nested
        texts.append({"name": name, "text": repr(nested), "nested": taken})
    assert len({one["nested"] is None for one in texts}) == 2
    fixtures = tmp_path / "fixtures.json"
    subjects = {name: form_of(name) | described(name) for name in SUBJECTS}
    made = {"subjects": subjects, "inputs": tried, "texts": texts}
    fixtures.write_text(json.dumps(made), encoding="utf-8")
    node("--test", "tests/js/breaking.test.mjs", NNBOOK_FIXTURES=str(fixtures))


def test_what_readers_type_is_taken_whole_or_not_at_all():
    node("--test", "tests/js/typed.test.mjs")


def test_a_form_begins_with_the_input_of_its_chapter():
    source = 'from nnbook.exercises import expose\n\nexpose("f", [[1, 2]], [0], f="waves")'
    assert begun(source) == {"arrays": ["[[1, 2]]", "[0]"], "choice": "waves"}
    assert begun('expose("f", [1])') == {"arrays": ["[1]"], "choice": ""}
