"""Modules of JavaScript, joined into one that imports nothing, as anywidget wants it."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(r'^import \{[^}]*\} from "(\.{1,2}/[\w./]+\.mjs)";\n', re.MULTILINE)


def joined(module: Path) -> str:
    """Join a module with those that it imports, each once and before who needs it.

    Parameters
    ----------
    module : Path
        Its ``.mjs``. What it exports as ``default`` stays so, all else becomes a name within.

    Returns
    -------
    str
        The source.

    Examples
    --------
    >>> from pathlib import Path
    >>> import nnbook
    >>> from nnbook._esm import joined
    >>> joined(Path(nnbook.__file__).parent / "panels" / "plot.mjs").count("export ")
    0
    """
    parts: dict[Path, str] = {}

    def add(path: Path) -> None:
        if path in parts:
            return
        source = path.read_text(encoding="utf-8")
        for name in IMPORT.findall(source):
            add((path.parent / name).resolve())
        parts[path] = re.sub(r"^export (?!default)", "", IMPORT.sub("", source), flags=re.MULTILINE)

    add(module.resolve())
    return "\n".join(parts.values())
