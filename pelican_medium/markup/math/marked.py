"""Formulas that an element marks: renderers' own, MathML, and boxes made for TeX."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4 import Tag
from bs4.element import PageElement

from pelican_medium.markup import find
from pelican_medium.markup.flow import BLOCKS
from pelican_medium.markup.math import formulas, mathml
from pelican_medium.markup.math.formulas import Formula
from pelican_medium.markup.math.page import Changes, Page, apply

#: KaTeX, MathJax 3 and MediaWiki: a formula in MathML and, once more, in what is seen.
_RENDERED = frozenset({"katex-display", "katex", "mwe-math-element"})

#: What stands around the TeX of one formula, or around Docutils' HTML of it.
_WRAPPERS = frozenset({"math", "arithmatex", "formula"})
_CLASSES = _RENDERED | _WRAPPERS


def marks(element: Tag) -> bool:
    """Tell whether an element says that a formula is in it."""
    if element.name == "script":
        return str(element.get("type") or "").startswith("math/tex")
    classes = element.attrs.get("class")
    marked = classes is not None and not _CLASSES.isdisjoint(classes)
    return marked or element.name in {"math", "mjx-container"}


def convert(page: Page, elements: Sequence[Tag]) -> bool:
    """Turn these elements into text or code, and tell whether there was a formula."""
    changes: Changes = {}
    previews: list[Tag] = []
    for element in elements:
        inside = any(box.name in {"code", "pre"} or id(box) in changes for box in element.parents)
        formula = None if inside else _read(element)
        if formula is None or not formula.tex or element.parent is None:
            if element.name in {"math", "mjx-container"}:
                element.name = "div" if find.holds(element, BLOCKS) else "span"  # it stays as text
            continue
        changes[id(element)] = [page.shown(formula, element.parent)]
        if element.name == "script":
            previews += _previews(element)
    found = bool(changes)
    apply(changes | {id(preview): [] for preview in previews}, [*elements, *previews])
    return found


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
            if tag.name not in mathml.HTML or marks(tag):
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
