"""The exercises of the chapter on the numerical gradient."""

from __future__ import annotations

from nnbook.exercises.catalogue._texts import drawn
from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place, coding
from nnbook.exercises.programs import central_difference, numerical_gradient, slope_along

SLOPES = """
central_difference(lambda x: 3.0, 0.0, 1.0)

central_difference(lambda x: x, 0.0, 1.0)

central_difference(lambda x: x, 2.0, 1.0)

central_difference(lambda x: 2.0 * x, 1.0, 0.5)

central_difference(lambda x: x * x, 0.0, 1.0)

central_difference(lambda x: x * x, 3.0, 1.0)

central_difference(lambda x: x * x * x, 2.0, 0.5)

central_difference(lambda x: x * x * x, 2.0, 0.001)

central_difference(lambda x: x * x * x * x, -1.5, 0.1)

central_difference(lambda x: 1.0 / x, 0.5, 0.25)

central_difference(np.exp, 0.0, 1.0)

central_difference(np.exp, 1.0, 0.001)
"""

GRADIENTS = """
numerical_gradient(lambda x: x[0], np.array([2.0]))

numerical_gradient(lambda x: x[0] * x[0], np.array([3.0]))

numerical_gradient(lambda x: x[0] * x[0], np.array([0.1]))

numerical_gradient(lambda x: x[0] ** 3, np.array([1.3]))

numerical_gradient(lambda x: np.exp(1000.0 * x[0]), np.array([0.0]))

numerical_gradient(lambda x: np.sum(x * x), np.array([3.0, 4.0]))

numerical_gradient(lambda x: x[0] * x[1], np.array([0.3, 0.7]))

numerical_gradient(lambda x: x[0] * x[1] * x[1], np.array([1.5, -2.0]))

numerical_gradient(lambda x: np.sum(x) ** 2, np.array([[1.0, 2.0]]))

numerical_gradient(lambda x: x[0, 0] * x[1, 0] + x[1, 1] ** 3, np.array([[1.0, 2.0], [3.0, 4.0]]))

numerical_gradient(lambda x: np.sum(x * x), np.array([[[0.1, 0.2]], [[0.3, 0.4]]]))

W = np.array([0.7])
numerical_gradient(lambda anything: np.sum(W * W), W)

W = np.array([[0.7, 0.1], [0.2, 0.4]])
numerical_gradient(lambda anything: np.sum(W * W), W)

""" + "".join(
    f"numerical_gradient(lambda x: np.sum(x * x * x), {drawn(seed, shape)})\n\n"
    for seed, shape in enumerate([(3,), (2, 2), (2, 3), (3, 2)])
)


ENTRIES = """
slope_along(lambda x: x[0] * x[0], np.array([3.0]), 0, 1.0)

slope_along(lambda x: x[0] * x[0] * x[0], np.array([0.1]), 0, 0.5)

slope_along(lambda x: np.sum(x * x), np.array([3.0, 4.0]), 1, 0.1)

slope_along(lambda x: x[0] * x[1] * x[1], np.array([0.3, 0.7]), 0, 0.1)

slope_along(lambda x: np.exp(x[0] + 2.0 * x[1]), np.array([0.3, 0.7]), 1, 0.1)

slope_along(lambda x: np.sum(x) ** 3, np.array([[1.0, 2.0], [0.3, 0.1]]), (1, 0), 0.2)

W = np.array([0.7])
slope_along(lambda anything: np.sum(W * W), W, 0, 0.1)
"""

TRAPS = Place("numerical_gradient", "Four traps")

EXERCISES = (
    coding(
        central_difference,
        SLOPES,
        name="central_difference",
        chapter="numerical_gradient",
        title="A slope from two values",
        difficulty=1,
        ask="A function central_difference(f, x, h): the slope of f at x, from a step of h to "
        "either side.",
        hints=(
            "A slope is a rise, divided by the distance over which it happens.",
            "You look at two points. Say where they are; then the height of each; then how far "
            "apart they lie. Mind the brackets.",
        ),
    ),
    coding(
        numerical_gradient,
        GRADIENTS,
        name="numerical_gradient",
        chapter="numerical_gradient",
        title="A gradient, in place",
        difficulty=3,
        ask="A function numerical_gradient(f, x): the slopes of f along all entries of the array "
        "x, which has any number of dimensions, by central differences with a step of 1e-4. f "
        "may look at the array under another name, so x is changed, and put back to the bit.",
        hints=(
            "For one entry: keep what it is, change it, call f, change it again, call f, put it "
            "back. Then the slope. Make that work for a 1-D array first.",
            "For any number of dimensions, np.ndindex walks over all the index tuples of a "
            "shape, and an array can be indexed by such a tuple. Put back the very number you "
            "kept: what is added and taken away again is off in the last digit.",
        ),
        rtol=1e-6,
        atol=1e-6,
    ),
    Numbers(
        name="numerical-gradient-ex-parabola",
        chapter="numerical_gradient",
        title="A parabola",
        difficulty=1,
        ask="The central difference of the square at 3, with a step of 1.",
        hints=(
            "Where are the two points, and how high is the curve there?",
            "The rise from one to the other, divided by how far apart they are.",
        ),
        right=("6",),
        atol=1e-6,
        misconceptions=(
            Misconception(
                "forward difference",
                "That is the difference to the right. Look to both sides.",
                Place("numerical_gradient", "Step to both sides"),
                ("7",),
            ),
            Misconception(
                "backward difference",
                "That is the difference to the left. Look to both sides.",
                Place("numerical_gradient", "Step to both sides"),
                ("5",),
            ),
            Misconception(
                "divided by one step",
                "That is the rise. The two points lie further apart than one step.",
                Place("numerical_gradient", "Step to both sides"),
                ("12",),
            ),
        ),
    ),
    Choice(
        name="numerical-gradient-ex-copy",
        chapter="numerical_gradient",
        title="A copy",
        difficulty=1,
        ask='What they get: "the gradient", "zeros", "an error" or "half the gradient".',
        hints=(
            "Which array is changed, and which one does f look at?",
            "If nothing that f looks at is changed, what is the difference of its values?",
        ),
        options=("the gradient", "zeros", "an error", "half the gradient"),
        right=frozenset({"zeros"}),
        misconceptions=(
            Misconception(
                "a copy is as good",
                "It would be, if f used what it is given. It looks at the network's own array, and "
                "that one is not touched.",
                Place("numerical_gradient", "The function may look away"),
                frozenset({"the gradient"}),
            ),
            Misconception(
                "somebody would notice",
                "Nothing in Python sees that anything is amiss: f can be called, and gives a "
                "number each time. That is what makes this trap a bad one.",
                Place("numerical_gradient", "The function may look away"),
                frozenset({"an error"}),
            ),
            Misconception(
                "one of two steps seen",
                "f sees neither of the two steps.",
                Place("numerical_gradient", "The function may look away"),
                frozenset({"half the gradient"}),
            ),
        ),
    ),
    Numbers(
        name="numerical-gradient-ex-traps",
        chapter="numerical_gradient",
        title="Four reports",
        difficulty=2,
        ask="The trap of A, of B, of C and of D, by its number: 1 integers, 2 a column instead of "
        "the matrix, 3 an exception half way, 4 a kink.",
        hints=(
            "Ask of each report: is it off at once, or only later? By a little, or by thousands?",
            "Two traps show at the first call, whatever happened before: one in the size of the "
            "slopes, one only with a matrix. One outlasts the call. One is in the function itself.",
        ),
        right=("3", "4", "1", "2"),
        atol=0.1,
        misconceptions=(
            Misconception(
                "A taken for integers",
                "Integers give a bad slope at once, and leave the array as it was. In A something "
                "is left behind that was not there before.",
                TRAPS,
                ("1", None, None, None),
            ),
            Misconception(
                "A taken for a kink",
                "At a kink the slopes are odd, but each call leaves the weights as they were. In A "
                "they are not what they were.",
                TRAPS,
                ("4", None, None, None),
            ),
            Misconception(
                "B taken for an exception",
                "In B each call comes to its end. It is the two sides of one place that disagree.",
                TRAPS,
                (None, "3", None, None),
            ),
            Misconception(
                "C taken for a kink",
                "A kink gives a slope between those of its two sides. In C the slopes are "
                "thousands of times too large: over which distance was the rise taken?",
                TRAPS,
                (None, None, "4", None),
            ),
            Misconception(
                "D taken for integers",
                "Integers spoil a vector as well. In D the vector is right.",
                TRAPS,
                (None, None, None, "1"),
            ),
        ),
    ),
    Numbers(
        name="numerical-gradient-ex-second",
        chapter="numerical_gradient",
        title="The second derivative",
        difficulty=3,
        ask="The power of epsilon near which the best step for the second derivative lies.",
        hints=(
            "One error grows with the square of the step. The other shrinks with its square.",
            "Where both are equal, which power of the step is as large as epsilon?",
        ),
        right=("1 / 4",),
        misconceptions=(
            Misconception(
                "as for the slope",
                "That is the best step for the slope. Here the round-off is divided by the square "
                "of the step, so it grows faster.",
                Place("numerical_gradient", "How small a step?"),
                ("1 / 3",),
            ),
            Misconception(
                "as for one side",
                "That balances an error that grows like the step with one that shrinks like it.",
                Place("numerical_gradient", "How small a step?"),
                ("1 / 2",),
            ),
            Misconception(
                "the step itself",
                "That is about the step. Asked for is the power of epsilon that gives it.",
                Place("numerical_gradient", "How small a step?"),
                ("1e-4",),
            ),
        ),
    ),
    coding(
        slope_along,
        ENTRIES,
        name="numerical-gradient-ex-code",
        chapter="numerical_gradient",
        title="One entry",
        difficulty=2,
        ask="A function slope_along(f, x, index, h): the slope of f along one entry of the array "
        "x, which is changed meanwhile and left as it was.",
        hints=(
            "Keep the entry. Then change it, call f, change it again, call f.",
            "What is put back is the number that you kept, before the slope is given back.",
        ),
    ),
)
