"""Questions of the chapter of fine print."""

from __future__ import annotations

from nnbook.questions.kinds import Axis, Choice, Option, Place, Wrong

QUESTIONS = (
    Choice(
        name="fine-print-q-large",
        ask="After a nudge of 1, the short way's logits are:",
        options=(
            Option(
                "roughly right, within a few per cent",
                "So it would be with the slope times the nudge, a straight line. But the short way "
                "has computed the nudged unit anew.",
                lambda exact, straight: exact >= 1e-9 and exact < 0.1 * straight,
            ),
            Option(
                "of no use: a slope holds for small nudges",
                "A slope does. But no slope is used here: the sigmoid of the nudged unit is "
                "computed anew, and all else is as it was.",
                lambda exact, straight: exact >= 0.1 * straight,
            ),
            Option(
                "right, as after a small one",
                "The one unit that moves is computed anew, and nothing else has changed.",
                lambda exact, straight: exact < 1e-9,
            ),
        ),
    ),
    Place(
        name="fine-print-q-bottom",
        ask="Where is the bottom of the V in float32?",
        x=Axis("step h", 1e-8, 1, log=True),
        right=lambda eps32, eps64: eps32 ** (1 / 3),
        near=(0.09, 0.09),
        sentence="At the cube root of the epsilon. There are fewer digits to lose, so the step has "
        "to be larger.",
        far="Rounding is coarser here. Does a larger step help against it, or a smaller one?",
        wrong=(
            Wrong(
                "as in float64",
                "There it is in float64. With seven digits instead of sixteen the two losses have "
                "to be farther apart, or rounding eats their difference.",
                lambda eps32, eps64: eps64 ** (1 / 3),
            ),
            Wrong(
                "at the epsilon",
                "That is the smallest step that such a number notices at all. The difference of "
                "two losses would be nothing but rounding.",
                lambda eps32, eps64: eps32,
            ),
        ),
    ),
    Choice(
        name="fine-print-q-factor",
        ask="With which weights does the check see the factor of two?",
        options=(
            Option(
                "with both: twice is far beyond any tolerance",
                "Twice a slope is. But the plain sum is always 1, so its slopes are 0, and twice 0 "
                "is 0.",
                lambda plain, random: not plain and not random,
            ),
            Option(
                "with the plain sum only",
                "Random weights look like a detour. But the plain sum of a softmax is always 1: "
                "its slopes are 0, and so are twice as large ones.",
                lambda plain, random: not plain and random,
            ),
            Option(
                "with random weights only",
                "The plain sum is always 1 and has slopes of 0. Random weights give slopes that a "
                "factor can change.",
                lambda plain, random: plain and not random,
            ),
            Option(
                "with neither: the shape is right",
                "The check compares numbers, not shapes. With random weights the slopes are not 0, "
                "and twice a slope is refused.",
                lambda plain, random: plain and random,
            ),
        ),
    ),
)
