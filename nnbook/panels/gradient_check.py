"""Panel: one entry of a gradient, checked with any step h."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike
from traitlets import Float, Int, List

from nnbook._checks import FloatArray, float_array, real_number
from nnbook.gradients import numerical_gradient
from nnbook.networks import TwoLayerNet
from nnbook.panels import arguments, base
from nnbook.panels.base import synced
from nnbook.panels.results import as_floats

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NAMES = ("W1", "b1", "W2", "b2")
LOG10_H = (-12.0, 0.0)
LEAST, MOST = 1e-14, 1e2  # ends of the axis of errors
MOST_PARAMETERS = 60
MOST_SAMPLES = 20
# So that the smallest step still changes every parameter.
LARGEST = 1000.0
EPS = float(np.finfo(np.float64).eps)


class GradientCheckView(base.PanelView):
    """View of `gradient_check`."""

    _esm = base.join_esm("gradient_check")
    inputs = (*NAMES, "x", "t", "delta", "rtol", "atol", "entry", "log10_h")

    # `entry` counts the entries of W1, b1, W2, b2, each row by row.
    W1 = synced(List())
    b1 = synced(List())
    W2 = synced(List())
    b2 = synced(List())
    x = synced(List())  # (n, inputs)
    t = synced(List())  # (n, classes)
    delta = synced(Float())
    rtol = synced(Float())
    atol = synced(Float())
    entry = synced(Int())
    log10_h = synced(Float())

    h = synced(Float())
    parameter = synced(Float())
    above = synced(Float())
    below = synced(Float())
    numerical = synced(Float())
    exact = synced(Float())
    difference = synced(Float())
    allowed = synced(Float())
    error = synced(Float())
    failing = synced(Int())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """Both gradients of the entry, how far apart they are, and how far they may be.

        `above` and `below` are the losses with h added to the parameter and
        taken away. `error` is the difference as a share of the larger of the
        two gradients, in size; 0 where both are 0. `failing` counts the
        entries, of all, that `nnbook.check_gradient` would refuse.
        """
        h, k = 10.0 ** state["log10_h"], state["entry"]
        net, x, t = _net(state), state["x"], state["t"]
        exact, numerical = _both(state)
        difference = np.abs(exact - numerical)
        allowed = state["atol"] + state["rtol"] * np.abs(numerical)
        scale = float(max(abs(exact[k]), abs(numerical[k])))
        one = _entry(net, k)
        parameter = float(one[0])
        one[0] = parameter + h
        above = net.loss(x, t)
        one[0] = parameter - h
        below = net.loss(x, t)
        return {
            "h": h,
            "parameter": parameter,
            "above": above,
            "below": below,
            "numerical": float(numerical[k]),
            "exact": float(exact[k]),
            "difference": float(difference[k]),
            "allowed": float(allowed[k]),
            "error": float(difference[k] / scale) if scale > 0 else 0.0,
            "failing": int((difference > allowed).sum()),
        }

    @staticmethod
    def allowances(state: Mapping[str, Any]) -> dict[str, float]:
        """The last bits of the loss, over h; entries so near the limit that these decide."""
        exact, numerical = _both(state)
        loss, k, rtol = _loss_bits(state), state["entry"], state["rtol"]
        slack = loss * (1 + 1 / 10.0 ** state["log10_h"])
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


def gradient_check(
    net: TwoLayerNet | None = None,
    x: ArrayLike | None = None,
    t: ArrayLike | None = None,
    *,
    entry: int = 0,
    h: float = 1e-4,
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> base.Panel:
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

    Returns
    -------
    Panel
        Sliders ``entry`` and ``log10_h``. The view has ``h``, ``parameter``,
        ``above`` and ``below`` (the loss at both ends), ``numerical``,
        ``exact``, ``difference``, ``allowed`` (the most it may be), ``error``
        (the relative one) and ``failing`` (how many of all entries are off by
        more than is allowed).

    Raises
    ------
    ValueError
        If a shape, a label, an index or a number is not as above.
    TypeError
        If an argument is of another type.

    Examples
    --------
    >>> from nnbook.panels import gradient_check
    >>> panel = gradient_check()
    >>> panel
    gradient_check(4-3-2, 5 samples, W1[0,0], h=0.0001)
    >>> panel.view.error < 1e-6, panel.view.failing
    (True, 0)
    >>> panel.close()
    """
    given = [one is not None for one in (net, x, t)]
    if any(given) and not all(given):
        raise ValueError("net, x and t must be given together, or all left out")
    if net is None or x is None or t is None:
        rng = np.random.default_rng(16)  # one hidden unit is nearly saturated
        net = TwoLayerNet(4, 3, 2, 2.0, rng=rng)
        x, t = rng.standard_normal((5, 4)), [0, 1, 1, 0, 1]
    elif not isinstance(net, TwoLayerNet):
        raise TypeError(f"net must be a TwoLayerNet, got {type(net).__name__}")
    params = {name: _parameters(name, net.params[name]) for name in NAMES}
    total = sum(array.size for array in params.values())
    if total > MOST_PARAMETERS:
        raise ValueError(f"net must have at most {MOST_PARAMETERS} parameters, got {total}")
    data = float_array("x", x, ndim=(2,)).astype(np.float64)
    inputs, hidden = params["W1"].shape
    if data.shape[1] != inputs or len(data) > MOST_SAMPLES:
        raise ValueError(
            f"x must have 1 to {MOST_SAMPLES} rows of {inputs} numbers, got shape {data.shape}"
        )
    labels = arguments.labels(t, (len(data), params["b2"].size))
    step = real_number("h", h, minimum=0.0, open_end=True)
    arguments.inside("h", step, (10.0 ** LOG10_H[0], 10.0 ** LOG10_H[1]))
    sliders = {
        "entry": arguments.slider(
            "entry", arguments.index("entry", entry, total), (0, total - 1), 1, "d"
        ),
        "log10_h": arguments.slider(
            "log₁₀ h", float(np.clip(np.log10(step), *LOG10_H)), LOG10_H, 0.1, ".1f"
        ),
    }
    state: dict[str, Any] = {name: handle.value for name, handle in sliders.items()}
    state |= {name: as_floats(array) for name, array in params.items()}
    state |= {
        "x": as_floats(data),
        "t": labels,
        "delta": net.delta,
        "rtol": real_number("rtol", rtol, minimum=0.0),
        "atol": real_number("atol", atol, minimum=0.0),
    }
    view = GradientCheckView(
        panel_name="gradient_check", ranges=arguments.ranges_of(sliders), **state
    )
    return base.Panel(
        view,
        sliders,
        summary=f"gradient_check({inputs}-{hidden}-{params['b2'].size}, {len(data)} samples, "
        f"{_names(state)[entry]}, h={step:g})",
        picture=lambda figure: _picture(figure, state, view.results()),
    )


def _parameters(name: str, values: FloatArray) -> FloatArray:
    array = float_array(f"net.params[{name!r}]", values).astype(np.float64)
    if np.abs(array).max() > LARGEST:
        raise ValueError(
            f"net.params[{name!r}] must hold numbers up to {LARGEST:g} in size, got "
            f"{array.flat[np.abs(array).argmax()]:g}"
        )
    return array


def _net(state: Mapping[str, Any]) -> TwoLayerNet:
    inputs, hidden = np.shape(state["W1"])
    net = TwoLayerNet(inputs, hidden, len(state["b2"]), delta=state["delta"])
    net.params = {name: np.array(state[name]) for name in NAMES}
    return net


def _entry(net: TwoLayerNet, k: int) -> FloatArray:
    """One entry of the parameters, as an array that changes the network."""
    for name in NAMES:
        flat = net.params[name].reshape(-1)
        if k < flat.size:
            break
        k -= flat.size
    return flat[k : k + 1]


def _slope(net: TwoLayerNet, state: Mapping[str, Any], k: int, h: float) -> float:
    f = lambda _: net.loss(state["x"], state["t"])  # noqa: E731
    return float(numerical_gradient(f, _entry(net, k), h)[0])


def _both(state: Mapping[str, Any]) -> tuple[FloatArray, FloatArray]:
    """The exact gradient and the numerical one, entry by entry."""
    net, h = _net(state), 10.0 ** state["log10_h"]
    gradient = net.gradient(state["x"], state["t"])
    exact = np.concatenate([gradient[name].ravel() for name in NAMES])
    return exact, np.array([_slope(net, state, k, h) for k in range(exact.size)])


def _loss_bits(state: Mapping[str, Any]) -> float:
    """How far rounding may take the loss: its own, and that of the sums it is made of."""
    loss = _net(state).loss(state["x"], state["t"])
    before = np.abs(state["x"]) @ np.abs(state["W1"]) + np.abs(state["b1"])
    second = np.abs(state["W2"])
    # A sigmoid is nowhere steeper than 1/4.
    sums = before.max() * second.max() / 4 + second.sum(axis=0).max() + np.abs(state["b2"]).max()
    return EPS * float(8 * max(1.0, loss) + 2 * sums)


def _names(state: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}[{','.join(str(i) for i in index)}]"
        for name in NAMES
        for index in np.ndindex(np.shape(state[name]))
    ]


def _picture(figure: Figure, state: Mapping[str, Any], results: Mapping[str, Any]) -> None:
    left, right = figure.subplots(1, 2)
    net, k, exact = _net(state), state["entry"], results["exact"]
    exponents = np.linspace(*LOG10_H, 121)
    slopes = np.array([_slope(net, state, k, 10.0**one) for one in exponents.tolist()])
    size = abs(exact) or 1.0
    left.loglog(10**exponents, np.maximum(np.abs(slopes - exact) / size, LEAST), linewidth=1.2)
    left.axhline(state["rtol"], color="0.5", linestyle=":")
    left.axhline(state["rtol"] + state["atol"] / size, color="C1", linestyle="--")
    left.loglog(results["h"], max(results["error"], LEAST), "oC0")
    left.set(title=f"Relative error of {_names(state)[k]}", xlabel="h", ylim=(LEAST, MOST))
    left.set_xticks((1e-12, 1e-8, 1e-4, 1))
    exact_all, numerical = _both(state)
    allowed = state["atol"] + state["rtol"] * np.abs(numerical)
    share = np.abs(exact_all - numerical) / np.where(allowed > 0, allowed, 1)
    right.semilogy(np.clip(share, 1e-6, 1e6), "o", markersize=4)
    right.semilogy(k, np.clip(share[k], 1e-6, 1e6), "oC1")
    right.axhline(1, color="C1", linestyle="--")
    right.set(title="Share of what is allowed", xlabel="entry", ylim=(1e-6, 1e6))
