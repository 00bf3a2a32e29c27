"""The code of the book *Gradient Descent in a Neural Network*.

Needs NumPy alone. The live panels (`nnbook.panels`) and the book's figures
(`nnbook.plots`) need more: ``pip install nnbook[panels]``.
"""

from nnbook._run import History
from nnbook.datasets import load_mnist
from nnbook.drawing import draw_digit
from nnbook.functions import log_softmax, sigmoid, softmax
from nnbook.gradients import GradientMismatchError, check_gradient, numerical_gradient
from nnbook.losses import cross_entropy_error
from nnbook.networks import SimpleNet, TwoLayerNet
from nnbook.shipped import load_network
from nnbook.training import DivergedError, Training

__version__ = "0.1.0"

__all__ = [
    "DivergedError",
    "GradientMismatchError",
    "History",
    "SimpleNet",
    "Training",
    "TwoLayerNet",
    "check_gradient",
    "cross_entropy_error",
    "draw_digit",
    "load_mnist",
    "load_network",
    "log_softmax",
    "numerical_gradient",
    "sigmoid",
    "softmax",
]
