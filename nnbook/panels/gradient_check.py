"""Panel: one entry of a gradient, checked with any step h."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnbook._checks import FloatArray, real_number
from nnbook.gradients import numerical_gradient
from nnbook.networks import TwoLayerNet
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import Slider, labels, rows, two_layer_params
from nnbook.panels.task import Task

NAMES = ("W1", "b1", "W2", "b2")
LEAST, MOST = 1e-14, 1e2  # ends of the axis of errors
MOST_PARAMETERS = 60
MOST_SAMPLES = 20
# So that the smallest step still changes every parameter.
LARGEST = 1000.0
EPS = float(np.finfo(np.float64).eps)
# Of the panel's own network.
TASKS = (
    Task(
        "too-large",
        "The gradient is right. Have half of its 23 entries refused all the same, by a step that "
        "is too large.",
        (("failing", ">=", 12), ("h", ">", 1e-4)),
    ),
    Task(
        "too-small",
        "Have as many refused by a step that is too small.",
        (("failing", ">=", 12), ("h", "<", 1e-4)),
    ),
    Task(
        "edge",
        "Find a step below 10⁻⁶ at which every entry still passes.",
        (("failing", "==", 0), ("h", "<", 1e-6)),
    ),
)


class gradient_check(Panel):
    """Sliders for an entry of a gradient and a step; the error of the central difference.

    The exact gradient is backpropagation's. The panel draws the relative error
    against the step, a V, with the line below which `nnbook.check_gradient`
    passes, and where every other entry stands at this step.

    Parameters
    ----------
    net : TwoLayerNet, optional
        A network of at most 60 parameters, none beyond 1000 in size; by
        default one of 4-3-2, of whose hidden units one is nearly saturated, so
        that its entries are tiny. Copied.
    x : array_like of float, shape (n, inputs), optional
        From 1 to 20 samples; by default five from N(0, 1), if `net` is left
        out too.
    t : array_like, optional
        Their labels, in any form that `nnbook.cross_entropy_error` takes.
    entry : int, default 0
        The entry to look at first. They are counted through W1, b1, W2 and
        b2, each row by row.
    h : float, default 1e-4
        The first step, from 1e-12 to 1.
    rtol, atol : float, default 1e-6 and 1e-9
        The tolerances of the check, as in `nnbook.check_gradient`.

    Raises
    ------
    ValueError
        If a shape, a label, an index or a number is not as above.
    TypeError
        If an argument is of another type.

    Notes
    -----
    Sliders ``entry`` and ``h``, this one on a logarithmic scale. Results ``h``, ``parameter``,
    ``above`` and ``below`` (the loss at both ends), ``numerical``,
    ``exact``, ``difference``, ``allowed`` (the most it may be), ``error``
    (the relative one) and ``failing`` (how many of all entries are off by
    more than is allowed).

    Examples
    --------
    >>> from nnbook.panels import gradient_check
    >>> panel = gradient_check()
    >>> panel
    gradient_check(4-3-2, 5 samples, W1[0,0], h=0.0001)
    >>> panel.results["error"] < 1e-6, panel.results["failing"]
    (True, 0)
    >>> panel.close()
    """

    entry = Slider(0, 0, MOST_PARAMETERS - 1, 1, "d")  # counts W1, b1, W2, b2, each row by row
    h = Slider(1e-4, 1e-12, 1, 0.1, ".2g", log=True)

    def __init__(
        self,
        net: TwoLayerNet | None = None,
        x: ArrayLike | None = None,
        t: ArrayLike | None = None,
        *,
        entry: int = 0,
        h: float = 1e-4,
        rtol: float = 1e-6,
        atol: float = 1e-9,
    ) -> None:
        given = [one is not None for one in (net, x, t)]
        if any(given) and not all(given):
            raise ValueError("net, x and t must be given together, or all left out")
        if net is None or x is None or t is None:
            self.tasks = TASKS
            rng = np.random.default_rng(16)  # one hidden unit is nearly saturated
            net = TwoLayerNet(4, 3, 2, 2.0, rng=rng)
            x, t = rng.standard_normal((5, 4)), [0, 1, 1, 0, 1]
        params = two_layer_params(net)
        for name, array in params.items():
            worst = array.flat[np.abs(array).argmax()]
            if abs(worst) > LARGEST:
                wanted = f"net.params[{name!r}] must hold numbers up to {LARGEST:g} in size"
                raise ValueError(f"{wanted}, got {worst:g}")
        total = sum(array.size for array in params.values())
        if total > MOST_PARAMETERS:
            raise ValueError(f"net must have at most {MOST_PARAMETERS} parameters, got {total}")
        inputs, hidden = params["W1"].shape
        data = rows(x, inputs, MOST_SAMPLES, "numbers")
        outputs = params["b2"].size
        state = {name: array.tolist() for name, array in params.items()} | {
            "x": data.tolist(),
            "t": labels(t, (len(data), outputs)),
            "delta": net.delta,
            "rtol": real_number("rtol", rtol, minimum=0.0),
            "atol": real_number("atol", atol, minimum=0.0),
        }
        first = {"entry": self.entry.at(entry, "entry", (0, total - 1)), "h": self.h.at(h, "h")}
        sizes = f"{inputs}-{hidden}-{outputs}, {len(data)} samples"
        super().__init__(
            f"gradient_check({sizes}, {names_of(state)[entry]}, h={h:g})", state, **first
        )

    @classmethod
    def samples(cls) -> Samples:
        """As it is; without delta; a dead entry; logits that leave few digits."""
        x = np.random.default_rng(2026).standard_normal((3, 2))
        sharp = TwoLayerNet(2, 3, 3, 3.0, rng=5, delta=0.0)
        far_out = TwoLayerNet(2, 2, 2, rng=1)
        far_out.params["b2"][:] = 900.3, 900.7
        return {
            "plain": cls,
            "no delta": lambda: cls(sharp, x, [0, 2, 1]),
            "dead": lambda: cls(TwoLayerNet(1, 1, 2, 0.0), [[1.0]], [1]),
            "far out": lambda: cls(far_out, [[1.0, 0.5], [0.2, -1.0]], [0, 1]),
        }

    def compute(self, state: State) -> Results:
        """Both gradients of the entry, how far apart they are, and how far they may be.

        `above` and `below` are the losses with h added to the parameter and
        taken away. `error` is the difference as a share of the larger of the
        two gradients, in size; 0 where both are 0. `failing` counts the
        entries, of all, that `nnbook.check_gradient` would refuse.
        """
        h, k = state["h"], state["entry"]
        exact, numerical = both_gradients(state)
        difference = np.abs(exact - numerical)
        allowed = state["atol"] + state["rtol"] * np.abs(numerical)
        scale = max(abs(exact[k]), abs(numerical[k]))
        parameter, above, below = both_ends(state, h)
        return {
            "h": h,
            "parameter": parameter,
            "above": above,
            "below": below,
            "numerical": numerical[k],
            "exact": exact[k],
            "difference": difference[k],
            "allowed": allowed[k],
            "error": difference[k] / scale if scale > 0 else 0.0,
            "failing": (difference > allowed).sum(),
        }

    def allowances(self, state: State) -> dict[str, float]:
        """The last bits of the loss, over h; entries so near the limit that these decide."""
        exact, numerical = both_gradients(state)
        loss, k, rtol = loss_bits(state), state["entry"], state["rtol"]
        slack = loss * (1 + 1 / state["h"])
        scale = float(max(abs(exact[k]), abs(numerical[k])))
        over = np.abs(exact - numerical) - (state["atol"] + rtol * np.abs(numerical))
        found = {
            "above": loss,
            "below": loss,
            "numerical": slack,
            "exact": loss * max(1.0, float(np.abs(state["x"]).max())),
            "difference": slack,
            "allowed": rtol * slack,
            "error": slack / scale if scale > 0 else 1.0,
            "failing": float((np.abs(over) <= 2 * slack).sum()),
        }
        return {name: value for name, value in found.items() if value > 0}

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The V of the entry's error, and every entry's share of what is allowed."""
        left, right = figure.subplots(1, 2)
        k, exact = state["entry"], results["exact"]
        steps, slopes = np.logspace(-12, 0, 121), []
        for h in steps.tolist():
            parameter, above, below = both_ends(state, h)
            slopes.append((above - below) / ((parameter + h) - (parameter - h)))
        size = abs(exact) or 1.0
        left.loglog(
            steps, np.maximum(np.abs(np.array(slopes) - exact) / size, LEAST), linewidth=1.2
        )
        left.axhline(state["rtol"], color="0.5", linestyle=":")
        left.axhline(state["rtol"] + state["atol"] / size, color="C1", linestyle="--")
        left.loglog(results["h"], max(results["error"], LEAST), "oC0")
        title = f"Relative error of {names_of(state)[k]}"
        left.set(title=title, xlabel="h", ylim=(LEAST, MOST))
        left.set_xticks((1e-12, 1e-8, 1e-4, 1))
        exact_all, numerical = both_gradients(state)
        allowed = state["atol"] + state["rtol"] * np.abs(numerical)
        share = np.abs(exact_all - numerical) / np.where(allowed > 0, allowed, 1)
        right.semilogy(np.clip(share, 1e-6, 1e6), "o", markersize=4)
        right.semilogy(k, np.clip(share[k], 1e-6, 1e6), "oC1")
        right.axhline(1, color="C1", linestyle="--")
        right.set(title="Share of what is allowed", xlabel="entry", ylim=(1e-6, 1e6))


def net_of(state: State) -> tuple[TwoLayerNet, FloatArray]:
    """The network that a state gives, and all its parameters as one array that changes it."""
    inputs, hidden = np.shape(state["W1"])
    net = TwoLayerNet(inputs, hidden, len(state["b2"]), delta=state["delta"])
    theta = np.concatenate([np.ravel(state[name]) for name in NAMES])
    ends = np.cumsum([array.size for array in net.params.values()])[:-1]
    for name, part in zip(NAMES, np.split(theta, ends), strict=True):
        net.params[name] = part.reshape(net.params[name].shape)
    return net, theta


def both_gradients(state: State) -> tuple[FloatArray, FloatArray]:
    """The exact gradient and the numerical one, entry by entry."""
    (net, theta), x, t = net_of(state), state["x"], state["t"]
    exact = np.concatenate([array.ravel() for array in net.gradient(x, t).values()])
    return exact, numerical_gradient(lambda _: net.loss(x, t), theta, state["h"])


def both_ends(state: State, h: float) -> tuple[float, float, float]:
    """The parameter of the entry, and the loss with h added to it and taken away."""
    net, theta = net_of(state)
    parameter = float(theta[state["entry"]])
    losses = []
    for theta[state["entry"]] in (parameter + h, parameter - h):
        losses.append(net.loss(state["x"], state["t"]))
    return parameter, losses[0], losses[1]


def loss_bits(state: State) -> float:
    """How far rounding may take the loss: its own, and that of the sums it is made of."""
    loss = net_of(state)[0].loss(state["x"], state["t"])
    before = np.abs(state["x"]) @ np.abs(state["W1"]) + np.abs(state["b1"])
    second = np.abs(state["W2"])
    # A sigmoid is nowhere steeper than 1/4.
    sums = before.max() * second.max() / 4 + second.sum(axis=0).max() + np.abs(state["b2"]).max()
    return EPS * float(8 * max(1.0, loss) + 2 * sums)


def names_of(state: State) -> list[str]:
    """The name of each entry."""
    return [
        f"{name}[{','.join(str(i) for i in index)}]"
        for name in NAMES
        for index in np.ndindex(np.shape(state[name]))
    ]
