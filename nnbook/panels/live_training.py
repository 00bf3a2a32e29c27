"""Panel: a network that learns to read digits while the reader watches."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from nnbook._checks import FloatArray, whole_number
from nnbook.datasets import load_mnist
from nnbook.networks import TwoLayerNet
from nnbook.panels.base import HERE, Panel, Results, Samples, State
from nnbook.panels.inputs import Slider
from nnbook.training import Training

UNITS = 8  # whose weights are drawn


class live_training(Panel):
    """A training run of a 784-100-10 network that begins when the reader says so.

    Buttons start it, pause it, take one step, and go back to the start. Four
    sliders hold what it depends on; who moves one begins anew. The panel draws
    learning curves, which test digits are taken for which, and the weights
    into eight hidden units.

    Parameters
    ----------
    digits : int, default 1000
        How many of the training part it learns from, and as many of the test
        part it is tested on; from 100 to 1000.
    rate : float, default 0.5
        Learning rate, from 0.01 to 100.
    batch_size : int, default 100
        Samples in a mini-batch, from 1 to 500 and at most `digits`.
    momentum : float, default 0.0
        From 0 to 0.99.
    std : float, default 1/28
        Standard deviation of the first weights, from 0.001 to 1.
    rng : int, default 0
        Seed of the first weights and of the order of the digits.

    Raises
    ------
    ValueError, TypeError
        If an argument is not as above.

    Notes
    -----
    Sliders ``rate``, ``batch_size``, ``momentum`` and ``std``. Results
    ``steps_per_epoch``, ``last_batch`` (samples in the last mini-batch of an
    epoch), ``long_rate`` (what the rate comes to where slopes agree from step
    to step: rate / (1 - momentum)), ``memory`` (the steps over which momentum
    sums, 1 / (1 - momentum)) and ``spread`` (`std` as a multiple of 1/28). What
    the run has come to is not computed by Python: `training` makes the same
    run here.

    The order of the digits is NumPy's: the browser has its generator, PCG64,
    and its permutations. The first weights are made from uniform numbers of
    the same generator as Box and Muller did, since `Generator.standard_normal`
    looks into tables that a page would have to carry.

    Examples
    --------
    >>> from nnbook.panels import live_training
    >>> panel = live_training(100, batch_size=30, momentum=0.9)
    >>> panel.results["steps_per_epoch"], panel.results["last_batch"]
    (4, 10)
    >>> panel.training().run(epochs=2)
    History(8 steps, 2 epochs)
    >>> panel.close()
    """

    rate = Slider(0.5, 0.01, 100, 0.1, ".2g", log=True)
    batch_size = Slider(100, 1, 500, 1, "d", "batch")
    momentum = Slider(0, 0, 0.99, 0.01)
    std = Slider(1 / 28, 0.001, 1, 0.05, ".2g", "first size", log=True)
    late = ("train_x", "train_t", "test_x", "test_t", "worker")
    height = 3.2

    def __init__(
        self,
        digits: int = 1000,
        *,
        rate: float = 0.5,
        batch_size: int = 100,
        momentum: float = 0.0,
        std: float = 1 / 28,
        rng: int = 0,
    ) -> None:
        count = whole_number("digits", digits, 100, 1000)
        seed = whole_number("rng", rng, 0, 2**32 - 1)
        begins = {
            "rate": self.rate.at(rate, "rate"),
            "batch_size": self.batch_size.at(batch_size, "batch_size", (1, min(500, count))),
            "momentum": self.momentum.at(momentum, "momentum"),
            "std": self.std.at(std, "std"),
        }
        parts = {split: load_mnist(split, one_hot=False) for split in ("train", "test")}
        given: dict[str, Any] = {"digits": count, "seed": seed, "inputs": 784, "hidden": 100}
        for split, (x, t) in parts.items():
            given[f"{split}_x"] = np.rint(255 * x[:count]).astype(np.uint8)
            given[f"{split}_t"] = t[:count].astype(np.uint8)
        start = np.random.default_rng(seed).bit_generator.state["state"]
        given |= {
            "units": list(range(UNITS)),
            "delta": 1e-7,
            "rng": {name: hex(start[name]) for name in ("state", "inc")},
            "worker": np.frombuffer(worker_source().encode(), np.uint8),
        }
        summary = f"live_training({count} digits, {{batch_size}} a batch, rate {{rate:g}})"
        super().__init__(summary, given, **begins)

    @classmethod
    def samples(cls) -> Samples:
        """Few digits, whose last mini-batch is smaller."""
        return {"few digits": lambda: cls(100, batch_size=16, momentum=0.9, rng=3)}

    @property
    def state(self) -> dict[str, Any]:
        """What `compute` takes: the inputs and the digits. The worker's script is not of it."""
        return {name: value for name, value in super().state.items() if name != "worker"}

    def training(self) -> Training:
        """Make the run that the sliders stand for, at its start.

        Returns
        -------
        Training
            Its steps are those that the panel takes.

        Examples
        --------
        See the class.
        """
        return self._run(self.state)

    def _run(self, state: State) -> Training:
        rng = np.random.default_rng(state["seed"])
        net = TwoLayerNet(784, state["hidden"], 10, rng=0, delta=state["delta"])
        for name in ("W1", "W2"):
            net.params[name][...] = _normals(net.params[name].shape, state["std"], rng)
        train, test = ((state[f"{part}_x"] / 255, state[f"{part}_t"]) for part in ("train", "test"))
        return Training(
            net,
            *train,
            test=test,
            batch_size=state["batch_size"],
            learning_rate=state["rate"],
            momentum=state["momentum"],
            rng=rng,
        )

    def compute(self, state: State) -> Results:
        """What the settings come to before a step is taken."""
        steps = -(-state["digits"] // state["batch_size"])
        return {
            "steps_per_epoch": steps,
            "last_batch": state["digits"] - (steps - 1) * state["batch_size"],
            "long_rate": state["rate"] / (1 - state["momentum"]),
            "memory": 1 / (1 - state["momentum"]),
            "spread": 28 * state["std"],
        }

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The curves of the first twenty epochs."""
        history = self._run(state).run(20)
        left, right = figure.subplots(1, 2)
        left.plot(history.loss)
        left.set(title="Loss of each mini-batch", xlabel="step", ylim=(0, None))
        right.plot(history.train_accuracy, label="training")
        right.plot(history.test_accuracy, "--", label="test")
        right.set(title="Accuracy after each epoch", xlabel="epoch", ylim=(0, 1))
        right.legend()


def _normals(shape: tuple[int, ...], std: float, rng: np.random.Generator) -> FloatArray:
    """Numbers from N(0, std), as Box and Muller (1958) make them."""
    radii = np.sqrt(-2 * np.log(1 - rng.random(shape)))
    made: FloatArray = std * (radii * np.cos(2 * np.pi * rng.random(shape)))
    return made


def worker_source() -> str:
    """Write the script that trains apart from the page.

    Returns
    -------
    str
        A classic script, of the modules that the page has too.

    Examples
    --------
    >>> from nnbook.panels.live_training import worker_source
    >>> worker_source().count("export "), worker_source().splitlines()[-1]
    (0, 'serve(self);')
    """
    parts = [(HERE / f"{name}.mjs").read_text(encoding="utf-8") for name in ("maths", "run")]
    source = re.sub(r"^(?:export |import .*\n)", "", "\n".join(parts), flags=re.MULTILINE)
    return f"{source}\nserve(self);\n"
