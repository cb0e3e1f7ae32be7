"""Words in a line: Medium has bold, italic, code and links, so the rest becomes sensible text."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: What keeps its meaning under another name.
_RENAMED = {"dfn": "em", "cite": "em", "var": "em"}

_SUPERSCRIPTS = dict(zip("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", strict=True))
_SUBSCRIPTS = dict(zip("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎", strict=True))


def settle(soup: BeautifulSoup, context: Context) -> None:
    """Say in letters what Medium has no markup for."""
    del context
    for name, signs, mark in (("sup", _SUPERSCRIPTS, "^"), ("sub", _SUBSCRIPTS, "_")):
        for element in soup.find_all(name):
            _raise_or_lower(element, signs, mark)
    for quote in soup.find_all("q"):
        quote.insert(0, "“")
        quote.append("”")
        quote.unwrap()
    for struck in find.every(soup, "del", "s", "strike"):
        struck.insert(0, "~~")
        struck.append("~~")
        struck.unwrap()
    for ruby in soup.find_all("rt"):
        _bracket(ruby)
    _expand_abbreviations(soup)
    _open_details(soup)
    for element in find.every(soup, *_RENAMED):
        element.name = _RENAMED[element.name]


def _raise_or_lower(element: Tag, signs: dict[str, str], mark: str) -> None:
    """Use Unicode where every letter has such a form: "m²"; else "x^(y)"."""
    text = unicodedata.normalize("NFC", element.get_text().strip()).replace("−", "-")
    if all(letter in signs for letter in text):
        element.replace_with("".join(signs[letter] for letter in text))
        return
    element.insert(0, f"{mark}(")
    element.append(")")
    element.unwrap()


def _bracket(reading: Tag) -> None:
    """Write a ruby's reading behind its word; ``rp`` may have brought brackets already."""
    bracketed = reading.find_previous_sibling("rp") is not None
    if not bracketed:
        reading.insert(0, "(")
        reading.append(")")
    reading.unwrap()


def _expand_abbreviations(soup: BeautifulSoup) -> None:
    """Say what an abbreviation means where it comes first."""
    said: set[str] = set()
    for abbreviation in soup.find_all("abbr"):
        meaning = str(abbreviation.get("title") or "").strip()
        if meaning and meaning not in said:
            said.add(meaning)
            abbreviation.append(f" ({meaning})")
        abbreviation.unwrap()


def _open_details(soup: BeautifulSoup) -> None:
    """Show what could be opened: the summary in bold, then the content."""
    for details in soup.find_all("details"):
        details.name = "div"
    for summary in soup.find_all("summary"):
        bold = soup.new_tag("strong")
        bold.extend(list(summary.contents))
        summary.name = "p"
        summary.append(bold)
