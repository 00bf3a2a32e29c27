"""Panel: secant against tangent, and how the error depends on the step h."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnbook._checks import one_of
from nnbook.functions import sigmoid
from nnbook.panels.base import Panel, Results, Samples, State
from nnbook.panels.inputs import Choice, Slider
from nnbook.panels.task import Task, near

EPS = float(np.finfo(np.float64).eps)


def third_of_sigmoid(x: float) -> float:
    """The third derivative of the sigmoid."""
    s = float(sigmoid(x))
    return s * (1 - s) * (1 - 6 * s * (1 - s))


# Of each function: itself, its derivative, its third derivative.
FUNCTIONS: dict[str, tuple[Callable[[Any], Any], ...]] = {
    "x**2": (lambda x: x * x, lambda x: 2 * x, lambda x: 0.0),
    "x**3": (lambda x: x * x * x, lambda x: 3 * x * x, lambda x: 6.0),
    "sin": (np.sin, np.cos, lambda x: -np.cos(x)),
    "exp": (np.exp, np.exp, np.exp),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)), third_of_sigmoid),
}
# Of the cube.
TASKS = (
    Task(
        "bottom",
        "By h alone, bring the error of the central difference below 10⁻⁹.",
        (("error", "<", 1e-9),),
        only=("h",),
    ),
    Task(
        "round-off",
        "Then make it larger than 0.0001 again, by a step that is too small.",
        (("error", ">", 1e-4), ("h", "<", 1e-9)),
        only=("h",),
    ),
    Task(
        "luck",
        "With h at 1, find a point where the forward difference is off by less than 0.15, "
        "and the central one by more.",
        (*near("h", 1, 0.01), ("forward_error", "<", 0.15), ("error", ">", 0.15)),
        only=("x", "h"),
    ),
)


class central_difference(Panel):
    """Sliders for a point and a step; secants, tangent, and the error's V.

    Parameters
    ----------
    functions : sequence of str, default ("x**3", "sin", "exp", "sigmoid")
        Names of the functions the reader can choose from, the first one first.
        There is ``"x**2"`` besides.
    x : float, default 2
        The first point, from -3 to 3.
    h : float, default 1
        The first step, from 1e-12 to 1.

    Raises
    ------
    ValueError
        If a function is unknown, none or named twice, or `x` or `h` is outside
        its slider.
    TypeError
        If `x` or `h` is no number.

    Notes
    -----
    Sliders ``x`` and ``h``, this one on a logarithmic scale. Results ``above``
    and ``below`` (the function at both ends), ``slope`` (the central
    difference), ``forward`` (the difference with the point itself), ``exact``,
    ``error``, ``forward_error``, ``truncation``, ``round_off`` and ``h``.

    Examples
    --------
    >>> from nnbook.panels import central_difference
    >>> panel = central_difference()
    >>> panel
    central_difference(x**3, x=2, h=1)
    >>> panel.results["slope"], panel.results["exact"]
    (13.0, 12.0)
    >>> panel.close()
    """

    function = Choice(0, len(FUNCTIONS))  # an index into `functions`
    x = Slider(2, -3, 3, 0.05)
    h = Slider(1, 1e-12, 1, 0.1, ".2g", log=True)

    def __init__(
        self,
        functions: Sequence[str] = ("x**3", "sin", "exp", "sigmoid"),
        x: float = 2.0,
        h: float = 1.0,
    ) -> None:
        names = [one_of("functions", name, tuple(FUNCTIONS)) for name in functions]
        if not names or len(set(names)) != len(names):
            raise ValueError(f"functions must name each function once, got {list(functions)!r}")
        if names[0] == "x**3":
            self.tasks = TASKS
        summary = f"central_difference({names[0]}, x={{x:g}}, h={{h:g}})"
        first = Choice(0, len(names))
        super().__init__(summary, {"functions": names}, function=first, x=x, h=h)

    @classmethod
    def samples(cls) -> Samples:
        """As it is, and with every function there is."""
        return {"plain": cls, "every function": lambda: cls(tuple(FUNCTIONS))}

    def compute(self, state: State) -> Results:
        """The central difference and the forward one, the exact slope, and what makes the error.

        The difference is divided by 2 * h, as the formula has it;
        `nnbook.numerical_gradient` divides by the distance as it was stored,
        which hides some of the round-off. The two sources are, in size,
        h**2 * f'''(x) / 6 for cutting the Taylor series and eps * f(x) / h for
        rounding.
        """
        f, derivative, third = FUNCTIONS[state["functions"][state["function"]]]
        x, h = state["x"], state["h"]
        above, below, exact = f(x + h), f(x - h), derivative(x)
        slope, forward = (above - below) / (2 * h), (above - f(x)) / h
        return {
            "h": h,
            "above": above,
            "below": below,
            "slope": slope,
            "forward": forward,
            "exact": exact,
            "error": abs(slope - exact),
            "forward_error": abs(forward - exact),
            "truncation": h**2 * abs(third(x)) / 6,
            "round_off": EPS * abs(f(x)) / h,
        }

    def allowances(self, state: State) -> dict[str, float]:
        """The last bits of f, which two machines may round differently, over h."""
        f, derivative, _ = FUNCTIONS[state["functions"][state["function"]]]
        x, h = state["x"], state["h"]
        size = max(abs(float(f(x + h))), abs(float(f(x - h)))) + abs(x * float(derivative(x)))
        slack = 4 * EPS * (size / h + 1)
        central, ahead = ("slope", "error"), ("forward", "forward_error")
        return dict.fromkeys(central, slack) | dict.fromkeys(ahead, 2 * slack)

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """The function with secants and tangent, and the errors against the step."""
        left, right = figure.subplots(1, 2)
        name, x, h = state["functions"][0], state["x"], state["h"]
        f = np.vectorize(FUNCTIONS[name][0])
        points = np.linspace(self.x.low, self.x.high, 121)
        values = f(points)
        left.plot(points, values, color="0.4")
        left.plot(points, results["below"] + results["slope"] * (points - x + h))
        left.plot(points, f(x) + results["exact"] * (points - x), "--")
        left.plot(points, f(x) + results["forward"] * (points - x), ":")
        left.plot([x - h, x + h], [results["below"], results["above"]], "oC0")
        room = 0.1 * (values.max() - values.min())
        ends = (values.min() - room, values.max() + room)
        left.set(title=f"{name} at {x:g}", xlabel="x", ylim=ends)
        steps = np.logspace(-12, 0, 121)
        all_ = [self.compute({**state, "h": step}) for step in steps.tolist()]
        looks = {"forward_error": ":C2", "error": "-C0", "truncation": "--C1", "round_off": "-.C7"}
        for key, look in looks.items():
            width = 1.2 if key == "error" else None
            right.loglog(steps, [max(one[key], 1e-14) for one in all_], look, linewidth=width)
        right.loglog(h, max(results["error"], 1e-14), "oC0")
        ticks = (1e-12, 1e-8, 1e-4, 1)
        right.set(title="Error against h", xlabel="h", ylim=(1e-14, 1e2), xticks=ticks)
