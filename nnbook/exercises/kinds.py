"""What an exercise is: data, from which the checks, the page and the tests are made."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

SEE = re.compile(r"See: (?P<page>\w+), (?P<section>.+)\.?$")


@dataclass(frozen=True)
class Place:
    """Where something is explained.

    Attributes
    ----------
    page : str
        The chapter's file, without its ending.
    section : str
        A heading in it, as it stands there.

    Examples
    --------
    >>> from nnbook.exercises.kinds import Place
    >>> Place("softmax", "The mend: row by row").link
    'softmax.html#the-mend-row-by-row'
    """

    page: str
    section: str

    def __str__(self) -> str:
        return f'"{self.section}" in the chapter {self.page}'

    @property
    def link(self) -> str:
        """The address on the site, from the chapters' folder."""
        label = re.sub(r"[^a-z0-9]+", "-", self.section.lower()).strip("-")
        return f"{self.page}.html#{label}"


@dataclass(frozen=True)
class Misconception:
    """A way to be wrong that has a name, and what helps whoever is.

    Attributes
    ----------
    name : str
        What it is, in a few words.
    message : str
        What to say to the reader: it helps, and does not give the answer.
    see : Place
        Where it is explained.
    wrong : object
        The wrong answer. For `Coding` the text of a program; for `Numbers` a tuple of
        expressions, with None for one that does not matter; for `Choice` a frozenset.
    """

    name: str
    message: str
    see: Place
    wrong: Any


@dataclass(frozen=True)
class Case:
    """A small program that calls the reader's function; what its last line gives is judged.

    As text it is shown exactly as it was run, can be copied, and runs wherever Python does.

    Attributes
    ----------
    text : str
        The lines.

    Examples
    --------
    >>> from nnbook.exercises.kinds import Case
    >>> Case("softmax(np.array([0.0, 1.0]))").size < Case("softmax(np.ones(2) + 1.0)").size
    False
    >>> Case("f(1.0)").size < Case("f(2.5)").size < Case("f(1.0, 1.0)").size
    True
    """

    text: str

    @property
    def size(self) -> tuple[int, int, str]:
        """How large it is: how many numbers stand in it, then how many letters."""
        numbers = [n for n in ast.walk(ast.parse(self.text)) if isinstance(n, ast.Constant)]
        return len(numbers), len(self.text), self.text


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """What all exercises have.

    Attributes
    ----------
    name : str
        By which it is asked for: of the function to be written, or of the chapter's exercise.
    chapter : str
        The chapter's file, without its ending.
    title : str
        Its heading.
    difficulty : int
        From 1, a matter of a minute, to 3.
    ask : str
        What is to be handed to `nnbook.exercises.check`.
    hints : tuple of two str
        They open one after the other.
    misconceptions : tuple of Misconception
        What may go wrong.
    """

    name: str
    chapter: str
    title: str
    difficulty: int
    ask: str
    hints: tuple[str, str]
    misconceptions: tuple[Misconception, ...] = ()

    @property
    def cell(self) -> str:
        """The id of the chapter's cell that sets it."""
        return self.name if "-ex-" in self.name else f"{self.chapter}-ex-{self.name}"


@dataclass(frozen=True, kw_only=True)
class Coding(Exercise):
    """A function to be written.

    Attributes
    ----------
    function : str
        Its name in the programs and cases.
    starter : str
        What the reader begins with.
    solution : str
        The right program.
    given : str
        Functions that the programs may use.
    cases : tuple of Case
        From the smallest on, so that the first that fails is the smallest that fails.
    rtol, atol : float
        How near a number must come, as in `numpy.allclose`.
    """

    function: str
    starter: str
    solution: str
    given: str = ""
    cases: tuple[Case, ...] = ()
    rtol: float = 1e-6
    atol: float = 1e-9

    @property
    def own_name(self) -> str:
        """The name of the reader's function: one that takes no other's place in a chapter."""
        return self.function if "-ex-" in self.name else f"my_{self.function}"

    @property
    def own_starter(self) -> str:
        """What the reader begins with, under that name."""
        return self.starter.replace(f"def {self.function}(", f"def {self.own_name}(", 1)


@dataclass(frozen=True, kw_only=True)
class Numbers(Exercise):
    """One number to be found, or several.

    Attributes
    ----------
    right : tuple of str
        The numbers, as expressions: how they come about is part of the exercise.
    rtol, atol : float
        How near one must come. By default as near as four digits after the point say.
    """

    right: tuple[str, ...]
    rtol: float = 0.0
    atol: float = 0.00051


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """A word to be chosen, or a set of them.

    Attributes
    ----------
    options : tuple of str
        What there is to choose from.
    right : frozenset of str
        The right ones.
    """

    options: tuple[str, ...]
    right: frozenset[str] = field(default_factory=frozenset)


def coding(programs: ModuleType, cases: str, **others: Any) -> Coding:
    """Make a coding exercise out of a module of programs.

    Parameters
    ----------
    programs : module
        Holds functions: the right one, under the name of the module; `untouched`; those of its
        ``GIVEN``, which may be another module's; and wrong ones. A wrong one is named after its
        misconception, its docstring is the message, and the last line of that says where it
        is explained: ``See: softmax, A batch``.
    cases : str
        Small programs, parted by empty lines. They are put in order here, by `Case.size`, so
        that the first that fails is the smallest that fails.
    **others
        What else the exercise has.

    Returns
    -------
    Coding
    """
    name, given = programs.__name__.rpartition(".")[2], getattr(programs, "GIVEN", ())
    functions = {
        key: value
        for key, value in vars(programs).items()
        if isinstance(value, FunctionType) and value.__module__ == programs.__name__
    }
    wrong = [
        key for key, one in functions.items() if key not in (name, "untouched") and one not in given
    ]
    texts = [Case(textwrap.dedent(text).strip()) for text in cases.split("\n\n") if text.strip()]
    return Coding(
        function=name,
        starter=source(functions["untouched"], name),
        solution=source(functions[name], name),
        given="\n\n".join(source(one, one.__name__) for one in given),
        misconceptions=tuple(_misconception(functions[one], name) for one in wrong),
        cases=tuple(sorted(texts, key=lambda case: case.size)),
        **others,
    )


def _misconception(function: FunctionType, name: str) -> Misconception:
    text = " ".join((inspect.getdoc(function) or "").split())
    found = SEE.search(text)
    if found is None:
        raise ValueError(f"{function.__name__} must say where it is explained: See: page, section")
    see = Place(found["page"], found["section"].removesuffix("."))
    message = text[: found.start()].strip()
    called = function.__name__.replace("_", " ")
    return Misconception(called, message, see, source(function, name))


def source(function: FunctionType, name: str) -> str:
    """Return the text of a function under another name, and without its docstring.

    Parameters
    ----------
    function : function
        The function.
    name : str
        The name it shall have.

    Returns
    -------
    str

    Examples
    --------
    >>> from nnbook.exercises.kinds import source
    >>> from nnbook.exercises.programs import central_difference
    >>> print(source(central_difference.central_difference, "slope"))
    def slope(f, x, h):
        return (f(x + h) - f(x - h)) / (2 * h)
    """
    text = inspect.getsource(function)
    (tree,) = ast.parse(text).body
    lines = text.rstrip().splitlines()
    first = tree.body[0]  # type: ignore[attr-defined]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        del lines[first.lineno - 1 : first.end_lineno]
    return "\n".join(lines).replace(f"def {function.__name__}(", f"def {name}(", 1)
