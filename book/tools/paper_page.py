"""Join the built pages of the site into one HTML page, which a browser prints as the book.

The pages are read as they stand in the built site, in the order of ``_toc.yml``: what is
on paper is what is on the screen. Ids are made unique, links between pages become links
within the page, and what is nothing on paper (scripts, buttons, source links) is left out.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

CAPTION = "On the book's web pages this panel is alive: its sliders move."
LEFT_OUT = "script, button, .headerlink, .viewcode-link, .toctree-wrapper, .book-pdf, .katex-mathml"
LONG = 12  # lines of code that may be parted between two sheets
NAMES_AN_ID = ("aria-controls", "aria-describedby", "aria-labelledby", "for", "headers")
HERE = Path(__file__).parent


@dataclass
class Page:
    """One page of the site: its place in the site, the caption of its part, its article."""

    docname: str
    part: str
    article: Tag
    sheets: list[str]  # style sheets that it asks for, as paths in the site

    @property
    def slug(self) -> str:
        """Its name among the ids of the joined page."""
        return self.docname.replace("/", "-")

    @property
    def title(self) -> str:
        """Text of its first heading."""
        return text_of(self.article.select_one("h1"))


@dataclass(frozen=True)
class About:
    """What the title page and the PDF's properties say."""

    title: str
    author: str
    version: str
    licence: str
    subject: str
    keywords: list[str]


def contents(toc: dict[str, Any]) -> list[tuple[str, str]]:
    """Names of the pages in reading order, each with the caption of its part."""
    found = [(toc["root"], "")]
    for part in toc["parts"]:
        found += [(chapter["file"], part["caption"]) for chapter in part["chapters"]]
    return found


def read_pages(site: Path, toc: Path) -> list[Page]:
    """The pages of the built `site` that the file `toc` lists."""
    pages = []
    for docname, part in contents(yaml.safe_load(toc.read_text(encoding="utf-8"))):
        text = (site / f"{docname}.html").read_text(encoding="utf-8")
        soup = BeautifulSoup(text, "html.parser")
        article = soup.select_one("article.bd-article")
        links = soup.select('head link[rel~="stylesheet"]')
        sheets = [_resolve(docname, str(link["href"]))[0] for link in links]
        if article is None:
            raise SystemExit(f"{docname}.html has no article: is the book built?")
        pages.append(Page(docname, part, article, sheets))
    return pages


def join(pages: list[Page], about: About, site: str) -> str:
    """One HTML page of all `pages`; `site` is the path of the built site as seen from it.

    Page numbers are not known yet: ``number_pages`` puts them in.
    """
    for page in pages:
        _tidy(page)
        _name_apart(page)
    known = {page.docname: page for page in pages}
    for page in pages:
        _link(page, known, site)
    _drop_idle_ids(pages)
    sheets = list(dict.fromkeys(sheet for page in pages for sheet in page.sheets))
    style = "\n".join([(HERE / "paper.css").read_text(encoding="utf-8"), *map(_running, pages)])
    links = "\n".join(f'<link rel="stylesheet" href="{site}/{sheet}">' for sheet in sheets)
    bodies = "\n".join(
        f'<div class="bd-article-container chapter" id="{page.slug}">{page.article}</div>'
        for page in pages
    )
    return (
        '<!DOCTYPE html>\n<html lang="en" data-theme="light" data-mode="light">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{escape(about.title)}</title>\n{links}\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n{_title_page(about)}\n"
        f"{_table_of_contents(pages)}\n<main>\n{bodies}\n</main>\n</body>\n</html>\n"
    )


def number_pages(html: str, numbers: dict[str, int]) -> str:
    """`html` with the number of the page on which each id stands, where it is asked for."""
    soup = BeautifulSoup(html, "html.parser")
    for place in soup.select("[data-page-of]"):
        place.string = str(numbers[str(place["data-page-of"])])
    return str(soup)


def text_of(tag: Tag | None) -> str:
    """What a reader sees of `tag`, in one line."""
    if tag is None:
        raise SystemExit("a page of the book has no heading")
    return " ".join(tag.get_text().split())


def _tidy(page: Page) -> None:
    """Leave out what is nothing on paper, and open what the screen keeps closed."""
    for formula in page.article.select(".katex"):
        # One thing to a screen reader, named by its source, as a figure is by its alt text.
        if source := formula.select_one("annotation"):
            formula["role"] = "img"
            formula["aria-label"] = text_of(source)
        for seen in formula.select("[aria-hidden]"):
            del seen["aria-hidden"]
    for tag in page.article.select(LEFT_OUT):
        tag.decompose()
    for tag in page.article.select("details"):
        tag["open"] = ""
    for caption in page.article.select(".panel-static figcaption"):
        caption.string = CAPTION
    for figure in page.article.select("figure"):
        figure.name = "div"  # a figure in a PDF wants a text of its own: the picture has one
    for image in page.article.select("img"):
        image.attrs.pop("loading", None)
    for link in page.article.select("a[role]"):
        del link["role"]  # the browser tags some kinds of links as nothing
    for link in page.article.select("a.external"):
        if link.get_text().removeprefix("doi:") in str(link["href"]):
            link["class"] = [*link["class"], "shows-address"]
    for block in page.article.select("pre"):
        lines = block.get_text().splitlines()
        block["style"] = f"--columns: {max(map(len, lines), default=0)}"
        block["role"] = "paragraph" if block.find_parent(class_="cell_output") else "code"
        if len(lines) > LONG:
            block["class"] = [*block.get("class", []), "long"]


def _name_apart(page: Page) -> None:
    """Put the page's name before each id, and before each mention of one."""
    seen = set()
    for tag in page.article.select("[id]"):
        name = str(tag["id"])
        if name in seen:
            del tag["id"]
        else:
            seen.add(name)
            tag["id"] = f"{page.slug}--{name}"
    for attribute in NAMES_AN_ID:
        for tag in page.article.select(f"[{attribute}]"):
            names = " ".join(tag[attribute]) if isinstance(tag[attribute], list) else tag[attribute]
            tag[attribute] = " ".join(f"{page.slug}--{name}" for name in str(names).split())


def _link(page: Page, known: dict[str, Page], site: str) -> None:
    """Aim links at the joined page, and pictures at their files."""
    for image in page.article.select("[src]"):
        path, _ = _resolve(page.docname, str(image["src"]))
        image["src"] = f"{site}/{path}"
    for link in page.article.select("a[href]"):
        address = str(link["href"])
        if urlsplit(address).scheme:
            continue
        path, fragment = _resolve(page.docname, address)
        target = known.get(path.removesuffix(".html"))
        if target is None:  # a file or a page that is not in the book: its text stays
            link.unwrap()
            continue
        name = f"{target.slug}--{fragment}" if fragment else target.slug
        if fragment and target.article.find(id=name) is None:
            raise SystemExit(f"{page.docname}: {address} leads nowhere")
        link["href"] = f"#{name}"
        if not fragment and target is not page:
            # Who holds paper cannot follow the link, but can turn to the page.
            note = f'<span class="on-page"> (p. <span data-page-of="{name}">000</span>)</span>'
            link.append(BeautifulSoup(note, "html.parser"))


def _drop_idle_ids(pages: list[Page]) -> None:
    """Keep the ids that are named somewhere: sections, targets of links, labels."""
    named = set()
    for page in pages:
        for link in page.article.select('a[href^="#"]'):
            named.add(str(link["href"]).removeprefix("#"))
        for attribute in NAMES_AN_ID:
            for tag in page.article.select(f"[{attribute}]"):
                named.update(str(tag[attribute]).split())
    for page in pages:
        for tag in page.article.select("[id]"):
            if tag.name != "section" and tag["id"] not in named:
                del tag["id"]


def _resolve(docname: str, address: str) -> tuple[str, str]:
    """Path within the site, and fragment, of an address on the page `docname`."""
    parts = urlsplit(address)
    here = f"{docname}.html"
    path = posixpath.join(posixpath.dirname(here), unquote(parts.path)) if parts.path else here
    return posixpath.normpath(path), unquote(parts.fragment)


def _running(page: Page) -> str:
    """Style that puts the title of `page` at the head of its sheets."""
    title = page.title.replace("\\", r"\\").replace('"', r"\"")
    rule = f'@page {page.slug} {{ @top-left {{ content: "{title}"; }} }}'
    return f"{rule}\n#{page.slug} {{ page: {page.slug}; }}\n"


def _title_page(about: About) -> str:
    return (
        '<header class="title-page">\n'
        f'<p class="title">{escape(about.title)}</p>\n'
        f'<p class="author">{escape(about.author)}</p>\n'
        f'<p class="imprint">Version {escape(about.version)}<br>{escape(about.licence)}</p>\n'
        "</header>"
    )


def _table_of_contents(pages: list[Page]) -> str:
    """Parts, pages and their sections, with room for page numbers."""
    lines = [
        '<nav class="book-contents" aria-label="Contents">',
        "<h1>Contents</h1>",
        '<div class="columns">',
    ]
    part = ""
    for page in pages:
        if page.part != part:
            part = page.part
            lines.append(f'<p class="part">{escape(part)}</p>')
        lines.append(f'<div class="entry"><p>{_entry(page.title, page.slug)}</p>\n<ul>')
        for section in page.article.select("section:has(> h2)"):
            title, name = text_of(section.find("h2")), str(section["id"])  # type: ignore[arg-type]
            lines.append(f"<li>{_entry(title, name)}</li>")
        lines.append("</ul></div>")
    return "\n".join([*lines, "</div></nav>"])


def _entry(title: str, name: str) -> str:
    number = f'<span class="number" data-page-of="{name}">000</span>'
    return f'<a href="#{name}"><span>{escape(title)}</span>{number}</a>'
