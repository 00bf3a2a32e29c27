"""Every panel in every kind of state that its class names, and what its numbers are to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from nnbook.panels import PANELS
from nnbook.panels.base import Panel, plain
from nnbook.panels.inputs import Drawing
from tests.enough import few

# (file name of the panel, kind of state): what a test over all panels runs over.
SAMPLES = [(name, kind) for name, panel in PANELS.items() for kind in panel.samples()]
IDS = [f"{name}, {kind}" for name, kind in SAMPLES]
# For what is the same in whatever state a panel is.
ONE_OF_EACH = few(SAMPLES, lambda sample: sample[:1])
FIRST = {name: (name, next(iter(panel.samples()))) for name, panel in PANELS.items()}


def make(sample: tuple[str, str]) -> Panel:
    """Make the panel of a sample."""
    name, kind = sample
    return PANELS[name].samples()[kind]()


def reference(panel: Panel, **inputs: Any) -> dict[str, Any]:
    """What a panel computes with its inputs as they are, or as given here."""
    results: dict[str, Any] = plain(panel.compute({**panel.state, **inputs}))
    return results


def states(panel: Panel, rng: np.random.Generator, count: int) -> Iterator[dict[str, Any]]:
    """Draw inputs within their ranges: ends, places where a slider stands, and any between."""
    for k in range(count):
        yield {name: _drawn(rng, one, k) for name, one in panel.view.ranges.items()}


def _drawn(rng: np.random.Generator, limits: Mapping[str, Any], k: int) -> Any:
    if "pattern" in limits:
        return _strokes(rng)
    low, high, log = limits["low"], limits["high"], limits["log"]
    share = rng.choice([0.0, 1.0]) if rng.random() < 0.15 else rng.random()
    ends = np.log10([low, high]) if log else (low, high)
    place = ends[0] + share * (ends[1] - ends[0])
    if k % 2:  # where a slider stands, else where a button or a link may lead
        place = ends[0] + round((place - ends[0]) / limits["step"]) * limits["step"]
    value = float(np.clip(10**place if log else place, low, high))
    return round(value) if limits["whole"] else value


def _strokes(rng: np.random.Generator) -> str:
    """Write down a drawing: none, an empty field, dots and lines anywhere, of any size."""
    low, high = np.sort(rng.integers(0, 113, 2))
    sizes = rng.integers(1, 6, rng.integers(1, 5))
    strokes = [rng.integers(low, high + 1, (size, 2)) / 4 for size in sizes]
    return str(rng.choice(["", "_", *[Drawing.of(strokes).value] * 4]))


def sliders_of(panel: Panel) -> dict[str, Mapping[str, Any]]:
    """The inputs that are numbers, and their ranges."""
    ranges: dict[str, Mapping[str, Any]] = panel.view.ranges
    return {name: one for name, one in ranges.items() if "pattern" not in one}


def quantities(results: Mapping[str, Any]) -> dict[str, Any]:
    """Name every single number of some results as the page's ``data-quantity`` does.

    A list is named in the plural, each number of it in the singular: ``probabilities``,
    ``probability-0``.
    """
    flat: dict[str, Any] = {}

    def add(name: str, value: Any) -> None:
        if isinstance(value, list):
            for at, one in enumerate(value):
                add(f"{name}-{at}", one)
        else:
            flat[name] = value

    for name, value in results.items():
        add((singular(name) if isinstance(value, list) else name).replace("_", "-"), value)
    return flat


def singular(name: str) -> str:
    """The singular of an English plural; a word that is none stays."""
    for ending, one in ((r"ies$", "y"), (r"(?<=ch|sh|ss)es$", ""), (r"(?<!s)s$", "")):
        if re.search(ending, name):
            return re.sub(ending, one, name)
    return name


def mismatches(panel: Panel, inputs: Mapping[str, Any], shown: Mapping[str, str]) -> list[str]:
    """Compare what a page shows of a panel with what nnbook says, to 1e-9 relative.

    What is shown is a result or an input. A result that is no finite number must not be one on
    the page either.
    """
    state = {**panel.state, **inputs}
    slack = panel.allowances(state)
    results = plain(panel.compute(state))
    expected = {
        name: (value, slack.get(result, 0.0))
        for result, values in results.items()
        for name, value in quantities({result: values}).items()
    }
    given = {k: v for k, v in state.items() if k not in results and not isinstance(v, np.ndarray)}
    for name, value in quantities(plain(given)).items():
        expected.setdefault(name, (value, 0.0))
    wrong = []
    for name, text in shown.items():
        if name not in expected:
            wrong.append(f"{name}: shown as {text}, but {panel!r} knows no such quantity")
            continue
        value, allowed = expected[name]
        same = (
            not np.isfinite(float(text))
            if value is None
            else np.isclose(float(text), value, rtol=1e-9, atol=allowed)
        )
        if not same:
            wrong.append(f"{name}: shown {text}, nnbook {value!r}")
    return wrong
