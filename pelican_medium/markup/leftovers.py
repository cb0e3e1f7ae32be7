"""What Medium shows as loose text or not at all: scripts, styles, comments, classes, ids."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement, PreformattedString

from pelican_medium.markup import find
from pelican_medium.markup.flow import BOXES
from pelican_medium.model import Note
from pelican_medium.model.text import cut

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: CSS once leaked into stories as text (cross-post#21).
DROPPED = ("script", "style", "noscript", "template", "link", "meta", "base", "title")

#: How deep elements may be nested, and which stay wherever they are.
_DEEPEST = 100
_HELD = {"a", "br", "code", "img", "pre"}


#: What has no content; libxml2, which knows HTML 4, takes what follows it for its content.
VOID = ("bgsound", "command", "embed", "keygen", "param", "source", "track", "wbr")

#: The style of what stands in a line.
_INLINE = re.compile(r"(?:^|[;\s])display\s*:\s*inline\s*(?:;|$)", re.IGNORECASE)

#: The style of what no reader sees.
_HIDDEN = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)

#: How much of what was left out a note shows.
_LONG = 80

#: What notebooks number their cells by, as nbconvert writes it.
_PROMPTS = {"prompt", "input_prompt", "output_prompt", "jp-InputPrompt", "jp-OutputPrompt"}
_PROMPT = re.compile(r"\s*(?:(?:In|Out)\s*)?\[[\d\s*]*\]:?\s*")


def join_inline(soup: BeautifulSoup, context: Context) -> None:
    """Leave what its style sets into the line in the line: it would begin a paragraph."""
    del context
    for element in find.every_element(soup):
        is_inline = "style" in element.attrs and _INLINE.search(str(element["style"]))
        if is_inline and element.name in {"div", "p"} and not find.holds(element, BOXES):
            element.name = "span"


def lift_out(soup: BeautifulSoup, context: Context) -> None:
    """Put what follows an element without content behind it, where the parser took it inside."""
    del context
    for element in reversed(find.every(soup, *VOID)):  # the inner ones first
        if element.contents:
            element.insert_after(*list(element.contents))


def drop_unseen(soup: BeautifulSoup, context: Context) -> None:
    """Remove what a reader of the page does not see, and the numbers of a notebook's cells."""
    for element in [n for n in soup.descendants if isinstance(n, Tag) and _is_hidden(n)]:
        if not element.decomposed:
            if element.get_text().strip() or element.find("img"):
                words = cut(" ".join(element.get_text().split()), _LONG)
                context.notes.append(Note("hidden part of the page left out", where=words))
            element.decompose()
    _drop_prompts(soup, context)


def _drop_prompts(soup: BeautifulSoup, context: Context) -> None:
    prompts = [p for p in find.classed(soup, _PROMPTS) if _PROMPT.fullmatch(p.get_text())]
    said = [" ".join(prompt.get_text().split()) for prompt in prompts]
    if any(said):
        what = "numbers of a notebook's cells left out"
        context.notes.append(Note(what, len(said), " ".join(said)))
    for prompt in prompts:
        if not prompt.decomposed:
            prompt.decompose()


def _is_hidden(element: Tag) -> bool:
    attributes = element.attrs
    if "hidden" in attributes:
        return True
    return "style" in attributes and _HIDDEN.search(str(attributes["style"])) is not None


def drop(soup: BeautifulSoup, context: Context) -> None:
    """Remove what is not part of the text."""
    del context
    for fallback in soup.find_all("noscript"):
        _show_pictures(fallback)
    for element in find.every(soup, *DROPPED):
        element.decompose()
    # Comments, doctypes, processing instructions and CDATA are all of this class.
    for text in [t for t in soup.descendants if isinstance(t, PreformattedString)]:
        text.extract()


def _show_pictures(fallback: Tag) -> None:
    """Show what a script would load late; the place that waits for it goes."""
    if fallback.find("img") is None:
        return
    for beside in (find.right_before(fallback), find.right_after(fallback)):
        image = beside if beside is not None and beside.name == "img" else None
        if image is not None and _waits(image):
            image.decompose()
    fallback.unwrap()


def _waits(image: Tag) -> bool:
    """Tell whether a script is to put the picture here."""
    lazy = any(str(name).startswith("data-") for name in image.attrs)
    return lazy or "lazy" in " ".join(map(str, image.get_attribute_list("class")))


def flatten_depth(soup: BeautifulSoup, context: Context) -> None:
    """Take out what is nested deeper than any article is, so that no step recurses to death."""
    del context
    waiting: list[tuple[Tag, int]] = [(soup, 0)]
    while waiting:
        element, depth = waiting.pop()
        if depth < _DEEPEST:
            waiting += [(child, depth + 1) for child in element.contents if isinstance(child, Tag)]
            continue
        _flatten(element, _HELD)
        for held in [child for child in element.contents if isinstance(child, Tag)]:
            _flatten(held, _HELD - {held.name, "pre"})


def _flatten(element: Tag, held: Collection[str]) -> None:
    """Leave an element only its text and what is held. One by one, unwrap() is quadratic."""
    kept: list[PageElement] = []
    waiting = list(reversed(element.contents))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag) and node.name not in held:
            waiting += reversed(node.contents)
        else:
            kept.append(node)
    if any(node.parent is not element for node in kept) or len(kept) != len(element.contents):
        kept = [node.extract() for node in kept]
        element.clear()
        element.extend(kept)
