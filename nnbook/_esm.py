"""Modules of JavaScript, joined into one that imports nothing, as anywidget wants it."""

from __future__ import annotations

import re
from pathlib import Path

IMPORT = re.compile(
    r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.{1,2}/[\w./]+\.mjs)";\n', re.MULTILINE
)
EXPORT = re.compile(r"^export (?=(?:async )?(?:const|let|function\*?|class) (\w+))", re.MULTILINE)


def joined(default: str, **modules: Path) -> str:
    """Join modules with those that they import, each in a scope of its own.

    Parameters
    ----------
    default : str
        What is exported: an expression, in which each module is an object of what it exports.
    **modules : Path
        By the names that they have in it, their ``.mjs``.

    Returns
    -------
    str
        The source of a module that exports that alone, as ``default``.

    Examples
    --------
    >>> from pathlib import Path
    >>> import nnbook
    >>> from nnbook._esm import joined
    >>> folder = Path(nnbook.__file__).parent / "questions"
    >>> source = joined("cards.live", cards=folder / "live.mjs")
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

    named = [f"const {name} = {add(path.resolve())};\n" for name, path in modules.items()]
    return f"{''.join([*parts, *named])}export default {default};\n"
