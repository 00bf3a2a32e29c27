"""The address of the book's sources: only the environment of a build knows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from sphinx.errors import ExtensionError

# owner/name, and for other hosts than GitHub any number of groups before the name
PATH = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)+")
# what git lets a branch, a tag or a commit be called, as far as anybody does
REF = re.compile(r"[A-Za-z0-9][\w./+-]*")


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


def repository(environment: Mapping[str, str]) -> Repository | None:
    """Return the repository that the environment names, or None.

    ``BOOK_REPOSITORY`` is an address such as ``https://host/owner/name``, with the branch,
    tag or commit in ``BOOK_REF``. Without it count the variables that GitHub sets for each
    step of a job: ``GITHUB_SERVER_URL``, ``GITHUB_REPOSITORY``, and ``GITHUB_SHA`` or
    ``GITHUB_REF_NAME``. Without a branch it is the one that the server says, ``HEAD``.

    Raises
    ------
    ExtensionError
        If a value is there but is not what it should be: a link that leads nowhere would
        be found by a reader.
    """
    if address := environment.get("BOOK_REPOSITORY"):
        source, path = "BOOK_REPOSITORY", urlsplit(address).path
        ref = environment.get("BOOK_REF")
    elif environment.get("GITHUB_REPOSITORY"):
        source = "GITHUB_SERVER_URL and GITHUB_REPOSITORY"
        path = f"/{environment['GITHUB_REPOSITORY']}"
        address = environment.get("GITHUB_SERVER_URL", "") + path
        ref = environment.get("GITHUB_SHA") or environment.get("GITHUB_REF_NAME")
    else:
        return None
    parts = urlsplit(address)
    path = path.removesuffix("/").removesuffix(".git").removeprefix("/")
    host = parts.netloc
    plain = parts.scheme == "https" and re.fullmatch(r"[\w.-]+(:\d+)?", host)
    if not plain or parts.query or parts.fragment or not PATH.fullmatch(path):
        raise ExtensionError(
            f"{source}: {address!r} is no address of a repository like https://host/owner/name"
        )
    ref = ref or "HEAD"
    if not REF.fullmatch(ref):
        raise ExtensionError(f"{source}: {ref!r} is no branch, tag or commit")
    return Repository(host, path, ref)
