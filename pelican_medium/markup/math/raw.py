"""TeX left in the text, where the page's own renderer (MathJax, KaTeX) would find it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from pelican_medium.markup.flow import BLOCKS
from pelican_medium.markup.links import leads_away
from pelican_medium.markup.math import formulas
from pelican_medium.markup.math.formulas import Found
from pelican_medium.markup.math.page import Changes, Page, apply

#: Nothing in these is looked at. A link's text is mostly its address.
_SKIPPED = {
    *("code", "iframe", "kbd", "math", "mjx-container", "noscript", "pre", "samp", "script"),
    *("select", "style", "template", "title", "tt"),
}
_IGNORED = frozenset({"tex2jax_ignore", "mathjax_ignore"})

#: What stays an element, or becomes other text: no formula goes through it. It may go through
#: what is only unwrapped, such as the span that Typogrify puts around a word in capitals.
_OPAQUE = {
    *("b", "cite", "del", "dfn", "em", "i", "input", "q", "rt", "ruby", "s", "strike", "strong"),
    *("sub", "sup", "var"),
}

#: Where a line break is the author's; in a quote or an item this cleaning may have put it.
_FLOWING = {"article", "body", "dd", "div", "main", "p", "section"}

#: A node of a line, or None for something else, and the text of it.
_Part = tuple[PageElement | None, str]


def texts_in(soup: BeautifulSoup) -> list[NavigableString]:
    """Return the texts in which something is looked for."""
    nodes = [node for node in soup.descendants if is_text(node) and "\\" in str(node)]
    return [node for node in nodes if not any(_is_skipped(box) for box in node.parents)]


def is_text(node: PageElement) -> TypeGuard[NavigableString]:
    """Tell a text from a comment; that of a ruby's reading has a class of its own, too."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def convert(page: Page, texts: Sequence[NavigableString], *, marked: bool) -> None:
    """Find the formulas in these texts, which go by the line: one may run over several of them."""
    boxes = {id(box): box for text in texts if (box := _box_of(text)) is not None}
    runs = [run for box in boxes.values() for run in _runs(box)]
    lines = [(run, "".join(text for _, text in run)) for run in runs]
    company = marked or any(
        f.weight == formulas.SURE for _, line in lines for f in formulas.find(line)
    )
    changes: Changes = {}
    for run, line in lines:
        changes |= _changes(page, run, formulas.found_in(line, company=company))
    apply(changes, [node for run in runs for node, _ in run if node is not None])


def _box_of(text: NavigableString) -> Tag | None:
    """Return the block around a text, or None where nothing is looked at."""
    box: Tag | None = None
    for parent in text.parents:
        if _is_skipped(parent):
            return None
        if box is None and parent.name in BLOCKS:
            box = parent
    return box


def _is_skipped(element: Tag) -> bool:
    if element.name in _SKIPPED or leads_away(str(element.get("href") or "")):
        return True
    return not _IGNORED.isdisjoint(element.get_attribute_list("class"))


def _runs(box: Tag) -> Iterator[list[_Part]]:
    """Yield the lines of a block, which end where a block inside it starts."""
    run: list[_Part] = []
    for node, text in _parts(box):
        if text == _END:
            yield run
            run = []
        elif isinstance(node, Tag) and box.name not in _FLOWING:
            run.append((None, formulas.OBJECT))
        else:
            run.append((node, text))
    yield run


def _parts(box: Tag) -> Iterator[_Part]:
    for node in box.contents:
        if not isinstance(node, Tag):
            if is_text(node):
                yield node, str(node)
        elif node.name == "br":
            yield node, "\n"
        elif node.name in _DROPPED:
            continue
        elif node.name in BLOCKS:
            yield None, _END
        elif _is_skipped(node):
            yield None, formulas.OBJECT
        elif node.name in _OPAQUE:
            yield None, formulas.OBJECT
            yield from _parts(node)
            yield None, formulas.OBJECT
        else:
            yield from _parts(node)


#: Where a line ends, for no article holds a NUL.
_END = "\x00"

#: What is there and not seen (leftovers.drop), so that it ends no line.
_DROPPED = {"script", "style", "noscript", "template", "link", "meta"}


def _changes(page: Page, run: list[_Part], found: list[Found]) -> Changes:
    """Return, by node, what is to stand in its place."""
    changes: Changes = {}
    waiting = list(reversed(found))
    start = 0
    for node, text in run:
        end = start + len(text)
        while waiting and waiting[-1].end <= start:
            waiting.pop()
        if node is not None and waiting and waiting[-1].start < end:
            changes[id(node)] = list(_pieces(page, node, start, waiting))
        start = end
    return changes


def _pieces(
    page: Page, node: PageElement, start: int, waiting: list[Found]
) -> Iterator[PageElement]:
    """Yield the text of a node with the formulas that begin in it, without those that go on."""
    text = "\n" if isinstance(node, Tag) else str(node)
    end, place = start + len(text), start
    for found in reversed(waiting):
        if found.start >= end:
            break
        if found.start >= start:
            yield NavigableString(text[place - start : found.start - start])
            if node.parent is not None:
                yield page.shown(found.formula, node.parent)
        place = min(found.end, end)
    if place < end:
        yield NavigableString(text[place - start :])
