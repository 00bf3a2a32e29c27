"""Questions of the chapter on one layer."""

from __future__ import annotations

from nnbook.questions.kinds import Axis, Choice, Number, Option, Place, Wrong

QUESTIONS = (
    Number(
        name="one-layer-q-means",
        ask="Of the test digits, the mean images read:",
        unit="%",
        right=lambda share, guessing: 100 * share,
        atol=6,
        form="{:.0f}",
        sentence="Far better than guessing, and far from good: a template with much ink wins too "
        "often.",
        low="More than that: a mean image is a blurred digit, and most digits fit their own best. "
        "It is {0:.0%}.",
        high="They look so good. But the sum of products rewards a template with much ink, whoever "
        "it belongs to: {0:.0%}.",
        wrong=(
            Wrong(
                "guessing",
                "That is what guessing does. The mean images do know something of their digits: "
                "{0:.0%}.",
                lambda share, guessing: 100 * guessing,
            ),
        ),
    ),
    Place(
        name="one-layer-q-against",
        ask="Where does ink speak most strongly against a 5?",
        x=Axis("pixels from the left", 0, 27),
        y=Axis("pixels from the bottom", 0, 27),
        right=lambda row, column, stroke: (column, 27 - row),
        near=(0.11, 0.11),
        sentence="There a 5 has its gap, at the right and above the belly, and many other digits "
        "have a stroke.",
        far="In the gap of the 5, at the right and above its belly: column {1}, row {0} from the "
        "top. Where no digit has ink, nothing speaks for or against.",
        wrong=(
            Wrong(
                "in the middle",
                "There a 5 has a stroke as well as others. Against it speaks ink where a 5 has "
                "none and others do: column {1}, row {0} from the top.",
                lambda row, column, stroke: (13, 13),
            ),
            Wrong(
                "on its bar",
                "That is the end of the bar on top, where ink speaks *for* a 5. Below it is the "
                "gap, and ink in the gap speaks against it.",
                lambda row, column, stroke: (stroke[1], 27 - stroke[0]),
            ),
        ),
    ),
    Choice(
        name="one-layer-q-blank",
        ask="The weights of pixels without ink in any training digit are:",
        options=(
            Option(
                "below 0, since a digit has no ink there",
                "That needs an image in which ink there would have been a fault. There is none, so "
                "nothing ever pushes these weights.",
                lambda largest, lowest: lowest < 0,
            ),
            Option(
                "small, at random",
                "That would be so if they had begun at random. They began at 0, and nothing has "
                "moved them.",
                lambda largest, lowest: largest > 0 and lowest >= 0,
            ),
            Option(
                "exactly 0",
                "The slope of a weight is its pixel times the error. The pixel is 0 in every "
                "image, and so is each slope.",
                lambda largest, lowest: largest == 0,
            ),
        ),
    ),
    Number(
        name="one-layer-q-luck",
        ask="Misread by all twenty runs are, of the digits that a run misreads:",
        unit="digits",
        right=lambda always, a_run: always,
        atol=25,
        form="{:.0f}",
        sentence="Two in three: what one run misreads, mostly all do. So it is not luck, it is "
        "what one layer cannot see.",
        low="More: {0}. What one run misreads, mostly all do, and so luck has little part in it.",
        high="Not so many. Some lie so near the border that the order of the images decides: in "
        "all twenty {0} are misread.",
        wrong=(
            Wrong(
                "hardly any",
                "With errors by lot, twenty runs would hardly ever agree. They agree on {0}: most "
                "errors are not luck.",
                lambda always, a_run: 0,
            ),
            Wrong(
                "half",
                "A good guess for half luck, half fault. The fault is larger: {0} of {1:.0f}.",
                lambda always, a_run: a_run / 2,
            ),
            Wrong(
                "all",
                "Then chance would have no say at all. It has a little: digits near the border "
                "are read by some runs. {0} of {1:.0f} are read by none.",
                lambda always, a_run: a_run,
            ),
        ),
    ),
)
