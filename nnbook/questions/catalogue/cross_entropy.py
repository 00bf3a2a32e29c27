"""Questions of the chapter on cross-entropy."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import (
    Axis,
    Choice,
    Curve,
    Drawn,
    Gap,
    Number,
    Option,
    Words,
    Wrong,
)

QUESTIONS = (
    Words(
        name="cross-entropy-q-response",
        ask="The wrong class leads by 10. The true score rises by a small *s*. Then:",
        text="1 - *p* falls by {0}, and -log *p* falls by {1}.",
        gaps=(
            Gap(
                (
                    Option(
                        "about *s*",
                        "There is much to gain, since 1 - *p* is nearly 1. But far down, the score "
                        "hardly moves *p*, and so the penalty hardly moves.",
                        lambda straight, log: straight < -0.9,
                    ),
                    Option(
                        "a quarter of *s*, as for equal scores",
                        "Along *p* the line 1 - *p* is equally steep everywhere. Along the score "
                        "it is not: where *p* is tiny, the score hardly moves it.",
                        lambda straight, log: -0.3 < straight < -0.2,
                    ),
                    Option(
                        "next to nothing",
                        "The score hardly moves *p* where *p* is tiny, and 1 - *p* moves no more "
                        "than *p* does.",
                        lambda straight, log: abs(straight) < 0.01,
                    ),
                )
            ),
            Gap(
                (
                    Option(
                        "many times *s*",
                        "The logarithm is steep near 0, yes. But it takes *p* for its input, and "
                        "*p* moves by a tiny amount. The two make up for one another.",
                        lambda straight, log: log < -2,
                    ),
                    Option(
                        "about *s*",
                        "The logarithm asks how many times larger *p* has become, and not by how "
                        "much. That keeps its slope alive: {1:.4f}.",
                        lambda straight, log: -1.1 < log < -0.9,
                    ),
                    Option(
                        "hardly anything",
                        "*p* moves hardly at all. But a tiny *p* that grows by a tiny bit may grow "
                        "by a good part of itself, and the logarithm sees that.",
                        lambda straight, log: abs(log) < 0.01,
                    ),
                )
            ),
        ),
    ),
    Choice(
        name="cross-entropy-q-soft",
        ask="The prediction equals the soft label. Its loss is:",
        options=(
            Option(
                "0, since it is right to the last digit",
                "That is so for a label that is sure. This one is not: one time in ten the other "
                "class is right, and {0[0]:.4f} remains, for the best of guesses.",
                lambda losses: losses[0] < 1e-3,
            ),
            Option(
                "above 0, and less for the sure prediction 0, 0, 1",
                "To be sure of class 2 is right nine times in ten. The tenth time costs so much "
                "that it comes to {0[1]:.4f} on average, against {0[0]:.4f}.",
                lambda losses: losses[1] < losses[0],
            ),
            Option(
                "above 0, and less for no other prediction",
                "What remains is the uncertainty of the label itself, which no prediction can take "
                "away.",
                lambda losses: 1e-3 < losses[0] == min(losses),
            ),
        ),
    ),
    Choice(
        name="cross-entropy-q-perfect",
        ask="A perfect prediction, and no `delta`. The function returns:",
        options=(
            Option(
                "0, since log 1 is 0",
                "For the true class, yes. But the sum has a term for the other class as well: 0 "
                "times the logarithm of 0.",
                lambda loss: loss == 0,
            ),
            Option(
                "`nan`, not a number",
                "The other class's term is 0 times minus infinity. That is not a number, and "
                "neither is a sum in which it stands.",
                lambda loss: np.isnan(loss),
            ),
            Option(
                "infinity",
                "There is an infinity: the logarithm of 0. But the label multiplies it by 0, and "
                "what that gives is neither 0 nor infinity.",
                lambda loss: np.isinf(loss),
            ),
            Option(
                "nothing: an error stops the program",
                "Python's own `math.log(0)` would do that. NumPy warns at most, and computes on.",
                lambda loss: False,
            ),
        ),
    ),
    Number(
        name="cross-entropy-q-cap",
        ask="With `delta`, the loss of one sample can be at most:",
        right=lambda cap: cap,
        atol=0.8,
        form="{:.3f}",
        sentence="At *p* = 0 the logarithm of `delta` is left, and minus that is {0:.3f}.",
        low="It gets higher: at *p* = 0 the logarithm of `delta` is left, and minus that is "
        "{0:.3f}.",
        high="The logarithm alone has no ceiling. But *p* + `delta` never falls below `delta`, so "
        "the loss stays below {0:.3f}.",
        wrong=(
            Wrong(
                "to the base of ten",
                "That is the logarithm to base ten. Ours is the natural one, so each power of ten "
                "counts log 10, more than 2: {0:.3f}.",
                lambda cap: cap / np.log(10),
            ),
            Wrong(
                "one over delta",
                "That is 1 / `delta`, and stands inside the logarithm. The loss is its logarithm, "
                "{0:.3f}.",
                lambda cap: np.exp(cap),
            ),
        ),
    ),
    Curve(
        name="cross-entropy-q-dead",
        ask="Draw the size of the slope along the true score, with `delta`.",
        x=Axis("lead of the wrong class", 0, 30),
        y=Axis("size of the slope", 0, 1),
        at=(5, 10, 15, 20, 30),
        curves=(
            Drawn(
                "near 1, then down to 0",
                "As long as *p* is far above `delta` nothing changes. Below it the sum *p* + "
                "`delta` hardly moves any more.",
                lambda sizes: sizes,
            ),
            Drawn(
                "near 1 throughout",
                "So it is without `delta`, which looks too small to matter. But the lead grows by "
                "addition, and *p* shrinks by factors: soon *p* is smaller still.",
                lambda sizes: np.full(5, np.max(sizes)),
            ),
            Drawn(
                "down in a straight line",
                "Nothing happens for a long while: *p* shrinks by factors, and only when it comes "
                "near `delta` the slope gives way, within a few points of lead.",
                lambda sizes: np.linspace(np.max(sizes), 0, 6)[1:],
            ),
        ),
        far="The slope is *p* / (*p* + `delta`) times 1 - *p*: nearly 1 while *p* is far above "
        "`delta`, nearly 0 when it is far below.",
    ),
    Words(
        name="cross-entropy-q-copies",
        ask="For 100 copies, compared with one:",
        text="With the sum the slope is {0}. With the mean it is {1}.",
        gaps=(
            Gap(
                (
                    Option(
                        "the same",
                        "*b* is one number, but it stands in every copy's score. All the losses "
                        "move with it, and the sum adds them up.",
                        lambda one, total, mean: abs(total / one - 1) < 0.01,
                    ),
                    Option(
                        "a hundred times as large",
                        "*b* moves the loss of each copy, and each adds its own slope.",
                        lambda one, total, mean: abs(total / one - 100) < 1,
                    ),
                    Option(
                        "a hundredth",
                        "Nothing is divided here. Each copy adds a slope of its own.",
                        lambda one, total, mean: abs(total / one - 0.01) < 1e-4,
                    ),
                )
            ),
            Gap(
                (
                    Option(
                        "a hundred times as large",
                        "The sum of the slopes is. The mean divides it by the number of copies "
                        "again.",
                        lambda one, total, mean: abs(mean / one - 100) < 1,
                    ),
                    Option(
                        "a hundredth",
                        "That would be one copy's share of it. But the copies all push the same "
                        "way: as many slopes are added as there are copies to divide by.",
                        lambda one, total, mean: abs(mean / one - 0.01) < 1e-4,
                    ),
                    Option(
                        "the same",
                        "Equal slopes, added and divided by their number.",
                        lambda one, total, mean: abs(mean / one - 1) < 0.01,
                    ),
                )
            ),
        ),
    ),
)
