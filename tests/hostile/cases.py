"""The surroundings: each function is one, and says what happened or raises `Unlike`."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hostile.checkout import Checkout, Done, cut
from tests.reproducible import compare

KILLS = 4
# In a network without anything: the machine itself, which kernels are reached by, and the rest.
LOOPBACK_ALONE = """
import fcntl, os, socket, struct, sys
with socket.socket() as any_socket:
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
os.execvp(sys.argv[1], sys.argv[1:])
"""
BUILT = "the site, as it should be"


class Unlike(Exception):
    """It went otherwise than it should."""


def succeeded(checkout: Checkout, done: Done, site: dict[str, str]) -> str:
    """The site was built, and is that one."""
    if done.status:
        raise Unlike(f"failed:\n{done.said[-3000:]}")
    if names := compare(checkout.site(), site).differing:
        raise Unlike(f"ended well, with another site; these differ: {', '.join(names)}")
    return BUILT


def refused(checkout: Checkout, done: Done, why: str) -> str:
    """It said why not, and the site is the one that was there."""
    lines = [line for line in done.said.splitlines() if why in line]
    if not done.status or not lines:
        raise Unlike(f"ended with {done.status}, and never said {why!r}:\n{done.said[-3000:]}")
    if names := compare(checkout.site(), checkout.first).differing:
        raise Unlike(f"the site that was there is another now; these differ: {', '.join(names)}")
    return lines[-1].strip().replace(str(checkout.parent), "").removeprefix("E ")


def from_nothing(checkout: Checkout) -> str:
    """The first build: with everything at once that a shell may have set."""
    done = checkout.make(
        "book",
        before=("sh", "-c", 'umask 077; exec "$@"', "sh"),
        LC_ALL="C",
        TERM="dumb",
        NO_COLOR="1",
    )
    checkout.first = checkout.site()
    if "\x1b[" in done.said:
        raise Unlike("colours were not wanted")
    return succeeded(checkout, done, checkout.first)


def with_a_change(checkout: Checkout) -> str:
    """After a change, as any other build; what the others make is held to its site."""
    checkout.edit()
    done = checkout.make("book", LC_ALL="C.UTF-8")
    checkout.second = checkout.site()
    if checkout.second == checkout.first:
        raise Unlike("the change is not to be seen")
    return succeeded(checkout, done, checkout.second)


def no_network(checkout: Checkout) -> str:
    """In a network of its own that leads nowhere, or where none may be had, behind a dead proxy."""
    checkout.edit()
    alone = ("unshare", "--net", "--map-root-user", "python3", "-c", LOOPBACK_ALONE)
    allowed = checkout.allows(*alone)
    dead = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    done = checkout.make("book", before=alone if allowed else (), **dead)
    return succeeded(checkout, done, checkout.second)


def sources_read_only(checkout: Checkout) -> str:
    checkout.edit()
    with checkout.unwritable("_build"):
        return succeeded(checkout, checkout.make("book"), checkout.second)


def all_read_only(checkout: Checkout) -> str:
    checkout.edit()
    with checkout.unwritable():
        return refused(checkout, checkout.make("book"), "Nothing can be written to")


def cache_cut(checkout: Checkout) -> str:
    checkout.edit()
    cut(next((checkout.here / "_build/.jupyter_cache").glob("executed/*/base.ipynb")))
    done = checkout.make("book")
    if "The execution cache is damaged" not in done.said:
        raise Unlike("the damage was not said")
    return succeeded(checkout, done, checkout.second)


def killed(checkout: Checkout) -> str:
    """Several times, each at another point, and then let be."""
    checkout.edit()
    start = time.monotonic()
    succeeded(checkout, checkout.make("book"), checkout.second)
    took = time.monotonic() - start
    checkout.put_back()
    checkout.edit()
    chance = random.Random()
    points = [chance.uniform(0.1, 0.95) * took for _ in range(KILLS)]
    for point in points:
        was_at_work = checkout.kill_after(point)
        if checkout.site() not in (checkout.first, *([] if was_at_work else [checkout.second])):
            raise Unlike(f"killed after {point:.1f} s, it left another site than a whole one")
    done = succeeded(checkout, checkout.make("book"), checkout.second)
    return f"killed after {', '.join(f'{one:.0f} s' for one in points)}; then {done}"


@contextmanager
def little_room(checkout: Checkout) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Room for hardly more than there is: what is said then, and what to begin the build with.

    For root it is a small file system, for others no file may be larger than some bytes.
    """
    build = checkout.here / "_build"
    if os.geteuid():
        yield "File too large", ("sh", "-c", 'ulimit -f 512; exec "$@"', "sh")
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4G", "tmpfs", str(build)], check=True)
    try:
        subprocess.run(["cp", "-a", f"{checkout.parent}/kept/.", str(build)], check=True)
        size = shutil.disk_usage(build).used + 2**18
        subprocess.run(["mount", "-o", f"remount,size={size}", str(build)], check=True)
        yield "No space left on device", ()
        subprocess.run(["mount", "-o", "remount,size=4G", str(build)], check=True)
        succeeded(checkout, checkout.make("book"), checkout.second)
    finally:
        subprocess.run(["umount", str(build)], check=True)


def disk_full(checkout: Checkout) -> str:
    checkout.edit()
    with little_room(checkout) as (why, before):
        return refused(checkout, checkout.make("book", before=before), why)


def two_at_once(checkout: Checkout) -> str:
    checkout.edit()
    with checkout.start("book") as one, checkout.start("book") as other:
        said = [one.communicate()[0], other.communicate()[0]]
    waited = sum("Another make builds" in text for text in said)
    if waited != 1:
        raise Unlike(f"{waited} of two waited for the other")
    for process, text in zip((one, other), said, strict=True):
        succeeded(checkout, Done(process.returncode, text), checkout.second)
    return f"one waited; {BUILT}"


def data_cut(checkout: Checkout) -> str:
    with checkout.harmed("nnbook/data/mnist_subset.npz", cut):
        os.utime(checkout.here / "nnbook/data/mnist_subset.npz")
        return refused(checkout, checkout.make("book"), "mnist_subset.npz is corrupted")


def packages_half_there(checkout: Checkout) -> str:
    checkout.edit()
    modules = checkout.here / "book/site/node_modules"
    (modules / ".package-lock.json").unlink()
    shutil.rmtree(modules / "katex" / "dist")
    return succeeded(checkout, checkout.make("book"), checkout.second)


def environment_half_there(checkout: Checkout) -> str:
    checkout.edit()
    (checkout.here / ".venv/.ready").unlink()
    for module in (checkout.here / ".venv/lib").glob("python*/site-packages/sphinx/*.py"):
        module.unlink()
    return succeeded(checkout, checkout.make("book"), checkout.second)


def no_chromium(checkout: Checkout) -> str:
    tools = checkout.parent / "tools"
    tools.mkdir()
    for folder in checkout.path.split(os.pathsep):
        for path in sorted(Path(folder).glob("*")):
            if "chrom" not in path.name and not (tools / path.name).exists():
                (tools / path.name).symlink_to(path)
    return refused(checkout, checkout.make("pdf", path=str(tools)), "need Chromium")


def port_taken(checkout: Checkout) -> str:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        return refused(checkout, checkout.make("serve", f"PORT={port}"), f"Port {port}: Address")


# In this order: the first two make what the others begin with and end with.
CASES: dict[str, Callable[[Checkout], str]] = {
    "a user who is not root, without a home folder, in a folder whose name has spaces, signs "
    "and letters of other scripts, locale C, no colours, umask 077": from_nothing,
    "a change of one chapter": with_a_change,
    "no network": no_network,
    "sources that are read-only": sources_read_only,
    "a checkout that is read-only": all_read_only,
    "an execution cache cut in half": cache_cut,
    "a build that is killed": killed,
    "a full disk": disk_full,
    "two builds at once": two_at_once,
    "a data file cut in half": data_cut,
    "npm's packages half installed": packages_half_there,
    "Python's packages half installed": environment_half_there,
    "no Chromium, for the PDF": no_chromium,
    "a port that is taken": port_taken,
}
