"""The article's own page: it must be live, and must not name another original."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote, urljoin, urlsplit

from bs4 import BeautifulSoup

from pelican_medium.model import Request, urls
from pelican_medium.model.errors import TransportError
from pelican_medium.pictures.looks import Ask, Look, State, follow

#: A canonical link stands in the head of a page, long before this.
MOST_BYTES = 1 << 20

#: How a file is called that is served without saying its name, or its ending.
_INDEX = re.compile(r"(?:/index)?\.html?$", re.IGNORECASE)


def look(url: str, originals: Collection[str], visit: Ask) -> Look:
    """Look at an article's page.

    Args:
        originals: the addresses its canonical link may name.

    Returns:
        A look that is live where nothing speaks against posting the article.
    """
    try:
        answer, where = follow(Request("GET", url), visit, MOST_BYTES)
    except TransportError as error:
        return Look(State.AWAY, f"is not live ({error})")
    if answer.status != 200:  # noqa: PLR2004 - the plain word for success
        return Look(State.AWAY, f"is not live (HTTP {answer.status})")
    named = canonical(answer.body, where)
    if names_another(named, (url, *originals), where):
        return Look(State.GONE, f"names another original in its canonical link, {named}")
    return Look(State.LIVE, "live")


def names_another(named: str | None, originals: Collection[str], where: str) -> bool:
    """Tell whether a canonical link names another original than the article itself.

    Args:
        named: the address in the link, or None where there is none.
        originals: the article's own address, and what its metadata gives instead.
        where: the address at which redirects ended; the article's too, on the same host.
    """
    if named is None:
        return False
    own = {form(original) for original in originals}
    ends = {form(where)} if form(where)[0] in {host for host, *_ in own} else set()
    return form(named) not in own | ends


def canonical(page: bytes, url: str) -> str | None:
    """Return the address in a page's canonical link, or None where it has none."""
    if b"canonical" not in page.lower():
        return None
    for link in BeautifulSoup(page, "lxml").find_all("link", href=True):
        if "canonical" in str(link.get("rel") or "").lower():
            return _joined(url, str(link["href"]).strip())
    return None


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # such as "http://[half", which names no address of ours
        return url


def form(url: str) -> tuple[str, str, str]:
    """Return an address in the form that compares: host, path and query.

    One page has several addresses that all lead to it, and themes write any of them: with
    ``www.`` or not, with either scheme, as a folder or as its ``index.html`` (Pelican's
    ``output_file``), with ``.html`` or without.
    """
    try:
        parts = urlsplit(urls.normal(urls.encode(url)))
        query = urlsplit(url).query
    except ValueError:  # no address, and like no other
        return url, "", ""
    host = parts.netloc.removeprefix("www.")
    return host, _INDEX.sub("", unquote(parts.path)).rstrip("/"), query
