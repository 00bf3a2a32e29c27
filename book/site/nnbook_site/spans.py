"""Words of code that look like the code around them stand in it without an element of their own.

Pygments puts each word into a span, and gives most of them a class for which both themes have no
colour but that of plain code: names, commas, brackets. They were a fifth to two fifths of all
elements of a chapter, which a browser styles and lays out for nothing. They have the colour of
the text now.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.styles import get_style_by_name  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES, Generic, Text, Token  # type: ignore[import-untyped]
from sphinx.application import Sphinx


class Sparing(HtmlFormatter):  # type: ignore[misc]
    """A formatter that gives no span to words of the kinds in `plain`."""

    plain: frozenset[Any] = frozenset()

    def format(self, tokensource: Iterable[tuple[Any, str]], outfile: Any) -> None:
        """Write code; what is of the kind `Text` stands in it as it is."""
        spared = ((Text if kind in self.plain else kind, text) for kind, text in tokensource)
        super().format(spared, outfile)


def plain(styles: Iterable[Any]) -> frozenset[Any]:
    """Return the kinds of words that look like the code around them in every style.

    The prompts and the outputs of a session stay: by their spans they are left out of what is
    copied.
    """
    kinds = {kind for kind in STANDARD_TYPES if kind not in Generic}
    for style in styles:
        around = [style.style_for_token(kind) for kind in (Token, Text)]
        kinds = {kind for kind in kinds if style.style_for_token(kind) in around}
    return frozenset(kinds)


def begin(app: Sphinx) -> None:
    """Use it wherever pages show code, with the styles of the theme."""
    builder: Any = app.builder
    if builder.format != "html":
        return
    options = builder.theme.get_options(app.config.html_theme_options)
    names = (options["pygments_light_style"], options["pygments_dark_style"])
    kinds = plain(map(get_style_by_name, names))
    builder.highlighter.formatter = type("Formatter", (Sparing,), {"plain": kinds})


def setup(app: Sphinx) -> None:
    """Do so before anything is written."""
    app.connect("builder-inited", begin)
