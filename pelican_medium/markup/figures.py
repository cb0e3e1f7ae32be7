"""Figures: each picture on its own, with its caption, for Medium has no picture in a text.

A picture inside a list once failed the whole post (medium-wordpress-plugin#35).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup import find
from pelican_medium.markup.flow import Line, Piece, joined, pieces

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: What holds a line of text, and so no figure.
_TEXTS = ("p", "h1", "h2", "h3", "h4", "h5", "h6")

#: Docutils writes ``div.figure`` with ``p.caption`` and ``div.legend`` unless told to write HTML 5.
_CAPTIONS = {"caption", "legend"}


def settle(soup: BeautifulSoup, context: Context) -> None:
    """Put each picture into a figure of its own, and part the text around it there."""
    del context
    for box in [*find.every(soup, "figure"), *find.classed(soup, {"figure"}, "div")]:
        if box.parent is not None and box.find("img"):
            _settle_box(soup, box)
        elif box.name == "figure":
            _unbox(box)
    for image in soup.find_all("img"):
        if not image.find_parent("figure"):
            _wrap(soup, image)
    for text in find.every(soup, *_TEXTS):
        if text.find("figure"):
            _part(soup, text)


def _settle_box(soup: BeautifulSoup, box: Tag) -> None:
    """Write a figure anew: a gallery becomes several, the last one with the caption.

    What a caption cannot hold, such as the table of a legend, comes after it.
    """
    caption, others = _caption(box)
    settled = [_settled(soup, piece) for piece in pieces(box)]
    for element in settled:
        box.insert_before(element)
    figures = [element for element in settled if element.name == "figure"]
    if caption and not figures:  # its pictures are in a table or the like
        box.insert_before(joined(soup, "p", caption))
    elif caption:
        for title in figures[-1].find_all("figcaption"):
            title.decompose()
        figures[-1].append(joined(soup, "figcaption", caption))
    for other in others:
        box.insert_before(other)
    box.decompose()


def _unbox(box: Tag) -> None:
    """Leave the content of a figure of code, a quote or the like, its caption where it stands."""
    for caption in box.find_all("figcaption"):
        caption.name = "p"
    box.name = "div"


def _caption(box: Tag) -> tuple[list[Line], list[Tag]]:
    captions = find.every(box, "figcaption") or find.classed(box, _CAPTIONS)
    found = [piece for caption in captions for piece in pieces(caption.extract())]
    return (
        [piece for piece in found if isinstance(piece, Line)],
        [piece for piece in found if isinstance(piece, Tag)],
    )


def _settled(soup: BeautifulSoup, piece: Piece) -> Tag:
    if isinstance(piece, Line):
        return joined(soup, "p", [piece])
    return _figure(soup, piece) if piece.name in {"a", "img"} else piece


def _figure(soup: BeautifulSoup, picture: Tag) -> Tag:
    """Return a figure with a picture, or a link around one, and its title as caption."""
    figure = soup.new_tag("figure")
    image = picture if picture.name == "img" else picture.find("img")
    title = str(image.get("title") or "").strip() if image else ""
    figure.append(picture)
    if title and image and title != str(image.get("alt") or "").strip():
        caption: Sequence[Line] = [Line([NavigableString(title)])]
        figure.append(joined(soup, "figcaption", caption))
    return figure


def _wrap(soup: BeautifulSoup, image: Tag) -> None:
    """Put a picture into a figure, with the link that stands around it alone."""
    shells = list(itertools.takewhile(_is_shell, image.parents))
    place = soup.new_string("")
    (shells[-1] if shells else image).replace_with(place)
    place.replace_with(_figure(soup, image.find_parent("a") or image))


def _is_shell(element: Tag) -> bool:
    """Tell whether an element is a link or a span around nothing but a picture."""
    if element.name not in {"a", "span", "b", "strong", "em", "i"}:
        return False
    images = 0
    for node in element.descendants:  # up to what settles it: there may be 2,000 pictures in it
        images += isinstance(node, Tag) and node.name == "img"
        if images > 1 or (not isinstance(node, Tag) and node.get_text().strip()):
            return False
    return images == 1


def _part(soup: BeautifulSoup, text: Tag) -> None:
    for piece in pieces(text):
        text.insert_before(joined(soup, text.name, [piece]) if isinstance(piece, Line) else piece)
    text.decompose()
