"""What Medium makes of a post's content, as far as a reader sees it.

The content is somebody else's HTML: only the elements named here come through, with only the
attributes named here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement, PreformattedString

from pelican_medium.sandbox.answers import MOST_TITLE
from pelican_medium.urls import is_absolute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Gone with all they hold: no sign that Medium supports them, and none of their text is for readers.
_DROPPED = """
    applet audio base button canvas embed form frame frameset head iframe input link map math meta
    noembed noframes noscript object option plaintext script select source style svg template
    textarea title video xmp
"""
DROPPED = frozenset(_DROPPED.split())
_KEPT = """
    a b blockquote br code em figcaption figure h1 h2 h3 h4 hr i img li ol p pre strong ul
"""
KEPT = frozenset(_KEPT.split())
# Smaller headings become paragraphs; the cells of a table, which Medium does not have, fall apart
# into paragraphs (jupyter_to_medium's README, markdown-to-medium#15).
RENAMED = {"h5": "p", "h6": "p", "td": "p", "th": "p", "dt": "p", "dd": "p", "caption": "p"}
PULL_QUOTE = "graf--pullquote"
DEAD_LINK = "about:invalid#zSoyz"  # jekyll-crosspost-to-medium#43


@dataclass(frozen=True)
class Story:
    """A story to show: HTML up to and including title and subtitle, and the HTML after that."""

    opening: str
    rest: str


def picture_sources(content: str, content_format: str) -> list[str]:
    """Return the distinct ``img src`` of HTML content in order; Markdown is not looked into."""
    if content_format != "html":
        return []
    images = BeautifulSoup(content, "lxml").find_all("img")
    return list(dict.fromkeys(str(image["src"]) for image in images if image.get("src")))


def used_title(title: str, content: str, content_format: str) -> str:
    """Return the title Medium uses: one over 100 characters gives way to one made of the content.

    Medium's API documentation (archived README of medium-api-docs).
    """
    if len(title) <= MOST_TITLE:
        return title
    return (_first_text(content, content_format) or title)[:MOST_TITLE]


def _first_text(content: str, content_format: str) -> str:
    if content_format == "html":
        soup = BeautifulSoup(content, "lxml")
        texts = (" ".join(tag.get_text().split()) for tag in soup.find_all(["h1", "h2", "h3", "p"]))
    else:
        texts = (line.strip("# \t\r") for line in content.split("\n"))
    return next((text for text in texts if text), "")


def read_story(content: str, content_format: str, pictures: Mapping[str, str]) -> Story:
    """Return what a reader would see.

    Args:
        content: The post's content.
        content_format: ``html`` or ``markdown``; the latter is shown as it is written.
        pictures: The address of each picture that was side-loaded, by its ``src``.
    """
    if content_format != "html":
        return Story("", f"<pre>{escape(content)}</pre>")
    body = BeautifulSoup(content, "lxml").body
    if body is None:
        return Story("", "")
    _drop(body)
    _place_pictures(body, pictures)
    for tag in body.find_all(name=True):
        _reduce(tag)
    return _split(body)


def _drop(body: Tag) -> None:
    for text in body.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()
    for tag in body.find_all(sorted(DROPPED)):
        tag.decompose()


def _place_pictures(body: Tag, pictures: Mapping[str, str]) -> None:
    """Point each picture to the sandbox; one that is not there leaves its alt text."""
    for image in body.find_all("img"):
        address = pictures.get(str(image.get("src", "")))
        if address:
            image.attrs["src"] = address
        else:
            _take_away(image)


def _take_away(image: Tag) -> None:
    """Leave a picture's alt text; its caption goes too (post-to-medium-action#33)."""
    figure = image.find_parent("figure")
    alt = str(image.get("alt", ""))
    image.replace_with(alt if image.find_parent("p") else _paragraph(alt))
    if figure and not figure.find("img"):
        for caption in figure.find_all("figcaption"):
            caption.decompose()
        figure.unwrap()


def _paragraph(text: str) -> Tag:
    paragraph = Tag(name="p")
    paragraph.string = text
    return paragraph


def _reduce(tag: Tag) -> None:
    tag.name = RENAMED.get(tag.name, tag.name)
    if tag.name in KEPT:
        kept = _attributes(tag)
        tag.attrs.clear()
        tag.attrs.update(kept)
    else:
        tag.unwrap()


def _attributes(tag: Tag) -> list[tuple[str, str]]:
    """Return what survives; a ``name`` is what in-page links can reach (pb, ext/name.go)."""
    attributes = {"id": str(tag["name"])} if tag.get("name") else {}
    if tag.name == "a":
        attributes["href"] = _link(str(tag.get("href", "")))
    elif tag.name == "img":
        attributes |= {"src": str(tag["src"]), "alt": str(tag.get("alt", ""))}
    elif tag.name == "blockquote" and PULL_QUOTE in (tag.get("class") or ()):
        attributes["class"] = PULL_QUOTE
    return list(attributes.items())


def _link(href: str) -> str:
    usable = is_absolute(href) or re.match(r"#|mailto:", href)
    return href if usable else DEAD_LINK


def _split(body: Tag) -> Story:
    """Part the opening from the rest: the first h1 is the title, an h2 right below it the subtitle.

    The subtitle's rule is Medium's own word (medium-api-docs#124).
    """
    nodes = [node for node in body.contents if isinstance(node, Tag) or str(node).strip()]
    titles = [number for number, node in enumerate(nodes) if _is(node, "h1")]
    end = titles[0] + 1 if titles else 0
    if titles and end < len(nodes) and _is(nodes[end], "h2"):
        end += 1
    return Story(_html(nodes[:end]), _html(nodes[end:]))


def _is(node: object, name: str) -> bool:
    return isinstance(node, Tag) and node.name == name


def _html(nodes: Sequence[PageElement]) -> str:
    return "".join(
        node.decode() if isinstance(node, Tag) else escape(str(node), quote=False) for node in nodes
    )
