"""Questions of the chapter on gradient descent."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnbook.questions.kinds import (
    Axis,
    Choice,
    Curve,
    Drawn,
    Line,
    Number,
    Option,
    Place,
    Wrong,
)


def ends(losses: Any) -> Any:
    """Return the last two of a run's losses."""
    return np.asarray(losses)[-2:]


QUESTIONS = (
    Number(
        name="gradient-descent-q-directions",
        ask="How many of the 1000 random directions lower the loss more?",
        right=lambda better, downhill: better,
        atol=0.5,
        factor=1.3,
        form="{:.0f}",
        sentence="For a small step nothing is steeper than straight against the gradient.",
        low="A number of directions, so not below 0.",
        high="With so many tries some should be lucky, one thinks. But there is nothing to find: "
        "no direction is steeper. {1} of them go downhill, and none as far.",
        wrong=(
            Wrong(
                "half",
                "About half do lower the loss: {1} of them. But none lowers it more than the "
                "negative gradient does.",
                lambda better, downhill: downhill,
            ),
        ),
    ),
    Choice(
        name="gradient-descent-q-rates",
        ask="After 50 steps the loss is lowest with the rate:",
        options=(
            Option(
                "0.02, slow but sure",
                "Sure it is. But each step takes only a small part of the way, and along the flat "
                "direction most of the way is left: the loss is {0:.3g}.",
                lambda *losses: int(np.argmin(losses)) == 0,
            ),
            Option(
                "0.1, the one in between",
                "It does well, at {1:.2g}. Still longer steps jump across the valley, and gain "
                "along its floor: there they get on faster.",
                lambda *losses: int(np.argmin(losses)) == 1,
            ),
            Option(
                "0.18",
                "It jumps across the valley at each step, but lands a little lower each time. And "
                "along the floor it gets on fastest of those that settle.",
                lambda *losses: int(np.argmin(losses)) == 2,
            ),
            Option(
                "0.2, the longest steps",
                "Along the floor it is fast. But across the valley it lands as high on the other "
                "side, step after step: the loss stays at {3:.3g}.",
                lambda *losses: int(np.argmin(losses)) == 3,
            ),
        ),
    ),
    Curve(
        name="gradient-descent-q-diverges",
        ask="Draw the loss at the rate 0.21 against the number of steps.",
        x=Axis("steps", 0, 50),
        y=Axis("loss", 1e-8, 1e6, log=True),
        at=(0, 10, 20, 30, 40, 50),
        curves=(
            Drawn(
                "falls a little, then grows without end",
                "Along the floor it still comes closer, so at first the loss falls. Across the "
                "valley each jump is a little wider than the last, and that wins.",
                lambda losses, even, good: losses,
            ),
            Drawn(
                "stays at a few units, as with 0.2",
                "0.2 is the very edge: there the jumps stay as wide as they are. A trifle more, "
                "and each is wider than the last.",
                lambda losses, even, good: even,
            ),
            Drawn(
                "falls, as with 0.18",
                "At 0.18 each jump is a little shorter than the last. Beyond 0.2 each is a little "
                "longer, and that adds up, or rather multiplies.",
                lambda losses, even, good: good,
            ),
        ),
        far="First the flat direction brings it down a little. Then the jumps across the valley, "
        "wider each time, take it up and up.",
    ),
    Place(
        name="gradient-descent-q-start",
        ask="A start from which a rate of 0.25 does not run away:",
        x=Axis("w₀", -12, 4),
        y=Axis("w₁", -3.5, 5),
        given=(Line("12 steps from (-10, 1) at 0.21", lambda path: (path[:, 0], path[:, 1])),),
        right=lambda start: start,
        near=(1, 0.04),
        sentence="On the floor of the valley w₁ is 0, and nothing is there to be multiplied. The "
        "rate is too large for the steep direction only.",
        far="There w₁ is not 0, so each step makes it larger in size, however small it may be. "
        "Only on the floor, where it is 0, it stays.",
        wrong=(
            Wrong(
                "straight above the bottom",
                "There the flat direction has nothing left to do. But it is the steep one, across "
                "the valley, that runs away.",
                lambda start: (0, 1),
            ),
        ),
    ),
    Choice(
        name="gradient-descent-q-hundred",
        ask="One label, one step with the rate 100. The loss is then:",
        options=(
            Option(
                "huge: the step shoots past the bottom",
                "In a bowl it would. But this valley has no bottom: the further down it, the "
                "lower.",
                lambda losses: losses[-1] > 10,
            ),
            Option(
                "about what it was: it jumps to the other side",
                "There is no other side. More score for the true class is better, however much "
                "more it is.",
                lambda losses: 0.5 < losses[-1] <= 10,
            ),
            Option(
                "`nan`: the scores overflow",
                "The scores do get large. But softmax subtracts the largest first, and stands any "
                "score that a float can hold.",
                lambda losses: not np.isfinite(losses[-1]),
            ),
            Option(
                "as good as 0",
                "The true score rises, the others fall, and more of that is always better.",
                lambda losses: losses[-1] < 1e-3,
            ),
        ),
    ),
    Choice(
        name="gradient-descent-q-compromise",
        ask="Ten labels that disagree, and a rate far too large, 8. The loss:",
        options=(
            Option(
                "grows without end, as in the bowl",
                "A bowl gets steeper the further out, and throws each step further still. This "
                "landscape does not: far out its slope stays the same.",
                lambda losses: ends(losses).max() > 100,
            ),
            Option(
                "falls to the best, only later",
                "It never does. Every step flies over the bottom and lands on the far slope: "
                "{0[199]:.4f}, {0[200]:.4f}, and so on.",
                lambda losses: np.ptp(ends(losses)) < 1e-3,
            ),
            Option(
                "jumps to and fro for ever",
                "Far out the slopes are bounded, so it can't run off. But each step is too long to "
                "settle: {0[199]:.4f}, {0[200]:.4f}, and so on.",
                lambda losses: 0.01 < np.ptp(ends(losses)) < 100,
            ),
            Option(
                "falls, as with one label",
                "With one label there is no bottom to miss. Ten that disagree have one, and a step "
                "that is too long flies over it.",
                lambda losses: ends(losses).max() < 0.1,
            ),
        ),
    ),
)
