"""What stands on the page for a formula: text, a picture or code. And how it gets there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement

from pelican_medium.markup.math import display, formulas, references
from pelican_medium.markup.math.display import Row
from pelican_medium.markup.math.formulas import Formula
from pelican_medium.markup.math.macros import Macros
from pelican_medium.model import drawn

#: What holds a line of text and nothing more, so that a formula in it cannot stand alone.
_LINES = {
    *("a", "caption", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "td"),
    "th",
}

#: By the id of a node, what is to stand in its place.
Changes = dict[int, list[PageElement]]


@dataclass(slots=True)
class Page:
    """The article under work, and what became of its formulas.

    Attributes:
        pictures: by the key of a formula, the address of its picture; "" where it has none.
        counting: whether LaTeX's own numbers are wanted: something in the text refers to one.
        sources: the formulas that stayed TeX.
        drawings: those that a picture could show, whether or not it does.
        macros: the author's own commands.
        refers: whether a formula was nothing but a reference.
        numbers: by its label, the number of a formula without the brackets around it.
    """

    soup: BeautifulSoup
    pictures: Mapping[str, str] = field(default_factory=dict)
    counting: bool = False
    sources: list[str] = field(default_factory=list)
    drawings: list[drawn.Formula] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    macros: Macros = field(default_factory=Macros)
    refers: bool = False
    _count: int = 0

    def shown(self, formula: Formula, place: Tag) -> PageElement:
        """Return what stands for a formula inside this element."""
        formula = replace(formula, tex=self.macros.read(formula.tex))
        if not formula.tex:
            return NavigableString("")
        if formula.display and not any(box.name in _LINES for box in [place, *place.parents]):
            return self._displayed(formula.tex)
        if references.is_reference(formula.tex):
            self.refers = True
            return NavigableString(formula.tex)  # the last step of all knows its number
        line = formulas.said_by(formula)
        if line is not None:
            return NavigableString(line)
        self.sources.append(formula.tex)
        code = self.soup.new_tag("code")
        code.append(" ".join(display.bare(formula.tex).split()))
        return code

    def _displayed(self, tex: str) -> Tag:
        rows = list(self._numbered(display.rows_of(tex)))
        lines = display.lines_of(rows)
        if lines:
            return self._lines(lines)
        formula = drawn.Formula(display.drawable(tex, rows), display.number_of(rows))
        self.drawings.append(formula)
        address = self.pictures.get(drawn.key(formula))
        if address:
            return self._picture(address, display.alt_of(formula.tex))
        self.sources.append(tex)
        # The class for the code step, which says it in Medium's own way.
        block = self.soup.new_tag("pre", attrs={"class": "language-latex"})
        block.append(display.tagged(tex, self.numbers))
        return block

    def _numbered(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows with the numbers that LaTeX gives them, and keep them by their labels."""
        for row in rows:
            number = row.number
            if row.counts and self.counting:
                self._count += 1
                number = f"({self._count})"
            if row.label and number:
                self.numbers[row.label] = number.removeprefix("(").removesuffix(")")
            yield replace(row, number=number)

    def _picture(self, address: str, alt: str) -> Tag:
        figure = self.soup.new_tag("figure")
        figure.append(self.soup.new_tag("img", attrs={"src": address, "alt": alt}))
        return figure

    def _lines(self, lines: Iterable[str]) -> Tag:
        """Return a paragraph of lines."""
        paragraph = self.soup.new_tag("div")
        for place, line in enumerate(lines):
            if place:
                paragraph.append(self.soup.new_tag("br"))
            paragraph.append(line)
        return paragraph


def apply(changes: Changes, nodes: Iterable[PageElement]) -> None:
    """Put in each node's place what is to stand there."""
    for node in nodes:
        if id(node) in changes and node.parent is not None:
            node.replace_with(*changes[id(node)])
            node.decompose()
