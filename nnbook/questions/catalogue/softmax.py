"""Questions of the chapter on softmax."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import Choice, Number, Option, Wrong

QUESTIONS = (
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
                "The sum below the line has grown, but the exponential above it has grown by the "
                "same factor. The probability stays at {1:.4f}.",
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
                "By the formula it should. But the exponential of 1000 is more than a float can "
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
        ),
    ),
    Number(
        name="softmax-q-rows",
        ask="What do all nine numbers of the result add up to?",
        right=lambda total, rows: total,
        sentence="One sum for the whole table, so the whole table adds up to {0:.0f}.",
        low="Each number is an exponential divided by the sum of all of them. What is the sum of "
        "all these parts?",
        high="No number is above 1, and all nine share one sum. What is the sum of all these "
        "parts?",
        wrong=(
            Wrong(
                "a sum of 1 for each row",
                "So it should be: 1 for each of three rows. But the function takes a single sum, "
                "over all nine exponentials.",
                lambda total, rows: rows,
            ),
        ),
        atol=0.05,
    ),
)
