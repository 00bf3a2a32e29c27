"""The exercises of the chapter on the full gradient."""

from __future__ import annotations

from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place

EXERCISES = (
    Numbers(
        name="two_layer_gradient-ex-cost",
        chapter="two_layer_gradient",
        title="A bigger net",
        difficulty=2,
        ask=(
            "The forward passes, the multiply-adds of one of them at batch 100, and the "
            "factor by which the whole work grows."
        ),
        hints=(
            "Each parameter is nudged up and down.",
            (
                "A layer of a by b weights takes a times b multiply-adds for an image. Passes "
                "and their size both grow."
            ),
        ),
        right=("2 * (784 * 200 + 200 + 200 * 10 + 10)", "100 * (784 * 200 + 200 * 10)", "4"),
        atol=0.03,
        misconceptions=(
            Misconception(
                "one pass each",
                (
                    "There are as many passes as that for steps up. The central difference steps "
                    "down as well."
                ),
                Place("two_layer_gradient", "What a full gradient costs"),
                ("784 * 200 + 200 + 200 * 10 + 10", None, None),
            ),
            Misconception(
                "one image",
                "That is for a single image. The batch has 100.",
                Place("two_layer_gradient", "What a full gradient costs"),
                (None, "784 * 200 + 200 * 10", None),
            ),
            Misconception(
                "half of the growth",
                "Twice as many passes, and each of them twice as large.",
                Place("two_layer_gradient", "What a full gradient costs"),
                (None, None, "2"),
            ),
            Misconception(
                "biases forgotten",
                "The biases are nudged too.",
                Place("two_layer_gradient", "What a full gradient costs"),
                ("2 * (784 * 200 + 200 * 10)", None, None),
            ),
        ),
    ),
    Choice(
        name="two_layer_gradient-ex-rows",
        chapter="two_layer_gradient",
        title="Rows that sum to 0",
        difficulty=2,
        ask=(
            'Why: "the ten scores rise together", "the weights cancel" or "the labels are one-hot".'
        ),
        hints=(
            (
                "The sum of a row is a slope too: along a nudge of all ten weights of a unit "
                "at once."
            ),
            (
                "What does such a nudge do to the ten scores of an image, and what does its "
                "softmax make of that?"
            ),
        ),
        options=("the ten scores rise together", "the weights cancel", "the labels are one-hot"),
        right=frozenset({"the ten scores rise together"}),
        misconceptions=(
            Misconception(
                "weights",
                "These are slopes, and not weights: weights of any size would do.",
                Place("two_layer_gradient", "The mended table"),
                frozenset({"the weights cancel"}),
            ),
            Misconception(
                "labels",
                (
                    "With soft labels the rows sum to 0 as well. In the notebook's form they do "
                    "not, with any labels."
                ),
                Place("two_layer_gradient", "The mended table"),
                frozenset({"the labels are one-hot"}),
            ),
        ),
    ),
    Choice(
        name="two_layer_gradient-ex-delta",
        chapter="two_layer_gradient",
        title="How small must delta be?",
        difficulty=2,
        ask='When it is back: "at 1e-9", "at 1e-12", "at 1e-15" or "at none of them".',
        hints=(
            "Print three digits after the point for each.",
            "An image speaks up only if its probability is not far below delta.",
        ),
        options=("at 1e-9", "at 1e-12", "at 1e-15", "at none of them"),
        right=frozenset({"at none of them"}),
        misconceptions=(
            Misconception(
                "the first step",
                "At 1e-9 about a fifth of the slope is there.",
                Place("two_layer_gradient", "Back to life"),
                frozenset({"at 1e-9"}),
            ),
            Misconception(
                "the second step",
                "At 1e-12 it is more than half, and not all.",
                Place("two_layer_gradient", "Back to life"),
                frozenset({"at 1e-12"}),
            ),
            Misconception(
                "nearly",
                "Nearly. Look at the third digit: some images still are below that delta.",
                Place("two_layer_gradient", "Back to life"),
                frozenset({"at 1e-15"}),
            ),
        ),
    ),
    Choice(
        name="two_layer_gradient-ex-plant",
        chapter="two_layer_gradient",
        title="How small an error?",
        difficulty=2,
        ask='The set of the factors that the check sees, of "1.00001" and "1.00000001".',
        hints=(
            "How large an error does the check allow, in parts of the slope?",
            "Below what it allows for round-off and the step, nothing can be seen.",
        ),
        options=("1.00001", "1.00000001"),
        right=frozenset({"1.00001"}),
        misconceptions=(
            Misconception(
                "both",
                (
                    "The second error is smaller than what the check allows for round-off and the "
                    "step."
                ),
                Place("two_layer_gradient", "Is the gradient right?"),
                frozenset({"1.00001", "1.00000001"}),
            ),
            Misconception(
                "none",
                "The first error is ten times as large as what the check allows.",
                Place("two_layer_gradient", "Is the gradient right?"),
                frozenset(),
            ),
            Misconception(
                "the smaller one",
                "If it sees the smaller error, it must see the larger one.",
                Place("two_layer_gradient", "Is the gradient right?"),
                frozenset({"1.00000001"}),
            ),
        ),
    ),
)
