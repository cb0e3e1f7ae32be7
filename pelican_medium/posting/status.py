"""What is known of each article: the ledger and the outbox read together. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from pelican_medium.model import Article, Forecast, Note
from pelican_medium.model.text import plain
from pelican_medium.posting import run as crosspost
from pelican_medium.settings import Settings
from pelican_medium.store import identity
from pelican_medium.store.book import Book, Cell, Entry, counts
from pelican_medium.store.outbox import Held, Outbox

STATES = ("pending", "held", "posting", "posted", "unknown", "rejected", "skipped")


@dataclass(frozen=True, slots=True)
class Row:
    """One article, as ``status --json`` shows it.

    Attributes:
        state: one of `STATES`.
        edit_url: where its author can change it on Medium, if it was posted there.
        changed: whether the site's article differs from what was posted.
        reason: why it is in this state, where that is not plain.
        pictures: what would become of each picture of one that waits, without asking anybody.
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
    notes: tuple[Note, ...] = ()
    pictures: tuple[Forecast, ...] = ()


def rows(
    book: Book, outbox: Outbox | None, settings: Settings, *, rehearsed: bool = True
) -> list[Row]:
    """Return a row for each article of ledger and outbox, oldest first.

    Args:
        rehearsed: whether each one that waits is drafted, for its notes and pictures.
    """
    built = _built(book, outbox)
    pending = crosspost.pending(outbox, book, settings.api) if outbox else []
    known = {key: _row(entry, built.get(key), settings.api) for key, entry in book.entries.items()}
    held = outbox.held if outbox else {}
    waiting = {
        a.key: _pending_row(a, held.get(a.key), settings, outbox, book)
        if rehearsed
        else _waiting_row(a, held.get(a.key))
        for a in pending
        if outbox
    }
    others = {} if outbox is None else left_out(outbox, {**known, **waiting})
    return sorted(
        {**known, **waiting, **others}.values(), key=lambda row: (row.date or "", row.key)
    )


def left_out(outbox: Outbox, shown: Collection[str]) -> dict[str, Row]:
    """Return the rows of what the build held back before it could even be looked at."""
    held = {a.key: (a, outbox.held[a.key]) for a in outbox.index if a.key in outbox.held}
    return {
        key: replace(_article_row(article), state="held", reason=why.reason)
        for key, (article, why) in held.items()
        if key not in shown
    }


def _built(book: Book, outbox: Outbox | None) -> dict[str, Article]:
    """Return the articles of the last build under the ledger's keys."""
    if outbox is None:
        return {}
    return {entry.key: article for article, entry in identity.match(outbox.index, book).known}


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
        changed=posted and _differs(article, cell.fingerprint),
        reason=cell.reason or cell.why,
    )


def edit_url(cell: Cell) -> str | None:
    """Return where a post is edited: medium.com/p/<id>/edit, or the sandbox's own page."""
    return f"https://medium.com/p/{cell.id}/edit" if cell.id and not cell.api else cell.url


def _differs(article: Article | None, posted: str | None) -> bool:
    """Tell whether an article is known to differ from what was posted."""
    return article is not None and bool(posted) and article.fingerprint != posted


def _pending_row(
    article: Article, held: Held | None, settings: Settings, outbox: Outbox, book: Book
) -> Row:
    [(outcome, _)] = crosspost.rehearse_these([article], settings, outbox, book)
    reason = outcome.reason or (held.reason if held else None)
    state = "held" if held or outcome.state == "held" else "pending"
    return replace(
        _article_row(article),
        state=state,
        reason=reason,
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


def quota(book: Book, settings: Settings, now: datetime) -> dict[str, Any]:
    """Return how much of the daily limit is used, and when the next post becomes free."""
    moments = crosspost.used(book, settings.api, now)
    return {
        "used": len(moments),
        "limit": settings.daily_limit,
        "resets_at": crosspost.free_at(moments, settings.daily_limit),
    }


@dataclass(frozen=True, slots=True)
class Upcoming:
    """What the next run would do.

    Attributes:
        keys: what it would send, in this order, by what is known without asking anybody.
        left: why it would not send each of the others that wait.
    """

    keys: tuple[str, ...] = ()
    left: Mapping[str, str] = field(default_factory=dict)


def upcoming(shown: Sequence[Row], settings: Settings, used: int, trouble: str | None) -> Upcoming:
    """Return what the next run would send, and why it would not send the rest.

    Args:
        used: how many posts count against the daily limit now.
        trouble: why it would send nothing at all, or None.
    """
    waiting = [row.key for row in shown if row.state == "pending"]
    held = {row.key: f"held: {row.reason}" for row in shown if row.state == "held"}
    if trouble:
        return Upcoming(left=dict.fromkeys(waiting, trouble) | held)
    room, reason = room_for(settings, used)
    beyond = waiting[room:] if room is not None else []
    return Upcoming(tuple(waiting[:room]), dict.fromkeys(beyond, reason) | held)


def room_for(settings: Settings, used: int, *, capped: bool = True) -> tuple[int | None, str]:
    """Return how many articles one run may send (None: any number), and what says so.

    Args:
        used: how many posts count against the daily limit now.
        capped: whether the cap per run applies.
    """
    day, run = settings.daily_limit, settings.max_posts_per_run if capped else 0
    left_today = max(0, day - used) if day else None
    if left_today is not None and (not run or left_today < run):
        return left_today, f"carried over: MEDIUM_DAILY_LIMIT is {day}, and {used} are used"
    return run or None, f"carried over: MEDIUM_MAX_POSTS_PER_RUN is {run}"


def to_json(row: Row) -> Mapping[str, Any]:
    """Return a row with the field names of the contract."""
    return asdict(row)
