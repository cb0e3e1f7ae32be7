"""What Medium makes of a post's content, as far as a reader sees it: for preview, desk and sandbox.

The content is somebody else's HTML; `sanitise` says what of it comes through.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bs4 import Tag
from bs4.element import PageElement

from pelican_medium.model.urls import is_absolute
from pelican_medium.preview.sanitise import AddressOf, InItsPlace, sanitise

DEAD_LINK = "about:invalid#zSoyz"  # jekyll-crosspost-to-medium#43
EMBED = "embed"

#: Medium has two sizes of headings below the title, which its feed calls h3 and h4; a later h1
#: becomes the larger one (mediumctl's README). Here they are the levels under the title.
SIZES = {"h1": "h2", "h3": "h2", "h2": "h3", "h4": "h3"}

#: An address alone in a paragraph, of which Medium makes an embed or a card.
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Story:
    """A story to show: HTML up to and including title and subtitle, and the HTML after that.

    The title is an ``h1`` and the subtitle an ``h2``; in the rest, ``h2`` is the larger heading
    and ``h3`` the smaller one.
    """

    opening: str
    rest: str


def read(content: str, address_of: AddressOf, in_its_place: InItsPlace | None = None) -> Story:
    """Return what a reader would see; the arguments are those of `sanitise`."""
    body = sanitise(content, address_of, in_its_place)
    for tag in body.find_all(name=True):
        _present(tag)
    return _split(body)


def _present(tag: Tag) -> None:
    """Make an element one to look at, by mouse and by keyboard."""
    if tag.has_attr("name"):
        tag["id"] = str(tag.attrs.pop("name"))
    if tag.name == "a":
        tag["href"] = tag.get("href") or DEAD_LINK
    elif tag.name == "img":
        tag["alt"] = tag.get("alt") or ""
    elif tag.name == "pre":
        language = str(tag.get("data-code-block-lang", ""))
        told = {"data-code-block-lang": language} if language else {}
        # A long line can then be scrolled to by keyboard, and the block has a name.
        label = f"Code, {language}" if language else "Code"
        tag.attrs.clear()
        tag.attrs.update({**told, "tabindex": "0", "role": "group", "aria-label": label})


def _split(body: Tag) -> Story:
    """Part the opening from the rest: the first h1 is the title, an h2 right below it the subtitle.

    The subtitle's rule is Medium's own word (medium-api-docs#124).
    """
    nodes = [node for node in _flat(body) if isinstance(node, Tag) or str(node).strip()]
    titles = [number for number, node in enumerate(nodes) if _is(node, "h1")]
    end = titles[0] + 1 if titles else 0
    if titles and end < len(nodes) and _is(nodes[end], "h2"):
        end += 1
    for node in nodes[end:]:
        if isinstance(node, Tag):
            _size(node)
            _embed(node)
    return Story(_html(nodes[:end]), _html(nodes[end:]))


def _flat(body: Tag) -> Iterator[PageElement]:
    """Yield what stands in the body once wrappers are gone."""
    waiting = body.contents[::-1]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag) and node.hidden:
            waiting += node.contents[::-1]
        else:
            yield node


def _is(node: object, name: str) -> bool:
    return isinstance(node, Tag) and node.name == name


def _size(node: Tag) -> None:
    for heading in [node, *node.find_all(list(SIZES))]:
        heading.name = SIZES.get(heading.name, heading.name)


def _embed(node: Tag) -> None:
    """Make a card of an address alone in a paragraph; what Medium shows there only it knows."""
    if node.name != "p" or any(not tag.hidden for tag in node.find_all(name=True)):
        return
    address = node.get_text().strip()
    if _ADDRESS.fullmatch(address) and is_absolute(address):
        link = Tag(name="a", attrs={"href": address})
        link.string = address
        node.clear()
        node.append(link)
        node["class"] = EMBED


def _html(nodes: Sequence[PageElement]) -> str:
    return "".join(
        node.decode() if isinstance(node, Tag) else escape(str(node), quote=False) for node in nodes
    )
