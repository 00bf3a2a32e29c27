"""Questions of the chapter on two layers."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnbook.questions.kinds import Axis, Choice, Curve, Drawn, Gap, Number, Option, Words, Wrong


def _ranked(counts: Any) -> Any:
    """How many answers the most frequent digit gets, the next, and so on."""
    return np.sort(counts)[::-1][np.array(RANKS) - 1]


RANKS = (1, 2, 3, 4, 6, 8, 10)

QUESTIONS = (
    Choice(
        name="two-layer-net-q-overflow",
        ask="At -1000 the notebook's form returns:",
        options=(
            Option(
                "nan, as the naive softmax did",
                "There infinity was divided by infinity. Here it stands below the line alone, and "
                "1 divided by infinity is 0.",
                lambda value, warned: np.isnan(value),
            ),
            Option(
                "0, without a word",
                "It is 0. But the exponential of 1000 is no float, and NumPy says so on the way.",
                lambda value, warned: value == 0 and not warned,
            ),
            Option(
                "0, and a warning",
                "The exponential overflows to infinity, and 1 divided by infinity is 0: right, by "
                "a bad way.",
                lambda value, warned: value == 0 and warned,
            ),
            Option(
                "the smallest float above 0",
                "A number nearer to 0 than any float is rounded, and 0 is the nearest float.",
                lambda value, warned: value > 0,
            ),
        ),
    ),
    Number(
        name="two-layer-net-q-share",
        ask="The largest array's share of all parameters:",
        right=lambda sizes: 100 * max(sizes) / sum(sizes),
        unit="%",
        atol=2.5,
        form="{:.1f}",
        sentence="Each of the pixels has a weight to each of the units. All else is next to "
        "nothing.",
        low="Multiply: the first layer has 784 times 100 weights. How many have all the others?",
        high="The other three arrays are small, but there are some numbers in them.",
        wrong=(
            Wrong(
                "a quarter each",
                "Four arrays, but of very different shapes. W₁ has a row for each pixel, and W₂ "
                "only for each unit.",
                lambda sizes: 25,
            ),
            Wrong(
                "half each",
                "Two layers, but the first has 784 inputs and the second only 100. And the second "
                "has ten columns, the first a hundred.",
                lambda sizes: 50,
            ),
            Wrong(
                "by counting units",
                "That is the share of the pixels among all inputs, units and outputs. Weights "
                "stand between them, so numbers of units multiply.",
                lambda sizes: 100 * 784 / (784 + 100 + 10),
            ),
        ),
    ),
    Curve(
        name="two-layer-net-q-spread",
        ask="Draw how many of the hundred images each digit gets, the most frequent digit first.",
        x=Axis("digit, by how frequent it is", 1, 10),
        y=Axis("images of 100", 0, 100),
        at=RANKS,
        start=50,
        curves=(
            Drawn(
                "one digit takes nearly all",
                "The images are chance, but each of them goes through the same weights, and to "
                "these weights they look alike.",
                _ranked,
            ),
            Drawn(
                "ten each",
                "Random weights need not be fair. They are drawn once, and then every image meets "
                "the same ones: they favour the same digit each time.",
                lambda counts: np.full(len(RANKS), np.sum(counts) / 10),
            ),
            Drawn(
                "three digits share them",
                "Some digits are favoured, yes, but more than that: a single one has the lead in "
                "most of these images.",
                lambda counts: np.where(np.array(RANKS) <= 3, np.sum(counts) / 3, 0),
            ),
        ),
        far="Together they are a hundred. How many does the first digit take, and what is left "
        "for the others?",
    ),
    Choice(
        name="two-layer-net-q-ahead",
        ask="Which is larger in this net?",
        options=(
            Option(
                "a digit's movement from image to image",
                "Every pixel of noise is drawn anew, so one might think so. But the grey that all "
                "share counts for more: the logits move by {1:.1f}, the means are spread by "
                "{0:.1f}.",
                lambda means, images: images > 1.25 * means,
            ),
            Option(
                "neither: they are alike",
                "Both come from sums of random numbers. But what all images share is in the means "
                "alone, and it is large: {0:.1f} against {1:.1f}.",
                lambda means, images: means / 1.25 <= images <= 1.25 * means,
            ),
            Option(
                "the distance between the digits' means",
                "The means are spread by {0:.1f}, a digit moves by {1:.1f}. So an image seldom "
                "makes up for the lead of the first.",
                lambda means, images: means > 1.25 * images,
            ),
        ),
    ),
    Words(
        name="two-layer-net-q-decided",
        ask="The same change is made to weights of several units.",
        text="From the middle, a weight of a decided unit moves the loss {0} one of an undecided "
        "unit, as a rule. From a corner a weight moves it {1}.",
        gaps=(
            Gap(
                (
                    Option(
                        "more than",
                        "A decided unit speaks loudly, but it no longer listens: its sigmoid is "
                        "flat, and the nudge ends there.",
                        lambda most, least, corner: most > 1.1 * least,
                    ),
                    Option(
                        "as much as",
                        "The sum that goes into the unit moves by the same. But the sigmoid passes "
                        "it on with its slope, and that differs.",
                        lambda most, least, corner: least / 1.1 <= most <= 1.1 * least,
                    ),
                    Option(
                        "less than",
                        "Its sigmoid is flat where it is decided, and passes little on.",
                        lambda most, least, corner: most < least / 1.1,
                    ),
                ),
            ),
            Gap(
                (
                    Option(
                        "as much as from the middle",
                        "A pixel is a pixel to the net, but a weight is multiplied by it, and the "
                        "corner is blank in every digit shown.",
                        lambda most, least, corner: abs(corner) > least / 2,
                    ),
                    Option(
                        "a little",
                        "The corner counts for little to the eye. To the net it counts for "
                        "nothing: its ink is 0, and the weight is multiplied by that.",
                        lambda most, least, corner: 0 < abs(corner) <= least / 2,
                    ),
                    Option(
                        "not at all",
                        "The corner is blank in all of the digits, and 0 times any weight is 0.",
                        lambda most, least, corner: corner == 0,
                    ),
                ),
            ),
        ),
    ),
)
