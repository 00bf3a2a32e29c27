"""The exercises of the chapter on one layer."""

from __future__ import annotations

from nnbook.exercises.kinds import Misconception, Numbers, Place

EXERCISES = (
    Numbers(
        name="one_layer-ex-count",
        chapter="one_layer",
        title="Places and sizes",
        difficulty=1,
        ask="The pixel's number, the row and the column of number 500, and the parameters.",
        hints=(
            (
                "How many whole rows come before a pixel? Rows, columns and pixels are counted"
                " from 0."
            ),
            (
                "A colour photograph has three numbers a pixel; each of them has a weight for "
                "each class."
            ),
        ),
        right=("28 * 10 + 20", "17", "24", "32 * 32 * 3 * 10 + 10"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "column before row",
                "Ten whole rows lie before the pixel, not twenty.",
                Place("one_layer", "An image is a table of numbers"),
                ("28 * 20 + 10", None, None, None),
            ),
            Misconception(
                "row and column swapped",
                "Row and column are swapped.",
                Place("one_layer", "An image is a table of numbers"),
                (None, "24", "17", None),
            ),
            Misconception(
                "counted from one",
                "Rows, columns and pixels are counted from 0.",
                Place("one_layer", "An image is a table of numbers"),
                (None, "18", "25", None),
            ),
            Misconception(
                "biases forgotten",
                "Each class has a bias as well.",
                Place("one_layer", "The same network, larger"),
                (None, None, None, "32 * 32 * 3 * 10"),
            ),
            Misconception(
                "colours forgotten",
                "A pixel of a colour photograph is three numbers.",
                Place("one_layer", "An image is a table of numbers"),
                (None, None, None, "32 * 32 * 10 + 10"),
            ),
        ),
    ),
    Numbers(
        name="one_layer-ex-start",
        chapter="one_layer",
        title="The first step",
        difficulty=3,
        ask=(
            "The loss at the start; then the probability less the label of a digit that an image "
            "does not show, and of the one that it shows."
        ),
        hints=(
            "With all scores 0, which probability has each digit?",
            "The slope along a score is a probability less a label.",
        ),
        right=("np.log(10)", "0.1", "0.1 - 1"),
        misconceptions=(
            Misconception(
                "minus forgotten",
                "A loss is not negative.",
                Place("cross_entropy", "One number for one prediction"),
                ("np.log(0.1)", None, None),
            ),
            Misconception(
                "logarithm to base 10",
                "The loss has the natural logarithm.",
                Place("cross_entropy", "One number for one prediction"),
                ("1", None, None),
            ),
            Misconception(
                "no loss",
                "No digit is favoured, but the true one has far less than the probability 1.",
                Place("one_layer", "The same network, larger"),
                ("0", None, None),
            ),
            Misconception(
                "signs turned",
                (
                    "The loss is right, the two slopes have their signs turned: the score of the "
                    "true digit should rise."
                ),
                Place("one_layer", "The same network, larger"),
                ("np.log(10)", "-0.1", "0.9"),
            ),
        ),
    ),
    Numbers(
        name="one_layer-ex-mend",
        chapter="one_layer",
        title="Mend the mean images",
        difficulty=2,
        ask="The share of the test digits that is read, as 0.5 for one half.",
        hints=(
            (
                "Multiply out the squared difference. Which of its three terms is the same for"
                " all digits?"
            ),
            "The bias of a digit is made of its own mean image alone.",
        ),
        right=("0.76",),
        atol=0.0051,
        misconceptions=(
            Misconception(
                "bias forgotten",
                "That is without the biases: a template with much ink still wins too often.",
                Place("one_layer", "A template for each digit"),
                ("0.6215",),
            ),
            Misconception(
                "one half forgotten",
                "You took the whole squared length off. Compare with the squared difference, "
                "multiplied out: which factor does the product have in it?",
                Place("one_layer", "A template for each digit"),
                ("0.5145",),
            ),
            Misconception(
                "sign turned",
                "The biases favour the dark templates now. They should make up for the ink.",
                Place("one_layer", "A template for each digit"),
                ("0.195",),
            ),
            Misconception(
                "percent",
                "As a share, please: 0.5 for one half.",
                Place("one_layer", "A template for each digit"),
                ("76",),
            ),
        ),
    ),
    Numbers(
        name="one_layer-ex-pair",
        chapter="one_layer",
        title="Only 4 and 9",
        difficulty=3,
        ask="The share of fours and nines that the layer for two reads, then the layer for ten.",
        hints=(
            (
                "Choose the rows of the training digits by their classes, and those of the "
                "test digits too."
            ),
            "Start from zeros, and make each step over all of the rows.",
        ),
        right=("0.95", "0.87"),
        atol=0.0051,
        misconceptions=(
            Misconception(
                "swapped",
                "These are the two, the other way round.",
                Place("one_layer", "What templates cannot tell"),
                ("0.87", "0.95"),
            ),
            Misconception(
                "percent",
                "As shares, please: 0.5 for one half.",
                Place("one_layer", "What templates cannot tell"),
                ("95", "87"),
            ),
        ),
    ),
    Numbers(
        name="one_layer-ex-luck",
        chapter="one_layer",
        title="Wrong in the same way",
        difficulty=2,
        ask="How many get the same wrong answer from all, then how many are misread by all.",
        hints=(
            "Look only at the digits that no run reads.",
            "Compare the answers of all the runs with those of the first.",
        ),
        right=("123", "157"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "swapped",
                "These are the two, the other way round.",
                Place("one_layer", "What templates cannot tell"),
                ("157", "123"),
            ),
        ),
    ),
)
