"""The forms that a sentence of a question or an exercise takes."""

from nnbook._shown import WIDTH, broken, marked, paragraph

LONG = "a well-kept " * 12


def test_marks_become_elements_and_all_else_stands_as_it_is_written():
    assert (
        marked('`a < b` & *h*, not 2 * 3 * 4: "it\'s"')
        == '<code translate="no">a &lt; b</code> &amp; <var>h</var>, not 2 * 3 * 4: "it\'s"'
    )


def test_lines_are_broken_between_words_alone():
    lines = broken(LONG).split("\n")
    assert [line.split(" ").count("well-kept") for line in lines] == [6, 6]
    assert max(map(len, lines)) <= WIDTH
    assert broken(LONG, "- ", "  ").split("\n")[1].startswith("  well-kept a")


def test_a_paragraph_has_code_marked_and_letters_bare():
    assert paragraph("*h* in `f(h)`") == "h in `f(h)`"
    assert paragraph(f"*h* {LONG}").split("\n")[1].startswith("well-kept")
