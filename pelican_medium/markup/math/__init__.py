"""Mathematics: Medium shows none, so a formula becomes Unicode, or else its TeX as code.

Where the page's own renderer (MathJax, KaTeX) would find one: what Pelican's render-math and
pelican-jsmath, python-markdown-math, pymdownx.arithmatex, Docutils and Pandoc write, MathML, and
TeX left raw in the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup.math import marked, raw, references
from pelican_medium.markup.math.page import Page
from pelican_medium.model import Note
from pelican_medium.model.text import cut

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: How much of a formula a note shows.
_LONG = 80


def convert(soup: BeautifulSoup, context: Context) -> None:
    """Turn each formula into text or code, before scripts are dropped: some are formulas."""
    elements, texts = _look(soup)
    wanted = {label for text in texts for label in references.labels_in(str(text))}
    page = Page(soup, context.drawn, counting=bool(wanted))
    is_marked = marked.convert(page, elements)
    raw.convert(page, [text for text in texts if not text.decomposed], marked=is_marked)
    if wanted or page.refers:
        references.resolve(raw.texts_in(soup), page.numbers)
    context.formulas += page.drawings
    if page.sources:
        example = cut(" ".join(page.sources[0].split()), _LONG)
        context.notes.append(Note("formulas shown as TeX source", len(page.sources), example))


def _look(soup: BeautifulSoup) -> tuple[list[Tag], list[NavigableString]]:
    """Return, of one walk, the elements that mark a formula and the texts that may hold one."""
    elements: list[Tag] = []
    texts: list[NavigableString] = []
    for node in soup.descendants:
        if isinstance(node, Tag):
            if marked.marks(node):
                elements.append(node)
        elif raw.is_text(node) and ("$" in str(node) or "\\" in str(node)):
            texts.append(node)
    return elements, texts
