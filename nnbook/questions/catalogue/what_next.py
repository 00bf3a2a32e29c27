"""Questions of the chapter on what comes next."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import Axis, Curve, Drawn, Number, Wrong

LINKS = (0, 2, 4, 6, 9)  # layers below the last one

QUESTIONS = (
    Number(
        name="what-next-q-momentum",
        ask="Momentum 0.6 needs fewer steps by a factor of:",
        right=lambda plain, with_it: plain / with_it,
        factor=1.35,
        form="{:.1f}",
        sentence="{0} against {1}. Along the valley slopes agree, and steps become up to 1/(1 - "
        "0.6) = 2.5 times as long.",
        low="The rate is the same, but the steps are not: along the valley each step keeps a part "
        "of the one before.",
        high="Along the valley a step can become 1/(1 - 0.6) times as long as a plain one, not "
        "more.",
        wrong=(
            Wrong(
                "none",
                "The rate is the same, but steps along the valley add up: after a few of them each "
                "is 2.5 times as long.",
                lambda plain, with_it: 1,
            ),
            Wrong(
                "the curvatures' ratio",
                "So narrow is the valley. But momentum does not round it, it only makes the steps "
                "along it longer, by 1/(1 - 0.6) at most.",
                lambda plain, with_it: 20,
            ),
        ),
    ),
    Curve(
        name="what-next-q-deep",
        ask="Draw the size of the slopes on their way back through ten layers of sigmoids.",
        x=Axis("layers below the last one", 0, 9),
        y=Axis("size, 1 at the last layer", 1e-8, 10, log=True),
        at=LINKS,
        start=1,
        curves=(
            Drawn(
                "a factor at each layer",
                "Each sigmoid multiplies by a quarter at most, and a quarter of a quarter, nine "
                "times over, is next to nothing.",
                lambda sizes: np.array(sizes)[np.array(LINKS)],
            ),
            Drawn(
                "about as they are",
                "The spread of the weights keeps sums at their size, but a slope also passes the "
                "sigmoid at each layer, and that takes at least three quarters of it.",
                lambda sizes: np.ones(len(LINKS)),
            ),
            Drawn(
                "gone at once",
                "Not at a stroke. A single sigmoid leaves about a quarter. It takes many of them.",
                lambda sizes: np.where(np.array(LINKS) == 0, 1.0, 1e-7),
            ),
        ),
        far="At the last layer the size is 1. Each layer below multiplies it by the slope of a "
        "sigmoid: how large is that at most?",
    ),
)
