"""Code: one ``pre`` of plain text a block, every newline, tab and leading blank kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from pelican_medium.markup import find, languages
from pelican_medium.markup.flow import BOXES

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: The classes of line numbers inside a block: Pygments' inline ones, Docutils', Org's, Chroma's.
_NUMBERS = {
    *("line-number", "line-numbers", "lineno", "linenos", "linenr", "ln", "lnt"),
}

#: Where a box begins or ends in code, as old highlighters write a line: a newline, unless there is
#: one. No article holds a NUL.
_EDGE = "\x00"
_NO_EDGES = re.compile("^\x00+|\x00+$|\x00+(?=\n)|(?<=\n)\x00+")
_EDGES = re.compile("\x00+")

#: Pygments' inline numbers where it was told to write no classes (its HtmlFormatter).
_NUMBER_STYLE = "color: inherit; background-color: transparent; padding-left: 5px"


def flatten(soup: BeautifulSoup, context: Context) -> None:
    """Reduce each ``pre`` to its text, and ``tt``, ``samp`` and ``kbd`` to ``code``."""
    del context
    inside: set[int] = set()
    for old in find.every(soup, "listing", "plaintext", "xmp"):
        old.name = "pre"
    for table in soup.find_all("table"):
        _unwrap_numbered(table)
    for block in soup.find_all("pre"):
        if id(block) not in inside:
            inside.update(id(inner) for inner in block.find_all("pre"))
            _flatten_block(block)
    for element in find.every(soup, "kbd", "samp", "tt"):
        element.name = "code"


def _flatten_block(block: Tag) -> None:
    language = languages.of(block)
    text = _text_of(block)
    first = block.contents[0] if block.contents else None
    if isinstance(first, NavigableString):
        # What a browser does to a newline right after <pre>, and lxml does not.
        text = text.removeprefix("\n")
    text = _without_last_lines(text)
    block.clear()
    # A parser drops one newline right after <pre> (HTML, "The pre element"), so one more goes in.
    block.append("\n" + text if text.startswith("\n") else text)
    block.attrs.clear()
    block.attrs.update(_attributes(language))


def _without_last_lines(text: str) -> str:
    """Drop the empty lines at the end; Medium would show them."""
    end = text.find("\n", len(text.rstrip()))
    return text if end < 0 else text[:end]


def _attributes(language: str | None) -> dict[str, str]:
    """Return Medium's own notation: mode 0 is plain text, 2 the language that is named.

    As its exports and the Obsidian plugin medium-publish have it. Without it Medium guesses, and
    takes Java for Lua at times.
    """
    if language is None:
        return {}
    mode = "0" if language == "plaintext" else "2"
    return {"data-code-block-lang": language, "data-code-block-mode": mode}


def _text_of(block: Tag) -> str:
    """Return the text of code without the numbers of its lines."""
    text = "".join(_pieces_of(block))
    return _EDGES.sub("\n", _NO_EDGES.sub("", text)) if _EDGE in text else text


def _pieces_of(block: Tag) -> Iterator[str]:
    for node in block.contents:
        if isinstance(node, Tag):
            if not _is_number(node):
                yield from _pieces_of_element(node)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield str(node)


def _pieces_of_element(element: Tag) -> Iterator[str]:
    if element.name == "br":
        yield "\n"
    elif element.name in BOXES:
        yield _EDGE
        yield from _pieces_of(element)
        yield _EDGE
    else:
        yield from _pieces_of(element)


def _is_number(element: Tag) -> bool:
    by_style = str(element.get("style") or "").startswith(_NUMBER_STYLE)
    # Prism calls the code itself "line-numbers".
    return (by_style or find.has_class(element, _NUMBERS)) and _is_numeric(element)


def _is_numeric(element: Tag) -> bool:
    return re.fullmatch(r"[\d\s:.|]*", element.get_text()) is not None


def _unwrap_numbered(table: Tag) -> None:
    """A cell of numbers and one of code, a file's name above them: Pygments' ``linenos=table``."""
    cells = find.every(table, "td", "th")
    numbers = [cell for cell in cells if _is_numbers(cell)]
    if not numbers or not any(cell.find("pre") for cell in cells if not _is_numbers(cell)):
        return
    for cell in numbers:
        cell.decompose()
    for part in [table, *find.every(table, "tbody", "td", "th", "tr")]:
        part.name = "div"


def _is_numbers(cell: Tag) -> bool:
    """Tell whether a cell holds nothing but line numbers, each a line in a block of code."""
    blocks = cell.find_all("pre")
    return bool(blocks) and _is_numeric(cell)
