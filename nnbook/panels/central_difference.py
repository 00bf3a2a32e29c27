"""Panel: secant against tangent, and how the error depends on the step h."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Float, Int, List, Unicode

from nnbook._checks import one_of, real_number
from nnbook.functions import sigmoid
from nnbook.panels import arguments, base
from nnbook.panels.base import synced

if TYPE_CHECKING:
    from matplotlib.figure import Figure

X = (-3.0, 3.0)
LOG10_H = (-12.0, 0.0)
EPS = float(np.finfo(np.float64).eps)


def _sigmoid_third(x: float) -> float:
    s = float(sigmoid(x))
    return s * (1 - s) * (1 - 6 * s * (1 - s))


# Of each function: itself, its derivative, its third derivative.
FUNCTIONS: dict[str, tuple[Callable[[Any], Any], ...]] = {
    "x**2": (lambda x: x * x, lambda x: 2 * x, lambda x: 0.0),
    "x**3": (lambda x: x * x * x, lambda x: 3 * x * x, lambda x: 6.0),
    "sin": (np.sin, np.cos, lambda x: -np.cos(x)),
    "exp": (np.exp, np.exp, np.exp),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)), _sigmoid_third),
}


class CentralDifferenceView(base.PanelView):
    """View of `central_difference`."""

    _esm = base.join_esm("central_difference")
    inputs = ("functions", "function", "x", "log10_h")

    # `function` is an index into `functions`.
    functions = synced(List(Unicode()))
    function = synced(Int())
    x = synced(Float())
    log10_h = synced(Float())

    h = synced(Float())
    above = synced(Float())
    below = synced(Float())
    slope = synced(Float())
    exact = synced(Float())
    error = synced(Float())
    truncation = synced(Float())
    round_off = synced(Float())

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """The central difference, the exact slope, and the two sources of error.

        The difference is divided by 2 * h, as the formula has it;
        `nnbook.numerical_gradient` divides by the distance as it was stored,
        which hides some of the round-off. The two sources are, in size,
        h**2 * f'''(x) / 6 for cutting the Taylor series and eps * f(x) / h for
        rounding.
        """
        f, derivative, third = FUNCTIONS[state["functions"][state["function"]]]
        x, h = state["x"], 10.0 ** state["log10_h"]
        above, below, exact = float(f(x + h)), float(f(x - h)), float(derivative(x))
        slope = (above - below) / (2 * h)
        return {
            "h": h,
            "above": above,
            "below": below,
            "slope": slope,
            "exact": exact,
            "error": abs(slope - exact),
            "truncation": h**2 * abs(float(third(x))) / 6,
            "round_off": EPS * abs(float(f(x))) / h,
        }

    @staticmethod
    def allowances(state: Mapping[str, Any]) -> dict[str, float]:
        """The last bits of h, x + h and f, which two machines may round differently, over h."""
        f, derivative, _ = FUNCTIONS[state["functions"][state["function"]]]
        x, h = state["x"], 10.0 ** state["log10_h"]
        size = max(abs(float(f(x + h))), abs(float(f(x - h)))) + abs(x * float(derivative(x)))
        slack = 4 * EPS * (size / h + 1)
        return {"slope": slack, "error": slack}


def central_difference(
    functions: Sequence[str] = ("x**3", "sin", "exp", "sigmoid"),
    x: float = 2.0,
    h: float = 1.0,
) -> base.Panel:
    """Sliders for a point and a step; secant, tangent, and the error's V.

    Parameters
    ----------
    functions : sequence of str, default ("x**3", "sin", "exp", "sigmoid")
        Names of the functions the reader can choose from, the first one first.
        There is ``"x**2"`` besides.
    x : float, default 2
        The first point, from -3 to 3.
    h : float, default 1
        The first step, from 1e-12 to 1.

    Returns
    -------
    Panel
        Sliders ``x`` and ``log10_h``. The view has ``h``, ``above`` and
        ``below`` (the function at both ends), ``slope`` (the central
        difference), ``exact``, ``error``, ``truncation`` and ``round_off``.

    Raises
    ------
    ValueError
        If a function is unknown, none or named twice, or `x` or `h` is outside
        its slider.
    TypeError
        If `x` or `h` is no number.

    Examples
    --------
    >>> from nnbook.panels import central_difference
    >>> panel = central_difference()
    >>> panel
    central_difference(x**3, x=2, h=1)
    >>> panel.view.slope, panel.view.exact
    (13.0, 12.0)
    >>> panel.close()
    """
    names = [one_of("functions", name, tuple(FUNCTIONS)) for name in functions]
    if not names or len(set(names)) != len(names):
        raise ValueError(f"functions must name each function once, got {list(functions)!r}")
    step = real_number("h", h, minimum=0.0, open_end=True)
    arguments.inside("h", step, (10.0 ** LOG10_H[0], 10.0 ** LOG10_H[1]))
    sliders = {
        "x": arguments.slider("x", arguments.inside("x", x, X), X, 0.05),
        "log10_h": arguments.slider(
            "log₁₀ h", float(np.clip(np.log10(step), *LOG10_H)), LOG10_H, 0.1, ".1f"
        ),
    }
    state: dict[str, Any] = {name: handle.value for name, handle in sliders.items()}
    view = CentralDifferenceView(
        panel_name="central_difference",
        ranges=arguments.ranges_of(sliders, function=len(names)),
        functions=names,
        function=0,
        **state,
    )
    return base.Panel(
        view,
        sliders,
        summary=f"central_difference({names[0]}, x={x:g}, h={h:g})",
        picture=lambda figure: _picture(figure, names[0], view.results(), view.x),
    )


def _picture(figure: Figure, name: str, results: Mapping[str, Any], x: float) -> None:
    left, right = figure.subplots(1, 2)
    f = np.vectorize(FUNCTIONS[name][0])
    points = np.linspace(*X, 121)
    values = f(points)
    left.plot(points, values, color="0.4")
    left.plot(points, results["below"] + results["slope"] * (points - x + results["h"]))
    left.plot(points, f(x) + results["exact"] * (points - x), "--")
    left.plot([x - results["h"], x + results["h"]], [results["below"], results["above"]], "oC0")
    room = 0.1 * (values.max() - values.min())
    left.set(title=f"{name} at {x:g}", xlabel="x", ylim=(values.min() - room, values.max() + room))
    exponents = np.linspace(*LOG10_H, 121)
    state = {"functions": [name], "function": 0, "x": x}
    all_ = [CentralDifferenceView.compute(state | {"log10_h": e}) for e in exponents.tolist()]
    steps = 10**exponents
    right.loglog(steps, [max(one["error"], 1e-14) for one in all_], linewidth=1.2)
    right.loglog(steps, [max(one["truncation"], 1e-14) for one in all_], "--", color="C1")
    right.loglog(steps, [max(one["round_off"], 1e-14) for one in all_], ":", color="C2")
    right.loglog(results["h"], max(results["error"], 1e-14), "oC0")
    right.set(title="Error against h", xlabel="h", ylim=(1e-14, 1e2), xticks=(1e-12, 1e-8, 1e-4, 1))
