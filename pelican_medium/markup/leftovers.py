"""What Medium shows as loose text or not at all: scripts, styles, comments, classes, ids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: CSS once leaked into stories as text (cross-post#21).
_DROPPED = ["script", "style", "noscript", "template", "link", "meta", "base", "title"]

#: What stands in a line of text.
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "font", "i", "ins"),
    *("kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub"),
    *("sup", "time", "tt", "u", "var", "wbr"),
}

#: The attributes worth carrying further; everything else is the theme's business.
_KEPT = {
    "a": {"href"},
    "abbr": {"title"},
    "audio": {"src"},
    "iframe": {"src"},
    "img": {"alt", "src"},
    "ol": {"reversed", "start"},
    "pre": {"data-code-block-lang", "data-code-block-mode"},
    "source": {"src"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "video": {"poster", "src"},
}


def drop(soup: BeautifulSoup, context: Context) -> None:
    """Remove what is no part of the text."""
    del context
    for element in soup.find_all(_DROPPED):
        element.decompose()
    # Comments, doctypes, processing instructions and CDATA are all of this class.
    for text in [t for t in soup.descendants if isinstance(t, PreformattedString)]:
        text.extract()


def wrap_loose_text(soup: BeautifulSoup, context: Context) -> None:
    """Put text that stands in no block into paragraphs, as Medium has nothing else for it.

    Some releases of libxml2 do so while parsing and some do not.
    """
    del context
    paragraph: Tag | None = None
    for node in list(soup.body.children) if soup.body else []:
        if isinstance(node, Tag) and node.name not in _INLINE:
            paragraph = None
        elif paragraph is not None:
            paragraph.append(node)
        elif node.get_text().strip():
            paragraph = soup.new_tag("p")
            node.replace_with(paragraph)
            paragraph.append(node)


def strip_attributes(soup: BeautifulSoup, context: Context) -> None:
    """Remove every class, id, style, event handler and the like."""
    del context
    for element in soup.find_all():
        kept = _KEPT.get(element.name, set())
        element.attrs = {name: value for name, value in element.attrs.items() if name in kept}
