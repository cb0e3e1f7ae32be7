"""Captions that no element marks: "Figure 1: …", or italics in the picture's own paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from pelican_medium.markup import find
from pelican_medium.markup.flow import BLOCKS

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: What captions are called, and how their number ends: "Figure 1 shows" begins a sentence.
_NUMBERED = re.compile(
    r"\s*(?:(?:figure|fig|image|photo|picture|plate|chart|graph|screenshot|illustration|listing"
    r"|abbildung|abb|bild|foto|figura|imagen|imagem|ilustraci[oó]n|illustrazione|afbeelding|figuur"
    r"|schéma|рисунок|рис|фото|иллюстрация|ilustracja|rysunek|rys|zdjęcie)\.?"
    r"\s*\d[\d.]*\w?(?:\s*[:.)|–—-]|\s*$)|(?:図|图|圖|写真|照片)\s*\d+)",
    re.IGNORECASE,
)

#: What a line in italics in a paragraph of its own must say; the author may speak there as well.
_CREDIT = re.compile(
    r"©|\b(?:source|credits?|photos?|images?|pictures?|illustrations?|portraits?|licen[cs]e|copyright"
    r"|cc[ -]?by|courtesy|cr[ée]dits?|quelle|fotos?|foto|fuente|fonte|источник|фото|źródło)\b",
    re.IGNORECASE,
)

#: Classes of captions outside of any figure.
_CLASSES = {"caption", "figcaption", "figure-caption", "image-caption", "img-caption"}

#: Longer ones are text of the article.
_LONGEST = 400

_SET_OFF = {"em", "i", "small"}


def adopt(soup: BeautifulSoup, context: Context) -> None:
    """Put each caption that stands right under a picture into the picture's figure."""
    del context
    for figure in soup.find_all("figure"):
        if figure.find("img") and not figure.find("figcaption"):
            _adopt(soup, figure)


def _adopt(soup: BeautifulSoup, figure: Tag) -> None:
    beside = _beside(figure)
    below = _below(figure) if not beside else None
    if beside and (_is_caption(beside) or _is_set_off(beside)):
        _put(soup, figure, beside)
    elif below is not None and _is_caption_box(below):
        _put(soup, figure, list(below.contents))
        below.decompose()


def _put(soup: BeautifulSoup, figure: Tag, nodes: list[PageElement]) -> None:
    caption = soup.new_tag("figcaption")
    caption.extend(nodes)
    figure.append(caption)


def _beside(figure: Tag) -> list[PageElement]:
    """Return what stands behind a picture in its own paragraph."""
    if figure.parent is None or figure.parent.name != "p":
        return []
    nodes = list(figure.next_siblings)
    return nodes if any(node.get_text().strip() for node in nodes) else []


def _below(figure: Tag) -> Tag | None:
    """Return the block under a picture, out of the boxes that end with it."""
    place: Tag = figure
    while (after := find.right_after(place)) is None:
        around = place.parent
        if around is None or around.name not in _AROUND or _is_followed(place):
            return None
        place = around
    return after


_AROUND = {"a", "center", "div", "p", "section", "span"}


def _is_followed(place: Tag) -> bool:
    return any(node.get_text().strip() for node in place.next_siblings)


def _is_caption_box(box: Tag) -> bool:
    if box.name not in {"p", "div", "center"}:
        return False
    if find.has_class(box, _CLASSES) and not _holds_blocks(list(box.contents)):
        return bool(box.get_text().strip())
    nodes = list(box.contents)
    return _is_caption(nodes) or (_is_set_off(nodes) and _CREDIT.search(box.get_text()) is not None)


def _is_caption(nodes: list[PageElement]) -> bool:
    """Tell whether these nodes are a caption that says its number."""
    return _NUMBERED.match(_text(nodes)) is not None and _is_line(nodes)


def _is_line(nodes: list[PageElement]) -> bool:
    return len(_text(nodes)) <= _LONGEST and not _holds_blocks(nodes)


def _text(nodes: list[PageElement]) -> str:
    return "".join(node.get_text() for node in nodes)


def _holds_blocks(nodes: list[PageElement]) -> bool:
    tags = (node for node in nodes if isinstance(node, Tag))
    return any(tag.name in BLOCKS or find.holds(tag, BLOCKS) for tag in tags)


def _is_set_off(nodes: list[PageElement]) -> bool:
    """Tell whether these nodes are one line in italics or small print."""
    if not _is_line(nodes):
        return False
    shown = [node for node in nodes if node.get_text().strip()]
    return len(shown) == 1 and isinstance(shown[0], Tag) and shown[0].name in _SET_OFF
