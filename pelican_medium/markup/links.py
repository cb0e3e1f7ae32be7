"""Addresses: every one absolute, as a browser on the article's own page resolves it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

from pelican_medium.model import urls

if TYPE_CHECKING:
    from pelican_medium.markup.context import Context

#: What Pelican resolves ("Linking to internal content"); one left over means a dead link.
_INTRASITE = re.compile(
    r"^[{|](?:static|attach|filename|author|category|tag|index|photo|image)[|}]", re.IGNORECASE
)

#: What does no harm in a story; "javascript:" and the like are dropped.
_SCHEMES = {"http", "https", "mailto", "tel", "sms", "xmpp", "geo", "magnet", "ftp", "news"}

_WEB = {"http", "https"}

_SCHEME = re.compile(r"^(?P<name>[A-Za-z][A-Za-z0-9+.-]*):")


def make_absolute(soup: BeautifulSoup, context: Context) -> None:
    """Resolve every link; one that leads nowhere leaves its text."""
    for link in soup.find_all("a"):
        _resolve_link(link, context)


def _resolve_link(link: Tag, context: Context) -> None:
    """A link without a usable address becomes "about:invalid" at Medium, so it leaves its text.

    Seen in jekyll-crosspost-to-medium#43. One into this very page leads nowhere there either:
    Medium keeps no ids (jupyter_to_medium#10).
    """
    href = str(link.get("href") or "")
    url = absolute(href, context)
    if url and not leads_into_the_page(href, context):
        link["href"] = url
    else:
        del link["href"]


def leads_away(href: str) -> bool:
    """Tell whether an address looks like one of another page."""
    url = urls.tidy(href)
    scheme = _SCHEME.match(url)
    return url[:1] not in {"", "#"} and (scheme is None or scheme["name"].lower() in _SCHEMES)


def leads_into_the_page(href: str, context: Context) -> bool:
    """Tell whether a link leads to a place in this very article, by whatever address of it."""
    if "#" not in href:
        return False
    page = _resolved(urls.tidy(href), context.base_url) or ""
    return _page(page) == _page(context.base_url)


def _page(url: str) -> str:
    return url.partition("#")[0].removesuffix("index.html")


def absolute(url: str, context: Context) -> str | None:
    """Return an address made absolute, or None where it leads nowhere."""
    url = urls.tidy(url)
    if _INTRASITE.match(url):
        context.unresolved.append(url)
        return None
    scheme = _SCHEME.match(url)
    name = scheme["name"].lower() if scheme else ""
    if not url or (name and name not in _SCHEMES) or (name in _WEB and not urls.is_absolute(url)):
        return None
    if scheme and len(url) == scheme.end():  # "mailto:" to nobody
        return None
    return _resolved(url, context.base_url)


def _resolved(url: str, base_url: str) -> str | None:
    try:
        whole = urls.resolve(base_url, url)
    except ValueError:  # such as "//[half"
        return None
    return whole if urls.is_absolute(whole) or not whole.startswith("http") else None
