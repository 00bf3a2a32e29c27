"""The first cell of a notebook that a reader takes away: it installs what is missing.

It runs where nothing but Jupyter may be there: in Colab, in VS Code, in a bare environment with
pip, with uv or with neither. Either all is there afterwards, or it says what is to be done.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from sphinx.application import Sphinx

from nnbook_site import address

FOLDER = "_downloads"  # of the package's wheel, in the site
FIRST = '''\
# What this chapter needs, and from which version on. What is missing is installed.
needed = {needed}
package = {package!r}  # where the book's own package lies

import importlib
import importlib.metadata
import importlib.util
import re
import shutil
import site
import sys
from pathlib import Path


def version(name):
    return importlib.metadata.version(name)


def numbers(text):
    return [int(one) for one in re.findall("[0-9]+", text)[:3]]


def missing():
    """Names of what is not there, or too old."""
    importlib.invalidate_caches()
    found = []
    for name, oldest in needed.items():
        try:
            there = numbers(version(name) or "") >= numbers(oldest)
        except importlib.metadata.PackageNotFoundError:
            there = getattr(importlib.util.find_spec(name), "origin", None)  # None: a mere folder
        if not there:
            found.append(name)
    return found


if first := missing():
    wanted = {{name: f"{{name}}>={{needed[name]}}" for name in first}}
    if "nnbook" in first:
        for wheel in sorted(Path.cwd().glob("nnbook-*.whl")):
            package = f"nnbook @ {{wheel.as_uri()}}"
        if not package:
            raise ModuleNotFoundError(
                "This chapter needs the book's package, nnbook. The menu from which you took this "
                "notebook has it too ('Download its package'): put {wheel} "
                "beside the notebook and run this cell again."
            )
        wanted["nnbook"] = package
    wanted = " ".join(f'"{{one}}"' for one in wanted.values())
    has_pip = sys.platform == "emscripten" or importlib.util.find_spec("pip")
    if has_pip or not shutil.which("uv"):
        %pip install --quiet {{wanted}}
    else:
        !uv pip install --quiet --python "{{sys.executable}}" {{wanted}}
    if site.ENABLE_USER_SITE:  # pip installs there what it may not elsewhere
        site.addsitedir(site.getusersitepackages())
    if still := missing():
        raise ModuleNotFoundError(
            f"This chapter needs {{', '.join(still)}}. The installer could not bring it; what it "
            "says stands above. It takes a network, and a folder in which it may write. Mend that "
            f"and run this cell again, or install it in your own way: {{wanted}}"
        )
    modules = {{name: sys.modules[name] for name in needed if name in sys.modules}}
    loaded = [name for name, one in modules.items() if one.__version__ != version(name)]
    if loaded:
        raise RuntimeError(
            f"All is installed, but this kernel still has {{', '.join(loaded)}} in another "
            "version. Restart it (in Colab: Runtime, Restart session) and run the cells again."
        )
'''


def bounds(text: str) -> dict[str, str]:
    '''Return the lowest version of each package that a pyproject.toml names.

    Examples
    --------
    >>> from nnbook_site.first_cell import bounds
    >>> bounds("""
    ... [project]
    ... dependencies = ["numpy>=2.0"]
    ... optional-dependencies = {}
    ... """)
    {'numpy': '2.0'}
    '''
    project = tomllib.loads(text)["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return dict(sorted(one.split(">=") for needed in lists for one in needed))


def needed(wheel: str, pyproject: Path) -> dict[str, str]:
    """Return what a chapter needs, and from which version on: the package as in its wheel."""
    others = bounds(pyproject.read_text(encoding="utf-8")) if pyproject.is_file() else {}
    return {"nnbook": wheel.split("-")[1] if wheel else "0", **others}


def requirement(app: Sphinx) -> str:
    """Return what pip is to install, or nothing if no address is known.

    The site's file needs no git, and runs where there is no pip but one in a browser.
    """
    site, known = address.site(), app.config.nnbook_repository
    if site and app.config.nnbook_package:
        return f"nnbook @ {site}{FOLDER}/{app.config.nnbook_package}"
    return f"nnbook @ git+{known.address}@{known.ref}" if known else ""


def first_cell(app: Sphinx) -> str:
    """Return the source of the cell that sees to the package."""
    wheel = app.config.nnbook_package
    return FIRST.format(
        needed=needed(wheel, Path(app.srcdir, "pyproject.toml")),
        package=requirement(app),
        wheel=wheel or "nnbook's wheel",
    )
