"""The source notebook retold, cell by cell: alone it has the notebook's faults and numbers;
from In[6] on its cells run after `from nnbook import *`.

The cells are those of the page that retells it: in words of our own, with every call in the
form in which the notebook makes it.
"""

import json
import re
import warnings
from pathlib import Path

import numpy as np
import pytest

from nnbook import functions

from .helpers import slopes_along_logits
from .test_golden import GOLDEN

PAGE = Path(__file__).parents[1] / "book" / "reference" / "notebook_map.md"


def cells():
    """The code of each cell by its number, and what the notebook printed, where we have it."""
    code, printed = {}, {}
    for part in PAGE.read_text(encoding="utf-8").split("\n## In[")[1:]:
        number = int(part.split("]")[0])
        (code[number],) = re.findall(r"```python\n(.*?)```", part, re.S)
        printed[number] = "".join(re.findall(r"```text\n(.*?)```", part, re.S))
    return code, printed


CELLS, PRINTED = cells()


@pytest.fixture
def names(monkeypatch):
    """The namespace of a notebook whose first cell has run, with the same numbers every time."""
    seeded = np.random.default_rng(1)
    monkeypatch.setattr(np.random, "default_rng", lambda rng=None: seeded)
    state = np.random.get_state()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    namespace = {}
    exec("import numpy as np\nfrom nnbook import *", namespace)
    yield namespace
    np.random.set_state(state)  # noqa: NPY002


@pytest.fixture
def retold():
    """The namespace of a notebook in which all that the retold one defines is defined."""
    state = np.random.get_state()  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    namespace = {}
    run(namespace, *(CELLS[number] for number in (1, 2, 3, 4, 5, 6, 10, 11)))
    yield namespace
    np.random.set_state(state)  # noqa: NPY002


def run(namespace, *cells):
    for cell in cells:
        exec(compile(cell, "<cell>", "exec"), namespace)


def test_the_page_has_every_cell():
    assert list(CELLS) == list(range(1, 16))


def test_what_the_notebook_printed_is_quoted_to_the_letter():
    golden = json.loads((Path(__file__).parent / "golden" / "printed.json").read_text())
    assert {str(number): text for number, text in PRINTED.items() if text} == golden


def test_the_six_weights_give_the_printed_numbers(retold, capsys):
    weights = np.array(GOLDEN["W"])
    retold["np"] = type("Fixed", (), {**vars(np), "random": _Weights(weights)})
    run(retold, CELLS[6], CELLS[7], CELLS[8], CELLS[9])
    lines = capsys.readouterr().out.splitlines()
    wanted = (PRINTED[7] + PRINTED[9]).splitlines()
    assert lines[:3] + lines[4:] == wanted[:3] + wanted[4:]
    assert abs(float(lines[3]) - float(wanted[3])) < 1e-8, "the weights have eight decimals"


class _Weights:
    """NumPy's random numbers, when they are to be the notebook's."""

    def __init__(self, weights):
        self.weights = weights

    def randn(self, *shape):
        assert shape == self.weights.shape
        return self.weights.copy()


def test_noise_was_called_4_and_a_column_was_dead():
    digits = np.array(PRINTED[13].replace("[", "").replace("]", "").split(), dtype=int)
    assert np.bincount(digits).tolist() == [12, 1, 0, 0, 87]
    row = np.array(PRINTED[15].replace("[", "").replace("]", "").split(), dtype=float)
    assert row.shape == (10,) and row[9] == 0


def test_retold_softmax_shares_one_sum_among_the_rows(retold):
    scores = np.array([[1.0, 2.0, 3.0], [0.0, 5.0, 1.0]])
    np.testing.assert_allclose(retold["softmax"](scores).sum(), 1, rtol=1e-14)
    np.testing.assert_allclose(retold["softmax"](scores[0]), functions.softmax(scores[0]))


def test_retold_loss_is_capped_and_added_up(retold):
    loss = retold["cross_entropy_error"]
    assert round(loss(np.array([0.0, 1.0]), np.array([1, 0])), 3) == 16.118
    y, t = np.array([[0.2, 0.8], [0.5, 0.5]]), np.array([[1, 0], [0, 1]])
    assert loss(y, t) == pytest.approx(loss(y[0], t[0]) + loss(y[1], t[1]), rel=1e-14)


def test_retold_gradient_has_its_faults(retold):
    gradient = retold["numerical_gradient"]
    assert gradient(lambda x: np.sum(x**2), np.array([3, 4])).tolist() == [25000, 35000]
    matrix = np.arange(6.0).reshape(2, 3)
    seen = set()
    gradient(lambda x: seen.add(x.shape) or np.sum(matrix**2), matrix)
    assert seen == {(2,)}, "a column, not the matrix"
    with pytest.raises(ValueError, match="too many values to unpack"):
        gradient(np.sum, np.zeros((2, 2, 2)))
    x = np.array([1.0, 2.0])
    with pytest.raises(ZeroDivisionError):
        gradient(lambda x: 1 / 0, x)
    assert x[0] != 1.0, "it stays nudged"


def test_retold_sigmoid_warns_far_below_zero(retold):
    with pytest.warns(RuntimeWarning, match="overflow"):
        assert retold["sigmoid"](-710.0) == 0
    assert retold["sigmoid"](-709.0) > 0


def test_retold_noise_is_labelled_by_noise(retold, capsys):
    run(retold, CELLS[12], CELLS[13])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == PRINTED[12].splitlines(), "b1 twice"
    assert 4 < retold["t"].sum(axis=1).mean() < 6
    assert retold["y"].sum() == pytest.approx(1), "of all hundred rows"
    assert np.bincount(retold["y"].argmax(axis=1)).max() > 50


def test_retold_full_gradient(retold, capsys):
    cell = small(CELLS[12])
    run(retold, cell)
    capsys.readouterr()
    run(retold, CELLS[14], CELLS[15])
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["(784, 3)", "(3,)", "(3, 10)", "(3,)"]
    assert retold["net"].accuracy(retold["x"], retold["t"]) in (0, 0.25, 0.5, 0.75, 1)


def small(cell):
    """In[12] with sizes for which a full gradient takes a moment."""
    return cell.replace("hidden_size=100", "hidden_size=3").replace("(100, ", "(4, ")


@pytest.mark.parametrize("own_class", [False, True], ids=["nnbook's class", "reader's class"])
def test_simple_net(names, capsys, own_class):
    run(names, *([CELLS[6]] if own_class else []), CELLS[7], CELLS[8], CELLS[9])
    lines = capsys.readouterr().out.splitlines()
    weights, scores, slopes = (
        np.array(" ".join(some).replace("[", "").replace("]", "").split(), dtype=float)
        for some in (lines[:2], lines[2:3], lines[4:])
    )
    np.testing.assert_allclose(weights, names["net"].W.ravel(), atol=1e-8)
    wanted = np.array([0.6, 0.9]) @ names["net"].W
    y = np.exp(wanted) / np.exp(wanted).sum()
    np.testing.assert_allclose(scores, wanted, atol=1e-8)
    np.testing.assert_allclose(names["scores"], wanted, rtol=1e-14)
    np.testing.assert_allclose(float(lines[3]), -np.log(y[2] + 1e-7), rtol=1e-13)
    by_formula = np.outer([0.6, 0.9], slopes_along_logits(y, np.array([0, 0, 1]), 1e-7))
    np.testing.assert_allclose(slopes, by_formula.ravel(), atol=1e-8)


def test_two_layer_net_at_full_size(names, capsys):
    run(names, CELLS[12], CELLS[13])  # no warning: the labels are not used yet
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == ["(784, 100)", "(100,)", "(100, 10)", "(100,)"]
    assert names["y"].shape == (100, 10)
    np.testing.assert_allclose(names["y"].sum(axis=1), 1, rtol=1e-14)
    assert lines[-1] in str(names["y"].argmax(axis=1))


def test_the_gradient_with_unnormalised_labels_gives_one_warning(names, capsys):
    run(names, small(CELLS[12]), CELLS[13])
    capsys.readouterr()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run(names, CELLS[14], CELLS[15])
    (warning,) = caught
    assert warning.category is UserWarning
    assert "t is no distribution" in str(warning.message) and "not 1" in str(warning.message)
    assert warning.filename == "<cell>"
    printed = capsys.readouterr().out
    assert printed.startswith("(784, 3)\n(3,)\n(3, 10)\n(3,)\n[[")
    want = slopes_along_logits(names["y"], names["t"], 1e-7).mean(axis=0)
    np.testing.assert_allclose(names["grads"]["b2"], want, rtol=1e-5, atol=1e-7)


def test_the_readers_own_class_gives_the_gradient_of_nnbooks(names, capsys):
    cell = small(CELLS[12]).replace("784", "20")
    run(names, cell)
    ours, x = names["net"], names["x"]
    one_hot = np.eye(10)[[3, 1, 4, 1]]
    run(names, CELLS[11], cell)
    theirs = names["net"]
    assert type(theirs) is not type(ours)
    theirs.params = ours.params
    want = ours.numerical_gradient(x, one_hot)
    for name, gradient in theirs.numerical_gradient(x, one_hot).items():
        np.testing.assert_allclose(gradient, want[name], rtol=1e-9, atol=1e-11)


def test_star_import_brings_exactly_the_public_names(names):
    import nnbook

    assert set(names) - {"np", "__builtins__"} == set(nnbook.__all__)
