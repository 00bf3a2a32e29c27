"""The exercises of the chapter on backpropagation."""

from __future__ import annotations

from nnbook.exercises.catalogue._texts import drawn, labels, one_call
from nnbook.exercises.kinds import Choice, Misconception, Numbers, Place, coding
from nnbook.exercises.programs import backpropagate, layer_backward

LAYERS = """
layer_backward(np.array([[2.0]]), np.array([[3.0]]), np.array([[1.0]]))

layer_backward(np.array([[2.0], [5.0]]), np.array([[3.0]]), np.array([[1.0], [4.0]]))

layer_backward(np.array([[2.0, 5.0]]), np.array([[3.0], [-1.0]]), np.array([[4.0]]))

layer_backward(np.array([[2.0]]), np.array([[3.0, -1.0]]), np.array([[4.0, 7.0]]))

""" + "".join(
    one_call(
        "layer_backward", drawn(seed, (n, i)), drawn(seed + 20, (i, k)), drawn(seed + 40, (n, k))
    )
    for seed, (n, i, k) in enumerate([(1, 2, 2), (2, 2, 2), (3, 2, 2), (2, 3, 2), (3, 2, 4)])
)


def _network(seed: int, n: int, sizes: tuple[int, int, int]) -> str:
    inputs, hidden, outputs = sizes
    return (
        "params = {\n"
        f'    "W1": {drawn(seed, (inputs, hidden))},\n'
        f'    "b1": {drawn(seed + 20, (hidden,))},\n'
        f'    "W2": {drawn(seed + 40, (hidden, outputs))},\n'
        f'    "b2": {drawn(seed + 60, (outputs,))},\n'
        "}\n"
        f"backpropagate(params, {drawn(seed + 80, (n, inputs))}, {labels(seed, n, outputs)})\n\n"
    )


NETWORKS = """
params = {"W1": np.zeros((1, 1)), "b1": np.zeros(1), "W2": np.ones((1, 2)), "b2": np.zeros(2)}
backpropagate(params, np.array([[1.0]]), np.array([[0, 1]]))

params = {"W1": np.ones((1, 1)), "b1": np.ones(1), "W2": np.eye(2)[:1], "b2": np.zeros(2)}
backpropagate(params, np.array([[1.0]]), np.array([[0, 1]]))

""" + "".join(
    _network(seed, n, sizes)
    for seed, (n, sizes) in enumerate(
        [(1, (1, 2, 2)), (2, (1, 1, 2)), (2, (2, 2, 2)), (3, (2, 3, 2)), (4, (3, 2, 3))]
    )
)

EXERCISES = (
    coding(
        layer_backward,
        LAYERS,
        name="layer_backward",
        chapter="backpropagation",
        title="A layer's way back",
        difficulty=2,
        ask="A function layer_backward(x, W, g) for a layer with the scores np.dot(x, W) + b: "
        "from the slopes g along the scores, the slopes along x, W and b, as a tuple of three.",
        hints=(
            "Each of the three has the shape of what it belongs to. With n rows, i inputs and k "
            "classes, which products of x, W and g, turned where need be, have these shapes?",
            "Walk along one score of one row: it holds x times W, so the slope along a weight is "
            "an input times a slope, and rows that share a weight add up. They all share the "
            "bias, with the factor 1.",
        ),
    ),
    coding(
        backpropagate,
        NETWORKS,
        name="backpropagate",
        chapter="backpropagation",
        title="The whole way back",
        difficulty=3,
        ask="A function backpropagate(params, x, t) for a network with W1, b1, W2 and b2 in the "
        "dict params: a dict with the gradient along each of them. The loss is the mean "
        "cross-entropy over the rows, without a delta.",
        hints=(
            "Forward first, and keep the activations and the probabilities. Then the slopes "
            "along the last scores; with them the second layer is done as a layer alone.",
            "Between the layers the slopes go through the weights, backwards, and through the "
            "sigmoid, whose local slope is known from its output. What arrives are the slopes "
            "along the first pre-activations; from there it is again a layer alone.",
        ),
    ),
    Choice(
        name="backpropagation-ex-factor",
        chapter="backpropagation",
        title="A forgotten factor",
        difficulty=2,
        ask='The set of those that fail, of "W1", "b1", "W2" and "b2".',
        hints=(
            "On the way back, which arrays are reached before the sigmoid?",
            "A mistake can only touch what is computed after it.",
        ),
        options=("W1", "b1", "W2", "b2"),
        right=frozenset({"W1", "b1"}),
        misconceptions=(
            Misconception(
                "the whole gradient",
                "The way back comes to two of them before it meets the sigmoid.",
                Place("backpropagation", "Two layers"),
                frozenset({"W1", "b1", "W2", "b2"}),
            ),
            Misconception(
                "the wrong end",
                "The way back begins at the loss. Which layer does it meet first?",
                Place("backpropagation", "Two layers"),
                frozenset({"W2", "b2"}),
            ),
            Misconception(
                "bias spared",
                "The slopes along the bias are sums of the same numbers.",
                Place("backpropagation", "Two layers"),
                frozenset({"W1"}),
            ),
        ),
    ),
    Numbers(
        name="backpropagation-ex-class",
        chapter="backpropagation",
        title="The other class",
        difficulty=2,
        ask="The slope along W1[0, 1] when the sample belongs to class 0.",
        hints=(
            "Only the slopes along the scores change. The probability of class 0 is 0.7673.",
            "Add up the two products of unit 1, then go through its sigmoid and along the input.",
        ),
        right=("(1 - 0.7673) * 2 / 4",),
        atol=0.00021,
        misconceptions=(
            Misconception(
                "the old class",
                "That is with class 1 as the label.",
                Place("backpropagation", "A network that fits on the page"),
                ("-0.7673 * 2 / 4",),
            ),
            Misconception(
                "sign turned",
                "The sign is turned. Along a score the slope is the probability less the label.",
                Place("backpropagation", "From the loss to the scores"),
                ("-(1 - 0.7673) * 2 / 4",),
            ),
            Misconception(
                "sigmoid passed over",
                "That arrives at the unit. On the way to its weight you pass its sigmoid.",
                Place("backpropagation", "A network that fits on the page"),
                ("(1 - 0.7673) * 2",),
            ),
            Misconception(
                "one of two ways",
                (
                    "From unit 1 two ways lead on to the loss, and what comes back along them adds"
                    " up."
                ),
                Place("backpropagation", "A network that fits on the page"),
                ("(1 - 0.7673) / 4",),
            ),
        ),
    ),
    Numbers(
        name="backpropagation-ex-shapes",
        chapter="backpropagation",
        title="One layer more",
        difficulty=3,
        ask=(
            "The shape of the slopes along the second weights, then along the first "
            "pre-activations: four numbers."
        ),
        hints=(
            "The slopes along an array have the shape of that array.",
            (
                "Weights have a row for each unit below and a column for each unit above; "
                "activations have a row for each image."
            ),
        ),
        right=("50", "30", "64", "50"),
        atol=0.0,
        misconceptions=(
            Misconception(
                "weights turned",
                "The slopes along weights lie as the weights do: rows for what comes in.",
                Place("backpropagation", "From the scores to the weights"),
                ("30", "50", "64", "50"),
            ),
            Misconception(
                "images across",
                "A row is an image.",
                Place("backpropagation", "Two layers"),
                ("50", "30", "50", "64"),
            ),
            Misconception(
                "one layer up",
                "The last two belong to the second layer.",
                Place("backpropagation", "Two layers"),
                ("50", "30", "64", "30"),
            ),
            Misconception(
                "without the batch",
                "The slopes along pre-activations are other ones in each image.",
                Place("backpropagation", "Two layers"),
                ("50", "30", "1", "50"),
            ),
            Misconception(
                "first weights",
                "These are the first weights.",
                Place("backpropagation", "Two layers"),
                ("784", "50", None, None),
            ),
        ),
    ),
    Numbers(
        name="backpropagation-ex-cost",
        chapter="backpropagation",
        title="What a layer more costs",
        difficulty=2,
        ask=(
            "The multiply-adds for an image of the first network, weights only: forward, back, "
            "and for the numerical gradient in the plain way."
        ),
        hints=(
            "Forward each weight takes one multiply-add for an image.",
            "On the way back a layer takes a product for its weights and one for the layer "
            "below. Which layer has none below that anybody asks about?",
        ),
        right=("41000", "2 * 41000 - 784 * 50", "2 * 41000 * 41000"),
        atol=0.5,
        misconceptions=(
            Misconception(
                "back to the pixels",
                "Nobody asks for slopes along the pixels, so the first layer takes one product "
                "on the way back.",
                Place("backpropagation", "What it costs"),
                (None, "2 * 41000", None),
            ),
            Misconception(
                "one product a layer",
                "That gives the slopes along the weights. To get there, slopes must also be "
                "carried back through the upper layers.",
                Place("backpropagation", "What it costs"),
                (None, "41000", None),
            ),
            Misconception(
                "one nudge for each weight",
                "The central difference looks at both sides of each weight.",
                Place("backpropagation", "What it costs"),
                ("41000", "2 * 41000 - 784 * 50", "41000 * 41000"),
            ),
        ),
    ),
)
