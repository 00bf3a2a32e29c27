"""What every panel is made of: sliders, one view drawn by JavaScript, a picture.

A panel is declared once, as a class beside a JavaScript module of the same file
name: CONTRIBUTING.md says how. What follows from the declaration is made here:
the sliders, the traits of the view that they are linked to, the one module that
a page gets. The view's JavaScript computes and draws, so that a panel lives
without a kernel; where there is one, the results come back.
"""

from __future__ import annotations

import base64
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import ipywidgets  # type: ignore[import-untyped]
import numpy as np
from traitlets import Dict, Int, List, Unicode

from nnbook._esm import joined
from nnbook.panels.inputs import Choice, Drawing, Slider
from nnbook.panels.picture import png
from nnbook.panels.task import Task

HERE = Path(__file__).parent
CSS = (HERE / "panel.css").read_text(encoding="utf-8")


State = Mapping[str, Any]  # what a panel computes from: its inputs and what was given, by name
Results = Mapping[str, Any]  # what it computes, by name
Samples = Mapping[str, Callable[[], "Panel"]]  # panels to make, by what is particular about each
Input = Slider | Choice | Drawing


def join_esm(module: Path) -> str:
    """Join a panel's JavaScript module and the shared ones into one that imports nothing.

    Parameters
    ----------
    module : Path
        The panel's ``.mjs``, which exports the constant ``panel``.

    Returns
    -------
    str
        The source of a module whose only export is what anywidget renders.

    Examples
    --------
    >>> from nnbook.panels.base import HERE, join_esm
    >>> source = join_esm(HERE / "softmax.mjs")
    >>> source.count("export "), source.count("export default ")
    (1, 1)
    """
    render = "{ render: (context) => live.mountPanel(context, own.panel) }"
    return joined(render, live=HERE / "live.mjs", own=module)


class PanelView(anywidget.AnyWidget):
    """The part of a panel that JavaScript draws: its traits are what both sides share.

    Attributes
    ----------
    panel_name : str
        The name that the page's ``data-panel`` holds.
    place : int
        How many panels of this name were made before: tells copies apart in
        links that share a panel's state.
    ranges : dict of str to dict
        What values a reader can set, for each input.
    given : dict of str to object
        What the panel shows and no reader sets: data, a network.
    results : dict of str to object
        What was computed last, by Python at first and then by the browser.
        Numbers that are not finite are None.
    tasks : list of dict
        What the reader is asked to reach, as `nnbook.panels.task.Task.sent` gives it.
    done : list of str
        The names of those that were reached, by the browser.
    """

    _css = CSS
    panel_name = Unicode().tag(sync=True)
    place = Int().tag(sync=True)
    ranges = Dict().tag(sync=True)
    given = Dict().tag(sync=True)
    results = Dict().tag(sync=True)
    tasks: List[Any] = List().tag(sync=True)
    done: List[Any] = List().tag(sync=True)


class Panel(ipywidgets.VBox):  # type: ignore[misc]
    """A panel: sliders above, what they move below.

    Parameters
    ----------
    summary : str
        What ``repr`` returns; inputs named in braces, as in ``"{rate:g}"``,
        are put in once they are checked.
    given : mapping of str to object, optional
        What the panel shows and no reader sets: numbers, text, lists of them,
        arrays (which reach the browser flat, and at their own precision). One
        named like an input takes its place.
    **first : float or Slider or Choice or Drawing
        For some of the inputs the value to begin with, or another declaration.

    Attributes
    ----------
    results : dict of str to object
        What the panel computes, by name: ``panel.results["loss"]``. In a
        kernel it follows the sliders. None stands for what is no finite number.
    sliders : dict of str to slider
    tasks : tuple of Task
        What the reader is asked to reach. Declared with the inputs, or set by an ``__init__``
        before it calls this one. What is reached at first is left out.
    done : list of str
        The names of those that the reader has reached. In a kernel it follows the panel.
    """

    inputs: ClassVar[dict[str, Input]]
    panel_name: ClassVar[str]
    height: ClassVar[float] = 3.2  # of the picture, in inches; it is 6.4 wide
    # What is given in arrays that a built page loads when they are first needed.
    late: ClassVar[tuple[str, ...]] = ()
    tasks: tuple[Task, ...] = ()
    _view_class: ClassVar[type[PanelView]]
    _places: ClassVar[Iterator[int]]
    _parts: tuple[Any, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.inputs = {name: one for name, one in vars(cls).items() if isinstance(one, Input)}
        for name in cls.inputs:
            if hasattr(Panel, name) or hasattr(PanelView, name):
                raise TypeError(f"{cls.__name__}: {name} is taken; call the input something else")
        file = Path(inspect.getfile(cls))
        cls.panel_name = file.stem
        traits = {name: one.trait().tag(sync=True) for name, one in cls.inputs.items()}
        own = {"__module__": cls.__module__, "_esm": join_esm(file.with_suffix(".mjs"))}
        cls._view_class = type(f"{cls.__name__}_view", (PanelView,), own | traits)
        cls._places = itertools.count()

    def __init__(
        self, summary: str, given: Mapping[str, Any] | None = None, /, **first: Any
    ) -> None:
        self.given = dict(given or {})
        begins = {
            name: self._begin(name, first.get(name, one.value))
            for name, one in self.inputs.items()
            if name not in self.given
        }
        moved = {name: one for name, one in begins.items() if isinstance(one, Slider)}
        self._first = self.given | {name: one.value for name, one in begins.items()}
        results = plain(self.compute(self._first))
        values = {name: one.value for name, one in begins.items()} | results
        asked = (one.beginning(begins) for one in self.tasks)
        self.tasks = tuple(one for one in asked if not one.holds(values))
        self._summary = summary.format(**self._first)
        self.sliders = {name: one.widget(name) for name, one in moved.items()}
        self.view = self._view_class(
            panel_name=self.panel_name,
            place=next(self._places),
            ranges={
                name: one.range(self.sliders[name]) if isinstance(one, Slider) else one.range()
                for name, one in begins.items()
            },
            given={name: _sent(value) for name, value in self.given.items()},
            results=results,
            tasks=[one.sent() for one in self.tasks],
            **{name: one.value for name, one in begins.items()},
        )
        self._links = [
            ipywidgets.jslink((slider, "value"), (self.view, name))
            for name, slider in self.sliders.items()
        ]
        grid = _grid(list(self.sliders.values()))
        self._parts = (*self._links, *self.sliders.values(), grid, self.view)
        super().__init__([grid, self.view], layout={"width": "100%"})

    def _begin(self, name: str, value: Any) -> Input:
        declared = self.inputs[name]
        if isinstance(value, Input):
            return value
        return declared.at(value, name) if isinstance(declared, Slider) else declared

    @classmethod
    def samples(cls) -> Samples:
        """Say which panels the tests are to make: one for each kind of state.

        Returns
        -------
        dict of str to callable
            By name, functions without arguments that make them.

        Examples
        --------
        >>> from nnbook.panels import cross_entropy_curve
        >>> list(cross_entropy_curve.samples())
        ['plain']
        """
        return {"plain": cls}

    def compute(self, state: State) -> Results:
        """Compute the results with nnbook, as the browser does with its own code.

        Parameters
        ----------
        state : mapping of str to object
            The inputs and what was given, by name.

        Returns
        -------
        dict of str to float, array_like or str
            The results by name.

        Examples
        --------
        >>> from nnbook.panels import softmax_scores
        >>> panel = softmax_scores()
        >>> panel.compute({**panel.state, "shift": 1.0})["logits"].round(2).tolist()
        [0.03, 2.42, 0.98]
        >>> panel.close()
        """
        raise NotImplementedError

    def allowances(self, state: State) -> Mapping[str, float]:
        """Say how far rounding alone may take the browser's results from nnbook's.

        Parameters
        ----------
        state : mapping of str to object
            As for `compute`.

        Returns
        -------
        dict of str to float
            The largest difference that means nothing, for results that are
            differences of nearly equal numbers. A relative tolerance is enough
            for the others.

        Examples
        --------
        >>> from nnbook.panels import softmax_scores
        >>> panel = softmax_scores()
        >>> panel.allowances(panel.state)
        {}
        >>> panel.close()
        """
        return {}

    def picture(self, figure: Any, state: State, results: Results) -> None:
        """Draw the first state, for where the panel cannot live.

        Parameters
        ----------
        figure : matplotlib.figure.Figure
            An empty figure.
        state : mapping of str to object
            As for `compute`.
        results : mapping of str to object
            From `compute`.

        Examples
        --------
        See any panel.
        """
        raise NotImplementedError

    @property
    def state(self) -> dict[str, Any]:
        """What `compute` takes, as it is now: the inputs, and what was given."""
        return self.given | {name: getattr(self.view, name) for name in self.view.ranges}

    @property
    def results(self) -> dict[str, Any]:
        """What was computed last."""
        found: dict[str, Any] = self.view.results
        return found

    @property
    def done(self) -> list[str]:
        """The names of the tasks that the reader has reached."""
        names: list[str] = self.view.done
        return names

    def __repr__(self) -> str:
        return self._summary

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs)
        drawn = png(
            lambda figure: self.picture(figure, self._first, self.compute(self._first)),
            self.height,
        )
        bundle["image/png"] = base64.b64encode(drawn).decode("ascii")
        return bundle

    def close(self) -> None:
        """Close the panel with all it is made of."""
        if not self._parts:  # an argument was refused; the interpreter closes what is left
            return
        for part in self._parts:
            _close(part)
        layout = self.layout
        super().close()
        layout.close()


def plain(value: Any) -> Any:
    """Bring results into the form that the browser's come back in.

    Parameters
    ----------
    value : float, str, ndarray or list or dict of them
        Results.

    Returns
    -------
    float, str, None, list or dict
        Arrays as lists; None for what is not finite, since JSON has no name
        for it.

    Examples
    --------
    >>> import numpy as np
    >>> from nnbook.panels.base import plain
    >>> plain({"loss": np.float64(0.5), "naive": np.array([1.0, np.inf])})
    {'loss': 0.5, 'naive': [1.0, None]}
    """
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _sent(value: Any) -> Any:
    """What the browser gets of a value: of an array its bytes, from which it makes a typed one."""
    if not isinstance(value, np.ndarray):
        return value
    return {"dtype": value.dtype.name, "shape": list(value.shape), "bytes": value.tobytes()}


def _grid(sliders: list[Any]) -> Any:
    longest = max((len(slider.description) for slider in sliders), default=0)
    for slider in sliders:
        slider.style.description_width = f"{longest + 1}ch"
    # As many columns as have room for the label, the readout and 8rem to slide in.
    room = f"{12.6 + 0.6 * (longest + 1):.1f}rem"
    columns = f"repeat(auto-fit, minmax(min(100%, {room}), 1fr))"
    grid = ipywidgets.GridBox(
        sliders,
        layout={"grid_template_columns": columns, "grid_gap": "0 1rem", "width": "100%"},
    )
    grid.add_class("nnbook-sliders")
    return grid


def _close(part: Any) -> None:
    # A widget's layout and style are widgets too, and outlive it.
    owned = [getattr(part, name) for name in ("layout", "style") if part.has_trait(name)]
    for one in (part, *owned):
        one.close()
