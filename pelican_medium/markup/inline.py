"""Words in a line: Medium has bold, italic, code and links, so the rest becomes sensible text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup import find
from pelican_medium.model import Note
from pelican_medium.model.text import SUBSCRIPTS, SUPERSCRIPTS, cut, struck

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: Signs that stand high by themselves, and arrows beside a link: in the line they lose nothing.
_HIGH_ANYWAY = re.compile("[©®°™℠\u2190-\u21ff]")

#: What keeps its meaning under another name.
_RENAMED = {"dfn": "em", "cite": "em", "var": "em"}


def say_in_letters(soup: BeautifulSoup, context: Context) -> None:
    """Say in letters what Medium has no markup for."""
    _mark_styled(soup)
    elements = find.by_name(soup)
    for ruby in elements["rt"]:
        _bracket(ruby)
    for name, signs, mark in (("sup", SUPERSCRIPTS, "^"), ("sub", SUBSCRIPTS, "_")):
        for element in elements[name]:
            if element.find_parent(name) is None:  # what is in it is as high or low already
                _raise_or_lower(element, signs, mark)
    for quote in elements["q"]:
        quote.insert(0, "“")
        quote.append("”")
        quote.unwrap()
    _strike([*elements["del"], *elements["s"], *elements["strike"]], context)
    _join_lines(soup)
    _part_terms(soup, elements["figcaption"])
    _expand_abbreviations(elements["abbr"])
    _open_details(soup, elements["details"], elements["summary"])
    for name, other in _RENAMED.items():
        for element in elements[name]:
            element.name = other


def _raise_or_lower(element: Tag, signs: dict[str, str], mark: str) -> None:
    """Use Unicode where every letter has such a form: "m²"; else "x^(y)", but "a*" for a note."""
    text = element.get_text()
    if all(letter in signs for letter in text.strip()):
        for part in list(element.find_all(string=True)):
            part.replace_with("".join(signs.get(letter, letter) for letter in part))
    elif any(_needs_its_place(letter) for letter in text):
        element.insert(0, f"{mark}(")
        element.append(")")


def _needs_its_place(sign: str) -> bool:
    """Tell whether a sign says something else in the line: "x∞" is not "x^(∞)"."""
    is_symbol = unicodedata.category(sign) in {"Sm", "So"} and not _HIGH_ANYWAY.match(sign)
    return sign.isalnum() or is_symbol


#: How style sheets and other tools say that words are struck out.
_STRUCK = {"line-through", "strike", "strikethrough", "striked", "struck"}
_STYLES = (
    (re.compile(r"text-decoration[\w-]*\s*:[^;]*line-through", re.IGNORECASE), "del"),
    (re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE), "strong"),
    (re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE), "em"),
)

#: What is bold or italic by its name alone, and the style that takes that away.
_PLAIN_STYLES = {
    **dict.fromkeys(("b", "strong"), re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)")),
    **dict.fromkeys(("em", "i"), re.compile(r"font-style\s*:\s*normal")),
}

#: What has no emphasis of its own on Medium, or says by its kind what the style says.
_UNSTYLED = {
    *("a", "body", "code", "h1", "h2", "h3", "h4", "h5", "h6", "html", "img", "pre", "table"),
    *("tbody", "td", "th", "thead", "tr"),
}


def _mark_styled(soup: BeautifulSoup) -> None:
    """Make marks of what only its style sets off, and the other way round (Google Docs)."""
    for element in find.every_element(soup):
        style = element.attrs.get("style")
        plain = _PLAIN_STYLES.get(element.name) if style is not None else None
        if plain is not None and plain.search(str(style)):
            element.name = "span"
        if "class" in element.attrs and find.has_class(element, _STRUCK):
            _put_inside(soup, element, "del")
        if style is not None and element.name not in _UNSTYLED:
            for rule, name in _STYLES:
                if rule.search(str(style)):
                    _put_inside(soup, element, name)


def _put_inside(soup: BeautifulSoup, element: Tag, name: str) -> None:
    mark = soup.new_tag(name)
    mark.extend(list(element.contents))
    element.append(mark)


def _strike(found: Sequence[Tag], context: Context) -> None:
    """Put a stroke through each letter that is struck out: without it words say the opposite."""
    for element in found:
        if element.find_parent(["del", "s", "strike"]) is None:
            words = cut(" ".join(element.get_text().split()), _LONG)
            if words:
                what = "words that are struck out written with a stroke through each letter"
                context.notes.append(Note(what, where=words))
            for text in element.find_all(string=True):
                if text.find_parent("pre") is None:
                    text.replace_with(struck(text))
    for element in found:
        element.name = "span"


#: How much of what was changed a note shows.
_LONG = 80


def _bracket(reading: Tag) -> None:
    """Write a ruby's reading behind its word; ``rp`` may have brought brackets already."""
    bracketed = reading.find_previous_sibling("rp") is not None
    # bs4 leaves the strings of a reading out of every text, so it becomes a plain one.
    text = "".join(node for node in reading.descendants if isinstance(node, NavigableString))
    reading.replace_with(NavigableString(text if bracketed else f"({text})"))


def _join_lines(soup: BeautifulSoup) -> None:
    """Write Docutils' verses as lines of one paragraph, those set in with no-break spaces."""
    for line in find.classed(soup, {"line"}, "div"):
        depth = _depth(line)
        if depth:
            line.name = "span"
            line.insert(0, _SET_IN * (depth - 1))
            line.append(soup.new_tag("br"))
    for verse in find.classed(soup, {"line-block"}, "div"):
        verse.name = "span" if _depth(verse) else "p"


def _depth(line: Tag) -> int:
    return sum(find.has_class(parent, {"line-block"}) for parent in line.parents)


#: As Docutils' style sheet sets in a line of a verse, more or less.
_SET_IN = "\xa0" * 4


def _part_terms(soup: BeautifulSoup, captions: Sequence[Tag]) -> None:
    """Write what style sheets put between: a term's kind, a number in a list of works."""
    for kind in find.classed(soup, {"classifier"}, "span"):
        kind.insert_before(" : ")
    for part in find.classed(soup, {"csl-left-margin", "csl-right-inline"}, "div"):
        part.name = "span"
        part.append(" ")
    for (
        caption
    ) in captions:  # title and file name above code: Octopress's, and pelican's liquid_tags'
        if caption.parent is not None and find.has_class(caption.parent, {"code"}):
            for part in caption.find_all("span", recursive=False):
                part.append(" ")


def _expand_abbreviations(abbreviations: Sequence[Tag]) -> None:
    """Say what an abbreviation means where it comes first."""
    said: set[str] = set()
    for abbreviation in abbreviations:
        meaning = str(abbreviation.get("title") or "").strip()
        if meaning and meaning not in said:
            said.add(meaning)
            abbreviation.append(f" ({meaning})")
        abbreviation.unwrap()


def _open_details(soup: BeautifulSoup, boxes: Sequence[Tag], summaries: Sequence[Tag]) -> None:
    """Show what could be opened: the summary in bold, then the content."""
    for details in boxes:
        details.name = "section"  # a box like any other, whatever its class
    for summary in summaries:
        bold = soup.new_tag("strong")
        bold.extend(list(summary.contents))
        summary.name = "p"
        summary.append(bold)
