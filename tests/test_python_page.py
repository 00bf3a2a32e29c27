"""Python on the page: one verdict, whether a kernel gives it or the page."""

from __future__ import annotations

import json
import re
import textwrap

import numpy as np
from nnbook_site.coding import described

from nnbook.exercises import check, exercises
from nnbook.exercises.kinds import Coding
from tests.test_js import node

CODING = {one.name: one for one in exercises() if isinstance(one, Coding)}

# Programs as readers write them: with accidents, by other ways, right and wrong.
BY_READERS = {
    "softmax": {
        "rounded": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                y = e / np.sum(e, axis=-1, keepdims=True)
                return np.array([round(float(v), 3) for v in y]) if len(y.shape) == 1 else y
        """,
        "no number in long ones": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                y = e / np.sum(e, axis=-1, keepdims=True)
                return y * (np.nan if x.size > 2 else 1)
        """,
        "infinity in long ones": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                y = e / np.sum(e, axis=-1, keepdims=True)
                return y + (np.inf if x.size > 2 else 0)
        """,
        "a name misspelt": """
            def softmax(x):
                total = np.sum(np.exp(x))
                return np.exp(x) / totl
        """,
        "nothing given back": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                e / np.sum(e, axis=-1, keepdims=True)
        """,
        "printed for given back": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                print(e / np.sum(e, axis=-1, keepdims=True))
        """,
        "a loop without end": """
            def softmax(x):
                k = 0
                while k < len(x):
                    e = np.exp(x)
                return e
        """,
        "recursion": """
            def softmax(x):
                return softmax(x)
        """,
        "its argument changed": """
            def softmax(x):
                x -= np.max(x, axis=-1, keepdims=True)
                e = np.exp(x)
                return e / np.sum(e, axis=-1, keepdims=True)
        """,
        "its argument changed by other signs": """
            def softmax(x):
                x -= np.max(x, axis=-1, keepdims=True)
                x *= 1.0
                e = np.exp(x)
                e /= np.sum(e, axis=-1, keepdims=True)
                return e
        """,
        "divided in place": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                e /= e.sum(axis=-1, keepdims=True)
                return e
        """,
        "divided by a sum in place, row by row": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                for row in np.atleast_2d(e):
                    row /= row.sum()
                return e
        """,
        "another parameter": """
            def softmax(x, axis):
                return np.exp(x)
        """,
        "no parameter": """
            def softmax():
                return np.exp(0)
        """,
        "its own name": """
            def my_softmax(x):
                if x.ndim == 2:
                    return np.array([my_softmax(row) for row in x])
                return np.exp(x) / np.exp(x).sum()
        """,
        "an ellipsis": """
            def softmax(x):
                return ...
        """,
        "a list": """
            def softmax(x):
                return [np.exp(one) / np.sum(np.exp(x)) for one in x]
        """,
        "by a loop over numbers": """
            def softmax(x):
                e = [np.exp(one) for one in x]
                total = 0
                for one in e:
                    total = total + one
                return np.array([one / total for one in e])
        """,
        "row by row": """
            def softmax(x):
                x = np.asarray(x)
                if x.ndim == 1:
                    e = np.exp(x - x.max())
                    return e / e.sum()
                return np.array([softmax(row) for row in x])
        """,
        "into an array": """
            def softmax(x):
                y = np.zeros_like(x)
                rows, out = x.reshape(-1, x.shape[-1]), y.reshape(-1, x.shape[-1])
                for k in range(len(rows)):
                    e = np.exp(rows[k] - max(rows[k]))
                    out[k] = e / sum(e)
                return y
        """,
        "a newaxis": """
            def softmax(x):
                e = np.exp(x - x.max(axis=-1)[..., None])
                return e / e.sum(axis=-1)[..., np.newaxis]
        """,
        "turned over": """
            def softmax(x):
                e = np.exp(x.T - np.max(x.T, axis=0))
                return (e / np.sum(e, axis=0)).T
        """,
        "an index too far": """
            def softmax(x):
                return x[len(x)]
        """,
        "a shape that does not fit": """
            def softmax(x):
                return x.reshape(7, 7)
        """,
        "a text": """
            def softmax(x):
                return "0.5"
        """,
        "a dict": """
            def softmax(x):
                return {"a": x}
        """,
        "a generator": """
            def softmax(x):
                yield x
        """,
        "rows of two lengths": """
            def softmax(x):
                return [[1], [2, 3]]
        """,
        "a list of nothing": """
            def softmax(x):
                return [None for one in x]
        """,
        "by hand, in many digits": """
            def softmax(x):
                return np.exp(x - np.max(x, axis=-1, keepdims=True)) * 0.25
        """,
        "raises": """
            def softmax(x):
                if len(x) > 1:
                    raise ValueError("too many")
                return np.ones(len(x))
        """,
        "divides by zero": """
            def softmax(x):
                return x / (1 / 0)
        """,
        "a key that is not there": """
            def softmax(x):
                return {"a": 1}["b"]
        """,
        "of a text and a number": """
            def softmax(x):
                return "a" + 1
        """,
        "prints a lot": """
            def softmax(x):
                for k in range(200):
                    print("step", k)
                return x
        """,
        "an array of another shape": """
            def softmax(x):
                return np.exp(x)[:-1]
        """,
        "a function without its np": """
            def softmax(x):
                return exp(x) / np.sum(exp(x))
        """,
        "divided without the rest": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                return e // np.sum(e, axis=-1, keepdims=True)
        """,
        "into whole numbers": """
            def softmax(x):
                e = np.exp(x - np.max(x, axis=-1, keepdims=True))
                y = np.zeros(x.shape, dtype=int)
                y[...] = e / np.sum(e, axis=-1, keepdims=True)
                return y
        """,
        "a small letter": """
            def softmax(x):
                return np.sum(x, axis=-1, keepdims=true)
        """,
        "an argument misspelt": """
            def softmax(x):
                return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdim=True)
        """,
        "a caret for a power": """
            def softmax(x):
                return float(x[0]) ^ 2
        """,
        "no number in another case than the shown one": """
            def softmax(x):
                return x / np.sum(x, axis=-1, keepdims=True) if x.size > 1 else x
        """,
        "a module that is not there": """
            import zork
            def softmax(x):
                return x
        """,
    },
    "numerical_gradient": {
        "by nditer": """
            def numerical_gradient(f, x):
                h = 1e-4
                grad = np.zeros_like(x)
                it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
                while not it.finished:
                    k = it.multi_index
                    kept = x[k]
                    x[k] = float(kept) + h
                    above = f(x)
                    x[k] = kept - h
                    below = f(x)
                    grad[k] = (above - below) / (2 * h)
                    x[k] = kept
                    it.iternext()
                return grad
        """,
        "by the flat entries": """
            def numerical_gradient(f, x):
                flat, grad = x.reshape(-1), np.zeros(x.size)
                for k in range(x.size):
                    kept = flat[k]
                    flat[k] = kept + 1e-4
                    above = f(x)
                    flat[k] = kept - 1e-4
                    grad[k] = (above - f(x)) / 2e-4
                    flat[k] = kept
                return grad.reshape(x.shape)
        """,
    },
    "descent_step": {
        "a function by its name alone": """
            def my_descent_step(w, gradient, learning_rate):
                return w - learning_rate * gradient
        """,
        "a function in square brackets": """
            def my_descent_step(w, gradient, learning_rate):
                return w - learning_rate * gradient[w]
        """,
        "another order": """
            def my_descent_step(gradient, w, learning_rate=0.1):
                return w - learning_rate * gradient(w)
        """,
    },
    "backpropagate": {
        "with a method and an at sign": """
            def backpropagate(params, x, t):
                W1, b1, W2, b2 = (params[key] for key in ("W1", "b1", "W2", "b2"))
                z = sigmoid(x @ W1 + b1)
                delta = (softmax(z @ W2 + b2) - t) / x.shape[0]
                back = (delta @ W2.T) * z * (1 - z)
                return dict(W1=x.T @ back, b1=back.sum(0), W2=z.T @ delta, b2=delta.sum(0))
        """,
        "one part too few": """
            def backpropagate(params, x, t):
                return {"W1": params["W1"], "b1": params["b1"]}
        """,
        "a dict changed": """
            def backpropagate(params, x, t):
                z = sigmoid(x @ params["W1"] + params["b1"])
                delta = (softmax(z @ params["W2"] + params["b2"]) - t) / x.shape[0]
                back = (delta @ params["W2"].T) * z * (1 - z)
                params["z"] = z
                return dict(W1=x.T @ back, b1=back.sum(0), W2=z.T @ delta, b2=delta.sum(0))
        """,
    },
    "layer_backward": {
        "a list for a tuple": """
            def layer_backward(x, W, g):
                return [g @ W.T, x.T @ g, g.sum(axis=0)]
        """,
        "one thing": """
            def layer_backward(x, W, g):
                return 1
        """,
    },
}


def verdict_of(exercise, text, path, seconds):
    """What a kernel says, in the parts that the page gives."""
    path.write_text(text, encoding="utf-8")
    space = {"np": np}
    exec(exercise.given, space)
    exec(compile(text, str(path), "exec"), space)
    own = space.get(exercise.own_name) or space[exercise.function]
    found = check(exercise.name, own, seconds=seconds)
    told = {
        "kind": found.kind,
        "block": "",
        "case": found.case,
        "misconception": found.misconception,
        "message": found.message,
        "note": "",
    }
    if found.kind == "not written":
        return told | {"message": exercise.ask}
    if found:
        text = " ".join(found.text.split()).removeprefix(f"{exercise.name}: ")
        message, note = re.fullmatch(r"(right, in all \d+ cases\.) ?(.*)", text).groups()
        return told | {"message": message, "note": note}
    # Between what comes first and the message: the case, and what came out.
    lines = found.text.splitlines()[1:]
    end = next(
        k
        for k in range(len(lines) + 1)
        if " ".join(lines[k:]).startswith((found.message or "For help: ", "For help: "))
    )
    return told | {"block": "\n".join(lines[:end])}


def written():
    """Every program."""
    for exercise in CODING.values():
        texts = {"untouched": exercise.starter, "right": exercise.solution}
        texts |= {slip.name: slip.wrong for slip in exercise.misconceptions}
        texts |= {
            label: textwrap.dedent(text).strip()
            for label, text in BY_READERS.get(exercise.name, {}).items()
        }
        for label, text in texts.items():
            seconds = 0.5 if label == "a loop without end" else 5
            yield {
                "exercise": exercise.name,
                "label": label,
                "program": text,
                "seconds": seconds,
            }


def programs(folder):
    """Every program, with what a kernel says of it."""
    for one in written():
        path = folder / f"{one['exercise']}-{one['label']}.py"
        try:
            verdict = verdict_of(CODING[one["exercise"]], one["program"], path, one["seconds"])
        except ModuleNotFoundError:
            continue
        yield one | {"verdict": verdict}


def test_runs_are_stopped_and_begun_before_python_is_there():
    node("--test", "--test-timeout=60000", "tests/js/runs.test.mjs")


def test_a_page_says_what_a_kernel_says(tmp_path):
    fixtures = tmp_path / "fixtures.json"
    told = {name: described(one) for name, one in CODING.items()}
    made = {"exercises": told, "programs": list(programs(tmp_path))}
    fixtures.write_text(json.dumps(made), encoding="utf-8")
    node("--test", "tests/js/python.test.mjs", NNBOOK_FIXTURES=str(fixtures))
