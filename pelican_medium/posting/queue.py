"""Who waits: the last build's articles held against the ledger once, for every door."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pelican_medium.model import Article
from pelican_medium.posting import caps
from pelican_medium.posting.caps import Room
from pelican_medium.posting.selection import is_pending, may_be_held
from pelican_medium.settings import Settings
from pelican_medium.store import identity, keys, learned
from pelican_medium.store.book import Book, Entry, stamp
from pelican_medium.store.identity import Matches
from pelican_medium.store.outbox import Held, Outbox


@dataclass(frozen=True, slots=True)
class Queue:
    """What the last build found, as the ledger sees it now.

    Attributes:
        outbox: what the build found, or None where there was no build yet.
        book: the ledger's content that it was held against, with what the build learned.
        waiting: the articles that would be sent now, oldest first, under their ledger keys.
        held: by key, why an article of `waiting` was held back last time, or why one of
            `left_out` cannot be sent at all.
        left_out: the articles held back before they could be looked at, with the same keys.
        known: each article of the build that has an entry in the ledger, with that entry.
        new: the articles of the build that have none.
        room: what the caps leave.
    """

    outbox: Outbox | None
    book: Book
    room: Room
    waiting: tuple[Article, ...] = ()
    held: Mapping[str, Held] = field(default_factory=dict)
    left_out: tuple[Article, ...] = ()
    known: tuple[tuple[Article, Entry], ...] = ()
    new: tuple[Article, ...] = ()

    @property
    def built(self) -> dict[str, Article]:
        """The articles of the build without their texts, by ledger key."""
        return dict(_keyed(self.known, self.new))

    @property
    def built_count(self) -> int:
        """How many articles the build has, those about which there is nothing to do included."""
        return len(self.built) + (self.outbox.settled.count if self.outbox else 0)

    @property
    def bodies(self) -> dict[str, Article]:
        """The articles whose text the outbox has, by ledger key, sent or not."""
        return _bodies(self.outbox, self.known, self.new) if self.outbox else {}

    def chosen(self, only: Collection[str] = ()) -> list[Article]:
        """Return the articles that wait and are among these keys; all of them by default."""
        return [article for article in self.waiting if not only or article.key in only]


def of(outbox: Outbox | None, book: Book, settings: Settings, now: datetime | None = None) -> Queue:
    """Hold an outbox against a ledger, which may have changed since (a pull, a `mark`).

    Args:
        outbox: what the last build found; None where there was none.
        now: the moment to count posts by; by default what this machine's clock says.
    """
    book = learned.applied(book, outbox.learned if outbox else ())
    room = caps.room(book, settings, now or datetime.now(UTC))
    if outbox is None:
        return Queue(None, book, room)
    outbox = outbox.with_all_as_values()
    return _held_against(outbox, book, settings, room, identity.match(outbox.index, book))


def of_build(outbox: Outbox, book: Book, settings: Settings) -> Queue:
    """Hold an outbox against the very ledger that its build has just brought up to date.

    Each article of it stands under its entry's key already, so nobody has to be looked for.
    """
    known = [(a, book.entries[a.key]) for a in outbox.index if a.key in book.entries]
    new = [a for a in outbox.index if a.key not in book.entries and a.key not in outbox.held]
    room = caps.room(book, settings, datetime.now(UTC))
    return _held_against(outbox, book, settings, room, Matches(known, new))


def _held_against(
    outbox: Outbox, book: Book, settings: Settings, room: Room, matches: Matches
) -> Queue:
    known, new = tuple(matches.known), tuple(matches.new)
    bodies = _bodies(outbox, known, new).values()
    waiting = [article for article in bodies if is_pending(book, article, settings.api)]
    held = _unclear(matches, outbox) | _held(outbox, book)
    named = {article.key for article in waiting}
    left_out = [
        article
        for article in outbox.index
        if article.key in held and article.key not in named
        if may_be_held(book.entries.get(article.key))
    ]
    named.update(article.key for article in left_out)
    return Queue(
        outbox,
        book,
        room,
        waiting=tuple(sorted(waiting, key=lambda article: (article.date, article.key))),
        held={key: why for key, why in held.items() if key in named},
        left_out=tuple(left_out),
        known=known,
        new=new,
    )


def _held(outbox: Outbox, book: Book) -> dict[str, Held]:
    """Return why articles wait, but for those of which a person has said more since."""
    return {
        key: held
        for key, held in outbox.held.items()
        if not held.asks or may_be_held(book.entries.get(key))
    }


def _unclear(matches: Matches, outbox: Outbox) -> dict[str, Held]:
    """Return why articles that the ledger has come to confuse since the build have to wait."""
    at = stamp(outbox.built_at)
    return {
        conflict.article.key: Held(conflict.reason, at, asks=True) for conflict in matches.conflicts
    }


def _keyed(
    known: Iterable[tuple[Article, Entry]], new: Iterable[Article]
) -> Iterator[tuple[str, Article]]:
    yield from ((entry.key, article) for article, entry in known)
    yield from ((article.key, article) for article in new)


def _bodies(
    outbox: Outbox, known: Iterable[tuple[Article, Entry]], new: Iterable[Article]
) -> dict[str, Article]:
    return {
        key: keys.under(outbox.bodies[article.key], key)
        for key, article in _keyed(known, new)
        if article.key in outbox.bodies
    }
