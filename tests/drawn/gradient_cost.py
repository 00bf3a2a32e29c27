"""What the panel of the gradient's cost draws."""

from nnbook.costs import gradient_costs
from nnbook.panels.gradient_cost import MARKED
from tests.drawn.marks import curve, dots

WAYS = {
    "notebook": ("notebook’s way", "np-dot np-blue"),
    "reuse": ("exact reuse", "np-dot"),
    "backpropagation": ("backpropagation", "np-dot np-green"),
}
KINDS = {"multiply_adds": "multiply-adds", "functions": "exp and log"}


def charts(panel, state, results):
    marked = gradient_costs(*MARKED)
    made = {}
    for kind, title in KINDS.items():
        marks = {"np-ring": dots(*((MARKED[1], marked[f"{way}_{kind}"]) for way in WAYS))}
        for way, (label, dot) in WAYS.items():
            name = f"{way}_{kind}"
            marks[label] = curve(along(panel, state, name))
            marks[dot] = dots((state["hidden_size"], results[name]))
        made[f"{title} against the hidden size"] = marks
    return made


def along(panel, state, name):
    """A count for any hidden size, whole or not: a polynomial of the second degree in it."""
    one, two, three = (panel.compute({**state, "hidden_size": size})[name] for size in (1, 2, 3))
    bend, rise = (one - 2 * two + three) / 2, two - one
    return lambda hidden: one + (hidden - 1) * (rise + (hidden - 2) * bend)


def texts(state, results):
    sizes = "-".join(str(state[f"{part}_size"]) for part in ("input", "hidden", "output"))
    batch = state["batch_size"]
    titles = (
        f"One gradient of {sizes}, batch of {batch}",
        "Multiply-adds",
        "Exponentials and logarithms",
    )
    return {"np-title": [(title,) for title in titles]}


def sentence(state, results):
    return (
        f"{results['forward_passes']} forward passes; the notebook's way takes ",
        results["notebook_ratio"],
        " times the multiply-adds of backpropagation, exact reuse ",
        results["reuse_ratio"],
        " times.",
    )


def look(scene, panel, state, results):
    for (way, (label, _)), row in zip(WAYS.items(), scene.one("tbody").elements, strict=True):
        assert row.one("th").text == label
        assert list(row.quantities) == [f"{way}-{kind.replace('_', '-')}" for kind in KINDS]
