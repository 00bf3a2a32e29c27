"""What the panel of a live run shows before it begins; the run itself is looked at in a browser."""


def charts(panel, state, results):
    return {"Loss at each step": {}, "Accuracy after each epoch": {}}


def texts(state, results):
    titles = (
        "The loss",
        "Share of the digits that are read right",
        "Test digits: true down, answer across",
        f"Weights into {len(state['units'])} hidden units, red above 0, blue below",
    )
    return {
        "np-title": [(title,) for title in titles],
        "np-verdict": [("Step 0: nothing is learnt yet.",)],
    }


def sentence(state, results):
    size, steps = state["batch_size"], results["steps_per_epoch"]
    said = f", mini-batches of {size}: {steps} steps an epoch."
    return "Learning rate ", state["rate"], said


def look(scene, panel, state, results):
    assert [one.text for one in scene.all("dd") if "data-live" in one.attributes] == [
        "0" if name in ("step", "epoch") else "–"
        for name in (
            *("step", "epoch", "loss", "train_loss", "test_loss"),
            *("train_accuracy", "test_accuracy"),
        )
    ]
    for unit, place in zip(state["units"], scene.one("div", "np-few").elements, strict=True):
        assert place.style["visibility"].strip() == "hidden", "there are no weights yet"
        place.one("canvas", aria_label=f"Weights into hidden unit {unit}, red above 0, blue below")
    rows = scene.one("table", "np-confusion").all("tr")
    assert len(rows) == 11
    assert all(one.text == "" for row in rows[1:] for one in row.all("td"))
