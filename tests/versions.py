"""Run the chapters with the lowest versions that nnbook asks for, or with the newest there are.

``python -m tests.versions lowest`` or ``newest``, in an environment of its own that no lock
knows. What it prints is compared as in ``make test-chapters``.
"""

from __future__ import annotations

import argparse
import subprocess
import tomllib
from pathlib import Path

from tests.environments import ROOT, new_environment, run

TOOLS = ("nbval", "ipykernel", "tqdm")  # what runs a chapter and compares it


def bounds(text: str) -> dict[str, str]:
    """The lowest version of each package that pyproject.toml names.

    Examples
    --------
    >>> from tests.versions import bounds
    >>> bounds('[project]\\ndependencies = ["numpy>=2.0"]\\noptional-dependencies = {}')
    {'numpy': '2.0'}
    """
    project = tomllib.loads(text)["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return dict(sorted(one.split(">=") for needed in lists for one in needed))


def pins(which: str) -> list[str]:
    """The constraints: the first release of each lowest version, or none."""
    if which == "newest":
        return []
    lowest = bounds((ROOT / "pyproject.toml").read_text())
    return [f"{name}=={version}.*" for name, version in lowest.items()]


def main() -> int:
    """Make the environment and run the chapters in it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=["lowest", "newest"])
    which = parser.parse_args().which
    folder = ROOT / "_build" / f".versions-{which}"
    python = new_environment(folder)
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins(which)))
    install = [python, "-m", "pip", "install", "--quiet", "--upgrade", "-c", constraints]
    run(*install, f"{ROOT}[panels]", *TOOLS)
    names = (*bounds((ROOT / "pyproject.toml").read_text()), *TOOLS)
    listed = run(python, "-m", "pip", "list", "--format=freeze").splitlines()
    print(*(one for one in listed if one.partition("==")[0] in names), sep="\n", flush=True)
    chapters = sorted(Path("book").glob("*.ipynb"))
    test = [python, "-m", "pytest", "--nbval", "--nbval-cell-timeout=240", *chapters]
    return subprocess.run([str(part) for part in test], cwd=ROOT).returncode


if __name__ == "__main__":
    raise SystemExit(main())
