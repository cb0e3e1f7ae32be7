"""What the pages show: the lists, and one article with all a person needs for it. Reads only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pelican_medium.model import Article, Draft, Forecast
from pelican_medium.model.errors import DeskError, OutboxError
from pelican_medium.posting import queue, rehearsal, status
from pelican_medium.posting.status import Row
from pelican_medium.settings import Settings
from pelican_medium.store import identity, marks, outbox
from pelican_medium.store.book import BY_HAND, Book, Cell
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Outbox

if TYPE_CHECKING:
    from pelican_medium.desk.paste import Pasted

#: How many of those that are done the list still names.
LATELY = 10

#: Each list: its name, its heading, and what it asks of a person.
SECTIONS = (
    ("waiting", "Waiting", "New on your site, not on Medium yet."),
    ("unclear", "Not known", "They may be on Medium. Look there, and say so here."),
    ("rejected", "Rejected", "Medium did not take them as they are."),
    ("changed", "Changed since they were posted", "Medium still has the former text."),
    ("posted", "Posted lately", ""),
    ("skipped", "Skipped by you", ""),
)


@dataclass(frozen=True, slots=True)
class View:
    """Ledger and outbox at one moment.

    Attributes:
        trouble: why there is no outbox that could be used, or None.
    """

    book: Book
    outbox: Outbox | None
    trouble: str | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article.

    Attributes:
        seen: what the ledger says of it, as a digest: who changes it must have seen that.
        draft: what would be sent, or None where there is no text of it or it is held.
        pasted: the same as it goes on the clipboard.
        pictures: what becomes of each; where somebody pastes, nothing is uploaded.
        import_url: the address that Medium's import has to be given.
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
        return View(book, outbox.read(settings.outbox), None)
    except OutboxError as error:
        return View(book, None, str(error))


def rows(view: View, settings: Settings) -> list[Row]:
    """Return every article, without drafting any: there may be hundreds."""
    return status.rows(queue.of(view.outbox, view.book, settings), settings, rehearsed=False)


def sections(found: Sequence[Row], book: Book) -> dict[str, list[Row]]:
    """Return the rows of each list, oldest first, but the newest of those that are done first."""
    named: dict[str, list[Row]] = {name: [] for name, _, _ in SECTIONS}
    for row in found:
        if section := _section(row):
            named[section].append(row)

    def moment(row: Row) -> str:
        entry = book.entries.get(row.key)
        return (entry.cell.at if entry and entry.cell else None) or row.date or ""

    for name in ("posted", "skipped"):
        named[name] = sorted(named[name], key=moment, reverse=True)[:LATELY]
    return named


def _section(row: Row) -> str | None:
    if row.state == "posted":
        return "changed" if row.changed else "posted"
    if row.state == "skipped":
        return "skipped" if row.reason == BY_HAND else None
    return _OF_STATE[row.state]


_OF_STATE = {
    "pending": "waiting",
    "held": "waiting",
    "unknown": "unclear",
    "posting": "unclear",
    "rejected": "rejected",
}


def sheet(key: str, view: View, settings: Settings) -> Sheet:
    """Return one article with its draft, if the outbox has its text.

    Raises:
        DeskError: neither the ledger nor the last build knows it.
    """
    row = next((row for row in rows(view, settings) if row.key == key), None)
    if row is None:
        raise DeskError(f"There is no article {key!r} in the ledger or the last build.")
    plain = Sheet(row, seen(cell_of(view.book, key)))
    article = bodies(view).get(key)
    return _drafted(plain, article, view, settings) if article and view.outbox else plain


def _drafted(plain: Sheet, article: Article, view: View, settings: Settings) -> Sheet:
    from pelican_medium.desk import paste

    assert view.outbox is not None  # noqa: S101 - for the type checker
    found = queue.of(view.outbox, view.book, settings)
    [(_, outcome, draft)] = rehearsal.of_these([article], found, settings)
    if draft is None:
        row = replace(plain.row, reason=outcome.reason)
        return replace(plain, row=row, article=article)
    return replace(
        plain,
        article=article,
        draft=draft,
        pasted=paste.ready(draft.content, article.content),
        pictures=outcome.pictures,
    )


def bodies(view: View) -> Mapping[str, Article]:
    """Return the articles whose text the outbox has, under their ledger keys."""
    if view.outbox is None:
        return {}
    matches = identity.match(view.outbox.index, view.book)
    named = [(article.key, entry.key) for article, entry in matches.known]
    named += [(article.key, article.key) for article in matches.new]
    found = view.outbox.bodies
    return {key: replace(found[old], key=key) for old, key in named if old in found}


def cell_of(book: Book, key: str) -> Cell | None:
    """Return what the ledger says of an article."""
    entry = book.entries.get(key)
    return entry.cell if entry else None


def seen(cell: Cell | None) -> str:
    """Return a digest of what the ledger says of an article, for a form to carry."""
    told = json.dumps(cell.to_json() if cell else None, sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def already(url: str, key: str, book: Book) -> str | None:
    """Return the key of another article that is said to be at this address on Medium."""
    wanted = marks.post_id(url)
    others = ((other, entry.cell) for other, entry in book.entries.items() if other != key)
    return next((other for other, cell in others if cell and cell.id and cell.id == wanted), None)
