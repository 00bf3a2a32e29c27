"""The wheel with its panels, in JupyterLab, with a kernel: both sides follow each other."""

from __future__ import annotations

import json
import os
import re
import subprocess
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from nnbook import SimpleNet, panels
from tests.environments import binder_environment, build_wheel, run

X, T = [0.6, 0.9], [0, 0, 1]
CELLS = [
    "from nnbook.panels import weight_perturbation\npanel = weight_perturbation()\npanel",
    "other = weight_perturbation(chosen=(1, 1))\nother",
    "print(repr(panel.results['loss']), panel.sliders['w_0_2'].value, repr(other.results['loss']))",
    "panel.sliders['w_1_1'].value -= 2",
    "print(repr(panel.results['loss']), panel.view.w_1_1, repr(other.results['loss']))",
    "panel.close()",
    "print(other.results['loss'])",
    "from nnbook.panels import handwriting\nhand = handwriting()\nhand",
    "print(hand.results['answer'], hand.view.digit)",
    "from nnbook.panels import live_training\nlive_training(200, momentum=0.9)",
]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Address of a JupyterLab that runs in Binder's environment, where nnbook is the wheel."""
    folder = tmp_path_factory.mktemp("lab")
    python = binder_environment()
    wheel = build_wheel(folder / "dist")
    run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "nnbook")
    run(python, "-m", "pip", "install", "--quiet", "--no-index", f"{wheel}[panels]")
    work = folder / "work"
    work.mkdir()
    (work / "panels.ipynb").write_text(json.dumps(notebook()))
    kept = ("PYTHON", "PYTEST_", "COV_", "JUPYTER", "IPYTHON")
    env = {k: v for k, v in os.environ.items() if not k.startswith(kept)}
    env |= {"HOME": str(folder), "PATH": f"{python.parent}:{env['PATH']}"}
    command = [python.parent / "jupyter-lab", "--no-browser", "--allow-root", "--port=0"]
    settings = ["--IdentityProvider.token=nnbook", "--LabApp.expose_app_in_browser=True"]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, *settings], cwd=work, env=env, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield wait_for_address(folder / "log", server)
    finally:
        server.terminate()
        server.wait(20)


def notebook():
    cells = [
        {"cell_type": "code", "metadata": {}, "source": s, "outputs": [], "execution_count": None}
        for s in CELLS
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel},
        "nbformat": 4,
        "nbformat_minor": 4,
    }


def wait_for_address(log: Path, server: subprocess.Popen) -> str:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and server.poll() is None:
        if found := re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)/lab", log.read_text()):
            address = f"http://127.0.0.1:{found[1]}"
            with urllib.request.urlopen(f"{address}/api?token=nnbook"):
                return address
        time.sleep(0.2)
    raise AssertionError(f"JupyterLab did not start:\n{log.read_text()}")


class Notebook:
    """The notebook open in the browser: run the next cell, read what it printed."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.goto(f"{address}/lab/tree/panels.ipynb?token=nnbook&reset")
        page.locator(".jp-CodeCell").first.wait_for(timeout=60_000)
        # To run a cell before the kernel is there would open a dialog that asks for one.
        page.wait_for_function(
            "window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status"
            " === 'idle'",
            timeout=60_000,
        )
        self.number = 0

    def run_next(self):
        # A click on a slider makes its cell the active one: say which is meant.
        self.page.evaluate(
            """(number) => {
                const app = window.jupyterapp;
                app.shell.currentWidget.content.activeCellIndex = number;
                app.commands.execute("notebook:run-cell");  // its promise is not waited for
            }""",
            self.number,
        )
        cell = self.page.locator(".jp-CodeCell").nth(self.number)
        self.number += 1
        prompt = re.compile(rf"\[{self.number}\]")
        expect(cell.locator(".jp-InputPrompt")).to_have_text(prompt, timeout=60_000)
        return cell

    def printed(self) -> list[float]:
        cell = self.run_next()
        return [
            float(word) for word in cell.locator(".jp-OutputArea-output pre").inner_text().split()
        ]


def shown(view, quantity: str) -> float:
    return float(view.locator(f"[data-quantity='{quantity}']").get_attribute("data-value"))


def loss_of(view) -> float:
    """What nnbook says about the weights that the view shows."""
    weights = [[shown(view, f"w-{i}-{j}") for j in range(3)] for i in range(2)]
    return SimpleNet(W=weights).loss(X, T)


def test_panels_in_jupyterlab(lab, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    book = Notebook(page, lab)
    book.run_next()
    book.run_next()
    first, second = (page.locator("[data-panel='weight_perturbation']").nth(k) for k in (0, 1))
    expect(second.locator("[data-quantity='loss']")).to_be_visible(timeout=60_000)
    start = SimpleNet(
        W=[[-0.8339355, -0.13553598, 1.21013523], [-0.52139142, 1.6686686, -0.82705022]]
    )
    for view in (first, second):
        assert shown(view, "loss") == pytest.approx(start.loss(X, T), rel=1e-9)  # none has snapped

    # A slider moved in the browser: the view follows at once, and Python hears of it.
    box = page.locator(".jp-CodeCell").nth(0)
    handle = box.locator(".noUi-handle").nth(2)
    handle.focus()
    for _ in range(5):
        handle.press("ArrowRight")
    expect(first.locator("[data-quantity='w-0-2']")).not_to_have_attribute(
        "data-value", "1.21013523"
    )
    page.wait_for_timeout(500)
    moved = shown(first, "loss")
    assert moved == pytest.approx(loss_of(first), rel=1e-9)
    assert moved < shown(second, "loss")
    in_python, weight, untouched = book.printed()
    assert in_python == pytest.approx(moved, rel=1e-12)
    assert weight == pytest.approx(shown(first, "w-0-2"), rel=1e-12)
    assert untouched == pytest.approx(start.loss(X, T), rel=1e-9)

    # A slider set in Python: the view follows, and its result comes back. The value is a
    # whole number of steps away, since a kernel's front end snaps to the step.
    book.run_next()
    expect(first.locator("[data-quantity='w-1-1']")).to_have_text("\u22120.33")
    page.wait_for_timeout(500)
    in_python, weight, untouched = book.printed()
    assert weight == pytest.approx(1.6686686 - 2, abs=1e-12)
    assert in_python == pytest.approx(loss_of(first), rel=1e-9)
    assert untouched == pytest.approx(start.loss(X, T), rel=1e-9)

    # Closing one takes it off the page, and the other goes on.
    book.run_next()
    expect(page.locator("[data-panel='weight_perturbation']")).to_have_count(1)
    other = page.locator("[data-panel='weight_perturbation']")
    page.locator(".jp-CodeCell").nth(1).locator(".noUi-handle").nth(0).press("End")
    expect(other.locator("[data-quantity='w-0-0']")).to_have_attribute("data-value", "3")
    page.wait_for_timeout(500)
    (in_python,) = book.printed()
    assert in_python == pytest.approx(loss_of(other), rel=1e-9)
    assert np.isfinite(in_python)

    # What a built page loads late comes from the kernel here; a worker trains here too.
    cell = book.run_next()
    expect(cell.locator("[data-quantity='answer']")).to_have_text("7", timeout=60_000)
    cell.locator(".noUi-handle").press("ArrowRight")
    expect(cell.locator("[data-quantity='answer']")).to_have_text("2")
    page.wait_for_timeout(500)
    assert book.printed() == [2, 1]
    cell = book.run_next()
    for step in ("1", "2"):
        cell.get_by_role("button", name="One step").click(timeout=60_000)
        expect(cell.locator("[data-live=step]")).to_have_text(step)
    assert cell.locator("[data-panel]").get_attribute("data-engine") == "worker"
    panel = panels.live_training(200, momentum=0.9)
    training = panel.training()
    training.step()
    loss = cell.locator("[data-live=loss]").get_attribute("data-value")
    assert float(loss or "") == pytest.approx(training.step(), rel=1e-9)
    panel.close()
    assert errors == []
    page.close()
