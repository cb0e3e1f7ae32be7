"""Tables, which Medium does not have: aligned text in a code block, or a list.

Sent as they are, their cells become loose paragraphs (markdown-to-medium#15).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from wcwidth import wcswidth

from pelican_medium.markup import find
from pelican_medium.markup.flow import BOXES
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

#: A browser stops at 1000 columns (HTML, "Forming a table"); a line of text long before.
_MOST_SPAN = 50

#: What a table is made of: what holds no text itself, and what may stand in it.
_PARTS = ("tbody", "tfoot", "thead", "tr")
_OWN = {*_PARTS, "caption", "col", "colgroup", "td", "th"}

_BETWEEN = " | "


@dataclass(slots=True)
class _Cell:
    lines: list[str]
    columns: int = 1
    rows: int = 1
    heading: bool = False
    right: bool = False


@dataclass(slots=True)
class _Row:
    cells: dict[int, _Cell] = field(default_factory=dict)

    @property
    def heading(self) -> bool:
        return bool(self.cells) and all(cell.heading for cell in self.cells.values())


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
    _note_losses(table, context)
    _gather_loose_cells(soup, table)
    rows = _rows(table)
    if context.tables != "list" and _interleaves(rows):
        what = "lines of a table's cells put side by side"
        context.notes.append(Note(what, where=_line(table)[:80]))
    if not rows:
        _unwrap(table, context)
    elif context.tables == "list":
        table.replace_with(_as_list(soup, rows))
    else:
        table.replace_with(_as_text(soup, rows))


def _note_losses(table: Tag, context: Context) -> None:
    links = len(table.find_all("a", href=True))
    if links:
        context.notes.append(Note("links in a table left out", links, _line(table)[:80]))


def _move_out(table: Tag) -> None:
    """Put what stands between the cells before the table, as a browser does."""
    for part in [table, *find.every(table, *_PARTS)]:
        for node in list(part.contents):
            is_text = isinstance(node, NavigableString) and node.strip()
            if is_text or (isinstance(node, Tag) and node.name not in _OWN):
                table.insert_before(node)


def _interleaves(rows: Sequence[_Row]) -> bool:
    """Tell whether a reader of the text would meet the words in another order."""
    return any(len(row.cells[c].lines) > 1 for row in rows for c in sorted(row.cells)[:-1])


def _gather_loose_cells(soup: BeautifulSoup, table: Tag) -> None:
    """Put cells that stand in no row into one, as a browser does and libxml2 does not."""
    row: Tag | None = None
    for cell in find.every(table, "td", "th"):
        if cell.find_parent(["tr", "table"]) is not table:
            row = None
            continue
        if row is None or find.right_before(cell) is not row:
            row = soup.new_tag("tr")
            cell.insert_before(row)
        row.append(cell)


def _rows(table: Tag) -> list[_Row]:
    """Return the rows with each cell at its column, after every colspan and rowspan."""
    rows: list[_Row] = []
    below: dict[int, int] = {}  # column → how many rows a cell from above still covers it
    for element in table.find_all("tr"):
        row, column = _Row(), 0
        covered, below = below, {c: left - 1 for c, left in below.items() if left > 1}
        for cell in (_cell(e) for e in find.every(element, "td", "th")):
            while column in covered:
                column += 1
            row.cells[column] = cell
            if cell.rows > 1:
                below.update(dict.fromkeys(range(column, column + cell.columns), cell.rows - 1))
            column += cell.columns
        rows.append(row)
    return [row for row in rows if row.cells]


def _cell(element: Tag) -> _Cell:
    style = str(element.get("style") or "") + str(element.get("align") or "")
    return _Cell(
        lines=_lines(element) or [""],
        columns=_span(element, "colspan"),
        rows=_span(element, "rowspan"),
        heading=element.name == "th" or element.find_parent("thead") is not None,
        right="right" in style,
    )


def _span(element: Tag, name: str) -> int:
    value = str(element.get(name) or "")
    return min(max(int(value), 1), _MOST_SPAN) if re.fullmatch("[0-9]{1,6}", value) else 1


def _lines(element: Tag) -> list[str]:
    """Return the text of a cell, a line for each line or block in it."""
    pieces: list[str] = []
    _read(element, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def _read(element: Tag, pieces: list[str]) -> None:
    for node in element.contents:
        if isinstance(node, NavigableString):
            pieces.append(re.sub(r"\s+", " ", str(node)))
        elif isinstance(node, Tag):
            ends = ["\n"] if node.name == "br" or node.name in BOXES else []
            pieces += ends
            _read(node, pieces)
            pieces += ends


def _line(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def width(text: str) -> int:
    """Return how many columns a text takes in a monospaced font."""
    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)


# --- As text ----------------------------------------------------------------------------------


def _as_text(soup: BeautifulSoup, rows: Sequence[_Row]) -> Tag:
    widths = _widths(rows)
    lines: list[str] = []
    for number, row in enumerate(rows):
        lines += _row_lines(row, widths)
        last_heading = row.heading and not (number + 1 < len(rows) and rows[number + 1].heading)
        if last_heading and number + 1 < len(rows):
            lines.append("-+-".join("-" * wide for wide in widths))
    block = soup.new_tag("pre")
    block.attrs.update({"data-code-block-lang": "plaintext", "data-code-block-mode": "0"})
    block.append("\n".join(lines))
    return block


def _widths(rows: Sequence[_Row]) -> list[int]:
    """Return each column's width: first by the cells of one column, then by what spans several."""
    columns = max(column + cell.columns for row in rows for column, cell in row.cells.items())
    widths = [1] * columns
    cells = [(column, cell) for row in rows for column, cell in row.cells.items()]
    for column, cell in sorted(cells, key=lambda place: place[1].columns):
        last = column + cell.columns - 1
        missing = max(map(width, cell.lines)) - _room(widths, column, cell.columns)
        widths[last] += max(0, missing)
    return widths


def _room(widths: Sequence[int], column: int, columns: int) -> int:
    return sum(widths[column : column + columns]) + len(_BETWEEN) * (columns - 1)


def _row_lines(row: _Row, widths: Sequence[int]) -> Iterator[str]:
    for number in range(max(len(cell.lines) for cell in row.cells.values())):
        yield _BETWEEN.join(_fields(row, widths, number)).rstrip()


def _fields(row: _Row, widths: Sequence[int], number: int) -> Iterator[str]:
    column = 0
    while column < len(widths):
        cell = row.cells.get(column, _Cell([""]))
        text = cell.lines[number] if number < len(cell.lines) else ""
        yield _padded(text, _room(widths, column, cell.columns), right=cell.right)
        column += cell.columns


def _padded(text: str, room: int, *, right: bool) -> str:
    blanks = " " * (room - width(text))
    return blanks + text if right else text + blanks


# --- As a list --------------------------------------------------------------------------------


def _as_list(soup: BeautifulSoup, rows: Sequence[_Row]) -> Tag:
    """Return an item for each row: the first cell in bold, the others after their headings."""
    headings = rows[0] if rows[0].heading and len(rows) > 1 else _Row()
    items = soup.new_tag("ul")
    for row in rows[1:] if headings.cells else rows:
        items.append(_item(soup, row, headings))
    return items


def _item(soup: BeautifulSoup, row: _Row, headings: _Row) -> Tag:
    item, first = soup.new_tag("li"), soup.new_tag("strong")
    columns = sorted(row.cells)
    first.append(_named(row, headings, columns[0]))
    item.append(first)
    rest = [_named(row, headings, column) for column in columns[1:]]
    if rest:
        item.append(": " + "; ".join(rest))
    return item


def _named(row: _Row, headings: _Row, column: int) -> str:
    text = " ".join(row.cells[column].lines)
    heading = headings.cells.get(column)
    return f"{' '.join(heading.lines)} {text}" if heading else text
