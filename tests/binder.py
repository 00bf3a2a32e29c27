"""Do what Binder does with this repository, and run every chapter in what comes of it.

``make binder`` asks repo2docker for its Dockerfile, makes the environment by the lines that stand
in it, and starts what it starts, with as much memory and as many processors as mybinder.org
gives. JupyterLab must open on the chapter that a link of the site names, and every chapter must
print and draw what was saved. What was found is in ``book/proof/binder.json``.

What is not as there: the base of the image comes from conda, and here, in the same versions,
from pip; and the system around it is this one.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from nnbook_site.repository import Repository
from playwright.sync_api import sync_playwright

from book.tools.chromium import FLAGS, find_chromium
from tests.environments import ROOT, free_port, new_environment, run
from tests.limits import Limits, running
from tests.proof import record
from tests.versions import compared

FOLDER = ROOT / "_build" / ".binder"
SOURCE = FOLDER / "source"
MEMORY = 2 * 2**30  # what mybinder.org gives
TOKEN = "nnbook"
CHAPTER = "book/what_next.ipynb"
# Of the base of the image, what pip has: Python itself, Node and pip are the machine's.
NOT_FROM_PIP = {"python", "nodejs", "pip"}
CALLED_BY_PIP = {"jupyterhub-singleuser": "jupyterhub"}


def dockerfile() -> tuple[str, Path]:
    """What repo2docker would build, and its Python; the newest, as mybinder.org has it."""
    python = new_environment(FOLDER / "repo2docker")
    run(python, "-m", "pip", "install", "--quiet", "jupyter-repo2docker")
    return run(python.parent / "jupyter-repo2docker", "--no-build", SOURCE), python


def base(python: Path) -> list[str]:
    """The packages that an image has before it sees the repository, as pip writes them."""
    version = (SOURCE / ".binder/runtime.txt").read_text().strip().removeprefix("python-")
    if version != "{}.{}".format(*sys.version_info):
        raise SystemExit(f".binder/runtime.txt wants Python {version}: make binder PYTHON=...")
    where = run(python, "-c", "import repo2docker; print(repo2docker.__path__[0])").strip()
    named = Path(where, f"buildpacks/conda/environment.py-{version}.yml").read_text()
    lock = Path(where, f"buildpacks/conda/environment.py-{version}-linux-64.lock").read_text()
    names = re.findall(r"^- ([\w-]+)", named.partition("dependencies:")[2], re.M)
    found = []
    for name in sorted({*names} - NOT_FROM_PIP):
        pinned = re.search(rf"/{name}-([0-9][^-]*)-[^-]*\.conda", lock)
        if pinned is None:
            raise SystemExit(f"repo2docker's lock has no {name}")
        found.append(f"{CALLED_BY_PIP.get(name, name)}=={pinned[1]}")
    return found


def make_environment(recipe: str, packages: list[str]) -> Path:
    """Make the environment by the recipe's own lines; the path of its Python."""
    python = new_environment(FOLDER / "environment")
    prefix = python.parents[1]
    run(python, "-m", "pip", "install", "--quiet", *packages)
    lines = re.findall(r"^RUN (.*\.binder/.*)$", recipe, re.M)
    if "requirements.txt" not in lines[0] or "postBuild" not in lines[-1]:
        raise SystemExit(f"repo2docker does not take what .binder holds: {lines}")
    for line in lines:
        run("sh", "-ec", f"KERNEL_PYTHON_PREFIX={prefix}; {line}", cwd=SOURCE, path=python.parent)
    run(python, "-m", "pip", "check")
    return python


def megabytes(folder: Path) -> int:
    """The size of a folder."""
    return sum(one.lstat().st_size for one in folder.rglob("*") if not one.is_dir()) // 2**20


def serve(recipe: str, python: Path, limits: Limits) -> tuple[subprocess.Popen[bytes], str]:
    """Start what the image starts, within the limits; its process and its address."""
    command = json.loads(re.findall(r"^CMD (.*)$", recipe, re.M)[-1])
    port = free_port()
    told = [f"--port={port}", f"--IdentityProvider.token={TOKEN}", "--no-browser", "--allow-root"]
    here = [one.replace("0.0.0.0", "127.0.0.1") for one in command[1:]]
    command = [python.parent / command[0], *here, *told]
    log = (FOLDER / "server.log").open("w")
    process = limits.start(command, cwd=SOURCE, env=surroundings(python), stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/api/status?token={TOKEN}"):
                return process, address
        except urllib.error.URLError:
            time.sleep(0.3)
    process.kill()
    raise SystemExit(f"it did not start: {(FOLDER / 'server.log').read_text()}")


def surroundings(python: Path) -> dict[str, str]:
    """The variables of an image: its own programs first, and nothing of this environment's."""
    kept = ("PYTHON", "PYTEST_", "COV_", "JUPYTER", "IPYTHON", "VIRTUAL_ENV")
    env = {name: value for name, value in os.environ.items() if not name.startswith(kept)}
    home = FOLDER / "home"
    home.mkdir(exist_ok=True)
    return env | {"HOME": str(home), "PATH": f"{python.parent}{os.pathsep}{env['PATH']}"}


def look(address: str) -> None:
    """Follow the links of the site: each opens its chapter, alone or in JupyterLab."""
    title = json.loads((SOURCE / CHAPTER).read_text(encoding="utf-8"))["cells"][0]["source"]
    heading = "".join(title).partition("\n")[0].removeprefix("# ")
    here = Repository("github.com", "some-one/a-book", "HEAD")
    with sync_playwright() as playwright:
        where = find_chromium(playwright)
        browser = playwright.chromium.launch(executable_path=where, args=FLAGS)
        for way in ("lab", "doc"):
            link = here.binder(f"{way}/tree/{CHAPTER}")
            (place,) = parse_qs(urlsplit(link).query)["urlpath"]
            page = browser.new_page()
            page.goto(f"{address}/{place}?token={TOKEN}", timeout=120_000)
            found = page.locator(".jp-Notebook h1").first
            found.wait_for(timeout=180_000)
            if found.inner_text().rstrip("¶") != heading:
                raise SystemExit(f"{place} opened on {found.inner_text()!r}, not on {heading!r}")
            page.close()
        browser.close()


def compare(chapters: list[Path], python: Path, limits: Limits) -> int:
    """Run the chapters in kernels of the environment, within the limits: nbval's exit status.

    nbval itself runs in this environment, since the image has none.
    """
    kernel = FOLDER / "jupyter" / "kernels" / "binder"
    kernel.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Binder", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(spec))
    env = surroundings(Path(sys.executable)) | {"JUPYTER_PATH": str(FOLDER / "jupyter")}
    test = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval"]
    flags = ["--nbval-kernel-name=binder", "--nbval-cell-timeout=240"]
    return limits.start([*test, *flags, *chapters], cwd=SOURCE, env=env).wait()


def main() -> int:
    """Do it all; the exit status is 1 if a chapter printed or drew something else."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    run("git", "clone", "--quiet", ROOT, SOURCE)  # Binder knows what is committed
    recipe, repo2docker = dockerfile()
    began = time.monotonic()
    python = make_environment(recipe, base(repo2docker))
    made = time.monotonic()
    chapters = sorted((SOURCE / "book").glob("*.ipynb"))
    with Limits(MEMORY) as limits:
        server, address = serve(recipe, python, limits)
        with running(server):
            look(address)
            started = time.monotonic()
            failed = compare(chapters, python, limits)
            ended = time.monotonic()
    if failed:
        return 1
    listed = json.loads(run(python, "-m", "pip", "list", "--format=json"))
    has = {one["name"]: one["version"] for one in listed}
    figures: dict[str, Any] = {
        "chapters": len(chapters),
        "cells compared": compared(),
        "seconds": round(ended - started),
        "most memory, MB": limits.peak,
        "of, MB": MEMORY // 2**20,
        "held by": limits.held_by,
        "environment, MB": megabytes(python.parents[1]),
        "seconds to make it": round(made - began),
        "repo2docker": run(repo2docker.parent / "jupyter-repo2docker", "--version").strip(),
        "Python": ".".join(map(str, sys.version_info[:3])),
        **{name: has[name] for name in ("notebook", "jupyterlab", "numpy", "matplotlib")},
        **{name: has[name] for name in ("ipywidgets", "anywidget")},
    }
    record("binder", "make binder", {"figures": figures})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
