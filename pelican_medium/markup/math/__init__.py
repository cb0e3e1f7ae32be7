"""Mathematics: Medium shows none, so a formula becomes Unicode, or else its TeX as code.

Where the page's own renderer (MathJax, KaTeX) would find one: what Pelican's render-math and
pelican-jsmath, python-markdown-math, pymdownx.arithmatex, Docutils and Pandoc write, MathML, and
TeX left raw in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeGuard

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from pelican_medium.markup.flow import BOXES, STANDING
from pelican_medium.markup.links import leads_away
from pelican_medium.markup.math import formulas, mathml
from pelican_medium.markup.math.formulas import Formula, Found
from pelican_medium.model import Note
from pelican_medium.model.text import cut

if TYPE_CHECKING:
    from pelican_medium.markup import Context

#: KaTeX, MathJax 3 and MediaWiki: a formula in MathML and, once more, in what is seen.
_RENDERED = frozenset({"katex-display", "katex", "mwe-math-element"})

#: What stands around the TeX of one formula, or around Docutils' HTML of it.
_WRAPPERS = frozenset({"math", "arithmatex", "formula"})
_CLASSES = _RENDERED | _WRAPPERS

#: What holds a line of text and nothing more, so that a formula in it cannot stand alone.
_LINES = {
    *("a", "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "td"),
    "th",
}

#: By the id of a node, what is to stand in its place.
_Changes = dict[int, list[PageElement]]

#: How much of a formula a note shows.
_LONG = 80


@dataclass(slots=True)
class _Page:
    """The article under work, and the formulas that stayed TeX."""

    soup: BeautifulSoup
    sources: list[str] = field(default_factory=list)

    def shown(self, formula: Formula, place: Tag) -> PageElement:
        """Return what stands for a formula inside this element."""
        if formula.display and not any(box.name in _LINES for box in [place, *place.parents]):
            self.sources.append(formula.tex)
            # The class for the code step, which says it in Medium's own way.
            block = self.soup.new_tag("pre", attrs={"class": "language-latex"})
            block.append(formula.tex)
            return block
        line = formulas.said_by(formula)
        if line is not None:
            return NavigableString(line)
        self.sources.append(formula.tex)
        code = self.soup.new_tag("code")
        code.append(" ".join(formula.tex.split()))
        return code


def settle(soup: BeautifulSoup, context: Context) -> None:
    """Turn each formula into text or code, before scripts are dropped: some are formulas."""
    elements, texts = _look(soup)
    page = _Page(soup)
    marked = _settle_marked(page, elements)
    _settle_raw(page, [text for text in texts if not text.decomposed], marked=marked)
    if page.sources:
        example = cut(" ".join(page.sources[0].split()), _LONG)
        context.notes.append(Note("formulas shown as TeX source", len(page.sources), example))


def _look(soup: BeautifulSoup) -> tuple[list[Tag], list[NavigableString]]:
    """Return, of one walk, the elements that mark a formula and the texts that may hold one."""
    elements: list[Tag] = []
    texts: list[NavigableString] = []
    for node in soup.descendants:
        if isinstance(node, Tag):
            if _marks(node):
                elements.append(node)
        elif _is_text(node) and ("$" in str(node) or "\\" in str(node)):
            texts.append(node)
    return elements, texts


def _is_text(node: PageElement) -> TypeGuard[NavigableString]:
    """Tell a text from a comment; that of a ruby's reading has a class of its own, too."""
    return isinstance(node, NavigableString) and not isinstance(node, PreformattedString)


def _marks(element: Tag) -> bool:
    if element.name == "script":
        return str(element.get("type") or "").startswith("math/tex")
    classes = element.attrs.get("class")
    marked = classes is not None and not _CLASSES.isdisjoint(classes)
    return marked or element.name in {"math", "mjx-container"}


def _apply(changes: _Changes, nodes: Iterable[PageElement]) -> None:
    """Put in each node's place what is to stand there."""
    for node in nodes:
        if id(node) in changes and node.parent is not None:
            node.replace_with(*changes[id(node)])
            node.decompose()


# --- Formulas that an element marks -----------------------------------------------------------


def _settle_marked(page: _Page, elements: Sequence[Tag]) -> bool:
    """Settle these elements, and tell whether there was a formula."""
    changes: _Changes = {}
    previews: list[Tag] = []
    for element in elements:
        inside = any(box.name in {"code", "pre"} or id(box) in changes for box in element.parents)
        formula = None if inside else _read(element)
        if formula is None or not formula.tex or element.parent is None:
            if element.name in {"math", "mjx-container"}:
                element.name = "div" if element.find(_is_block) else "span"  # it stays as text
            continue
        changes[id(element)] = [page.shown(formula, element.parent)]
        if element.name == "script":
            previews += _previews(element)
    found = bool(changes)
    _apply(changes | {id(preview): [] for preview in previews}, [*elements, *previews])
    return found


def _is_block(tag: Tag) -> bool:
    return tag.name in BOXES or tag.name in STANDING


def _read(element: Tag) -> Formula | None:
    if element.name == "script":
        return _read_script(element)
    if element.name == "math":
        return Formula(
            formulas.source(mathml.tex_of(element)), _is_display(element) or _is_alone(element)
        )
    classes = set(element.get_attribute_list("class"))
    if element.name == "mjx-container" or classes & _RENDERED:
        return _read_rendered(element, classes)
    return _read_wrapper(element, classes)


def _read_script(script: Tag) -> Formula | None:
    """Return what python-markdown-math and MathJax 2 keep in a script; an open one holds a page."""
    text = script.get_text()
    if re.search("</[A-Za-z]", text):
        return None
    # Arithmatex escapes what HTML does not read as escaped there.
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return Formula(
        formulas.source(text), re.search(r"mode\s*=\s*display", str(script["type"])) is not None
    )


def _read_rendered(element: Tag, classes: set[str]) -> Formula | None:
    """Return the formula whose MathML stands beside what is seen of it."""
    math = element.find("math")
    if math is None or not all(map(_is_rendering, element.contents)):
        return None
    display = "katex-display" in classes or element.get("display") == "true"
    return Formula(formulas.source(mathml.tex_of(math)), display or _is_display(math))


def _is_rendering(node: PageElement) -> bool:
    if not isinstance(node, Tag):
        return not node.get_text().strip()
    names = [node.name, *map(str, node.get_attribute_list("class"))]
    return any(name.startswith(("katex", "mjx", "math", "mwe")) for name in names)


def _is_display(math: Tag) -> bool:
    return math.get("display") == "block" or math.get("mode") == "display"


#: The formula and the blanks and comments around it.
_FEW = 5


def _is_alone(math: Tag) -> bool:
    """Tell whether MathML is all that its paragraph holds."""
    box = math.parent
    return (
        box is not None
        and box.name in {"div", "p"}
        and len(box.contents) <= _FEW
        and all(node is math or not node.get_text().strip() for node in box.contents)
    )


def _previews(script: Tag) -> Iterator[Tag]:
    """Yield what MathJax shows before it has worked, and what it left where a page was saved."""
    for near in script.previous_siblings:
        if isinstance(near, Tag) and _is_preview(near):
            yield near
        elif isinstance(near, Tag) or near.get_text().strip():
            return


def _is_preview(element: Tag) -> bool:
    return any(
        str(name).startswith(("MathJax", "mjx-")) for name in element.get_attribute_list("class")
    )


def _read_wrapper(element: Tag, classes: set[str]) -> Formula | None:
    """Return the formula of an element that holds nothing else, or None for a larger box."""
    within: list[Tag] = []
    for tag in element.descendants:
        if isinstance(tag, Tag):
            if tag.name not in mathml.HTML or _marks(tag):
                return None
            within.append(tag)
    text = element.get_text().strip()
    whole = formulas.delimited(text)
    if whole:
        return whole
    display = element.name in {"div", "p", "pre"} or "display" in classes
    told = element.name in {"code", "pre", "tt"} or bool(classes & {"inline", "display"})
    if any(tag.name != "br" for tag in within):
        # Docutils' own, or Pandoc's without a renderer.
        return Formula(mathml.tex_of(element), display) if told or "formula" in classes else None
    return (
        Formula(formulas.source(text), display)
        if told or formulas.weight_of(text) == formulas.SURE
        else None
    )


# --- TeX left in the text ---------------------------------------------------------------------

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


def _settle_raw(page: _Page, texts: Sequence[NavigableString], *, marked: bool) -> None:
    """Find the formulas in these texts, which go by the line: one may run over several of them."""
    boxes = {id(box): box for text in texts if (box := _box_of(text)) is not None}
    runs = [run for box in boxes.values() for run in _runs(box)]
    lines = [(run, "".join(text for _, text in run)) for run in runs]
    company = marked or any(
        f.weight == formulas.SURE for _, line in lines for f in formulas.find(line)
    )
    changes: _Changes = {}
    for run, line in lines:
        changes |= _changes(page, run, formulas.found_in(line, company=company))
    _apply(changes, [node for run in runs for node, _ in run if node is not None])


def _box_of(text: NavigableString) -> Tag | None:
    """Return the block around a text, or None where nothing is looked at."""
    box: Tag | None = None
    for parent in text.parents:
        if _is_skipped(parent):
            return None
        if box is None and _is_block(parent):
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
            if _is_text(node):
                yield node, str(node)
        elif node.name == "br":
            yield node, "\n"
        elif node.name in _DROPPED:
            continue
        elif _is_block(node):
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


def _changes(page: _Page, run: list[_Part], found: list[Found]) -> _Changes:
    """Return, by node, what is to stand in its place."""
    changes: _Changes = {}
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
    page: _Page, node: PageElement, start: int, waiting: list[Found]
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
