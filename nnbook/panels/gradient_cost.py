"""Panel: what a gradient costs, counted in operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnbook._checks import whole_number
from nnbook.costs import gradient_costs
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import Slider
from nnbook.panels.task import Task

# With the ends of the sliders, all counts stay below 2**53: exact in the browser too.
MOST_OUTPUTS = 100
MARKED = (784, 100, 10, 100)
WAYS = {"notebook": "notebook's way", "reuse": "exact reuse", "backpropagation": "backprop."}
LINES = ("-", "--", ":")
TASKS = (
    Task(
        "few",
        "Keep 100 hidden units or more, and bring the notebook's way below 10,000 forward passes.",
        (("forward_passes", "<", 10_000), ("hidden_size", ">=", 100)),
    ),
    Task(
        "nothing-saved",
        "By the hidden units alone, bring exact reuse to where it saves less than one in a "
        "hundred exponentials and logarithms.",
        (("hidden_size", "<=", 1),),
        only=("hidden_size",),
    ),
)


class gradient_cost(Panel):
    """Sliders for the sizes of a network; what its gradient costs in three ways.

    The panel draws multiply-adds, and exponentials and logarithms, against the
    hidden size, on logarithmic axes, with the book's network, 784-100-10,
    marked. Each is shown as so many forward passes. They are counts, as
    `gradient_costs` defines them; how long an operation takes is another
    question.

    Parameters
    ----------
    input_size : int, default 784
        From 1 to 1024.
    hidden_size : int, default 100
        From 1 to 1000.
    output_size : int, default 10
        From 1 to 100. It has no slider.
    batch_size : int, default 100
        From 1 to 1000.

    Raises
    ------
    ValueError
        If a size is outside its range.
    TypeError
        If it is no integer.

    Notes
    -----
    Sliders ``hidden_size``, ``batch_size`` and ``input_size``. Results: all
    counts of `gradient_costs` under their names there, and ``reuse_worth`` and
    ``backpropagation_worth``: how many forward passes have as many
    multiply-adds.

    Examples
    --------
    >>> from nnbook.panels import gradient_cost
    >>> panel = gradient_cost()
    >>> panel
    gradient_cost(784-100-10, batch 100)
    >>> panel.results["forward_passes"]
    159020
    >>> panel.close()
    """

    hidden_size = Slider(100, 1, 1000, 1, "d", "hidden")
    batch_size = Slider(100, 1, 1000, 1, "d", "batch")
    input_size = Slider(784, 1, 1024, 1, "d", "inputs")

    def __init__(
        self,
        input_size: int = 784,
        hidden_size: int = 100,
        output_size: int = 10,
        batch_size: int = 100,
    ) -> None:
        if output_size == MARKED[2]:  # with more there are no such sizes
            self.tasks = TASKS
        super().__init__(
            "gradient_cost({input_size}-{hidden_size}-{output_size}, batch {batch_size})",
            {"output_size": whole_number("output_size", output_size, 1, MOST_OUTPUTS)},
            input_size=input_size,
            hidden_size=hidden_size,
            batch_size=batch_size,
        )

    @classmethod
    def samples(cls) -> Samples:
        """As it is, and with the most outputs."""
        return {"plain": cls, "many outputs": lambda: cls(output_size=MOST_OUTPUTS)}

    def compute(self, state: State) -> Results:
        """The counts, and how many forward passes the multiply-adds are worth."""
        names = ("input_size", "hidden_size", "output_size", "batch_size")
        costs = gradient_costs(*(state[name] for name in names))
        ways = ("reuse", "backpropagation")
        return costs | {f"{way}_worth": worth(costs, way, "multiply_adds") for way in ways}

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """What each way costs against the hidden size."""
        sizes = [int(size) for size in np.unique(np.rint(np.logspace(0, 3, 61)))]
        curves = [self.compute({**state, "hidden_size": size}) for size in sizes]
        marked = gradient_costs(*MARKED)
        kinds = {"multiply_adds": "Multiply-adds", "functions": "exp and log"}
        for ax, (kind, title) in zip(figure.subplots(1, 2), kinds.items(), strict=True):
            for k, (way, label) in enumerate(WAYS.items()):
                colour = f"C{k}"
                heights = [worth(one, way, kind) for one in curves]
                ax.loglog(sizes, heights, LINES[k], color=colour, label=label)
                ax.loglog(state["hidden_size"], worth(results, way, kind), "o", color=colour)
                ring = {"markersize": 11, "color": "none", "markeredgecolor": "black"}
                ax.loglog(MARKED[1], worth(marked, way, kind), "o", **ring)
            ax.set(title=f"{title}, in passes", xlabel="hidden units", ylim=(1, 1e7))
            ax.set_yticks((1, 1e2, 1e4, 1e6))
            ax.minorticks_off()
        ax.legend(fontsize=9, loc="upper left")


def worth(costs: Mapping[str, Any], way: str, kind: str) -> float:
    """How many forward passes have as many operations of a kind as a gradient has in some way."""
    return float(costs["forward_passes"] * costs[f"{way}_{kind}"] / costs[f"notebook_{kind}"])
