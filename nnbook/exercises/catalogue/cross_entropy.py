"""The exercises of the chapter on the cross-entropy."""

from __future__ import annotations

from nnbook.exercises.kinds import Misconception, Numbers, Place, coding
from nnbook.exercises.programs import cross_entropy_error

CASES = """
cross_entropy_error(np.array([1.0]), np.array([1]))

cross_entropy_error(np.array([0.5]), np.array([1]))

cross_entropy_error(np.array([0.5, 0.5]), np.array([0, 1]))

cross_entropy_error(np.array([0.2, 0.8]), np.array([1, 0]))

cross_entropy_error(np.array([0.0, 1.0]), np.array([1, 0]))

cross_entropy_error(np.array([0.25, 0.75]), np.array([0.5, 0.5]))

cross_entropy_error(np.array([0.2, 0.5, 0.3]), np.array([0, 1, 0]))

cross_entropy_error(np.array([[0.25, 0.75]]), np.array([[0, 1]]))

cross_entropy_error(np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([[0, 1], [1, 0]]))

cross_entropy_error(np.array([[0.2, 0.8], [0.75, 0.25]]), np.array([[0, 1], [0, 1]]))

cross_entropy_error(np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([[1, 0], [1, 0]]))

cross_entropy_error(
    np.array([[0.2, 0.3, 0.5], [0.6, 0.1, 0.3]]), np.array([[0, 0, 1], [0.2, 0.2, 0.6]])
)

cross_entropy_error(
    np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.0, 0.3, 0.7], [0.25, 0.25, 0.5]]),
    np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]]),
)
"""

SCORES = "np.array([-0.96961358, 1.42048015, -0.01826406])"

EXERCISES = (
    coding(
        cross_entropy_error,
        CASES,
        name="cross_entropy_error",
        chapter="cross_entropy",
        title="A loss with a delta",
        difficulty=2,
        ask="A function cross_entropy_error(y, t): the loss of one prediction, or the mean loss "
        "of the rows of a batch, with labels of the same shape and a delta of 1e-7.",
        hints=(
            "Begin with one sample and a one-hot label. Which entry of y counts, and how can a "
            "product with the label pick it out?",
            "Two things are combined, in this order: the classes of a sample, and then the "
            "samples of a batch. They are not combined in the same way.",
        ),
    ),
    Numbers(
        name="cross-entropy-ex-hand",
        chapter="cross_entropy",
        title="By hand",
        difficulty=1,
        ask="The sum of the two losses, then their mean.",
        hints=(
            "Write 0.8 and 0.25 as fractions of small whole numbers.",
            "The logarithm of a fraction is a difference, that of a power a product.",
        ),
        right=("-np.log(0.8) - np.log(0.25)", "-(np.log(0.8) + np.log(0.25)) / 2"),
        misconceptions=(
            Misconception(
                "mean before sum",
                "These are the two, but the other way round.",
                Place("cross_entropy", "A batch: sum or mean"),
                ("-(np.log(0.8) + np.log(0.25)) / 2", "-np.log(0.8) - np.log(0.25)"),
            ),
            Misconception(
                "minus forgotten",
                "A loss is never negative: the logarithm of a probability is.",
                Place("cross_entropy", "One number for one prediction"),
                ("np.log(0.8) + np.log(0.25)", "(np.log(0.8) + np.log(0.25)) / 2"),
            ),
            Misconception(
                "the other classes",
                "You took the classes that are not wanted. The loss looks at the true one.",
                Place("cross_entropy", "One number for one prediction"),
                ("-np.log(0.2) - np.log(0.75)", "-(np.log(0.2) + np.log(0.75)) / 2"),
            ),
            Misconception(
                "logarithm to base 10",
                "These are logarithms to base 10. The loss has the natural one.",
                Place("cross_entropy", "One number for one prediction"),
                ("-np.log10(0.2)", "-np.log10(0.2) / 2"),
            ),
            Misconception(
                "logarithm of the mean",
                "You averaged the probabilities first. It is the losses that are averaged.",
                Place("cross_entropy", "A batch: sum or mean"),
                (None, "-np.log((0.8 + 0.25) / 2)"),
            ),
        ),
    ),
    Numbers(
        name="cross-entropy-ex-cap",
        chapter="cross_entropy",
        title="Another cap",
        difficulty=2,
        ask="The delta that puts the cap at 10, then the lead at which half of the slope is lost.",
        hints=(
            "What is the loss of a probability of 0?",
            "Half of the slope is lost where the probability is as small as delta. How does a "
            "small probability follow from the lead?",
        ),
        right=("np.exp(-10)", "10"),
        rtol=0.02,
        atol=0.0,
        misconceptions=(
            Misconception(
                "a power of ten",
                "The logarithm in the loss is the natural one, so delta is no power of ten here.",
                Place("cross_entropy", "What delta costs"),
                ("1e-10", None),
            ),
            Misconception(
                "sign of the exponent",
                "A delta is a small number. Yours is a large one: look at its sign before the "
                "exponential.",
                Place("cross_entropy", "What delta costs"),
                ("np.exp(10)", None),
            ),
            Misconception(
                "half of the lead",
                "The delta is right. Half of the slope is not lost at half of the cap: at that "
                "lead the probability is still far above delta.",
                Place("cross_entropy", "What delta costs"),
                ("np.exp(-10)", "5"),
            ),
        ),
    ),
    Numbers(
        name="cross-entropy-ex-soft",
        chapter="cross_entropy",
        title="The best of the soft",
        difficulty=2,
        ask="The y at which the loss is lowest for q = 0.3.",
        hints=(
            "At the lowest place the slope is 0. What is the derivative along y?",
            "Set the derivative to 0 and multiply by both denominators. Much of it cancels.",
        ),
        right=("0.3",),
        misconceptions=(
            Misconception(
                "all on the favourite",
                "To be sure of the more frequent class costs an infinite loss whenever the other "
                "one is true, and that happens in three of ten.",
                Place("cross_entropy", "One number for one prediction"),
                ("0",),
            ),
            Misconception(
                "the other class",
                "That is the share of the other class.",
                Place("cross_entropy", "Labels in three forms"),
                ("0.7",),
            ),
            Misconception(
                "undecided",
                "To be undecided is the best only if both classes are equally frequent.",
                Place("cross_entropy", "Labels in three forms"),
                ("0.5",),
            ),
        ),
    ),
    Numbers(
        name="cross-entropy-ex-labels",
        chapter="cross_entropy",
        title="Three labels",
        difficulty=1,
        ask="The integers of the cat and of the bird, then the lowest loss that the third picture "
        "allows.",
        hints=(
            "Python counts from 0. Which class is the dog?",
            "The sum over the classes has two terms for the third picture. What do you gain by "
            "being sure of one of them?",
        ),
        right=("1", "2", "np.log(2)"),
        misconceptions=(
            Misconception(
                "counted from one",
                "You began to count at 1. The dog is class 0.",
                Place("cross_entropy", "Labels in three forms"),
                ("2", "3", None),
            ),
            Misconception(
                "down to nothing",
                "The integers are right. Whoever is sure of one animal loses without limit where "
                "the other was meant, and both are meant here.",
                Place("cross_entropy", "Labels in three forms"),
                ("1", "2", "0"),
            ),
            Misconception(
                "halves forgotten",
                "The integers are right. The third label has two terms, and each is weighted "
                "with one half.",
                Place("cross_entropy", "Labels in three forms"),
                ("1", "2", "2 * np.log(2)"),
            ),
            Misconception(
                "the whole on one class",
                "The integers are right. For the third you took half of a loss, as if only one "
                "of the two animals cost anything.",
                Place("cross_entropy", "Labels in three forms"),
                ("1", "2", "0.5 * np.log(2)"),
            ),
        ),
    ),
    Numbers(
        name="cross-entropy-ex-others",
        chapter="cross_entropy",
        title="Three slopes",
        difficulty=2,
        ask="The slopes of the loss along the chapter's scores of class 0, 1 and 2.",
        hints=(
            "In the logarithm of the softmax, the true score stands alone in one term. Where do "
            "the others stand?",
            "Only the logarithm of the sum holds the score of another class. Its derivative is a "
            "fraction that you know. For the true class a second term comes in.",
        ),
        right=tuple(f"softmax({SCORES})[{k}] - {k // 2}" for k in range(3)),
        misconceptions=(
            Misconception(
                "label forgotten",
                "These are the probabilities. All three slopes can't be positive: what if all "
                "scores rise alike?",
                Place("cross_entropy", "Three facts about slopes"),
                tuple(f"softmax({SCORES})[{k}]" for k in range(3)),
            ),
            Misconception(
                "as if each were the true class",
                "That would be each slope if its own class were the true one. But only the bird is "
                "wanted: what does raising the score of another do to the loss?",
                Place("cross_entropy", "Three facts about slopes"),
                tuple(f"softmax({SCORES})[{k}] - 1" for k in range(3)),
            ),
            Misconception(
                "sign turned",
                "The sizes are right. Raising a score that is not wanted takes probability away "
                "from the true class.",
                Place("cross_entropy", "Three facts about slopes"),
                tuple(f"{k // 2} - softmax({SCORES})[{k}]" for k in range(3)),
            ),
            Misconception(
                "no slope",
                "The label has a 0 there, but the loss still feels those scores: the softmax "
                "divides by a sum in which they stand.",
                Place("cross_entropy", "Three facts about slopes"),
                ("0", "0", f"softmax({SCORES})[2] - 1"),
            ),
            Misconception(
                "the predicted class for the true one",
                "You took off the 1 at class 1, which the network says. It is taken off at the "
                "class that is true.",
                Place("cross_entropy", "Labels in three forms"),
                tuple(f"softmax({SCORES})[{k}] - {k % 2}" for k in range(3)),
            ),
        ),
    ),
)
