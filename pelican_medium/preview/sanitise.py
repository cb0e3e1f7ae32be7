"""Makes somebody else's HTML safe to show in a browser and to put on a clipboard.

An author's own function, an outbox from elsewhere or a post sent to the sandbox may hold
anything. This is the only place that decides what of it reaches a browser: the elements named
here, with the attributes named here, and addresses of known schemes. Preview, desk, clipboard
and sandbox all take what it returns.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from pelican_medium.model.text import parsable

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

#: What a link may lead to: another page, a place in this one, or a program that asks first.
_LINK = re.compile(r"#|(?:https?|ftp|geo|magnet|mailto|news|sms|tel|xmpp):", re.IGNORECASE)

#: What a code block may say of itself, in Medium's own notation (medium-publish, src/parser): a
#: name of highlight.js, such as ``c++`` or ``objective-c``, and how it was found.
_CODE = {
    "data-code-block-lang": re.compile(r"[\w+#.-]{1,40}", re.ASCII),
    "data-code-block-mode": re.compile("[012]"),
}

AddressOf = Callable[[str], str | None]

#: What to say in the place of a missing picture, by its ``src`` and its alt text.
InItsPlace = Callable[[str, str], str]

ABSENT = "absent"


def sanitise(html: str, address_of: AddressOf, in_its_place: InItsPlace | None = None) -> Tag:
    """Return a body that holds only what is safe; what lies in a wrapper stays without it.

    Args:
        html: the content of a post.
        address_of: where a picture is to be had from, by its ``src``; None where it is missing.
        in_its_place: what stands for a missing picture, marked as no text of the story; its alt
            text by default, as at Medium.
    """
    body = parsed(html)
    for text in body.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()
    for tag in body.find_all(sorted(DROPPED)):
        tag.clear()
        tag.hidden = True
    for tag in body.find_all(name=True):
        _reduce(tag)
    for image in body.find_all("img"):
        _place(image, address_of, in_its_place)
    return body


def parsed(html: str) -> Tag:
    """Return the body of HTML, with everything that is in it."""
    # The <body> keeps bs4 from taking a text for a file name, as in `markup.clean`.
    soup = BeautifulSoup(f"<body>{parsable(html)}</body>", "lxml")
    return soup.body or soup


def _place(image: Tag, address_of: AddressOf, in_its_place: InItsPlace | None) -> None:
    src, alt = str(image.get("src", "")), str(image.get("alt", "")).strip()
    if address := address_of(src):
        image["src"] = address
    elif in_its_place:
        take_away(image, in_its_place(src, alt), ABSENT)
    else:
        take_away(image, alt)


def take_away(image: Tag, text: str, kind: str = "") -> None:
    """Leave a text in a picture's place; its caption goes with it (post-to-medium-action#33)."""
    figure = image.find_parent("figure")
    attributes = {"class": kind} if kind else {}
    if image.find_parent("p"):
        image.replace_with(_element("em", text, attributes) if kind else text)
    elif text:
        image.replace_with(_element("p", text, attributes))
    else:
        image.decompose()
    if figure and not figure.find("img"):
        for caption in figure.find_all("figcaption"):
            caption.decompose()
        figure.unwrap()


def _element(name: str, text: str, attributes: dict[str, str]) -> Tag:
    made = Tag(name=name, attrs=attributes)
    made.string = text
    return made


def _reduce(tag: Tag) -> None:
    tag.name = RENAMED.get(tag.name, tag.name)
    kept = _attributes(tag)
    tag.attrs.clear()
    tag.attrs.update(kept)
    # Shown without its tags; unwrap() looks for its place each time, and 20,000 are quadratic.
    tag.hidden = tag.name not in KEPT


def _attributes(tag: Tag) -> dict[str, str]:
    """Return what an element keeps; in-page links can reach a ``name`` (pb, ext/name.go)."""
    kept = {"name": str(tag["name"])} if tag.get("name") else {}
    if tag.name == "a":
        href = str(tag.get("href", "")).strip()
        kept |= {"href": href} if _LINK.match(href) else {}
    elif tag.name == "img":
        kept |= {name: str(tag[name]) for name in ("alt", "src") if tag.has_attr(name)}
    elif tag.name == "blockquote" and PULL_QUOTE in (tag.get("class") or ()):
        kept["class"] = PULL_QUOTE
    elif tag.name == "pre":
        said = {name: str(tag.get(name, "")) for name in _CODE}
        kept |= {name: value for name, value in said.items() if _CODE[name].fullmatch(value)}
    return kept
