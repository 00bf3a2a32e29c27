"""A start of the maths server that waits until it listens."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
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


def setup(app: Sphinx) -> None:
    """Put our start in place of the extension's own."""
    KaTeXServer.start_server_process = start_katex
