"""Code blocks: one ``pre`` of plain text, every newline, tab and leading blank kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: Pygments' classes for the numbers themselves: the table's cell, and the inline spans.
_NUMBERS = ["linenos", "lineno", "linenodiv"]


def flatten(soup: BeautifulSoup, context: Context) -> None:
    """Reduce each ``pre`` to its text and take it out of a table of line numbers."""
    del context
    for block in soup.find_all("pre"):
        if not block.decomposed and not block.find_parent("pre"):
            _flatten_block(block)
    for table in soup.find_all("table", class_="highlighttable"):
        _unwrap_numbered(table)


def _flatten_block(block: Tag) -> None:
    if block.find_parent(class_=["linenos", "linenodiv"]):
        return
    for number in block.find_all(class_=_NUMBERS):
        number.decompose()
    for line_break in block.find_all("br"):
        line_break.replace_with("\n")
    text = block.get_text()
    block.clear()
    # A parser drops one newline right after <pre> (HTML, "The pre element"), so one more goes in.
    block.append("\n" + text if text.startswith("\n") else text)


def _unwrap_numbered(table: Tag) -> None:
    """Pygments' ``linenos=table``: two cells, the numbers and the code."""
    block = next((pre for pre in table.find_all("pre") if not _is_numbers(pre)), None)
    if block:
        table.replace_with(block.extract())


def _is_numbers(block: Tag) -> bool:
    return block.find_parent(class_=["linenos", "linenodiv"]) is not None
