"""Break the notebook: which programs does an input expose, and which smaller one still does?

The programs are those of the exercises. The page runs the same texts on what its reader types:
see `book/site/nnbook_site/breaking.py`.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from types import FunctionType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import float_array, one_of
from nnbook.exercises._outcomes import compiled
from nnbook.exercises._smallest import differs, outcome, smallest
from nnbook.exercises._values import in_few_digits
from nnbook.exercises.catalogue import catalogue
from nnbook.exercises.kinds import Coding
from nnbook.exercises.programs import notebook

MOST = 12  # entries of an array
LOOKS_AWAY = "looks away"
HEADS = ("Program", "What it gives", "Smallest input that exposes it")


@dataclass(frozen=True)
class Subject:
    """A function to be broken.

    Attributes
    ----------
    arguments : tuple of str
        Its arrays, all of one shape.
    axes : int
        The most dimensions that they may have.
    low, high : float
        Between what their numbers lie.
    functions : mapping of str to str
        By names, the functions of an array `v` that it can be handed first, if it takes one.
    notebook : str
        Which misconception is the source notebook's; it has a program of its own if none is.
    """

    arguments: tuple[str, ...]
    axes: int
    low: float
    high: float
    functions: Mapping[str, str] = field(default_factory=dict)
    notebook: str = ""

    @property
    def calls(self) -> dict[str, str]:
        """How a program is called, as the text of a function; by the name of what it is handed."""
        arrays = ", ".join(self.arguments)
        if not self.functions:
            return {"": f"lambda program, {arrays}: program({arrays})"}
        return {
            name: f"lambda program, {arrays}: program({self._handed(name)}, {arrays})"
            for name in self.functions
        }

    def shown(self, function: str, choice: str, texts: Sequence[str]) -> str:
        """How it is called, as a reader would write it."""
        if not choice:
            return f"{function}({', '.join(texts)})"
        if choice == LOOKS_AWAY:
            return f"x = {texts[0]}; {function}({self._handed(choice)}, x)"
        return f"{function}({self._handed(choice)}, {texts[0]})"

    def _handed(self, choice: str) -> str:
        """The function: one that looks away reads the array by the name that the caller has."""
        text = self.functions[choice]
        return f"lambda {'anything' if choice == LOOKS_AWAY else 'v'}: {text}"


SUBJECTS = {
    "softmax": Subject(("x",), 2, -1e6, 1e6, notebook="one sum for all rows"),
    "cross_entropy_error": Subject(("y", "t"), 2, 0.0, 1.0, notebook="sum over the batch"),
    "numerical_gradient": Subject(
        ("x",),
        3,
        -1000.0,
        1000.0,
        {
            "squares": "np.sum(v * v)",
            "waves": "np.sum(np.sin(100 * v))",
            "square of the sum": "np.sum(v) ** 2",
            LOOKS_AWAY: "np.sum(x * x)",
        },
    ),
}


@dataclass(frozen=True)
class Row:
    """What became of an input in one program.

    Attributes
    ----------
    program : str
        The program's name.
    gives : str
        What it gives or raises, in few digits.
    exposed : bool
        Whether it does something else than the right one.
    smallest : str
        An input that still exposes it, where no smaller one does; empty if this one does not.
    """

    program: str
    gives: str
    exposed: bool
    smallest: str = ""


@dataclass(frozen=True, repr=False)
class Exposure:
    """What `expose` found; it shows itself as a table.

    Attributes
    ----------
    name : str
        The function's.
    call : str
        How it was called.
    rows : tuple of Row
        The right program first, then the source notebook's, then the others.

    Examples
    --------
    >>> from nnbook.exercises import expose
    >>> found = expose("softmax", [[0, 0], [0, 0]])
    >>> found.exposed[0]
    'the notebook: one sum for all rows'
    >>> found.rows[1].smallest
    'x = [[0], [0]]'
    """

    name: str
    call: str
    rows: tuple[Row, ...]

    @property
    def exposed(self) -> tuple[str, ...]:
        """The programs that the input exposes."""
        return tuple(row.program for row in self.rows if row.exposed)

    def __repr__(self) -> str:
        lines = [self.call]
        for row in self.rows:
            lines += [f"{'x' if row.exposed else ' '} {row.program}"]
            lines += [f"      {line}" for line in row.gives.split("\n")]
            if row.exposed:
                lines.append(f"      exposed, even by {row.smallest}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
        rows = "\n".join(_html(row) for row in self.rows)
        return (
            f'<div class="nn-break" data-break="{self.name}">\n<table class="table">\n'
            f'<caption><code translate="no">{escape(self.call)}</code></caption>\n'
            f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n</div>"
        )


def expose(name: str, *arrays: ArrayLike, f: str | None = None) -> Exposure:
    """Run the right program, the source notebook's and wrong ones on an input of yours.

    Parameters
    ----------
    name : {"softmax", "cross_entropy_error", "numerical_gradient"}
        The function.
    *arrays : array_like of float
        What it is given, of 1 to 12 entries each: scores, in one row or two dimensions, up to a
        million in size; or predictions and labels of one shape, from 0 to 1; or the point at
        which a gradient is taken, in up to three dimensions, up to 1000 in size.
    f : {"squares", "waves", "square of the sum", "looks away"}, optional
        The function whose gradient is taken, by default the sum of the squares. One that looks
        away takes them of the array under another name, as a network's loss does.

    Returns
    -------
    Exposure
        Of each program what it gives, whether that exposes it, and a smallest input that still
        does: none that has an entry less, or a simpler number, exposes it.

    Raises
    ------
    ValueError
        If `name` or `f` is none of these, or an array has another shape, or its numbers do not
        lie in these bounds.
    TypeError
        If there are more arrays, or fewer, than the function takes, or they hold something else
        than real numbers, or `f` is given to a function that takes none.

    See Also
    --------
    check : for a program of yours.

    Examples
    --------
    >>> from nnbook.exercises import expose
    >>> found = expose("cross_entropy_error", [0.0, 1.0], [0, 1])
    >>> "no delta" in found.exposed
    True
    >>> next(row.smallest for row in found.rows if row.program == "no delta")
    'y = [0], t = [0]'
    """
    one_of("name", name, tuple(SUBJECTS))
    subject, exercise = SUBJECTS[name], coding(name)
    choice = _choice(name, subject, f)
    given = _checked(subject, name, arrays)
    programs = [(label, compiled(exercise, text)) for label, text in programs_of(name)]
    call = eval(subject.calls[choice], {"np": np})
    tolerances = exercise.rtol, exercise.atol

    @np.errstate(all="ignore")
    def of(program: Callable[..., Any], those: Any) -> Any:
        return outcome(np, call, program, those)

    right = programs[0][1]
    wanted = of(right, given)
    rows = []
    for label, program in programs:

        def exposes(those: Any, program: Callable[..., Any] = program) -> bool:
            return bool(differs(of(program, those), of(right, those), *tolerances))

        mine, least = of(program, given), ""
        if exposed := differs(mine, wanted, *tolerances):
            found = smallest(exposes, given, subject.low, subject.high)
            named = zip(subject.arguments, found, strict=True)
            least = ", ".join(f"{what} = {written(one)}" for what, one in named)
        rows.append(Row(label, _gives(mine, wanted, given, tolerances), exposed, least))
    return Exposure(name, subject.shown(name, choice, [written(one) for one in given]), tuple(rows))


def coding(name: str) -> Coding:
    """The exercise whose programs are run."""
    exercise = catalogue()[name]
    assert isinstance(exercise, Coding)  # ours, and tested
    return exercise


@functools.cache
def programs_of(name: str) -> tuple[tuple[str, str], ...]:
    """Name and text of each program: the right one, the notebook's, the others.

    Parameters
    ----------
    name : str
        The function's.

    Returns
    -------
    tuple of (str, str)
    """
    subject, exercise = SUBJECTS[name], coding(name)
    wrong = {one.name: one.wrong for one in exercise.misconceptions}
    found = [("right", exercise.solution)]
    if subject.notebook:
        found.append((f"the notebook: {subject.notebook}", wrong.pop(subject.notebook)))
    else:
        functions = [one for one in vars(notebook).values() if isinstance(one, FunctionType)]
        text = "\n\n".join(inspect.getsource(one) for one in functions)
        found.append(("the notebook", text))
    return (*found, *wrong.items())


def written(nested: Any) -> str:
    """Write a nested list as short as it can be typed.

    Parameters
    ----------
    nested : float or list
        The numbers.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook.exercises.breaking import written
    >>> written([[1000.0, 0.5]])
    '[[1000, 0.5]]'
    """
    if isinstance(nested, list):
        return f"[{', '.join(map(written, nested))}]"
    return repr(float(nested)).removesuffix(".0")


def _choice(name: str, subject: Subject, f: str | None) -> str:
    if not subject.functions:
        if f is not None:
            raise TypeError(f"f must be left out for {name!r}, which takes no function; got {f!r}")
        return ""
    functions = tuple(subject.functions)
    return functions[0] if f is None else one_of("f", f, functions)


def _checked(subject: Subject, name: str, arrays: Sequence[Any]) -> list[Any]:
    """The arrays as nested lists."""
    wanted = subject.arguments
    if len(arrays) != len(wanted):
        raise TypeError(f"arrays must be {' and '.join(wanted)} for {name!r}, got {len(arrays)}")
    given: list[Any] = []
    for what, one in zip(wanted, arrays, strict=True):
        array = float_array(what, one, ndim=tuple(range(1, subject.axes + 1))).astype(float)
        if array.size > MOST:
            raise ValueError(f"{what} must have at most {MOST} entries, got {array.size}")
        low, high = subject.low, subject.high
        strange = array[(array < low) | (array > high)]
        if strange.size:
            raise ValueError(
                f"{what} must hold numbers from {low:g} to {high:g}, got {strange[0]:g}"
            )
        if given and array.shape != np.shape(given[0]):
            shape = np.shape(given[0])
            raise ValueError(
                f"{what} must have the shape of {wanted[0]}, {shape}; got {array.shape}"
            )
        given.append((array + 0.0).tolist())  # no -0
    return given


def _gives(mine: Any, wanted: Any, given: Sequence[Any], tolerances: tuple[float, float]) -> str:
    """What a program gave, and what it left behind if that is not what it was given."""
    if isinstance(mine, str):
        return f"raises {mine}"
    differ = differs(mine[:1], wanted[:1], *tolerances)  # else in the last digits alone
    text = _in_line(mine[0], wanted[0] if differ else mine[0])
    for after, before in zip(mine[1:], given, strict=True):
        if after.tolist() != before:
            text += f"\nand leaves {_in_line(after, np.array(before))}"
    return text


def _in_line(array: Any, other: Any) -> str:
    return " ".join(in_few_digits(array, other)[0].split())


def _html(row: Row) -> str:
    gives = escape(row.gives).replace("\n", "<br>")
    least = f'<code translate="no">{escape(row.smallest)}</code>' if row.exposed else "not exposed"
    if row.program == "right":
        least = ""
    exposed = ' data-exposed=""' if row.exposed else ""
    return (
        f'<tr{exposed}><th scope="row">{escape(row.program)}</th>'
        f'<td translate="no">{gives}</td><td>{least}</td></tr>'
    )
