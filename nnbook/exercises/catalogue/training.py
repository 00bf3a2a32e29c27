"""The exercises of the chapter on training."""

from __future__ import annotations

from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place, coding
from nnbook.exercises.programs import one_epoch

CASES = """
one_epoch(0.0, lambda w, rows: w - 1.0, np.array([0]), 1, 0.5)

one_epoch(0.0, lambda w, rows: w - 1.0, np.array([0, 1]), 1, 0.5)

one_epoch(0.0, lambda w, rows: w - 1.0, np.array([1, 0]), 2, 0.5)

x = np.array([1.0, 3.0])
one_epoch(0.0, lambda w, rows: w - np.mean(x[rows]), np.array([1, 0]), 1, 0.5)

x = np.array([1.0, 3.0])
one_epoch(0.0, lambda w, rows: w - np.mean(x[rows]), np.array([1, 0]), 2, 0.5)

x = np.array([1.0, 3.0, 8.0])
one_epoch(0.0, lambda w, rows: w - np.mean(x[rows]), np.array([2, 0, 1]), 2, 0.5)

x = np.array([1.0, 3.0, 8.0])
one_epoch(np.array([4.0, 0.0]), lambda w, rows: w - np.mean(x[rows]), np.array([1, 0, 2]), 2, 0.1)

x = np.array([1.0, 3.0, 8.0, -2.0])
one_epoch(0.5, lambda w, rows: w - np.mean(x[rows]), np.array([3, 0, 2, 1]), 2, 0.3)

x = np.array([1.0, 3.0, 8.0, -2.0, 5.0])
one_epoch(0.5, lambda w, rows: w - np.mean(x[rows]), np.array([3, 0, 4, 2, 1]), 2, 0.3)

x = np.array([1.0, 3.0, 8.0, -2.0, 5.0])
one_epoch(0.5, lambda w, rows: w - np.mean(x[rows]), np.array([3, 0, 4, 2, 1]), 7, 0.3)
"""

EXERCISES = (
    coding(
        one_epoch,
        CASES,
        name="one_epoch",
        chapter="training",
        title="An epoch of mini-batches",
        difficulty=2,
        ask="A function one_epoch(w, gradient, order, size, learning_rate): where w is after one "
        "epoch. order holds the shuffled row numbers, size how many of them make a mini-batch, "
        "and gradient(w, rows) is the mean gradient over such rows.",
        hints=(
            "With five rows and mini-batches of two there are three steps, the last with a "
            "single row. Write down by hand which part of the order each of them takes.",
            "A loop over the places where the mini-batches begin; in it, cut out the rows, ask "
            "for the gradient where you are by now, and step. A slice that reaches past the end "
            "stops there by itself.",
        ),
    ),
    Numbers(
        name="training-ex-steps",
        chapter="training",
        title="Counting steps",
        difficulty=1,
        ask="The steps of 12 epochs with mini-batches of 50, then of 300, on 10,000 digits.",
        hints=(
            "How many mini-batches make an epoch?",
            "Where they do not divide evenly, some digits are left over. They are not left out.",
        ),
        right=("12 * 200", "12 * 34"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "one epoch",
                "These are the steps of a single epoch.",
                Place("training", "Mini-batches"),
                ("200", "34"),
            ),
            Misconception(
                "rest left out",
                "The digits that are left over make a last, shorter mini-batch in each epoch.",
                Place("training", "Mini-batches"),
                ("12 * 200", "12 * 33"),
            ),
            Misconception(
                "rest kept for the end",
                (
                    "Each epoch ends with a shorter mini-batch; what is left over is not carried "
                    "into the next epoch."
                ),
                Place("training", "Mini-batches"),
                ("12 * 200", "400"),
            ),
        ),
    ),
    Choice(
        name="training-ex-batch",
        chapter="training",
        title="Off, and yet downhill",
        difficulty=2,
        ask='Where most of the error of a mini-batch lies: "along", "across" or "against" the full '
        "gradient.",
        hints=(
            "Draw the full gradient, and the mini-batch's from the same point, three times as far "
            "off as the first is long. In which direction did you draw the error?",
            "There are 79,510 directions, and the full gradient is one of them.",
        ),
        options=("along", "across", "against"),
        right=frozenset({"across"}),
        misconceptions=(
            Misconception(
                "against",
                "An error of three lengths against it would make every mini-batch lead uphill.",
                Place("training", "A mini-batch's gradient is an estimate"),
                frozenset({"against"}),
            ),
            Misconception(
                "along",
                "Then a mini-batch's gradient would be the full one, only longer or shorter. The "
                "arrows point elsewhere.",
                Place("training", "A mini-batch's gradient is an estimate"),
                frozenset({"along"}),
            ),
        ),
    ),
    Choice(
        name="training-ex-momentum",
        chapter="training",
        title="Is momentum only a larger rate?",
        difficulty=3,
        ask=(
            'Whether the noise of the mini-batches is to blame where the two ways differ: "yes"'
            ' or "no".'
        ),
        hints=(
            "Without mini-batches there is no such noise. Do the two ways still differ?",
            "Look at the largest rise of the loss in one step, for twenty nets each.",
        ),
        options=("yes", "no"),
        right=frozenset({"no"}),
        misconceptions=(
            Misconception(
                "blame the noise",
                (
                    "Without mini-batches there is no such noise, and still the loss of all twenty "
                    "nets rises steeply at the large rate, and of none with momentum."
                ),
                Place("training", "Momentum"),
                frozenset({"yes"}),
            ),
        ),
    ),
    Numbers(
        name="training-ex-plateau",
        chapter="training",
        title="The height of the plateau",
        difficulty=2,
        ask=(
            "The mean loss, to two digits after the point, if 0.0944 of the digits are the one "
            "that it answers."
        ),
        hints=(
            "What is the loss of an image for which the probability of the true digit is 0?",
            "For one digit the net is right and sure. For all others it is sure and wrong.",
        ),
        right=("(1 - 0.0944) * -np.log(1e-7)",),
        atol=0.006,
        misconceptions=(
            Misconception(
                "all wrong",
                (
                    "That is the loss of a single wrong answer. Some images show the digit that "
                    "the net always answers."
                ),
                Place("training", "Too small, good, too large"),
                ("-np.log(1e-7)",),
            ),
            Misconception(
                "the wrong share",
                "You took the share of the digit that is right. Which images cost something?",
                Place("training", "Too small, good, too large"),
                ("0.0944 * -np.log(1e-7)",),
            ),
            Misconception(
                "minus forgotten",
                "A loss is not negative.",
                Place("cross_entropy", "One number for one prediction"),
                ("(1 - 0.0944) * np.log(1e-7)",),
            ),
        ),
    ),
)
