"""Questions of the chapter on softmax."""

from __future__ import annotations

from typing import Any

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


def fall(before: Any, after: Any) -> Any:
    """Return how far dog and bird fell, and by which factors: ((d, b), (d, b))."""
    ends = [0, 2]
    return (before - after)[ends], (after / before)[ends]


QUESTIONS = (
    Choice(
        name="softmax-q-one-score",
        ask="The cat's score alone rises by one point. The probabilities of dog and bird:",
        options=(
            Option(
                "stay, since their scores stay",
                "Their own exponentials stay. But each is divided by the sum of all three, and "
                "that sum has grown.",
                lambda before, after: np.allclose(fall(before, after)[0], 0),
            ),
            Option(
                "fall by the same amount each",
                "Together they lose what the cat gains. But each shrinks by the same factor, so "
                "who has more loses more.",
                lambda before, after: (
                    min(fall(before, after)[0]) > 0 and np.ptp(fall(before, after)[0]) < 1e-3
                ),
            ),
            Option(
                "fall, and keep their ratio",
                "Both are divided by the same larger sum, which leaves each {1[0]:.4f} and "
                "{1[2]:.4f}. Their ratio is set by their own two scores.",
                lambda before, after: (
                    min(fall(before, after)[0]) > 1e-3 and np.ptp(fall(before, after)[1]) < 1e-3
                ),
            ),
            Option(
                "fall for the bird, the cat's nearest rival, and stay for the dog",
                "The bird has more, and so it loses more. But the sum stands under every class, "
                "under the dog too.",
                lambda before, after: (
                    fall(before, after)[0][1] > 1e-3 and abs(fall(before, after)[0][0]) < 1e-3
                ),
            ),
        ),
    ),
    Choice(
        name="softmax-q-shift",
        ask="The probability of class 1, after 100 is added to all three scores:",
        options=(
            Option(
                "goes up",
                "Its score has grown, but so have the others, by just as much. Its lead is what "
                "it was, and the probability stays at {1:.4f}.",
                lambda before, after: after > before + 1e-9,
            ),
            Option(
                "stays as it is",
                "All three exponentials grow by the same factor, which cancels.",
                lambda before, after: abs(after - before) <= 1e-9,
            ),
            Option(
                "goes down",
                "Beside such large scores the differences look small, and all classes alike. But "
                "softmax sees the differences alone: it stays at {1:.4f}.",
                lambda before, after: after < before - 1e-9,
            ),
        ),
    ),
    Choice(
        name="softmax-q-overflow",
        ask="For the scores 1000, 1001 and 1002, `naive_softmax` returns:",
        options=(
            Option(
                "what it returns for 0, 1 and 2",
                "By the formula it should. But these exponentials are more than a float can "
                "hold, and there the formula ends.",
                lambda result: np.isfinite(result).all() and 0 < result[0] < 0.5,
            ),
            Option(
                "0, 0 and 1: the largest takes all",
                "A lead of 1 is the same lead as before, and would give no such thing. What "
                "happens is worse: the exponentials are infinite.",
                lambda result: np.array_equal(result, [0, 0, 1]),
            ),
            Option(
                "no numbers at all",
                "The exponentials are infinite, and infinity divided by infinity is no number.",
                lambda result: np.isnan(result).all(),
            ),
            Option(
                "nothing: an error stops the program",
                "A plain Python number would do that. NumPy only warns, and goes on with infinity.",
                lambda result: False,
            ),
        ),
    ),
    Curve(
        name="softmax-q-temperature",
        ask="Draw the probability of class 1 against the temperature.",
        x=Axis("temperature T", 0.1, 100, log=True),
        y=Axis("probability", 0, 1),
        at=(0.1, 0.5, 1, 2, 10, 100),
        curves=(
            Drawn(
                "falls from 1 towards one third",
                "Division by T stretches the differences or shrinks them. Without differences "
                "every class gets one third.",
                lambda p: p,
            ),
            Drawn(
                "falls from 1 towards 0",
                "The scores do fade to 0 as T grows. But a score of 0 is no probability of 0: "
                "three equal scores give one third each.",
                lambda p: p * np.array([1, 1, 1, 0.7, 0.2, 0.02]),
            ),
            Drawn(
                "stays where it is",
                "A number added to all scores would change nothing. Here they are divided by it, "
                "and that changes their differences.",
                lambda p: np.full(6, p[2]),
            ),
            Drawn(
                "rises with the temperature",
                "That would be so if T multiplied the scores. They are divided by it: a large T "
                "brings them together.",
                lambda p: np.take(p, [4, 3, 2, 1, 0, 0]),
            ),
        ),
        far="For T near 0 the differences are huge, and the largest score takes everything. For a "
        "large T they vanish, and each class gets one third.",
    ),
    Number(
        name="softmax-q-rows",
        ask="What do all nine numbers of the result add up to?",
        right=lambda table: table.sum(),
        atol=0.05,
        form="{:.0f}",
        sentence="One sum stands under all nine exponentials, so all nine parts together make 1.",
        low="Each number is an exponential divided by the sum of all of them. What is the sum of "
        "all these parts?",
        high="No number is above 1, and all nine share one sum. What is the sum of all these "
        "parts?",
        wrong=(
            Wrong(
                "a sum of 1 for each row",
                "So it should be: 1 for each of three rows. But the function takes a single sum, "
                "over all nine exponentials.",
                lambda table: len(table),
            ),
        ),
    ),
    Words(
        name="softmax-q-slope",
        ask="The slope of the total loss along a right class's score:",
        text="With our softmax it is {0}. With the notebook's it is {1}.",
        gaps=(
            Gap(
                (
                    Option(
                        "negative",
                        "Good news: more probability for the right class, and less loss.",
                        lambda notebook, ours: ours < -1e-3,
                    ),
                    Option(
                        "positive",
                        "Then a step downhill would lower the right score. With a softmax for each "
                        "row, a higher right score means a lower loss: {1:.4f}.",
                        lambda notebook, ours: ours > 1e-3,
                    ),
                    Option(
                        "zero",
                        "A shift of all three scores of the row would change nothing. Here one "
                        "score moves alone.",
                        lambda notebook, ours: abs(ours) <= 1e-3,
                    ),
                )
            ),
            Gap(
                (
                    Option(
                        "negative as well",
                        "The row itself gains. But it takes from a pot that it shares with two "
                        "others, and these lose more: {0:.4f}.",
                        lambda notebook, ours: notebook < -1e-3,
                    ),
                    Option(
                        "positive",
                        "What the row takes from the common pot, the right classes of the two "
                        "others lose, and their losses rise by more than its own falls.",
                        lambda notebook, ours: notebook > 1e-3,
                    ),
                    Option(
                        "zero",
                        "Gain and loss do not balance: the row has most of the pot already, and "
                        "the others pay for each bit that it takes.",
                        lambda notebook, ours: abs(notebook) <= 1e-3,
                    ),
                )
            ),
        ),
    ),
)
