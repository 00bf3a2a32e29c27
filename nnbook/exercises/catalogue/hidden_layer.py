"""The exercises of the chapter on a hidden layer."""

from __future__ import annotations

from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place

EXERCISES = (
    Numbers(
        name="hidden_layer-ex-count",
        chapter="hidden_layer",
        title="Count them",
        difficulty=1,
        ask=(
            "The parameters for three hidden units, then the fewest hidden units with more"
            " than 80 parameters."
        ),
        hints=(
            "Each hidden unit has two weights coming in, a bias, and two weights going out.",
            "The two biases of the scores do not depend on the number of units.",
        ),
        right=("5 * 3 + 2", "16"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "last biases forgotten",
                "The two scores have biases as well.",
                Place("hidden_layer", "How many units does it take?"),
                ("5 * 3", None),
            ),
            Misconception(
                "all biases forgotten",
                "The units and the scores have biases.",
                Place("hidden_layer", "How many units does it take?"),
                ("4 * 3", None),
            ),
            Misconception(
                "one too few",
                "With 15 units there are 77.",
                Place("hidden_layer", "How many units does it take?"),
                ("17", "15"),
            ),
        ),
    ),
    Numbers(
        name="hidden_layer-ex-read",
        chapter="hidden_layer",
        title="Read a unit",
        difficulty=2,
        ask=(
            "The activation at (1, 2), then at (0, 0), then at (0, 0) with all three "
            "numbers doubled."
        ),
        hints=(
            "Put the point into the sum first, and the sum into the sigmoid.",
            "Where the sum is 0 the switch stands halfway.",
        ),
        right=("0.5", "sigmoid(5)", "sigmoid(10)"),
        atol=0.0006,
        misconceptions=(
            Misconception(
                "sums",
                "These are the sums. The activation is their sigmoid.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("0", "5", "10"),
            ),
            Misconception(
                "off on the line",
                "On the line the sum is 0. What is the sigmoid of that?",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("0", None, None),
            ),
            Misconception(
                "nothing changes",
                "The line stays, but the switch becomes more sudden.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("0.5", "sigmoid(5)", "sigmoid(5)"),
            ),
            Misconception(
                "bias forgotten",
                "You left out the bias.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                (None, "0.5", "0.5"),
            ),
        ),
    ),
    Choice(
        name="hidden_layer-ex-xor",
        chapter="hidden_layer",
        title="Either, but not both",
        difficulty=2,
        ask='The fewest hidden units that part the four points: "none", "1" or "2".',
        hints=(
            "Where does the middle of the square lie, seen from each pair?",
            "One unit turns at one line. How many lines does it take to cut off a strip?",
        ),
        options=("none", "1", "2"),
        right=frozenset({"2"}),
        misconceptions=(
            Misconception(
                "a line",
                (
                    "Each pair has the middle of the square halfway between its points. A line "
                    "would have to have it on both sides."
                ),
                Place("hidden_layer", "A problem that no line parts"),
                frozenset({"none"}),
            ),
            Misconception(
                "one line",
                (
                    "One unit gives a boundary that is a single line. What did the middle of the "
                    "square say of lines?"
                ),
                Place("hidden_layer", "A unit is a soft switch across a line"),
                frozenset({"1"}),
            ),
        ),
    ),
)
