"""What the figures of the chapters show is kept beside them, and a change of it is seen."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from book.tools.drawn import MIME, describe, numbers
from book.tools.figures import differences, file_for, picture_hash, taken_from, text_of

from .drawn import empty_axes

CHAPTERS = sorted((Path(__file__).parents[2] / "book").glob("*.ipynb"))


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_pictures_are_those_that_were_described(chapter):
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    pictures = {
        cell["id"]: found
        for cell in cells
        if (
            found := [
                picture_hash(output["data"]["image/png"])
                for output in cell.get("outputs", [])
                if "image/png" in output.get("data", {})
            ]
        )
    }
    kept = json.loads(file_for(chapter).read_text(encoding="utf-8"))
    assert pictures == {cell: [one["picture"] for one in shown] for cell, shown in kept.items()}
    assert pictures


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_panels_are_described_with_their_state_and_results(chapter):
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    panels = [cell["id"] for cell in cells if "panel" in cell["metadata"].get("tags", [])]
    kept = json.loads(file_for(chapter).read_text(encoding="utf-8"))
    assert all(shown["state"] and shown["results"] for one in panels for shown in kept[one])


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_something_stands_in_all_axes(chapter):
    kept = json.loads(file_for(chapter).read_text(encoding="utf-8"))
    for cell, pictures in kept.items():
        for described in (one for picture in pictures for one in picture["figures"]):
            assert described["axes"], cell
            assert empty_axes(described) == [], cell


EMPTY = {
    "nothing": lambda axes: None,
    "a title and labels": lambda axes: axes.set(title="Loss", xlabel="w", ylabel="loss"),
    "lines to compare with": lambda axes: (axes.axhline(0), axes.axvline(1, label="here")),
    "a legend without a curve": lambda axes: (axes.plot([], label="loss"), axes.legend()),
    "a curve without numbers": lambda axes: axes.plot([np.nan, np.nan]),
    "a curve of one point": lambda axes: axes.plot([1]),
    "a curve that is hidden": lambda axes: axes.plot([1, 2], visible=False),
    "neither line nor mark": lambda axes: axes.plot([1, 2], linestyle="none"),
    "bars of no height": lambda axes: axes.bar([1, 2], 0),
    "no points": lambda axes: axes.scatter([], []),
    "words": lambda axes: axes.text(0.5, 0.5, "no data"),
    "an image of nothing": lambda axes: axes.imshow(np.full((2, 2), np.nan)),
}
FULL = {
    "a curve": lambda axes: axes.plot([1, 2]),
    "a long curve": lambda axes: axes.plot(np.arange(1000)),
    "points": lambda axes: axes.plot([1], "o"),
    "a cloud": lambda axes: axes.scatter([1], [2]),
    "a bar": lambda axes: axes.bar(["a", "b"], [0, 1]),
    "cells": lambda axes: axes.imshow([[1, 2]]),
    "contours": lambda axes: axes.contourf(np.arange(9.0).reshape(3, 3)),
    "a band": lambda axes: axes.fill_between([0, 1], [1, 2]),
    "an arrow": lambda axes: axes.annotate("", (1, 1), (0, 0), arrowprops={"arrowstyle": "->"}),
}


@pytest.mark.parametrize("draw", EMPTY.values(), ids=EMPTY)
def test_one_empty_axes_among_full_ones_is_seen(draw):
    drawn = Figure()
    left, right = drawn.subplots(1, 2)
    left.plot([1, 2])
    draw(right)
    (told,) = empty_axes(describe(drawn))
    assert told.startswith("axes 1 are empty")


@pytest.mark.parametrize("draw", FULL.values(), ids=FULL)
def test_axes_with_something_are_not_called_empty(draw):
    axes = (drawn := Figure()).subplots()
    draw(axes)
    assert empty_axes(json.loads(json.dumps(describe(drawn)))) == []


def figure():
    """A figure with one of each kind of thing that the chapters draw."""
    with mpl.rc_context({"axes.titlelocation": "center"}):
        drawn = Figure()
        left, right = drawn.subplots(1, 2)
    x = np.linspace(0, 1, 300)
    left.plot(x, x**2, "--", color="red", label="square")
    left.plot([0, 1], [3, 4], "o")
    left.bar([0, 1], [0.25, 0.5], hatch="//")
    left.text(0.5, 0.25, "here")
    left.annotate("", (0.1, 0.2), (0.3, 0.4), arrowprops={"arrowstyle": "->"})
    left.axvspan(0, 0.2)
    left.set(title="One", xlabel="x", ylabel="y", ylim=(0, 5))
    left.legend()
    right.imshow(np.arange(600.0).reshape(20, 30))
    right.scatter([1, 2], [3, 4], s=8)
    right.contour(np.arange(16.0).reshape(4, 4), levels=[3.0, 7.0])
    right.set_yscale("symlog")
    return drawn


def kinds(described):
    return [next(iter(one)) for axes in described["axes"] for one in axes]


def test_each_artist_is_described():
    found = kinds(describe(figure()))
    for kind in ("line", "bar", "text", "arrow", "image", "collection", "legend", "title"):
        assert kind in found
    assert found.count("line") == 2
    assert found.count("collection") == 2


CHANGES = {
    "values of a curve": lambda left, right: left.lines[0].set_ydata(
        left.lines[0].get_ydata() * 1.01
    ),
    "style of a curve": lambda left, right: left.lines[0].set_linestyle(":"),
    "colour of a curve": lambda left, right: left.lines[0].set_color("green"),
    "label of a curve": lambda left, right: left.lines[0].set_label("cube"),
    "a curve that is gone": lambda left, right: left.lines[0].remove(),
    "a curve that is not seen": lambda left, right: left.lines[0].set_visible(False),
    "height of a bar": lambda left, right: left.patches[0].set_height(0.125),
    "hatch of a bar": lambda left, right: left.patches[1].set_hatch("x"),
    "a text": lambda left, right: left.texts[0].set_text("there"),
    "end of an arrow": lambda left, right: setattr(left.texts[1], "xy", (0.2, 0.3)),
    "place of a text": lambda left, right: left.texts[0].set_position((0.4, 0.25)),
    "title": lambda left, right: left.set_title("Two"),
    "label of an axis": lambda left, right: left.set_xlabel("h"),
    "limits": lambda left, right: left.set_ylim(0, 6),
    "direction": lambda left, right: left.set_ylim(5, 0),
    "scale": lambda left, right: right.set_yscale("linear"),
    "legend": lambda left, right: left.get_legend().get_texts()[0].set_text("root"),
    "image": lambda left, right: right.images[0].set_data(np.arange(600.0).reshape(20, 30)[::-1]),
    "range of colours": lambda left, right: right.images[0].set_clim(0, 300),
    "map of colours": lambda left, right: right.images[0].set_cmap("gray"),
    "points": lambda left, right: right.collections[0].set_offsets([[1, 2], [3, 5]]),
    "contours": lambda left, right: right.collections[1].remove(),
    "an axes that is gone": lambda left, right: right.remove(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(change):
    drawn = figure()
    before = json.loads(json.dumps(describe(drawn)))
    assert list(differences(before, describe(drawn))) == []
    CHANGES[change](*drawn.axes)
    assert list(differences(before, describe(drawn)))


def test_rounding_is_not_a_change():
    saved = {"x": [0, 1e-17, 0.5, 100], "picture": "a"}
    assert list(differences(saved, {"x": [1e-17, 0, 0.5001, 100.1], "picture": "b"})) == []
    assert len(list(differences(saved, {"x": [0, 0, 0.505, 100], "picture": "b"}))) == 1
    assert list(differences([0.1], [0.1, 0.2]))
    assert list(differences({"x": "1"}, {"x": 1}))
    assert list(differences({"on": True}, {"on": 1})) == []


def test_numbers_are_rounded_and_shortened():
    assert numbers([0.123456789, 2.0, float("inf")]) == [0.12346, 2, "inf"]
    assert numbers([[1, 2], [3, 4.5]]) == [[1, 2], [3, 4.5]]
    assert numbers({"a": [None, "b", True], "c": [[1], [2, 3]]}) == {
        "a": [None, "b", True],
        "c": [[1], [2, 3]],
    }
    long = numbers(np.arange(1000))
    assert long["shape"] == [1000]
    assert len(long["some"]) == 256
    other = np.arange(1000)
    other[3] = 999  # none of those that are kept
    assert list(differences(long, numbers(other)))


def test_descriptions_are_taken_out_of_the_outputs():
    data = {"image/png": "iVBO", "text/plain": "<Figure>", MIME: {"figures": []}}
    cells = [{"id": "a", "outputs": [{"data": data}]}, {"id": "b"}]
    before = copy.deepcopy(cells)
    taken = taken_from(cells)
    assert taken == {"a": [{"picture": picture_hash("iVBO"), "figures": []}]}
    assert MIME not in cells[0]["outputs"][0]["data"]
    assert MIME in before[0]["outputs"][0]["data"]
    assert json.loads(text_of(taken)) == taken
