"""The exercises of the chapter on gradient descent."""

from __future__ import annotations

from nnbook.exercises.catalogue._texts import drawn
from nnbook.exercises.kinds import Misconception, Numbers, Place, coding
from nnbook.exercises.programs import descent_step

CASES = """
descent_step(np.array([1.0]), lambda w: 2.0 * w, 0.1)

descent_step(np.array([1.0]), lambda w: 2.0 * w, 1.0)

descent_step(np.array([3.0]), lambda w: w, 0.5)

descent_step(np.array([-3.0]), lambda w: 2.0 * w, 0.25)

descent_step(np.array([-10.0, 1.0]), lambda w: np.array([1.0, 10.0]) * w, 0.1)

""" + "".join(
    f"descent_step({drawn(seed, shape)}, lambda w: w - 0.3, {rate})\n\n"
    for seed, (shape, rate) in enumerate([((3,), 0.1), ((2, 3), 0.7), ((2, 2), 1.5)])
)


# Over two weights at the lowest place, where the probabilities are the shares: the inputs
# squared, 0.9 * 0.9, times the curvatures along two scores.
CURVATURE = "np.linalg.eigvalsh(0.81 * (np.diag([0.3, 0.6]) - np.outer([0.3, 0.6], [0.3, 0.6])))"

EXERCISES = (
    coding(
        descent_step,
        CASES,
        name="descent_step",
        chapter="gradient_descent",
        title="One step down",
        difficulty=1,
        ask="A function descent_step(w, gradient, learning_rate): where one step of gradient "
        "descent leads from the array w, which stays as it is. gradient(w) gives the gradient.",
        hints=(
            "The gradient at w points uphill. Which way do you go, and how far?",
            "Three things are combined: where you are, how steep it is there, and the learning "
            "rate. Look whether your line makes a new array or changes the old one.",
        ),
    ),
    Numbers(
        name="gradient-descent-ex-step",
        chapter="gradient_descent",
        title="A step by hand",
        difficulty=1,
        ask="The weight after the step.",
        hints=(
            "Is the slope positive? Then which way is down?",
            "The step is the learning rate times the slope.",
        ),
        right=("1.6687 - 0.5 * 0.6773",),
        atol=0.00011,
        misconceptions=(
            Misconception(
                "uphill",
                "You walked uphill.",
                Place("gradient_descent", "One step"),
                ("1.6687 + 0.5 * 0.6773",),
            ),
            Misconception(
                "rate left out",
                "You took the whole slope as a step. The learning rate is 0.5.",
                Place("gradient_descent", "One step"),
                ("1.6687 - 0.6773",),
            ),
            Misconception(
                "the step alone",
                "That is the step. Where does it lead from 1.6687?",
                Place("gradient_descent", "One step"),
                ("0.5 * 0.6773",),
            ),
            Misconception(
                "the step alone, downwards",
                "That is the step. Where does it lead from 1.6687?",
                Place("gradient_descent", "One step"),
                ("-0.5 * 0.6773",),
            ),
            Misconception(
                "rate for weight",
                "You took the learning rate off, and not a share of the slope.",
                Place("gradient_descent", "One step"),
                ("1.6687 - 0.5",),
            ),
        ),
    ),
    Numbers(
        name="gradient-descent-ex-uphill",
        chapter="gradient_descent",
        title="Uphill",
        difficulty=2,
        ask="The number that the loss does not pass, to two digits after the point.",
        hints=(
            "What is the probability of the true class after a long climb?",
            "What does the loss add to that probability before it takes the logarithm?",
        ),
        right=("-np.log(1e-7)",),
        atol=0.006,
        misconceptions=(
            Misconception(
                "logarithm to base 10",
                "That is the logarithm to base 10. The loss has the natural one.",
                Place("cross_entropy", "Why delta is there"),
                ("7",),
            ),
            Misconception(
                "where this run stopped",
                "That is where this run has come after 200 steps. It is still climbing, slowly.",
                Place("cross_entropy", "What delta costs"),
                ("16.084",),
            ),
            Misconception(
                "minus forgotten",
                "A loss is not negative.",
                Place("cross_entropy", "One number for one prediction"),
                ("np.log(1e-7)",),
            ),
            Misconception(
                "the inverse of delta",
                "A loss is the logarithm of that.",
                Place("cross_entropy", "Why delta is there"),
                ("1e7",),
            ),
        ),
    ),
    Numbers(
        name="gradient-descent-ex-best",
        chapter="gradient_descent",
        title="The best rate for the bowl",
        difficulty=2,
        ask="The best learning rate, then its factor.",
        hints=(
            (
                "As the rate grows, one of the two sizes falls and the other, from some point on, "
                "rises."
            ),
            "The larger of a falling and a rising number is smallest where they are equal.",
        ),
        right=("2 / 11", "9 / 11"),
        atol=0.0006,
        misconceptions=(
            Misconception(
                "the steep one alone",
                (
                    "That rate takes the steep weight to its place in one step. But the other one "
                    "then creeps: look at the size of its factor."
                ),
                Place("gradient_descent", "The limit, derived"),
                ("1 / 10", "9 / 10"),
            ),
            Misconception(
                "the steep one alone, factor 0",
                "For the steep weight the factor is 0. It is the slower weight that sets the pace.",
                Place("gradient_descent", "The limit, derived"),
                ("1 / 10", "0"),
            ),
            Misconception(
                "the limit",
                (
                    "At that rate the steep weight jumps to and fro for ever. It is the limit, and "
                    "not the best."
                ),
                Place("gradient_descent", "The limit, derived"),
                ("1 / 5", None),
            ),
            Misconception(
                "signed factor",
                "The rate is right. A factor says what is left of the distance: take its size.",
                Place("gradient_descent", "The limit, derived"),
                ("2 / 11", "-9 / 11"),
            ),
        ),
    ),
    Numbers(
        name="gradient-descent-ex-round",
        chapter="gradient_descent",
        title="A rounder bowl",
        difficulty=2,
        ask="The limit, the best rate and its factor for the curvatures 1 and 2.",
        hints=(
            "Which of the two curvatures sets the limit?",
            "For the best rate the two factors are of the same size, with other signs.",
        ),
        right=("1", "2 / 3", "1 / 3"),
        atol=0.0006,
        misconceptions=(
            Misconception(
                "the flat one",
                "You took the smaller curvature. The steeper one is the first to overshoot.",
                Place("gradient_descent", "The limit, derived"),
                ("2", None, None),
            ),
            Misconception(
                "half of the limit",
                "Half of the limit is the best for the steep weight alone. Here two must be fast.",
                Place("gradient_descent", "The limit, derived"),
                ("1", "1 / 2", None),
            ),
            Misconception(
                "signed factor",
                "A factor says what is left of the distance: take its size.",
                Place("gradient_descent", "The limit, derived"),
                ("1", "2 / 3", "-1 / 3"),
            ),
        ),
    ),
    Numbers(
        name="gradient-descent-ex-limit",
        chapter="gradient_descent",
        title="The limit for ten labels",
        difficulty=3,
        ask="The limit of the learning rate, to one digit after the point.",
        hints=(
            "Each central difference of the gradient along one weight is a row of the matrix.",
            (
                "The largest eigenvalue is the curvature in the steepest direction. The limit "
                "follows from it as for the bowl."
            ),
        ),
        right=(f"2 / {CURVATURE}.max()",),
        atol=0.06,
        misconceptions=(
            Misconception(
                "one over the curvature",
                (
                    "That is the rate which takes the steepest direction to its place in one step. "
                    "The limit is larger."
                ),
                Place("gradient_descent", "The limit, derived"),
                (f"1 / {CURVATURE}.max()",),
            ),
            Misconception(
                "the flattest direction",
                (
                    "You took the smaller of the two eigenvalues. It is the steepest direction "
                    "that diverges first."
                ),
                Place("gradient_descent", "The limit, derived"),
                (f"2 / {CURVATURE}.min()",),
            ),
            Misconception(
                "the curvature",
                "That is the largest curvature. What is the limit then?",
                Place("gradient_descent", "The limit, derived"),
                (f"{CURVATURE}.max()",),
            ),
            Misconception(
                "eigenvalues left out",
                (
                    "You took an entry of the matrix. The steepest direction lies between the two "
                    "weights."
                ),
                Place("gradient_descent", "The limit, derived"),
                ("2 / (0.81 * 0.6 * 0.4)",),
            ),
        ),
    ),
)
