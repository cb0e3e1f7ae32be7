"""A table as a list: an item for each row, with the links, code and emphasis of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pelican_medium.markup.flow import BOXES
from pelican_medium.markup.tables.grid import Cell, Row


def written(soup: BeautifulSoup, rows: Sequence[Row]) -> list[Tag]:
    """Return an item for each row: the first cell in bold, the others after their headings.

    The first heading says what the rows are, so it stands above them.
    """
    headings = rows[0] if rows[0].heading and len(rows) > 1 else Row()
    names = {column: " ".join(cell.lines) for column, cell in headings.cells.items()}
    items = soup.new_tag("ul")
    above = _above(soup, names.pop(0, ""))
    for row in rows[1:] if headings.cells else rows:
        items.append(_item(soup, row, names))
    return [*above, items]


def _above(soup: BeautifulSoup, name: str) -> list[Tag]:
    if not name:
        return []
    paragraph, bold = soup.new_tag("p"), soup.new_tag("strong")
    bold.append(name)
    paragraph.append(bold)
    return [paragraph]


def _item(soup: BeautifulSoup, row: Row, names: dict[int, str]) -> Tag:
    item, first = soup.new_tag("li"), soup.new_tag("strong")
    parts = (_part(row.cells[column], names.get(column, "")) for column in sorted(row.cells))
    for number, part in enumerate(part for part in parts if part):
        if number == 0:
            first.extend(part)
            item.append(first)
        else:
            item.append((" – " if names else ": ") if number == 1 else "; ")
            item.extend(part)
    return item


def _part(cell: Cell, name: str) -> list[PageElement]:
    """Return a cell after the heading of its column; one that is empty says so, if it has one."""
    is_empty = not any(cell.lines) and cell.element.find("img") is None
    if is_empty:
        return [NavigableString(f"{_label(name)} –")] if name else []
    nodes = list(_in_line(cell.element))
    return [NavigableString(f"{_label(name)} "), *nodes] if name else nodes


def _label(name: str) -> str:
    return name if name.endswith((":", "?", "：", "？")) else f"{name}:"


def _in_line(cell: Tag) -> Iterator[PageElement]:
    """Yield what a cell holds, its lines and blocks one behind the other."""
    for node in list(cell.contents):
        if isinstance(node, Tag) and (node.name == "br" or node.name in BOXES):
            yield NavigableString(" ")
            yield from _in_line(node)
            yield NavigableString(" ")
        else:
            yield node
