"""What readers' code does to a checker, by accident and on purpose: nothing that lasts."""

import builtins
import functools
import math
import os
import random
import re
import signal
import sys
import threading
import time
import types
import warnings
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest

from nnbook.exercises import check
from nnbook.exercises._deadline import within
from nnbook.exercises._outcomes import compiled
from nnbook.exercises.catalogue import catalogue
from tests.test_interrupts import Lines, traced


def solution_of(name):
    exercise = catalogue()[name]
    return compiled(exercise, exercise.solution)


RIGHT = solution_of("softmax")


def world():
    """What a program could change for all that come after it."""
    return {
        "builtins": names(builtins),
        "math": names(math),
        "numpy": names(np),
        "linalg": names(np.linalg),
        "random": names(np.random),
        "states": (repr(np.random.get_state()), random.getstate()),  # noqa: NPY002
        "errors": np.geterr(),
        "options": np.get_printoptions(),
        "streams": (sys.stdout, sys.stderr, sys.stdin),
        "filters": (list(warnings.filters), warnings.showwarning),
        "limits": (sys.getrecursionlimit(), threading.stack_size()),
        "place": (Path.cwd(), {k: v for k, v in os.environ.items() if "PYTEST" not in k}),
    }


def names(module):
    """A module's names, without the parts of it that are imported when they are asked for."""
    return {k: id(v) for k, v in vars(module).items() if not isinstance(v, types.ModuleType)}


@pytest.fixture(autouse=True)
def nothing_changes():
    before, threads = world(), set(threading.enumerate())
    yield
    assert world() == before
    for thread in set(threading.enumerate()) - threads:
        thread.join(10)
        assert not thread.is_alive()


# ---- Programs that do not come to an end


def for_ever(x):
    while True:
        pass


def for_ever_in_numpy(x):
    while True:
        np.exp(x)


def prints_for_ever(x):
    while True:
        print("again" * 100)


def sleeps(x):
    for _ in range(1000):
        time.sleep(0.01)


def for_ever_in_a_finally(x):
    try:
        return x
    finally:
        while True:
            pass


def catches_everything_once(x):
    try:
        while True:
            pass
    except BaseException:
        return x


@pytest.mark.parametrize(
    "program", [for_ever, for_ever_in_numpy, prints_for_ever, sleeps, for_ever_in_a_finally]
)
def test_what_does_not_end_is_ended(program):
    verdict = check("softmax", program, seconds=0.1)
    assert verdict.kind == "time"
    assert verdict.case == "softmax(np.array([0.0]))"
    assert "still at work after 0.1 seconds. Is there a loop that never ends?" in one_line(verdict)


def test_one_that_catches_what_ends_it_is_ended_all_the_same():
    assert not check("softmax", catches_everything_once, seconds=0.1)


def test_one_that_is_never_to_be_ended_is_left_and_said_to_be():
    over, caught = [], []
    ended = threading.Event()

    def stubborn(x):
        try:
            while not over:
                try:
                    while not over:
                        time.sleep(0.001)
                except BaseException as error:
                    caught.append(error)
        finally:
            ended.set()

    verdict = check("softmax", stubborn, seconds=0.1)
    over.append(1)
    assert ended.wait(10)
    assert verdict.kind == "time"
    assert "restart the kernel" in one_line(verdict)


def test_another_thread_may_check():
    found = []
    thread = threading.Thread(target=lambda: found.append(check("softmax", for_ever, seconds=0.1)))
    thread.start()
    thread.join()
    assert found[0].kind == "time"


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer that can interrupt")
def test_an_interrupt_of_the_readers_ends_the_program_and_passes_through():
    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        with pytest.raises(KeyboardInterrupt):
            check("softmax", for_ever, seconds=60)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_the_end_of_the_time_may_come_at_any_moment():
    for k in range(150):
        count = 300 * k
        assert within(0.0, lambda _, n=count: sum(range(n))) in ("done", "ended")


def test_an_interrupt_at_any_line_leaves_nothing_behind():
    check("softmax", np.exp)  # what is computed once is not computed again below
    lines = Lines()
    with traced(lines):
        check("softmax", np.exp)
    before = world()
    # Most of the lines go through the names of a module and the cases: a sample of them.
    for at in (*range(1, 90), *range(90, lines.count, max(1, lines.count // 20))):
        # How often it waits for the thread is chance: at the last lines none may come.
        with traced(Lines(at)), suppress(KeyboardInterrupt):
            check("softmax", np.exp)
        assert world() == before, at


# ---- Programs that raise


def one_line(verdict):
    return " ".join(repr(verdict).split())


def deep(x):
    return deep(x)


def leaves(x):
    sys.exit("bye")


def interrupts(x):
    raise KeyboardInterrupt


def misspelt(x):
    total = np.sum(np.exp(x))
    return np.exp(x - total) / totl  # noqa: F821


def helped(x):
    return helper(x)


def helper(x):
    return x + "1"


def inside_numpy(x):
    return np.reshape(x, (7, 7))


class Unprintable(Exception):
    def __str__(self):
        raise ValueError("no")


def unprintable(x):
    raise Unprintable


class Unspeakable(Exception):
    def __str__(self):
        while True:
            pass


def unspeakable(x):
    raise Unspeakable


def asks(x):
    return float(input("x?"))


@pytest.mark.parametrize(
    ("program", "said", "line"),
    [
        (deep, "RecursionError: maximum recursion depth", "return deep(x)"),
        (leaves, "SystemExit: bye", 'sys.exit("bye")'),
        (interrupts, "KeyboardInterrupt", "raise KeyboardInterrupt"),
        (misspelt, "NameError: name 'totl' is not defined", "return np.exp(x - total) / totl"),
        (helped, "UFuncTypeError", 'return x + "1"'),
        (inside_numpy, "ValueError: cannot reshape", "return np.reshape(x, (7, 7))"),
        (unprintable, "Unprintable", "raise Unprintable"),
        (asks, "EOFError", 'return float(input("x?"))'),
        (lambda x: 1 / 0, "ZeroDivisionError: division by zero", "1 / 0"),
    ],
)
def test_what_is_raised_is_shown_with_the_readers_own_line(program, said, line):
    verdict = check("softmax", program)
    assert verdict.kind == "raised"
    assert said in repr(verdict)
    assert line in repr(verdict).split("in your line")[1]
    assert not re.search("Traceback|nnbook|_outcomes|File ", repr(verdict))


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (misspelt, "Is totl misspelt (capital letters count), not imported, or"),
        (lambda x: exp(x), "That is one of NumPy's: np.exp."),  # type: ignore[name-defined]  # noqa: F821
        (lambda x: 2.0 * deep, "A function stands there by its name alone."),
        (lambda x: deep[x], "A function is called with round brackets: f(x)."),  # type: ignore[misc, valid-type]
        (lambda x: x ^ 2, "A power is written with **, as in x**2."),
        (lambda x: 2.0 ^ 2, "A power is written with **, as in x**2."),
        (lambda x: np.sum(x, keepdim=True), "With an s at its end: keepdims."),  # type: ignore[call-overload]
        (lambda x: math.exp(np.ones(2)), "A function of math takes a single number."),
        (lambda x: math.exp(1e4), "A number there is too large for a float."),
        (
            lambda x: x + np.ones(7) @ np.ones((6, 1)),
            "Two arrays meet there whose shapes do not fit.",
        ),
        (lambda x: np.ones(2) + np.ones(3), "Two arrays meet there whose shapes do not fit."),
        (lambda x: x[9], "There are fewer entries than the index counts."),
        (deep, "Your function calls itself, again and again."),
        (lambda x: unset(x), "total is used before anything was put into it."),
        (lambda x: x.nothing, ""),
    ],
)
def test_common_exceptions_are_explained(program, said):
    verdict = check("softmax", program)
    assert verdict.kind == "raised"
    assert verdict.message.startswith(said)
    assert bool(verdict.message) == bool(said)


def unset(x):
    total += x  # noqa: F821
    return total


def test_a_program_without_a_file_has_no_line():
    space = {}
    exec("def f(x):\n    return y", space)
    verdict = check("softmax", space["f"])
    assert "NameError: name 'y' is not defined" in repr(verdict)
    assert "in your line" not in repr(verdict)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (lambda: 1, "yours takes ()"),
        (lambda x, axis: 1, "yours takes (x, axis)"),
        (lambda *, x: 1, "yours takes (*, x)"),
    ],
)
def test_other_parameters_are_noticed_before_the_call(program, said):
    verdict = check("softmax", program)
    assert verdict.kind == "call"
    assert said in repr(verdict)


def test_more_parameters_with_defaults_are_welcome():
    assert check("softmax", lambda x, axis=-1: RIGHT(x))
    assert check("softmax", functools.partial(lambda k, x: RIGHT(x), 3))


def test_a_function_without_a_signature_is_called():
    assert check("central_difference", max).kind == "raised"
    assert check("softmax", np.exp).kind == "value"


# ---- What is given back


class Hostile:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no")

    def __len__(self):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")


class Endless:
    def __len__(self):
        while True:
            pass

    __array__ = __len__


def generates(x):
    yield x


@pytest.mark.parametrize(
    ("program", "kind", "said"),
    [
        (lambda x: None, "odd", "gives None. Is there a return in it?"),
        (lambda x: print(x), "odd", "gives None. It prints its result: to print is not"),
        (generates, "odd", "gives a generator."),
        (lambda x: "0.5", "odd", "gives a str."),
        (lambda x: {"a": 1}, "odd", "gives a dict."),
        (lambda x: [[1], [2, 3]], "odd", "gives a list that is no array."),
        (lambda x: x.astype(complex), "odd", "gives an array of dtype complex128."),
        (lambda x: x.astype(object), "odd", "gives an array of dtype object."),
        (lambda x: np.ma.masked_array(x, x == 0), "odd", "gives an array with masked entries."),
        (lambda x: Hostile(), "odd", "gives a Hostile"),
        (lambda x: np.broadcast_to(x, (10**9, 1)), "odd", "an array of shape (1000000000, 1)."),
        (lambda x: x * np.nan, "value", "yours: [nan]"),
        (lambda x: np.float64(1), "shape", "a single number, and an array of the shape"),
        (lambda x: x[:0], "shape", "an array of the shape (0,)"),
        (lambda x: ..., "not written", "not written yet"),
    ],
)  # fmt: skip
def test_whatever_is_given_back_is_told(program, kind, said):
    verdict = check("softmax", program)
    assert verdict.kind == kind
    assert said in one_line(verdict)


def test_what_never_becomes_an_array_is_out_of_time():
    assert check("softmax", lambda x: Endless(), seconds=0.1).kind == "time"
    assert check("softmax", unspeakable, seconds=0.1).kind == "time"


@pytest.mark.parametrize(
    ("name", "program", "said"),
    [
        ("layer_backward", lambda x, W, g: 1, "gives an int."),
        ("layer_backward", lambda x, W, g: (x, W), "gives a tuple without [2]."),
        ("layer_backward", lambda x, W, g: (x, W, g, g), "gives a tuple with [3]."),
        ("backpropagate", lambda p, x, t: {"W1": x}, 'gives a dict without ["b1"].'),
        ("backpropagate", lambda p, x, t: p | {"b3": x}, 'gives a dict with ["b3"].'),
        ("central_difference", lambda f, x, h: np.ones(1), "and a single number is wanted."),
    ],
)
def test_several_parts_are_looked_at_one_by_one(name, program, said):
    assert said in one_line(check(name, program))


def test_the_part_that_differs_is_shown():
    verdict = check("layer_backward", lambda x, W, g: (g @ W.T, x.T @ g, g[0]))
    assert verdict.kind == "value"
    assert "yours, result[2]: [1] wanted, result[2]: [5]" in one_line(verdict)


@pytest.mark.parametrize(
    ("name", "change", "note"),
    [
        ("softmax", np.ndarray.tolist, "A list of the right numbers was taken for the array."),
        ("softmax", lambda y: tuple(y.tolist()), "A tuple of the right numbers"),
        ("softmax", np.float32, "The numbers are float32"),
        ("softmax", np.asmatrix, None),
        ("layer_backward", list, ""),
        ("what_next-ex-backward", tuple, ""),
        ("central_difference", float, ""),
        ("cross_entropy_error", np.asarray, ""),
        ("backpropagate", dict, ""),
    ],
)
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_the_right_numbers_in_another_form_are_taken_and_said(name, change, note):
    solution = solution_of(name)
    verdict = check(name, lambda *given: change(solution(*given)))
    if note is None:  # a matrix is 2-D whatever it was
        assert verdict.kind == "shape"
        return
    assert verdict
    assert note in one_line(verdict)
    assert (note == "") == repr(verdict).endswith("cases.")


# ---- What is changed


def changes_its_argument(x):
    y = RIGHT(x)
    x += 1
    return y


def reshapes_its_argument(x):
    y = RIGHT(x)
    x.shape = (x.size, 1)
    return y


def test_a_changed_argument_is_told_and_shown():
    verdict = check("softmax", changes_its_argument)
    assert verdict.kind == "arguments"
    assert "The array afterwards: yours: [1] wanted: [0]" in one_line(verdict)
    assert check("softmax", reshapes_its_argument).kind == "arguments"
    assert check("softmax", RIGHT)


def test_where_an_array_must_come_back_to_the_bit_it_must():
    solution = solution_of("numerical_gradient")

    def off_by_a_bit(f, x):
        gradient = solution(f, x)
        x[...] = np.nextafter(x, np.inf)
        return gradient

    verdict = check("numerical_gradient", off_by_a_bit)
    assert verdict.kind == "arguments"
    assert "yours: [0.7000000000000001] wanted: [0.7]" in one_line(verdict)


def test_a_dict_that_is_given_is_left_as_it_is():
    solution = solution_of("backpropagate")

    def adds(params, x, t):
        gradients = solution(params, x, t)
        params["z1"] = np.ones(2)
        return gradients

    verdict = check("backpropagate", adds)
    assert verdict.kind == "arguments"
    assert "a dict that it is given holds other arrays" in one_line(verdict)


def test_a_checker_without_its_tools_blames_no_line_of_its_own():
    def breaks(x):
        np.array = None
        return x

    verdict = check("softmax", breaks)
    assert verdict.kind == "odd"
    assert check("softmax", RIGHT)


def meddles(x):
    np.exp, builtins.sum, math.exp, np.random.rand = np.sin, max, max, None
    np.linalg.norm = builtins.open = None
    del np.tanh
    np.extra = builtins.extra = 1
    np.random.seed(0)  # noqa: NPY002
    np.random.default_rng = lambda *_: None
    random.seed(0)
    np.seterr(all="raise")
    np.set_printoptions(precision=1, legacy="1.13")
    sys.stdout, sys.stderr, sys.stdin = None, None, None
    warnings.simplefilter("error")
    warnings.showwarning = None
    sys.setrecursionlimit(5000)
    os.chdir("/")
    os.environ["NNBOOK_TEST"] = "1"
    return x


def test_what_a_program_changes_elsewhere_is_put_back():
    first, second = (repr(check("softmax", meddles)) for _ in range(2))
    assert first == second
    assert check("softmax", RIGHT)


def test_the_checkers_own_settings_do_not_matter():
    before = repr(check("softmax", lambda x: np.exp(x)))
    with np.errstate(all="raise"), np.printoptions(precision=1, legacy="1.13"):
        assert repr(check("softmax", lambda x: np.exp(x))) == before


def test_what_is_kept_by_a_program_is_not_the_checkers():
    kept = []

    def keeps(x):
        for array in kept:
            array[...] = 7
        kept.append(x)
        y = RIGHT(x)
        kept.append(y)
        return y

    assert not check("softmax", lambda x: keeps(x) * 2)
    assert check("softmax", RIGHT)


def test_a_program_cannot_change_an_exercise():
    with pytest.raises(AttributeError):
        catalogue()["softmax"].solution = "x"
    with pytest.raises(TypeError):
        catalogue()["softmax"] = None


def test_what_was_put_in_numpys_place_before_is_told(monkeypatch):
    monkeypatch.setattr(np, "exp", np.exp2)
    verdict = check("softmax", RIGHT)
    assert verdict.kind == "kernel"
    assert "np.exp is not NumPy's own any more" in one_line(verdict)
    assert "Restart the kernel." in one_line(verdict)
    assert check("descent_step", solution_of("descent_step"))  # needs no exp
    monkeypatch.delattr(np, "exp")
    assert check("softmax", RIGHT).kind == "kernel"


def test_exit_in_a_notebook_ends_no_kernel(monkeypatch):
    asked = []

    class Shell:
        def ask_exit(self):
            asked.append(1)

    shell = Shell()
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    verdict = check("softmax", lambda x: shell.ask_exit())
    assert "SystemExit: exit() ends no check" in repr(verdict)
    assert asked == []
    shell.ask_exit()
    assert asked == [1]


# ---- What is printed


def test_what_is_printed_is_shown_for_the_case_that_fails_and_no_more(capfd):
    def chatty(x):
        print("sum", float(np.sum(x)))
        print("e", file=sys.stderr)
        return RIGHT(x) if len(x) == 1 else x

    verdict = check("softmax", chatty)
    assert "It printed:\n    sum 0.0\n    e\n" in repr(verdict)
    assert repr(verdict).count("sum") == 1
    assert capfd.readouterr() == ("", "")
    verdict = check("softmax", lambda x: print("long " * 10**6))
    assert len(repr(verdict)) < 1000
    assert check("softmax", lambda x: (print("fine"), RIGHT(x))[1])

    def chatty_for_ever(x):
        print("case of", len(x))
        return RIGHT(x) if len(x) == 1 else for_ever(x)

    verdict = check("softmax", chatty_for_ever, seconds=0.2)
    assert "It printed:\n    case of 2\n" in repr(verdict)
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_is_gone_is_no_reason_to_fail(tmp_path, monkeypatch):
    def gone():
        raise FileNotFoundError

    monkeypatch.setattr(os, "getcwd", gone)
    verdict = check("softmax", RIGHT)
    monkeypatch.undo()
    assert verdict
