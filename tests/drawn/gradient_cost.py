"""What the panel of the gradient's cost draws."""

from nnbook.costs import gradient_costs
from nnbook.panels.gradient_cost import MARKED, worth
from tests.drawn.marks import curve, dots

TASKS = {
    "few": ({"input_size": 38}, {"input_size": 39}),
    "nothing-saved": ({"hidden_size": 1}, {"hidden_size": 2}),
}


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
        marks = {"np-ring": dots(*((MARKED[1], worth(marked, way, kind)) for way in WAYS))}
        for way, (label, dot) in WAYS.items():
            passes = along(panel, state, "forward_passes")
            count, all_ = (along(panel, state, f"{one}_{kind}") for one in (way, "notebook"))
            marks[label] = curve(share(passes, count, all_))
            marks[dot] = dots((state["hidden_size"], worth(results, way, kind)))
        made[f"{title} in forward passes, against the hidden size"] = marks
    return made


def along(panel, state, name):
    """A count for any hidden size, whole or not: a polynomial of the second degree in it."""
    one, two, three = (panel.compute({**state, "hidden_size": size})[name] for size in (1, 2, 3))
    bend, rise = (one - 2 * two + three) / 2, two - one
    return lambda hidden: one + (hidden - 1) * (rise + (hidden - 2) * bend)


def share(passes, count, all_):
    """How many passes have so many operations, where all of them have `all_`."""
    return lambda hidden: passes(hidden) * count(hidden) / all_(hidden)


def texts(state, results):
    sizes = "-".join(str(state[f"{part}_size"]) for part in ("input", "hidden", "output"))
    batch = state["batch_size"]
    titles = (
        f"One gradient of {sizes}, batch of {batch}",
        "Multiply-adds, in forward passes",
        "Exponentials and logarithms, likewise",
    )
    return {"np-title": [(title,) for title in titles]}


def sentence(state, results):
    return (
        f"The notebook's way takes {results['forward_passes']} forward passes, "
        "exact reuse the work of ",
        results["reuse_worth"],
        ", backpropagation of ",
        results["backpropagation_worth"],
        ".",
    )


def look(scene, panel, state, results):
    for (way, (label, _)), row in zip(WAYS.items(), scene.one("tbody").elements, strict=True):
        assert row.one("th").text == label
        assert list(row.quantities) == [f"{way}-{kind.replace('_', '-')}" for kind in KINDS]
