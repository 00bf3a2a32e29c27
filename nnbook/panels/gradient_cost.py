"""Panel: what a gradient costs, counted in operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Float, Int

from nnbook._checks import positive_int
from nnbook.panels import arguments, base
from nnbook.panels.base import synced

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Ends of the sliders. All counts then stay below 2**53: exact in the browser too.
RANGES = {"hidden_size": (1, 1000), "batch_size": (1, 1000), "input_size": (1, 1024)}
MOST_OUTPUTS = 100
MARKED = (784, 100, 10, 100)
WAYS = {"notebook": "notebook's way", "reuse": "exact reuse", "backpropagation": "backprop."}
LINES = ("-", "--", ":")


def gradient_costs(
    input_size: int, hidden_size: int, output_size: int, batch_size: int
) -> dict[str, int]:
    r"""Count the operations of a two-layer network's gradient in three ways.

    Parameters
    ----------
    input_size, hidden_size, output_size : int
        Sizes of the network.
    batch_size : int
        How many samples the loss is averaged over.

    Returns
    -------
    dict of str to int
        ``parameters``, ``forward_passes`` (of the notebook's way), and for each
        way, ``notebook``, ``reuse`` and ``backpropagation``, two counts:
        ``<way>_multiply_adds`` and ``<way>_functions``.

    Raises
    ------
    ValueError, TypeError
        If a size is not a positive integer.

    Notes
    -----
    A bias counts as the weight of an input, or hidden unit, that is always 1.
    With :math:`I` inputs, :math:`H` hidden units, :math:`K` outputs and
    :math:`n` samples there are :math:`A = (I + 1) H` parameters in the first
    layer, :math:`B = (H + 1) K` in the second, and :math:`P = A + B` in all.

    Multiply-adds are those that form the sums over inputs, hidden units or
    samples. Functions are the exponentials and the logarithms, of which a loss
    takes one a sample. The rest, a few operations for each function, is not
    counted.

    * A forward pass takes :math:`n P` multiply-adds and
      :math:`f = n (H + K + 1)` functions.
    * The notebook's way does :math:`2 P` forward passes, two for each parameter.
    * Exact reuse does one, and then, for each sample and each of the two
      nudges, only what the nudge reaches. In the first layer: the sum of one
      hidden unit, and all logits with its change; one sigmoid and one loss.
      That is :math:`K + 1` multiply-adds and :math:`K + 2` functions for each
      of :math:`A` parameters. In the second layer: one logit, and the loss.
      That is 1 multiply-add and :math:`K + 1` functions for each of :math:`B`.
      Inputs that are 0, such as the background of a digit, are skipped by
      `nnbook`; here all count.
    * Backpropagation does one forward pass; then :math:`n B` multiply-adds for
      the slopes along the second layer's parameters, :math:`n H K` back to the
      hidden units, and :math:`n A` for the first layer's. No further function.

    Examples
    --------
    >>> from nnbook.panels import gradient_costs
    >>> costs = gradient_costs(784, 100, 10, batch_size=100)
    >>> costs["parameters"], costs["forward_passes"]
    (79510, 159020)
    >>> costs["notebook_multiply_adds"] // costs["backpropagation_multiply_adds"]
    79013
    """
    inputs, hidden = (
        positive_int("input_size", input_size),
        positive_int("hidden_size", hidden_size),
    )
    outputs, batch = (
        positive_int("output_size", output_size),
        positive_int("batch_size", batch_size),
    )
    first, second = (inputs + 1) * hidden, (hidden + 1) * outputs
    parameters = first + second
    forward, functions = batch * parameters, batch * (hidden + outputs + 1)
    return {
        "parameters": parameters,
        "forward_passes": 2 * parameters,
        "notebook_multiply_adds": 2 * parameters * forward,
        "reuse_multiply_adds": forward + 2 * batch * (first * (outputs + 1) + second),
        "backpropagation_multiply_adds": 2 * forward + batch * hidden * outputs,
        "notebook_functions": 2 * parameters * functions,
        "reuse_functions": functions + 2 * batch * (first * (outputs + 2) + second * (outputs + 1)),
        "backpropagation_functions": functions,
    }


class GradientCostView(base.PanelView):
    """View of `gradient_cost`."""

    _esm = base.join_esm("gradient_cost")
    inputs = ("input_size", "hidden_size", "output_size", "batch_size")

    input_size = synced(Int())
    hidden_size = synced(Int())
    output_size = synced(Int())
    batch_size = synced(Int())

    parameters = synced(Int())
    forward_passes = synced(Int())
    notebook_multiply_adds = synced(Int())
    reuse_multiply_adds = synced(Int())
    backpropagation_multiply_adds = synced(Int())
    notebook_functions = synced(Int())
    reuse_functions = synced(Int())
    backpropagation_functions = synced(Int())
    notebook_ratio = synced(Float())
    reuse_ratio = synced(Float())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """The counts, and the multiply-adds as multiples of backpropagation's."""
        costs = gradient_costs(**{name: state[name] for name in GradientCostView.inputs})
        least = costs["backpropagation_multiply_adds"]
        return costs | {
            "notebook_ratio": costs["notebook_multiply_adds"] / least,
            "reuse_ratio": costs["reuse_multiply_adds"] / least,
        }


def gradient_cost(
    input_size: int = 784, hidden_size: int = 100, output_size: int = 10, batch_size: int = 100
) -> base.Panel:
    """Sliders for the sizes of a network; what its gradient costs in three ways.

    The panel draws multiply-adds, and exponentials and logarithms, against the
    hidden size, on logarithmic axes, with the book's network, 784-100-10 and a
    batch of 100, marked. They are counts, as `gradient_costs` defines them; how
    long an operation takes is another question.

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

    Returns
    -------
    Panel
        Sliders ``hidden_size``, ``batch_size`` and ``input_size``. The view has
        all counts of `gradient_costs` under their names there, and
        ``notebook_ratio`` and ``reuse_ratio``: the multiply-adds of those ways
        as multiples of backpropagation's.

    Raises
    ------
    ValueError
        If a size is outside its range.
    TypeError
        If it is no integer.

    Examples
    --------
    >>> from nnbook.panels import gradient_cost
    >>> panel = gradient_cost()
    >>> panel
    gradient_cost(784-100-10, batch 100)
    >>> panel.view.forward_passes
    159020
    >>> panel.close()
    """
    given = {"hidden_size": hidden_size, "batch_size": batch_size, "input_size": input_size}
    state: dict[str, Any] = {
        name: _size(name, value, RANGES[name]) for name, value in given.items()
    }
    state["output_size"] = _size("output_size", output_size, (1, MOST_OUTPUTS))
    sliders = {
        name: arguments.slider(name.split("_")[0], state[name], RANGES[name], 1, "d")
        for name in given
    }
    sliders["input_size"].description = "inputs"
    view = GradientCostView(
        panel_name="gradient_cost", ranges=arguments.ranges_of(sliders), **state
    )
    return base.Panel(
        view,
        sliders,
        summary=f"gradient_cost({input_size}-{hidden_size}-{output_size}, batch {batch_size})",
        picture=lambda figure: _picture(figure, state),
    )


def _size(name: str, value: Any, ends: tuple[int, int]) -> int:
    return int(arguments.inside(name, positive_int(name, value), ends))


def _picture(figure: Figure, state: Mapping[str, Any]) -> None:
    sizes = [int(size) for size in np.unique(np.rint(np.logspace(0, 3, 61)))]
    curves = [GradientCostView.compute({**state, "hidden_size": size}) for size in sizes]
    here, marked = GradientCostView.compute(state), gradient_costs(*MARKED)
    kinds = {"multiply_adds": "Multiply-adds", "functions": "exp and log"}
    for ax, (kind, title) in zip(figure.subplots(1, 2), kinds.items(), strict=True):
        for k, (way, label) in enumerate(WAYS.items()):
            name, colour = f"{way}_{kind}", f"C{k}"
            ax.loglog(sizes, [one[name] for one in curves], LINES[k], color=colour, label=label)
            ax.loglog(state["hidden_size"], here[name], "o", color=colour)
            ax.loglog(
                MARKED[1], marked[name], "o", markersize=11, color="none", markeredgecolor="black"
            )
        ax.set(title=title, xlabel="hidden units", ylim=(1, 1e16))
        ax.set_yticks((1, 1e4, 1e8, 1e12, 1e16))
        ax.minorticks_off()
    ax.legend(fontsize=9, loc="upper left")
