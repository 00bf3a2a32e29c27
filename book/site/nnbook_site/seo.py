"""What leads readers to a page: its title and description, its address, the map of the site.

What needs the site's own address (canonical links, social cards, the map) is there when
the address is known, and otherwise absent: see `nnbook_site.address`.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config

from nnbook_site import address, cards, missing

# Pages that Sphinx writes itself, and so without a description.
DESCRIPTIONS = {
    "genindex": "Every function, class and method of the book's package, from A to Z.",
    "search": "Search the chapters and the reference. It runs in your browser and works offline.",
    "_modules/index": "The source code of the book's package, nnbook, module by module.",
    missing.PAGE: "There is no page at this address.",
}
# The grounds of look.css, for the browser's own bars.
GROUNDS = {"light": "#fffdfa", "dark": "#12181f"}


def configure(app: Sphinx, config: Config) -> None:
    """Tell Sphinx the site's address."""
    config.html_baseurl = address.site() or ""  # another address: every page is written anew


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> str | None:
    """Put into the head of a page what search engines and social networks show of it.

    Returns
    -------
    str or None
        Another template, where the theme's would write a title of its own kind.
    """
    book = context["docstitle"]
    title = Markup(context.get("title", "")).striptags()  # no elements, no entities
    lines = [
        f'<meta name="theme-color" content="{color}" media="(prefers-color-scheme: {scheme})" />'
        for scheme, color in GROUNDS.items()
    ]
    description = _description(pagename, doctree)
    if doctree is None and description:
        lines.append(_meta("name", "description", description))
    if doctree is not None:
        tags = {"og:type": "article", "og:site_name": book, "og:title": title}
        if description:
            tags["og:description"] = description
        if context["pageurl"]:
            context["pageurl"] = tags["og:url"] = page_address(app, pagename)
            card = cards.card(Path(app.outdir), pagename, book, title, description)
            tags |= {
                "og:image": app.config.html_baseurl + card,
                "og:image:width": str(cards.WIDTH),
                "og:image:height": str(cards.HEIGHT),
                "og:image:alt": cards.alt(book, title, description),
            }
            lines.append(_meta("name", "twitter:card", "summary_large_image"))
        lines += [_meta("property", name, content) for name, content in tags.items()]
    context["metatags"] = "\n".join([context.get("metatags", ""), *lines])

    if pagename in (app.config.root_doc, "search"):
        context["headline"] = book if pagename != "search" else f"Search — {book}"
        context["retitled"] = templatename
        return "retitled.html"
    return None


def page_address(app: Sphinx, pagename: str) -> str:
    """Address of a page; the landing page's is the site's, which ends in a slash."""
    path = "" if pagename == app.config.root_doc else app.builder.get_target_uri(pagename)
    return str(app.config.html_baseurl + path)


def write_map(app: Sphinx, exception: Exception | None) -> None:
    """List every page of the book in ``sitemap.xml``, and name that list in ``robots.txt``.

    What Sphinx adds (indices, search, source code), pages that moved and the page for
    missing ones are not listed. The list is whole after a build of one page, too.
    """
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    if not app.config.html_baseurl:  # leave nothing of a build that knew the address
        for path in (out / "sitemap.xml", out / "robots.txt", *out.glob(f"{cards.FOLDER}/*")):
            path.unlink(missing_ok=True)
        return
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for pagename in sorted(app.env.found_docs):
        page = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(page, "loc").text = page_address(app, pagename)
    ElementTree.indent(root)
    ElementTree.ElementTree(root).write(out / "sitemap.xml", "utf-8", xml_declaration=True)
    (out / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {app.config.html_baseurl}sitemap.xml\n"
    )


def setup(app: Sphinx) -> None:
    """Register what a page says of itself, and the map."""
    app.connect("config-inited", configure)
    app.connect("html-page-context", describe)
    app.connect("build-finished", write_map)


def _description(pagename: str, doctree: Any) -> str:
    """What the page says of itself in its front matter, or what is known of it here."""
    if doctree is not None:
        for node in doctree.findall(nodes.meta):
            if node.get("name") == "description":
                return str(node["content"])
    if pagename.startswith("_modules/") and pagename != "_modules/index":
        module = pagename.removeprefix("_modules/").replace("/", ".")
        return f"The source code of {module}, a module of the book's package."
    return DESCRIPTIONS.get(pagename, "")


def _meta(kind: str, name: str, content: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}" />'
