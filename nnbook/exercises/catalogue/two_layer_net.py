"""The exercises of the chapter on two layers."""

from __future__ import annotations

from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place

EXERCISES = (
    Numbers(
        name="two_layer_net-ex-count",
        chapter="two_layer_net",
        title="Another hidden layer size",
        difficulty=1,
        ask="The number of parameters.",
        hints=(
            "There are four arrays. What are their shapes?",
            (
                "A layer has a weight for each pair of an input and an output, and a bias for each "
                "output."
            ),
        ),
        right=("784 * 50 + 50 + 50 * 10 + 10",),
        atol=0.0,
        misconceptions=(
            Misconception(
                "biases forgotten",
                "These are the weights. Each unit and each digit has a bias as well.",
                Place("two_layer_net", "Counting parameters"),
                ("784 * 50 + 50 * 10",),
            ),
            Misconception(
                "first biases forgotten",
                "The biases of the hidden units are missing.",
                Place("two_layer_net", "Counting parameters"),
                ("784 * 50 + 50 * 10 + 10",),
            ),
            Misconception(
                "last biases forgotten",
                "The biases of the ten digits are missing.",
                Place("two_layer_net", "Counting parameters"),
                ("784 * 50 + 50 + 50 * 10",),
            ),
            Misconception(
                "the old size",
                "That is the network with 100 hidden units.",
                Place("two_layer_net", "Counting parameters"),
                ("79510",),
            ),
            Misconception(
                "first layer alone",
                "That is the first layer alone.",
                Place("two_layer_net", "Counting parameters"),
                ("784 * 50 + 50",),
            ),
            Misconception(
                "added",
                "The weights of a layer are a product: each input is connected with each unit.",
                Place("two_layer_net", "Counting parameters"),
                ("784 + 50 + 10",),
            ),
        ),
    ),
    Choice(
        name="two_layer_net-ex-overflow",
        chapter="two_layer_net",
        title="When does the warning come?",
        difficulty=1,
        ask='Whether it overflows: "yes" or "no".',
        hints=(
            "Below which pre-activation does it overflow?",
            (
                "How large are the pre-activations for pixels up to 1? What does a factor of 255 do"
                " to them?"
            ),
        ),
        options=("yes", "no"),
        right=frozenset({"yes"}),
        misconceptions=(
            Misconception(
                "pixels do not matter",
                (
                    "The pre-activations are sums of pixels times weights: they grow with the "
                    "pixels, to thousands."
                ),
                Place("two_layer_net", "The notebook's sigmoid"),
                frozenset({"no"}),
            ),
        ),
    ),
    Choice(
        name="two_layer_net-ex-grey",
        chapter="two_layer_net",
        title="Take the grey away",
        difficulty=3,
        ask=(
            'What brings the favourite near an even share: "no grey", "activations around 0" or'
            ' "both".'
        ),
        hints=(
            "An average that all images share adds the same to the scores of all of them.",
            (
                "There are two places where something is shared: among the pixels, and among the "
                "activations."
            ),
        ),
        options=("no grey", "activations around 0", "both"),
        right=frozenset({"both"}),
        misconceptions=(
            Misconception(
                "the pixels alone",
                (
                    "Without the grey the images differ, but the activations still average about "
                    "one half, which gives some digit a head start."
                ),
                Place("two_layer_net", "Why one digit wins"),
                frozenset({"no grey"}),
            ),
            Misconception(
                "the activations alone",
                "Around 0 the activations no longer share an average. But the images are still "
                "alike to each unit, and that too gives some digit a head start.",
                Place("two_layer_net", "The hidden units are switches"),
                frozenset({"activations around 0"}),
            ),
        ),
    ),
    Numbers(
        name="two_layer_net-ex-bias",
        chapter="two_layer_net",
        title="Remove the head start",
        difficulty=2,
        ask="The bias of digit 6, then how many images get the most frequent answer with all ten.",
        hints=(
            "Along which axis of the logits does one average over the images?",
            "The bias is added to every logit of its digit. What must be added to a mean to make "
            "it 0?",
        ),
        right=("-16.8", "17"),
        atol=0.06,
        misconceptions=(
            Misconception(
                "sign turned",
                "With that the head start is twice as large. What must be added to a mean to make "
                "it 0?",
                Place("two_layer_net", "Why one digit wins"),
                ("16.8", None),
            ),
            Misconception(
                "the favourite kept",
                "The bias is right. That is how many the favourite had before: ask the network "
                "again once all ten are in place.",
                Place("two_layer_net", "Why one digit wins"),
                ("-16.8", "88"),
            ),
            Misconception(
                "an even share",
                "The bias is right. The means are equal now, but single images still lean this "
                "way or that: count the answers.",
                Place("two_layer_net", "Why one digit wins"),
                ("-16.8", "10"),
            ),
            Misconception(
                "no bias at all",
                "That is what there was before.",
                Place("two_layer_net", "Why one digit wins"),
                ("0", None),
            ),
        ),
    ),
    Numbers(
        name="two_layer_net-ex-labels",
        chapter="two_layer_net",
        title="Which are labels?",
        difficulty=1,
        ask="By how much (1, 1, 0) makes its image count, then (0.5, 0.7, 0.1).",
        hints=(
            "Two of the four rows are distributions. What is it that makes them so?",
            "In the loss each entry of the label stands as a factor.",
        ),
        right=("2", "1.3"),
        misconceptions=(
            Misconception(
                "upside down",
                (
                    "By that one would have to divide the image's share to mend it. The loss has "
                    "the labels as factors."
                ),
                Place("two_layer_net", "A hundred noise images"),
                ("1 / 2", "1 / 1.3"),
            ),
            Misconception(
                "once each",
                "An image counts once if its label adds up to 1. These two do not.",
                Place("two_layer_net", "A hundred noise images"),
                ("1", "1"),
            ),
            Misconception(
                "classes counted",
                "You counted the classes that are named. It is their shares that add up.",
                Place("two_layer_net", "A hundred noise images"),
                ("2", "3"),
            ),
            Misconception(
                "excess alone",
                "That is what is too much.",
                Place("two_layer_net", "A hundred noise images"),
                ("1", "0.3"),
            ),
        ),
    ),
)
