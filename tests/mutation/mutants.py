"""Small faults, planted one at a time: what a slip of the hand would make of a module."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.MatMult: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
# What is not run: annotations, and what stands under `if TYPE_CHECKING`.
UNREAD = {"annotation", "returns", "type_params"}


@dataclass
class Mutant:
    """One fault: where, what it does to the text, and the module that has it."""

    file: Path
    name: str
    lines: range  # of the statement it stands in; its head, if it is a compound one
    function: range  # of the function that it stands in or belongs to; of the module, if none
    inside: bool  # whether it is run when the function is, not when the module is imported
    _tree: ast.Module
    _place: _Place
    _replacement: ast.AST

    def planted(self, fault: bool = True) -> ast.Module:
        """The module with the fault, or as it is. All mutants share one tree: call in a fork."""
        if fault:
            _put(self._place, self._replacement)
        return ast.fix_missing_locations(self._tree)


@dataclass
class _Place:
    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    statement: ast.stmt
    scope: tuple[str, ...] = ()
    function: ast.AST | None = None
    inside: bool = False


def mutants(file: Path, root: Path) -> Iterator[Mutant]:
    """All faults of a module, each with a name that other edits of the module leave alone."""
    tree, names = ast.parse(file.read_bytes()), Counter[str]()
    whole = range(1, 1 + len(file.read_text().splitlines()))
    for place in list(_places(tree)):
        around = place.parent if isinstance(place.node, ast.expr) else place.node
        around = place.statement if isinstance(around, ast.JoinedStr | ast.arguments) else around
        for replacement in _variants(place):
            before = _head(around)
            _put(place, replacement)
            after = _head(replacement if around is place.node else around)
            name = f"{file.relative_to(root)} {'.'.join(place.scope)}: {before} -> {after}"
            names[name] += 1
            name += f" #{names[name]}" if names[name] > 1 else ""
            _put(place, place.node)
            function = _lines(place.function, whole=True) if place.function else whole
            lines = _lines(place.statement)
            yield Mutant(file, name, lines, function, place.inside, tree, place, replacement)


def _places(tree: ast.Module) -> Iterator[_Place]:
    def below(node: ast.AST, here: _Place) -> Iterator[_Place]:
        for field, value in ast.iter_fields(node):
            if field in UNREAD or (isinstance(node, ast.If) and "TYPE_CHECKING" in _head(node)):
                continue
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if not isinstance(child, ast.AST) or _is_docstring(child):
                    continue
                place = _Place(
                    child, node, field, index,
                    child if isinstance(child, ast.stmt) else here.statement,
                    here.scope, here.function, here.inside,
                )  # fmt: skip
                if isinstance(node, ast.FunctionDef | ast.Lambda) and field == "body":
                    place.inside = True
                yield place
                if isinstance(child, ast.FunctionDef | ast.ClassDef):
                    place = _Place(**vars(place) | {"scope": (*here.scope, child.name)})
                    if isinstance(child, ast.FunctionDef) and not here.inside:
                        place.function = child
                yield from below(child, place)

    yield from below(tree, _Place(tree, tree, "", None, tree.body[0]))


def _variants(place: _Place) -> Iterator[ast.AST]:
    node = place.node
    match node:
        case ast.Compare():
            for k, op in enumerate(node.ops):
                ops = [*node.ops[:k], SWAPS[type(op)](), *node.ops[k + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)
        case ast.BinOp() | ast.BoolOp() | ast.AugAssign():
            yield type(node)(**dict(ast.iter_fields(node)) | {"op": SWAPS[type(node.op)]()})
        case ast.UnaryOp():
            yield node.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
        case ast.Constant(value=float()):
            yield ast.Constant(2 * node.value or 1.0)
        case ast.Constant(value=str()):
            yield ast.Constant("XX" + str(node.value) + "XX")
        case ast.Call(keywords=[_, *_]):
            for k in range(len(node.keywords)):
                yield ast.Call(node.func, node.args, node.keywords[:k] + node.keywords[k + 1 :])
        case ast.If(test=ast.Name("TYPE_CHECKING")):
            return
        case ast.If() | ast.While() | ast.IfExp():
            test = ast.UnaryOp(ast.Not(), node.test)
            yield type(node)(**dict(ast.iter_fields(node)) | {"test": test})
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)
        case ast.With():
            yield ast.If(ast.Constant(True), node.body, [])
        case ast.Return(value=ast.AST()):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.Raise() | ast.Break():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]) | ast.Continue():
            yield ast.Pass()
        case ast.Tuple() if isinstance(place.parent, ast.ExceptHandler):
            for k in range(len(node.elts)):
                yield ast.Tuple(node.elts[:k] + node.elts[k + 1 :], ast.Load())
        case ast.FunctionDef(decorator_list=[_, *_]):
            for k in range(len(node.decorator_list)):
                others = node.decorator_list[:k] + node.decorator_list[k + 1 :]
                yield ast.FunctionDef(**dict(ast.iter_fields(node)) | {"decorator_list": others})


def _put(place: _Place, node: ast.AST) -> None:
    if node is not place.node:
        ast.copy_location(node, place.node)
    if place.index is None:
        setattr(place.parent, place.field, node)
    else:
        getattr(place.parent, place.field)[place.index] = node


def _head(node: ast.AST) -> str:
    """The text of a node in one line; of a compound statement, what stands before its body."""
    lines = ast.unparse(node).splitlines()
    if isinstance(getattr(node, "body", None), list):
        lines = lines[: 1 + next(k for k, line in enumerate(lines) if line[0] != "@")]
    return " ".join(line.strip() for line in lines)


def _lines(node: Any, whole: bool = False) -> range:
    end = node.end_lineno
    body = getattr(node, "body", None)
    if isinstance(body, list) and not whole:
        end = max(node.lineno, body[0].lineno - 1)
    return range(node.lineno, end + 1)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
