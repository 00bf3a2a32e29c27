"""Join the built pages of the site into one HTML page, which a browser prints as the book.

The pages are read as they stand in the built site, in the order of ``_toc.yml``: what is
on paper is what is on the screen. Ids are made unique, links between pages become links
within the page, and what is nothing on paper (scripts, buttons, source links) is left out.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader

CAPTION = "On the book's web pages this panel is alive: its sliders move."
LEFT_OUT = (
    "script, button, .headerlink, .viewcode-link, .toctree-wrapper, .book-pdf, .panel-place, "
)
LEFT_OUT += ".katex-mathml"
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

    @property
    def sections(self) -> list[tuple[str, str]]:
        """Text and name of each of its sections."""
        found = self.article.select("section[id]:has(> h2)")
        return [(text_of(section.h2), str(section["id"])) for section in found]


@dataclass(frozen=True)
class About:
    """What the title page and the PDF's properties say."""

    title: str
    author: str
    version: str
    licence: str
    subject: str
    keywords: list[str]


def read_pages(site: Path, toc: Path) -> list[Page]:
    """The pages of the built `site` that the file `toc` lists."""
    contents = yaml.safe_load(toc.read_text(encoding="utf-8"))
    names = [(contents["root"], "")]
    for part in contents["parts"]:
        names += [(chapter["file"], part["caption"]) for chapter in part["chapters"]]
    pages = []
    for docname, part in names:
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
    templates = Environment(loader=FileSystemLoader(HERE), autoescape=True)
    return templates.get_template("paper.html").render(
        about=about,
        pages=pages,
        sheets=dict.fromkeys(sheet for page in pages for sheet in page.sheets),
        site=site,
        style=(HERE / "paper.css").read_text(encoding="utf-8"),
    )


def number_pages(html: str, numbers: dict[str, int]) -> str:
    """`html` with the number of the page on which each id stands, where it is asked for."""
    return re.sub(
        r'(data-page-of="([^"]+)">)\d+', lambda place: place[1] + str(numbers[place[2]]), html
    )


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
        tasks = caption.select_one("ul")
        caption.string = f"{CAPTION} Then try this:" if tasks else CAPTION
        if tasks:
            caption.append(tasks)
    for figure in page.article.select("figure"):
        figure.name = "div"  # a figure in a PDF wants a text of its own: the picture has one
    for image in page.article.select("img"):
        image.attrs.pop("loading", None)
    for link in page.article.select("a[role]"):
        del link["role"]  # the browser tags some kinds of links as nothing
    for link in page.article.select("a.external"):
        if link.get_text().removeprefix("doi:") in str(link["href"]):
            link["data-shows-address"] = ""
    for block in page.article.select("pre"):
        lines = block.get_text().splitlines()
        block["style"] = f"--columns: {max(map(len, lines), default=0)}"
        block["role"] = "paragraph" if block.find_parent(class_="cell_output") else "code"
        if len(lines) > LONG:
            block["data-long"] = ""


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


def _resolve(docname: str, address: str) -> tuple[str, str]:
    """Path within the site, and fragment, of an address on the page `docname`."""
    parts = urlsplit(address)
    here = f"{docname}.html"
    path = posixpath.join(posixpath.dirname(here), unquote(parts.path)) if parts.path else here
    return posixpath.normpath(path), unquote(parts.fragment)
