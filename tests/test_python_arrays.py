"""The small part of NumPy that the page brings, held to NumPy.

What is drawn are texts: programs of a line or two, which NumPy runs here, the small part runs
here as well, where Hypothesis can make what differs small, and runs in MicroPython, all together.
"""

from __future__ import annotations

import ast
import importlib.util
import json
import math
import subprocess
import sys
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.test_js import NODE, ROOT

# What is looked at in a value: its numbers, its type, and both ways to print it.
LOOK = """
def codes(text):
    return [ord(letter) for letter in text]

def look(value):
    array = np.asarray(value)
    shown = [str(array), repr(array)] if array.ndim else ["", ""]
    return array, codes(str(array.dtype)), codes(shown[0]), codes(shown[1])
"""
HERE = ROOT / "book" / "site" / "python" / "numpy"


def small():
    """The small part of NumPy, in CPython."""
    name = "small_numpy"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, HERE / "__init__.py", submodule_search_locations=[str(HERE)]
        )
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


# ---- Programs


def told(value):
    """A nested list as text that every Python reads."""
    if isinstance(value, list):
        return f"[{', '.join(map(told, value))}]"
    if isinstance(value, float) and not math.isfinite(value):
        return "-np.inf" if value < 0 else "np.inf" if value > 0 else "np.nan"
    return repr(value)


EDGES = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-7, 1e300, -1e300, 800.0, math.inf, -math.inf, math.nan]
PLAIN = st.integers(-40, 40).map(lambda k: k / 8)
NUMBERS = {
    "float": st.one_of(
        PLAIN, PLAIN, st.floats(-1e6, 1e6, allow_subnormal=False), st.sampled_from(EDGES)
    ),
    "int": st.integers(-9, 9),
    "bool": st.booleans(),
}
SHAPES = st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple)


@st.composite
def arrays(draw, shape=None, kinds=("float", "float", "int", "bool")):
    shape = draw(SHAPES) if shape is None else shape
    number = NUMBERS[draw(st.sampled_from(kinds))]

    def nested(rest):
        return [nested(rest[1:]) for _ in range(rest[0])] if rest else draw(number)

    return f"np.array({told(nested(shape))})"


@st.composite
def partners(draw, shape, kinds=("float", "int", "bool")):
    """An array that may be laid along one of another shape; now and then one that may not."""
    if draw(st.integers(0, 9)) == 0:
        return draw(arrays(kinds=kinds))
    start = draw(st.integers(0, len(shape)))
    inner = [draw(st.sampled_from((1, n))) for n in shape[start:]]
    if not inner:
        kind = draw(st.sampled_from(["float", "int"]))
        return f"({told(draw(NUMBERS[kind]))})"
    return draw(arrays(tuple(inner), kinds))


UNARY = [
    "exp",
    "log",
    "log2",
    "log10",
    "log1p",
    "expm1",
    "sqrt",
    "sin",
    "cos",
    "tanh",
    "abs",
    "sign",
    "isnan",
    "isinf",
    "isfinite",
    "square",
    "negative",
    "logical_not",
    "floor",
    "ceil",
    "round",
    "ravel",
    "transpose",
    "squeeze",
    "copy",
    "zeros_like",
    "ones_like",
    "cumsum",
    "argmax",
    "argmin",
    "atleast_2d",
    "size",
    "ndim",
]
BINARY = ["+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">=", "==", "!=", "&", "|", "^", "@"]
NAMED = [
    "add",
    "subtract",
    "multiply",
    "divide",
    "power",
    "maximum",
    "minimum",
    "equal",
    "less",
    "greater",
    "logical_and",
    "logical_or",
    "dot",
    "outer",
    "isclose",
    "allclose",
    "array_equal",
    "floor_divide",
]
REDUCE = ["sum", "mean", "max", "min", "prod", "any", "all", "argmax", "argmin", "std", "var"]


@st.composite
def functions(draw):
    name = draw(st.sampled_from(UNARY))
    # Of True and False NumPy makes numbers of 8 and 16 bits, which are not there.
    short = name in ("round", "sqrt", "square", "sign") or hasattr(math, name)
    x = draw(arrays(kinds=("float", "int") if short else ("float", "int", "bool")))
    return f"np.{name}({x})"


@st.composite
def operations(draw):
    name, shape = draw(st.sampled_from(BINARY + NAMED)), draw(SHAPES)
    # Of True and False these make integers of 8 bits, which are not there.
    short = name in ("**", "//", "%", "power", "floor_divide")
    kinds = ("float", "int") if short else ("float", "int", "bool")
    x, y = draw(arrays(shape, kinds)), draw(partners(shape, kinds))
    x, y = (x, y) if draw(st.booleans()) else (y, x)
    return f"np.{name}({x}, {y})" if name in NAMED else f"{x} {name} {y}"


@st.composite
def reductions(draw):
    shape = draw(SHAPES)
    name = draw(st.sampled_from(REDUCE))
    # A product of many integers is too large for one of NumPy's.
    x = draw(arrays(shape, ("float", "bool") if name == "prod" else ("float", "int", "bool")))
    axis = draw(st.sampled_from([None, *range(-len(shape), len(shape) + 1)]))
    keep = draw(st.sampled_from(["", ", keepdims=True"]))
    if draw(st.booleans()):
        return f"np.{name}({x}, axis={axis}{keep})"
    return f"{x}.{name}(axis={axis}{keep})"


@st.composite
def keys(draw, shape):
    parts = []
    for n in shape[: draw(st.integers(1, len(shape)))]:
        index, bound = st.integers(-n, n - 1), st.one_of(st.none(), st.integers(-n - 1, n + 1))
        part = draw(st.sampled_from(["index", "index", "slice", "slice", "all", "fancy", "past"]))
        if part == "index":
            parts.append(str(draw(index)))
        elif part == "slice":
            start, stop = draw(bound), draw(bound)
            step = draw(st.sampled_from(["", ":2", ":-1", ":1"]))
            parts.append(f"{'' if start is None else start}:{'' if stop is None else stop}{step}")
        elif part == "all":
            parts.append(":")
        elif part == "fancy":
            parts.append(str(draw(st.lists(index, min_size=1, max_size=3))))
        else:
            parts.append(str(n))
    if draw(st.integers(0, 3)) == 0:
        parts.insert(draw(st.integers(0, len(parts))), draw(st.sampled_from(["...", "None"])))
    if draw(st.integers(0, 7)) == 0:
        return draw(arrays(shape[: draw(st.integers(1, len(shape)))], ("bool",)))
    return ", ".join(parts)


@st.composite
def parts(draw):
    shape = draw(SHAPES)
    return f"{draw(arrays(shape))}[{draw(keys(shape))}]"


@st.composite
def changes(draw):
    """What is done to an array by way of its parts."""
    shape = draw(SHAPES)
    x, key = draw(arrays(shape)), draw(keys(shape))
    value = draw(st.one_of(PLAIN.map(repr), st.integers(-5, 5).map(repr), arrays(kinds=("float",))))
    change = draw(
        st.sampled_from(
            [
                "x[{key}] = {value}",
                "x[{key}] += {value}",
                "y = x[{key}]\ny *= 2",
                "y = x.T\ny[0] = 7",
                "y = x.reshape(-1)\ny[0] += 1",
                "x -= {value}",
                "x /= {value}",
                "x *= x.mean()",
                "y = x.copy()\ny += 1",
                "for index in np.ndindex(*x.shape):\n    x[index] = 2 * x[index]",
            ]
        )
    )
    return f"x = {x}\n{change.format(key=key, value=value)}\nlook(x)"


@st.composite
def made(draw):
    shape = draw(SHAPES)
    x, y, z = draw(arrays(shape)), draw(partners(shape)), draw(partners(shape))
    n, m = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    axis = draw(st.integers(-1, len(shape)))
    texts = [
        f"np.zeros({shape})", f"np.ones({n}, dtype=int)", f"np.full(({n}, {m}), 2.5)",
        f"np.eye({n}, {m})", f"np.arange({n}, {n + m})", f"np.arange({n}) / 3",
        f"np.linspace({n}, {m}, 7)", f"np.where({x}, {y}, {z})", f"np.where({x} > 0)",
        f"np.concatenate([{x}, {x}], axis={axis})", f"np.stack([{x}, {x}])",
        f"np.expand_dims({x}, {axis})", f"np.array({x}.tolist())", f"{x}.astype(int)",
        f"{x}.astype(float)", f"{x}.reshape({n}, -1)", f"np.tile({x}, 2)", f"np.diag({x})",
        f"np.repeat({x}, 2)", f"np.clip({x}, -1, {n})", f"(1.0 * {x}).round({n})",
        f"-{x}", f"abs({x})",
        f"np.broadcast_to({y}, {shape})", f"np.vstack([{x}, {x}])", f"np.hstack([{x}, {x}])",
        f"[len({x}), {x}.size, {x}.ndim]", f"{x}.T", f"np.linalg.norm({x})", f"~({x} > 0)",
        f"sum({x})", f"np.array([row * 2 for row in {x}])", f"np.outer({x}, {y})",
        f"[float(one) for one in np.ravel({x})]", f"np.array([{x}[0], {x}[-1]])",
        f"{x}[{x} > 0]", f"np.identity({n})", f"{x}.sum() / {x}", f"np.float64({n}) / {x}",
        f"{x}.max() ** 2 - {y}", f"(1.5 * {x})[0].dtype == float", f"np.array({n}) + 1",
    ]  # fmt: skip
    return draw(st.sampled_from(texts))


EXPRESSIONS = st.one_of(functions(), operations(), reductions(), parts(), made())
PROGRAMS = st.one_of(changes(), EXPRESSIONS.map("look({})".format))

# What stands behind each expression in MicroPython is what NumPy makes of it here.
SEEN: dict[str, tuple[str, str, list]] = {}


def outcome(text, numpy):
    """What becomes of a program, in CPython."""
    space = {"np": numpy}
    exec(LOOK, space)
    tree = ast.parse(text)
    last = tree.body.pop()
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            exec(compile(tree, "<before>", "exec"), space)
            value = eval(ast.unparse(last), space)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            return type(error).__name__, str(error), []
    first = value[0]
    array = first if numpy is np else np.array(first.tolist(), dtype=str(first.dtype))
    array = array.reshape(first.shape)
    return "value", "", [array, *map(np.array, value[1:])]


def alike(mine, right):
    """Whether two outcomes are the same, numbers to twelve digits."""
    if mine[0] != right[0]:
        return "small part of NumPy" in mine[1]
    pairs = zip(mine[2], right[2], strict=True)
    return all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-12, atol=1e-300, equal_nan=True)
        for a, b in pairs
    )


@settings(max_examples=600, derandomize=True, database=None, deadline=None)
@given(PROGRAMS)
@example("x = np.array([False, True])\nx[0] = np.array([2.0])\nlook(x)")
def test_the_small_part_does_as_numpy(text):
    right = outcome(text, np)
    mine = outcome(text, small())
    assert alike(mine, right), f"{text}\n{mine}\n{right}"
    SEEN[text] = right


@pytest.fixture
def seen():
    """Whatever ran before, and where."""
    if not SEEN:
        test_the_small_part_does_as_numpy()


@pytest.mark.usefixtures("seen")
def test_it_does_so_in_micropython():
    asked = {
        "programs": [LOOK],
        "function": "look",
        "cases": list(SEEN),
        "likes": [{f"[{k}]": 1 for k in range(4)}] * len(SEEN),
    }
    command = [str(NODE), "tests/js/arrays.mjs"]
    done = subprocess.run(
        command, cwd=ROOT, input=json.dumps(asked), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    outcomes = json.loads(done.stdout)["programs"][0]["outcomes"]
    for (text, right), one in zip(SEEN.items(), outcomes, strict=True):
        arrays = [
            np.array([float(v) for v in part["data"]]).reshape(part["shape"])
            for _, part in sorted(one["parts"].items())
        ]
        kind = one["text"].partition(":")[0] if one["kind"] == "raised" else one["kind"]
        mine = (kind, one["text"], arrays)
        assert alike(mine, right), f"{text}\n{one}\n{right}"


@pytest.mark.usefixtures("seen")
def test_most_of_what_is_drawn_is_there():
    """Else the two tests above would show little."""
    right = [one for one in SEEN.values() if one[0] == "value"]
    assert len(right) > 0.6 * len(SEEN) > 200
