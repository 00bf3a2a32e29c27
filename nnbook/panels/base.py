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
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import anywidget
import ipywidgets  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import ArrayLike
from traitlets import Dict, Int, Unicode

from nnbook._checks import FloatArray, float_array
from nnbook.losses import labels_as_rows

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HERE = Path(__file__).parent
CSS = (HERE / "panel.css").read_text(encoding="utf-8")

# The network of the source notebook as it was printed in In[7]; its data and label.
NOTEBOOK_W = ((-0.8339355, -0.13553598, 1.21013523), (-0.52139142, 1.6686686, -0.82705022))
NOTEBOOK_X = (0.6, 0.9)
NOTEBOOK_T = (0, 0, 1)

# Results are named in the plural, each number of them on the page in the singular.
SINGULAR = {
    "scores": "score",
    "probabilities": "probability",
    "logits": "logit",
    "exponentials": "exponential",
    "activations": "activation",
}


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
    """Join a panel's module and the two shared ones into one that imports nothing.

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
    for module in ("maths", "draw", name):
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
        # As many columns as have room for the label, the readout and 4rem to slide in.
        room = f"{8.2 + 0.6 * (longest + 1):.1f}rem"
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


def _png(draw: Callable[[Figure], None], height: float) -> bytes:
    """Draw the static picture, without touching the figures of the caller's pyplot."""
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    buffer = io.BytesIO()
    with matplotlib.style.context("nnbook.book"):
        figure = Figure(figsize=(6.4, height))
        FigureCanvasAgg(figure)
        draw(figure)
        figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def slider(
    description: str,
    value: float,
    limits: Sequence[float],
    step: float,
    readout_format: str = ".2f",
) -> Any:
    """Make the slider that every panel uses; whole numbers get an `IntSlider`.

    Parameters
    ----------
    description : str
        Its label, short.
    value : float
        Where it stands first.
    limits : (float, float)
        Its ends.
    step : float
        How far an arrow key moves it.
    readout_format : str, default ".2f"
        How its value is shown; ``"d"`` makes an `IntSlider`.

    Returns
    -------
    ipywidgets.FloatSlider or ipywidgets.IntSlider

    Examples
    --------
    >>> from nnbook.panels.base import slider
    >>> slider("steps", 10, (0, 40), 1, "d").max
    40
    """
    kind = ipywidgets.IntSlider if readout_format == "d" else ipywidgets.FloatSlider
    return kind(
        value=value,
        min=limits[0],
        max=limits[1],
        step=step,
        description=description,
        readout_format=readout_format,
        continuous_update=True,
        layout={"width": "100%"},
    )


def ranges_of(sliders: Mapping[str, Any], **others: int) -> dict[str, list[float]]:
    """List the range of each slider, and of whole-number inputs that buttons set.

    Parameters
    ----------
    sliders : dict of str to slider
        The sliders.
    **others : int
        For each further input the number of its values, which count from 0.

    Returns
    -------
    dict of str to [min, max, step]

    Examples
    --------
    >>> from nnbook.panels.base import ranges_of, slider
    >>> ranges_of({"rate": slider("rate", 1.0, (0.1, 5.0), 0.1)}, chosen=6)
    {'rate': [0.1, 5.0, 0.1], 'chosen': [0, 5, 1]}
    """
    found: dict[str, list[float]] = {
        name: [handle.min, handle.max, handle.step] for name, handle in sliders.items()
    }
    return found | {name: [0, count - 1, 1] for name, count in others.items()}


def interval(name: str, limits: Any) -> tuple[float, float]:
    """Check the ends of a slider.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    limits : (float, float)
        The ends.

    Returns
    -------
    (float, float)

    Raises
    ------
    ValueError
        If there are not two finite numbers, the first smaller than the second.
    TypeError
        If they are no numbers.

    Examples
    --------
    >>> from nnbook.panels.base import interval
    >>> interval("limits", (-3, 3))
    (-3.0, 3.0)
    """
    pair = float_array(name, limits)
    if pair.shape != (2,):
        raise ValueError(f"{name} must be two numbers, min and max; got {limits!r}")
    low, high = float(pair[0]), float(pair[1])
    if not low < high:
        raise ValueError(f"{name} must have min < max, got min {low:g} and max {high:g}")
    return low, high


def inside(name: str, value: Any, limits: Sequence[float]) -> float:
    """Check that a value lies between the ends of its slider.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    value : float
        The value.
    limits : (float, float)
        The ends.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it does not.
    TypeError
        If it is no number.

    Examples
    --------
    >>> from nnbook.panels.base import inside
    >>> inside("p", 0.25, (0, 1))
    0.25
    """
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number, got {value!r}") from None
    if not limits[0] <= number <= limits[1]:
        raise ValueError(
            f"{name} must lie between {limits[0]:g} and {limits[1]:g}, "
            f"the ends of its slider; got {number:g}"
        )
    return number


def index(name: str, value: Any, count: int) -> int:
    """Check an index that counts from 0.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    value : int
        The index.
    count : int
        How many there are.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If it is not at least 0 and smaller than `count`.
    TypeError
        If it is no integer.

    Examples
    --------
    >>> from nnbook.panels.base import index
    >>> index("unit", 3, 10)
    3
    """
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be an integer, got {value!r}")
    if not 0 <= value < count:
        raise ValueError(f"{name} must be an index from 0 to {count - 1}, got {value}")
    return int(value)


def labels(t: ArrayLike, shape: tuple[int, ...]) -> list[Any]:
    """Check labels and return them as lists of soft labels.

    Parameters
    ----------
    t : array_like
        Labels, in any form that `nnbook.cross_entropy_error` takes.
    shape : tuple of int
        Shape of the network's outputs.

    Returns
    -------
    list

    Raises
    ------
    ValueError, TypeError
        As in `nnbook.cross_entropy_error`.

    Examples
    --------
    >>> from nnbook.panels.base import labels
    >>> labels(2, (3,))
    [0.0, 0.0, 1.0]
    """
    rows: list[Any] = labels_as_rows("t", t, shape, np.dtype(np.float64)).tolist()
    return rows


def as_floats(array: FloatArray) -> list[Any]:
    """Return an array as lists of Python floats, at full precision.

    Parameters
    ----------
    array : ndarray
        The numbers.

    Returns
    -------
    list

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.panels.base import as_floats
    >>> as_floats(np.array([[0.1, 0.2]]))
    [[0.1, 0.2]]
    """
    rows: list[Any] = np.asarray(array, dtype=np.float64).tolist()
    return rows


def finite(value: Any) -> Any:
    """Replace numbers that are not finite by None, since JSON has no name for them.

    Parameters
    ----------
    value : float or list
        Numbers.

    Returns
    -------
    float, None or list

    Examples
    --------
    >>> from nnbook.panels.base import finite
    >>> finite([1.0, float("inf")])
    [1.0, None]
    """
    if isinstance(value, list):
        return [finite(one) for one in value]
    return value if np.isfinite(value) else None


def quantities(results: Mapping[str, Any]) -> dict[str, float | None]:
    """Name every single number of some results as the page's ``data-quantity`` does.

    Parameters
    ----------
    results : mapping of str to float or list
        As from `PanelView.compute`.

    Returns
    -------
    dict of str to float or None

    Examples
    --------
    >>> from nnbook.panels.base import quantities
    >>> quantities({"loss": 0.5, "probabilities": [0.2, 0.8]})
    {'loss': 0.5, 'probability-0': 0.2, 'probability-1': 0.8}
    """
    flat: dict[str, float | None] = {}

    def add(name: str, value: Any) -> None:
        if isinstance(value, list):
            for at, one in enumerate(value):
                add(f"{name}-{at}", one)
        else:
            flat[name] = value

    for name, value in results.items():
        add(SINGULAR.get(name, name).replace("_", "-"), value)
    return flat
