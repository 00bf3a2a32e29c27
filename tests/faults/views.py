"""Plant the faults of ``views.toml`` one by one, and say which test sees each.

``python -m tests.faults.views`` takes a minute or two, changes no file, and fails if a fault
is not seen. A word after it plants only the faults whose description has that word.
"""

from __future__ import annotations

import inspect
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nnbook.panels import PANELS
from nnbook.panels.base import HERE, join_esm
from tests import test_drawn
from tests.drawn import scene
from tests.proof import record
from tests.samples import SAMPLES

FAULTS: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)["fault"]
# What the tests of drawings are given, by the name of their argument.
GIVEN: dict[str, Callable[[str], list[Any]]] = {
    "shown": lambda panel: [test_drawn.drawn(one) for one in SAMPLES if one[0] == panel],
    "name": lambda panel: [panel],
}
TESTS = [test for name, test in vars(test_drawn).items() if name.startswith("test_")]


def planted(fault: dict[str, str]) -> Callable[[Path], str]:
    """Join a panel's modules as `join_esm` does, with a fault in one of them."""
    source = (HERE / fault["file"]).read_text(encoding="utf-8")
    if source.count(fault["old"]) != 1:
        raise LookupError(f"{fault['file']} does not hold this once: {fault['old']}")
    right, wrong = (
        re.sub(r"^(?:export |import .*\n)", "", text, flags=re.MULTILINE)
        for text in (source, source.replace(fault["old"], fault["new"]))
    )

    def joined(module: Path) -> str:
        whole = join_esm(module)
        if fault["file"] == module.name and right not in whole:
            raise LookupError(f"{fault['file']} is joined otherwise than it stands")
        return whole.replace(right, wrong)

    return joined


def seen_by(panels: list[str]) -> str:
    """The first test of some panels that fails."""
    for panel in panels:
        for test in TESTS:
            for parameter in inspect.signature(test).parameters:
                try:
                    for given in GIVEN[parameter](panel):
                        test(given)
                except Exception:  # a view that throws is seen as well
                    return str(test.__name__)
    return ""


def main(word: str = "") -> int:
    """Plant all, or those that a word chooses; return how many were not seen."""
    if found := seen_by(list(PANELS)):
        raise RuntimeError(f"without a fault {found} fails")
    faults = [one for one in FAULTS if word in one["what"]]
    unseen = 0
    for fault in faults:
        panel = Path(fault["file"]).stem
        scene.join_esm = planted(fault)  # type: ignore[assignment, attr-defined]
        test_drawn.drawn.cache_clear()
        test = seen_by([panel] if panel in PANELS else list(PANELS))
        unseen += not test
        print(f"{fault['file']}: {fault['what']}: {test or 'NOT SEEN'}", flush=True)
    print(f"{unseen} not seen")
    if not word:
        seen = {"planted": len(faults), "seen": len(faults) - unseen}
        record("faults_panels", "make faults", seen)
    return unseen


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))
