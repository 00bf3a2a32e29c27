"""Maths: a server that is waited for, formulas that are valid and keep their commas."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sphinxcontrib.katex as katex  # type: ignore[import-untyped]
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform

MATHML = re.compile(r"<math\b.*?</math>", re.DOTALL)
PART = '<span class="base">'  # of a formula that KaTeX has drawn


def start_katex(rundir: Path, timeout: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the maths server and connect to it as soon as it listens.

    In place of sphinxcontrib.katex's own, which connects as soon as the server's socket
    file exists: that may be before the server listens, and the build then dies of a
    refused connection.
    """
    address = rundir / "katex.sock"
    command = katex.KaTeXServer.build_command(socket=address)
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=rundir)
    deadline = time.monotonic() + max(timeout, 60)
    while server.poll() is None and time.monotonic() < deadline:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.connect(str(address))
        except (FileNotFoundError, ConnectionRefusedError):
            connection.close()
            time.sleep(0.01)
        else:
            return server, connection
    server.kill()
    raise ExtensionError(f"the maths server did not start: {command}")


# How many children the elements of MathML have that have a fixed number of them.
CHILDREN = {
    "mfrac": 2,
    "mroot": 2,
    "msub": 2,
    "msup": 2,
    "munder": 2,
    "mover": 2,
    "msubsup": 3,
    "munderover": 3,
}
FUNCTION = "\u2061"  # the sign between a function and what it is applied to


def valid(html: str) -> str:
    r"""Return a formula in which an index is one element.

    Of ``L_{\max}`` KaTeX makes an index of two elements, the name and the sign that it is
    applied; a browser then shows the source of an error, or nothing.
    """
    # The letters and boxes beside the MathML are four fifths of it, and left as they are.
    return MATHML.sub(lambda found: _valid(found[0]), html) if FUNCTION in html else html


def _valid(mathml: str) -> str:
    soup = BeautifulSoup(mathml, "html.parser")
    for parent in soup.find_all(list(CHILDREN)):
        for sign in parent.find_all("mo", string=FUNCTION, recursive=False):
            if len(parent.find_all(True, recursive=False)) > CHILDREN[parent.name]:
                _wrap(soup, sign)
    return str(soup)


def _wrap(soup: BeautifulSoup, sign: Tag) -> None:
    """Put the sign and the name before it into one row."""
    name = sign.find_previous_sibling()
    assert isinstance(name, Tag)
    row = name.wrap(soup.new_tag("mrow"))
    row.append(sign)


class joined(nodes.inline):
    """A formula and the signs that stand right before and behind it."""


def visit_joined(self: Any, node: nodes.Element) -> None:
    """Open the span, and remember where."""
    self.context.append(len(self.body))
    self.body.append(self.starttag(node, "span", "", CLASS="nn-joined"))


def depart_joined(self: Any, node: nodes.Element) -> None:
    """Say where the formula itself may break: look.css lets the span break nowhere else."""
    start = self.context.pop()
    html = "".join(self.body[start:]).replace(f"</span>{PART}", f"</span><wbr>{PART}")
    self.body[start:] = [f"{html}</span>"]


class JoinedSigns(SphinxPostTransform):
    """Join each formula with the signs around it.

    To a browser a formula is a row of boxes, and a line may break before and behind any box.
    """

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Join what belongs together in this document."""
        for formula in list(self.document.findall(nodes.math)):
            place = formula.parent
            at = place.index(formula)
            before, after = place[max(at - 1, 0) : at], place[at + 1 : at + 2]
            opening = closing = ""
            if before and isinstance(before[0], nodes.Text):
                text = before[0].astext()
                opening = text[len(text.rstrip("(\u2018\u201c")) :]
                before = [nodes.Text(text[: len(text) - len(opening)])]
            if after and isinstance(after[0], nodes.Text):
                text = after[0].astext()
                closing = text[: len(text) - len(text.lstrip(".,:;!?)\u2019\u201d"))]
                after = [nodes.Text(text[len(closing) :])]
            if opening or closing:
                parts = nodes.Text(opening), formula, nodes.Text(closing)
                place[max(at - 1, 0) : at + 2] = [*before, joined("", "", *parts), *after]


def keep_folder(app: Sphinx, error: Exception | None) -> None:
    """Have what went wrong at the end of a build be what is said of it.

    Sphinx calls all listeners again with what one of them raised, and katex's own would then
    find its folder gone: that alone would be seen.
    """
    if error:
        Path(app._katex_static_path).mkdir(exist_ok=True)  # type: ignore[attr-defined]


def setup(app: Sphinx) -> None:
    """Put our start in place of the extension's own, and join formulas and signs."""
    app.add_node(joined, html=(visit_joined, depart_joined))
    app.add_post_transform(JoinedSigns)
    app.connect("build-finished", keep_folder, priority=0)
    katex.KaTeXServer.start_server_process = start_katex
    render: Callable[..., str] = katex.render_latex
    katex.render_latex = lambda *given: valid(render(*given))
