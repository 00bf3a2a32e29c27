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
                "rate for weight",
                "You took the learning rate off, and not a share of the slope.",
                Place("gradient_descent", "One step"),
                ("1.6687 - 0.5",),
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
        name="gradient-descent-ex-lists",
        chapter="gradient_descent",
        title="Three runs",
        difficulty=1,
        ask="The rates of the three runs, in the order in which they stand there.",
        hints=(
            "In which of the runs does the loss ever rise? Which rate alone can do that?",
            "Of the two that only fall, which one gets further with a step?",
        ),
        right=("2", "8", "0.1"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "the larger the faster",
                "The second run goes up at first, and down again. A step that stays on its own "
                "side of the lowest place never does that.",
                Place("gradient_descent", "How large a step?"),
                ("8", "2", "0.1"),
            ),
            Misconception(
                "calm means small",
                "The second one is right. The first run settles because it has arrived, and the "
                "third falls by little each time because its steps are short.",
                Place("gradient_descent", "How large a step?"),
                ("0.1", "8", "2"),
            ),
            Misconception(
                "steady means large",
                "The first one is right. The third run falls by very little, and the second "
                "jumps over the lowest place.",
                Place("gradient_descent", "How large a step?"),
                ("2", "0.1", "8"),
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
            "Along one direction: what does the second difference make of the losses at best, at "
            "best + h * d and at best - h * d?",
            "Keep the largest of the 180 curvatures. The limit follows from it as for the bowl.",
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
                    "You took the smallest of the curvatures. It is the direction that curves most "
                    "in which the descent diverges first."
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
                "one weight alone",
                (
                    "You took the curvature along one weight. The direction that curves most lies "
                    "between the two."
                ),
                Place("gradient_descent", "The limit, derived"),
                ("2 / (0.81 * 0.6 * 0.4)",),
            ),
        ),
    ),
    Numbers(
        name="gradient-descent-ex-angle",
        chapter="gradient_descent",
        title="Off the steepest way",
        difficulty=1,
        ask="The share of the steepest fall that is left at 60 degrees, then at 90.",
        hints=(
            "Draw the two directions. How long is the shadow of the one on the other?",
            "At 90 degrees you walk along the slope, neither up nor down.",
        ),
        right=("np.cos(np.pi / 3)", "0"),
        misconceptions=(
            Misconception(
                "sine",
                "You took the sine. Straight down, at 0 degrees, all of the fall is left.",
                Place("gradient_descent", "Is there a better direction?"),
                ("np.sin(np.pi / 3)", "1"),
            ),
            Misconception(
                "in proportion",
                "The share does not fall evenly with the angle: near 0 degrees hardly at all.",
                Place("gradient_descent", "Is there a better direction?"),
                ("1 / 3", "0"),
            ),
            Misconception(
                "squared",
                "That is the square. A small step falls by its shadow on the steepest direction.",
                Place("gradient_descent", "Is there a better direction?"),
                ("0.25", "0"),
            ),
            Misconception(
                "in radians",
                "That is the cosine of 60 radians.",
                Place("gradient_descent", "Is there a better direction?"),
                ("np.cos(60)", None),
            ),
        ),
    ),
    Numbers(
        name="gradient-descent-ex-nines",
        chapter="gradient_descent",
        title="Four nines",
        difficulty=2,
        ask="After about how many steps the probability is 0.9999.",
        hints=(
            "How large is the loss of a probability near 1, about?",
            "Loss times step is 0.57, and you know the loss.",
        ),
        right=("0.57 / 0.0001",),
        rtol=0.02,
        atol=0.0,
        misconceptions=(
            Misconception(
                "a loss of 1",
                "You divided by the probability. It is loss times step that settles.",
                Place("gradient_descent", "Why the loss never reaches 0"),
                ("0.57 / 0.9999",),
            ),
            Misconception(
                "two nines",
                "That is for a probability of 0.99.",
                Place("gradient_descent", "Why the loss never reaches 0"),
                ("57",),
            ),
            Misconception(
                "three nines",
                "That is for a probability of 0.999.",
                Place("gradient_descent", "Why the loss never reaches 0"),
                ("570",),
            ),
            Misconception(
                "multiplied",
                "Loss times step is what settles: a smaller loss takes more steps.",
                Place("gradient_descent", "Why the loss never reaches 0"),
                ("0.57 * 0.0001",),
            ),
        ),
    ),
)
