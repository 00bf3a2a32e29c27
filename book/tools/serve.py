"""Serve the built site on this machine alone: ``python -m book.tools.serve 8000``."""

from __future__ import annotations

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from book.tools.build_site import PLACE


def main(port: int) -> None:
    """Serve until Ctrl-C."""
    try:
        server = ThreadingHTTPServer(
            ("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=PLACE)
        )
    except OSError as error:
        sys.exit(f"Port {port}: {error.strerror}. Take another one: make serve PORT={port + 1}")
    print(f"http://localhost:{port}/ (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
