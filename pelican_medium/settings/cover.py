"""The cover: which picture a site shows with an article, and where it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pelican_medium.model import urls
from pelican_medium.settings import metadata as medium_metadata

#: What themes call it: the first one that is set counts.
NAMES = ("image", "cover", "featured_image", "og_image", "header_cover")

#: Themes use these names for other things too ("cover: dark"): a picture's address ends so.
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|tiff?|webp|avif|bmp|svg)$", re.IGNORECASE)

_IN_BRACES = re.compile(r"^[{|](?P<word>\w+)[|}](?P<path>.*)$")

#: Pelican's own words in braces that name a file.
_INTRASITE = {"static", "attach", "filename"}

Find = Callable[[str], str | None]


def named(metadata: Mapping[str, Any]) -> str:
    """Return an article's cover as its author wrote it: ``Medium_Image`` first; "" for none."""
    for_medium = _text(medium_metadata.of(metadata).get("medium_image"))
    if for_medium:
        return for_medium
    plain = {str(name).lower().replace("-", "_"): value for name, value in metadata.items()}
    found = (_text(plain.get(name)) for name in NAMES)
    return next((text for text in found if text and _PICTURE.search(_path(text))), "")


def _text(value: Any) -> str:
    first = value[0] if isinstance(value, list) and value else value
    return first.strip() if isinstance(first, str) else ""


def _path(text: str) -> str:
    return re.split("[?#]", text, maxsplit=1)[0]


def address(text: str, site_url: str, find: Find, find_by_plugin: Find = lambda _: None) -> str:
    """Return a cover's absolute URL, as themes make it: below SITEURL unless it is absolute.

    Args:
        text: as its author wrote it; ``{static}`` and its like stay unresolved in metadata.
        find: returns the site's URL of a source file named so, or None where there is none.
        find_by_plugin: returns where another plugin put the picture that its own word in braces
            names, such as ``{photo}``, or None where it does not say.

    Returns:
        The text itself where only another plugin knows what it names, "" where it is no address.
    """
    word = _IN_BRACES.match(text)
    if word and word["word"].lower() not in _INTRASITE:
        found = find_by_plugin(word["word"].lower())
        return _resolved(site_url + "/", found.lstrip("/")) if found else text
    path = word["path"].strip() if word else text
    if not word and re.match(r"//|[a-z][a-z0-9+.-]*:", path, re.IGNORECASE):
        return _resolved(site_url + "/", path)
    return _resolved(site_url + "/", find(path) or path.lstrip("/"))


def _resolved(base: str, path: str) -> str:
    try:
        url = urls.resolve(base, path)
    except ValueError:
        return ""
    return url if urls.is_absolute(url) else ""
