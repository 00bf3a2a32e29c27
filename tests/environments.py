"""New virtual environments, made from the same files that users make theirs from."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path = ROOT, path: Path | None = None) -> str:
    """Run a command outside this process's Python settings; its output, or a failed test.

    `path` is a folder to put before the others in ``PATH``.
    """
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_", "PYTEST_"))}
    if path:
        env["PATH"] = f"{path}{os.pathsep}{env['PATH']}"
    result = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=env, capture_output=True, text=True
    )
    if result.returncode:
        raise AssertionError(f"{command} failed:\n{result.stdout}\n{result.stderr}")
    return result.stdout


def new_environment(folder: Path, python: str | Path = sys.executable) -> Path:
    """Make an empty virtual environment in `folder`; the path of its Python."""
    run(python, "-m", "venv", "--clear", folder)
    return folder / "bin" / "python"


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def binder_environment() -> Path:
    """Make what Binder makes of its lock, or find it made by another test; the path of its Python.

    It is kept, since it takes most of a minute. What a test installs besides, the next one may
    replace.
    """
    requirements = ROOT / ".binder" / "requirements.txt"
    folder = ROOT / "_build" / ".binder-env"
    made_from = folder / "requirements.txt"
    if not made_from.is_file() or made_from.read_bytes() != requirements.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        python = new_environment(folder)
        options = ("--quiet", "--no-compile", "--require-hashes")  # compiled as it is used
        run(python, "-m", "pip", "install", *options, "-r", requirements)
        shutil.copy(requirements, made_from)
    return folder / "bin" / "python"


def build_wheel(folder: Path) -> Path:
    """Build nnbook's wheel into `folder`."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


def locked(package: str) -> str:
    """The requirement that the lock file pins for `package`, such as ``numpy==2.4.6``."""
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        if line.startswith(f"{package}=="):
            return line.split()[0]
    raise LookupError(package)
