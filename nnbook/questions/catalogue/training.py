"""Questions of the chapter on training."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnbook.questions.kinds import Axis, Choice, Curve, Drawn, Number, Option, Wrong

STEPS = (1, 10, 40, 100, 200, 300)

QUESTIONS = (
    Choice(
        name="training-q-fast",
        ask="After 100 steps the training loss is lowest at the rate:",
        options=(
            Option(
                "0.05",
                "The most careful steps, but a hundred of them lead nowhere yet: the loss is still "
                "{0:.2f}, close to where it began.",
                lambda slow, middle, fast: slow < min(middle, fast),
            ),
            Option(
                "0.5",
                "A good rate, and the smooth way down. But in a hundred steps it comes to {1:.2f}, "
                "and the leaping run at 5 to {2:.2f}.",
                lambda slow, middle, fast: middle < min(slow, fast),
            ),
            Option(
                "5",
                "It leaps about and gets there first all the same: {2:.2f}, against {1:.2f}. Too "
                "large is larger still here.",
                lambda slow, middle, fast: fast < min(slow, middle),
            ),
        ),
    ),
    Number(
        name="training-q-batch",
        ask="With batches of 10, the number of steps is that with batches of 500, times:",
        right=lambda small, large: small / large,
        factor=1.35,
        form="{:.1f}",
        sentence="{0} steps against {1}. A rough direction is nearly as good as a precise one, and "
        "costs a fiftieth.",
        low="Ten digits know less than five hundred, so a step's direction is rougher. It takes "
        "some more of them, not fewer.",
        high="A batch of 10 points less exactly downhill. But most of the way any step downhill "
        "will do, and each is just as long.",
        wrong=(
            Wrong(
                "for equal work",
                "That would be so if each digit moved the weights by a share. But a batch takes "
                "the mean, so a step of few digits is as long as one of many.",
                lambda small, large: 50,
            ),
            Wrong(
                "by the root",
                "The gradient is off by seven times as much or more, yes. But these errors point "
                "everywhere, and over many steps they largely cancel.",
                lambda small, large: np.sqrt(50),
            ),
        ),
    ),
    Number(
        name="training-q-root",
        ask="With a batch of 400 instead of 100, the gap becomes smaller by a factor of:",
        right=lambda few, many: few / many,
        factor=1.25,
        form="{:.1f}",
        sentence="From {0:.1f} lengths to {1:.1f}. Errors at a right angle add up like the sides "
        "of a triangle, so it is the root that counts.",
        low="Larger batches do help: errors of different digits partly cancel.",
        high="Some of the errors cancel, but chance leaves more than that.",
        wrong=(
            Wrong(
                "four",
                "Four times the digits, a fourth of the error: so it would be if errors always "
                "cancelled. By chance they do so in part only, and half is left.",
                lambda few, many: 4,
            ),
            Wrong(
                "none",
                "It is a sample in both cases. But among more digits more of the errors point "
                "opposite ways.",
                lambda few, many: 1,
            ),
        ),
    ),
    Choice(
        name="training-q-work",
        ask="Which network reads more of the test digits after five epochs?",
        options=(
            Option(
                "that of the full batch: its gradient is exact",
                "Each of its steps is better. But it has taken {2} of them, and the other {3}.",
                lambda full, mini, few, many: full > mini + 0.02,
            ),
            Option(
                "that of the mini-batches: it takes more steps",
                "{3} rough steps against {2} exact ones, for the same work.",
                lambda full, mini, few, many: mini > full + 0.02,
            ),
            Option(
                "neither: both have seen the same digits",
                "They have, equally often. But what is learnt is learnt in steps, and one net took "
                "{3} of them, the other {2}.",
                lambda full, mini, few, many: abs(mini - full) <= 0.02,
            ),
        ),
    ),
    Curve(
        name="training-q-wild",
        ask="Draw the loss of the run at the rate 20, from step to step.",
        x=Axis("step", 0, 300),
        y=Axis("loss of the mini-batch", 0.1, 1000, log=True),
        at=STEPS,
        start=2.3,
        curves=(
            Drawn(
                "leaps up, and stays there",
                "It is thrown onto a plateau, and the loss cannot grow further: delta caps it. "
                "From there no slope leads back.",
                lambda loss, good: np.clip(_at_steps(loss), 0.1, 1000),
            ),
            Drawn(
                "grows without end",
                "So it went in the bowl, which rises for ever. This loss cannot: delta keeps the "
                "logarithm away from infinity, and caps it.",
                lambda loss, good: np.minimum(1000, 2.3 * 1.15 ** np.array(STEPS)),
            ),
            Drawn(
                "falls as at the good rate",
                "Larger steps, faster down? Only while the slope stays what it was. These steps "
                "leap far beyond that.",
                lambda loss, good: np.clip(_at_steps(good), 0.1, 1000),
            ),
        ),
        far="Think of the first steps: do they go down or up? Then: is there a height that this "
        "loss cannot pass?",
    ),
    Number(
        name="training-q-noise",
        ask="With momentum, slopes of chance carry the weight as far as without, times:",
        right=lambda with_it, without: with_it / without,
        factor=1.4,
        form="{:.0f}",
        sentence="Each slope is felt in ten steps, one after the other, chance or not. So all of "
        "the way is ten times as long.",
        low="The velocity is no mean of slopes. It is their sum, in which each fades slowly, and "
        "all of them count for more.",
        high="A slope's share of the velocity shrinks by a tenth at each step. Add up what it does "
        "over all steps to come.",
        wrong=(
            Wrong(
                "averaged out",
                "A mean over ten slopes would do that. But the velocity adds them up and divides "
                "by nothing.",
                lambda with_it, without: 0.1,
            ),
            Wrong(
                "neither",
                "Chance cancels here and there, but without momentum it does so too. What is left "
                "is enlarged like everything else that lasts.",
                lambda with_it, without: 1,
            ),
            Wrong(
                "by the root",
                "A single step is larger by about the root. But such steps now go the same way for "
                "a while, and that makes up the rest.",
                lambda with_it, without: np.sqrt(10),
            ),
        ),
    ),
)


def _at_steps(loss: list[float]) -> Any:
    return np.array(loss)[np.array(STEPS) - 1]
