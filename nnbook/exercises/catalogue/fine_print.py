"""The exercises of the chapter on the fine print."""

from __future__ import annotations

from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place

EXERCISES = (
    Numbers(
        name="fine_print-ex-reuse",
        chapter="fine_print",
        title="The work for a bias",
        difficulty=2,
        ask="The exponentials for a nudge of b1[j], then of b2[k], at batch 100.",
        hints=(
            "Which units does a bias of the first layer touch, and which logits these?",
            "A bias of the second layer touches a single logit of each image.",
        ),
        right=("100 + 1000", "100"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "hidden unit forgotten",
                "The first one: the unit itself has a sigmoid, one for each image.",
                Place("fine_print", "What a nudge leaves alone"),
                ("1000", None),
            ),
            Misconception(
                "logits forgotten",
                (
                    "The first one: what changes in the unit goes on to the ten logits of each "
                    "image."
                ),
                Place("fine_print", "What a nudge leaves alone"),
                ("100", "100"),
            ),
            Misconception(
                "all logits",
                (
                    "The first is right. A bias of the second layer moves one column of the "
                    "logits, and the other nine stay."
                ),
                Place("fine_print", "What a nudge leaves alone"),
                ("1100", "1000"),
            ),
            Misconception(
                "one image",
                "That is for a single image.",
                Place("fine_print", "What a nudge leaves alone"),
                ("11", "1"),
            ),
        ),
    ),
    Numbers(
        name="fine_print-ex-grain",
        chapter="fine_print",
        title="The grain of the mended loss",
        difficulty=2,
        ask="How many times finer it is than the notebook's.",
        hints=(
            "Between which powers of two do the two losses lie?",
            "From one power of two to the next the distance between floats doubles.",
        ),
        right=("np.spacing(4096.0) / np.spacing(8.0)",),
        atol=0.5,
        misconceptions=(
            Misconception(
                "the exponent",
                "That is how many times it is halved.",
                Place("fine_print", "The grain of round-off"),
                ("9",),
            ),
            Misconception(
                "the ratio of the losses",
                (
                    "Floats lie evenly between two powers of two: the grain has the steps of these"
                    " powers, and not the ratio of the losses."
                ),
                Place("fine_print", "The grain of round-off"),
                ("4096 / 10.46",),
            ),
            Misconception(
                "one power too many",
                "Count once more: the mended loss lies above 8.",
                Place("fine_print", "The grain of round-off"),
                ("1024",),
            ),
            Misconception(
                "one power too few",
                "Count once more: the mended loss lies below 16.",
                Place("fine_print", "The grain of round-off"),
                ("256",),
            ),
            Misconception(
                "upside down",
                "Finer means that the notebook's grain is the larger one.",
                Place("fine_print", "The grain of round-off"),
                ("1 / 512",),
            ),
        ),
    ),
    Choice(
        name="fine_print-ex-float32",
        chapter="fine_print",
        title="A check for float32",
        difficulty=3,
        ask=('Whether such a check still sees an error of one part in a thousand: "yes" or "no".'),
        hints=(
            "How large are the errors of float32 that the check must allow for?",
            "Try the factor 1.001 with tolerances that accept the right gradient.",
        ),
        options=("yes", "no"),
        right=frozenset({"no"}),
        misconceptions=(
            Misconception(
                "sees it all",
                (
                    "What makes room for the round-off of float32 makes room for mistakes of that "
                    "size."
                ),
                Place("fine_print", "When a check lies"),
                frozenset({"yes"}),
            ),
        ),
    ),
    Choice(
        name="fine_print-ex-resume",
        chapter="fine_print",
        title="Without a velocity",
        difficulty=2,
        ask='The one that ends with the same bits: "new generator" or "used generator".',
        hints=(
            "What does the generator draw at the start of each epoch?",
            "In the straight run, which order comes third?",
        ),
        options=("new generator", "used generator"),
        right=frozenset({"used generator"}),
        misconceptions=(
            Misconception(
                "the same seed",
                (
                    "A new generator draws the order of the first epoch once more, where the "
                    "straight run is at its third."
                ),
                Place("fine_print", "Stop, and go on another day"),
                frozenset({"new generator"}),
            ),
        ),
    ),
)
