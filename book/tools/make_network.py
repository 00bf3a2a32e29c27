"""Train the network that ships with the package, and write it to ``nnbook/data``.

``python -m book.tools.make_network``, after a change of what *Training* trains best. That
chapter makes the same run from the same seeds, and prints whether the file is its network
rounded: so nbval sees a file that is not.
"""

from __future__ import annotations

from nnbook import Training, TwoLayerNet, load_mnist
from nnbook._files import write_arrays
from nnbook.shipped import FILE, rounded


def train() -> TwoLayerNet:
    """The best run of the chapter."""
    net = TwoLayerNet(784, 100, 10, weight_init_std=1 / 28, rng=0)
    Training(net, *load_mnist("train"), learning_rate=0.5, momentum=0.9, rng=0).run(15)
    return net


if __name__ == "__main__":
    write_arrays(FILE, rounded(train()))
