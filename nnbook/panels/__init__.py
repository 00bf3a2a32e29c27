"""The book's live panels: sliders and pictures that compute in the browser.

Each function here returns a `Panel`: show it by making it the last line of a
cell. They need ``pip install nnbook[panels]``.
"""

try:
    import anywidget as _anywidget  # noqa: F401
    import ipywidgets as _ipywidgets  # type: ignore[import-untyped]  # noqa: F401
except ImportError:
    raise ImportError(
        "nnbook.panels needs anywidget and ipywidgets: pip install nnbook[panels]"
    ) from None

# Of the core, and listed here since it is the panels that take and draw them.
from nnbook.costs import gradient_costs
from nnbook.panels.base import Panel
from nnbook.panels.central_difference import central_difference
from nnbook.panels.cross_entropy import cross_entropy_curve
from nnbook.panels.gradient_check import gradient_check
from nnbook.panels.gradient_cost import gradient_cost
from nnbook.panels.gradient_descent import descent
from nnbook.panels.one_weight import one_weight
from nnbook.panels.softmax import softmax_scores
from nnbook.panels.training import training_run
from nnbook.panels.weight_perturbation import weight_perturbation
from nnbook.recording import Recording

__all__ = [
    "Panel",
    "Recording",
    "central_difference",
    "cross_entropy_curve",
    "descent",
    "gradient_check",
    "gradient_cost",
    "gradient_costs",
    "one_weight",
    "softmax_scores",
    "training_run",
    "weight_perturbation",
]
