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
    Numbers(
        name="hidden_layer-ex-hole",
        chapter="hidden_layer",
        title="A hole in the middle",
        difficulty=3,
        ask="How many of the two switches are on inside the strip, how many outside of it, and how "
        "many of the 80 points your network gets right.",
        hints=(
            "Let the two face each other: one turns on below the upper edge, the other above the "
            "lower edge.",
            "Outside, the scores must stay as they were. What can the bias of class 0 do about a "
            "switch that is always on there?",
        ),
        right=("2", "1", "80"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "off outside",
                "A switch is on along a whole side of its line. Of two that face each other, which "
                "one is on far above the strip?",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("2", "0", None),
            ),
            Misconception(
                "turned away",
                "Your switches turn away from each other: both are off where the lone point lies. "
                "That works too, with other weights behind them. Here let them face each other.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("0", "1", None),
            ),
            Misconception(
                "the lone point stays wrong",
                "The switches are right. But class 1 leads at the lone point still: by how much, "
                "and by how much do the two switches push?",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("2", "1", "79"),
            ),
            Misconception(
                "bias not mended",
                "The switches are right. But the one that is on outside pushes class 0 there as "
                "well: something must take that away again.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("2", "1", "40"),
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
    Numbers(
        name="hidden_layer-ex-corners",
        chapter="hidden_layer",
        title="Which points are missed",
        difficulty=2,
        ask=(
            "How many switches are on at a missed point, nearly, then how many points are "
            "right at the best distance of 0.8, 0.9, 1.0, 1.1, 1.2 and 1.3."
        ),
        hints=(
            ("Print the sums of the switches at the points where the answer and the class differ."),
            "Try the distances in a loop, with the biases made from each of them.",
        ),
        right=("3", "77"),
        atol=0.1,
        misconceptions=(
            Misconception(
                "the other side",
                (
                    "With two switches on, a point lies outside of one line, and is told from the "
                    "disc."
                ),
                Place("hidden_layer", "By hand: three switches make a triangle"),
                ("2", None),
            ),
            Misconception(
                "the old distance",
                "That is at the distance of the chapter.",
                Place("hidden_layer", "By hand: three switches make a triangle"),
                ("3", "74"),
            ),
        ),
    ),
    Numbers(
        name="hidden_layer-ex-luck",
        chapter="hidden_layer",
        title="One start is no proof",
        difficulty=2,
        ask="The most points that one of the sixty starts gets right.",
        hints=(
            "Train with each seed from 0 to 59, and count the right ones.",
            "Compare the best of all with the best of the first twenty.",
        ),
        right=("70",),
        atol=0.0,
        misconceptions=(
            Misconception(
                "all",
                "With two units no start of ours gets them all.",
                Place("hidden_layer", "How many units does it take?"),
                ("80",),
            ),
        ),
    ),
    Choice(
        name="hidden_layer-ex-bend",
        chapter="hidden_layer",
        title="Does it have to be the sigmoid?",
        difficulty=2,
        ask=(
            "Which of the two gets more points right than one layer, from all twenty starts: "
            '"max(0, a)" or "2a + 1", or both.'
        ),
        hints=(
            "Draw both as curves over a. In which of them is there a place where it bends?",
            "Put the second into the two lines of the forward pass, and multiply out. What kind "
            "of function of x is it?",
        ),
        options=("max(0, a)", "2a + 1"),
        right=frozenset({"max(0, a)"}),
        misconceptions=(
            Misconception(
                "any function will do",
                "Something stands between the layers in both cases. But a straight line between "
                "two matrices leaves a straight line.",
                Place("hidden_layer", "It takes the bend"),
                frozenset({"max(0, a)", "2a + 1"}),
            ),
            Misconception(
                "the smooth one",
                "It has no corner, that is true. But look at what two matrices and this between "
                "them make of a point.",
                Place("hidden_layer", "It takes the bend"),
                frozenset({"2a + 1"}),
            ),
        ),
    ),
)
