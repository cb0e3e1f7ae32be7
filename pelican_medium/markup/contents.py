"""Tables of contents: links into the page, which lead nowhere on Medium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup import find
from pelican_medium.markup.links import leads_into_the_page
from pelican_medium.model import Note

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: Python-Markdown's box, Docutils', Pandoc's, Kramdown's, Org's; each says so by class or by id.
_NAMES = {"toc", "contents", "table-of-contents", "markdown-toc", "text-table-of-contents"}


def drop(soup: BeautifulSoup, context: Context) -> None:
    """Remove each table of contents; Nikola does so too (getnikola/plugins#333)."""
    for box in find.every(soup, "aside", "details", "div", "nav", "ol", "section", "ul"):
        if not box.decomposed and _is_called_so(box) and _is_one(box, context):
            context.notes.append(Note("table of contents left out"))
            box.decompose()


def _is_called_so(box: Tag) -> bool:
    by_id = str(box.get("id") or "").lower() in _NAMES
    return by_id or find.has_class(box, _NAMES) or box.get("role") == "doc-toc"


def _is_one(box: Tag, context: Context) -> bool:
    """Tell whether it is nothing but links into the page: a theme may call other boxes so."""
    links = box.find_all("a", href=True)
    if not all(leads_into_the_page(str(link["href"]) or "#", context) for link in links):
        return False
    return bool(links) and all(_is_beside(text, links[0]) for text in box.find_all(string=True))


def _is_beside(text: NavigableString, first: Tag) -> bool:
    """Tell whether a text is in a link, is a number or a bullet, or is the heading above them."""
    if text.find_parent("a") is not None or not any(letter.isalpha() for letter in text):
        return True
    around = text.parent
    return around is not None and around.find("a") is None and _comes_before(around, first)


def _comes_before(heading: Tag, first: Tag) -> bool:
    return any(node is first for node in heading.next_elements)
