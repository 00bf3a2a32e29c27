"""Words of code get an element of their own where one of the themes gives them a look."""

from __future__ import annotations

import io
from typing import ClassVar

from nnbook_site.spans import Sparing, plain
from pygments import lex
from pygments.lexers import PythonConsoleLexer
from pygments.style import Style
from pygments.token import Generic, Keyword, Name, Punctuation, Token


class Light(Style):  # type: ignore[misc]
    styles: ClassVar = {Token: "#111111", Keyword: "bold"}


class Dark(Style):  # type: ignore[misc]
    styles: ClassVar = {Token: "#eeeeee", Name.Builtin: "#ffff00"}


def test_a_look_in_one_style_is_enough() -> None:
    kinds = plain([Light, Dark])
    assert {Name, Punctuation} <= kinds
    assert not {Keyword, Name.Builtin, Generic.Prompt, Generic.Output} & kinds
    assert Keyword in plain([Dark])
    assert Name.Builtin in plain([Light])


def test_plain_words_are_written_as_they_are() -> None:
    formatter = Sparing(nowrap=True)
    formatter.plain = plain([Light, Dark])
    page = io.StringIO()
    formatter.format(lex(">>> if a[0] < len(b): pass\n1\n", PythonConsoleLexer()), page)
    assert page.getvalue() == (
        '<span class="gp">&gt;&gt;&gt; </span><span class="k">if</span> a[0] &lt; '
        '<span class="nb">len</span>(b): <span class="k">pass</span>\n'
        '<span class="go">1</span>\n'
    )
