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
    Numbers(
        name="backpropagation-ex-middle",
        chapter="backpropagation",
        title="The middle column",
        difficulty=1,
        ask="With class 1 as the label: the slopes along the scores of classes 1 and 2.",
        hints=(
            "The slopes along the scores are probabilities less the label.",
            "Which two entries of the label change, and how? The probabilities stay.",
        ),
        right=("0.7525 - 1", "0.1785"),
        atol=0.00011,
        misconceptions=(
            Misconception(
                "the old label",
                "That is with class 2 as the label.",
                Place("backpropagation", "From the loss to the scores"),
                ("0.7525", "0.1785 - 1"),
            ),
            Misconception(
                "sign turned",
                "Both signs are turned. Does raising the score of the true class raise the loss?",
                Place("backpropagation", "From the loss to the scores"),
                ("1 - 0.7525", "-0.1785"),
            ),
            Misconception(
                "two labels",
                "The label of class 2 is 0 now.",
                Place("backpropagation", "From the loss to the scores"),
                ("0.7525 - 1", "0.1785 - 1"),
            ),
        ),
    ),
    Numbers(
        name="backpropagation-ex-soft",
        chapter="backpropagation",
        title="Labels that are no distribution",
        difficulty=2,
        ask="What the slopes along the scores add up to.",
        hints=(
            "Raise all the scores together. What does the softmax do?",
            "In the sum, one part has the probabilities as a factor, and they add up to 1.",
        ),
        right=("0",),
        atol=1e-9,
        misconceptions=(
            Misconception(
                "one",
                "The probabilities add up to 1. From them something is taken off.",
                Place("backpropagation", "The delta"),
                ("1",),
            ),
            Misconception(
                "one less the labels",
                (
                    "You added up probabilities less labels. With labels that do not add up to 1, "
                    "the probabilities carry a factor."
                ),
                Place("backpropagation", "The delta"),
                ("1 - np.random.default_rng(2).random(3).sum()",),
            ),
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
    Choice(
        name="backpropagation-ex-zeros",
        chapter="backpropagation",
        title="Zeros that pass",
        difficulty=2,
        ask='The set of tolerances that accept it, of "1e-1", "1e-2" and "1e-9".',
        hints=(
            "With rtol=0 only the absolute difference counts. How large is it at most?",
            "Print the largest slope of the measured ones.",
        ),
        options=("1e-1", "1e-2", "1e-9"),
        right=frozenset({"1e-1"}),
        misconceptions=(
            Misconception(
                "two of three",
                "Try it: is the largest measured slope below 0.01?",
                Place("backpropagation", "Trap 5: a tolerance too loose"),
                frozenset({"1e-1", "1e-2"}),
            ),
            Misconception(
                "all three",
                "A tolerance of 1e-9 is far below the slopes, so zeros are refused.",
                Place("backpropagation", "Trap 5: a tolerance too loose"),
                frozenset({"1e-1", "1e-2", "1e-9"}),
            ),
            Misconception(
                "none",
                "The slopes are small: the largest is below one of the three.",
                Place("backpropagation", "Trap 5: a tolerance too loose"),
                frozenset(),
            ),
        ),
    ),
)
