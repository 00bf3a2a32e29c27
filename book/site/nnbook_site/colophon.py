"""The versions that this build uses, none of them typed."""

from __future__ import annotations

import json
import platform
from importlib.metadata import version

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from nnbook_site.folders import SITE

NPM_LOCK = SITE / "package-lock.json"


class Versions(SphinxDirective):
    """List packages with the versions that this build uses.

    Each line of the content is the name of a Python package, or of an npm package after
    ``npm:``, and behind a colon and a space what the package is for. A name that is not
    installed fails the build. The option ``licences`` adds what the packages are licensed
    under, which npm's lock file knows.
    """

    has_content = True
    option_spec = {"licences": directives.flag}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        self.env.note_dependency(str(NPM_LOCK))
        rows = [["Package", "Version", "What it is for"], ["-", "-", "-"]]
        for line in self.content:
            name, _, purpose = line.partition(": ")
            rows.append([name.removeprefix("npm:"), _version(name), purpose])
        if "licences" in self.options:
            names = [line.partition(": ")[0] for line in self.content]
            licences = ["Licence", "-", *(_locked(name)["license"] for name in names)]
            rows = [[*row, licence] for row, licence in zip(rows, licences, strict=True)]
        return self.parse_text_to_nodes("\n".join(f"| {' | '.join(row)} |" for row in rows))


def setup(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("versions", Versions)


def _version(name: str) -> str:
    """Return the version of Python, of an installed package, or of a locked npm package."""
    if name == "Python":
        return platform.python_version()
    return _locked(name)["version"] if name.startswith("npm:") else version(name)


def _locked(name: str) -> dict[str, str]:
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    entry: dict[str, str] = packages[f"node_modules/{name.removeprefix('npm:')}"]
    return entry
