"""Code: one ``pre`` of plain text a block, every newline, tab and leading blank kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup import languages

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: The classes of line numbers inside a block: Pygments' inline ones, and Docutils'.
_NUMBERS = ["linenos", "lineno", "ln"]

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
    for element in soup.find_all(["tt", "samp", "kbd"]):
        element.name = "code"
    for numbers in soup.find_all("td", class_="linenos"):
        _unwrap_numbered(numbers)


def _flatten_block(block: Tag) -> None:
    if _is_numbers(block):
        return
    language = languages.of(block)
    for number in [*block.find_all(class_=_NUMBERS), *block.find_all("span", style=_is_number)]:
        number.decompose()
    _drop_first_newline(block)
    for line_break in block.find_all("br"):
        line_break.replace_with("\n")
    text = block.get_text()
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


def _is_number(style: str | None) -> bool:
    return style is not None and style.startswith(_NUMBER_STYLE)


def _drop_first_newline(block: Tag) -> None:
    """Do what a browser does to the newline right after ``<pre>``, and lxml does not."""
    first = block.contents[0] if block.contents else None
    if isinstance(first, NavigableString) and first.startswith("\n"):
        first.replace_with(first.removeprefix("\n"))


def _unwrap_numbered(numbers: Tag) -> None:
    """Pygments' ``linenos=table``: two cells, the numbers and the code."""
    table = numbers.find_parent("table")
    if table is None:
        return
    block = next((pre for pre in table.find_all("pre") if not _is_numbers(pre)), None)
    if block:
        table.replace_with(block.extract())


def _is_numbers(block: Tag) -> bool:
    return block.find_parent(class_=["linenos", "linenodiv"]) is not None
