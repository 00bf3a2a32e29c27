"""The exercises of the chapter on six weights."""

from __future__ import annotations

from nnbook.exercises.catalogue._texts import drawn, one_call
from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place, coding
from nnbook.exercises.programs import simple_net_gradient

CASES = """
simple_net_gradient(np.zeros((1, 2)), np.array([1.0]), np.array([0, 1]))

simple_net_gradient(np.zeros((2, 3)), np.zeros(2), np.array([0, 0, 1]))

simple_net_gradient(np.zeros((2, 3)), np.array([1.0, 0.0]), np.array([0, 0, 1]))

simple_net_gradient(np.zeros((2, 3)), np.array([0.6, 0.9]), np.array([0, 0, 1]))

simple_net_gradient(np.ones((2, 3)), np.array([0.6, 0.9]), np.array([1, 0, 0]))

simple_net_gradient(
    np.array([[-0.83, -0.14, 1.21], [-0.52, 1.67, -0.83]]),
    np.array([0.6, 0.9]),
    np.array([0, 0, 1]),
)

simple_net_gradient(
    np.array([[-0.83, -0.14, 1.21], [-0.52, 1.67, -0.83]]),
    np.array([0.6, 0.9]),
    np.array([0.1, 0.3, 0.6]),
)

""" + "".join(
    one_call("simple_net_gradient", drawn(seed, (2, 3)), drawn(seed + 50, (2,)), label)
    for seed, label in enumerate(["np.array([0, 1, 0])", "np.array([1, 0, 0])"])
)


# The notebook's weights, and the loss that they have.
WEIGHTS = "np.array([[-0.8339355, -0.13553598, 1.21013523], [-0.52139142, 1.6686686, -0.82705022]])"
LOSS = "SimpleNet(W={}).loss([0.6, 0.9], [0, 0, 1])"
NUDGED = f"{WEIGHTS} - 0.05 * np.outer([0, 1], [0, 1, 0])"
CHANGE = f"{LOSS.format(NUDGED)} - {LOSS.format(WEIGHTS)}"


EXERCISES = (
    coding(
        simple_net_gradient,
        CASES,
        name="simple_net_gradient",
        chapter="simple_net",
        title="Six slopes from one formula",
        difficulty=2,
        ask="A function simple_net_gradient(W, x, t): the exact slopes of the loss along the "
        "weights, in the shape of W. The scores are np.dot(x, W); the loss is the cross-entropy "
        "of their softmax and the label t, without a delta.",
        hints=(
            "How does the loss move with the three scores? The chapter on the cross-entropy has "
            "the slope along the score of the true class, and along that of another.",
            "One weight moves one score, by as much as the input it is multiplied by. So each "
            "slope is a product of two numbers, one of them from a list of two and the other "
            "from a list of three.",
        ),
    ),
    Numbers(
        name="simple-net-ex-eye",
        chapter="simple_net",
        title="A change by eye",
        difficulty=1,
        ask="The change of the loss by the slope, then the true change.",
        hints=(
            "A slope says by how much the loss changes for a whole unit of the weight.",
            "For the true change, change the weight, compute the loss, and put the weight back.",
        ),
        right=("0.677 * -0.05", CHANGE),
        atol=0.0001,
        misconceptions=(
            Misconception(
                "sign turned",
                "The weight is lowered, and its slope is positive: does the loss rise or fall?",
                Place("simple_net", "The gradient: six slopes"),
                ("0.677 * 0.05", None),
            ),
            Misconception(
                "the slope itself",
                "That is the slope, the change for a whole unit. The weight moves by much less.",
                Place("simple_net", "The gradient: six slopes"),
                ("0.677", None),
            ),
            Misconception(
                "one number for both",
                (
                    "The estimate is right. The true change is a little smaller, since the slope "
                    "itself falls on the way: compute the loss at the new weight."
                ),
                Place("simple_net", "The loss as a function of the weights"),
                ("0.677 * -0.05", "0.677 * -0.05"),
            ),
        ),
    ),
    Choice(
        name="simple-net-ex-label",
        chapter="simple_net",
        title="Another label",
        difficulty=1,
        ask='The signs of the columns: "+ - +", "+ + -", "- + -" or "- - -".',
        hints=(
            "Raising the score of the true class is good for the loss. And raising another?",
            "The inputs are positive, so a column has the sign of the slope along its score.",
        ),
        options=("+ - +", "+ + -", "- + -", "- - -"),
        right=frozenset({"+ - +"}),
        misconceptions=(
            Misconception(
                "the old label",
                "That was right for class 2. The label has moved.",
                Place("simple_net", "The gradient: six slopes"),
                frozenset({"+ + -"}),
            ),
            Misconception(
                "sign turned",
                (
                    "A slope says what the loss does when the weight grows. For the true class "
                    "that is good: the loss falls."
                ),
                Place("simple_net", "The gradient: six slopes"),
                frozenset({"- + -"}),
            ),
            Misconception(
                "all downhill",
                "The slopes along the three scores add up to 0, so they cannot all have one sign.",
                Place("simple_net", "The gradient: six slopes"),
                frozenset({"- - -"}),
            ),
        ),
    ),
    Numbers(
        name="simple-net-ex-zero",
        chapter="simple_net",
        title="A gradient of zeros",
        difficulty=1,
        ask="The two inputs for which the whole gradient is 0, then the loss there.",
        hints=(
            "Each slope is a product. One of its factors is an input.",
            "What is in every slope of the first row, and what in every slope of the second? With "
            "such inputs, what are the scores, whatever the weights?",
        ),
        right=("0", "0", "np.log(3)"),
        misconceptions=(
            Misconception(
                "only the first row",
                "The first row of the gradient is 0 with these, and the second is not.",
                Place("simple_net", "The gradient: six slopes"),
                ("0", "0.9", None),
            ),
            Misconception(
                "only the second row",
                "The second row of the gradient is 0 with these, and the first is not.",
                Place("simple_net", "The gradient: six slopes"),
                ("0.6", "0", None),
            ),
            Misconception(
                "no slope, no loss",
                "The inputs are right. Where the gradient is 0 no weight can help, but that does "
                "not make the prediction a good one.",
                Place("simple_net", "Forward: from input to loss"),
                ("0", "0", "0"),
            ),
            Misconception(
                "the probability for the loss",
                "The inputs are right. That is the probability of each class. The loss is minus "
                "its logarithm.",
                Place("cross_entropy", "One number for one prediction"),
                ("0", "0", "1 / 3"),
            ),
        ),
    ),
    Numbers(
        name="simple-net-ex-one",
        chapter="simple_net",
        title="Which weight, for one step?",
        difficulty=2,
        ask="The row and the column of the weight, counted from 0, and the change, 0.1 or -0.1.",
        hints=(
            "The steepest slope promises the most. In which direction does the loss fall?",
            "There are twelve changes: write a loop that tries each, and puts the weight back.",
        ),
        right=("1", "2", "0.1"),
        atol=1e-6,
        misconceptions=(
            Misconception(
                "uphill",
                (
                    "It is the right weight. But a negative slope means that the loss falls when "
                    "the weight grows."
                ),
                Place("gradient_descent", "One step"),
                ("1", "2", "-0.1"),
            ),
            Misconception(
                "counted from one",
                "Python counts rows and columns from 0.",
                Place("simple_net", "The network"),
                ("2", "3", None),
            ),
            Misconception(
                "largest, not steepest",
                "You took the slope that is the largest number. A negative slope may be steeper.",
                Place("simple_net", "The gradient: six slopes"),
                ("1", "1", None),
            ),
        ),
    ),
)
