"""What a reader sets in a panel, and the checks of what its maker was given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import ipywidgets  # type: ignore[import-untyped]
import numpy as np
from numpy.typing import ArrayLike
from traitlets import Float, Int, TraitType, Unicode

from nnbook._checks import FloatArray, as_real, float_array, real_number, whole_number
from nnbook.losses import labels_as_rows
from nnbook.networks import SimpleNet, TwoLayerNet, checked_params, overrides

# The network of the source notebook as it was printed in In[7]; its data and label.
NOTEBOOK_W = ((-0.8339355, -0.13553598, 1.21013523), (-0.52139142, 1.6686686, -0.82705022))
NOTEBOOK_X = (0.6, 0.9)
NOTEBOOK_T = (0, 0, 1)


@dataclass(frozen=True)
class Slider:
    """A number that the reader moves: declared once, it becomes a real ipywidgets slider.

    Parameters
    ----------
    value : float
        Where it stands first.
    low, high : float
        Its ends.
    step : float, default 1
        How far an arrow key moves it; in powers of ten on a logarithmic scale.
    readout : str, default ".2f"
        How its value is shown; ``"d"`` makes it a whole number.
    label : str, optional
        Its label, short; by default the name that it is declared under.
    log : bool, default False
        Whether its scale is logarithmic. It holds and shows the value, never
        the exponent.

    Examples
    --------
    >>> from nnbook.panels.inputs import Slider
    >>> Slider(10, 0, 40, 1, "d").widget("steps").max
    40
    """

    value: float
    low: float
    high: float
    step: float = 1
    readout: str = ".2f"
    label: str = ""
    log: bool = False

    @property
    def whole(self) -> bool:
        """Whether it holds whole numbers alone."""
        return self.readout == "d"

    def at(self, value: Any, name: str, ends: Sequence[float] | None = None) -> Slider:
        """Check a first value, and return the slider that begins there.

        Parameters
        ----------
        value : float
            The value.
        name : str
            What the caller knows it as, for messages.
        ends : (float, float), optional
            Other ends than those declared.

        Returns
        -------
        Slider

        Raises
        ------
        ValueError
            If it is outside the slider.
        TypeError
            If it is no number, or no integer where one is wanted.

        Examples
        --------
        >>> from nnbook.panels.inputs import Slider
        >>> Slider(1, 0.1, 10).at(2.5, "temperature").value
        2.5
        """
        low, high = ends or (self.low, self.high)
        if self.whole:
            number: float = whole_number(name, value, int(low), int(high))
        elif self.log:
            number = between(name, real_number(name, value, minimum=0.0, open_end=True), low, high)
        else:
            number = between(name, value, low, high)
        return replace(self, value=number, low=low, high=high)

    def widget(self, name: str) -> Any:
        """Make the slider.

        Parameters
        ----------
        name : str
            The name that it is declared under.

        Returns
        -------
        ipywidgets.FloatSlider, ipywidgets.FloatLogSlider or ipywidgets.IntSlider

        Examples
        --------
        See the class.
        """
        kind = ipywidgets.IntSlider if self.whole else ipywidgets.FloatSlider
        first, low, high = self.value, self.low, self.high
        if self.log:
            kind = ipywidgets.FloatLogSlider
            first, low, high = (float(np.log10(one)) for one in (first, low, high))
        if not self.whole:
            # In a kernel's front end a slider snaps to min + n * step whatever it is given, as
            # soon as it is shown. So the range begins where the first value lies on that grid.
            steps = np.floor((first - low) / self.step + 1e-9)
            low = float(np.round(first - steps * self.step, 12))
        return kind(
            value=self.value,
            min=low,
            max=high,
            step=self.step,
            description=self.label or name.replace("_", " "),
            readout_format=self.readout,
            continuous_update=True,
            layout={"width": "100%"},
        )

    def trait(self) -> TraitType[Any, Any]:
        """Make the trait of the view that the slider is linked to."""
        return Int() if self.whole else Float()

    def range(self, widget: Any) -> dict[str, Any]:
        """Say what values a reader can set, for links that carry them."""
        low, high = (10.0**end if self.log else end for end in (widget.min, widget.max))
        return {"low": low, "high": high, "step": self.step, "whole": self.whole, "log": self.log}


@dataclass(frozen=True)
class Choice:
    """One of several things, counted from 0, that the reader chooses by buttons of the panel's own.

    Parameters
    ----------
    value : int
        Which is chosen first.
    count : int
        How many there are.

    Examples
    --------
    >>> from nnbook.panels.inputs import Choice
    >>> Choice(0, 4).range()["high"]
    3
    """

    value: int
    count: int

    def trait(self) -> TraitType[Any, Any]:
        """Make the trait of the view that holds it."""
        return Int()

    def range(self) -> dict[str, Any]:
        """Say what values a reader can set, for links that carry them."""
        return {"low": 0, "high": self.count - 1, "step": 1, "whole": True, "log": False}


# A stroke is its points, a point two numbers in quarters of a pixel: signs that a link carries as
# they are. JavaScript reads the same expression.
_QUARTERS = r"(?:1(?:0\d|1[0-2])|\d\d?)"
_POINT = rf"{_QUARTERS}\.{_QUARTERS}"
STROKES = rf"(?:_{_POINT}(?:-{_POINT})*)+|_|"


@dataclass(frozen=True)
class Drawing:
    """What the reader draws: text in which strokes of a pen are written down.

    ``"_8.8-8.100_40.20"`` is a stroke of two points and a dot: two numbers from
    0 to 112 for each point, in quarters of a pixel from the upper left corner.
    ``"_"`` is an empty field, ``""`` says that nothing has been drawn at all.

    Parameters
    ----------
    value : str, default ""
        What is drawn first.

    Examples
    --------
    >>> from nnbook.panels.inputs import Drawing
    >>> Drawing.of([[[2, 2], [2, 25]], [[10, 5]]]).value
    '_8.8-8.100_40.20'
    """

    value: str = ""

    @staticmethod
    def of(strokes: Sequence[Any]) -> Drawing:
        """Write down strokes that were checked.

        Parameters
        ----------
        strokes : sequence of array_like of float, shape (n, 2)
            Points (x, y) in pixels, from 0 to 28.

        Returns
        -------
        Drawing

        Examples
        --------
        See the class.
        """
        quarters = [np.rint(4 * np.asarray(one)).astype(int).tolist() for one in strokes]
        return Drawing(
            "".join(f"_{'-'.join(f'{x}.{y}' for x, y in one)}" for one in quarters) or "_"
        )

    @staticmethod
    def strokes(text: str) -> list[list[list[float]]]:
        """Read strokes; from a text that is none, nothing.

        Parameters
        ----------
        text : str
            The text.

        Returns
        -------
        list of list of [x, y]

        Examples
        --------
        >>> from nnbook.panels.inputs import Drawing
        >>> Drawing.strokes("_8.8-8.100")
        [[[2.0, 2.0], [2.0, 25.0]]]
        """
        if not re.fullmatch(STROKES, text, re.ASCII):
            return []
        return [
            [[int(number) / 4 for number in point.split(".")] for point in stroke.split("-")]
            for stroke in text.split("_")
            if stroke
        ]

    def trait(self) -> TraitType[Any, Any]:
        """Make the trait of the view that holds it."""
        return Unicode()

    def range(self) -> dict[str, Any]:
        """Say what a reader can draw, for links that carry it."""
        return {"pattern": STROKES}


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
    >>> from nnbook.panels.inputs import interval
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


def between(name: str, value: Any, low: float, high: float) -> float:
    """Check that a number lies between the ends of its slider.

    Parameters
    ----------
    name : str
        The argument's name, for messages.
    value : float
        The number.
    low, high : float
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
    >>> from nnbook.panels.inputs import between
    >>> between("p", 0.25, 0, 1)
    0.25
    """
    number = as_real(value)
    if number is None or isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be a number, got {value!r}")
    if not low <= number <= high:
        raise ValueError(
            f"{name} must lie between {low:g} and {high:g}, the ends of its slider; got {number:g}"
        )
    return number


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
    >>> from nnbook.panels.inputs import labels
    >>> labels(2, (3,))
    [0.0, 0.0, 1.0]
    """
    rows: list[Any] = labels_as_rows("t", t, shape, np.dtype(np.float64)).tolist()
    return rows


def simple_net(net: Any) -> SimpleNet:
    """Check a `SimpleNet`; without one, return that of the source notebook.

    Parameters
    ----------
    net : SimpleNet or None
        The network.

    Returns
    -------
    SimpleNet

    Raises
    ------
    TypeError
        If it is something else.

    Examples
    --------
    >>> from nnbook.panels.inputs import simple_net
    >>> simple_net(None)
    SimpleNet(2x3)
    """
    if net is None:
        return SimpleNet(W=NOTEBOOK_W)
    if not isinstance(net, SimpleNet):
        raise TypeError(f"net must be a SimpleNet, got {type(net).__name__}")
    of_the_book(net, SimpleNet)
    return net


def two_inputs(x: Any) -> FloatArray:
    """Check a sample of two inputs.

    Parameters
    ----------
    x : array_like of float, shape (2,)
        The sample.

    Returns
    -------
    ndarray of float64, shape (2,)

    Raises
    ------
    ValueError
        If it has another shape or is not finite.
    TypeError
        If it holds something else than real numbers.

    Examples
    --------
    >>> from nnbook.panels.inputs import two_inputs
    >>> two_inputs([1, 0.5])
    array([1. , 0.5])
    """
    data = float_array("x", x, ndim=(1,)).astype(np.float64)
    if data.shape != (2,):
        raise ValueError(f"x must have shape (2,), got {data.shape}")
    return data


def two_layer_params(net: Any) -> dict[str, FloatArray]:
    """Check a `TwoLayerNet` and return copies of its parameters.

    Parameters
    ----------
    net : TwoLayerNet
        The network.

    Returns
    -------
    dict of str to ndarray of float64

    Raises
    ------
    TypeError
        If it is something else.
    ValueError
        If a parameter is not finite.

    Examples
    --------
    >>> from nnbook import TwoLayerNet
    >>> from nnbook.panels.inputs import two_layer_params
    >>> two_layer_params(TwoLayerNet(4, 3, 2))["b2"].tolist()
    [0.0, 0.0]
    """
    if not isinstance(net, TwoLayerNet):
        raise TypeError(f"net must be a TwoLayerNet, got {type(net).__name__}")
    of_the_book(net, TwoLayerNet)
    params = checked_params(net)
    return {name: array.astype(np.float64) for name, array in params.items()}


def of_the_book(net: Any, base: type) -> None:
    """Refuse a network whose arithmetic the browser, which has the book's alone, does not know.

    Parameters
    ----------
    net : object
        The network.
    base : type
        The class whose arithmetic it must have.

    Raises
    ------
    TypeError
        If it overrides ``predict``, ``loss`` or ``gradient``.

    Examples
    --------
    >>> from nnbook import SimpleNet
    >>> from nnbook.panels.inputs import of_the_book
    >>> of_the_book(SimpleNet(), SimpleNet)
    """
    other = [name for name in ("predict", "loss", "gradient") if overrides(net, base, name)]
    if other:
        raise TypeError(
            f"net must compute as {base.__name__} does, since the browser knows nothing else; "
            f"got a {type(net).__name__}, which overrides {other[0]}"
        )


def rows(x: ArrayLike, width: int, most: int, what: str) -> FloatArray:
    """Check samples, and return a copy of them.

    Parameters
    ----------
    x : array_like of float, shape (n, width)
        The samples, one a row.
    width : int
        Numbers in each.
    most : int
        The most there may be.
    what : str
        What the numbers are, for messages.

    Returns
    -------
    ndarray of float64, shape (n, width)

    Raises
    ------
    ValueError
        If the shape is another.
    TypeError
        If it holds something else than real numbers.

    Examples
    --------
    >>> from nnbook.panels.inputs import rows
    >>> rows([[1, 2]], 2, 20, "numbers").tolist()
    [[1.0, 2.0]]
    """
    array = float_array("x", x, ndim=(2,)).astype(np.float64)
    if array.shape[1] != width or len(array) > most:
        raise ValueError(f"x must have 1 to {most} rows of {width} {what}, got shape {array.shape}")
    return array
