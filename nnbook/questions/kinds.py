"""What a question is: data, from which cards, verdicts and tests are made.

A question is asked before the chapter shows what happens. Its key is not written here: it
follows from the values that the chapter computes and hands to `nnbook.questions.answer`. So
each of them holds functions of these values, and sentences into which they can be put:
``"The probability stays at {1:.4f}."`` names the second value.

Words and sentences are plain text; ``code`` in backticks and *letters* in asterisks are
set as such. A formula in TeX would stand there raw.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

LONGEST = 200  # characters of a sentence
NAME = re.compile(r"(?P<chapter>[a-z]+(?:-[a-z]+)*)-q-[a-z0-9]+(?:-[a-z0-9]+)*")
RELATIONS = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Option:
    """One of several answers.

    Attributes
    ----------
    words : str
        What the reader chooses.
    sentence : str
        For who chose it. If it does not hold: why one may think so, and what is the case.
    holds : callable
        Says of the chapter's values whether it is the answer.
    """

    words: str
    sentence: str
    holds: Callable[..., Any]


@dataclass(frozen=True)
class Wrong:
    """A number, or a place, that is known to be guessed.

    Attributes
    ----------
    words : str
        How it comes about, in a few words: "half of it". For tests and lists alone.
    sentence : str
        For who guessed it.
    value : callable
        Gives it, out of the chapter's values: a number, or the (x, y) of a place.
    """

    words: str
    sentence: str
    value: Callable[..., Any]


@dataclass(frozen=True)
class Axis:
    """An axis of a chart.

    Attributes
    ----------
    label : str
        What stands at it.
    low, high : float
        Its ends.
    log : bool, default False
        Whether its scale is logarithmic; then both ends are above 0.
    """

    label: str
    low: float
    high: float
    log: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"low must be below high, got {self.low} and {self.high}")
        if self.log and self.low <= 0:
            raise ValueError(f"low must be above 0 on a logarithmic axis, got {self.low}")


@dataclass(frozen=True)
class Line:
    """What a chart shows from the beginning.

    Attributes
    ----------
    words : str
        Its label.
    points : callable
        Gives xs and ys, out of the values that the chapter hands to `predict`.
    """

    words: str
    points: Callable[..., Any]


@dataclass(frozen=True)
class Drawn:
    """A curve that may be drawn.

    Attributes
    ----------
    words : str
        Its label, once it is shown.
    sentence : str
        For who drew it.
    ys : callable
        Its heights at the x values of the question, out of the chapter's values.
    """

    words: str
    sentence: str
    ys: Callable[..., Any]


@dataclass(frozen=True)
class Gap:
    """A gap in a sentence.

    Attributes
    ----------
    options : tuple of Option
        What may stand there, one of which holds.
    """

    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        _check_options(self.options)


@dataclass(frozen=True)
class Condition:
    """What a state of a panel fulfils or does not.

    Attributes
    ----------
    quantity : str
        A result or an input of the panel, by its name in Python; of several numbers one,
        ``"probabilities-1"``.
    relation : str
        "<", "<=", ">" or ">=".
    bound : float
        What it is compared with.
    """

    quantity: str
    relation: str
    bound: float

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"relation must be one of {RELATIONS}, got {self.relation!r}")


@dataclass(frozen=True)
class Amiss:
    """A state that is not the one asked for.

    Attributes
    ----------
    sentence : str
        For who left the panel there.
    when : tuple of Condition
        All of which it fulfils.
    """

    sentence: str
    when: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What all questions have.

    Attributes
    ----------
    name : str
        Its chapter and a word: "softmax-q-shift".
    ask : str
        One short sentence, the label of the form. Nothing in it gives the answer away.
    """

    kind: ClassVar[str]
    name: str
    ask: str

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise ValueError(f"name must be like softmax-q-shift, got {self.name!r}")
        check_sentences(self.name, self.ask)

    @property
    def chapter(self) -> str:
        """The chapter's file, without its ending."""
        return self.name.partition("-q-")[0].replace("-", "_")


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """One of two to four answers.

    Attributes
    ----------
    options : tuple of Option
        In the order in which they are shown.
    """

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_options(self.options)


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """A number to be guessed.

    Attributes
    ----------
    right : callable
        The number, out of the chapter's values, in the unit that is asked for.
    sentence : str
        For who guessed it.
    low, high : str
        For who guessed a smaller or a larger one that is none of the known wrong ones.
    wrong : tuple of Wrong
        Numbers known to be guessed. The nearest that a guess is near to decides.
    atol : float, default 0.0
        A guess is near if it is at most this far off.
    factor : float, default 1.0
        Or if it has the same sign and is at most this many times as large or as small.
    unit : str, default ""
        Stands behind the field: "%", "times".
    form : str, default "{:g}"
        How the number is written.
    """

    kind: ClassVar[str] = "number"
    right: Callable[..., Any]
    sentence: str
    low: str
    high: str
    wrong: tuple[Wrong, ...] = ()
    atol: float = 0.0
    factor: float = 1.0
    unit: str = ""
    form: str = "{:g}"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.atol < 0 or self.factor < 1:
            raise ValueError(
                f"atol must be at least 0 and factor at least 1, got {self.atol} and {self.factor}"
            )
        check_sentences(
            self.name, self.sentence, self.low, self.high, *(one.sentence for one in self.wrong)
        )


@dataclass(frozen=True, kw_only=True)
class Place(Question):
    """A place on a chart, or on a line if there is no y.

    Attributes
    ----------
    x, y : Axis
        The axes; `y` may be None.
    right : callable
        The place (x, y), or x alone, out of the chapter's values.
    near : tuple of float, default (0.08, 0.08)
        How far off a guess is near, in parts of the lengths of the axes.
    sentence : str
        For who guessed it.
    far : str
        For who is near none of the places.
    wrong : tuple of Wrong
        Places known to be guessed.
    given : tuple of Line
        What the chart shows from the beginning.
    """

    kind: ClassVar[str] = "place"
    x: Axis
    y: Axis | None = None
    right: Callable[..., Any]
    near: tuple[float, float] = (0.08, 0.08)
    sentence: str
    far: str
    wrong: tuple[Wrong, ...] = ()
    given: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        check_sentences(self.name, self.sentence, self.far, *(one.sentence for one in self.wrong))


@dataclass(frozen=True, kw_only=True)
class Curve(Question):
    """A curve, drawn by moving some of its points up and down.

    Attributes
    ----------
    x, y : Axis
        The axes.
    at : tuple of float
        The x values of the points: three to nine.
    curves : tuple of Drawn
        The right one, then those known to be drawn. The nearest decides, if it is near.
    near : float, default 0.12
        How far a drawn curve may lie from one of these, in the mean over its points and in
        parts of the height of the chart.
    far : str
        For who is near none of them.
    start : float, optional
        Where the points lie at first; in the middle if it is left out.
    given : tuple of Line
        What the chart shows from the beginning.
    """

    kind: ClassVar[str] = "curve"
    x: Axis
    y: Axis
    at: tuple[float, ...]
    curves: tuple[Drawn, ...]
    near: float = 0.12
    far: str
    start: float | None = None
    given: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 3 <= len(self.at) <= 9:
            raise ValueError(f"at must have three to nine x values, got {len(self.at)}")
        check_sentences(self.name, self.far, *(one.sentence for one in self.curves))


@dataclass(frozen=True, kw_only=True)
class Words(Question):
    """A sentence with gaps.

    Attributes
    ----------
    text : str
        The sentence, with {0}, {1} for the gaps.
    gaps : tuple of Gap
        In their order.
    """

    kind: ClassVar[str] = "words"
    text: str
    gaps: tuple[Gap, ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        if re.findall(r"\{(.*?)\}", self.text) != [str(k) for k in range(len(self.gaps))]:
            raise ValueError(f"text must name {len(self.gaps)} gaps in order, got {self.text!r}")
        check_sentences(
            self.name, *(option.sentence for gap in self.gaps for option in gap.options)
        )


@dataclass(frozen=True, kw_only=True)
class State(Question):
    """A state to which the panel above is to be brought.

    Attributes
    ----------
    panel : str
        The panel's module in nnbook.panels: "softmax".
    when : tuple of Condition
        What the state fulfils.
    sentence : str
        For who brought it there.
    amiss : tuple of Amiss
        Other states that readers may stop at; the first that fits decides.
    otherwise : str
        For who stopped elsewhere.
    """

    kind: ClassVar[str] = "state"
    panel: str
    when: tuple[Condition, ...]
    sentence: str
    amiss: tuple[Amiss, ...] = ()
    otherwise: str

    def __post_init__(self) -> None:
        super().__post_init__()
        check_sentences(
            self.name, self.sentence, self.otherwise, *(one.sentence for one in self.amiss)
        )


def check_sentences(name: str, *sentences: str) -> None:
    """Refuse sentences that are empty, too long, or not told apart."""
    for one in sentences:
        if not 0 < len(one) <= LONGEST:
            raise ValueError(f"{name}: a sentence has 1 to {LONGEST} characters, got {one!r}")
    if len(set(sentences)) < len(sentences):
        raise ValueError(f"{name}: two sentences are the same")


def _check_options(options: tuple[Option, ...]) -> None:
    if not 2 <= len(options) <= 4:
        raise ValueError(f"options must be two to four, got {len(options)}")
    if len({one.words for one in options}) < len(options):
        raise ValueError(f"options must differ, got {[one.words for one in options]}")
    check_sentences("options", *(one.sentence for one in options))
