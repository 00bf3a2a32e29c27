"""The panel of CONTRIBUTING.md, made as it says: two files, and it is alive and right."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from nnbook import panels
from nnbook.panels.base import HERE, Panel
from tests.browser.test_panels_alone import check, mount, move, steps
from tests.browser.test_panels_alone import page as page  # the empty one, 320 px wide
from tests.browser.test_panels_alone import window as window

RECIPE = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
FILES = re.findall(r"`(\w+\.(?:py|mjs))`:\n\n```\w+\n(.*?)```", RECIPE, flags=re.DOTALL)


@pytest.fixture
def square(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Panel]]:
    """The class of the recipe, found like those of the book."""
    assert [name for name, _ in FILES] == ["square.py", "square.mjs"]
    for name, text in FILES:
        (tmp_path / name).write_text(text, encoding="utf-8")
    for module in HERE.glob("*.mjs"):  # its neighbours in the folder of the panels
        (tmp_path / module.name).symlink_to(module)
    monkeypatch.setattr(panels, "__path__", [*panels.__path__, str(tmp_path)])
    yield panels.find_panels()["square"]
    del sys.modules["nnbook.panels.square"]


def test_it_is_one_of_the_panels(square: type[Panel]) -> None:
    assert list(panels.find_panels()) == [*panels.PANELS, "square"]
    assert list(square.samples()) == ["plain"]
    panel = square()
    assert repr(panel) == "square(side=2)"
    assert panel.results == {"area": 4.0}
    assert "image/png" in panel._repr_mimebundle_()
    assert panel.sliders["side"].description == "side"
    panel.close()


def test_it_is_alive_and_equal_to_python(page: Page, square: type[Panel]) -> None:
    panel = square()
    mount(page, panel, site=True)
    for values in steps(panel):
        move(page, values)
        panel.view.side = values["side"]
        check(page, panel, least=1)
        assert json.loads(page.locator("[data-panel]").get_attribute("data-inputs") or "") == values
        width = page.locator("rect").get_attribute("width")
        assert float(width or "nan") == pytest.approx(20 * values["side"])
    panel.close()


def test_what_is_bad_is_named(square: type[Panel]) -> None:
    for wrong, error in ((11, ValueError), (float("nan"), ValueError), ("3", TypeError)):
        with pytest.raises(error, match="side"):
            square(wrong)


def test_a_name_that_is_taken_is_refused(square: type[Panel]) -> None:
    source = dict(FILES)["square.py"].replace("    side = Slider", "    place = Slider")
    with pytest.raises(TypeError, match="place is taken"):
        exec(source, {"__name__": square.__module__})
