"""The policy of a page: put in once, however often, and by what the page holds."""

from __future__ import annotations

import pytest
from nnbook_site.policy import digest, policy_of, with_policy

PAGE = '<html lang="en"><head><meta charset="utf-8"></head><body>{}</body></html>'


def lines(body: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in policy_of(PAGE.format(body)).split("; "))


def test_it_is_put_in_once() -> None:
    page = PAGE.format("<p>One.</p><script>one()</script>")
    once = with_policy(page)
    assert with_policy(once) == once
    changed = with_policy(once.replace("one()", "two()"))
    assert digest("two()") in changed and digest("one()") not in changed
    assert once.index("charset") < once.index("Content-Security-Policy") < once.index("<p>")


def test_a_page_without_a_place_for_it_is_refused() -> None:
    with pytest.raises(ValueError, match="charset"):
        with_policy("<html><head></head></html>")


def test_a_digest_is_the_one_of_the_standard() -> None:
    """The example of CSP 3, section 8.3."""
    assert digest("alert('Hello, world.');") == (
        "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    )


def test_scripts_are_allowed_by_what_they_are() -> None:
    allowed = lines(
        '<script src="a.js"></script><script type="application/json">{}</script>'
        "<script>run()</script>"
    )["script-src"]
    assert digest("run()") in allowed
    assert digest("{}") not in allowed and "unsafe" not in allowed


def test_exceptions_stand_where_they_are_needed() -> None:
    plain = lines("<p>Text.</p>")
    assert "worker-src" not in plain and "wasm" not in plain["script-src"]
    assert lines('<button data-act="begin">')["worker-src"] == "blob:"
    assert "'wasm-unsafe-eval'" in lines('<button data-act="begin">')["script-src"]
    training = lines('<script src="_static/nnbook-live_training-01234567.js"></script>')
    assert training["worker-src"] == "blob:" and "wasm" not in training["script-src"]
