"""Every picture of the book has alt text that says what it shows, and no two say the same."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from bs4 import BeautifulSoup, Tag

from tests.browser.soup import built_pages, parsed

# A hash or a file's name, or nothing but such words.
NO_WORDS = re.compile(r"[0-9a-f]{12,}|\S+\.(png|jpe?g|svg|gif|webp)", re.IGNORECASE)
FEWEST = 30  # letters: "A plot of the loss" says less than a caption


def wrong_alone(image: Tag) -> str | None:
    """What is wrong with the alt text of one picture."""
    alt = image.get("alt")
    if alt is None:
        return "no alt text"
    alt = str(alt).strip()
    if not alt:
        return "empty alt text"
    if any(NO_WORDS.fullmatch(word) for word in alt.split()):
        return f"a file's name or a hash: {alt}"
    if len(alt) < FEWEST:
        return f"too short to say what is seen: {alt}"
    return None


def faults(pages: Iterable[tuple[str, BeautifulSoup]]) -> list[str]:
    """What is wrong with the pictures of the pages."""
    found, places = [], defaultdict(set)
    for path, soup in pages:
        for image in soup.find_all("img"):
            if fault := wrong_alone(image):
                found.append(f"{path}: {image.get('src')}: {fault}")
            else:
                places[image["alt"].strip()].add((path, image.get("src")))
    found += [
        f"{sorted(where)}: the same alt text: {alt}"
        for alt, where in places.items()
        if len({src.rsplit("/", 1)[-1] for _, src in where}) > 1
    ]
    return found


def test_pictures_are_described() -> None:
    pages = [(path, parsed(path)) for path in built_pages()]
    assert sum(len(soup.find_all("img")) for _, soup in pages) >= 35
    assert faults(pages) == []


def test_faults_are_seen() -> None:
    good = "The loss along one weight, with the tangent at 0.3."
    page = f"""
        <img src="1.png"><img src="2.png" alt=" "><img src="3.png" alt="A plot">
        <img src="4.png" alt="_images/the_loss_along_one_weight.png">
        <img src="5.png" alt="8d98e07ed305a245080856cf32a55f64602598dd7f72113a8024ca0cee16c254f0">
        <img src="6.png" alt="{good}"><img src="7.png" alt="{good}"><img src="6.png" alt="{good}">
        <img src="8.png" alt="{good} And the gradient.">
    """
    found = faults([("page.html", BeautifulSoup(page, "html.parser"))])
    assert [re.search(r"(\d)\.png", fault)[1] for fault in found] == ["1", "2", "3", "4", "5", "6"]
    assert "7.png" in found[-1]
