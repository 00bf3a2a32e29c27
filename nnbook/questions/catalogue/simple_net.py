"""Questions of the chapter on six weights."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import (
    Amiss,
    Axis,
    Choice,
    Condition,
    Curve,
    Drawn,
    Line,
    Number,
    Option,
    State,
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
        high="It falls, by {0:.3f}: the score of the true class goes up by {1:.2f}, and its "
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
    State(
        name="simple-net-q-together",
        ask="Bring W₀₀ above 0. Then bring all three probabilities back with one other weight.",
        panel="weight_perturbation",
        when=(
            Condition("w_0_0", ">", 0),
            Condition("probabilities-0", ">", 0.066),
            Condition("probabilities-0", "<", 0.072),
            Condition("probabilities-1", ">", 0.748),
            Condition("probabilities-1", "<", 0.757),
        ),
        sentence="The two feed the same score. What the one adds to it, the other takes away, and "
        "so nothing that comes after can tell: {0[probabilities][0]:.4f} again.",
        amiss=(
            Amiss(
                "Raise W₀₀ first, to the right of 0.",
                (Condition("w_0_0", "<=", 0),),
            ),
            Amiss(
                "The loss is back, since two changes of it cancel. The probabilities are not. "
                "Which weight feeds the same score as W₀₀ does?",
                (Condition("loss", ">", 1.703), Condition("loss", "<", 1.743)),
            ),
        ),
        otherwise="Which score did W₀₀ change? Only one other weight feeds that same score. How "
        "far, and which way?",
    ),
)
