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
    from pelican_medium.markup.context import Context

#: What other tools write instead of ``figure``, and what they call its caption: Docutils unless
#: told to write HTML 5, Org, WordPress and Blogger (whose articles pelican-import brings along).
_FIGURES = {"figure", "tr-caption-container", "wp-caption"}
_CAPTIONS = {"caption", "legend", "tr-caption", "wp-caption-text"}

#: Marks a caption made of a picture's title, which gives way to a real one.
_BY_TITLE = "made-of-title"

#: What a table that only places a caption under a picture is made of.
_TABLE = ("tbody", "td", "tr")


def enclose(soup: BeautifulSoup, context: Context) -> None:
    """Put each picture into a figure of its own; the text around it is parted in the end."""
    del context
    boxes = [*find.every(soup, "figure"), *find.classed(soup, _FIGURES, "div", "table")]
    for box in reversed(boxes):  # the inner ones first
        if box.find("img"):
            _rewrite_box(soup, box)
        elif box.name == "figure":
            _unbox(box)
    for image in soup.find_all("img"):
        if not image.find_parent("figure"):
            _wrap(soup, image)


def _rewrite_box(soup: BeautifulSoup, box: Tag) -> None:
    """Write a figure anew: a gallery becomes several, the last one with the caption.

    What a caption cannot hold, such as the table of a legend, comes after it.
    """
    for part in find.every(box, *_TABLE) if box.name == "table" else ():
        part.name = "div"
    caption, others = _caption(box)
    found = pieces(box)
    if caption or box.name == "div":  # Org has no other sign of a caption
        closing, found = _closing_lines(found)
        caption = [*closing, *caption]
    parts = [_part(soup, piece) for piece in found]
    for element in parts:
        box.insert_before(element)
    if caption:
        _put_caption(soup, parts, box, caption)
    for other in others:
        box.insert_before(other)
    box.decompose()


def _put_caption(
    soup: BeautifulSoup, parts: Sequence[Tag], box: Tag, caption: Sequence[Line]
) -> None:
    """Put a caption into the figure at the end, unless it has one; else behind what there is."""
    last = parts[-1] if parts else None
    if last is None or last.name != "figure" or _has_caption(last):
        box.insert_before(joined(soup, "p", caption))
        return
    for title in last.find_all("figcaption"):
        title.decompose()
    last.append(joined(soup, "figcaption", caption))


def _has_caption(figure: Tag) -> bool:
    """Tell whether a figure has a caption that is more than its picture's title."""
    caption = figure.find("figcaption")
    return caption is not None and not find.has_class(caption, {_BY_TITLE})


def _closing_lines(found: Sequence[Piece]) -> tuple[list[Line], list[Piece]]:
    """Part the lines at the end of a box from what stands before them."""
    blocks = [place for place, piece in enumerate(found) if isinstance(piece, Tag)]
    end = blocks[-1] + 1 if blocks else len(found)
    return [piece for piece in found[end:] if isinstance(piece, Line)], list(found[:end])


def _unbox(box: Tag) -> None:
    """Leave the content of a figure of code, a quote or the like, its caption where it stands."""
    for caption in box.find_all("figcaption"):
        caption.name = "p"
    box.name = "div"


def _caption(box: Tag) -> tuple[list[Line], list[Tag]]:
    """Take the caption out of a box: its lines, and its blocks. An inner figure keeps its own."""
    captions = find.every(box, "figcaption") or find.classed(box, _CAPTIONS)
    own = [caption for caption in captions if _belongs_to(caption, box)]
    found = [piece for caption in own for piece in pieces(caption.extract())]
    return (
        [piece for piece in found if isinstance(piece, Line)],
        [piece for piece in found if isinstance(piece, Tag)],
    )


def _belongs_to(caption: Tag, box: Tag) -> bool:
    inner = itertools.takewhile(lambda parent: parent is not box, caption.parents)
    return all(parent.name != "figure" for parent in inner)


def _part(soup: BeautifulSoup, piece: Piece) -> Tag:
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
        for made in figure.find_all("figcaption"):
            made["class"] = _BY_TITLE
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
