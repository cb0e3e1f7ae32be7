"""The tree of an article: bs4's own, but quick to change where it is long."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import PageElement


class Element(Tag):
    """An element that looks for a child beside the one it found last.

    To take out, replace or put in one child, bs4 looks through all of them from the first one on,
    so that n siblings cost n² steps: 2,000 pictures in a paragraph took twice as long. The steps
    of markup go through siblings in order, so the next one is near the last one.
    """

    _near = 0  # of the class, as decompose() empties the object, and Tag looks for a child then

    def index(self, element: PageElement) -> int:
        """Return the place of a child among the children, by identity.

        Raises:
            ValueError: it is not a child of this element.
        """
        children = self.contents
        near = min(self._near, len(children))
        for step in range(len(children) + 1):
            for place in (near + step, near - step):
                if 0 <= place < len(children) and children[place] is element:
                    self._near = place
                    return place
        return super().index(element)  # which raises
