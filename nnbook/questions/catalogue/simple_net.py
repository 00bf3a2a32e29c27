"""Questions of the chapter on six weights."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import (
    Axis,
    Choice,
    Curve,
    Drawn,
    Line,
    Number,
    Option,
    Wrong,
)

QUESTIONS = (
    Number(
        name="simple-net-q-nudge",
        ask="W₀₂ grows by 0.1. The loss changes by:",
        right=lambda change, score, error: change,
        atol=0.006,
        form="{:.3f}",
        sentence="The weight moves the score by {1:.2f}, and the score moves the loss, for each "
        "unit, by the probability less 1.",
        low="It falls, but not so far: {0:.3f}. The score moves by {1:.2f}, and the loss by less "
        "than that.",
        high="It falls: {0:.3f}. The score of the true class goes up by {1:.2f}, and its "
        "probability with it.",
        wrong=(
            Wrong(
                "the other sign",
                "The size is right. But a higher score of the *true* class makes its probability "
                "larger, and the loss smaller: {0:.3f}.",
                lambda change, score, error: -change,
            ),
            Wrong(
                "without the input",
                "That is how much it would be with an input of 1. Ours is smaller: the score moves "
                "by {1:.2f} only, and the loss by {0:.3f}.",
                lambda change, score, error: 0.1 * error,
            ),
            Wrong(
                "as far as the score",
                "That is how far the score moves. The loss moves by its slope along the score "
                "times that, and the slope is {2:.2f}: {0:.3f}.",
                lambda change, score, error: -score,
            ),
        ),
    ),
    Curve(
        name="simple-net-q-along",
        ask="Draw the loss against W₀₂, while the other five weights stay.",
        x=Axis("W₀₂", -6, 12),
        y=Axis("loss", -4, 8),
        at=(-6, -3, 0, 3, 6, 9, 12),
        given=(
            Line(
                "here, with its slope",
                lambda weight, loss, slope: (
                    [weight - 1, weight + 1],
                    [loss - slope, loss + slope],
                ),
            ),
        ),
        curves=(
            Drawn(
                "a ramp that flattens out towards 0",
                "To the left the network is sure and mistaken: the slope comes close to minus the "
                "input. To the right nothing is left to gain.",
                lambda losses: losses,
            ),
            Drawn(
                "a straight line",
                "Near its place the slope is what you drew. But a loss is never below 0: as the "
                "true class's probability comes near 1, the slope dies.",
                lambda losses: np.linspace(losses[0], 2 * losses[3] - losses[0], 7),
            ),
            Drawn(
                "a valley: down, then up again",
                "More score for the true class never makes its probability smaller. With one "
                "sample there is no weight that is too large.",
                lambda losses: np.take(losses, [0, 1, 2, 3, 2, 1, 0]),
            ),
        ),
        far="It falls all the way: a higher score of the true class is never bad. And it flattens "
        "out, since it cannot fall below 0.",
    ),
    Choice(
        name="simple-net-q-step",
        ask="One step, all six weights at once. The probabilities:",
        options=(
            Option(
                "class 2 gains, at the cost of both others",
                "Both their scores do go down. But class 0's goes down hardly at all, and what "
                "class 1 gives up is shared out among both others.",
                lambda before, after: (after > before).tolist() == [False, False, True],
            ),
            Option(
                "class 2 gains, at the cost of class 1, and class 0 gains a little too",
                "Class 1 had most of the blame, and its score falls far. Class 0's hardly falls, "
                "and so it comes out a little ahead: {1[0]:.4f}.",
                lambda before, after: (after > before).tolist() == [True, False, True],
            ),
            Option(
                "class 2 gains, class 0 loses, and class 1 stays",
                "A weak rival is not pushed out first. The slope of a class is its probability, so "
                "the strong one is pushed hardest: to {1[1]:.4f}.",
                lambda before, after: abs(after[1] - before[1]) < 0.01,
            ),
        ),
    ),
    Choice(
        name="simple-net-q-together",
        ask="W₀₀ is raised. All three probabilities can be brought back by:",
        options=(
            Option(
                "W₀₁, beside it in its row",
                "A shift of all three scores would change nothing, but that takes the whole row. "
                "Two weights move two scores, and the third stays behind.",
                lambda rest: min(rest, key=rest.get) == "W01" and rest["W01"] < 1e-4,
            ),
            Option(
                "W₁₀, below it in its column",
                "Both feed the score of class 0. What the one adds to it the other takes away, and "
                "nothing that comes after can tell.",
                lambda rest: min(rest, key=rest.get) == "W10" and rest["W10"] < 1e-4,
            ),
            Option(
                "W₁₂, the one with the steepest slope",
                "It can bring the loss back, since it moves it most. But it moves another score, "
                "and one of the three stays off by {0[W12]:.4f} at best.",
                lambda rest: min(rest, key=rest.get) == "W12" and rest["W12"] < 1e-4,
            ),
            Option(
                "none of them",
                "Six weights, but only three scores: there must be ways to move weights without "
                "moving a score. Which two feed the same one?",
                lambda rest: min(rest.values()) >= 1e-4,
            ),
        ),
    ),
)
