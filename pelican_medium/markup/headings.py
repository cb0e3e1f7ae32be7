"""Headings: the title is the only ``h1``, so the body's own copy of it goes, wherever it stands."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find
from pelican_medium.model.text import STROKE

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
    again = [
        heading
        for place, heading in enumerate(headings)
        if (place == 0 or heading.name == "h1") and _is_title(heading, context)
    ]
    for heading in again[:1]:
        heading.decompose()
    _drop_bold_title(soup, context)


def _drop_bold_title(soup: BeautifulSoup, context: Context) -> None:
    """Remove a first paragraph that says nothing but the title in bold, where more follows."""
    first = next((tag for tag in find.every(soup, "p", *_LEVELS) if tag.get_text().strip()), None)
    if first is None or first.name != "p" or not _is_title(first, context):
        return
    inside = [node for node in first.contents if isinstance(node, Tag) or str(node).strip()]
    is_bold = len(inside) == 1 and isinstance(inside[0], Tag) and inside[0].name in {"b", "strong"}
    before = any(text.strip() for text in first.find_all_previous(string=True))
    if is_bold and not before and find.right_after(first) is not None:
        first.decompose()


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
    return bool(text) and text in {_folded(context.title), _folded(context.site_title)}


#: What the same title may be written with in one place and without in another.
_UNSAID = str.maketrans("\u2018\u2019\u201a`“”„«»", "''''" + 5 * '"')


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text.translate(_UNSAID)).replace(STROKE, "")
    return " ".join(text.split()).casefold().rstrip(" .:!…")
