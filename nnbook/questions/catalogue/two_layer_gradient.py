"""Questions of the chapter on 79,510 slopes."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import Choice, Gap, Number, Option, Words, Wrong


def _near(a: float, b: float) -> bool:
    return abs(a / b - 1) < 0.1


QUESTIONS = (
    Number(
        name="two-layer-gradient-q-passes",
        ask="How many forward passes does the gradient of all parameters take?",
        right=lambda sizes: 2 * sum(sizes),
        factor=1.02,
        form="{:,.0f}",
        sentence="Two for each parameter: one nudge up, one down. Nearly all of them are for W₁.",
        low="Each of the parameters is nudged on its own, up and down, and each nudge has a loss.",
        high="A nudge up and a nudge down are enough for a slope.",
        wrong=(
            Wrong(
                "one each",
                "So many parameters there are. But the central difference looks at both sides of "
                "each.",
                lambda sizes: sum(sizes),
            ),
            Wrong(
                "two for each array",
                "An array can't be nudged as a whole: each of its numbers has a slope of its own, "
                "and is nudged alone.",
                lambda sizes: 2 * len(sizes),
            ),
        ),
    ),
    Number(
        name="two-layer-gradient-q-nudge",
        ask="Of the 100 hidden units, a nudge of one weight of W₁ changes:",
        right=lambda changed, units: changed,
        atol=0.5,
        form="{:.0f}",
        sentence="The weight leads to one unit, so all others stay as they are, and need not be "
        "computed anew.",
        low="The weight is used somewhere: the unit that it leads to must change.",
        high="A weight stands between one pixel and one unit. Whom else could it move?",
        wrong=(
            Wrong(
                "all",
                "Every unit looks at the same pixels, so one may think so. But each through "
                "weights of its own: this one belongs to a single unit.",
                lambda changed, units: units,
            ),
            Wrong(
                "ten",
                "Ten scores change, one for each digit. They come after the hidden units.",
                lambda changed, units: 10,
            ),
        ),
    ),
    Words(
        name="two-layer-gradient-q-double",
        ask="With twice the hidden units, what does each way cost?",
        text="The plain way costs four times as much. Exact reuse costs {0}, backpropagation {1}.",
        gaps=(
            Gap(
                (
                    Option(
                        "about the same",
                        "A nudge costs what it did, yes. But there are twice as many weights to "
                        "nudge.",
                        lambda reuse, back: _near(reuse, 1),
                    ),
                    Option(
                        "twice as much",
                        "Twice as many nudges, each at the old price: a nudge moves one unit, "
                        "however many there are.",
                        lambda reuse, back: _near(reuse, 2),
                    ),
                    Option(
                        "four times as much too",
                        "Twice the nudges, but not at twice the price: each still moves one unit "
                        "only, and the rest is kept.",
                        lambda reuse, back: _near(reuse, 4),
                    ),
                ),
            ),
            Gap(
                (
                    Option(
                        "just as much as before",
                        "It walks back once, whatever the size. But the layers through which it "
                        "walks are twice as large.",
                        lambda reuse, back: _near(back, 1),
                    ),
                    Option(
                        "twice what it did",
                        "It asks one question only, and the layers are twice as large.",
                        lambda reuse, back: _near(back, 2),
                    ),
                    Option(
                        "fourfold",
                        "Twice the slopes at twice the price each: so it would be if each slope "
                        "were asked for alone. All come from one walk back.",
                        lambda reuse, back: _near(back, 4),
                    ),
                ),
            ),
        ),
    ),
    Choice(
        name="two-layer-gradient-q-rows",
        ask="The row of a unit that is on in every image equals:",
        options=(
            Option(
                "a row of zeros: it never changes",
                "The unit never changes, but its weights can. Raised, such a weight adds to the "
                "score of its digit in every image.",
                lambda row, zeros, biases, mean: np.abs(row - zeros).max() < 0.01,
            ),
            Option(
                "the mean of all hundred rows",
                "It takes part in every image, but a mean would count units that are off as well. "
                "The row speaks for an activation of 1.",
                lambda row, zeros, biases, mean: np.abs(row - mean).max() < 0.01,
            ),
            Option(
                "the gradient of b₂",
                "An activation of 1 in every image: that is what a bias is multiplied by.",
                lambda row, zeros, biases, mean: np.abs(row - biases).max() < 0.01,
            ),
        ),
    ),
    Number(
        name="two-layer-gradient-q-alive",
        ask="Without delta, the slope for digit 9 in this row is about:",
        right=lambda slope, wanted, images: slope,
        atol=0.015,
        form="{:.2f}",
        sentence="The mean of y - t: y is practically 0, and t is 1 in {1} of {2} images.",
        low="Each image asks for at most y - t = -1, and the mean is over all images, also those "
        "that ask for another digit.",
        high="The net gives digit 9 next to nothing, and some images ask for it. What does each of "
        "these say, and what do the others?",
        wrong=(
            Wrong(
                "one image's",
                "So says each image that asks for a 9. But the loss is a mean, and the others say "
                "practically 0.",
                lambda slope, wanted, images: -1,
            ),
            Wrong(
                "their sum",
                "That is the sum over those images. The loss is a mean over all of them.",
                lambda slope, wanted, images: -wanted,
            ),
            Wrong(
                "the other sign",
                "The size is right. But more weight to digit 9 makes the loss smaller, so the "
                "slope is below 0.",
                lambda slope, wanted, images: wanted / images,
            ),
            Wrong(
                "none",
                "With delta it is nearly 0. What made it so is gone: the logarithm of a tiny y is "
                "steep, and that makes up for how little y moves.",
                lambda slope, wanted, images: 0,
            ),
        ),
    ),
)
