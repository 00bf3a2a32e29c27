"""What the panel of the six weights draws."""

import numpy as np

from nnbook.panels.weight_perturbation import CELLS, net_of
from tests.drawn.marks import bars, curve, dots

TASKS = {
    "low": ({"w_0_2": 3, "w_1_2": 2.5}, {"w_0_2": 3, "w_1_2": 2.0}),
    "together": ({"w_0_0": -0.5339355, "w_1_0": -0.72139142}, {"w_0_0": -0.5339355}),
}


def charts(panel, state, results):
    i, j = CELLS[state["chosen"]]
    name, slope = f"w_{i}_{j}", results["slope"]
    here, slack = state[name], 6 * panel.allowances(state)["slope"]
    net = net_of(state)

    def loss(w):
        net.W[i, j] = w
        return net.loss(state["x"], state["t"])

    return {
        "Loss along one weight": {
            "loss": curve(loss),
            "tangent": curve(lambda w: results["loss"] + slope * (w - here), slack),
            "np-dot": dots((here, results["loss"])),
        }
    }


def texts(state, results):
    i, j = CELLS[state["chosen"]]
    titles = ["The network", f"The loss along W[{i},{j}]"]
    if not state["compact"]:
        titles.append("The gradient: six slopes. Tap one to see its curve.")
    return {"np-title": [(title,) for title in titles]}


def sentence(state, results):
    true = results["probabilities"][int(np.argmax(state["t"]))]
    return "Loss ", results["loss"], ", probability of the true class ", true, "."


def look(scene, panel, state, results):
    net = scene.one("svg", aria_label="The network")
    network(net, state, results)
    axis = scene.one("svg", aria_label="Loss along one weight")
    i, j = CELLS[state["chosen"]]
    assert [one.text for one in axis.all("text") if one.text.startswith("W")] == [f"W[{i},{j}]"]
    if not state["compact"]:
        gradient(scene.one("div", "np-cells"), state, results)


def network(net, state, results):
    """Each number in its circle or on its edge, edges from input to class, bars by classes."""
    at = {
        name: np.array([one.number("x"), one.number("y")]) for name, one in net.quantities.items()
    }
    circles = [(one.number("cx"), one.number("cy") + 4) for one in net.all("circle", "np-node")]
    inside = [f"x-{i}" for i in range(2)] + [f"score-{j}" for j in range(3)]
    assert sorted(circles) == sorted(tuple(at[name]) for name in inside)
    assert all(at[f"x-{i}"][0] < at[f"score-{j}"][0] for i, j in CELLS)
    heads = {one.text: one.number("x") for one in net.all("text") if one.number("y") == 14}
    above = [at[name][0] for name in ("x-0", "score-0", "probability-0")]
    assert heads == dict(zip(("inputs", "scores", "probabilities"), above, strict=True))
    holds = net.all("rect", "np-hold")
    lines = {}
    for one in net.all("path"):
        ends = np.array([pair.split() for pair in one["d"][1:].split("L")], float)
        lines.setdefault(tuple(ends.ravel()), []).append(one)
    assert len(lines) == len(CELLS)
    for k, (i, j) in enumerate(CELLS):
        start, end = at[f"x-{i}"] - [0, 4], at[f"score-{j}"] - [0, 4]
        halo, line, hit = lines[tuple(np.ravel([start, end]))]
        way, part = end - start, at[f"w-{i}-{j}"] - [0, 4] - start
        assert abs(way[0] * part[1] - way[1] * part[0]) < 1e-6, "the number stands on its edge"
        assert 0.2 < part[0] / way[0] < 0.8
        around = holds[k]
        middle = around.number("x") + 24, around.number("y") + 14
        assert np.abs(np.array(middle) - at[f"w-{i}-{j}"] + [0, 4]).max() < 1e-9
        weight = state[f"w_{i}_{j}"]
        kind = "np-negative" if weight < 0 else "np-positive"
        assert line.classes == f"np-edge {kind}" and hit.classes == "np-hit"
        assert abs(line.number("stroke-width") - (1 + 2.4 * abs(weight))) < 0.006
        assert halo["visibility"] == ("visible" if k == state["chosen"] else "hidden")
    filled = net.all("rect", "np-bar")
    bars(filled, results["probabilities"], net.all("rect", "np-trough"))
    for k, bar in enumerate(filled):
        true = state["t"][k] > 0
        assert ("np-true" in bar.classes.split()) == true
        row = [
            one.text
            for one in net.all("text")
            if one.number("y") == bar.number("y") - 7 and one.number("x") >= bar.number("x")
        ]
        assert row == [f"{k} (true)" if true else f"{k}", net.quantities[f"probability-{k}"].text]
        assert abs(bar.number("y") + 6 - at[f"score-{k}"][1]) < 8, "beside its score"


def taps(scene):
    """A tap on an edge chooses the weight whose number stands on it, as does one on its cell.

    Its number can be dragged.
    """
    names = [f"w-{i}-{j}" for i, j in CELLS]
    hits = [
        [*map(float, one["d"][1:].replace("L", " ").split())] for one in scene.all("path", "np-hit")
    ]
    for k in (3, 0, 5, 1, 4, 2):
        number = scene.quantities[names[k]]
        x, y = number.number("x"), number.number("y") - 4
        off = [abs((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) for x0, y0, x1, y1 in hits]
        yield {"tap": {"selector": ".np-hit", "nth": int(np.argmin(off))}}, {"chosen": k}
    for k, cell in enumerate(scene.all("button", "np-cell")):
        i, j = CELLS[k]
        assert cell.one("small").text == f"W[{i},{j}]"
        yield {"tap": {"selector": ".np-cell", "nth": k}}, {"chosen": k}
    # A number dragged by 40 of the drawing's units to the right and upwards in all is 1 more.
    for k, (i, j) in enumerate(CELLS):
        more = round(scene.inputs[f"w_{i}_{j}"] + 1, 12)
        yield {"drag": {"hold": k, "by": [30, -30]}}, {f"w_{i}_{j}": more, "chosen": k}


def gradient(cells, state, results):
    """A cell for each slope, by its name; its colour says the sign, and how large it is."""
    buttons = cells.all("button", "np-cell")
    flat = np.ravel(results["gradient"])
    strongest = np.abs(flat).max() or 1.0
    for k, ((i, j), cell) in enumerate(zip(CELLS, buttons, strict=True)):
        assert list(cell.quantities) == [f"gradient-{i}-{j}"]
        assert cell.one("small").text == f"W[{i},{j}]"
        assert cell["aria-pressed"] == str(k == state["chosen"]).lower()
        strength = float(cell.style["--np-strength"])
        assert abs(strength - 0.4 * abs(flat[k]) / strongest) < 6e-4
        if strength:
            kind = "np-negative" if flat[k] < 0 else "np-positive"
            assert cell.classes == f"np-cell {kind}"
