"""Tables, which Medium does not have: aligned text in a code block, or a list.

Sent as they are, their cells become loose paragraphs (markdown-to-medium#15).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup import find
from pelican_medium.markup.links import absolute, leads_into_the_page
from pelican_medium.markup.tables import items, signs, text
from pelican_medium.markup.tables.grid import Row, gather_loose_cells, rows_of
from pelican_medium.model import Note

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: What a cell of text does not hold: a table that has it is there for the layout.
_BLOCKS = {
    *("audio", "blockquote", "dl", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("iframe", "img", "object", "pre", "svg", "table", "video"),
}

#: Asciidoctor's boxes around a table that only places an icon or a number beside a text.
_LAYOUTS = {"admonitionblock", "colist"}

#: What a table is made of: what holds no text itself, and what may stand in it.
_PARTS = ("tbody", "tfoot", "thead", "tr")
_OWN = {*_PARTS, "caption", "col", "colgroup", "td", "th"}


def rewrite(soup: BeautifulSoup, context: Context) -> None:
    """Turn each table into text or a list; one that is there for the layout into its content."""
    for table in reversed(soup.find_all("table")):  # the inner ones first
        _move_out(table)
        if _is_layout(table):
            _unwrap(table, context)
        else:
            _replace(soup, table, context)


def _is_layout(table: Tag) -> bool:
    if _says_so(table) or find.holds(table, _BLOCKS):
        return True
    return len(find.every(table, "td", "th")) < 2  # noqa: PLR2004 - one cell is no table


def _says_so(table: Tag) -> bool:
    by_role = table.get("role") in {"presentation", "none"}
    return by_role or find.has_class(table.parent or table, _LAYOUTS)


def _unwrap(table: Tag, context: Context) -> None:
    """Put each cell's content in a box of its own, in the order of reading."""
    cells = find.every(table, "caption", "td", "th")
    if len(cells) > 1 and not _says_so(table):
        context.notes.append(Note("table taken apart: it holds more than text"))
    for cell in cells:
        cell.name = "div"
    for cell in cells:
        table.insert_before(cell.extract())
    table.decompose()


def _replace(soup: BeautifulSoup, table: Tag, context: Context) -> None:
    caption = table.find("caption")
    if caption is not None:
        caption.name = "p"
        table.insert_before(caption.extract())
    gather_loose_cells(soup, table)
    for cell in find.every(table, "td", "th"):
        signs.say(cell)
    rows = rows_of(table)
    if not rows:
        _unwrap(table, context)
        return
    addresses = _Addresses() if context.tables == "list" else _addresses(table, context)
    shown = _as_text(rows, context.tables)
    if shown is None:
        addresses.take_back()
        table.replace_with(*items.written(soup, rows))
        return
    if _interleaves(rows):
        what = "lines of a table's cells put side by side"
        context.notes.append(Note(what, where=_line(table)[:80]))
    table.insert_after(*addresses.paragraph(soup))
    table.replace_with(_code_block(soup, shown))


def _as_text(rows: Sequence[Row], form: str) -> str | None:
    """Return a table's text, or None where it is to be a list."""
    if form == "list":
        return None
    return text.written(rows) if form == "text" else text.fitting(rows)


def _code_block(soup: BeautifulSoup, content: str) -> Tag:
    block = soup.new_tag("pre")
    block.attrs.update({"data-code-block-lang": "plaintext", "data-code-block-mode": "0"})
    block.append(content)
    return block


class _Addresses:
    """The addresses of a table's links, which text cannot hold: it has their numbers instead."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._marks: list[NavigableString] = []

    def mark(self, link: Tag, address: str) -> None:
        """Put the number of an address behind the link."""
        number = self._numbers.setdefault(address, len(self._numbers) + 1)
        self._marks.append(NavigableString(f" [{number}]"))
        link.insert_after(self._marks[-1])

    def take_back(self) -> None:
        """Take the numbers out again."""
        for mark in self._marks:
            mark.extract()

    def paragraph(self, soup: BeautifulSoup) -> list[Tag]:
        """Return the addresses by their numbers, in a paragraph; nothing where there is none."""
        if not self._numbers:
            return []
        paragraph = soup.new_tag("p")
        for address, number in self._numbers.items():
            if number > 1:
                paragraph.append(soup.new_tag("br"))
            link = soup.new_tag("a", attrs={"href": address})
            link.append(address)
            paragraph.extend([NavigableString(f"[{number}] "), link])
        return [paragraph]


def _addresses(table: Tag, context: Context) -> _Addresses:
    """Number the links of a table that lead to other pages and do not show where."""
    found = _Addresses()
    for link in table.find_all("a", href=True):
        href = str(link["href"])
        address = None if leads_into_the_page(href, context) else absolute(href, context)
        if address and link.get_text().strip() and address not in link.get_text():
            found.mark(link, address)
    return found


def _move_out(table: Tag) -> None:
    """Put what stands between the cells before the table, as a browser does."""
    for part in [table, *find.every(table, *_PARTS)]:
        for node in list(part.contents):
            is_text = isinstance(node, NavigableString) and node.strip()
            if is_text or (isinstance(node, Tag) and node.name not in _OWN):
                table.insert_before(node)


def _interleaves(rows: Sequence[Row]) -> bool:
    """Tell whether a reader of the text would meet the words in another order."""
    return any(len(row.cells[c].lines) > 1 for row in rows for c in sorted(row.cells)[:-1])


def _line(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())
