"""A start of the maths server that waits until it listens, and formulas that keep their comma."""

from __future__ import annotations

import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.katex import KaTeXServer


def start_katex(rundir: Path, timeout: float) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start the maths server and connect to it as soon as it listens.

    In place of sphinxcontrib.katex's own, which connects as soon as the server's socket
    file exists: that may be before the server listens, and the build then dies of a
    refused connection.
    """
    address = rundir / "katex.sock"
    command = KaTeXServer.build_command(socket=address)
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


class JoinedPunctuation(SphinxPostTransform):
    """Put a formula and the punctuation behind it into one span, which look.css keeps on a line.

    To a browser a formula is a box, and a line may break behind any box.
    """

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Join what belongs together in this document."""
        for formula in list(self.document.findall(nodes.math)):
            after = formula.next_node(descend=False, siblings=True)
            if not isinstance(after, nodes.Text):
                continue
            if signs := re.match(r"[.,:;!?)\u2019\u201d]+", after.astext()):
                place = formula.parent
                at = place.index(formula)
                joined = nodes.inline("", "", formula, nodes.Text(signs[0]), classes=["nn-joined"])
                place[at : at + 2] = [joined, nodes.Text(after.astext()[signs.end() :])]


def setup(app: Sphinx) -> None:
    """Put our start in place of the extension's own, and join formulas and signs."""
    app.add_post_transform(JoinedPunctuation)
    KaTeXServer.start_server_process = start_katex
