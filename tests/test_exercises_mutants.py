"""A hundred small faults in each solution: the cases see them, or nobody could."""

import ast
import copy

import numpy as np
import pytest

from nnbook.exercises._deadline import within
from nnbook.exercises._outcomes import compiled, known, outcome_of, same
from nnbook.exercises.catalogue import catalogue
from nnbook.exercises.kinds import Coding
from tests.mutation.mutants import mutants

CODING = [one for one in catalogue().values() if isinstance(one, Coding)]
MANY = 100

# What is no fault: what the fault does to the text, and the reason.
EQUAL = {
    "x -> t in len(t)": "There are as many labels as rows.",
    "np.where(a >= 0, 1.0, small) -> np.where(a > 0, 1.0, small)": "Of 0, small is 1.",
}


def faulty(file, source):
    """The texts that one small fault makes of a program, by the fault's name."""
    file.write_text(source)
    found = {}
    for one in mutants(file, file.parent):
        own = copy.deepcopy(one)  # they share one tree
        found[one.name.partition(": ")[2]] = ast.unparse(own.planted())
    return found | confused(source)


def confused(source):
    """Faults of beginners: an operand left out, two swapped, one argument for another."""
    tree, found = ast.parse(source), {}
    names = [argument.arg for argument in tree.body[0].args.args]
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            for k, node in enumerate(value if isinstance(value, list) else [value]):
                others = []
                if isinstance(node, ast.BinOp):
                    others = [node.left, node.right]
                    if not isinstance(node.op, (ast.Add, ast.Mult)):  # for which it is no fault
                        others.append(ast.BinOp(node.right, node.op, node.left))
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    others = [ast.Name(name) for name in names if name != node.id]
                for other in others:
                    put(parent, field, k, other)
                    found[
                        f"{ast.unparse(node)} -> {ast.unparse(other)} in {ast.unparse(parent)}"
                    ] = ast.unparse(tree)
                    put(parent, field, k, node)
    return found


def put(parent, field, k, node):
    if isinstance(getattr(parent, field), list):
        getattr(parent, field)[k] = node
    else:
        setattr(parent, field, node)


def survives(exercise, text):
    """Whether a program does in all cases what the solution does."""
    program, found = compiled(exercise, text), []

    def work(_):
        cases = zip(exercise.cases, known(exercise, exercise.solution), strict=True)
        found.append(
            all(
                same(
                    outcome_of(case, exercise.function, program, right.parts),
                    right,
                    exercise.rtol,
                    exercise.atol,
                )
                for case, right in cases
            )
        )

    return within(2.0, work) == "done" and found[0]


@pytest.mark.parametrize("exercise", CODING, ids=lambda one: one.name)
def test_a_hundred_mutants_are_caught(exercise, tmp_path):
    file = tmp_path / "solution.py"
    solution = ast.unparse(ast.parse(exercise.solution))
    tried = faulty(file, exercise.solution)
    # All of one fault, then some of two or more; all there are, where a program is very short.
    rng = np.random.default_rng(0)
    todo = sorted(set(tried) - set(EQUAL))
    while todo and len(tried) < MANY:
        one = todo.pop(rng.integers(len(todo)))
        for name, text in rng.permutation(list(faulty(file, tried[one]).items()))[:8]:
            if text not in (solution, *tried.values()) and name not in EQUAL:
                tried[f"{one}, then {name}"] = text
                todo.append(f"{one}, then {name}")
    assert {name for name, text in tried.items() if survives(exercise, text)} <= set(EQUAL)
