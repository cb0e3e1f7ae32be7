"""Lists: one flat level. What is deeper becomes lines of its item, marked by text.

Medium has no nested lists (md-publisher#67) and numbers each run of items from 1 on, so a list
whose numbers would come out wrong becomes paragraphs that say their number.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from pelican_medium.markup import find, numbering
from pelican_medium.markup.flow import Line, Piece, joined, pieces
from pelican_medium.markup.paragraphs import shows_nothing

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

_BOX = re.compile("^[\\s\u00ad\u200b\u2060\ufeff]*\\[(?P<mark>[ xX])\\]\\s+")


def flatten(soup: BeautifulSoup, context: Context) -> None:
    """Flatten every list, and turn definitions into a bold term and paragraphs."""
    del context
    for definitions in soup.find_all("dl"):
        _flatten_definitions(soup, definitions)
    for list_ in find.every(soup, "dir", "menu"):
        list_.name = "ul"
    _gather_stray_items(soup)
    outermost = [
        list_
        for list_ in find.every(soup, "ol", "ul")
        if not list_.find_parent(["ol", "ul"]) and list_.parent is not None
    ]
    continued = _continued(outermost)
    for list_ in outermost:
        _flatten_list(soup, list_, is_whole=id(list_) not in continued)


def _continued(lists: Sequence[Tag]) -> set[int]:
    """Return the numbered lists that another one goes on with, behind code or a picture."""
    numbered = [list_ for list_ in lists if list_.name == "ol"]
    found: set[int] = set()
    for list_, after in itertools.pairwise(numbered):
        items = list_.find_all("li", recursive=False)
        next_items = after.find_all("li", recursive=False)
        if items and next_items and _goes_on(numbering.labels(list_, items)[-1], after, next_items):
            found |= {id(list_), id(after)}
    return found


def _goes_on(last: str, after: Tag, items: Sequence[Tag]) -> bool:
    """Tell whether a list says that it begins with the number after this one."""
    says_so = after.has_attr("start") or items[0].has_attr("value")
    first = numbering.labels(after, items)[0]
    return says_so and last.isdigit() and first.isdigit() and int(first) == int(last) + 1


def _gather_stray_items(soup: BeautifulSoup) -> None:
    """Put items that stand in no list into one, as a browser shows them."""
    stray: Tag | None = None
    for item in soup.find_all("li"):
        if item.parent is None or item.parent.name in {"ol", "ul"}:
            continue
        if stray is None or find.right_before(item) is not stray:
            stray = soup.new_tag("ul")
            item.insert_before(stray)
        stray.append(item)


def _flatten_definitions(soup: BeautifulSoup, definitions: Tag) -> None:
    for term in definitions.find_all("dt"):
        bold = soup.new_tag("strong")
        bold.extend(list(term.contents))
        term.name = "p"
        term.append(bold)
    for meaning in definitions.find_all("dd"):
        is_line = not any(isinstance(n, Tag) and n.name in _BOXES for n in meaning.contents)
        meaning.name = "p" if is_line else "div"
    definitions.name = "div"


_BOXES = {"blockquote", "div", "dl", "ol", "p", "pre", "table", "ul"}


def _flatten_list(soup: BeautifulSoup, list_: Tag, *, is_whole: bool) -> None:
    elements = items_of(soup, list_)
    labels = numbering.labels(list_, elements)
    items = [_item_pieces(soup, element) for element in elements]
    if list_.name == "ul" or (is_whole and _counts_plainly(labels, items)):
        _put_items(soup, list_, items)
    else:
        _put_paragraphs(soup, list_, labels, items)
    list_.decompose()


def items_of(soup: BeautifulSoup, list_: Tag) -> list[Tag]:
    """Return the items; what stands right in a list is a line more of the item before it."""
    items: list[Tag] = []
    loose: Tag | None = None
    for node in list(list_.contents):
        if isinstance(node, Tag) and node.name == "li":
            items.append(node)
            loose = None
        elif isinstance(node, Tag) or str(node).strip():
            if loose is None:
                items = items or [soup.new_tag("li")]
                loose = soup.new_tag("div")
                items[-1].append(loose)
            loose.append(node)
    return items


def _counts_plainly(labels: Sequence[str], items: Sequence[Sequence[Piece]]) -> bool:
    """Tell whether Medium's own numbers would be the right ones."""
    whole = all(item and all(isinstance(piece, Line) for piece in item) for item in items)
    return whole and all(label == str(number) for number, label in enumerate(labels, start=1))


def _put_items(soup: BeautifulSoup, list_: Tag, items: Sequence[Sequence[Piece]]) -> None:
    """Write the items; what stands on its own parts the list in two, in its place."""
    flat: Tag | None = None
    for item in items:
        opened = False
        for piece in _runs(item):
            if isinstance(piece, Tag):
                list_.insert_before(piece)
                flat = None
            elif opened:
                list_.insert_before(joined(soup, "p", piece))
                flat = None
            else:
                flat = flat or _new_list(soup, list_)
                flat.append(joined(soup, "li", piece))
                opened = True


def _new_list(soup: BeautifulSoup, list_: Tag) -> Tag:
    flat = soup.new_tag(list_.name)
    list_.insert_before(flat)
    return flat


def _put_paragraphs(
    soup: BeautifulSoup, list_: Tag, labels: Sequence[str], items: Sequence[Sequence[Piece]]
) -> None:
    for label, item in zip(labels, items, strict=True):
        mark = f"{label}. "
        runs = _runs(item)
        if runs and not isinstance(runs[0], Tag):
            runs[0] = [runs[0][0].after(mark), *runs[0][1:]]
        else:
            runs.insert(0, [Line([]).after(mark)])
        for run in runs:
            list_.insert_before(run if isinstance(run, Tag) else joined(soup, "p", run))


def _runs(item: Sequence[Piece]) -> list[list[Line] | Tag]:
    """Return the lines that follow one another together, and the blocks between them."""
    runs: list[list[Line] | Tag] = []
    for piece in item:
        if isinstance(piece, Tag):
            runs.append(piece)
        elif runs and isinstance(runs[-1], list):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _item_pieces(soup: BeautifulSoup, item: Tag, depth: int = 1) -> list[Piece]:
    """Return an item's lines and blocks, the deeper lists in it as lines with their marks."""
    found: list[Piece] = []
    for piece in pieces(item):
        if isinstance(piece, Tag) and piece.name in {"ol", "ul"}:
            found += _deeper(soup, piece, depth)
        else:
            found.append(piece)
    for place, piece in enumerate(found):
        if isinstance(piece, Line):
            found[place] = _with_box(piece)
            break
    return found


def _deeper(soup: BeautifulSoup, list_: Tag, depth: int) -> list[Piece]:
    """Return the lines of a list in a list: a letter or a dash before each, deeper a dash more."""
    found: list[Piece] = []
    items = items_of(soup, list_)
    labels = numbering.labels(list_, items, otherwise="a" if depth % 2 else "1")
    for label, item in zip(labels, items, strict=True):
        inside = _item_pieces(soup, item, depth + 1)
        mark = "– " * (depth - 1) + ("– " if list_.name == "ul" else f"{label}. ")
        if inside and isinstance(inside[0], Line):
            inside[0] = inside[0].after(mark)
        elif list_.name == "ol":
            inside.insert(0, Line([]).after(mark))
        found += inside
    return found


def _with_box(line: Line) -> Line:
    """Show a task's check box as ☐ or ☑."""
    holder = Tag(name="span")
    holder.extend(line.nodes)
    leaf = _first_leaf(holder)
    if isinstance(leaf, Tag):
        leaf.replace_with("☑ " if leaf.has_attr("checked") else "☐ ")
    elif leaf is not None and (box := _BOX.match(leaf)):
        leaf.replace_with(("☐ " if box["mark"] == " " else "☑ ") + leaf[box.end() :])
    return Line([holder])


def _first_leaf(holder: Tag) -> NavigableString | Tag | None:
    """Return the check box or the text that a line opens with."""
    for node in holder.descendants:
        if isinstance(node, Tag) and node.name == "input":
            return node
        if isinstance(node, NavigableString) and not shows_nothing(node):
            return node
    return None
