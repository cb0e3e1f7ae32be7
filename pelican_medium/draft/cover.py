"""The cover in a story: under the title, unless the body opens with a picture of its own."""

from __future__ import annotations

import html
import re

from pelican_medium.model import Note
from pelican_medium.model.urls import is_absolute

#: What may stand around a picture that opens a body.
_OPENS = re.compile(r"\s*(?:<(?:div|section|p|a|span)\b[^>]*>\s*)*<(?:figure|img)\b", re.IGNORECASE)


def figure(cover: str, body: str) -> str:
    """Return the cover's HTML, or "" where there is none or the body opens with a picture.

    Two pictures above each other are what authors complained of (colinwalker.blog, 2016), so
    Medium's own client leaves it out there too. It has no alternative text: the title is above.
    """
    if not is_absolute(cover) or _OPENS.match(body):
        return ""
    return f'<figure><img alt="" src="{html.escape(cover)}"/></figure>\n'


def notes(cover: str) -> list[Note]:
    """Return what the author should know of a cover that only another plugin could find."""
    if not cover or is_absolute(cover):
        return []
    what = (
        "cover left out: only another plugin knows this picture; give its address as Medium_Image"
    )
    return [Note(what, where=cover)]
