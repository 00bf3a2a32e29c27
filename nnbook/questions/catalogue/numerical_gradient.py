"""Questions of the chapter on the numerical gradient."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import (
    Amiss,
    Axis,
    Choice,
    Condition,
    Curve,
    Drawn,
    Number,
    Option,
    State,
    Wrong,
)

QUESTIONS = (
    Number(
        name="numerical-gradient-q-central",
        ask="At *h* = 0.1 the central difference is off by:",
        right=lambda forward, central: central,
        factor=2,
        form="{:.2g}",
        sentence="What is too much on one side is too little on the other. Most of it cancels, and "
        "{1:.2g} is left of {0:.2g}.",
        low="It comes very close, but not quite: {1:.2g}. The two sides are not the same upside "
        "down, and that rest does not cancel.",
        high="Less than that. The curve lies above its tangent on both sides, so the two errors "
        "work against each other: {1:.2g} is left.",
        wrong=(
            Wrong(
                "half",
                "So it would be if stepping left were right and stepping right was off. Both are "
                "off, in opposite directions, and nearly cancel: {1:.2g}.",
                lambda forward, central: forward / 2,
            ),
        ),
    ),
    Choice(
        name="numerical-gradient-q-tiny",
        ask="With such a tiny step the central difference is:",
        options=(
            Option(
                "12, as exact as a float can be",
                "The formula's error is tiny. But the machine adds as well, and a float has no "
                "room for a step that small beside a 2.",
                lambda slope: 0 <= abs(slope - 12) < 1e-9,
            ),
            Option(
                "12 and some noise in the last digits",
                "With a larger step it is so. This one is lost entirely: 2 + *h* is stored as 2, "
                "and 2 - *h* as well.",
                lambda slope: 1e-9 <= abs(slope - 12) < 6,
            ),
            Option(
                "0",
                "2 + *h* and 2 - *h* are both stored as 2, so the rise is 0.",
                lambda slope: slope == 0,
            ),
            Option(
                "huge, since we divide by next to nothing",
                "The divisor is tiny, but the rise above it is smaller still. It is 0, and stays 0 "
                "by whatever it is divided.",
                lambda slope: not abs(slope) < 1e3,
            ),
        ),
    ),
    Curve(
        name="numerical-gradient-q-v",
        ask="Draw the error of the central difference against the step.",
        x=Axis("step h", 1e-14, 1e-2, log=True),
        y=Axis("error", 1e-16, 1, log=True),
        at=(1e-14, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2),
        curves=(
            Drawn(
                "a V: falls, then rises again",
                "As *h* shrinks the formula gets better. But the rounding in f(x) is divided by "
                "2*h*, and grows. Near where the two are equal lies the bottom.",
                lambda errors: errors[::-1],
            ),
            Drawn(
                "falls with h² as far as a float goes",
                "The formula's own error does fall like that. But each f(x) is rounded, and that "
                "little error is divided by 2*h*: the smaller *h*, the worse.",
                lambda errors: np.maximum(errors[0] * 1e4 * np.logspace(-14, -2, 7) ** 2, 1e-16),
            ),
            Drawn(
                "falls to a floor, and stays there",
                "Round-off is a floor for f(x), but not for the slope. There it is divided by "
                "2*h*, so the floor rises as *h* shrinks.",
                lambda errors: np.minimum.accumulate(errors)[::-1],
            ),
        ),
        far="On the right the error falls with h². On the left the rounding of f(x), divided by "
        "2*h*, takes over, and the error rises again.",
    ),
    State(
        name="numerical-gradient-q-quiet",
        ask="Bring *x* to where the left line of the V falls away.",
        panel="central_difference",
        when=(Condition("round_off", "<", 1e-25),),
        sentence="Here the function is 0. Round-off is a share of what is rounded, and of nothing "
        "it is nothing: the error is {0[error]:.0e}, all truncation.",
        amiss=(
            Amiss(
                "A large step makes round-off small, but the left line still stands there, "
                "whatever *h* is. For which *x* does it go?",
                (Condition("h", ">", 1e-3),),
            ),
        ),
        otherwise="Round-off is about epsilon times the height of the curve, divided by *h*. Where "
        "has the curve no height?",
    ),
    Choice(
        name="numerical-gradient-q-integers",
        ask="For `[3, 4]` the notebook's function returns:",
        options=(
            Option(
                "`[6 8]`, the gradient",
                "In an array of floats it would. Here the nudged entry cannot be stored, and is "
                "cut to a whole number.",
                lambda slopes: np.allclose(slopes, [6, 8]),
            ),
            Option(
                "zeros, since 3.0001 and 2.9999 are both stored as 3",
                "That would be rounding. NumPy cuts: what is a little below 3 becomes 2, and so "
                "the two calls do differ.",
                lambda slopes: np.allclose(slopes, 0),
            ),
            Option(
                "an error, since the types do not fit",
                "Python is often so kind. An assignment into a NumPy array converts to the array's "
                "own type instead, and says nothing.",
                lambda slopes: False,
            ),
            Option(
                "numbers in the thousands",
                "The nudge up is cut away, and the nudge down becomes a whole unit. That rise is "
                "divided by the tiny step that was meant: {0[0]}.",
                lambda slopes: np.min(slopes) > 1000,
            ),
        ),
    ),
)
