"""What a page may load and run: a Content-Security-Policy in each, since any host will carry it.

The book runs nobody else's code and asks nobody else for anything; the policy makes browsers
refuse it, should ever a mistake of ours let something of others into a page. All is forbidden
but what stands here:

- ``script-src``: files beside the page, and the inline scripts that the build wrote, by their
  digests. These must stand in the page: they choose light or dark, and fold what answers a
  question, before the first paint. So no attribute like ``onclick`` runs, and no ``eval``.
- ``'wasm-unsafe-eval'`` where an exercise can be written in the page: MicroPython is
  WebAssembly. It allows no JavaScript.
- ``worker-src blob:`` there, and where a network is trained: a page that is opened as a file
  can't start a worker from a file beside it, so its program comes as data.
- ``style-src 'unsafe-inline'``: KaTeX places the parts of a formula by ``style`` attributes, and
  the editor brings its sheet along. A style can load nothing but what the other lines allow.
- ``img-src data:``: the icons, which are in the style sheet.
- ``connect-src``: the search quotes the pages that it found; and Lighthouse asks for robots.txt
  as the page would, and takes a refusal for a fault.
- ``form-action``: the field of the search, which in a page that is a file Firefox takes to another
  origin unless ``file:`` is named.
- ``style-src``, ``font-src``, ``img-src``: files beside the page too.

"Files beside the page" is ``'self'``, but not everywhere: in a frame with ``sandbox`` Safari
takes it for nothing at all, and in one with ``srcdoc`` Firefox does, so that the page would stand
there without style, scripts and pictures. Hence two policies, of which browsers obey both. The
one in the page's first lines allows the files of any server; the script behind it adds the same
with the address that the page has in their place. Where no script runs, the first alone holds.

A host that sends a policy of its own makes both narrower: see README.md. Not in a ``meta``, and
so for hosts alone, is ``frame-ancestors``.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from sphinx.application import Sphinx

from nnbook.panels import PANELS

ANY_SERVER = "https: http:"
OWN = f"'self' {ANY_SERVER}"
# What is put in and taken out again holds all the same, and is not there when the page is saved.
SCRIPT = f"""<script>
{{
  const policy = document.currentScript.previousElementSibling.cloneNode();
  const own = document.baseURI.startsWith("http") ? new URL(document.baseURI).origin : "";
  policy.content = policy.content.replaceAll("{ANY_SERVER}", own);
  document.head.append(policy);
  policy.remove();
}}
</script>"""
PLACE = '<meta charset="utf-8">'  # which must be among the first 1024 bytes
ANY = re.compile(r'\n<meta http-equiv="Content-Security-Policy".*?</script>', re.DOTALL)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>(.*?)</script>", re.DOTALL)
WITH_WORKER = re.compile(
    rf"nnbook-(?:{'|'.join(name for name, panel in PANELS.items() if 'worker' in panel.late)})-"
)


def with_policy(page: str) -> str:
    """Return a page with its policy, in the place of one that it has."""
    page = ANY.sub("", page, count=1)
    if page.count(PLACE) != 1:
        raise ValueError(f"a page wants {PLACE} once")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{policy_of(page)}">'
    return page.replace(PLACE, f"{PLACE}\n{policy}\n{SCRIPT}")


def policy_of(page: str) -> str:
    """Return what a page may do, by what it holds."""
    scripts = sorted({digest(script) for script in INLINE.findall(SCRIPT + page)})
    writes = 'data-act="begin"' in page
    lines = {
        "default-src": ["'none'"],
        "script-src": [OWN, *scripts, *["'wasm-unsafe-eval'"] * writes],
        "style-src": [OWN, "'unsafe-inline'"],
        "font-src": [OWN],
        "img-src": [OWN, "data:"],
        "connect-src": [OWN],
        "form-action": [OWN, "file:"],
        "base-uri": ["'none'"],
    }
    if writes or WITH_WORKER.search(page):
        lines["worker-src"] = ["blob:"]
    return "; ".join(" ".join([name, *sources]) for name, sources in lines.items())


def digest(script: str) -> str:
    """The source by which a policy allows an inline script."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"


def put_policies(app: Sphinx, error: Exception | None) -> None:
    """Give every page its policy, those that lead to another as well."""
    if error or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    for path in Path(app.outdir).rglob("*.html"):
        if static in path.parents:
            continue
        before = path.read_text(encoding="utf-8")
        after = with_policy(before)
        if after != before:
            path.write_text(after, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Register what is done last: all inline scripts are in their pages then."""
    app.connect("build-finished", put_policies, priority=950)
