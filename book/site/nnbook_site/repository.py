"""The address of the book's sources: only the environment of a build knows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from sphinx.errors import ExtensionError

# owner/name, and for other hosts than GitHub any number of groups before the name; behind
# the @ what git lets a branch, a tag or a commit be called, as far as anybody does
ADDRESS = re.compile(
    r"https://(?P<host>[\w.-]+(:\d+)?)"
    r"/(?P<path>[A-Za-z0-9][\w.-]*?(/[A-Za-z0-9][\w.-]*?)+?)(\.git)?/?"
    r"(@(?P<ref>[A-Za-z0-9][\w./+-]*))?"
)


@dataclass(frozen=True)
class Repository:
    """Where the sources of the book lie for everybody.

    Parameters
    ----------
    host
        Name of the server.
    path
        ``owner/name``.
    ref
        The commit, tag or branch that the book is built from.
    """

    host: str
    path: str
    ref: str

    @property
    def on_github(self) -> bool:
        """Whether services for GitHub alone can read it."""
        return self.host == "github.com"

    @property
    def address(self) -> str:
        """The address that git and people know."""
        return f"https://{self.host}/{self.path}"

    def install(self, package: str) -> str:
        """Return pip's command that installs a package from the repository."""
        return f'pip install "{package} @ git+{self.address}@{self.ref}"'

    def file(self, path: str) -> str | None:
        """Return the address of a file; how it is made up is known of GitHub alone."""
        if not self.on_github:
            return None
        return f"{self.address}/blob/{quote(self.ref, safe='')}/{quote(path)}"

    def binder(self, urlpath: str) -> str:
        """Return the address that starts the book's own environment at ``urlpath``."""
        ref = quote(self.ref, safe="")
        if self.on_github:
            place = f"gh/{self.path}/{ref}"
        else:
            place = f"git/{quote(self.address, safe='')}/{ref}"
        return f"https://mybinder.org/v2/{place}?urlpath={quote(urlpath)}"

    def colab(self, notebook: str) -> str | None:
        """Return the address of a notebook in Colab, which reads GitHub alone."""
        if not self.on_github:
            return None
        return (
            f"https://colab.research.google.com/github/{self.path}/blob/"
            f"{quote(self.ref, safe='')}/{quote(notebook)}"
        )


def repository(given: str) -> Repository | None:
    """Return the repository that the variable ``BOOK_REPOSITORY`` names, or None.

    It holds an address and, as pip writes it, a branch, tag or commit:
    ``https://host/owner/name@ref``. Without the latter it is the branch that the server
    says, ``HEAD``.

    Raises
    ------
    ExtensionError
        If it is not what it should be: a link that leads nowhere would be found by a reader.
    """
    if not given:
        return None
    found = ADDRESS.fullmatch(given)
    if not found:
        raise ExtensionError(
            f"BOOK_REPOSITORY: {given!r} is no address of a repository "
            "like https://host/owner/name@ref"
        )
    return Repository(found["host"], found["path"], found["ref"] or "HEAD")
