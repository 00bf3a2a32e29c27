"""Glossary and bibliography as targets of ordinary Markdown links.

A chapter is read in JupyterLab, Colab and VS Code too, where the roles ``{term}`` and
``{cite}`` would stand as raw text. So it says ``[logits](reference/glossary.md#term-logits)``
and ``[Saito (2016)](reference/bibliography.md#saito2016)``. MyST knows the anchors of
headings alone; here it learns those of terms and of sources, so that the build refuses a
link to one that is not there. Each source says below its entry what it is for and where it
is cited.
"""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

BIBLIOGRAPHY = "book/reference/bibliography"
LINKS = "nnbook_links"  # among what Sphinx keeps of a page
TITLE = re.compile(r"(?<=[“\"])[^”\"]+?(?=,?[”\"])")


def link_docstrings(app: Sphinx, doctree: nodes.document) -> None:
    """Link the titles in the References of docstrings to their entries."""
    sources = app.env.get_domain("cite").bibdata.data.entries  # type: ignore[attr-defined]
    titles = {_letters(source.fields["title"]): key for key, source in sources.items()}
    titles |= {  # a title may go without what follows its colon
        _letters(source.fields["title"].partition(":")[0]): key for key, source in sources.items()
    }
    for text in [t for ref in doctree.findall(nodes.citation) for t in ref.findall(nodes.Text)]:
        found = TITLE.search(text)
        if not found:
            continue
        words = found[0]
        link = pending_xref(
            "",
            nodes.inline("", words),
            refdomain="doc",
            reftype="myst",
            reftarget=BIBLIOGRAPHY,
            # MyST warns of an anchor that is not there.
            reftargetid=titles.get(_letters(words), words),
            refdoc=app.env.docname,
            refexplicit=True,
        )
        before, after = text[: found.start()], text[found.end() :]
        text.parent.replace(text, [nodes.Text(before), link, nodes.Text(after)])


def note_links(app: Sphinx, doctree: nodes.document) -> None:
    """Note which anchors of which pages a page links to, when it is read."""
    app.env.metadata[app.env.docname][LINKS] = {
        (node["reftarget"], node["reftargetid"])
        for node in doctree.findall(pending_xref)
        if node.get("refdomain") == "doc" and node.get("reftargetid")
    }


def offer_anchors(app: Sphinx, env: BuildEnvironment) -> set[str]:
    """Tell MyST of the anchors of terms and sources; return the pages to write anew."""
    terms = {
        (docname, anchor)
        for (kind, _), (docname, anchor) in env.get_domain("std").objects.items()  # type: ignore[attr-defined]
        if kind == "term"
    }
    sources = {
        (citation.bibliography_key.docname, citation.citation_id)
        for citation in env.get_domain("cite").citations  # type: ignore[attr-defined]
    }
    for docname, anchor in terms | sources:
        # line, id and text of the anchor; the text would be that of a link without one
        env.metadata[docname].setdefault("myst_slugs", {})[anchor] = (0, anchor, anchor)
    cited = {
        page: (env.titles[page].astext(), env.metadata[page][LINKS] & sources)
        for page in env.collect_relations()  # in the order of reading
    }
    if cited == getattr(env, "nnbook_cited", None):
        return set()
    env.nnbook_cited = cited  # type: ignore[attr-defined]
    return {docname for docname, _ in sources}


class SourceNotes(SphinxPostTransform):
    """Say below each source what it is for and which chapters cite it."""

    default_priority = 6  # after sphinxcontrib-bibtex has put the entries in, at 5

    def run(self, **kwargs: object) -> None:
        """Add the sentences to the bibliography on this page."""
        citations = {
            citation.citation_id: citation.entry
            for citation in self.env.get_domain("cite").citations  # type: ignore[attr-defined]
        }
        for item in self.document.findall(nodes.list_item):
            for anchor in item["ids"]:
                if anchor in citations:
                    item += self.note(anchor, citations[anchor].fields.get("annote", ""))

    def note(self, anchor: str, purpose: str) -> nodes.paragraph:
        """Return the sentence on a source's purpose and the links to where it is cited."""
        note = nodes.paragraph("", purpose, classes=["source-note"])
        here = self.env.docname
        before = " Cited in "
        for page, (title, cites) in self.env.nnbook_cited.items():  # type: ignore[attr-defined]
            if (here, anchor) in cites:
                note += nodes.Text(before)
                note += make_refnode(self.app.builder, here, page, "", nodes.Text(title))
                before = ", "
        if before == ", ":
            note += nodes.Text(".")
        return note


def setup(app: Sphinx) -> None:
    """Register the anchors and the notes."""
    app.connect("doctree-read", link_docstrings, priority=400)
    app.connect("doctree-read", note_links, priority=900)
    app.connect("env-updated", offer_anchors, priority=900)  # after the domains' own
    app.add_post_transform(SourceNotes)


def _letters(title: str) -> str:
    """A title in small letters and digits: how it is cut into lines plays no part."""
    return re.sub(r"[\W_]+", " ", title).strip().lower()
