"""Quotes and admonitions: one paragraph each, for Medium's quotes hold nothing nested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find, lists, numbering
from pelican_medium.markup.flow import Line, Piece, joined, pieces

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: The admonitions of Docutils and Python-Markdown; each is also a class of its own.
_LABELS = {
    *("attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"),
}
KINDS = {*_LABELS, "admonition", "admonitionblock"}

#: How they and Asciidoctor's call the label.
_TITLES = {"admonition-title", "title"}


def flatten(soup: BeautifulSoup, context: Context) -> None:
    """Turn admonitions into quotes, and each quote into lines of one paragraph."""
    del context
    for box in find.classed(soup, KINDS, "aside", "div"):
        _to_quote(soup, box)
    for quote in reversed(soup.find_all("blockquote")):  # the inner ones first
        _flatten(soup, quote)


def _to_quote(soup: BeautifulSoup, box: Tag) -> None:
    """Open with the label in bold: "**Note:** …". Where the style alone says it, words do."""
    title = next(iter(find.classed(box, _TITLES)), None)
    classes = box.get_attribute_list("class")
    kind = next((name for name in classes if name in _LABELS), None)
    # Python-Markdown writes an admonition without a title where its author wants none.
    if title is None and kind and "admonition" not in classes:
        title = soup.new_tag("p")
        title.append(kind.capitalize())
        box.insert(0, title)
    if title is not None:
        _embolden(soup, title)
    box.name = "blockquote"


def _embolden(soup: BeautifulSoup, title: Tag) -> None:
    label = soup.new_tag("strong")
    label.extend(list(title.contents))
    if not label.get_text().rstrip().endswith((":", ".", "!", "?")):
        label.append(":")
    after = [node for node in title.next_siblings if isinstance(node, Tag) or str(node).strip()]
    following = after[0] if after and isinstance(after[0], Tag) and after[0].name == "p" else None
    title.name = "p"
    title.append(label)
    if following is not None:
        title.append(" ")
        title.extend(list(following.contents))
        following.decompose()


def _flatten(soup: BeautifulSoup, quote: Tag) -> None:
    """Join the lines of a quote by line breaks; what stands on its own parts it in two."""
    lines: list[Line] = []
    for piece in _with_lists_as_lines(soup, pieces(quote)):
        if isinstance(piece, Line):
            lines.append(piece)
            continue
        _put(soup, quote, lines)
        lines = []
        quote.insert_before(piece)
    _put(soup, quote, lines)
    quote.decompose()


def _put(soup: BeautifulSoup, quote: Tag, lines: list[Line]) -> None:
    if lines:
        quote.insert_before(joined(soup, "blockquote", lines))


def _with_lists_as_lines(soup: BeautifulSoup, found: Sequence[Piece]) -> list[Piece]:
    lines: list[Piece] = []
    for piece in found:
        if isinstance(piece, Tag) and piece.name in {"ol", "ul"}:
            lines += _list_lines(soup, piece)
        else:
            lines.append(piece)
    return lines


def _list_lines(soup: BeautifulSoup, list_: Tag) -> list[Piece]:
    found: list[Piece] = []
    items = lists.items_of(soup, list_)
    for label, item in zip(numbering.labels(list_, items), items, strict=True):
        mark = f"{label}. " if list_.name == "ol" else "• "
        inside = _with_lists_as_lines(soup, pieces(item))
        if inside and isinstance(inside[0], Line):
            inside[0] = inside[0].after(mark)
        found += inside
    return found
