"""A table as a grid: each cell at its column, after every colspan and rowspan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from wcwidth import wcswidth

from pelican_medium.markup import find
from pelican_medium.markup.flow import BOXES

#: A browser stops at 1000 columns (HTML, "Forming a table"); a line of text long before.
_MOST_SPAN = 50


@dataclass(slots=True)
class Cell:
    """One cell.

    Attributes:
        element: the cell itself; its text is read when it is asked for.
        columns: how many columns it spans.
        rows: how many rows it spans.
        heading: whether it names its column.
        right: whether its text stands at the right.
    """

    element: Tag
    columns: int = 1
    rows: int = 1
    heading: bool = False
    right: bool = False

    @property
    def lines(self) -> list[str]:
        """The text of it, a line for each line or block in it; at least one."""
        pieces: list[str] = []
        _read(self.element, pieces)
        lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
        return [line for line in lines if line] or [""]


@dataclass(slots=True)
class Row:
    """One row: its cells by the column they begin in."""

    cells: dict[int, Cell] = field(default_factory=dict)

    @property
    def heading(self) -> bool:
        """Whether every cell of it names a column."""
        return bool(self.cells) and all(cell.heading for cell in self.cells.values())


def gather_loose_cells(soup: BeautifulSoup, table: Tag) -> None:
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


def rows_of(table: Tag) -> list[Row]:
    """Return the rows with each cell at its column, after every colspan and rowspan."""
    rows: list[Row] = []
    below: dict[int, int] = {}  # column → how many rows a cell from above still covers it
    for element in table.find_all("tr"):
        row, column = Row(), 0
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


def _cell(element: Tag) -> Cell:
    style = str(element.get("style") or "") + str(element.get("align") or "")
    return Cell(
        element=element,
        columns=_span(element, "colspan"),
        rows=_span(element, "rowspan"),
        heading=element.name == "th" or element.find_parent("thead") is not None,
        right="right" in style,
    )


def _span(element: Tag, name: str) -> int:
    value = str(element.get(name) or "")
    return min(max(int(value), 1), _MOST_SPAN) if re.fullmatch("[0-9]{1,6}", value) else 1


def _read(element: Tag, pieces: list[str]) -> None:
    for node in element.contents:
        if isinstance(node, NavigableString):
            pieces.append(re.sub(r"\s+", " ", str(node)))
        elif isinstance(node, Tag):
            ends = ["\n"] if node.name == "br" or node.name in BOXES else []
            pieces += ends
            _read(node, pieces)
            pieces += ends


def width(text: str) -> int:
    """Return how many columns a text takes in a monospaced font."""
    columns = wcswidth(text)
    return columns if columns >= 0 else len(text)
