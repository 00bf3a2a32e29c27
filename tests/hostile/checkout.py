"""A clone of the last commit, and `make` in it as a user who is nobody."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
NOBODY = 65534
FOLDER = "zwei Bücher (日本), it's/100% a & b"
CHAPTER = "book/softmax.ipynb"


class Done(NamedTuple):
    """A command that has ended: its status, and all that it said."""

    status: int
    said: str


class Checkout:
    """The clone, in a folder of an odd name. Whoever is root makes it another user's."""

    def __init__(self, parent: Path) -> None:
        self.parent = parent
        self.here = parent / FOLDER
        self.here.parent.mkdir(parents=True)
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(self.here)], check=True)
        self.who: dict[str, object] = {}
        if os.geteuid() == 0:
            self.who = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(parent)], check=True)
        # What is in root's home no other user can reach.
        self.path = os.defpath if self.who else os.environ["PATH"]
        self.first: dict[str, str] = {}  # the site
        self.second: dict[str, str] = {}  # and that after `edit`

    def start(
        self, *words: str, before: tuple[str, ...] = (), path: str = "", **variables: str
    ) -> subprocess.Popen[str]:
        """Begin ``make WORDS`` in a process group of its own; `before` are words in front of it."""
        environment = {
            "PATH": path or self.path,
            "HOME": "/nonexistent",
            "PIP_CACHE_DIR": str(self.parent / "pip"),
            "npm_config_cache": str(self.parent / "npm"),
            **{name: text for name, text in os.environ.items() if re.search("^PIP_|CERT", name)},
            **variables,
        }
        process: subprocess.Popen[str] = subprocess.Popen(
            [*before, "make", *words],
            cwd=self.here,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
            **self.who,  # type: ignore[call-overload]
        )
        return process

    def allows(self, *command: str) -> bool:
        """Whether its user may run commands behind this one."""
        done = subprocess.run([*command, "true"], capture_output=True, **self.who)  # type: ignore[call-overload]
        return bool(done.returncode == 0)

    def make(self, *words: str, **how: object) -> Done:
        """Run it to its end."""
        with self.start(*words, **how) as process:
            said = process.stdout.read() if process.stdout else ""
        return Done(process.returncode, said)

    def kill_after(self, seconds: float) -> bool:
        """Kill a build with all that it started; whether it was still at work."""
        with self.start("book") as process:
            try:
                process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                return True
        return False

    def site(self) -> dict[str, str]:
        """A digest of each file in the site's place, by its name; nothing if there is none."""
        place = self.here / "_build" / "html"
        return {
            path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in place.rglob("*")
            if path.is_file()
        }

    def edit(self) -> None:
        """Add a line to a cell of a chapter, which then runs anew."""
        path = self.here / CHAPTER
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
        cell["source"] = ["".join(cell["source"]) + "\n# again"]
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def keep(self) -> None:
        """Keep the state that every case begins with."""
        shutil.copytree(self.here / "_build", self.parent / "kept", symlinks=True)
        shutil.copy2(self.here / CHAPTER, self.parent / "chapter")
        self._give(self.parent / "kept")

    def put_back(self) -> None:
        """Go back to it."""
        shutil.rmtree(self.here / "_build")
        shutil.copytree(self.parent / "kept", self.here / "_build", symlinks=True)
        shutil.copy2(self.parent / "chapter", self.here / CHAPTER)
        self._give(self.here / "_build", self.here / CHAPTER)

    def _give(self, *paths: Path) -> None:
        if self.who:
            names = [str(path) for path in paths]
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", *names], check=True)

    @contextmanager
    def harmed(self, name: str, harm: Callable[[Path], object]) -> Iterator[None]:
        """Harm a file for a while; its time of change comes back with it."""
        path, saved = self.here / name, self.parent / "saved"
        shutil.copy2(path, saved)
        harm(path)
        try:
            yield
        finally:
            shutil.copy2(saved, path)

    @contextmanager
    def unwritable(self, *but: str) -> Iterator[None]:
        """Let nobody write to the checkout, folders of these names excepted."""
        left_out = [word for name in but for word in ("-path", f"./{name}", "-prune", "-o")]

        def change(mode: str) -> None:
            # Not through links, which lead to the Python of the machine.
            command = ["find", ".", *left_out, "!", "-type", "l", "-exec", "chmod", mode, "{}", "+"]
            subprocess.run(command, cwd=self.here, check=True, **self.who)  # type: ignore[call-overload]

        change("a-w")
        try:
            yield
        finally:
            change("u+w")


@contextmanager
def checkout() -> Iterator[Checkout]:
    """One that is gone afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="nnbook-"))
    parent.chmod(0o755)
    try:
        yield Checkout(parent)
    finally:
        shutil.rmtree(parent, ignore_errors=True)


def cut(path: Path) -> None:
    """Leave the first half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
