"""One article with all that a person needs to bring it to Medium. Reads only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pelican_medium.desk import lists
from pelican_medium.desk.lists import Day, Lists
from pelican_medium.model import PUBLICATION_UNASKED, Article, Draft, Forecast, Note
from pelican_medium.model.errors import DeskError, OutboxError
from pelican_medium.posting import queue, rehearsal
from pelican_medium.posting.queue import Queue
from pelican_medium.posting.status import Row
from pelican_medium.preview.album import Site
from pelican_medium.settings import Settings
from pelican_medium.store import marks, outbox
from pelican_medium.store.book import Book, Cell
from pelican_medium.store.ledger import Ledger

if TYPE_CHECKING:
    from pelican_medium.desk.paste import Pasted

#: How many topics Medium's editor takes; MEDIUM_MAX_TAGS is about its API.
MOST_TOPICS = 5


@dataclass(frozen=True, slots=True)
class View:
    """Ledger and outbox at one moment.

    Attributes:
        trouble: why there is no outbox that could be used, or None.
    """

    queue: Queue
    trouble: str | None

    @property
    def book(self) -> Book:
        """What the ledger says."""
        return self.queue.book

    @property
    def keys(self) -> set[str]:
        """Every article of the ledger and of the last build."""
        return self.queue.book.entries.keys() | self.queue.built.keys()

    def site_url(self, settings: Settings) -> str:
        """Return SITEURL of the build, which other settings than those given here may have made."""
        built = self.queue.outbox
        return built.site_url if built else settings.site_url

    def output(self, settings: Settings) -> Path:
        """Return the folder that the build wrote."""
        built = self.queue.outbox
        return settings.site_folder / (built.output_path if built else "output")

    def site(self, settings: Settings) -> Site:
        """Return where the built site is, and where its files lie."""
        return Site(self.site_url(settings), self.output(settings), settings.content_path)

    @property
    def places(self) -> Mapping[str, str]:
        """Where the pictures of the last build's articles lie in the output, by address."""
        articles = self.queue.outbox.bodies.values() if self.queue.outbox else ()
        return {url: place for article in articles for url, place in article.places.items()}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article.

    Attributes:
        seen: what the ledger says of it, as a digest: who changes it must have seen that.
        article: as the build wrote it, or None where the outbox has no text of it.
        draft: what would be sent, or None where there is no text of it or it is held.
        pasted: the same as it goes on the clipboard.
        pictures: what the API would make of each.
    """

    row: Row
    seen: str
    article: Article | None = None
    draft: Draft | None = None
    pasted: Pasted | None = None
    pictures: tuple[Forecast, ...] = ()

    @property
    def import_url(self) -> str | None:
        """The site's own page, whatever the canonical link is to be."""
        return self.row.canonical_url


def look(settings: Settings) -> View:
    """Read both files; neither is locked.

    Raises:
        LedgerError: the ledger cannot be used.
    """
    book = Ledger(settings.ledger).read()
    try:
        return View(queue.of(outbox.read(settings.outbox), book, settings), None)
    except OutboxError as error:
        return View(queue.of(None, book, settings), str(error))


def lists_of(view: View, settings: Settings) -> Lists:
    """Return every list."""
    return lists.lists(lists.rows(view.queue, settings), view.book)


def day(view: View, settings: Settings, now: datetime) -> Day:
    """Return how far a person has come; see `lists.day`."""
    return lists.day(lists_of(view, settings), view.book, settings.api, now)


def sheet(key: str, view: View, settings: Settings) -> Sheet:
    """Return one article with its draft, if the outbox has its text.

    Raises:
        DeskError: neither the ledger nor the last build knows it.
    """
    row = next((row for row in lists.rows(view.queue, settings) if row.key == key), None)
    if row is None:
        raise DeskError(f"There is no article {key!r} in the ledger or the last build.")
    plain = Sheet(row, seen(cell_of(view.book, key)))
    article = view.queue.bodies.get(key)
    return _drafted(plain, article, view, settings) if article else plain


def _drafted(plain: Sheet, article: Article, view: View, settings: Settings) -> Sheet:
    from pelican_medium.desk import paste

    by_hand = replace(settings, max_tags=MOST_TOPICS)
    [(_, outcome, draft)] = rehearsal.of_these([article], view.queue, by_hand)
    if draft is None:
        row = replace(plain.row, reason=outcome.reason, state=_held(plain.row.state))
        return replace(plain, row=row, article=article)
    return replace(
        plain,
        article=article,
        draft=replace(draft, notes=tuple(_notes_by_hand(draft.notes))),
        pasted=paste.ready(draft.content, article.content, address_for(view, settings)),
        pictures=outcome.pictures,
    )


def _notes_by_hand(notes: Iterable[Note]) -> Iterator[Note]:
    """Yield what there is to know for whoever pastes: the editor's limits, not the API's."""
    for note in notes:
        if "MEDIUM_MAX_TAGS" in note.what:
            yield replace(note, what=f"tags left out: Medium's editor takes {MOST_TOPICS}")
        elif note.what != PUBLICATION_UNASKED:
            yield note


def _held(state: str) -> str:
    """Return the state of an article that cannot even be drafted."""
    return "held" if state == "pending" else state


def address_for(view: View, settings: Settings) -> Callable[[str], str | None]:
    """Return where Medium can fetch a picture from, by its ``src``."""
    from pelican_medium.desk import paste

    site_url = view.site_url(settings)
    return lambda src: paste.fetchable(src, site_url)


def cell_of(book: Book, key: str) -> Cell | None:
    """Return what the ledger says of an article."""
    entry = book.entries.get(key)
    return entry.cell if entry else None


def seen(cell: Cell | None) -> str:
    """Return a digest of what the ledger says of an article, for a form to carry."""
    told = json.dumps(cell.to_json() if cell else None, sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def all_seen(rows: Iterable[Row], book: Book) -> dict[str, str]:
    """Return the digests of some articles, by key."""
    return {row.key: seen(cell_of(book, row.key)) for row in rows}


def already(url: str, key: str, book: Book) -> str | None:
    """Return the key of another article that is said to be at this address on Medium."""
    wanted = marks.post_id(url)
    others = ((other, entry.cell) for other, entry in book.entries.items() if other != key)
    return next((other for other, cell in others if cell and cell.id and cell.id == wanted), None)
