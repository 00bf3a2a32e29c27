"""Modules of JavaScript, joined into one that imports nothing, as anywidget wants it."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(
    r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.{1,2}/[\w./]+\.mjs)";\n', re.MULTILINE
)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function\*?|class) (\w+))", re.MULTILINE)


def joined(module: Path) -> str:
    """Join a module with those that it imports, each in a scope of its own.

    Parameters
    ----------
    module : Path
        Its ``.mjs``, which exports a constant ``live``.

    Returns
    -------
    str
        The source of a module that exports that alone, as ``default``.

    Examples
    --------
    >>> from pathlib import Path
    >>> import nnbook
    >>> from nnbook._esm import joined
    >>> source = joined(Path(nnbook.__file__).parent / "questions" / "live.mjs")
    >>> source.count("export "), source.count("import ")
    (1, 0)
    """
    places: dict[Path, str] = {}
    parts: list[str] = []

    def add(path: Path) -> str:
        if path in places:
            return places[path]
        source = path.read_text(encoding="utf-8")
        lines = []
        for found in IMPORT.finditer(source):
            name = add((path.parent / found["path"]).resolve())
            lines.append(f"const {{{found['names'].replace(' as ', ': ')}}} = {name};\n")
        names = ", ".join(EXPORT.findall(source))
        body = EXPORT.sub("", IMPORT.sub("", source))
        places[path] = f"module{len(places)}"
        scope = f"{''.join(lines)}{body}return {{ {names} }};"
        parts.append(f"const {places[path]} = (() => {{\n{scope}\n}})();\n")
        return places[path]

    last = add(module.resolve())
    return f"{''.join(parts)}export default {last}.live;\n"
