"""Tables of contents: links into the page, which lead nowhere on Medium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find
from pelican_medium.model import Note

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: Python-Markdown's box, Docutils', and Pandoc's.
_CLASSES = {"toc", "contents", "table-of-contents"}


def drop(soup: BeautifulSoup, context: Context) -> None:
    """Remove each table of contents; Nikola does so too (getnikola/plugins#333)."""
    for box in find.classed(soup, _CLASSES, "details", "div", "nav", "ul"):
        if box.parent is not None and _leads_into_the_page(box):
            context.notes.append(Note("table of contents left out"))
            box.decompose()


def _leads_into_the_page(box: Tag) -> bool:
    """Tell whether its links are in-page ones: a theme may call other boxes "contents"."""
    links = box.find_all("a", href=True)
    return bool(links) and all(str(link["href"]).startswith("#") for link in links)
