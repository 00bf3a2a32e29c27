"""Questions of the chapter on backpropagation."""

from __future__ import annotations

from nnbook.questions.kinds import (
    Amiss,
    Choice,
    Condition,
    Gap,
    Number,
    Option,
    State,
    Words,
    Wrong,
)

QUESTIONS = (
    Words(
        name="backpropagation-q-ways",
        ask="Before you step back: what will the slopes say?",
        text="Score {0} should rise. The two ways of unit 0 {1}, and the two ways of unit 1 {2}.",
        gaps=(
            Gap(
                (
                    Option(
                        "0",
                        "It is the larger one. But the sample belongs to class 1, and a larger "
                        "score 0 takes probability from it.",
                        lambda g, first, second: g[0] < 0,
                    ),
                    Option(
                        "1",
                        "It is that of the true class: its slope is y - t, below 0.",
                        lambda g, first, second: g[1] < 0,
                    ),
                ),
            ),
            Gap(
                (
                    Option(
                        "help each other",
                        "Its weights 2 and -1 have opposite signs, and so have the slopes of the "
                        "scores. Both products are positive.",
                        lambda g, first, second: first[0] * first[1] > 0,
                    ),
                    Option(
                        "hinder each other",
                        "Its weights have opposite signs. But so have the slopes of the two "
                        "scores, and in the products the signs agree.",
                        lambda g, first, second: first[0] * first[1] < 0,
                    ),
                ),
            ),
            Gap(
                (
                    Option(
                        "pull together",
                        "Here too both factors change sign from one way to the other: both "
                        "products are negative.",
                        lambda g, first, second: second[0] * second[1] > 0,
                    ),
                    Option(
                        "cancel in part",
                        "Unit 1 has its minus at score 0, the slopes have theirs at score 1. So "
                        "each product has one minus, and both are negative.",
                        lambda g, first, second: second[0] * second[1] < 0,
                    ),
                ),
            ),
        ),
    ),
    Choice(
        name="backpropagation-q-short",
        ask="Against the loss with delta, the short formula now:",
        options=(
            Option(
                "passes: delta is only 1e-7",
                "A small number, but y₂ is only some six times as large here. Delta takes about a "
                "seventh off every slope, and y - t does not know it.",
                lambda short, long: short and long,
            ),
            Option(
                "fails, as any formula would",
                "Delta makes the slopes smaller there, but does not break them. The form with r "
                "knows by how much, and passes.",
                lambda short, long: not short and not long,
            ),
            Option(
                "fails, and the form with r passes",
                "Where y₂ is about as small as delta, r is no longer t.",
                lambda short, long: not short and long,
            ),
        ),
    ),
    Number(
        name="backpropagation-q-cost",
        ask="The way back costs as much as this many forward passes:",
        right=lambda back, forward, weights: back / forward,
        factor=1.2,
        form="{:.2f}",
        sentence="The first layer holds nearly all of the work, and needs one product only: nobody "
        "asks for slopes along the pixels.",
        low="Each weight gets a slope, and each slope takes a multiply-add for each image. That is "
        "as much as on the way forward.",
        high="Each layer takes a product for its weights, and one for the layer below, if there is "
        "one. How large are they?",
        wrong=(
            Wrong(
                "two products a layer",
                "Two products for each layer, as a rule of thumb says. But below the first layer "
                "there is none, and the first layer is nearly all of this net.",
                lambda back, forward, weights: 2,
            ),
            Wrong(
                "one pass for each weight",
                "That would be a question for each weight. The way back asks once, and each step "
                "uses what the one before it has found.",
                lambda back, forward, weights: weights,
            ),
        ),
    ),
    State(
        name="backpropagation-q-step",
        ask="Bring the step *h* as far to the right as every entry still passes.",
        panel="gradient_check",
        when=(Condition("failing", "<", 1), Condition("h", ">", 0.0012)),
        sentence="Up to about {0[h]:.1g} the curve between the two points is straight enough for "
        "all entries. Beyond, it bends.",
        amiss=(
            Amiss(
                "Here some entries are refused, though the gradient is right: between two points "
                "so far apart the curve bends. Come back a little.",
                (Condition("failing", ">", 0), Condition("h", ">", 0.0012)),
            ),
            Amiss(
                "At this end some entries are refused as well: the two losses agree in nearly all "
                "digits. The way to the right is the other one.",
                (Condition("failing", ">", 0), Condition("h", "<", 0.00001)),
            ),
        ),
        otherwise="Every entry passes here. But there is room to the right.",
    ),
)
