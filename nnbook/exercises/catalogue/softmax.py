"""The exercises of the chapter on the softmax."""

from __future__ import annotations

from nnbook.exercises.catalogue._texts import drawn, one_call
from nnbook.exercises.kinds import Misconception, Numbers, Place, coding
from nnbook.exercises.programs import log_softmax, softmax

CASES = """
NAME(np.array([0.0]))

NAME(np.array([5.0]))

NAME(np.array([0.0, 0.0]))

NAME(np.array([0.0, 1.0]))

NAME(np.array([-1.0, 1.0]))

NAME(np.array([800.0, 0.0]))

NAME(np.array([-1000.0, -1000.0]))

NAME(np.array([0.0, 1.0, 2.0]))

NAME(np.array([[1.0], [2.0]]))

NAME(np.array([[0.0, 1.0]]))

NAME(np.array([[0.0, 1.0], [0.0, 1.0]]))

NAME(np.array([[0.0, 1.0], [2.0, 0.0]]))

NAME(np.array([[1000.0, 1001.0], [0.0, 2.0]]))

NAME(np.array([[-1000.0, -1001.0, -1002.0], [1000.0, 1000.0, 1001.0]]))

""" + "".join(
    one_call("NAME", drawn(seed, shape, scale))
    for seed, (shape, scale) in enumerate(
        [((3,), 1), ((4,), 3), ((10,), 2), ((2, 3), 1), ((3, 2), 2), ((3, 3), 1), ((4, 3), 200)]
    )
)

BATCH = "np.array([[-0.96961358, 1.42048015, -0.01826406], [2.0, 0.5, 4.0], [0.1, 0.3, 0.2]])"

EXERCISES = (
    coding(
        softmax,
        CASES.replace("NAME", "softmax"),
        name="softmax",
        chapter="softmax",
        title="A softmax for one sample and for many",
        difficulty=2,
        ask="A function softmax(x): probabilities for the scores of one sample, or for each row "
        "of a batch, right for scores of any size.",
        hints=(
            "First make one sample right, then large scores, then a batch. What you take off a "
            "sample's scores may be another number for each sample.",
            "Of a batch of shape (n, k) you need one maximum and one sum a row, in arrays of "
            "shape (n, 1), so that they are laid along the rows. The functions of NumPy that "
            "reduce have an option for that.",
        ),
    ),
    coding(
        log_softmax,
        CASES.replace("NAME", "log_softmax"),
        name="log_softmax",
        chapter="softmax",
        title="The logarithm, without the probability",
        difficulty=3,
        ask="A function log_softmax(x): the logarithms of the probabilities, for one sample or "
        "for each row, right even where a probability is too small for a float.",
        hints=(
            "On paper, take the logarithm of the fraction. What becomes of its upper part, and "
            "what of its lower one?",
            "With the maximum taken off everywhere, the sum below has at least one term that is "
            "1, so its logarithm is harmless. The upper part needs no function at all.",
        ),
    ),
    Numbers(
        name="softmax-ex-equal",
        chapter="softmax",
        title="Equal scores",
        difficulty=1,
        ask="The first probability for the scores 7, 7, 7, 7, then for 1 million and 1 million.",
        hints=(
            "Which of equal scores should get more than another?",
            "The probabilities of a sample sum to 1. Does it matter how large the scores are?",
        ),
        right=("1 / 4", "1 / 2"),
        misconceptions=(
            Misconception(
                "not divided",
                "Each is 1 only before the division by the sum. All of them together make 1.",
                Place("softmax", "Why the exponential"),
                ("1", "1"),
            ),
            Misconception(
                "overflow",
                "The exponential of a million is no float. But a shift of all scores changes no "
                "probability: make them small first.",
                Place("softmax", "Large scores"),
                (None, "0"),
            ),
            Misconception(
                "the number of scores",
                "With the second sample there are other scores, and fewer of them.",
                Place("softmax", "Three scores"),
                ("1 / 4", "1 / 4"),
            ),
        ),
    ),
    Numbers(
        name="softmax-ex-sigmoid",
        chapter="softmax",
        title="Two classes",
        difficulty=2,
        ask="The sigmoid's value that is the first probability for the scores 2.0 and 0.5.",
        hints=(
            "Divide the upper and the lower part of the fraction by the same number, so that the "
            "upper one becomes 1.",
            "Below the line there stand a 1 and one exponential: of the second score less the "
            "first. The sigmoid has a minus in its exponential.",
        ),
        right=("sigmoid(2.0 - 0.5)",),
        misconceptions=(
            Misconception(
                "the other class",
                "That is the probability of the second class: the difference was taken the other "
                "way round.",
                Place("softmax", "Three scores"),
                ("sigmoid(0.5 - 2.0)",),
            ),
            Misconception(
                "the second score forgotten",
                "You put the first score alone into the sigmoid. A shift of both scores must "
                "change nothing, so only what lies between them can count.",
                Place("softmax", "A shift"),
                ("sigmoid(2.0)",),
            ),
            Misconception(
                "sum for difference",
                "You added the scores. A shift of both must change nothing, but it changes their "
                "sum.",
                Place("softmax", "A shift"),
                ("sigmoid(2.0 + 0.5)",),
            ),
        ),
    ),
    Numbers(
        name="softmax-ex-base",
        chapter="softmax",
        title="Powers of two",
        difficulty=2,
        ask="The temperature at which the ordinary softmax gives what powers of two give.",
        hints=(
            "Write 2 as a power of e.",
            "A temperature divides the scores. By what are they multiplied here?",
        ),
        right=("1 / np.log(2)",),
        misconceptions=(
            Misconception(
                "upside down",
                "By that the scores are multiplied. A temperature divides them.",
                Place("softmax", "Temperature"),
                ("np.log(2)",),
            ),
            Misconception(
                "the base itself",
                "A temperature divides the scores; the base stands below them. Write it as a power "
                "of e to compare the two.",
                Place("softmax", "Temperature"),
                ("2",),
            ),
            Misconception(
                "logarithm to base 10",
                "You took the logarithm to base 10. The softmax is made of powers of e.",
                Place("softmax", "Temperature"),
                ("1 / np.log10(2)",),
            ),
        ),
    ),
    Numbers(
        name="softmax-ex-copies",
        chapter="softmax",
        title="A hundred copies",
        difficulty=2,
        ask="By how much the loss of each row grows.",
        hints=(
            "By which factor is the sum that all rows share larger than the sum of one?",
            "Each probability shrinks by that factor. What does the logarithm make of a factor?",
        ),
        right=("np.log(100)",),
        misconceptions=(
            Misconception(
                "factor for difference",
                "By that factor the probability shrinks. The loss is a logarithm of it.",
                Place("softmax", "Who is harmed"),
                ("100",),
            ),
            Misconception(
                "minus forgotten",
                "The size is right. But a smaller probability means a larger loss.",
                Place("softmax", "Who is harmed"),
                ("-np.log(100)",),
            ),
            Misconception(
                "logarithm to base 10",
                "You took the logarithm to base 10. The loss has the natural one.",
                Place("cross_entropy", "One number for one prediction"),
                ("2",),
            ),
            Misconception(
                "the whole loss",
                "That is the loss itself, with the notebook's softmax. By how much has it grown?",
                Place("softmax", "Who is harmed"),
                ("6.3282",),
            ),
        ),
    ),
    Numbers(
        name="softmax-ex-half",
        chapter="softmax",
        title="Half a mend",
        difficulty=2,
        ask="What each of the three rows of batch adds up to with half_mended.",
        hints=(
            "What is the shape of the sums, without keepdims? Along which axis does NumPy lay it?",
            "Write down the nine numbers of the table, each with the sum that it is divided by. "
            "Or let Python add up the rows.",
        ),
        right=tuple(
            f"(np.exp({BATCH}) / np.exp({BATCH}).sum(axis=1)).sum(axis=1)[{k}]" for k in range(3)
        ),
        misconceptions=(
            Misconception(
                "mended",
                "That is what they should add up to. Without keepdims each row has its sum, but "
                "is not divided by it.",
                Place("softmax", "The mend: row by row"),
                ("1", "1", "1"),
            ),
            Misconception(
                "one sum for all",
                "That is the bug as it was, with one sum for the whole table. There are three "
                "sums now.",
                Place("softmax", "A batch"),
                tuple(f"softmax({BATCH}, axis=None).sum(axis=1)[{k}]" for k in range(3)),
            ),
            Misconception(
                "sums of columns",
                "You took the sums of the columns. They are those of the rows, and lie where "
                "those of the columns should be.",
                Place("softmax", "The mend: row by row"),
                tuple(f"softmax({BATCH}, axis=0).sum(axis=1)[{k}]" for k in range(3)),
            ),
        ),
    ),
    Numbers(
        name="softmax-ex-log",
        chapter="softmax",
        title="The logarithm of nothing",
        difficulty=1,
        ask="-log p of class 1 by log_softmax, for the scores 800 and 0, then for 800 and 10.",
        hints=(
            "With the largest score taken off, what is left of the two scores?",
            "The sum of the exponentials is 1 here, to all digits. What is its logarithm?",
        ),
        right=("-log_softmax([800.0, 0.0])[1]", "-log_softmax([800.0, 10.0])[1]"),
        misconceptions=(
            Misconception(
                "the logarithm of 0",
                (
                    "That is what comes of the probability, which is 0 in floats. By log_softmax "
                    "the probability is never computed."
                ),
                Place("softmax", "When a probability is too small for a float"),
                ("np.inf", "np.inf"),
            ),
            Misconception(
                "minus forgotten",
                "These are the logarithms. The loss has a minus.",
                Place("cross_entropy", "One number for one prediction"),
                ("-800", "-790"),
            ),
            Misconception(
                "the score alone",
                (
                    "The first is right. When the score of class 1 rises, its lag behind the "
                    "largest shrinks."
                ),
                Place("softmax", "A shift"),
                ("800", "810"),
            ),
            Misconception(
                "no change",
                "The first is right. The second score has come nearer to the first.",
                Place("softmax", "A shift"),
                ("800", "800"),
            ),
        ),
    ),
)
