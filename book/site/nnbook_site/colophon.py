"""What the colophon says of this build: versions and execution times, none of them typed."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable
from importlib.metadata import version

from docutils import nodes  # type: ignore[import-untyped]
from docutils.parsers.rst import directives  # type: ignore[import-untyped]
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from nnbook_site import SITE
from nnbook_site.contents import reading_order

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
        rows = []
        for line in self.content:
            name, _, purpose = line.partition(": ")
            row = [name.removeprefix("npm:"), version_of(name), purpose]
            if "licences" in self.options:
                row.append(_locked(name)["license"])
            rows.append(row)
        header = ["Package", "Version", "What it is for"]
        if "licences" in self.options:
            header.append("Licence")
        return [table(header, rows)]


class ExecutionTimes(SphinxDirective):
    """Hold the place of the table of execution times, which are known once all is read."""

    def run(self) -> list[nodes.Node]:
        """Return the placeholder, and remember the page."""
        self.env.nnbook_times_page = self.env.docname  # type: ignore[attr-defined]
        return [execution_times()]


class execution_times(nodes.General, nodes.Element):  # type: ignore[misc]
    """Placeholder of the table of execution times."""


class FillExecutionTimes(SphinxPostTransform):
    """Put the table in its place."""

    default_priority = 8  # where myst-nb fills its own

    def run(self, **kwargs: object) -> None:
        """Replace the placeholders on this page."""
        for place in list(self.document.findall(execution_times)):
            rows: list[tuple[str | nodes.Node, ...]] = []
            total = 0.0
            for page, seconds in runtimes(self.env).items():
                title = nodes.Text(self.env.titles[page].astext())
                link = make_refnode(self.app.builder, self.env.docname, page, "", title)
                rows.append((link, f"{seconds:.1f}"))
                total += seconds
            rows.append(("All", f"{total:.1f}"))
            place.replace_self(table(("Page", "Seconds"), rows))


def version_of(name: str) -> str:
    """Return the version of Python, of an installed package, or of a locked npm package."""
    if name == "Python":
        return platform.python_version()
    return _locked(name)["version"] if name.startswith("npm:") else version(name)


def runtimes(env: BuildEnvironment) -> dict[str, float]:
    """Return for each page with cells, in the order of the contents, how long they ran.

    Where a page comes from the execution cache it is the time of the run that filled it.
    """
    found = {}
    for page in reading_order(env):
        data = NbMetadataCollector.get_exec_data(env, page)
        if data and data["runtime"] is not None:
            found[page] = float(data["runtime"])
    return found


def table(header: Iterable[str], rows: Iterable[Iterable[str | nodes.Node]]) -> nodes.table:
    """Return a table of short cells."""
    header = list(header)
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in header], cols=len(header))
    group += nodes.thead("", _row(header))
    group += nodes.tbody("", *[_row(row) for row in rows])
    return nodes.table("", group, classes=["colwidths-auto"])


def renew_times(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the page of the times if a chapter ran anew."""
    page = getattr(env, "nnbook_times_page", None)
    times = runtimes(env)
    if page is None or times == getattr(env, "nnbook_times", None):
        return []
    env.nnbook_times = times  # type: ignore[attr-defined]
    return [page]


def setup(app: Sphinx) -> None:
    """Register the two tables."""
    app.add_node(execution_times)
    app.add_directive("versions", Versions)
    app.add_directive("execution-times", ExecutionTimes)
    app.add_post_transform(FillExecutionTimes)
    app.connect("env-updated", renew_times)


def _locked(name: str) -> dict[str, str]:
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    entry: dict[str, str] = packages[f"node_modules/{name.removeprefix('npm:')}"]
    return entry


def _row(cells: Iterable[str | nodes.Node]) -> nodes.row:
    return nodes.row("", *[nodes.entry("", _paragraph(cell)) for cell in cells])


def _paragraph(cell: str | nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", nodes.Text(cell) if isinstance(cell, str) else cell)
