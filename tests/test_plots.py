"""The static figures: what is drawn where, in which colour."""

import sys

import matplotlib.pyplot as plt
import numpy as np
import pytest

from nnbook import plots

from .helpers import refused


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def colours(ax, values):
    image = ax.images[0]
    return image.cmap(image.norm(np.array(values)))[:, :3]


def test_heatmap_writes_every_number_into_its_cell():
    ax = plots.heatmap([[1.0, -2.0, 0.0], [0.5, 0.25, 1.999]], title="dW")
    written = {(int(t.get_position()[1]), int(t.get_position()[0])): t.get_text() for t in ax.texts}
    assert written == {
        (0, 0): "1.00",
        (0, 1): "-2.00",
        (0, 2): "0.00",
        (1, 0): "0.50",
        (1, 1): "0.25",
        (1, 2): "2.00",
    }
    assert ax.get_title() == "dW"
    assert ax.get_xticks().tolist() == [0, 1, 2] and ax.get_yticks().tolist() == [0, 1]
    np.testing.assert_array_equal(ax.images[0].get_array(), [[1, -2, 0], [0.5, 0.25, 1.999]])


def test_heatmap_is_blue_below_0_red_above_and_white_at_0():
    ax = plots.heatmap([[1.0, -4.0]])
    assert ax.images[0].get_clim() == (-4, 4)
    below, zero, above = colours(ax, [-4.0, 0.0, 4.0])
    assert below[2] > 2 * below[0] and above[0] > 2 * above[2]
    assert zero.min() > 0.95


def test_heatmap_of_zeros_is_white():
    ax = plots.heatmap(np.zeros((2, 2)))
    assert ax.images[0].get_clim() == (-1, 1)
    assert colours(ax, [0.0]).min() > 0.95


def test_heatmap_writes_white_on_dark_cells():
    ax = plots.heatmap([[10.0, -10.0, 5.0, 0.0]])
    assert [text.get_color() for text in ax.texts] == ["white", "white", "black", "black"]


@pytest.mark.parametrize(("decimals", "text"), [(0, "1"), (3, "1.235")])
def test_heatmap_decimals(decimals, text):
    assert plots.heatmap([[1.23456]], decimals=decimals).texts[0].get_text() == text


def test_heatmap_of_a_large_matrix_has_a_colour_bar_instead():
    ax = plots.heatmap(np.arange(600.0).reshape(20, 30), decimals=None)
    assert not ax.texts
    assert len(ax.figure.axes) == 2
    assert len(plots.heatmap([[1.0]]).figure.axes) == 1


def test_heatmap_draws_where_it_is_told():
    figure, (left, right) = plt.subplots(1, 2)
    assert plots.heatmap([[1.0]], ax=right) is right
    assert right.images and not left.images
    assert plt.get_fignums() == [figure.number]
    assert plots.heatmap([[1.0]]).figure is not figure


def test_heatmap_has_no_grid_lines():
    with plt.style.context("nnbook.book"):
        ax = plots.heatmap([[1.0]])
        ax.figure.canvas.draw()
        assert not any(line.get_visible() for line in ax.get_xgridlines() + ax.get_ygridlines())


@pytest.mark.parametrize(
    ("values", "error", "parts"),
    [
        ([1.0], ValueError, ["values must be 2-D", "got 1-D", "(1,)"]),
        (np.zeros((2, 2, 2)), ValueError, ["values must be 2-D", "got 3-D"]),
        ([[np.nan]], ValueError, ["values must be finite", "nan at index (0, 0)"]),
        (np.zeros((0, 2)), ValueError, ["values must not be empty", "(0, 2)"]),
        ([["a"]], TypeError, ["values must hold real numbers", "<U1"]),
    ],
)
def test_bad_values(values, error, parts):
    refused(error, lambda: plots.heatmap(values), *parts)
    assert not plt.get_fignums()


@pytest.mark.parametrize(
    ("n", "columns", "grid"), [(3, 2, (2, 2)), (5, 10, (1, 5)), (1, 1, (1, 1)), (20, 10, (2, 10))]
)
def test_digits_fill_a_grid_row_by_row(n, columns, grid):
    images = np.random.default_rng(0).random((n, 784))
    figure = plots.digits(images, columns=columns)
    assert figure.axes[0].get_subplotspec().get_gridspec().get_geometry() == grid
    shown = [ax.images[0].get_array() for ax in figure.axes if ax.images]
    np.testing.assert_array_equal(shown, images.reshape(n, 28, 28))
    assert all(ax.images for ax in figure.axes[:n])
    assert not any(ax.axison for ax in figure.axes)


def test_digits_are_dark_ink_on_white():
    ax = plots.digits(np.full((1, 784), 0.5)).axes[0]
    assert ax.images[0].get_clim() == (0, 1)
    background, ink = colours(ax, [0.0, 1.0])
    assert background.min() == 1 and ink.max() == 0


def test_ten_columns_by_default():
    geometry = plots.digits(np.zeros((11, 784))).axes[0].get_subplotspec().get_gridspec()
    assert geometry.get_geometry() == (2, 10)


def test_titles():
    figure = plots.digits(np.zeros((3, 784)), titles=[7, "b", None], columns=3)
    assert [ax.get_title() for ax in figure.axes] == ["7", "b", "None"]
    plain = plots.digits(np.zeros((3, 784)), columns=3)
    assert [ax.get_title() for ax in plain.axes] == ["", "", ""]
    assert figure.get_figheight() > plain.get_figheight()  # room for them
    assert plots.digits(np.zeros((2, 784)), titles=np.array([1, 2])).axes[1].get_title() == "2"
    with plt.rc_context({"axes.titleweight": "bold"}):  # as in the book, whose titles are
        assert plots.digits(np.zeros((1, 784)), "a").axes[0].title.get_weight() == "normal"


@pytest.mark.parametrize(
    ("images", "options", "error", "parts"),
    [
        (np.zeros((2, 783)), {}, ValueError, ["images must have 784 columns", "(2, 783)"]),
        (np.zeros(784), {}, ValueError, ["images must be 2-D", "(784,)"]),
        (np.zeros((0, 784)), {}, ValueError, ["images must not be empty", "(0, 784)"]),
        (np.full((1, 784), np.nan), {}, ValueError, ["images must be finite", "got nan"]),
        (np.zeros((2, 784)), dict(titles="abc"), ValueError, ["titles must be", "2", "got 3"]),
        (np.zeros((2, 784)), dict(titles=["a"]), ValueError, ["titles must be", "2", "got 1"]),
        (np.zeros((2, 784)), dict(columns=0), ValueError, ["columns must be", "got 0"]),
        (np.zeros((2, 784)), dict(columns=1.5), TypeError, ["columns must be", "got 1.5"]),
    ],
)
def test_bad_digits(images, options, error, parts):
    refused(error, lambda: plots.digits(images, **options), *parts)
    assert not plt.get_fignums()


def test_the_style_sheet_is_found_and_has_the_colours_of_the_module():
    with plt.style.context("nnbook.book"):
        cycle = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    names = ["BLUE", "VERMILION", "GREEN", "PURPLE", "ORANGE", "SKY"]
    assert cycle == [getattr(plots, name) for name in names]


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.delitem(sys.modules, "nnbook.plots")
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    refused(
        ImportError,
        lambda: __import__("nnbook.plots"),
        "nnbook.plots needs matplotlib: pip install nnbook[panels]",
    )


def test_the_colours_are_those_that_everybody_can_tell_apart():
    """Okabe and Ito's."""
    found = (plots.BLUE, plots.VERMILION, plots.GREEN, plots.PURPLE, plots.ORANGE, plots.SKY)
    assert found == ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")


def test_a_heatmap_fills_its_axes_and_centres_its_numbers():
    ax = plots.heatmap([[0.6, 1.0, 0.61]])  # 0.6 itself is dark enough
    assert ax.get_aspect() == "auto" and ax.images[0].get_cmap().name == "RdBu_r"
    assert [one.get_color() for one in ax.texts] == ["black", "white", "white"]
    assert {(one.get_ha(), one.get_va()) for one in ax.texts} == {("center", "center")}
    plt.close(ax.figure)


def test_digits_are_square_with_room_for_their_titles():
    for count, titles, columns, height in ((6, (), 4, 3.2), (6, "abcdef", 3, 2 * (6.4 / 3 + 0.3))):
        figure = plots.digits(np.zeros((count, 784)), titles, columns=columns)
        np.testing.assert_allclose(figure.get_size_inches(), [6.4, height])
        for ax, title in zip(figure.axes, titles, strict=False):
            assert ax.get_title() == title and ax.title.get_fontsize() == 11
            assert ax.title.get_fontweight() == "normal"
        plt.close(figure)


def test_a_heatmap_has_no_title_by_itself_and_a_bar_beside_its_own_axes():
    figure, (left, right) = plt.subplots(1, 2)
    plots.heatmap(np.eye(2), decimals=None, ax=left)
    assert left.get_title() == "" and not left.texts
    assert left.get_position().x1 < figure.axes[2].get_position().x0 < right.get_position().x0
    plt.close(figure)
