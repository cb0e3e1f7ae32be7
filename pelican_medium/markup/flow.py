"""A box of HTML as what Medium has: lines of text, and blocks that stand on their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

#: What cannot stand in a line of text.
STANDING = {
    *("audio", "blockquote", "canvas", "dl", "figure", "form", "hr", "iframe", "img", "object"),
    *("ol", "picture", "pre", "svg", "table", "ul", "video"),
}

#: What begins a new line, as browsers show it (HTML, "Rendering": flow content). Elements nobody
#: knows do not.
BOXES = {
    *("address", "article", "aside", "body", "caption", "center", "col", "colgroup", "dd"),
    *("details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li"),
    *("listing", "main", "menu", "nav", "ol", "optgroup", "option", "p", "plaintext", "pre"),
    *("search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    *("blockquote", "xmp"),
}


#: What ends the line it stands in.
BLOCKS = BOXES | STANDING


@dataclass(slots=True)
class Line:
    """What stands in one line, or one paragraph, of a box."""

    nodes: list[PageElement]

    @property
    def text(self) -> str:
        """The text of it, blanks as they are."""
        return "".join(node.get_text() for node in self.nodes)

    def after(self, mark: str) -> Line:
        """Return the line with a mark before it, such as "1. "."""
        return Line([NavigableString(mark), *self.nodes])


Piece = Line | Tag


def pieces(box: Tag) -> list[Piece]:
    """Return the lines and blocks of a box in order, taken out of it."""
    found: list[Piece] = []
    line: list[PageElement] = []
    for piece in _walk(box):
        if isinstance(piece, Tag) and (piece.name == _END or _stands_alone(piece)):
            _end(line, found)
            line = []
            if piece.name != _END:
                found.append(piece)
        else:
            line.append(piece)
    _end(line, found)
    return found


_END = "end-of-line"


def _walk(box: Tag) -> Iterator[PageElement]:
    for node in list(box.contents):
        if isinstance(node, Tag) and node.name in BOXES and node.name not in STANDING:
            yield Tag(name=_END)
            yield from _walk(node)
            yield Tag(name=_END)
        elif isinstance(node, Tag) and not _stands_alone(node) and _holds_blocks(node):
            yield from _around(node)
        else:
            yield node.extract()


def _holds_blocks(inline: Tag) -> bool:
    return any(isinstance(node, Tag) and node.name in BLOCKS for node in inline.descendants)


def _stands_alone(tag: Tag) -> bool:
    """Tell whether this is a block, or a link around nothing but a picture."""
    linked_picture = tag.name == "a" and not tag.get_text().strip() and tag.find("img")
    return tag.name in STANDING or bool(linked_picture)


def _around(inline: Tag) -> Iterator[PageElement]:
    """Lift blocks out of an inline element: ``<b>a<pre>…</pre>c</b>``."""
    for node in list(_walk(inline)):
        if isinstance(node, Tag) and (node.name == _END or _stands_alone(node)):
            yield node
        else:
            shell = Tag(name=inline.name, attrs=dict(inline.attrs))
            shell.append(node)
            yield shell


def _end(line: list[PageElement], found: list[Piece]) -> None:
    if any(node.get_text().strip() or _is_input(node) for node in line):
        found.append(Line(_stripped(line)))


def _is_input(node: PageElement) -> bool:
    return isinstance(node, Tag) and node.name == "input"


def _stripped(line: list[PageElement]) -> list[PageElement]:
    """Drop blanks and line breaks from the ends of a line."""
    kept = list(line)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while kept and _is_blank(kept[end]):
            kept.pop(end)
        if kept and isinstance(kept[end], NavigableString):
            kept[end] = NavigableString(strip(str(kept[end])))
    return kept


def _is_blank(node: PageElement) -> bool:
    if isinstance(node, Tag):
        return node.name in {"br", "wbr"}
    return not str(node).strip()


def joined(soup: BeautifulSoup, name: str, lines: Iterable[Line]) -> Tag:
    """Return one element that holds several lines, a line break between them."""
    element = soup.new_tag(name)
    for number, line in enumerate(lines):
        if number:
            element.append(soup.new_tag("br"))
        element.extend(line.nodes)
    return element
