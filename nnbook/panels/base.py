"""What every panel is made of: sliders, one view drawn by JavaScript, a picture.

A panel is one ipywidgets box. Its sliders are linked in the browser to traits
of its view, whose JavaScript computes and draws, so that it lives without a
kernel. What it computes comes back as traits of the view where there is one.
"""

from __future__ import annotations

import base64
import io
import itertools
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import ipywidgets  # type: ignore[import-untyped]
from traitlets import Dict, Int, Unicode

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
# What every panel's module may import, in the order of who needs whom.
SHARED = ("maths", "draw", "plot", "images", "live")
CSS = (HERE / "panel.css").read_text(encoding="utf-8")

# The network of the source notebook as it was printed in In[7]; its data and label.
NOTEBOOK_W = ((-0.8339355, -0.13553598, 1.21013523), (-0.52139142, 1.6686686, -0.82705022))
NOTEBOOK_X = (0.6, 0.9)
NOTEBOOK_T = (0, 0, 1)


def synced(trait: Any) -> Any:
    """Mark a trait as one that Python and the browser share.

    Parameters
    ----------
    trait : traitlets.TraitType
        The trait.

    Returns
    -------
    traitlets.TraitType
        The same one.

    Examples
    --------
    >>> from nnbook.panels.base import synced
    >>> from traitlets import Float
    >>> synced(Float()).metadata["sync"]
    True
    """
    return trait.tag(sync=True)


def join_esm(name: str, folder: Path = HERE) -> str:
    """Join a panel's module and the shared ones into one that imports nothing.

    Parameters
    ----------
    name : str
        The panel's module, ``<name>.mjs``.
    folder : Path, optional
        Where the modules are; beside this file by default.

    Returns
    -------
    str
        The source of a module whose only export is the panel's default.

    Examples
    --------
    >>> from nnbook.panels.base import join_esm
    >>> source = join_esm("weight_perturbation")
    >>> source.count("export "), source.count("export default ")
    (1, 1)
    """
    parts = []
    for module in (*SHARED, name):
        source = (folder / f"{module}.mjs").read_text(encoding="utf-8")
        source = re.sub(r'^import \{[^}]*\} from "\./\w+\.mjs";\n', "", source, flags=re.MULTILINE)
        parts.append(re.sub(r"^export (?!default )", "", source, flags=re.MULTILINE))
    return "\n".join(parts)


class PanelView(anywidget.AnyWidget):
    """The part of a panel that JavaScript draws.

    Attributes
    ----------
    panel_name : str
        The name that the page's ``data-panel`` holds.
    place : int
        How many panels of this name were made before: tells copies apart in
        links that share a panel's state.
    ranges : dict of str to list of float
        ``[min, max, step]`` of each input that a reader can set. A step of 1
        stands for whole numbers.
    """

    _css = CSS
    panel_name = synced(Unicode())
    place = synced(Int())
    ranges = synced(Dict())

    inputs: ClassVar[tuple[str, ...]] = ()
    _places: ClassVar[Iterator[int]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "inputs" in cls.__dict__:  # not for the class that anywidget makes for each instance
            cls._places = itertools.count()

    def __init__(self, **state: Any) -> None:
        super().__init__(place=next(self._places), **state, **self.compute(state))

    @staticmethod
    def compute(state: Mapping[str, Any]) -> dict[str, Any]:
        """Compute the results from the inputs with nnbook, as the browser does with its own code.

        Parameters
        ----------
        state : mapping of str to object
            The inputs by name.

        Returns
        -------
        dict of str to float or list
            The results by name. Numbers that are not finite are None.
        """
        raise NotImplementedError

    @staticmethod
    def allowances(state: Mapping[str, Any]) -> dict[str, float]:
        """Say how far rounding alone may take each result from nnbook's.

        Parameters
        ----------
        state : mapping of str to object
            The inputs by name.

        Returns
        -------
        dict of str to float
            The largest difference that means nothing, for the results that are
            differences of nearly equal numbers. A relative tolerance is enough
            for the others.
        """
        return {}

    def results(self) -> dict[str, Any]:
        """Compute the results anew from the inputs as they are now.

        Returns
        -------
        dict of str to float or list
            As from `compute`.
        """
        return self.compute({name: getattr(self, name) for name in self.inputs})


class Panel(ipywidgets.VBox):  # type: ignore[misc]
    """A panel: sliders above, the view below.

    Parameters
    ----------
    view : PanelView
        The view.
    sliders : dict of str to slider
        The sliders, by the name of the view's trait each is linked to.
    summary : str
        What ``repr`` returns.
    picture : callable
        Called with an empty figure to draw the panel's first state into.
    height : float, default 3.2
        Height of the picture in inches; it is 6.4 wide.

    Attributes
    ----------
    view : PanelView
        The results are traits of it: ``panel.view.loss`` and so on.
    sliders : dict of str to slider
    """

    def __init__(
        self,
        view: PanelView,
        sliders: Mapping[str, Any],
        *,
        summary: str,
        picture: Callable[[Figure], None],
        height: float = 3.2,
    ) -> None:
        self.view = view
        self.sliders = dict(sliders)
        self._summary = summary
        self._png = _png(picture, height)
        self._links = [
            ipywidgets.jslink((slider, "value"), (view, name))
            for name, slider in self.sliders.items()
        ]
        longest = max(len(slider.description) for slider in self.sliders.values())
        for slider in self.sliders.values():
            slider.style.description_width = f"{longest + 1}ch"
        # As many columns as have room for the label, the readout and 8rem to slide in.
        room = f"{12.6 + 0.6 * (longest + 1):.1f}rem"
        columns = f"repeat(auto-fit, minmax(min(100%, {room}), 1fr))"
        self._grid = ipywidgets.GridBox(
            list(self.sliders.values()),
            layout={"grid_template_columns": columns, "grid_gap": "0 1rem", "width": "100%"},
        )
        self._grid.add_class("nnbook-sliders")
        super().__init__([self._grid, view], layout={"width": "100%"})

    def __repr__(self) -> str:
        return self._summary

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        bundle["image/png"] = base64.b64encode(self._png).decode("ascii")
        return bundle

    def close(self) -> None:
        """Close the panel with all it is made of."""
        for part in (*self._links, *self.sliders.values(), self._grid, self.view):
            _close(part)
        layout = self.layout
        super().close()
        layout.close()


def _close(part: Any) -> None:
    # A widget's layout and style are widgets too, and outlive it.
    owned = [getattr(part, name) for name in ("layout", "style") if part.has_trait(name)]
    for one in (part, *owned):
        one.close()


# Stands in the picture itself, for where a notebook is shown and nothing else: on GitHub, say.
CAPTION = "A picture of the panel as it starts. In the built book and in a live notebook it moves."


def _png(draw: Callable[[Figure], None], height: float) -> bytes:
    """Draw the static picture, without touching the figures of the caller's pyplot."""
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with matplotlib.style.context("nnbook.book"):
        figure = Figure(figsize=(6.4, height + 0.25))
        FigureCanvasAgg(figure)
        draw(figure)
        figure.supxlabel(CAPTION, fontsize=9, color="0.35")
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()
