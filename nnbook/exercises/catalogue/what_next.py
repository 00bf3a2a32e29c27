"""The exercises of the chapter on what comes next."""

from __future__ import annotations

from nnbook.exercises.catalogue._texts import drawn, labels, one_call
from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place, coding
from nnbook.exercises.programs import forward, gradient, sigmoid

SIGMOIDS = """
sigmoid(np.array([0.0]))

sigmoid(np.array([1.0]))

sigmoid(np.array([-1.0]))

sigmoid(np.array([1000.0]))

sigmoid(np.array([-1000.0]))

sigmoid(np.array([0.5, -0.5]))

sigmoid(np.array([[-800.0, 2.0], [0.0, 800.0]]))

""" + "".join(
    one_call("sigmoid", drawn(seed, shape, 3)) for seed, shape in enumerate([(3,), (2, 2), (2, 3)])
)


def _networks(name: str, more: tuple[tuple[int, ...], ...], labelled: bool) -> str:
    """Cases of networks by their sizes: inputs, hidden units, digits, images."""
    texts = []
    for seed, (inputs, hidden, digits, images) in enumerate(more):
        shapes = (inputs, hidden), (hidden,), (hidden, digits), (digits,)
        arrays = [drawn(10 * seed + k, shape) for k, shape in enumerate(shapes)]
        given = [f"[{', '.join(arrays)}]", drawn(10 * seed + 5, (images, inputs))]
        texts.append(one_call(name, *given, *[labels(seed, images, digits)] * labelled))
    return "".join(texts)


SIZES = (1, 1, 2, 1), (2, 1, 2, 1), (1, 2, 2, 1), (2, 2, 2, 2), (2, 3, 2, 1), (3, 2, 4, 3)
NOTHING = "[np.zeros((1, 1)), np.zeros(1), np.zeros((1, 2)), np.zeros(2)], np.array([[1.0]])"
UNBIASED = (
    "[np.array([[2.0]]), np.zeros(1), np.array([[1.0, -1.0]]), np.zeros(2)], np.array([[1.0]])"
)

EXERCISES = (
    Numbers(
        name="what_next-ex-data",
        chapter="what_next",
        title="Step 1, the data",
        difficulty=1,
        ask="How many signs # show(x[2]) prints, then the digit that is its label.",
        hints=(
            "A row of 784 numbers becomes 28 rows of 28 by reshape.",
            "Go through the rows, and in each through the numbers. x[2] is the third image: "
            "Python counts from 0.",
        ),
        right=("81", "4"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "any ink",
                "You print a # wherever there is ink at all. It is to be more than half.",
                Place("what_next", "Forty lines that read digits"),
                ("120", "4"),
            ),
            Misconception(
                "the other signs",
                "You counted the places with little ink, or print the two signs the wrong way "
                "round.",
                Place("what_next", "Forty lines that read digits"),
                ("784 - 81", "4"),
            ),
            Misconception(
                "counted from one",
                "That is the second image. Python counts from 0.",
                Place("what_next", "Forty lines that read digits"),
                (None, "0"),
            ),
            Misconception(
                "the one after",
                "That is the fourth image.",
                Place("what_next", "Forty lines that read digits"),
                (None, "1"),
            ),
        ),
    ),
    coding(
        sigmoid,
        SIGMOIDS,
        name="what_next-ex-functions",
        chapter="what_next",
        title="Step 2, two functions",
        difficulty=2,
        ask="The function sigmoid(a), right for numbers of any size. Check 2 looks at softmax.",
        hints=(
            "An exponential overflows for a large positive number, and never for a negative one.",
            "Take the exponential of minus the absolute value. For a negative number, multiply "
            "above and below the line by an exponential: what stands there then?",
        ),
    ),
    coding(
        forward,
        f"forward({NOTHING})\n\nforward({UNBIASED})\n\n" + _networks("forward", SIZES, False),
        name="what_next-ex-forward",
        chapter="what_next",
        title="Step 3, forward",
        difficulty=2,
        ask="The function forward(params, x): the activations and the probabilities. Check 3 "
        "looks at fresh and loss.",
        hints=(
            "A list of four can be taken apart in one line, into four names.",
            "Each layer is a matrix product and a bias, with a function of its own behind it. Two "
            "things behind one return, with a comma between them, are a tuple.",
        ),
    ),
    coding(
        gradient,
        f"gradient({NOTHING}, np.array([[1, 0]]))\n\n" + _networks("gradient", SIZES, True),
        name="what_next-ex-backward",
        chapter="what_next",
        title="Step 4, backward",
        difficulty=3,
        ask="The function gradient(params, x, t): a list of four arrays, the slopes of the mean "
        "loss along W1, b1, W2 and b2.",
        hints=(
            "The slopes along the logits are probabilities less labels, shared out over the "
            "images. For a layer's weights, what came in meets what comes back.",
            "Write the four shapes down. To the first layer the slopes go back through the same "
            "weights, turned over, and through the local slope of each switch.",
        ),
    ),
    Numbers(
        name="what_next-ex-train",
        chapter="what_next",
        title="Step 5, train",
        difficulty=2,
        ask="How many steps train(params, 15) makes, then by how much a step moves a weight of "
        "velocity 0.1 and slope 0.2.",
        hints=(
            "There are 10,000 digits, a hundred in each step.",
            "The new velocity is what is left of the old one, and then the rate times the slope "
            "downhill. By that the weight moves.",
        ),
        right=("15 * 10_000 / 100", "0.9 * 0.1 - 0.5 * 0.2"),
        atol=1e-6,
        misconceptions=(
            Misconception(
                "epochs for steps",
                "These are the epochs. Each of them takes all the digits, a hundred at a time.",
                Place("training", "Mini-batches"),
                ("15", None),
            ),
            Misconception(
                "digits for steps",
                "A step takes a hundred digits, and not one.",
                Place("training", "Mini-batches"),
                ("15 * 10_000", None),
            ),
            Misconception(
                "one epoch",
                "These are the steps of a single epoch.",
                Place("training", "Mini-batches"),
                ("100", None),
            ),
            Misconception(
                "velocity forgotten",
                "The steps are right. But that is a step without a past: the velocity that was "
                "there goes on, a little slower.",
                Place("what_next", "Momentum"),
                ("1500", "-0.5 * 0.2"),
            ),
            Misconception(
                "friction forgotten",
                "The steps are right. Of the old velocity only nine tenths are left.",
                Place("what_next", "Momentum"),
                ("1500", "0.1 - 0.5 * 0.2"),
            ),
            Misconception(
                "uphill",
                "The steps are right. The slope pushes downhill.",
                Place("what_next", "Momentum"),
                ("1500", "0.9 * 0.1 + 0.5 * 0.2"),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-read",
        chapter="what_next",
        title="Step 6, read",
        difficulty=1,
        ask="How many of a hundred test digits your network reads, on average.",
        hints=(
            "The answer of the network is the place of the largest probability in each row.",
            "A comparison of two arrays gives True and False, and their mean is a share.",
        ),
        right=("94",),
        atol=1.5,
        misconceptions=(
            Misconception(
                "read by heart",
                "So well it reads the digits that it has seen. Ask it for those of the test part.",
                Place("training", "What it learnt by heart"),
                ("100",),
            ),
            Misconception(
                "a guess",
                "A network that guesses reads as many. Is it the trained one, and do you compare "
                "each answer with its own label?",
                Place("what_next", "Forty lines that read digits"),
                ("10",),
            ),
            Misconception(
                "the share",
                "That is a share, or nearly none at all. How many of a hundred are they?",
                Place("what_next", "Forty lines that read digits"),
                ("0.94",),
            ),
            Misconception(
                "wrong ones counted",
                "So many it should get wrong. Do you count where answer and label differ?",
                Place("what_next", "Forty lines that read digits"),
                ("6",),
            ),
        ),
    ),
    Choice(
        name="what_next-ex-momentum",
        chapter="what_next",
        title="Too much momentum",
        difficulty=2,
        ask='The fastest of "0.3", "0.6", "0.9" and "0.99".',
        hints=(
            "Count the steps until the loss stays below one millionth.",
            "What does a ball do that hardly feels friction?",
        ),
        options=("0.3", "0.6", "0.9", "0.99"),
        right=frozenset({"0.6"}),
        misconceptions=(
            Misconception(
                "more is better",
                (
                    "With so much momentum the path swings through the lowest point and back, for "
                    "a long time."
                ),
                Place("what_next", "Momentum"),
                frozenset({"0.99"}),
            ),
            Misconception(
                "the usual one",
                "It is the usual choice for networks. In this bowl it already swings.",
                Place("what_next", "Momentum"),
                frozenset({"0.9"}),
            ),
            Misconception(
                "less is better",
                "Here the flat direction still creeps.",
                Place("what_next", "Momentum"),
                frozenset({"0.3"}),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-spread",
        chapter="what_next",
        title="How wide a spread?",
        difficulty=1,
        ask="The spread for units that are tanh, then for units that are ReLU.",
        hints=(
            "A sum of as many terms is wider than one of them, by the root of their number.",
            "How many of its inputs does a ReLU hand on, on average? What makes up for the rest?",
        ),
        right=("1 / np.sqrt(400)", "np.sqrt(2 / 400)"),
        misconceptions=(
            Misconception(
                "root forgotten",
                "These are the squares of the spreads. Spreads add up like lengths at a right "
                "angle.",
                Place("what_next", "The first weights"),
                ("1 / 400", "2 / 400"),
            ),
            Misconception(
                "twice the spread",
                "The first is right. Of a ReLU the squares are twice as large, and not the "
                "weights.",
                Place("what_next", "The first weights"),
                ("1 / 20", "2 / 20"),
            ),
            Misconception(
                "no difference",
                "The first is right. A ReLU is off half of the time, and half of the terms are "
                "missing in the next sum.",
                Place("what_next", "The first weights"),
                ("1 / 20", "1 / 20"),
            ),
            Misconception(
                "the other way round",
                "These are the two, but the other way round: which of the two lets less through?",
                Place("what_next", "The first weights"),
                ("np.sqrt(2 / 400)", "1 / np.sqrt(400)"),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-deep",
        chapter="what_next",
        title="Twenty layers",
        difficulty=2,
        ask="What shrink prints for twenty layers, as a whole number.",
        hints=(
            "Count the links between the last layer and the first.",
            "Each link costs the same factor, so powers of ten add up.",
        ),
        right=("-12",),
        atol=0.5,
        misconceptions=(
            Misconception(
                "no change",
                "That is for ten layers. Each further layer is a further factor.",
                Place("what_next", "Deeper networks"),
                ("-6",),
            ),
            Misconception(
                "sign forgotten",
                "The slopes shrink: the power of ten is negative.",
                Place("what_next", "Deeper networks"),
                ("12",),
            ),
            Misconception(
                "a factor of ten a layer",
                "Each link costs about a quarter, and not a tenth.",
                Place("what_next", "Deeper networks"),
                ("-19",),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-sigmoid",
        chapter="what_next",
        title="A new operation",
        difficulty=2,
        ask="The local slope at 0.7.",
        hints=(
            "The sigmoid knows its own slope by what it gives.",
            "The slope is a product of two numbers that add up to 1.",
        ),
        right=("sigmoid(0.7) * (1 - sigmoid(0.7))",),
        misconceptions=(
            Misconception(
                "its value",
                "That is the value of the sigmoid there.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("sigmoid(0.7)",),
            ),
            Misconception(
                "input for output",
                "You put in the input. The formula takes what the sigmoid gives.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("0.7 * 0.3",),
            ),
            Misconception(
                "the steepest place",
                "That is its slope at 0, where it is steepest.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("0.25",),
            ),
            Misconception(
                "sign turned",
                "The sigmoid rises.",
                Place("two_layer_net", "The sigmoid: a soft switch"),
                ("-sigmoid(0.7) * (1 - sigmoid(0.7))",),
            ),
        ),
    ),
    Numbers(
        name="what_next-ex-add",
        chapter="what_next",
        title="Why slopes are added",
        difficulty=1,
        ask="The slope at 3.",
        hints=(
            "In how many places does the number stand?",
            "Take the derivative on paper: a square and a straight line.",
        ),
        right=("2 * 3 + 1",),
        atol=1e-6,
        misconceptions=(
            Misconception(
                "the square alone",
                "That is the slope of the square. There is another term.",
                Place("what_next", "Let the program go backwards"),
                ("6",),
            ),
            Misconception(
                "the last way alone",
                "That is what one way brings. What comes back along all of them adds up.",
                Place("what_next", "Let the program go backwards"),
                ("3",),
            ),
            Misconception(
                "the straight line alone",
                "That is the slope of the straight line. There is another term.",
                Place("what_next", "Let the program go backwards"),
                ("1",),
            ),
            Misconception(
                "one factor forgotten",
                "Of the square you counted one factor.",
                Place("what_next", "Let the program go backwards"),
                ("4",),
            ),
            Misconception(
                "the value",
                "That is the value itself.",
                Place("what_next", "Let the program go backwards"),
                ("12",),
            ),
        ),
    ),
)
