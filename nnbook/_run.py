"""What a training run is made of: its history, and the change that a step makes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnbook._kernels import Params


@dataclass
class History:
    """What a training run was like.

    Attributes
    ----------
    loss : list of float
        Loss of the mini-batch of each step, before the step.
    epoch_loss : list of float
        Mean of those over each finished epoch.
    train_accuracy, test_accuracy : list of float
        After each finished epoch, in [0, 1]; the second stays empty without
        test data.
    """

    loss: list[float] = field(default_factory=list)
    epoch_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    test_accuracy: list[float] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"History({len(self.loss)} steps, {len(self.epoch_loss)} epochs)"


@dataclass
class Change:
    """What is to be true next, worked out before anything is changed.

    Putting it into place twice is the same as once. So an interrupt, wherever it comes, leaves
    either the run as it was, or a change that can be put into place again.
    """

    order: NDArray[np.intp]
    next: int
    rng: np.random.Generator
    random: Any  # the state of `rng`
    into: History
    history: dict[str, list[float]]  # what each list holds behind so many numbers as are `kept`
    kept: dict[str, int]
    params: Params = field(default_factory=dict)
    velocity: Params = field(default_factory=dict)
    good: Params = field(default_factory=dict)
    epoch: bool = False  # whether an epoch is finished by it, and is still to be recorded
