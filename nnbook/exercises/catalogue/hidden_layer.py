"""The exercises of the chapter on a hidden layer."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from nnbook._kernels import sigmoid
from nnbook.exercises.kinds import Choice, Found, Misconception, Numbers, Place


@functools.cache
def points() -> Any:
    """The chapter's 80 points, with the last one moved to the middle."""
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 80)
    distance = np.concatenate([np.sqrt(rng.random(40)), rng.uniform(1.4, 2.2, 40)])
    x = np.stack([distance * np.cos(angle), distance * np.sin(angle)], axis=1)
    x[-1] = 0, 0
    return x


def _free(angle: float) -> float:
    """How far the nearest other point is from the line through the middle, across `angle`."""
    return float(np.abs(points()[:-1] @ [np.cos(angle), np.sin(angle)]).min())


def _free_direction() -> float:
    return float(max(np.linspace(0, np.pi, 180), key=_free))


def _strip(angle: float, steepness: float) -> Any:
    """Two switches that face each other."""
    across = steepness * np.array([np.cos(angle), np.sin(angle)])
    bias = steepness * _free(_free_direction()) / 2
    return np.array([[*across, bias], [*-across, bias]])


def _no_strip(array: Any) -> str | None:
    sums = points() @ array[:, :2].T + array[:, 2]
    *others_on, middle_on = (sums > 0).all(axis=1)
    if not middle_on:
        return "not on in the middle"
    if any(others_on):
        same_way = array[0, :2] @ array[1, :2] > 0
        return "facing the same way" if same_way else "other points in the strip"
    *others, middle = sigmoid(sums).sum(axis=1)
    sudden = middle > 1.9 and (np.abs(np.array(others) - 1) < 0.1).all()
    return None if sudden else "too soft"


EXERCISES = (
    Numbers(
        name="hidden_layer-ex-count",
        chapter="hidden_layer",
        title="Count them",
        difficulty=1,
        ask=(
            "The parameters for three hidden units, then the fewest hidden units with more"
            " than 80 parameters."
        ),
        hints=(
            "Each hidden unit has two weights coming in, a bias, and two weights going out.",
            "The two biases of the scores do not depend on the number of units.",
        ),
        right=("5 * 3 + 2", "16"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "last biases forgotten",
                "The two scores have biases as well.",
                Place("hidden_layer", "How many units does it take?"),
                ("5 * 3", None),
            ),
            Misconception(
                "all biases forgotten",
                "The units and the scores have biases.",
                Place("hidden_layer", "How many units does it take?"),
                ("4 * 3", None),
            ),
            Misconception(
                "one too few",
                "With 15 units there are 77.",
                Place("hidden_layer", "How many units does it take?"),
                ("17", "15"),
            ),
        ),
    ),
    Numbers(
        name="hidden_layer-ex-read",
        chapter="hidden_layer",
        title="Read a unit",
        difficulty=2,
        ask=(
            "The activation at (1, 2), then at (0, 0), then at (0, 0) with all three "
            "numbers doubled."
        ),
        hints=(
            "Put the point into the sum first, and the sum into the sigmoid.",
            "Where the sum is 0 the switch stands halfway.",
        ),
        right=("0.5", "sigmoid(5)", "sigmoid(10)"),
        atol=0.0006,
        misconceptions=(
            Misconception(
                "sums",
                "These are the sums. The activation is their sigmoid.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("0", "5", "10"),
            ),
            Misconception(
                "off on the line",
                "On the line the sum is 0. What is the sigmoid of that?",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("0", None, None),
            ),
            Misconception(
                "nothing changes",
                "The line stays, but the switch becomes more sudden.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                ("0.5", "sigmoid(5)", "sigmoid(5)"),
            ),
            Misconception(
                "bias forgotten",
                "You left out the bias.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                (None, "0.5", "0.5"),
            ),
        ),
    ),
    Found(
        name="hidden_layer-ex-hole",
        chapter="hidden_layer",
        title="A hole in the middle",
        difficulty=3,
        ask="The two switches, each a row of three numbers: its two weights and its bias.",
        hints=(
            "Take one direction across the strip. One switch turns on below the upper edge, the "
            "other above the lower edge. Where are both on?",
            "Turn the direction until the nearest other point is as far from the line through "
            "(0, 0) as can be. Edges halfway to it, and large weights, make both sudden enough.",
        ),
        shape=(2, 3),
        example=lambda: _strip(_free_direction(), 80.0),
        judge=_no_strip,
        misconceptions=(
            Misconception(
                "not on in the middle",
                "At (0, 0) the two switches are not both on. There the biases alone decide.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                lambda: -_strip(_free_direction(), 80.0),
            ),
            Misconception(
                "facing the same way",
                "Both turn on towards the same side, so on that side both are on. They must face "
                "each other.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                lambda: _strip(_free_direction(), 80.0) * [[1, 1, 1], [-1, -1, 1]],
            ),
            Misconception(
                "other points in the strip",
                "There is another point at which both are on. Turn the strip, or make it narrower.",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                lambda: _strip(_free_direction() + np.pi / 2, 80.0),
            ),
            Misconception(
                "too soft",
                "The strip lies well, but the switches are too soft: at some point one of them is "
                "neither on nor off. What makes a switch more sudden?",
                Place("hidden_layer", "A unit is a soft switch across a line"),
                lambda: _strip(_free_direction(), 40.0),
            ),
        ),
    ),
    Choice(
        name="hidden_layer-ex-xor",
        chapter="hidden_layer",
        title="Either, but not both",
        difficulty=2,
        ask='The fewest hidden units that part the four points: "none", "1" or "2".',
        hints=(
            "Where does the middle of the square lie, seen from each pair?",
            "One unit turns at one line. How many lines does it take to cut off a strip?",
        ),
        options=("none", "1", "2"),
        right=frozenset({"2"}),
        misconceptions=(
            Misconception(
                "a line",
                (
                    "Each pair has the middle of the square halfway between its points. A line "
                    "would have to have it on both sides."
                ),
                Place("hidden_layer", "A problem that no line parts"),
                frozenset({"none"}),
            ),
            Misconception(
                "one line",
                (
                    "One unit gives a boundary that is a single line. What did the middle of the "
                    "square say of lines?"
                ),
                Place("hidden_layer", "A unit is a soft switch across a line"),
                frozenset({"1"}),
            ),
        ),
    ),
    Numbers(
        name="hidden_layer-ex-corners",
        chapter="hidden_layer",
        title="Which points are missed",
        difficulty=2,
        ask=(
            "How many switches are on at a missed point, nearly, then how many points are "
            "right at the best distance of 0.8, 0.9, 1.0, 1.1, 1.2 and 1.3."
        ),
        hints=(
            ("Print the sums of the switches at the points where the answer and the class differ."),
            "Try the distances in a loop, with the biases made from each of them.",
        ),
        right=("3", "77"),
        atol=0.1,
        misconceptions=(
            Misconception(
                "the other side",
                (
                    "With two switches on, a point lies outside of one line, and is told from the "
                    "disc."
                ),
                Place("hidden_layer", "By hand: three switches make a triangle"),
                ("2", None),
            ),
            Misconception(
                "the old distance",
                "That is at the distance of the chapter.",
                Place("hidden_layer", "By hand: three switches make a triangle"),
                ("3", "74"),
            ),
        ),
    ),
    Numbers(
        name="hidden_layer-ex-luck",
        chapter="hidden_layer",
        title="One start is no proof",
        difficulty=2,
        ask="The most points that one of the sixty starts gets right.",
        hints=(
            "Train with each seed from 0 to 59, and count the right ones.",
            "Compare the best of all with the best of the first twenty.",
        ),
        right=("70",),
        atol=0.0,
        misconceptions=(
            Misconception(
                "all",
                "With two units no start of ours gets them all.",
                Place("hidden_layer", "How many units does it take?"),
                ("80",),
            ),
        ),
    ),
)
