"""Footnotes: a number in the text, and the notes as paragraphs at the end, after a rule.

Medium keeps no ids, so a link from one to the other would be dead (jupyter_to_medium#10).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find
from pelican_medium.markup.flow import Line, Piece, joined, pieces

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: The links to a note: Python-Markdown's, Docutils', Org's and simple-footnotes'.
_REFERENCES = {
    *("citation-reference", "footnote-ref", "footnote-reference", "footref", "simple-footnote"),
}

#: Their ways back up, which lead nowhere.
_BACK = {
    *("fn-backref", "footnote-back", "footnote-backref", "reversefootnote", "simple-footnote-back"),
}

#: Where they keep the notes: a list of them, or each one by itself.
_LISTS = {"footnote", "footnotes", "simple-footnotes"}
_ALONE = {"citation", "footdef", "footnote"}
_LABELS = {"footnum", "label"}

_SEVERAL = re.compile(r"\((?:\d+[,\s]*)+\)")
_ARROWS = re.compile("[↩↑⤴⏎\ufe0e\ufe0f\\s]+")


def move_to_end(soup: BeautifulSoup, context: Context) -> None:
    """Write the numbers as text, and the notes as paragraphs at the end."""
    del context
    for link in soup.find_all("a"):
        if _is_reference(link):
            _write_number(link)
    notes = [*_listed(soup), *_alone(soup)]
    _drop_ways_back(soup)
    if notes and soup.body:
        soup.body.append(soup.new_tag("hr"))
        for label, box in notes:
            soup.body.extend(_paragraphs(soup, label, box))


def _is_reference(link: Tag) -> bool:
    if find.has_class(link, _REFERENCES) or link.get("role") == "doc-noteref":
        return True
    around = link.parent
    # Kramdown's and Asciidoctor's: the superscript says it.
    said = around is not None and (around.get("role") == "doc-noteref" or around.name == "sup")
    return said and find.has_class(link, {"footnote"})


def _write_number(link: Tag) -> None:
    number = link.get_text().strip().strip("[]")
    around = link.parent if link.parent is not None and link.parent.name == "sup" else link
    alone = around is link or around.get_text().strip().strip("[]") == number
    (around if alone else link).replace_with(f"[{number}]")


def _listed(soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Yield the notes of a numbered list, which Python-Markdown opens with a rule of its own."""
    for box in find.classed(soup, _LISTS, "div", "ol", "section"):
        list_ = box if box.name == "ol" else box.find("ol")
        if list_ is None or box.parent is None:
            continue
        items = list_.find_all("li", recursive=False)
        if not items:
            continue
        yield from ((str(number), item) for number, item in enumerate(items, start=1))
        list_.extract()
        for rule in box.find_all("hr"):
            rule.decompose()


def _alone(soup: BeautifulSoup) -> Iterator[tuple[str, Tag]]:
    """Yield Docutils' notes: a row of a table each, or an element each with a label in it."""
    for box in find.classed(soup, _ALONE, "aside", "div", "table"):
        label = next(iter(find.classed(box, _LABELS, "a", "dt", "span", "td")), None)
        if label is None or box.parent is None:
            continue
        text = label.get_text().strip().strip("[]")
        label.extract()
        for table in [box, *find.every(box, "tbody", "tr", "td", "colgroup", "col")]:
            table.name = "div"
        box.extract()
        yield text, box


def _drop_ways_back(box: Tag) -> None:
    for several in find.classed(box, {"backrefs"}):
        several.decompose()
    for link in box.find_all("a"):
        if not link.decomposed and _leads_back(link):
            around = link.parent
            # Docutils' "(1, 2)", where a note is referred to more than once.
            several_more = around is not None and _SEVERAL.fullmatch(around.get_text())
            (around if around is not None and several_more else link).decompose()


def _leads_back(link: Tag) -> bool:
    in_page = str(link.get("href") or "").startswith("#")
    arrow = _ARROWS.fullmatch(link.get_text()) is not None
    return find.has_class(link, _BACK) or (in_page and arrow)


def _paragraphs(soup: BeautifulSoup, label: str, box: Tag) -> list[Tag]:
    _drop_ways_back(box)
    found = [piece for piece in pieces(box) if not _is_arrow(piece)]
    mark = f"[{label}] "
    if found and isinstance(found[0], Line):
        found[0] = found[0].after(mark)
    else:
        found.insert(0, Line([]).after(mark))
    return [joined(soup, "p", [p]) if isinstance(p, Line) else p for p in found]


def _is_arrow(piece: Piece) -> bool:
    return isinstance(piece, Line) and bool(_ARROWS.fullmatch(piece.text))
