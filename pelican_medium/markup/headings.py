"""Headings: the title is the only ``h1``, so the body's own copy of it goes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

_LEVELS = ("h1", "h2", "h3", "h4", "h5", "h6")

#: Links that Python-Markdown's toc, Sphinx and others put into a heading to point at it.
_PERMALINKS = {"headerlink", "permalink", "anchor-link", "header-anchor"}

#: What such a link shows.
_MARKS = " ¶#§🔗"


def drop_permalinks(soup: BeautifulSoup, context: Context) -> None:
    """Remove the marks that only point at where they stand; Sphinx has them behind terms too."""
    del context
    for link in find.classed(soup, _PERMALINKS, "a"):
        if _is_mark(link):
            link.decompose()


def drop_title(soup: BeautifulSoup, context: Context) -> None:
    """Remove the body's own copy of the title, and the links that point at a heading."""
    headings = [heading for heading in find.every(soup, *_LEVELS) if _is_one(heading)]
    for heading in headings:
        _drop_marks(heading)
    if headings and _is_title(headings[0], context):
        headings[0].decompose()


def _is_one(heading: Tag) -> bool:
    """Tell whether this is a heading; one around another heading is a box."""
    if find.holds(heading, _LEVELS):
        heading.name = "div"
        return False
    return True


def _drop_marks(heading: Tag) -> None:
    for link in heading.find_all("a"):
        if not link.decomposed and _is_mark(link) and str(link.get("href")).startswith("#"):
            link.decompose()


def _is_mark(link: Tag) -> bool:
    """Tell whether a link shows nothing but that it is one."""
    return re.fullmatch(f"[{_MARKS}\\s]*", link.get_text()) is not None and not link.find("img")


def _is_title(heading: Tag, context: Context) -> bool:
    text = _folded(heading.get_text())
    titles = {_folded(context.title), _folded(context.site_title)}
    if heading.name not in {"h1", "h2"} or not text or text not in titles:
        return False
    return not any(before.strip() for before in heading.find_all_previous(string=True))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
