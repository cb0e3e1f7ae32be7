"""Finding elements by name and class, in the order of the page.

BeautifulSoup's own search with a list of names takes ten times as long: it tries a rule for each
name on each element (benchmarks/).
"""

from __future__ import annotations

from collections.abc import Collection

from bs4 import Tag


def every(box: Tag, *names: str) -> list[Tag]:
    """Return all elements of these names in a box."""
    return [node for node in box.descendants if isinstance(node, Tag) and node.name in names]


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
    for node in element.previous_siblings:
        if isinstance(node, Tag):
            return node
        if node.get_text().strip():
            return None
    return None
