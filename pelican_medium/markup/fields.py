"""Field and option lists of reStructuredText: a name in bold, then what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.markup import find

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: What Docutils calls them, as tables (html4css1) and as definitions (html5_polyglot).
_LISTS = {"docinfo", "field-list", "option-list"}


def write_out(soup: BeautifulSoup, context: Context) -> None:
    """Write each field as a paragraph: "**note:** Only works with …"."""
    del context
    for box in find.classed(soup, _LISTS, "dl", "table"):
        names = find.every(box, "dt", "th") or find.classed(box, {"option-group"}, "td")
        for name in names:
            _write(soup, name, _value_of(name))
        for part in [box, *find.every(box, "tbody", "tr", "td", "dd", "col", "colgroup")]:
            part.name = "div"


def _value_of(name: Tag) -> Tag | None:
    """Return what a name stands for: beside it, or, for a long name, in the next row."""
    beside = name.find_next_sibling(["dd", "td"])
    if beside is None and name.parent is not None and name.parent.name == "tr":
        row = name.parent.find_next_sibling("tr")
        beside = row.find_all("td")[-1] if row is not None and row.find("td") else None
    return beside


def _write(soup: BeautifulSoup, name: Tag, value: Tag | None) -> None:
    label = soup.new_tag("strong")
    label.extend(list(name.contents))
    if find.has_class(name, {"field-name", "docinfo-name"}) or name.find("span", class_="colon"):
        _end_with_colon(label)
    name.name = "p"
    name.append(label)
    if value is None:
        return
    paragraph = value.find("p")
    inside = [node for node in value.contents if isinstance(node, Tag) or str(node).strip()]
    line = paragraph if inside and paragraph is inside[0] else None
    nodes = list(line.contents) if line is not None else inside if _is_line(value) else []
    if nodes:
        name.append(" ")
        name.extend(nodes)
    if line is not None:
        line.decompose()


def _end_with_colon(label: Tag) -> None:
    for colon in label.find_all("span", class_="colon"):
        colon.unwrap()
    if not label.get_text().rstrip().endswith(":"):
        label.append(":")


def _is_line(value: Tag) -> bool:
    blocks = {"blockquote", "div", "dl", "figure", "ol", "p", "pre", "table", "ul"}
    return not any(isinstance(node, Tag) and node.name in blocks for node in value.contents)
