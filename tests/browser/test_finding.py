"""Readers find the pages: by a search, at old addresses, and from where there is no page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from nnbook_site.search import words
from playwright.sync_api import Browser, BrowserContext, Page
from sphinx.search.en import SearchEnglish

from tests import minisite
from tests.browser.soup import HTML, pages, parsed
from tests.browser.visits import Window, wait_for, watch

BOOK = "Gradient Descent in a Neural Network"


class _Host(SimpleHTTPRequestHandler):
    """A server that shows ``404.html`` where it has no page, as GitHub's does."""

    page: Path

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = self.page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def hosted(folder: Path, page: Path) -> Iterator[str]:
    """Serve a folder, with `page` where there is none; yields the address, without a slash."""
    handler = type("Handler", (_Host,), {"page": page})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def check_missing_page(context: BrowserContext, site: str, path: str, chapter: str) -> None:
    """The page for missing ones looks like the book's, and leads into it."""
    page = context.new_page()
    complaints = watch(page, site)
    response = page.goto(f"{site}/{path}", wait_until="networkidle")
    assert response.status == 404
    assert page.locator("article h1").inner_text() == "No page here"
    # Its own absence, which Chromium notes in the console too, is all that is amiss.
    absence = "Failed to load resource: the server responded with a status of 404 (Not Found)"
    assert sorted(complaints) == [f"404 {site}/{path}", absence]
    sidebar = page.locator(".bd-sidebar-primary")
    assert sidebar.evaluate("(bar) => getComputedStyle(bar).display") == "flex", "no style sheet"
    page.locator("article").get_by_role("link", name=chapter).click()
    assert page.title().startswith(f"{chapter} — ")
    page.go_back()
    field = page.locator("article input[type=search]")
    field.fill("learning rate")
    field.press("Enter")
    results(page)
    page.close()


def results(page: Page) -> list[tuple[str, str]]:
    """What the search page found: titles and quotes, once all quotes have come."""
    page.locator(".search-summary", has_text="found").wait_for()
    page.wait_for_load_state("networkidle")
    found = page.locator("#search-results ul.search > li")
    return [
        (
            item.locator("a").first.inner_text(),
            " ".join(item.locator("p.context").all_inner_texts()),
        )
        for item in found.all()
    ]


@pytest.mark.parametrize("path", ["none.html", "book/reference/deep/none.html"])
def test_missing_page_at_any_depth(context: BrowserContext, path: str) -> None:
    with hosted(HTML, HTML / "404.html") as site:
        check_missing_page(context, site, path, "Six weights")


def test_missing_page_below_a_sub_path(context: BrowserContext, tmp_path: Path) -> None:
    minisite.write(tmp_path / "source")
    out = tmp_path / "root" / "some" / "book"
    built = minisite.build(tmp_path / "source", out, "https://example.org/some/book")
    assert built.returncode == 0, built.stderr
    with hosted(tmp_path / "root", out / "404.html") as site:
        for path in ("none.html", "folder/deep/none.html"):
            check_missing_page(context, f"{site}/some/book", path, "Notes")


def test_page_that_moved_leads_to_where_it_is(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/book/index.html?a=1#how-to-read-it")
    page.wait_for_url(f"{site}/index.html?a=1#how-to-read-it")


def test_page_that_moved_leads_there_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/book/index.html")
    page.wait_for_url(f"{site}/index.html")
    context.close()


def test_search_from_a_chapter_asks_nobody_else(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    complaints = watch(page, site)
    context.route(lambda url: not url.startswith(site), lambda route: route.abort())
    page.goto(f"{site}/book/what_next.html", wait_until="networkidle")
    page.keyboard.press("Control+k")
    field = page.locator("dialog input[type=search]")
    field.wait_for(state="visible")
    page.keyboard.type("softmax")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=softmax*")
    assert "Softmax: from scores to probabilities" in [title for title, _ in results(page)]
    assert complaints == []


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("softmax", "Softmax: from scores to probabilities"),
        ("learning rate", "Gradient descent"),
        ("central difference", "The numerical gradient: slopes of a function you can only run"),
        ("one-hot", "Cross-entropy: what a wrong answer costs"),
        ("W2 dead column", "79,510 slopes: one for each parameter"),
        ("SimpleNet", "Six weights"),
        ("79,510", "79,510 slopes: one for each parameter"),
        ("79510", "79,510 slopes: one for each parameter"),
        ("784", "Two layers: a network with a hidden layer"),
        ("0.7525", "Six weights"),
        ("-0.8215", "Backpropagation: all slopes from one pass back"),
    ],
)
def test_search_finds(context: BrowserContext, site: str, query: str, title: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/search.html?q={query}")
    found = results(page)
    assert title in [name for name, _ in found[:3]]
    quotes = " ".join(quote for _, quote in found)
    assert len(quotes) > 100
    assert not {"\\", "¶", "  "} & set(quotes)


HOSTILE = [
    "constructor",
    "__proto__",
    "toString",
    "hasOwnProperty",
    "valueOf constructor",
    "   ",
    "x" * 20_000,
    "(.*)+ [a-z]{2} \\\\d $^ |",
    "<img src=none onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "\u2212 , . - 0,,1 {,}",
    "98765432198",
]


def test_search_takes_any_words(context: BrowserContext, site: str) -> None:
    """It finds pages or says that there are none; nothing throws, nothing runs."""
    page = context.new_page()
    complaints = watch(page, site)
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(f"{site}/search.html?q=", wait_until="networkidle")
    assert page.locator("#search-results").inner_text() == ""
    told = {}
    for query in HOSTILE:
        page.goto(f"{site}/search.html", wait_until="load")
        page.evaluate("(query) => Search.performSearch(query)", query)
        summary = page.locator(".search-summary", has_text=re.compile("found|did not match"))
        told[query] = summary.inner_text()
    assert complaints == []
    for nowhere in ("__proto__", "x" * 20_000, "   ", "98765432198"):
        assert "did not match" in told[nowhere]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("79,510 slopes", ["79510", "slopes"]),
        ("159{,}010", ["159010"]),
        ("0.0001, and -0.8215.", ["0.0001", "and", "0.8215"]),
        ("784-100-10", ["784", "100", "10"]),
        ("(2,3) 1,2", ["2", "3", "1", "2"]),
        ("1e-7 W1 2d x_1 1,234,567.5", ["1e-7", "W1", "2d", "x_1", "1234567.5"]),
        ("3.14.", ["3.14"]),
        ("1,2345", ["1", "2345"]),
    ],
)
def test_words_are_cut_alike_for_the_index_and_for_a_query(
    site: str, at_laptop: Window, text: str, expected: list[str]
) -> None:
    assert words(SearchEnglish({}), text) == expected
    assert at_laptop("search.html").page.evaluate("(text) => splitQuery(text)", text) == expected


def test_search_quotes_a_glossary_entry_with_its_meaning(
    context: BrowserContext, site: str
) -> None:
    page = context.new_page()
    page.goto(f"{site}/search.html?q=learning rate")
    quotes = [quote for title, quote in results(page) if title == "Glossary"]
    assert any(quote.startswith("learning rate The number") for quote in quotes), quotes


def test_a_hit_in_a_folded_solution_is_unfolded(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    page.goto(f"{site}/book/softmax.html")
    folded = page.locator("details.solution").first
    words = (folded.locator("p").first.text_content() or "").split()
    word = max(words, key=len).strip(".,:;()")
    assert not folded.evaluate("(box) => box.open") and len(word) > 5
    page.goto(f"{site}/search.html?q={word}")
    results(page)
    page.locator("#search-results a[href^='book/softmax.html']").first.click()
    page.wait_for_url("**/book/softmax.html*")
    marked = page.locator("details.solution .highlighted").first
    marked.wait_for()
    assert marked.is_visible()
    # and a link into one that is closed again, the second time without a change of address
    for _ in range(2):
        page.evaluate("""() => {
          const box = document.querySelector("details.solution");
          box.open = false;
          box.querySelector("p").id = "within";
          const link = Object.assign(document.createElement("a"), { href: "#within" });
          document.body.append(link);
          link.click();
        }""")
        wait_for(page, "document.querySelector('details.solution').open")
        assert page.locator("#within").is_visible()


def test_search_works_from_a_folder(context: BrowserContext) -> None:
    """Without a server there are no quotes: Chromium lets a file read no other."""
    page = context.new_page()
    page.goto(f"{HTML.as_uri()}/search.html?q=softmax")
    assert "Softmax: from scores to probabilities" in [title for title, _ in results(page)]


def heads() -> dict[str, BeautifulSoup]:
    return {path: parsed(path) for path in pages()}


def test_every_page_has_a_title_of_its_own() -> None:
    titles = {page: soup.title.text for page, soup in heads().items()}
    assert titles.pop("index.html") == BOOK
    assert len(set(titles.values())) == len(titles)
    assert [title for title in titles.values() if not title.endswith(f" — {BOOK}")] == []


def test_every_page_has_a_description_of_its_own() -> None:
    described: dict[str, list[str]] = {}
    for page, soup in heads().items():
        tags = soup.find_all("meta", attrs={"name": "description"})
        assert len(tags) == 1, page
        described.setdefault(tags[0]["content"], []).append(page)
    assert [names for names in described.values() if len(names) > 1] == []
    assert [text for text in described if not 25 <= len(text) <= 200] == []


def test_every_page_says_its_language_and_its_colors() -> None:
    for page, soup in heads().items():
        assert soup.html["lang"] == "en", page
        colors = soup.find_all("meta", attrs={"name": "theme-color"})
        assert [tag["media"] for tag in colors] == [
            "(prefers-color-scheme: light)",
            "(prefers-color-scheme: dark)",
        ], page


SHOWN = """() => {
  const here = [...document.querySelectorAll(".bd-docs-nav .active > a")].pop();
  const { top, bottom } = here.getBoundingClientRect();
  return 0 <= top && bottom <= innerHeight;
}"""
MARKED = """(want) => {
  const marked = [...document.querySelectorAll("#pst-page-toc-nav a.active")];
  return marked.map((one) => one.textContent.trim()).join() === want;
}"""


def test_the_side_bars_show_where_one_is(context: BrowserContext, site: str) -> None:
    """The list of pages is brought to this page; the contents follow what is in sight."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{site}/book/training.html")
    wait_for(page, SHOWN)
    for heading in page.locator("article section section > h2").all()[2:4]:
        heading.evaluate("(one) => one.scrollIntoView()")
        wait_for(page, MARKED, heading.inner_text().removesuffix("#").strip())
    page.close()
