"""Headings: the title is the only ``h1``, so the body's own become ``h2``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from pelican_medium.markup import Context


#: What Python-Markdown's toc extension and others put behind a heading to link to it.
_PERMALINKS = " ¶#§"


def demote(soup: BeautifulSoup, context: Context) -> None:
    """Remove the body's own copy of the title if it opens with one; turn other ``h1`` to ``h2``."""
    headings = soup.find_all("h1")
    if headings and _is_title(headings[0], context):
        headings.pop(0).decompose()
    for heading in headings:
        heading.name = "h2"


def _is_title(heading: Tag, context: Context) -> bool:
    text = _folded(heading.get_text()).rstrip(_PERMALINKS)
    if not text or text != _folded(context.title).rstrip(_PERMALINKS):
        return False
    return not any(before.strip() for before in heading.find_all_previous(string=True))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
