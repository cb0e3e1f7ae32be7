"""Code: one ``pre`` of plain text a block, every newline, tab and leading blank kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from pelican_medium.markup import find, languages

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: The classes of line numbers inside a block: Pygments' inline ones, and Docutils'.
_NUMBERS = {"linenos", "lineno", "ln"}

#: Pygments' inline numbers where it was told to write no classes (its HtmlFormatter).
_NUMBER_STYLE = "color: inherit; background-color: transparent; padding-left: 5px"


def flatten(soup: BeautifulSoup, context: Context) -> None:
    """Reduce each ``pre`` to its text, and ``tt``, ``samp`` and ``kbd`` to ``code``."""
    del context
    inside: set[int] = set()
    for block in soup.find_all("pre"):
        if id(block) not in inside:
            inside.update(id(inner) for inner in block.find_all("pre"))
            _flatten_block(block)
    for element in find.every(soup, "kbd", "samp", "tt"):
        element.name = "code"
    for numbers in find.classed(soup, {"linenos"}, "td"):
        _unwrap_numbered(numbers)


def _flatten_block(block: Tag) -> None:
    if _is_numbers(block):
        return
    language = languages.of(block)
    text = "".join(_text_of(block))
    first = block.contents[0] if block.contents else None
    if isinstance(first, NavigableString):
        # What a browser does to a newline right after <pre>, and lxml does not.
        text = text.removeprefix("\n")
    block.clear()
    # A parser drops one newline right after <pre> (HTML, "The pre element"), so one more goes in.
    block.append("\n" + text if text.startswith("\n") else text)
    block.attrs.clear()
    block.attrs.update(_attributes(language))


def _attributes(language: str | None) -> dict[str, str]:
    """Return Medium's own notation: mode 0 is plain text, 2 the language that is named.

    As its exports and the Obsidian plugin medium-publish have it. Without it Medium guesses, and
    takes Java for Lua at times.
    """
    if language is None:
        return {}
    mode = "0" if language == "plaintext" else "2"
    return {"data-code-block-lang": language, "data-code-block-mode": mode}


def _text_of(block: Tag) -> Iterator[str]:
    """Yield the text of code without the numbers of its lines."""
    for node in block.contents:
        if isinstance(node, Tag):
            if node.name == "br":
                yield "\n"
            elif not _is_number(node):
                yield from _text_of(node)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            yield str(node)


def _is_number(element: Tag) -> bool:
    by_style = str(element.get("style") or "").startswith(_NUMBER_STYLE)
    return by_style or find.has_class(element, _NUMBERS)


def _unwrap_numbered(numbers: Tag) -> None:
    """Pygments' ``linenos=table``: a cell of numbers and one of code, a file's name above them."""
    table = None if numbers.decomposed else numbers.find_parent("table")
    if table is None or not any(not _is_numbers(block) for block in table.find_all("pre")):
        return
    for cell in find.classed(table, {"linenos"}, "td"):
        cell.decompose()
    for part in [table, *find.every(table, "tbody", "td", "th", "tr")]:
        part.name = "div"


def _is_numbers(block: Tag) -> bool:
    return block.find_parent(class_=["linenos", "linenodiv"]) is not None
