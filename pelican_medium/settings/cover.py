"""The cover: the picture a site shows with an article, and where it goes in a story."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from pelican_medium.model import urls
from pelican_medium.settings import metadata as wishes

#: What themes call it (design.md, "Pictures"), the first one that is set.
NAMES = ("image", "cover", "featured_image", "og_image", "header_cover")

#: Themes use these names for other things too ("cover: dark"): a picture's address ends so.
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|avif|bmp|svg)$", re.IGNORECASE)

_INTRASITE = re.compile(r"^[{|](?:static|attach|filename)[|}](?P<path>.*)$", re.IGNORECASE)

#: What may stand around a picture that opens a body.
_OPENS = re.compile(r"\s*(?:<(?:div|section|p|a|span)\b[^>]*>\s*)*<(?:figure|img)\b", re.IGNORECASE)

Find = Callable[[str], str | None]


def named(metadata: Mapping[str, Any]) -> str:
    """Return an article's cover as its author wrote it: ``Medium_Image`` first; "" for none."""
    wish = _text(wishes.of(metadata).get("medium_image"))
    if wish:
        return wish
    plain = {str(name).lower().replace("-", "_"): value for name, value in metadata.items()}
    found = (_text(plain.get(name)) for name in NAMES)
    return next((text for text in found if text and _PICTURE.search(_path(text))), "")


def _text(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return first.strip() if isinstance(first, str) else ""


def _path(text: str) -> str:
    return re.split("[?#]", text, maxsplit=1)[0]


def address(text: str, site_url: str, find: Find) -> str:
    """Return a cover's absolute URL, as themes make it: below SITEURL unless it is absolute.

    Args:
        text: as its author wrote it; ``{static}`` and its like stay unresolved in metadata.
        find: returns the site's URL of a source file named so, or None where there is none.
    """
    intrasite = _INTRASITE.match(text)
    path = intrasite["path"].strip() if intrasite else text
    if not intrasite and re.match(r"//|[a-z][a-z0-9+.-]*:", path, re.IGNORECASE):
        return _resolved(site_url + "/", path)
    return _resolved(site_url + "/", find(path) or path.lstrip("/"))


def _resolved(base: str, path: str) -> str:
    try:
        url = urls.resolve(base, path)
    except ValueError:
        return ""
    return url if urls.is_absolute(url) else ""


def figure(url: str, body: str) -> str:
    """Return the cover's HTML, or "" where there is none or the body opens with a picture.

    Two pictures above each other are what authors complained of (colinwalker.blog, 2016), so
    Medium's own client leaves it out there too. It has no alternative text: the title is above.
    """
    if not url or _OPENS.match(body):
        return ""
    return f'<figure><img alt="" src="{html.escape(url)}"/></figure>\n'
