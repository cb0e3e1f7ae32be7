"""What Medium makes of a post's content, as far as a reader sees it: for preview and sandbox.

The content is somebody else's HTML: only the elements named here come through, with only the
attributes named here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement, PreformattedString

from pelican_medium.model.urls import is_absolute

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
EMBED = "embed"

#: Medium has two sizes of headings below the title, which its feed calls h3 and h4; a later h1
#: becomes the larger one (mediumctl's README). Here they are the levels under the title.
SIZES = {"h1": "h2", "h3": "h2", "h2": "h3", "h4": "h3"}

#: What lxml refuses; no reader sees it.
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")

#: What a code block may say of itself: a name of highlight.js, such as ``c++`` or ``objective-c``.
_LANGUAGE = re.compile(r"[\w+#.-]{1,40}", re.ASCII)

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


def read(content: str, address_of: Callable[[str], str | None]) -> Story:
    """Return what a reader would see.

    Args:
        content: the HTML of a post.
        address_of: where a picture is to be shown from, by its ``src``; None where it is
            missing, which leaves its alt text.
    """
    # The <body> keeps bs4 from taking a text for a file name, as in `markup.clean`.
    body = BeautifulSoup(f"<body>{_UNPARSABLE.sub('', content)}</body>", "lxml").body
    if body is None:
        return Story("", "")
    _drop(body)
    _place_pictures(body, address_of)
    for tag in body.find_all(name=True):
        _reduce(tag)
    return _split(body)


def _drop(body: Tag) -> None:
    for text in body.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()
    for tag in body.find_all(sorted(DROPPED)):
        tag.clear()
        tag.hidden = True


def _place_pictures(body: Tag, address_of: Callable[[str], str | None]) -> None:
    """Point each picture to where it is; one that is nowhere leaves its alt text."""
    for image in body.find_all("img"):
        address = address_of(str(image.get("src", "")))
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
        # Shown without its tags; unwrap() looks for its place each time, and 20,000 are quadratic.
        tag.hidden = True


def _attributes(tag: Tag) -> list[tuple[str, str]]:
    """Return what survives; a ``name`` is what in-page links can reach (pb, ext/name.go)."""
    attributes = {"id": str(tag["name"])} if tag.get("name") else {}
    if tag.name == "a":
        attributes["href"] = _link(str(tag.get("href", "")))
    elif tag.name == "img":
        attributes |= {"src": str(tag["src"]), "alt": str(tag.get("alt", ""))}
    elif tag.name == "blockquote" and PULL_QUOTE in (tag.get("class") or ()):
        attributes["class"] = PULL_QUOTE
    elif tag.name == "pre":
        attributes |= _code(str(tag.get("data-code-block-lang", "")))
    return list(attributes.items())


def _link(href: str) -> str:
    usable = is_absolute(href) or re.match(r"#|mailto:", href)
    return href if usable else DEAD_LINK


def _code(language: str) -> dict[str, str]:
    """Return what lets a long line be scrolled to by keyboard, and names the block."""
    named = language if _LANGUAGE.fullmatch(language) else ""
    told = {"data-code-block-lang": named} if named else {}
    label = f"Code, {named}" if named else "Code"
    return {**told, "tabindex": "0", "role": "group", "aria-label": label}


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
