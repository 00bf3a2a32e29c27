"""What a run makes anew is the same in every build."""

from __future__ import annotations

import copy
import itertools
import json
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nnbook_site import repeatable
from nnbook_site.notebooks import of_text
from nnbook_site.panels import VIEW
from nnbook_site.repeatable import STATE, with_names


class Client:
    """As much of MyST-NB's as is needed here."""

    def __init__(self, notebook: NotebookNode) -> None:
        self._notebook, self.path = notebook, None

    @property
    def notebook(self) -> NotebookNode:
        return self._notebook


def run(box: str, slider: str, link: str, alone: str) -> NotebookNode:
    """A notebook that a kernel ran, which named its widgets so and listed them by their names."""
    view = new_output("display_data", data={VIEW: {"model_id": box}})
    held = [f"IPY_MODEL_{slider}"]
    ends = [[f"IPY_MODEL_{one}", "value"] for one in (slider, alone)]
    models = {
        box: {"state": {"children": held}},
        slider: {"state": {"value": 1}},
        link: {"state": {"source": ends[0], "target": ends[1]}},
        alone: {"state": {"value": 2}},
    }
    cell = new_code_cell("show()", id="a", outputs=[view])
    listed = dict(sorted(models.items()))
    made: NotebookNode = new_notebook(
        cells=[cell], metadata={"widgets": {STATE: {"state": listed}}}
    )
    return made


@pytest.mark.parametrize("chances", [*itertools.permutations("0aef")])
def test_widgets_are_named_by_their_order(chances: tuple[str, ...]) -> None:
    names = [letter * 32 for letter in chances]
    named = with_names(run(*names))
    assert json.dumps(named) == json.dumps(with_names(run("b" * 32, "c" * 32, "d" * 32, "1" * 32)))
    models = named.metadata.widgets[STATE].state
    box, slider, link, alone = (f"{place:032x}" for place in range(4))
    assert list(models) == [box, slider, link, alone]
    assert named.cells[0].outputs[0].data[VIEW]["model_id"] == box
    assert models[box].state.children == [f"IPY_MODEL_{slider}"]
    assert models[slider].state.value == 1 and models[alone].state.value == 2
    assert models[link].state.target == [f"IPY_MODEL_{alone}", "value"]


def test_what_comes_out_of_the_cache_is_written_alike() -> None:
    """There, keys are in the order of the alphabet."""
    ran = run("b" * 32, "c" * 32, "d" * 32, "1" * 32)
    ran.cells[0].outputs[0].data[VIEW] = {"version": 2, "model_id": "b" * 32}
    cached = nbformat.reads(nbformat.writes(ran), nbformat.NO_CONVERT)
    assert json.dumps(with_names(ran)) == json.dumps(with_names(cached))


def test_a_notebook_without_widgets_stays() -> None:
    plain = new_notebook(cells=[new_code_cell("1", id="b")])
    assert with_names(plain) == plain


def test_measured_times_are_those_that_were_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    def printed(seconds: str) -> list[NotebookNode]:
        return [new_output("stream", name="stdout", text=seconds)]

    saved = new_notebook(
        cells=[
            new_code_cell("time()", metadata={"tags": ["timing"]}, outputs=printed("0.5")),
            new_code_cell("time()", outputs=printed("0.5")),
            new_code_cell("time()", metadata={"tags": ["timing"]}),  # cleared, to be measured
        ]
    )
    ran = copy.deepcopy(saved)
    for cell in ran.cells:
        cell.outputs = printed("0.7")
    client = Client(saved)
    monkeypatch.setattr(repeatable, "START", lambda client: setattr(client, "_notebook", ran))
    repeatable.start(client)
    assert [cell.outputs[0].text for cell in client.notebook.cells] == ["0.5", "0.7", "0.7"]


def test_a_text_with_cells_is_the_same_notebook_whether_its_cells_ran_or_not() -> None:
    def made(name: str, metadata: dict[str, Any], **rest: object) -> dict[str, Any]:
        cells = [{"cell_type": "markdown", "id": name}, {"cell_type": "code", "id": name, **rest}]
        return {"metadata": {"kernelspec": {"name": "python3"}, **metadata}, "cells": cells}

    python = {"language_info": {"version": "3.11.2"}}
    ran = of_text(made("4f2c", python, execution_count=1, outputs=[{"text": "2"}]))
    assert ran == of_text(made("91ab", {}, execution_count=None, outputs=[]))
    assert [cell["id"] for cell in ran["cells"]] == ["cell-0", "cell-1"]
    assert ran["cells"][1]["outputs"] == []
