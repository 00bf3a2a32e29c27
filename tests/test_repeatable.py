"""What a run makes anew is the same in every build."""

from __future__ import annotations

import copy

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nnbook_site import repeatable
from nnbook_site.repeatable import STATE, with_names

VIEW = "application/vnd.jupyter.widget-view+json"


class Client:
    """As much of MyST-NB's as is needed here."""

    def __init__(self, notebook: NotebookNode) -> None:
        self._notebook = notebook

    @property
    def notebook(self) -> NotebookNode:
        return self._notebook


def run(*names: str) -> NotebookNode:
    """A notebook that a kernel ran, which named its two widgets so."""
    box, slider = names
    view = new_output("display_data", data={VIEW: {"model_id": box}})
    models = {
        box: {"state": {"children": [f"IPY_MODEL_{slider}"]}},
        slider: {"state": {"value": 1}},
    }
    cell = new_code_cell("show()", id="a", outputs=[view])
    made: NotebookNode = new_notebook(
        cells=[cell], metadata={"widgets": {STATE: {"state": models}}}
    )
    return made


def test_widgets_are_named_by_their_order() -> None:
    one, other = run("a" * 32, "b" * 32), run("f" * 32, "0f" * 16)
    assert with_names(one) == with_names(other) != one
    named = with_names(one)
    box, slider = named.metadata.widgets[STATE].state
    assert named.cells[0].outputs[0].data[VIEW]["model_id"] == box
    assert named.metadata.widgets[STATE].state[box].state.children == [f"IPY_MODEL_{slider}"]
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
