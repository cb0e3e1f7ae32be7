"""What the account's public feed tells of articles: a hint, and never the truth.

Of an article whose fate is unknown it only proposes something: a feed can be old, and somebody
may have written about the same thing. A draft that its author has published by hand is in it
under Medium's own id, which can be no other story's, so its public address is recorded.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pelican_medium.cli.elsewhere.matching import Candidate, matched
from pelican_medium.medium import feed
from pelican_medium.medium.client import Medium
from pelican_medium.medium.feed import Story
from pelican_medium.model.errors import FeedError, NotSent
from pelican_medium.model.text import plain
from pelican_medium.settings import Settings
from pelican_medium.store.book import Book, Cell, Entry, counts
from pelican_medium.store.marks import post_id
from pelican_medium.store.outbox import Outbox

FOOTER = "the last link of it that leads to this site leads to this article"
TITLE_ONLY = "only the title is the same, which is a weak hint"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A story that may be what became of an article.

    Attributes:
        evidence: why it may be.
    """

    key: str
    title: str
    medium_url: str
    evidence: str

    @property
    def command(self) -> str:
        """How a person says that it is so."""
        words = (self.key, "posted", "--url", self.medium_url, "--status", "public")
        return f"pelican-medium mark {shlex.join(words)}"


def unclear(book: Book, api: str | None) -> list[Entry]:
    """Return the entries that only a person can settle."""
    states = {"unknown", "posting"}
    cells = [(entry, counts(entry.cell, api)) for entry in book.entries.values()]
    return [entry for entry, cell in cells if cell and cell.state in states]


def propose(
    book: Book, stories: Iterable[Story], api: str | None, outbox: Outbox | None = None
) -> list[Proposal]:
    """Return what may have become of the unclear entries, the better evidence first."""
    open_ = {entry.key: entry for entry in unclear(book, api)}
    known = [candidate(story) for story in stories]
    found = matched([one for one in known if one.id], book.entries, api, outbox)
    by_link = [(one.story, one.key, FOOTER) for one in found if one.key]
    by_title = [(one.story, key, TITLE_ONLY) for one in found for key in one.namesakes]
    return [
        Proposal(key, plain(open_[key].title or key), story.url or "", why)
        for story, key, why in (*by_link, *by_title)
        if key in open_
    ]


def candidate(story: Story) -> Candidate:
    """Return a story of a feed; its footer comes last, and texts link to other articles too."""
    one = post_id(story.guid) or post_id(story.url)
    return Candidate(story.title, tuple(reversed(story.links)), story.url, one)


# --- Drafts that were published by hand -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Published:
    """An article that went as a draft, or as nobody said what, and is public now."""

    key: str
    title: str
    medium_url: str


def private(book: Book, api: str | None) -> list[Entry]:
    """Return the entries of this API's posts that are not known to be public."""
    return [entry for entry in book.entries.values() if _private_id(entry.cell, api)]


def published(book: Book, stories: Iterable[Story], api: str | None) -> list[Published]:
    """Return which of those are in the feed, each with its public address there.

    Both the story's id and its address must be that post's.
    """
    urls = {
        one: story.url for story in stories if (one := post_id(story.url)) == candidate(story).id
    }
    found = [(entry, urls.get(_private_id(entry.cell, api))) for entry in private(book, api)]
    return [
        Published(entry.key, plain(entry.title or entry.key), url) for entry, url in found if url
    ]


def with_published(book: Book, found: Iterable[Published], api: str | None) -> Book:
    """Return the book in which these are public; what has changed meanwhile stays as it is."""
    for one in found:
        entry = book.entries.get(one.key)
        cell = entry.cell if entry else None
        if entry and cell and _private_id(cell, api) == post_id(one.medium_url):
            public = replace(cell, publish_status="public", url=one.medium_url)
            book = book.with_entry(replace(entry, cell=public))
    return book


def _private_id(cell: Cell | None, api: str | None) -> str | None:
    """Return the id of a post of this API that is not known to be public, or None."""
    if cell is None or cell.state != "posted" or cell.api != api or cell.publish_status == "public":
        return None
    return cell.id or post_id(cell.url or "")


# --- Where the feed is ---------------- ----------------------------------------------------


def feed_url(settings: Settings, book: Book, medium: Medium | None) -> str:
    """Return the feed's address: as set, else of the token's account, else of what was posted.

    Raises:
        FeedError: it cannot be known.
    """
    if settings.feed_url:
        return settings.feed_url
    found = _of_account(medium) or _of_posts(book, settings.api)
    if found is None:
        raise FeedError(
            "Where your public feed is cannot be known: set MEDIUM_FEED_URL, such as "
            "'https://medium.com/feed/@you'. Nothing was changed."
        )
    return found


def _of_account(medium: Medium | None) -> str | None:
    try:
        return feed.address(medium.account().url) if medium else None
    except NotSent:  # the API may be gone, and the feed still be there
        return None


def _of_posts(book: Book, api: str | None) -> str | None:
    cells = [counts(entry.cell, api) for entry in book.entries.values()]
    found = Counter(feed.address(cell.url) for cell in cells if cell and cell.url)
    del found[None]
    return found.most_common(1)[0][0] if found else None
