"""The book's live panels: sliders and pictures that compute in the browser.

Each of them is a kind of `Panel`, named like a function since that is how it is
called: show it by making it the last line of a cell. They need
``pip install nnbook[panels]``.
"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    import anywidget as _anywidget  # noqa: F401
    import ipywidgets as _ipywidgets  # type: ignore[import-untyped]  # noqa: F401
except ImportError:
    raise ImportError(
        "nnbook.panels needs anywidget and ipywidgets: pip install nnbook[panels]"
    ) from None

from nnbook.costs import gradient_costs
from nnbook.panels.base import Panel


def find_panels() -> dict[str, type[Panel]]:
    """Find the panels: each is declared in a module beside a ``.mjs`` of the same name.

    Returns
    -------
    dict of str to type
        By the name of the file, which is the one that a page knows them by.

    Examples
    --------
    >>> from nnbook.panels import find_panels
    >>> find_panels()["gradient_descent"].__name__
    'descent'
    """
    files = [path for folder in __path__ for path in sorted(Path(folder).glob("*.py"))]
    names = [path.stem for path in files if path.with_suffix(".mjs").exists()]
    for name in names:
        import_module(f"{__name__}.{name}")
    declared = {panel.__module__: panel for panel in Panel.__subclasses__()}
    return {name: declared[f"{__name__}.{name}"] for name in names}


PANELS = find_panels()
globals().update({panel.__name__: panel for panel in PANELS.values()})

__all__ = ["Panel", "gradient_costs", *(one.__name__ for one in PANELS.values())]

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...  # the panels, which are found and not listed
