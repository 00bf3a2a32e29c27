"""A section's letters are counted as a reader sees them."""

from __future__ import annotations

import re

from nnbook_site.heights import with_heights

PAGE = "<section><h1>All</h1>{}</section>"


def heights(inner: str) -> list[int]:
    return [
        int(one) for one in re.findall(r'"--nn-letters:(\d+)"', with_heights(PAGE.format(inner)))
    ]


def test_each_section_of_the_second_level_has_its_own() -> None:
    inner = '<section id="a">four</section><p>between</p><section>a &amp; b<br></section>'
    assert heights(inner) == [4, 9]


def test_what_is_within_a_section_counts_for_it() -> None:
    assert heights("<section>one<section>two<section>three</section></section></section>") == [11]


def test_what_does_not_show_does_not_count() -> None:
    folded = "<details><summary>Hint</summary>a<details>b</details>c</details>"
    script = '<script type="application/json">{"state": 1}</script>'
    assert heights(f"<section>12{folded}34{script}56</section>") == [6]


def test_nothing_else_changes() -> None:
    inner = '<section id="a"><p title="1 < 2">x</p></section><section class="b"></section>'
    changed = with_heights(PAGE.format(inner))
    assert re.sub(r' style="--nn-letters:\d+"', "", changed) == PAGE.format(inner)
    assert with_heights("no sections") == "no sections"
