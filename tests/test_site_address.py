"""The site's own address, where it is known and where it is not."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.image import imread
from nnbook_site import address, cards
from sphinx.errors import ConfigError

from tests import minisite

URL = "https://example.org/book"
PAGES = ["index", "chapter", "folder/deep/notes"]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    minisite.write(folder)
    return folder


@pytest.fixture(scope="module")
def known(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("known") / "html"
    built = minisite.build(source, out, URL)
    assert built.returncode == 0, built.stderr
    return out


@pytest.fixture(scope="module")
def unknown(source: Path, known: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without the address where a build before knew it."""
    out = tmp_path_factory.mktemp("unknown") / "html"
    shutil.copytree(known, out)
    shutil.copytree(known.parent / "html.doctrees", out.parent / "html.doctrees")
    built = minisite.build(source, out, None)
    assert built.returncode == 0, built.stderr
    return out


def head(site: Path, page: str) -> tuple[BeautifulSoup, dict[str, str]]:
    """The page, and its `meta` elements by name or property."""
    soup = BeautifulSoup((site / f"{page}.html").read_text(encoding="utf-8"), "html.parser")
    named = soup.find_all("meta", attrs={"content": True})
    return soup, {str(tag.get("name") or tag.get("property")): str(tag["content"]) for tag in named}


def canonical(soup: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in soup.find_all("link", rel="canonical")]


@pytest.mark.parametrize(
    ("page", "path"),
    [("index", ""), ("chapter", "chapter.html"), ("folder/deep/notes", "folder/deep/notes.html")],
)
def test_known_address_is_on_the_page(known: Path, page: str, path: str) -> None:
    soup, meta = head(known, page)
    assert canonical(soup) == [f"{URL}/{path}"]
    assert meta["og:url"] == f"{URL}/{path}"
    assert meta["twitter:card"] == "summary_large_image"
    assert meta["og:image:alt"]


def test_every_page_has_a_card_of_its_own(known: Path) -> None:
    paths = {head(known, page)[1]["og:image"].removeprefix(f"{URL}/") for page in PAGES}
    assert len(paths) == len(PAGES)
    for path in paths:
        assert imread(known / path).shape[:2] == (cards.HEIGHT, cards.WIDTH)


def test_map_lists_the_pages_and_robots_name_it(known: Path) -> None:
    names = [element.text for element in ElementTree.parse(known / "sitemap.xml").iter()]
    listed = [name for name in names if name and name.strip()]
    assert listed == [f"{URL}/chapter.html", f"{URL}/folder/deep/notes.html", f"{URL}/"]
    assert f"Sitemap: {URL}/sitemap.xml" in (known / "robots.txt").read_text().splitlines()


def test_map_and_search_are_whole_after_a_build_of_one_page(
    source: Path, known: Path, tmp_path: Path
) -> None:
    copy, out = tmp_path / "source", tmp_path / "html"
    shutil.copytree(source, copy)
    assert minisite.build(copy, out, URL).returncode == 0
    before = (out / "sitemap.xml").read_text()
    assert before == (known / "sitemap.xml").read_text()
    chapter = copy / "chapter.rst"
    chapter.write_text(chapter.read_text().replace("A learning rate.", "Another."))
    assert minisite.build(copy, out, URL).returncode == 0
    assert "Another." in (out / "chapter.html").read_text()
    assert (out / "sitemap.xml").read_text() == before
    index = (out / "searchindex.js").read_text()
    assert '"backwards pass": [[' in index and '"anoth": 0' in index


@pytest.mark.parametrize("page", PAGES)
def test_unknown_address_is_nowhere(unknown: Path, page: str) -> None:
    soup, meta = head(unknown, page)
    assert canonical(soup) == []
    assert not {"og:url", "og:image", "og:image:alt", "twitter:card"} & meta.keys()
    assert meta["og:title"]
    assert "example.org" not in soup.decode()


def test_unknown_address_leaves_no_map_and_no_cards(known: Path, unknown: Path) -> None:
    names = ("sitemap.xml", "robots.txt", f"{cards.FOLDER}/*.png")
    assert all(list(known.glob(name)) for name in names)
    assert not any(list(unknown.glob(name)) for name in names)


def test_titles_and_descriptions(unknown: Path) -> None:
    soup, meta = head(unknown, "chapter")
    assert soup.title.text == f"Weights & their slopes — {minisite.BOOK}"
    assert meta["og:title"] == "Weights & their slopes"
    assert meta["og:description"] == meta["description"] == 'One "quote" & 1 < 2.'
    assert head(unknown, "index")[0].title.text == minisite.BOOK
    assert head(unknown, "search")[0].title.text == f"Search — {minisite.BOOK}"
    assert "og:description" not in head(unknown, "folder/deep/notes")[1]
    for page in ("search", "genindex", "404"):
        assert head(unknown, page)[1]["description"]


def test_page_for_missing_ones_has_no_address(known: Path) -> None:
    soup, meta = head(known, "404")
    assert canonical(soup) == []
    assert "og:url" not in meta
    assert soup.html["data-content_root"] == "/book/"  # by which scripts find other files


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://example.org", "https://example.org/"),
        ("http://127.0.0.1:8000/a/b-c/", "http://127.0.0.1:8000/a/b-c/"),
        ("  https://example.org/~me/book//  ", None),
        ("", "absent"),
        ("  ", "absent"),
        ("example.org/book", None),
        ("//example.org", None),
        ("ftp://example.org", None),
        ("https://", None),
        ("https:///book", None),
        ("https://me@example.org", None),
        ("https://example.org/?q=1", None),
        ("https://example.org/#top", None),
        ('https://example.org/"onload=', None),
        ("https://example.org/a b", None),
        ("https://example.org:port/", None),
    ],
)
def test_addresses(monkeypatch: pytest.MonkeyPatch, given: str, wanted: str | None) -> None:
    monkeypatch.setenv("BOOK_URL", given)
    if wanted is None:
        with pytest.raises(ConfigError, match="BOOK_URL must be the address of the site"):
            address.site()
    else:
        assert address.site() == (None if wanted == "absent" else wanted)


def test_malformed_address_ends_the_build(source: Path, tmp_path: Path) -> None:
    built = minisite.build(source, tmp_path / "html", "example.org")
    assert built.returncode != 0
    assert "BOOK_URL must be the address of the site, like" in built.stderr
    assert "got example.org" in built.stderr


def test_card_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def draw(path: Path, *shown: str) -> None:
        drawn.append(shown)
        path.write_bytes(b"")

    monkeypatch.setattr(cards, "draw", draw)
    first = cards.card(tmp_path / "html", "a/b", "Book", "Title", "Old.")
    shutil.rmtree(tmp_path / "html")
    assert cards.card(tmp_path / "html", "a/b", "Book", "Title", "Old.") == first
    assert (tmp_path / "html" / first).is_file()
    assert drawn == [("Book", "Title", "Old.")]
    assert cards.card(tmp_path / "html", "a/b", "Book", "Title", "New.") != first
    assert drawn[1:] == [("Book", "Title", "New.")]


def test_card_keeps_its_margins(tmp_path: Path) -> None:
    title = "How long a title may be before it leaves no room for what it is about"
    cards.draw(tmp_path / "card.png", "Book", title, "A description without end. " * 40)
    image = imread(tmp_path / "card.png")[..., :3]
    text = np.any(image != image[0, 0], axis=-1)[:, : cards.MARGIN + cards.COLUMN + 20]
    rows, columns = np.nonzero(text)
    assert columns.min() > cards.MARGIN - 5 and columns.max() < cards.MARGIN + cards.COLUMN + 15
    assert rows.max() < cards.HEIGHT - cards.FOOT + 10
    assert rows.max() > cards.HEIGHT - 150, "the text is cut off where there is no more room"
