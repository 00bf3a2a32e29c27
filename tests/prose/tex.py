"""Formulas of the prose, computed: those without letters, and others with values for theirs."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from tests.prose.numbers import numbers

MATHS = re.compile(r"\$\$(.+?)\$\$|(?<![\\$])\$(?!\$)(.+?)(?<!\\)\$", re.DOTALL)
RELATION = re.compile(r"=|\\approx|\\Rightarrow|\\to|\\le(?:q)?\b|\\ge(?:q)?\b|\\leftarrow|<|>|(?<!\\);")
PRODUCT = re.compile(r"cdot|times|frac|/|log|ln|sqrt|\^")
FUNCTIONS = {"log": math.log, "sqrt": math.sqrt, "max": max, "abs": abs, "total": sum}
CONSTANTS = {"e": math.e}


def formulas(text: str) -> Iterator[tuple[int, str]]:
    """Each formula of a text with the place where it begins; of aligned ones each chain."""
    for found in MATHS.finditer(text):
        group = 1 if found[1] is not None else 2
        begin = found.start(group)
        for row in re.finditer(r"(?:(?!\\\\\s*(?!&|\s)).)+", found[group], re.DOTALL):
            yield begin + row.start(), row[0]


def sides(formula: str) -> list[tuple[int, str, str]]:
    """The sides of the equations of a formula: place, text, and the relation before it."""
    cuts = [(0, 0, "")] + [(one.start(), one.end(), one[0]) for one in RELATION.finditer(formula)]
    ends = [start for start, _, _ in cuts[1:]] + [len(formula)]
    return [
        (end_of, formula[end_of:stop], relation)
        for (_, end_of, relation), stop in zip(cuts, ends, strict=True)
    ]


def python(tex: str) -> str:
    """A side of an equation as a Python expression."""
    text = re.sub(r"\\begin\{\w+\}|\\end\{\w+\}|\\q?quad|\\\\|\\(?=\s)|&|\\[,;!]|~", " ", tex)
    text = text.replace("{,}", "").replace(r"\%", "/100")
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    while True:  # from the innermost braces outwards
        inner = re.sub(r"\\[td]?frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
        inner = re.sub(r"\\sqrt\{([^{}]*)\}", r"sqrt(\1)", inner)
        inner = re.sub(r"\^\{([^{}]*)\}", r"**(\1)", inner)
        inner = re.sub(r"(?<=[A-Za-z])_\{?(\w+)\}?", r"_\1", inner)
        if inner == text:
            break
        text = inner
    text = re.sub(r"\^(\w)", r"**\1", text)
    text = re.sub(r"\\sum_(\w)\s*((?:[^-+()]|\([^()]*\))+)", r" total(\2)", text)
    text = re.sub(r"\\(?:times|cdot)\b", "*", text)
    text = re.sub(r"\\l(?:og|n)\b\s*", "log ", text).replace(r"\left", "").replace(r"\right", "")
    text = re.sub(r"\|([^|]+)\|", r"abs(\1)", text)
    text = re.sub(r"([A-Za-z])('+)", lambda name: name[1] + "_prime" * len(name[2]), text)
    text = re.sub(r"\\mathrm\s*\((\w+)\)", r"\1", text)
    text = re.sub(r"\\([A-Za-z]+)", r" \1 ", text).replace("lambda", "lambda_")
    # log 10 is log(10); log 10^-7 takes the power along.
    operand = r"(total\((?:[^()]|\([^()]*\))*\)|\d[\d.]*(?:\*\*\([^()]*\)|\*\*\w+)?|\(\(.*?\)/\(.*?\)\)|[A-Za-z]\w*)"
    text = re.sub(rf"\blog\s+{operand}", r"log(\1)", text)
    # What stands side by side is multiplied.
    text = re.sub(r"(?<=[\w)])\s+(?=[A-Za-z(])|(?<=\d)(?=[A-Za-df-z(])", "*", text)
    text = re.sub(rf"\b({'|'.join(FUNCTIONS)})\s*\*?\s*\(", r"\1(", text)
    text = re.sub(r"(?<=\))\s*(?=[\w(])", "*", text)
    return re.sub(r"\s+", " ", text).strip(" .,")


@cache
def _number(tex: str) -> Any:
    """What a side without letters comes to."""
    return value(tex)


def value(tex: str, letters: Mapping[str, Any] | None = None) -> Any:
    """What a side of an equation comes to; None if it holds letters without a value."""
    try:
        tree = ast.parse(python(tex), mode="eval")
    except SyntaxError:
        return None
    known = FUNCTIONS | CONSTANTS | dict(letters or {})
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    if not names <= set(known) or not python(tex):
        return None
    products = ast.fix_missing_locations(_Products(known).visit(tree))
    try:
        return eval(compile(products, "formula", "eval"), {"__builtins__": {}}, known)
    except (ArithmeticError, TypeError, ValueError):
        return None


class _Products(ast.NodeTransformer):
    """z(1 - z) is a product where z is a number."""

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and not callable(self.known[node.func.id]):
            return ast.BinOp(node.func, ast.Mult(), node.args[0])
        return node


@cache
def computed(text: str) -> tuple[tuple[int, int, bool], ...]:
    """Each equation whose sides come to numbers: from where to where, and whether they agree."""
    return tuple(_computed(text))


def _computed(text: str) -> Iterator[tuple[int, int, bool]]:
    for begin, formula in formulas(text):
        before: tuple[float, str, int] | None = None
        for place, side, relation in sides(formula):
            result = _number(side)
            if isinstance(result, (int, float)) and relation in ("=", r"\approx", ""):
                if before is not None and relation:
                    span = begin + before[2], begin + place + len(side)
                    yield *span, _agree(before, result, side)
                before = result, side, place
            elif relation not in ("=", r"\approx", ""):
                before = None


def _agree(before: tuple[float, str, int], result: float, side: str) -> bool:
    """Whether two sides agree to the digits that they show."""
    allowed = _rounding(before[1], side) + _rounding(side, before[1])
    return abs(before[0] - result) <= max(allowed, 1e-9 * abs(result)) * (1 + 1e-9)


def _rounding(tex: str, other: str) -> float:
    """How far a side may be off because numbers in it were rounded.

    A result alone is, to half of its last place. Terms of a sum are beside a product that is
    written out, and any number beside what is exact: log 2 is not quite 0.6931.
    """
    terms = [one for one in numbers(tex) if one.unit < 1]
    beside_exact = not any(one.unit < 1 for one in numbers(other))
    alone = not re.search(r"[-+].*\d.*[-+]", f"+{tex}", re.DOTALL)
    if not beside_exact and (PRODUCT.search(tex) or not (alone or PRODUCT.search(other))):
        return 0.0
    off, plain = 0.0, value(tex)
    for one in terms:
        text = f"({abs(one.value) + one.unit / 2})"
        moved = value(tex[: one.start] + text + tex[one.end :])
        off += abs(moved - plain) if moved is not None else 0.0
    return off
