"""Finding elements by name and class, in the order of the page.

BeautifulSoup's own search with a list of names takes ten times as long: it tries a rule for each
name on each element (benchmarks/).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from bs4 import Tag
from bs4.element import NavigableString, PageElement, PreformattedString

from pelican_medium.markup.flow import BOXES


def every(box: Tag, *names: str) -> list[Tag]:
    """Return all elements of these names in a box."""
    return [node for node in box.descendants if isinstance(node, Tag) and node.name in names]


def every_element(box: Tag) -> list[Tag]:
    """Return all elements in a box."""
    return [node for node in box.descendants if isinstance(node, Tag)]


def by_name(box: Tag) -> dict[str, list[Tag]]:
    """Return all elements in a box by their names, of one walk."""
    found: dict[str, list[Tag]] = defaultdict(list)
    for node in box.descendants:
        if isinstance(node, Tag):
            found[node.name].append(node)
    return found


def classed(box: Tag, classes: Collection[str], *names: str) -> list[Tag]:
    """Return all elements of one of these classes, and of these names if any are given."""
    return [
        node
        for node in box.descendants
        if isinstance(node, Tag)
        and "class" in node.attrs
        and (not names or node.name in names)
        and has_class(node, classes)
    ]


def has_class(element: Tag, classes: Collection[str]) -> bool:
    """Tell whether an element is of one of these classes."""
    return any(name in classes for name in element.get_attribute_list("class"))


def holds(box: Tag, names: Collection[str]) -> bool:
    """Tell whether an element of one of these names stands in a box."""
    return any(isinstance(node, Tag) and node.name in names for node in box.descendants)


def right_before(element: Tag) -> Tag | None:
    """Return the element before this one, or None where other text than blanks stands between."""
    return _first(element.previous_siblings)


def right_after(element: Tag) -> Tag | None:
    """Return the element after this one, or None where other text than blanks stands between."""
    return _first(element.next_siblings)


def _first(siblings: Iterable[PageElement]) -> Tag | None:
    for node in siblings:
        if isinstance(node, Tag):
            return node
        if node.get_text().strip():  # a comment's is empty
            return None
    return None


def is_in_a_sentence(element: Tag) -> bool:
    """Tell whether words stand beside an element in its line of text."""
    place: Tag | None = element
    while place is not None and (place is element or place.name not in BOXES):
        for siblings in (place.previous_siblings, place.next_siblings):
            if _begins_with_words(siblings):
                return True
        place = place.parent
    return False


def _begins_with_words(siblings: Iterable[PageElement]) -> bool:
    for node in siblings:
        if isinstance(node, Tag):
            if node.name in BOXES or node.name == "br":
                return False
            if node.get_text().strip():
                return True
        elif isinstance(node, NavigableString) and node.strip():
            return not isinstance(node, PreformattedString)
    return False
