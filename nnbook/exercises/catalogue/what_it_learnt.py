"""The exercises of the chapter on what a network learnt."""

from __future__ import annotations

from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place

EXERCISES = (
    Numbers(
        name="what_it_learnt-ex-mistakes",
        chapter="what_it_learnt",
        title="Whose mistakes?",
        difficulty=2,
        ask=(
            "How many of the test digits both nets misread, and how many it would be if their "
            "mistakes had nothing to do with each other, to a digit after the point."
        ),
        hints=(
            "Make an array that says of each test digit whether the first net misreads it, and "
            "one for the second. `&` joins the two.",
            "If the mistakes were independent, the second net would misread the same share of "
            "these digits as of all digits.",
        ),
        right=("92", "114 * 124 / 2000"),
        atol=0.06,
        misconceptions=(
            Misconception(
                "the second's mistakes",
                "That is what the second net misreads in all. How many of them does the first "
                "misread too?",
                Place("what_it_learnt", "Which digits it confuses"),
                ("124", None),
            ),
            Misconception(
                "either of them",
                "These are the digits that at least one of the nets misreads.",
                Place("what_it_learnt", "Which digits it confuses"),
                ("146", None),
            ),
            Misconception(
                "a share of the right ones",
                "You took the share that the second net reads correctly.",
                Place("what_it_learnt", "Which digits it confuses"),
                ("92", "114 * (1 - 124 / 2000)"),
            ),
        ),
    ),
    Numbers(
        name="what_it_learnt-ex-sure",
        chapter="what_it_learnt",
        title="How sure, how right",
        difficulty=3,
        ask=("How many of the 2,000 digits it can read if 99 % of what it reads shall be right."),
        hints=(
            "Sort the answers, the surest first. How many of the first thousand are right?",
            "A running sum of the right ones, divided by how many were read so far, is the share. "
            "Where does it pass 0.99 for the last time?",
        ),
        right=("1667",),
        atol=1.5,
        misconceptions=(
            Misconception(
                "above a probability of 0.99",
                "So many answers have a probability above 0.99. But what counts is how many are "
                "right, not what the net thinks of them.",
                Place("what_it_learnt", "Its worst mistakes"),
                ("1577",),
            ),
            Misconception(
                "all that are right",
                "So many are right of all. It does not know which, and has to choose by how sure "
                "it is.",
                Place("what_it_learnt", "Its worst mistakes"),
                ("1886",),
            ),
        ),
    ),
    Choice(
        name="training-ex-w2",
        chapter="what_it_learnt",
        title="The other half of the experiment",
        difficulty=3,
        ask=(
            'What a large W2 does once W1 is small: two of "helps at 0.1", "harms at 0.1", '
            '"helps at 2" and "harms at 2".'
        ),
        hints=(
            "Compare two lines for each rate: both small, and only the first small.",
            (
                "Slopes on their way to the first layer pass through W2. What does that do to the "
                "steps?"
            ),
        ),
        options=("helps at 0.1", "harms at 0.1", "helps at 2", "harms at 2"),
        right=frozenset({"helps at 0.1", "harms at 2"}),
        misconceptions=(
            Misconception(
                "always harmful",
                "At the small rate, compare the two lines in which W1 is small once more.",
                Place("what_it_learnt", "The notebook's weights learn badly"),
                frozenset({"harms at 0.1", "harms at 2"}),
            ),
            Misconception(
                "always helpful",
                "At the large rate, compare the two lines in which W1 is small once more.",
                Place("training", "Too small, good, too large"),
                frozenset({"helps at 0.1", "helps at 2"}),
            ),
            Misconception(
                "the other way round",
                (
                    "A large W2 makes the steps of the first layer larger, as a larger rate would. "
                    "When is that of use?"
                ),
                Place("training", "Too small, good, too large"),
                frozenset({"harms at 0.1", "helps at 2"}),
            ),
        ),
    ),
)
