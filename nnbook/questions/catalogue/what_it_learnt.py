"""Questions of the chapter on what a network learnt."""

from __future__ import annotations

from nnbook.questions.kinds import Choice, Gap, Number, Option, Words, Wrong

ALIKE = 0.5  # correlation of neighbours from which an image of weights is no noise
A_DIGIT = 0.8  # correlation with a mean digit from which it is one

QUESTIONS = (
    Words(
        name="what-it-learnt-q-units",
        ask="What do the 784 weights of a hidden unit show after training?",
        text="Trained from small weights, a unit shows {0}. Trained from N(0, 1), it shows {1}.",
        gaps=(
            Gap(
                (
                    Option(
                        "a whole digit",
                        "That is what the templates of one layer looked like. A hidden unit need "
                        "not decide alone: it looks for a part, and ten digits may use it.",
                        lambda small, large, digit: small > ALIKE and digit > A_DIGIT,
                    ),
                    Option(
                        "strokes and patches",
                        "Neighbouring pixels have ink together, so their weights move together.",
                        lambda small, large, digit: small > ALIKE and digit <= A_DIGIT,
                    ),
                    Option(
                        "noise, as before",
                        "It began as noise. But its first weights were short, and training moved "
                        "them much farther than they were long.",
                        lambda small, large, digit: small <= ALIKE,
                    ),
                ),
            ),
            Gap(
                (
                    Option(
                        "much the same, only stronger",
                        "It was trained too, and reads most digits. But its long weights were "
                        "hardly turned: the noise of the start outweighs what was learnt.",
                        lambda small, large, digit: large > ALIKE,
                    ),
                    Option(
                        "still noise",
                        "What it learnt is there, but beside such long first weights it is small.",
                        lambda small, large, digit: large <= ALIKE,
                    ),
                ),
            ),
        ),
    ),
    Number(
        name="what-it-learnt-q-suspect",
        ask="With only W₁ small, the net reads this share of the test digits:",
        right=lambda first, both, large: 100 * first,
        unit="%",
        atol=1.4,
        form="{:.0f}",
        sentence="The size of W₁ was in the way, and that of W₂ even helps here: it makes the "
        "slopes larger that reach W₁.",
        low="W₁ holds nearly all the weights, and it is as small now as in the better net.",
        high="At this rate, in ten epochs, that is more than any of the three gets.",
        wrong=(
            Wrong(
                "as with both small",
                "So one expects if W₂ has no say. But the slopes pass through W₂ on their way to "
                "W₁, and a large W₂ makes them larger: {0:.2f} of the digits, not {1:.2f}.",
                lambda first, both, large: 100 * both,
            ),
            Wrong(
                "as with both large",
                "Then W₂ would be to blame. But the large W₁ was: made small alone, it lifts the "
                "share from {2:.2f} to {0:.2f}.",
                lambda first, both, large: 100 * large,
            ),
        ),
    ),
    Choice(
        name="what-it-learnt-q-lines",
        ask="Which lines will lie closest to each other in the share of digits right?",
        options=(
            Option(
                "those with the same saturation: 1 and 2, 3 and 4",
                "Flat sigmoids do make slopes small. But lines 1 and 2 are saturated alike, and "
                "one reads {0:.0%}, the other {1:.0%}.",
                lambda a, b, c, d: _apart(a, b, c, d) < min(0.2, _apart(a, c, b, d)),
            ),
            Option(
                "those with the same length of W₁: 1 and 3, 2 and 4",
                "{1:.0%} and {3:.0%} with short weights, {0:.0%} and {2:.0%} with long ones: what "
                "counts is the steps beside the weights.",
                lambda a, b, c, d: _apart(a, c, b, d) < _apart(a, b, c, d),
            ),
            Option(
                "all four: what goes into the units is the same",
                "In lines 1 and 2 it is, and in 3 and 4. But learning moves weights, and whether a "
                "step is long for them depends on their size.",
                lambda a, b, c, d: max(a, b, c, d) - min(a, b, c, d) < 0.1,
            ),
        ),
    ),
    Choice(
        name="what-it-learnt-q-rounded",
        ask="Of 2,000 test digits, the small network reads differently:",
        options=(
            Option(
                "more than a hundred",
                "So many rounded weights, one might think. But the errors point either way and "
                "largely cancel in a sum over hundreds of pixels.",
                lambda different: different > 100,
            ),
            Option(
                "some twenty to a hundred",
                "Errors of up to half a step, in each of so many weights. But they cancel in the "
                "sums, and few digits are so close to a tie.",
                lambda different: 10 < different <= 100,
            ),
            Option(
                "hardly any",
                "The errors point either way and cancel in the sums. Only a digit that was nearly "
                "tied can turn.",
                lambda different: 0 < different <= 10,
            ),
            Option(
                "none at all",
                "Nearly so. But among so many digits a few lie almost between two answers, and "
                "there the least change decides.",
                lambda different: different == 0,
            ),
        ),
    ),
    Choice(
        name="what-it-learnt-q-empty",
        ask="Shown an empty field, the network gives:",
        options=(
            Option(
                "each digit about the same probability",
                "That would be a fair answer to nothing. But no weight speaks, and the biases do: "
                "they were learnt on fields with ink, and give one digit {0:.2f}.",
                lambda largest: largest < 0.2,
            ),
            Option(
                "one digit more than half",
                "Without ink the biases of both layers decide alone. The one digit gets {0:.2f}.",
                lambda largest: largest > 0.5,
            ),
            Option(
                "a few digits most of it, none more than half",
                "It knows no doubt that it was not taught. The biases alone give a single digit "
                "{0:.2f}.",
                lambda largest: 0.2 <= largest <= 0.5,
            ),
        ),
    ),
)


def _apart(a: float, b: float, c: float, d: float) -> float:
    """How far two pairs of shares lie apart, together."""
    return abs(a - b) + abs(c - d)
