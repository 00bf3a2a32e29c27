"""What the gradient of a two-layer network costs, counted in operations."""

from __future__ import annotations

from nnbook._checks import positive_int


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
      `nnbook`, which also forms the :math:`K` exponentials by a short series where
      that is exact to rounding; here all count.
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
    inputs = positive_int("input_size", input_size)
    hidden = positive_int("hidden_size", hidden_size)
    outputs = positive_int("output_size", output_size)
    batch = positive_int("batch_size", batch_size)
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
