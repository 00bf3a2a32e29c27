"""The forms that a sentence of a question or an exercise takes."""

from nnbook._shown import WIDTH, Shown, broken, marked, paragraph

LONG = "a well-kept " * 12


def test_marks_become_elements_and_all_else_stands_as_it_is_written():
    assert (
        marked('`a < b` & *h*, not 2 * 3 * 4: "it\'s"')
        == '<code translate="no">a &lt; b</code> &amp; <var>h</var>, not 2 * 3 * 4: "it\'s"'
    )


def test_lines_are_broken_between_words_alone():
    lines = broken(LONG).split("\n")
    assert broken("a") == "a"
    assert [line.split(" ").count("well-kept") for line in lines] == [6, 6]
    assert max(map(len, lines)) <= WIDTH
    assert broken(LONG, "- ", "  ").split("\n")[1].startswith("  well-kept a")


def test_a_paragraph_has_code_marked_and_letters_bare():
    assert paragraph("*h* in `f(h)`") == "h in `f(h)`"
    assert paragraph(f"*h* {LONG}").split("\n")[1].startswith("well-kept")


def test_a_line_has_eighty_characters_at_most():
    assert max(map(len, broken("a " * 60).split("\n"))) == 79
    assert max(map(len, broken("ab " * 60 + "a" * 80).split("\n"))) == 80


class View:
    def _repr_mimebundle_(self, **asked):
        return {"text/plain": "View()", "view": asked}, {"width": 1}


def test_a_card_is_its_view_but_for_text_and_html():
    bundle = Shown("a", "<p>a</p>", View)._repr_mimebundle_(include={"view"})
    told = {"text/plain": "a", "text/html": "<p>a</p>"}
    assert bundle == (told | {"view": {"include": {"view"}}}, {"width": 1})

    def without_anywidget():
        raise ImportError

    assert Shown("a", "<p>a</p>", without_anywidget)._repr_mimebundle_() == (told, {})
