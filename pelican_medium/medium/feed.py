"""An account's public feed: its newest stories, read without any credentials.

The form is that of medium.com/feed/@user: RSS 2.0 with the text in ``content:encoded``. It
holds the newest ten public stories and no canonical addresses (medium-api-docs#90, #100).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from pelican_medium.model import Response
from pelican_medium.model.errors import FeedError, TransportError
from pelican_medium.model.urls import is_absolute, is_link, tidy

#: Ten long stories are well below this; more is no feed of Medium's.
MOST_BYTES = 8 << 20

_NO_FEED = "is no RSS that can be read; a web page may have come instead"

_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a feed.

    Attributes:
        guid: ``https://medium.com/p/<id>``, or "".
        url: its public address, without the feed's own ``?source=``.
        title: as the feed has it.
        links: every address its text links to, in order.
    """

    guid: str
    url: str
    title: str
    links: tuple[str, ...]


def address(url: str) -> str | None:
    """Return the feed of the account that a profile or a story belongs to, or None.

    A story of a publication or on a domain of its own does not tell.
    """
    if not is_absolute(url):
        return None
    parts = urlsplit(url)
    account = parts.path.lstrip("/").partition("/")[0]
    if account.startswith("@"):
        return urlunsplit((parts.scheme, parts.netloc, f"/feed/{account}", "", ""))
    if (parts.hostname or "").endswith(".medium.com"):
        return urlunsplit((parts.scheme, parts.netloc, "/feed", "", ""))
    return None


def fetch(url: str, seconds: float) -> tuple[Story, ...]:
    """Fetch a feed, without any credentials, and return its stories.

    Raises:
        FeedError: it cannot be had or read.
    """
    from pelican_medium.medium import visit

    try:
        answer = visit.get(url, seconds=seconds, most_bytes=MOST_BYTES + 1)
        return parse(_body(answer))
    except (TransportError, FeedError) as error:
        reason = f"cannot be reached ({error})" if isinstance(error, TransportError) else error
        raise FeedError(f"The feed {url} {reason}. Nothing was changed.") from None


def _body(answer: Response) -> bytes:
    if answer.status != 200:  # noqa: PLR2004 - the plain word for success
        raise FeedError(f"was not given (HTTP {answer.status}); Medium does that at times")
    return answer.body


def parse(body: bytes) -> tuple[Story, ...]:
    """Return the stories of a feed, newest first as it has them.

    Nothing is fetched and no entity is expanded, whatever the feed asks for.

    Raises:
        FeedError: it is not a feed; the message is to be read after "The feed …".
    """
    if len(body) > MOST_BYTES:
        raise FeedError(f"is larger than {MOST_BYTES >> 20} MB, as no feed of Medium's is")
    return tuple(_story(item) for item in _root(body).iterfind("channel/item") if _link(item))


def _root(body: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError):
        raise FeedError(_NO_FEED) from None
    if root.tag != "rss" or root.find("channel") is None:
        raise FeedError(_NO_FEED)
    if root.getroottree().docinfo.internalDTD is not None:
        raise FeedError("defines its own document type, as no feed of Medium's does")
    return root


def _story(item: Any) -> Story:
    return Story(
        guid=_text(item, "guid"),
        url=_link(item) or "",
        title=_text(item, "title"),
        links=tuple(_links(_text(item, _ENCODED) or _text(item, "description"))),
    )


def _text(item: Any, name: str) -> str:
    return (item.findtext(name) or "").strip()


def _link(item: Any) -> str | None:
    """Return a story's address without its query, or None where it has none."""
    link = tidy(_text(item, "link"))
    if not is_link(link):
        return None
    parts = urlsplit(link)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))


def _links(content: str) -> Iterator[str]:
    from lxml import etree

    try:
        root = etree.fromstring(content, etree.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return
    for anchor in root.iter("a") if root is not None else ():
        href = tidy(anchor.get("href") or "")
        if is_link(href):
            yield href
