"""What is known of each article: the ledger and the outbox read together. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from pelican_medium.model import Article, Forecast, Note
from pelican_medium.model.text import plain
from pelican_medium.posting import rehearsal
from pelican_medium.posting.caps import Room
from pelican_medium.posting.queue import Queue
from pelican_medium.posting.selection import is_edited
from pelican_medium.settings import Settings
from pelican_medium.store.book import Cell, Entry, counts
from pelican_medium.store.entries import entry_of
from pelican_medium.store.outbox import Held

STATES = ("pending", "held", "posting", "posted", "unknown", "rejected", "skipped")


@dataclass(frozen=True, slots=True)
class Row:
    """One article, as ``status --json`` shows it.

    Attributes:
        state: one of `STATES`.
        edit_url: where its author can change it on Medium, if it was posted there.
        changed: whether the site's article differs from what was posted.
        reason: why it is in this state, where that is not plain.
        notes: what changes on the way to Medium; None where it was not drafted.
        pictures: what would become of each picture, without asking anybody; None likewise.
    """

    key: str
    title: str
    date: str | None
    lang: str | None
    canonical_url: str | None
    source_path: str | None
    state: str
    medium_url: str | None = None
    edit_url: str | None = None
    changed: bool = False
    reason: str | None = None
    notes: tuple[Note, ...] | None = None
    pictures: tuple[Forecast, ...] | None = None


def rows(queue: Queue, settings: Settings) -> list[Row]:
    """Return a row for each article of ledger and outbox, oldest first; none is drafted."""
    built, api = queue.built, settings.api
    known = {key: _row(entry, built.get(key), api) for key, entry in queue.book.entries.items()}
    waiting = {a.key: _waiting_row(a, queue.held.get(a.key)) for a in queue.waiting}
    found = {**known, **waiting, **left_out(queue)}
    return sorted(found.values(), key=lambda row: (row.date or "", row.key))


def row(key: str, queue: Queue, api: str | None) -> Row:
    """Return the row of an article of the ledger or the build, by what the ledger says of it."""
    entry = queue.book.entries.get(key) or entry_of(queue.built[key])
    return _row(entry, queue.built.get(key), api)


def left_out(queue: Queue) -> dict[str, Row]:
    """Return the rows of what was held back before it could even be looked at."""
    return {
        article.key: _waiting_row(article, queue.held[article.key]) for article in queue.left_out
    }


def _row(entry: Entry, article: Article | None, api: str | None) -> Row:
    cell = counts(entry.cell, api) or Cell("pending")
    posted = cell.state == "posted"
    return Row(
        key=entry.key,
        title=entry.title or entry.key,
        date=entry.date,
        lang=entry.lang,
        canonical_url=entry.canonical_url,
        source_path=entry.source_path,
        state=cell.state,
        medium_url=cell.url,
        edit_url=edit_url(cell) if posted else None,
        changed=article is not None and is_edited(cell, article),
        reason=cell.reason or cell.why,
    )


def changed(queue: Queue, api: str | None) -> list[str]:
    """Return the titles of what was posted and reads otherwise on the site since."""
    found = ((article, counts(entry.cell, api)) for article, entry in queue.known)
    return [plain(article.title) for article, cell in found if is_edited(cell, article)]


def edit_url(cell: Cell) -> str | None:
    """Return where a post is edited: medium.com/p/<id>/edit, or the sandbox's own page."""
    return f"https://medium.com/p/{cell.id}/edit" if cell.id and not cell.api else cell.url


def drafted(article: Article, queue: Queue, settings: Settings) -> Row:
    """Return the row of an article that waits, with what its draft tells: notes and pictures."""
    [(_, outcome, _)] = rehearsal.of_these([article], queue, settings)
    held = queue.held.get(article.key)
    return replace(
        _article_row(article),
        state="held" if held else outcome.state,
        reason=outcome.reason or (held.reason if held else None),
        notes=outcome.notes,
        pictures=outcome.pictures,
    )


def _waiting_row(article: Article, held: Held | None) -> Row:
    row = _article_row(article)
    return replace(row, state="held", reason=held.reason) if held else row


def _article_row(article: Article) -> Row:
    return Row(
        key=article.key,
        title=plain(article.title) or article.name,
        date=article.date.date().isoformat(),
        lang=article.lang,
        canonical_url=article.canonical_url,
        source_path=article.source_path,
        state="pending",
    )


def counted(shown: Sequence[Row]) -> dict[str, int]:
    """Return how many articles are in each state, those of none included."""
    states = [row.state for row in shown]
    return {state: states.count(state) for state in STATES}


def quota(room: Room) -> dict[str, Any]:
    """Return how much of the daily limit is used, and when the next post becomes free."""
    return {"used": room.used, "limit": room.per_day, "resets_at": room.resets_at}


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What the next run would do, by what is known without asking anybody.

    Attributes:
        next: what it would send, in this order, drafted.
        held: what it would hold, found while those were drafted.
        more: how many it would send after them.
        left: how many it would leave for a later run.
        why: what keeps those back, or None.
    """

    next: tuple[Row, ...] = ()
    held: tuple[Row, ...] = ()
    more: int = 0
    left: int = 0
    why: str | None = None


#: How many articles of the next run are drafted to be shown.
SHOWN = 10


def upcoming(
    queue: Queue, settings: Settings, only: Collection[str] = (), *, trouble: str | None = None
) -> Upcoming:
    """Return what the next run would send, and how many it would leave.

    What was held last time is looked at again by the run, and is not promised here.

    Args:
        only: the keys that were asked for, beyond the cap per run; all by default.
        trouble: why it would send nothing at all, or None.
    """
    waiting = [article for article in queue.chosen(only) if article.key not in queue.held]
    left = queue.room.left(capped=not only)
    room = 0 if trouble else len(waiting) if left is None else left
    sent: list[Row] = []
    held: list[Row] = []
    while waiting and len(sent) < min(room, SHOWN):
        row = drafted(waiting.pop(0), queue, settings)
        (held if row.state == "held" else sent).append(row)
    more = min(room - len(sent), len(waiting))
    beyond = len(waiting) - more
    why = trouble or queue.room.narrowest(capped=not only)
    return Upcoming(tuple(sent), tuple(held), more, beyond, why if beyond else None)


def to_json(row: Row) -> Mapping[str, Any]:
    """Return a row with the field names of the contract."""
    return asdict(row)
