"""The exercises of the chapter on what comes next."""

from __future__ import annotations

from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place

EXERCISES = (
    Choice(
        name="what_next-ex-momentum",
        chapter="what_next",
        title="Too much momentum",
        difficulty=2,
        ask='The fastest of "0.3", "0.6", "0.9" and "0.99".',
        hints=(
            "Count the steps until the loss stays below one millionth.",
            "What does a ball do that hardly feels friction?",
        ),
        options=("0.3", "0.6", "0.9", "0.99"),
        right=frozenset({"0.6"}),
        misconceptions=(
            Misconception(
                "more is better",
                (
                    "With so much momentum the path swings through the lowest point and back, for "
                    "a long time."
                ),
                Place("what_next", "Momentum"),
                frozenset({"0.99"}),
            ),
            Misconception(
                "the usual one",
                "It is the usual choice for networks. In this bowl it already swings.",
                Place("what_next", "Momentum"),
                frozenset({"0.9"}),
            ),
            Misconception(
                "less is better",
                "Here the flat direction still creeps.",
                Place("what_next", "Momentum"),
                frozenset({"0.3"}),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-deep",
        chapter="what_next",
        title="Twenty layers",
        difficulty=2,
        ask="What shrink prints for twenty layers, as a whole number.",
        hints=(
            "Count the links between the last layer and the first.",
            "Each link costs the same factor, so powers of ten add up.",
        ),
        right=("-12",),
        atol=0.5,
        misconceptions=(
            Misconception(
                "no change",
                "That is for ten layers. Each further layer is a further factor.",
                Place("what_next", "Deeper networks"),
                ("-6",),
            ),
            Misconception(
                "sign forgotten",
                "The slopes shrink: the power of ten is negative.",
                Place("what_next", "Deeper networks"),
                ("12",),
            ),
            Misconception(
                "a factor of ten a layer",
                "Each link costs about a quarter, and not a tenth.",
                Place("what_next", "Deeper networks"),
                ("-19",),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-sigmoid",
        chapter="what_next",
        title="A new operation",
        difficulty=2,
        ask="The local slope at 0.7.",
        hints=(
            "The sigmoid knows its own slope by what it gives.",
            "The slope is a product of two numbers that add up to 1.",
        ),
        right=("sigmoid(0.7) * (1 - sigmoid(0.7))",),
        misconceptions=(
            Misconception(
                "its value",
                "That is the value of the sigmoid there.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("sigmoid(0.7)",),
            ),
            Misconception(
                "input for output",
                "You put in the input. The formula takes what the sigmoid gives.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("0.7 * 0.3",),
            ),
            Misconception(
                "the steepest place",
                "That is its slope at 0, where it is steepest.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("0.25",),
            ),
            Misconception(
                "sign turned",
                "The sigmoid rises.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("-sigmoid(0.7) * (1 - sigmoid(0.7))",),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-add",
        chapter="what_next",
        title="Why slopes are added",
        difficulty=1,
        ask="The slope at 3.",
        hints=(
            "In how many places does the number stand?",
            "Take the derivative on paper: a square and a straight line.",
        ),
        right=("2 * 3 + 1",),
        atol=1e-6,
        misconceptions=(
            Misconception(
                "the square alone",
                "That is the slope of the square. There is another term.",
                Place("what_next", "Let the program go backwards"),
                ("6",),
            ),
            Misconception(
                "the last way alone",
                "That is what one way brings. What comes back along all of them adds up.",
                Place("what_next", "Let the program go backwards"),
                ("1",),
            ),
            Misconception(
                "one factor forgotten",
                "Of the square you counted one factor.",
                Place("what_next", "Let the program go backwards"),
                ("4",),
            ),
            Misconception(
                "the value",
                "That is the value itself.",
                Place("what_next", "Let the program go backwards"),
                ("12",),
            ),
        ),
    ),
)
