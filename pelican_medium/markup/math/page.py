"""What stands on the page for a formula: text or code. And how it gets there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pelican_medium.markup.flow import BOXES, STANDING
from pelican_medium.markup.math import formulas
from pelican_medium.markup.math.formulas import Formula

#: What holds a line of text and nothing more, so that a formula in it cannot stand alone.
_LINES = {
    *("a", "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "td"),
    "th",
}

#: By the id of a node, what is to stand in its place.
Changes = dict[int, list[PageElement]]


@dataclass(slots=True)
class Page:
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


def apply(changes: Changes, nodes: Iterable[PageElement]) -> None:
    """Put in each node's place what is to stand there."""
    for node in nodes:
        if id(node) in changes and node.parent is not None:
            node.replace_with(*changes[id(node)])
            node.decompose()


def is_block(tag: Tag) -> bool:
    """Tell whether an element ends the line it stands in."""
    return tag.name in BOXES or tag.name in STANDING
