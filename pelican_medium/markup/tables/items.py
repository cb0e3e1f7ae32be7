"""A table as a list: an item for each row, with the links, code and emphasis of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pelican_medium.markup.flow import BOXES
from pelican_medium.markup.tables.grid import Cell, Row


@dataclass(slots=True)
class _Name:
    """The heading of a column: its text, and once, in the first item, its links and emphasis."""

    text: str
    nodes: list[PageElement]

    def label(self) -> list[PageElement]:
        """Return what stands before a cell of the column."""
        nodes, self.nodes = self.nodes, []
        ends = self.text.endswith((":", "?", "：", "？"))
        return [*(nodes or [NavigableString(self.text)]), *([] if ends else [NavigableString(":")])]


def written(soup: BeautifulSoup, rows: Sequence[Row]) -> list[Tag]:
    """Return an item for each row: the first cell in bold, the others after their headings.

    The first heading says what the rows are, so it stands above them.
    """
    headings = rows[0] if rows[0].heading and len(rows) > 1 else Row()
    names = {
        column: _Name(" ".join(cell.lines), list(_in_line(cell.element)))
        for column, cell in headings.cells.items()
        if any(cell.lines)
    }
    above = _above(soup, names.pop(0, None))
    items = soup.new_tag("ul")
    for row in rows[1:] if headings.cells else rows:
        items.append(_item(soup, row, names))
    return [*above, items]


def _above(soup: BeautifulSoup, name: _Name | None) -> list[Tag]:
    if name is None:
        return []
    paragraph, bold = soup.new_tag("p"), soup.new_tag("strong")
    bold.extend(name.nodes)
    paragraph.append(bold)
    return [paragraph]


def _item(soup: BeautifulSoup, row: Row, names: Mapping[int, _Name]) -> Tag:
    item, first = soup.new_tag("li"), soup.new_tag("strong")
    parts = (_part(row.cells[column], names.get(column)) for column in sorted(row.cells))
    for number, part in enumerate(part for part in parts if part):
        if number == 0:
            first.extend(part)
            item.append(first)
        else:
            item.append((" – " if names else ": ") if number == 1 else "; ")
            item.extend(part)
    return item


def _part(cell: Cell, name: _Name | None) -> list[PageElement]:
    """Return a cell after the heading of its column; one that is empty says so, if it has one."""
    is_empty = not any(cell.lines) and cell.element.find("img") is None
    if name is None:
        return [] if is_empty else list(_in_line(cell.element))
    nodes = [NavigableString("–")] if is_empty else list(_in_line(cell.element))
    return [*name.label(), NavigableString(" "), *nodes]


def _in_line(cell: Tag) -> Iterator[PageElement]:
    """Yield what a cell holds, its lines and blocks one behind the other."""
    for node in list(cell.contents):
        if isinstance(node, Tag) and (node.name == "br" or node.name in BOXES):
            yield NavigableString(" ")
            yield from _in_line(node)
            yield NavigableString(" ")
        else:
            yield node
