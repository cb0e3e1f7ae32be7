"""The article's own page: it must be live, and must not name another original."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup

from pelican_medium.model import Request, urls
from pelican_medium.model.errors import TransportError
from pelican_medium.pictures.looks import Ask, Look, State, follow

#: A canonical link stands in the head of a page, long before this.
MOST_BYTES = 1 << 20


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
    if named is not None and form(named) not in {form(original) for original in originals}:
        return Look(State.GONE, f"names another original in its canonical link, {named}")
    return Look(State.LIVE, "live")


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


def form(url: str) -> tuple[str, str]:
    """Return an address in the form that compares; one that is none is like no other."""
    try:
        return urls.normal(urls.encode(url)), urlsplit(url).query
    except ValueError:
        return url, ""
