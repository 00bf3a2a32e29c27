"""A question of each kind, with values that settle it, and a page with all of them.

The page is what the site makes of a chapter, without the chapter: the same cards, folds,
scripts and sheet, beside a built site whose files it loads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from nnbook_site import questions as site
from nnbook_site.policy import with_policy

from nnbook import questions
from nnbook.exercises._card import card as exercise_card
from nnbook.exercises.catalogue import catalogue as exercises
from nnbook.questions.kinds import (
    Amiss,
    Axis,
    Choice,
    Condition,
    Curve,
    Drawn,
    Gap,
    Line,
    Number,
    Option,
    Place,
    Question,
    State,
    Words,
    Wrong,
)

STEPS = np.logspace(-8, 0, 9)
ERRORS = STEPS**2 + 1e-16 / STEPS
HALVES = np.array([0.9, 0.6, 0.45, 0.4, 0.38])

SAMPLES: tuple[tuple[Question, tuple[Any, ...], tuple[Any, ...]], ...] = (
    (
        Choice(
            name="sample-q-choice",
            ask="After a shift of 100 the probability:",
            options=(
                Option("goes up", "Only if it alone were shifted.", lambda a, b: b > a),
                Option(
                    "stays at `p[1]`", "All of the sums grow by one factor.", lambda a, b: a == b
                ),
                Option("goes down", "The sum grows, and what is above it too.", lambda a, b: b < a),
            ),
        ),
        (),
        (0.7525, 0.7525),
    ),
    (
        Number(
            name="sample-q-number",
            ask="At *h* = 0.1 the central difference is off by:",
            unit="%",
            right=lambda off: off,
            sentence="Its error shrinks with the square of *h*: it is {0:.1f} %.",
            low="It is more than that: {0:.1f} %.",
            high="It is less than that: {0:.1f} %.",
            wrong=(
                Wrong("half", "That would be half of the forward error.", lambda off: 10 * off),
            ),
            factor=1.5,
            form="{:.1f}",
        ),
        (),
        (0.8,),
    ),
    (
        Place(
            name="sample-q-place",
            ask="Where is the total error smallest?",
            x=Axis("step h", 1e-8, 1, log=True),
            y=Axis("error", 1e-17, 1, log=True),
            right=lambda steps, errors: (steps[errors.argmin()], errors.min()),
            near=(0.1, 0.1),
            sentence="There the two errors are equal.",
            far="The truncation error falls to the left, the rounding error to the right.",
            wrong=(
                Wrong("the left end", "There rounding has taken over.", lambda s, e: (s[0], e[0])),
            ),
            given=(Line("truncation alone", lambda steps: (steps, steps**2)),),
        ),
        (STEPS,),
        (STEPS, ERRORS),
    ),
    (
        Place(
            name="sample-q-line",
            ask="How large is the best rate?",
            x=Axis("learning rate", 0, 0.25),
            right=lambda rate: rate,
            sentence="It is {0:g}.",
            far="Between the two ends there is one that is best.",
        ),
        (),
        (0.18,),
    ),
    (
        Curve(
            name="sample-q-curve",
            ask="Draw how the probability falls as the temperature rises.",
            x=Axis("temperature T", 0.1, 100, log=True),
            y=Axis("probability", 0, 1),
            at=(0.1, 1, 3, 10, 100),
            far="It begins near 1 and ends near one third.",
            curves=(
                Drawn("towards one third", "All three come to share alike.", lambda ys: ys),
                Drawn(
                    "to 0",
                    "Not to 0: the others would have to share 1.",
                    lambda ys: 1.8 * (ys - 0.38),
                ),
            ),
        ),
        (),
        (HALVES,),
    ),
    (
        Words(
            name="sample-q-words",
            ask="Complete the sentence.",
            text="With momentum the loss falls {0}, because {1}.",
            gaps=(
                Gap(
                    (
                        Option("faster", "It took fewer steps.", lambda a, b: b < a),
                        Option(
                            "more slowly", "It took fewer steps, not more.", lambda a, b: b >= a
                        ),
                    )
                ),
                Gap(
                    (
                        Option("noise averages out", "There is no noise here.", lambda a, b: False),
                        Option("slopes that agree add up", "So they do.", lambda a, b: True),
                    )
                ),
            ),
        ),
        (),
        (100, 20),
    ),
    (
        State(
            name="sample-q-state",
            ask="Bring the loss below 0.05.",
            panel="sample",
            when=(Condition("loss", "<", 0.05),),
            sentence="Both weights at their ends did it.",
            amiss=(Amiss("The loss has even grown.", (Condition("loss", ">", 0.9),)),),
            otherwise="There is more to be had: move the other weight too.",
        ),
        (),
        ({"loss": 0.03},),
    ),
)
# An exercise of each kind: numbers, one word, several, a program.
EXERCISES = (
    "softmax-ex-log",
    "numerical-gradient-ex-copy",
    "backpropagation-ex-factor",
    "softmax",
)
BY_NAME = {question.name: question for question, _, _ in SAMPLES}


@contextmanager
def known(monkeypatch: Any) -> Iterator[None]:
    """Have `predict`, `answer` and the site know these questions instead of the book's."""
    with monkeypatch.context() as patch:
        patch.setattr(questions, "catalogue", lambda: BY_NAME)
        patch.setattr(site, "catalogue", lambda: BY_NAME)
        yield


def page(like: Path) -> str:
    """A page with all of them, under the head of a built chapter that has questions."""
    built = like.read_text(encoding="utf-8")
    head = built[: built.index("</head>")]
    scripts = re.findall(r'<script [^>]*src="[^"]*(?:book|questions)\.js[^>]*></script>', built)
    parts = []
    for k, (question, given, values) in enumerate(SAMPLES):
        name = question.name
        card = site.asking(name, questions.predict(name, *given).html, first=k == 0)
        answer = site.answering(name, questions.answer(name, *values).html)
        parts.append(
            '<div class="predict admonition"><p class="admonition-title">Predict</p>'
            f"<p>A question of the kind {question.kind}.</p>{card}</div>\n"
            f'{site.FOLD.format(name=name)}<p>What came out.</p><p id="in-{name}">Why.</p>'
            f"{answer}</div>\n"
        )
    for name in EXERCISES:
        card = exercise_card(exercises()[name])
        parts.append(
            f'<div class="exercise admonition"><p class="admonition-title">Exercise</p>{card}</div>'
        )
    panel = '<div data-panel="sample">Loss <span id="loss">0.5</span></div>'
    set_ = (
        "<script>document.querySelector('[data-panel]').nnbookState = () => "
        "({ loss: Number(document.getElementById('loss').textContent) })</script>"
    )
    body = f"<h1>All kinds</h1>{panel}{set_}{''.join(parts)}{site.END}<h2>Next</h2>"
    scripts = [one for one in scripts if one not in head]
    return with_policy(
        f'{head}{"".join(scripts)}</head>\n<body><main class="bd-main"><div class="bd-content">'
        f'<div class="bd-article-container"><article class="bd-article">{body}</article></div>'
        "</div></main></body></html>"
    )


if __name__ == "__main__":  # to look at: python -m tests.cards BUILT-CHAPTER, prints the page
    import sys

    class _Patch:
        """As much of pytest's as is needed."""

        def context(self) -> Any:
            from contextlib import nullcontext

            return nullcontext(self)

        def setattr(self, module: Any, name: str, value: Any) -> None:
            setattr(module, name, value)

    with known(_Patch()):
        print(page(Path(sys.argv[1])))
