"""The pictures that stand for panels on paper: what they draw is what the panel computes."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from nnbook import SimpleNet, TwoLayerNet, numerical_gradient, panels, sigmoid
from nnbook.costs import gradient_costs
from nnbook.panels import PANELS

SOFT = [0.2, 0.3, 0.5]


def picture(panel):
    """The axes of a panel's picture, its state, and its results."""
    figure, state = Figure(), panel.state
    results = panel.compute(state)
    panel.picture(figure, state, results)
    panel.close()
    return figure.axes, state, results


def points(line):
    return np.column_stack([np.asarray(one, float) for one in line.get_data()])


def looks(line):
    """Colour, style and marker of a line."""
    return to_hex(line.get_color()), line.get_linestyle(), line.get_marker()


def texts(ax):
    return [one.get_text() for one in ax.texts]


def widths(ax):
    return [bar.get_width() for bar in ax.patches]


def close(found, wanted, **slack):
    np.testing.assert_allclose(found, wanted, **{"rtol": 1e-12, "atol": 1e-12} | slack)


def along(line, f, low, high):
    """Assert that a line is that of a function from one end to the other."""
    xs, ys = points(line).T
    close([xs[0], xs[-1]], [low, high])
    assert len(xs) >= 50 and (np.diff(xs) > 0).all()
    close(ys, [f(x) for x in xs])


def test_softmax():
    (left, right), _, results = picture(panels.softmax_scores([3, 2, -1], temperature=2))
    close(widths(left), results["logits"])
    close(widths(right), results["probabilities"])
    for ax, name in ((left, "logits"), (right, "probabilities")):
        assert texts(ax) == [f"{one:.3f}" for one in results[name]]
        assert [one.get_text() for one in ax.get_yticklabels()] == ["class 0", "class 1", "class 2"]
        low, high = ax.get_ylim()
        assert low > high, "class 0 on top"
    close(left.get_xlim(), [-1.5, 2.5])
    assert right.get_xlim() == (0, 1.2) and right.get_xticks().tolist() == [0, 0.5, 1]
    assert [left.get_title(), right.get_title()] == ["Scores", "Probabilities"]


def test_cross_entropy():
    (linear, log), _, results = picture(panels.cross_entropy_curve(0.3, 1e-3))
    for ax, low in ((linear, 0.0005), (log, 1e-12)):
        exact, capped, dot = ax.lines[:3]
        along(exact, lambda p: -np.log(p), low, 1)
        along(capped, lambda p: -np.log(p + 1e-3), low, 1)
        close(points(dot), [[0.3, results["loss"]]])
        assert [looks(one)[1:] for one in (exact, capped, dot)] == [
            ("--", "None"),
            ("-", "None"),
            ("None", "o"),
        ]
        assert looks(exact)[0] == to_hex("C1") and looks(capped)[0] == looks(dot)[0] == to_hex("C0")
        assert ax.get_xlabel() == "probability p of the true class" and ax.get_ylabel() == "loss"
    cap = -np.log(1e-3)
    close(log.lines[3].get_ydata(), [cap, cap])
    assert (linear.get_xscale(), log.get_xscale()) == ("linear", "log")
    assert linear.get_title() == f"Loss {-np.log(0.301):.3f}"
    assert log.get_title() == f"Cap {cap:.3f}"
    assert linear.get_ylim() == (0, 8) and log.get_ylim() == (0, 30)
    assert log.get_xticks().tolist() == [1e-12, 1e-8, 1e-4, 1]
    assert texts(log) == ["-log(delta)", "without delta"]
    close(log.texts[0].get_position(), (1, cap + 1))
    assert log.texts[1].get_position() == (1e-10, 26)
    assert to_hex(log.texts[1].get_color()) == to_hex("C1"), "as the curve that it names"


def test_central_difference():
    (left, right), state, results = picture(panels.central_difference(["exp"], x=1, h=0.5))
    f = np.exp
    curve, secant, tangent, forward, dots = left.lines
    low, high = panels.central_difference.x.low, panels.central_difference.x.high
    along(curve, f, low, high)
    slope = f(1.5) - f(0.5)
    along(secant, lambda x: f(0.5) + slope * (x - 0.5), low, high)
    along(tangent, lambda x: f(1) + f(1) * (x - 1), low, high)
    along(forward, lambda x: f(1) + 2 * (f(1.5) - f(1)) * (x - 1), low, high)
    close(points(dots), [[0.5, f(0.5)], [1.5, f(1.5)]])
    assert [looks(one)[1:] for one in left.lines] == [
        ("-", "None"),
        ("-", "None"),
        ("--", "None"),
        (":", "None"),
        ("None", "o"),
    ]
    assert looks(secant)[0] == looks(dots)[0] == to_hex("C0")
    assert left.get_title() == "exp at 1" and left.get_xlabel() == "x"
    room = 0.1 * (f(high) - f(low))
    close(left.get_ylim(), [f(low) - room, f(high) + room])
    panel = panels.central_difference(["exp"], x=1, h=0.5)
    names = ("forward_error", "error", "truncation", "round_off")
    for line, name in zip(right.lines, names, strict=False):
        along(line, lambda h, n=name: max(panel.compute({**state, "h": h})[n], 1e-14), 1e-12, 1)
    panel.close()
    close(points(right.lines[4]), [[0.5, results["error"]]])
    assert [looks(one)[1:] for one in right.lines] == [
        (":", "None"),
        ("-", "None"),
        ("--", "None"),
        ("-.", "None"),
        ("None", "o"),
    ]
    assert [looks(one)[0] for one in right.lines] == [to_hex(f"C{k}") for k in (2, 0, 1, 7, 0)]
    assert right.get_xscale() == right.get_yscale() == "log"
    assert right.get_title() == "Error against h" and right.get_xlabel() == "h"
    assert right.get_ylim() == (1e-14, 1e2)
    assert right.get_xticks().tolist() == [1e-12, 1e-8, 1e-4, 1]


def test_weight_perturbation():
    net = SimpleNet(W=[[0.5, -1.0, 2.0], [-0.25, 0.0, 1.5]], delta=0)
    made = panels.weight_perturbation(net, x=[2, -1], t=SOFT, chosen=(1, 0), limits=(-3, 4))
    axes, _, results = picture(made)
    network, curve, bars, map_ = axes
    for line, (i, j) in zip(network.lines, np.ndindex(2, 3), strict=True):
        weight = net.W[i, j]
        close(points(line), [[0, 0.5 + i], [1, j]])
        assert line.get_linewidth() == pytest.approx(0.6 + 2.4 * abs(weight))
        assert looks(line)[:2] == ((to_hex("C1"), "-") if weight >= 0 else (to_hex("C0"), "--"))
    scores = net.predict([2.0, -1.0])
    assert texts(network) == ["2", "-1", *[f"{one:.2f}" for one in scores]]
    assert [one.get_position() for one in network.texts] == [
        (0, 0.5), (0, 1.5), (1, 0), (1, 1), (1, 2),
    ]  # fmt: skip
    assert network.get_ylim() == (2.5, -0.5) and network.get_title() == "Inputs, weights, scores"

    def loss(value):
        moved = SimpleNet(W=net.W, delta=0)
        moved.W[1, 0] = value
        return moved.loss([2.0, -1.0], SOFT)

    here, slope = loss(-0.25), numerical_gradient(lambda v: loss(v[0]), np.array([-0.25]))[0]
    low, high = curve.lines[0].get_xdata()[[0, -1]]
    assert low == pytest.approx(-3, abs=0.06) and high == 4
    along(curve.lines[0], loss, low, high)
    close(
        points(curve.lines[1])[:, 1],
        here + slope * (points(curve.lines[1])[:, 0] + 0.25),
        rtol=1e-8,
    )
    close(points(curve.lines[2]), [[-0.25, here]])
    assert [looks(one)[1:] for one in curve.lines] == [("-", "None"), ("--", "None"), ("None", "o")]
    assert curve.get_title() == f"Along W[1,0]: slope {slope:.3f}"
    assert curve.get_xlabel() == "W[1,0]"
    close(curve.get_ylim(), [0, 1.15 * curve.lines[0].get_ydata().max()])
    close(widths(bars), results["probabilities"])
    assert texts(bars) == [f"{one:.3f}" for one in results["probabilities"]]
    names = [one.get_text() for one in bars.get_yticklabels()]
    assert names == ["0 (true)", "1 (true)", "2 (true)"]
    assert bars.get_title() == f"Probabilities, loss {here:.3f}" and bars.get_xlim() == (0, 1.2)
    assert bars.get_ylim()[0] > bars.get_ylim()[1]
    close(map_.images[0].get_array(), results["gradient"])
    assert texts(map_) == [f"{one:.3f}" for one in np.ravel(results["gradient"])]
    assert map_.get_title() == "Gradient"


def test_only_the_true_class_is_called_so_and_the_compact_one_has_half():
    (_, _, bars, _), _, _ = picture(panels.weight_perturbation(t=1))
    assert [one.get_text() for one in bars.get_yticklabels()] == ["0", "1 (true)", "2"]
    axes, _, _ = picture(panels.weight_perturbation(compact=True))
    assert len(axes) == 2 and axes[0].figure.get_figheight() == 3.15
    assert [ax.get_title()[:5] for ax in axes] == ["Input", "Along"]


@pytest.mark.parametrize(
    ("made", "names", "scale"),
    [
        (lambda: panels.descent(rate=2, steps=7), ["W[1,1]", "W[1,2]"], "linear"),
        (lambda: panels.descent("bowl", rate=0.15, steps=4, start=(-3, 2)), ["w0", "w1"], "log"),
    ],
)
def test_gradient_descent(made, names, scale):
    (left, right), state, results = picture(made())

    def loss(u, v):
        if state["landscape"] == "bowl":
            return (u**2 + 10 * v**2) / 2
        net = SimpleNet(W=state["W"])
        net.W[1, 1:] = u, v
        return net.loss(state["x"], state["t"])

    (contours,) = left.collections
    x0, x1, y0, y1 = state["frame"]
    assert left.get_xlim() == (x0, x1) and left.get_ylim() == (y0, y1)
    grid = [loss(u, v) for u in np.linspace(x0, x1, 41) for v in np.linspace(y0, y1, 41)]
    reach = max(grid) - min(grid)
    levels = [min(grid) + reach * ((k + 0.5) / 9) ** 2 for k in range(9)]
    close(contours.levels, levels)
    for level, path in zip(levels, contours.get_paths(), strict=True):
        for u, v in path.vertices[::20]:
            assert loss(u, v) == pytest.approx(level, abs=0.01 * reach)
    (path,) = left.lines
    close(points(path), results["path"])
    assert looks(path) == (to_hex("C1"), "-", "o")
    assert [left.get_xlabel(), left.get_ylabel()] == names
    assert left.get_title() == f"{state['steps']} steps, rate {state['rate']:g}"
    (losses,) = right.lines
    close(points(losses), list(enumerate(results["losses"])))
    assert looks(losses)[1:] == ("-", "o")
    assert right.get_title() == f"Loss {results['loss']:.4g} at the end"
    assert right.get_xlabel() == "step" and right.get_yscale() == scale
    low = 10 ** np.floor(np.log10(results["lowest"])) if scale == "log" else 0
    assert right.get_ylim()[0] == pytest.approx(low)


def test_boundary():
    (plane, bars), state, results = picture(panels.boundary(hidden=3, steps=300))
    W1, b1, W2, b2 = (np.array(results[name]) for name in ("W1", "b1", "W2", "b2"))

    def lead(at):
        return sigmoid(at @ W1 + b1) @ (W2[:, 1] - W2[:, 0]) + b2[1] - b2[0]

    bound, *lines = plane.collections
    for path in bound.get_paths():
        assert np.abs(lead(path.vertices)).max() < 0.1
    assert len(lines) == 3
    for line, weights, bias in zip(lines, W1.T, b1, strict=True):
        (path,) = line.get_paths()
        assert np.abs(path.vertices @ weights + bias).max() < 1e-9
    zero, one, moves = plane.lines
    x = np.array(state["x"])
    close(points(one), x[:40])
    close(points(zero)[:-1], x[40:-1])
    close(points(moves), [[state["point_x"], state["point_y"]]])
    assert [looks(each) for each in plane.lines] == [
        (to_hex("C0"), "None", "o"), (to_hex("C1"), "None", "^"), (to_hex("C0"), "None", "o"),
    ]  # fmt: skip
    assert zero.get_fillstyle() == "none" and moves.get_fillstyle() == "full"
    assert plane.get_title() == "3 hidden units, 300 steps" and plane.get_aspect() == 1
    assert plane.get_xlim() == plane.get_ylim() == (-2.5, 2.5)
    at = np.array([state["point_x"], state["point_y"]])
    shares = sigmoid(at @ W1 + b1) * (W2[:, 1] - W2[:, 0])
    close(widths(bars), [lead(at), b2[1] - b2[0], *shares])
    names = ["sum", "bias", "unit 0", "unit 1", "unit 2"]
    assert [one.get_text() for one in bars.get_yticklabels()] == names
    colours = [to_hex(bar.get_facecolor()) for bar in bars.patches]
    assert colours == [to_hex("C1" if bar.get_width() > 0 else "C0") for bar in bars.patches]
    low, high = bars.get_ylim()
    assert low > high, "the sum on top"
    assert bars.get_title() == "Added up at the point"


def test_boundary_of_one_layer_has_inputs_for_units():
    (plane, bars), _, _ = picture(panels.boundary(hidden=0))
    assert len(plane.collections) == 0, "nothing is learnt: both are as probable everywhere"
    assert [one.get_text() for one in bars.get_yticklabels()][2:] == ["input 0", "input 1"]
    panel = panels.boundary(hidden=0, steps=300)
    (plane, _), _, results = picture(panel)
    (bound,) = plane.collections
    (path,) = bound.get_paths()
    W, b = np.array(results["W2"]), results["b2"]
    assert np.abs(path.vertices @ (W[:, 1] - W[:, 0]) + b[1] - b[0]).max() < 1e-4


def test_one_weight():
    net, rng = TwoLayerNet(784, 5, 3, 0.5, rng=1), np.random.default_rng(0)
    x, t = rng.random((4, 784)), [0, 2, 1, 0]
    made = panels.one_weight(net, x, t, units=[3, 1], pixel=(2, 5))
    (curve, map_, bars), _, _ = picture(made)
    array, at = net.params["W1"], (28 * 2 + 5, 3)
    kept = array[at]

    def loss(change):
        array[at] = kept + change
        found = net.loss(x, t)
        array[at] = kept
        return found

    along(curve.lines[0], lambda change: loss(change) - loss(0), -3, 3)
    slope = (loss(1e-4) - loss(-1e-4)) / 2e-4
    close(points(curve.lines[1])[:, 1], slope * curve.lines[1].get_xdata(), rtol=1e-8)
    close(points(curve.lines[2]), [[0, 0]])
    assert [looks(one)[1:] for one in curve.lines] == [("-", "None"), ("--", "None"), ("None", "o")]
    assert looks(curve.lines[1])[0] == looks(curve.lines[2])[0] == to_hex("C1")
    assert curve.get_title() == "Change of the loss" and curve.get_xlabel() == "change of W1[61, 3]"
    ys = curve.lines[0].get_ydata()
    room = max(0.0001, 0.2 * (ys.max() - ys.min()))
    close(curve.get_ylim(), [ys.min() - room, ys.max() + room])
    image = map_.images[0]
    close(image.get_array(), array[:, 3].reshape(28, 28))
    reach = np.abs(array[:, 3]).max()
    assert image.get_clim() == (-reach, reach) and image.get_cmap().name == "RdBu_r"
    close(points(map_.lines[0]), [[5, 2]])
    assert map_.get_title() == "Weights of unit 3"
    active = sigmoid(x @ array + net.params["b1"])[:, 3]
    close([bar.get_height() for bar in bars.patches], active)
    close([bar.get_x() + bar.get_width() / 2 for bar in bars.patches], range(4))
    assert bars.get_title() == "Activations" and bars.get_xlabel() == "image"
    assert bars.get_ylim() == (0, 1) and len(bars.get_xticks()) == 0


def test_gradient_check():
    net, x, t = TwoLayerNet(2, 2, 2, rng=1), [[1.0, 0.5], [0.2, -1.0]], [0, 1]
    made = panels.gradient_check(net, x, t, entry=7, h=1e-3, rtol=1e-5, atol=1e-8)
    (left, right), _, results = picture(made)
    array, at = net.params["W2"], (0, 1)
    kept, exact = array[at], net.gradient(x, t)["W2"][at]

    def error(h):
        array[at] = kept + h
        above = net.loss(x, t)
        array[at] = kept - h
        slope = (above - net.loss(x, t)) / ((kept + h) - (kept - h))
        array[at] = kept
        return min(max(abs(slope - exact) / abs(exact), 1e-12), 1e3)

    floor = points(left.lines[0])[:, 1].min()
    along(left.lines[0], lambda h: max(error(h), floor), 1e-12, 1)
    assert floor <= 1e-9
    close(left.lines[1].get_ydata(), [1e-5] * 2)
    close(left.lines[2].get_ydata(), [1e-5 + 1e-8 / abs(exact)] * 2)
    close(points(left.lines[3]), [[1e-3, results["error"]]])
    assert [looks(one)[1:] for one in left.lines] == [
        ("-", "None"), (":", "None"), ("--", "None"), ("None", "o"),
    ]  # fmt: skip
    assert left.get_title() == "Relative error of W2[0,1]" and left.get_xlabel() == "h"
    assert left.get_xscale() == left.get_yscale() == "log"
    assert left.get_xticks().tolist() == [1e-12, 1e-8, 1e-4, 1]
    shares = []
    for name, found in net.gradient(x, t).items():
        numerical = numerical_gradient(lambda _: net.loss(x, t), net.params[name], 1e-3)
        shares += (np.abs(found - numerical) / (1e-8 + 1e-5 * np.abs(numerical))).ravel().tolist()
    shares = np.clip(shares, 1e-6, 1e6)
    close(points(right.lines[0]), list(enumerate(shares)), rtol=1e-9)
    close(points(right.lines[1]), [[7, shares[7]]], rtol=1e-9)
    close(right.lines[2].get_ydata(), [1, 1])
    assert looks(right.lines[1])[0] == looks(right.lines[2])[0] == to_hex("C1")
    assert right.get_title() == "Share of what is allowed" and right.get_xlabel() == "entry"
    assert right.get_ylim() == (1e-6, 1e6) and right.get_yscale() == "log"


def passes(costs, way, kind):
    """The operations of a gradient as multiples of those of one forward pass."""
    return costs[f"{way}_{kind}"] / (costs[f"notebook_{kind}"] / (2 * costs["parameters"]))


def test_gradient_cost():
    axes, _, _ = picture(panels.gradient_cost(30, 20, 5, 4))
    for ax, kind, title in zip(
        axes, ("multiply_adds", "functions"), ("Multiply-adds", "exp and log"), strict=True
    ):
        ways = ("notebook", "reuse", "backpropagation")
        for k, way in enumerate(ways):
            which = (way, kind)
            curve, dot, ring = ax.lines[3 * k : 3 * k + 3]
            along(
                curve,
                lambda size, of=which: passes(gradient_costs(30, int(size), 5, 4), *of),
                1,
                1000,
            )
            close(points(dot), [[20, passes(gradient_costs(30, 20, 5, 4), *which)]])
            close(points(ring), [[100, passes(gradient_costs(784, 100, 10, 100), *which)]])
            assert looks(curve)[0] == looks(dot)[0] == to_hex(f"C{k}")
            assert looks(dot)[2] == looks(ring)[2] == "o" and ring.get_color() == "none"
        assert len({looks(line)[1] for line in ax.lines[::3]}) == 3
        labels = [line.get_label() for line in ax.lines[::3]]
        assert [label.split()[0].lower()[:4] for label in labels] == ["note", "exac", "back"]
        assert ax.get_title() == f"{title}, in passes" and ax.get_xlabel() == "hidden units"
        assert ax.get_ylim() == (1, 1e7) and ax.get_xscale() == ax.get_yscale() == "log"
        assert ax.get_yticks().tolist() == [1, 1e2, 1e4, 1e6]
    assert axes[0].get_legend() is None and axes[1].get_legend() is not None


def test_slopes_back():
    (ax,), state, results = picture(panels.slopes_back())
    said = texts(ax)
    for name in ("W1", "W2"):
        for i, j in np.ndindex(2, 2):
            assert f"{state[f'{name}_{i}_{j}']:g}\n" in said
            assert f"\n{results[f'{name}_slopes'][i][j]:.3f}" in said
    for name in ("activations", "logits"):
        assert {f"{value:.2f}" for value in results[name]} <= set(said)
    for name in ("activation_slopes", "logit_slopes"):
        assert {f"{value:.3f}" for value in results[name]} <= set(said)
    assert {f"y {value:.3f}" for value in results["probabilities"]} <= set(said)
    assert f"loss {results['loss']:.3f}" in said and len(said) == 8 * 2 + 6 + 4 + 3
    assert len(ax.lines) == 8
    for line, (column, i, j) in zip(ax.lines, np.ndindex(2, 2, 2), strict=True):
        close(points(line), [[column, i], [column + 1, j]])


def test_handwriting():
    made = panels.handwriting(strokes=[[[9, 4], [20, 4], [12, 25]]])
    (image, pushed, bars, *units), state, results = picture(made)
    close(image.images[0].get_array(), np.reshape(results["pixels"], (28, 28)))
    assert image.images[0].get_clim() == (0, 1) and image.images[0].get_cmap().name == "gray_r"
    pushes = np.reshape(results["pushes"], (28, 28))
    close(pushed.images[0].get_array(), pushes)
    reach = np.abs(pushes).max()
    assert pushed.images[0].get_clim() == (-reach, reach)
    assert pushed.images[0].get_cmap().name == "RdBu_r"
    answer, runner_up = results["answer"], results["runner_up"]
    titles = ["784 numbers", f"red: for {answer}, not {runner_up}", f"read as {answer}"]
    assert [one.get_title() for one in (image, pushed, bars)] == titles
    close(widths(bars), results["probabilities"])
    assert bars.get_xlim() == (0, 1) and bars.yaxis_inverted()
    assert len(units) == 8
    for k, (ax, unit) in enumerate(zip(units, results["units"], strict=True)):
        close(ax.images[0].get_array(), state["W1"][:, unit].reshape(28, 28))
        assert ax.images[0].get_clim() == (-127, 127)
        assert float(ax.get_title()) == pytest.approx(results["contributions"][k], abs=0.051)


def test_live_training():
    made = panels.live_training(200, batch_size=50, momentum=0.5)
    history = made.training().run(20)
    (losses, right), _, _ = picture(made)
    (line,) = losses.lines
    close(points(line), list(enumerate(history.loss)))
    assert losses.get_title() == "Loss of each mini-batch" and losses.get_xlabel() == "step"
    assert losses.get_ylim()[0] == 0 and right.get_ylim() == (0, 1)
    train, test = right.lines
    close(points(train), list(enumerate(history.train_accuracy)))
    close(points(test), list(enumerate(history.test_accuracy)))
    assert [train.get_label(), test.get_label()] == ["training", "test"]
    assert right.get_title() == "Accuracy after each epoch" and right.get_xlabel() == "epoch"
    assert (train.get_linestyle(), test.get_linestyle()) == ("-", "--")


def test_every_panel_is_looked_at_here():
    assert set(PANELS) <= {name[5:] for name in globals() if name[:5] == "test_"}
