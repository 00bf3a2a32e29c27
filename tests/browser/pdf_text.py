"""Compare the text of a PDF with that of a page."""

from unicodedata import normalize

APOSTROPHE, CLOSING_QUOTE = "\N{MODIFIER LETTER APOSTROPHE}", "\N{RIGHT SINGLE QUOTATION MARK}"


def squeezed(text: str) -> str:
    """`text` without what is a PDF's own affair: white space, ligatures, kinds of apostrophes."""
    return "".join(normalize("NFKC", text).replace(APOSTROPHE, CLOSING_QUOTE).split())
