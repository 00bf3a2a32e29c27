"""What was measured, kept for the page that shows it: `book/proof/NAME.json`.

Make targets write these files, and nobody else does. The page *How this book is checked* has no
figure that is not in one of them.
"""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "book" / "proof"


def record(name: str, by: str, figures: dict[str, Any]) -> Path:
    """Write down what a make target found, when, and in which state of the sources.

    Parameters
    ----------
    name : str
        The file's name, without its ending.
    by : str
        The command that measured.
    figures : dict
        What it found, as JSON has it.

    Returns
    -------
    Path
        The file.
    """
    made = {"by": by, "date": datetime.date.today().isoformat(), "of": _commit()}
    FOLDER.mkdir(exist_ok=True)
    file = FOLDER / f"{name}.json"
    text = json.dumps({"made": made} | figures, indent=1, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")
    return file


def _commit() -> str:
    """The commit that was measured, in short; with a + if files had changed since.

    What other targets wrote down meanwhile is no change of what is measured.
    """
    told = ["git", "rev-parse", "--short", "HEAD"]
    done = subprocess.run(told, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return "no repository"
    told = ["git", "diff", "--quiet", "HEAD", "--", ":(exclude)book/proof"]
    changed = subprocess.run(told, cwd=ROOT, check=False)
    return done.stdout.strip() + "+" * changed.returncode
