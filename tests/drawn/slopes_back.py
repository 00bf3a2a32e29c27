"""What the panel of the 2-2-2 network draws, and the sums of each step in words."""

import numpy as np

from tests.drawn.scene import says, shows

TASKS = {
    "steepest": ({"W2_0_0": -2.9}, {"W2_0_0": -2.5}),
    "saturated": ({"W1_0_0": 3, "x_0": 2}, {"W1_0_0": 3, "x_0": 1.5}),
}


BOTH = (0, 1)
CELLS = [(i, j) for i in BOTH for j in BOTH]
TITLES = (
    "The inputs",
    "Forward: each input times its weight, added up",
    "Forward: through the sigmoid",
    "Forward: the same again, to the scores",
    "Forward: softmax, and the loss",
    "Back: the slopes along the scores, y − t",
    "Back: along each weight of the second layer, activation times slope",
    "Back: along each activation, over both ways that it has",
    "Back: through the sigmoid, times z (1 − z)",
    "Back: along each weight of the first layer, input times slope",
    "Each slope beside the central difference with h = 0.0001",
)


def product(*factors):
    """Factors with the signs between them."""
    return [piece for one in factors for piece in (" × ", one)][1:]


def lines(state, results):
    """The sums of the step, each as pieces of text and numbers."""
    x = [state["x_0"], state["x_1"]]
    w1, w2 = ([[state[f"{name}_{i}_{j}"] for j in BOTH] for i in BOTH] for name in ("W1", "W2"))
    a1, z1, a2, y = (
        results[name] for name in ("pre_activations", "activations", "logits", "probabilities")
    )
    g2, dz, g1 = (results[f"{name}_slopes"] for name in ("logit", "activation", "pre_activation"))
    t = [int(k == state["t"]) for k in BOTH]
    return {
        0: [(f"x[{i}] = ", x[i]) for i in BOTH],
        1: [
            (
                f"a1[{j}] = ",
                *product(x[0], w1[0][j]),
                " + ",
                *product(x[1], w1[1][j]),
                " + ",
                state["b1"][j],
                " = ",
                a1[j],
            )
            for j in BOTH
        ],
        2: [(f"z1[{j}] = σ(", a1[j], ") = ", z1[j]) for j in BOTH],
        3: [
            (
                f"a2[{k}] = ",
                *product(z1[0], w2[0][k]),
                " + ",
                *product(z1[1], w2[1][k]),
                " + ",
                state["b2"][k],
                " = ",
                a2[k],
            )
            for k in BOTH
        ],
        4: [
            *(
                (f"y[{k}] = exp(", a2[k], ") / (exp(", a2[0], ") + exp(", a2[1], ")) = ", y[k])
                for k in BOTH
            ),
            ("L = −log ", y[state["t"]], " = ", results["loss"]),
        ],
        5: [(f"along a2[{k}]: ", y[k], f" − {t[k]} = ", g2[k]) for k in BOTH],
        6: [
            (f"along W2[{j},{k}]: ", *product(z1[j], g2[k]), " = ", results["W2_slopes"][j][k])
            for j, k in CELLS
        ],
        7: [
            (
                f"along z1[{j}]: ",
                *product(w2[j][0], g2[0]),
                " + ",
                *product(w2[j][1], g2[1]),
                " = ",
                dz[j],
            )
            for j in BOTH
        ],
        8: [
            (f"along a1[{j}]: ", *product(dz[j], z1[j]), " × (1 − ", z1[j], ") = ", g1[j])
            for j in BOTH
        ],
        9: [
            (f"along W1[{i},{j}]: ", *product(x[i], g1[j]), " = ", results["W1_slopes"][i][j])
            for i, j in CELLS
        ],
        10: [],
    }[state["step"]]


def texts(state, results):
    titles = [("The network",), (f"Step {state['step']} of 10. {TITLES[state['step']]}",)]
    return {"np-title": titles}


def sentence(state, results):
    sums = lines(state, results) or [("At most ", results["farthest"], " apart")]
    joined = [piece for one in sums for piece in ("; ", *one)][1:]
    return f"{TITLES[state['step']]}. ", *joined, "."


def look(scene, panel, state, results):
    said = [one.text for one in scene.one("div", "np-sums").elements if one.tag == "p"]
    wanted = lines(state, results)
    assert len(said) == len(wanted)
    for text, pieces in zip(said, wanted, strict=True):
        assert says(text, *pieces), (text, pieces)
    for row, (name, i, j) in zip(
        [] if not scene.all("tbody") else scene.one("tbody").elements,
        [(name, i, j) for name in ("W1", "W2") for i, j in CELLS],
        strict=state["step"] == 10,
    ):
        assert row.one("th").text == f"{name}[{i},{j}]"
        assert list(row.quantities) == [f"{name}-difference-{i}-{j}"]
        assert shows(row.all("td")[0].text, results[f"{name}_slopes"][i][j])
    network(scene.one("svg", aria_label="The network: values forward, slopes back"), state)


SINCE = {
    "pre-activation": 1,
    "activation": 2,
    "logit": 3,
    "probability": 4,
    "logit-slope": 5,
    "W2-slope": 6,
    "activation-slope": 7,
    "pre-activation-slope": 8,
    "W1-slope": 9,
}


def network(net, state):
    """Each number where it belongs, and seen from its step on; lines coloured by the way."""
    at = {
        name: np.array([one.number("x"), one.number("y")]) for name, one in net.quantities.items()
    }
    for name, one in net.quantities.items():
        since = SINCE.get(name.rstrip("-01"), 0)
        hidden = one.attributes.get("visibility") == "hidden"
        assert hidden == (state["step"] < since), (name, state["step"])
    circles = {(one.number("cx"), one.number("cy") + 4) for one in net.all("circle", "np-node")}
    assert circles == {tuple(at[f"{name}-{k}"]) for name in ("activation", "logit") for k in BOTH}
    ends = {"W1": ("x", "activation"), "W2": ("activation", "logit")}
    paths = net.all("path")
    for (name, (left, right)), part in zip(ends.items(), (paths[:4], paths[4:]), strict=True):
        way = {"W1": {1: "np-curve", 9: "np-tangent"}, "W2": dict.fromkeys((6, 7), "np-tangent")}
        kind = (way[name] | ({3: "np-curve"} if name == "W2" else {})).get(
            state["step"], "np-contour"
        )
        for (i, j), line in zip(CELLS, part, strict=True):
            assert line.classes == kind
            start, end = at[f"{left}-{i}"] - [0, 4], at[f"{right}-{j}"] - [0, 4]
            drawn = np.array(line["d"][1:].replace("L", " ").split(), float)
            assert np.abs(drawn - [*start, *end]).max() < 1e-9
            here = at[f"{name}-{i}-{j}"] - [0, 4]
            part_of, whole = here - start, end - start
            assert abs(whole[0] * part_of[1] - whole[1] * part_of[0]) < 1e-6
            assert 0.2 < part_of[0] / whole[0] < 0.8
            below = at[f"{name}-slope-{i}-{j}"] - at[f"{name}-{i}-{j}"]
            assert below[0] == 0 and 0 < below[1] < 30
    for k in BOTH:
        for name, over in (("activation-slope", "activation"), ("logit-slope", "logit")):
            assert (at[f"{name}-{k}"] - at[f"{over}-{k}"]).tolist() == [0, 32]
        true = [one.text for one in net.all("text") if one.number("y") == at[f"logit-{k}"][1] - 16]
        assert ("true" in true) == (k == state["t"])


def taps(scene):
    """The buttons go a step on, and back, and not beyond the first."""
    if scene.inputs["step"] == 0:
        for nth, step in ((1, 1), (1, 2), (0, 1), (0, 0), (0, 0)):
            yield {"tap": {"selector": "button", "nth": nth}}, {"step": step}


def moves():
    """Every step once."""
    return [{"step": step} for step in range(1, 10)]
