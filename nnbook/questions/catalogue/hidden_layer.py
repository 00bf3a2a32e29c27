"""Questions of the chapter on a hidden layer."""

from __future__ import annotations

import numpy as np

from nnbook.questions.kinds import Axis, Choice, Number, Option, Place, Wrong

QUESTIONS = (
    Number(
        name="hidden-layer-q-line",
        ask="Of the 80 points, one layer gets right:",
        right=lambda right, classes: right,
        atol=4,
        form="{:.0f}",
        sentence="A straight line can cut off a part of the ring, at the price of a part of the "
        "disc. There is little more to be had.",
        low="It does better than answering one class for all points, if not by much: a line can "
        "cut off a part of the ring.",
        high="A line with the whole disc on one side has much of the ring on that side too. That "
        "costs more points than you think.",
        wrong=(
            Wrong(
                "all",
                "The classes lie well apart, but apart is not enough. The layer answers by which "
                "side of a straight line a point lies on, and no line parts disc and ring.",
                lambda right, classes: len(classes),
            ),
            Wrong(
                "half",
                "That is what a coin gets. A line gets a few more: it can cut off a part of the "
                "ring.",
                lambda right, classes: np.bincount(classes).min(),
            ),
        ),
    ),
    Choice(
        name="hidden-layer-q-two",
        ask="After training, the boundary of a network with two units is:",
        options=(
            Option(
                "a straight line, as with one unit",
                "One unit is a single switch. With two, the second layer can ask for both to be "
                "on, and then there are two edges.",
                lambda edges: max(edges) == 2,
            ),
            Option(
                "two edges, with a strip between them",
                "Each unit cuts off one side. What is left between the two cuts is a strip, and it "
                "runs through the ring on both sides.",
                lambda edges: min(edges) == 4,
            ),
            Option(
                "a closed curve around the disc",
                "The disc asks for it. But two lines surround nothing, whatever the second layer "
                "makes of their sides: there is a way out between them.",
                lambda edges: max(edges) == 0,
            ),
        ),
    ),
    Place(
        name="hidden-layer-q-lone",
        ask="Where along the way does the network with three units give the point up?",
        x=Axis("first input of the large point", -1.6, 0.2),
        right=lambda places, p: float(np.interp(0.5, p, places)),
        sentence="At the rim of the disc it goes among the others. There the many begin to "
        "outvote the one.",
        far="The boundary bends as far as it costs the other points little. Where on the way do "
        "the points of the disc begin?",
        wrong=(
            Wrong(
                "never: in the middle",
                "To follow it there the boundary would need a dent to the middle, and forty points "
                "of the disc pull the other way. It gives the point up at their rim.",
                lambda places, p: 0.0,
            ),
            Wrong(
                "at the start",
                "So early it is among its own class still, and no boundary has to bend for it.",
                lambda places, p: -1.5,
            ),
        ),
    ),
)
