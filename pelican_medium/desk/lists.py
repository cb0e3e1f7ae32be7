"""The lists of articles: what needs a person first, then what waits, then what is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from pelican_medium.model import Article
from pelican_medium.model.errors import ArticleError
from pelican_medium.posting import rehearsal, status
from pelican_medium.posting.queue import Queue
from pelican_medium.posting.status import Row
from pelican_medium.settings import Settings
from pelican_medium.store.book import BY_HAND, Book, Cell, counts, read_stamp

#: How many of those that are done the list still names.
LATELY = 10

#: Medium's editor publishes or schedules this many stories in 24 hours; drafts are not counted
#: (reported by seven projects, May to September 2026).
PUBLISHED_A_DAY = 2

_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Section:
    """One list.

    Attributes:
        name: what its rows have in common, as part of an address.
        title: its heading.
        hint: what it asks of a person, or "".
    """

    name: str
    title: str
    hint: str = ""


SECTIONS = (
    Section("unclear", "Not known", "These may be on Medium. Look there, and say so here."),
    Section("held", "Held", "Something is in the way; each one says what."),
    Section("rejected", "Rejected", "Medium did not take these as they are."),
    Section("changed", "Changed since they were posted", "Medium still has the former text."),
    Section("waiting", "Waiting", "New on your site, not on Medium yet. The oldest comes first."),
    Section("posted", "Posted lately"),
    Section("skipped", "Skipped by you"),
)

_OF_STATE = {
    "pending": "waiting",
    "held": "held",
    "unknown": "unclear",
    "posting": "unclear",
    "rejected": "rejected",
}

Lists = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Day:
    """How far a person has come today.

    Attributes:
        done: how many articles were recorded as posted since midnight.
        of: those, and what still waits.
        free_at: when Medium's editor publishes the next story, or None where it does now.
    """

    done: int
    of: int
    free_at: datetime | None = None


_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which article is asked about; what it is made of does not tell it from another one."""

    key: str
    fingerprint: str
    built_at: datetime
    ledger: Path
    article: Article = field(compare=False)
    settings: Settings = field(compare=False)


def rows(queue: Queue, settings: Settings) -> list[Row]:
    """Return every article; one that cannot be drafted is held and says why."""
    waiting = {article.key: article for article in queue.waiting}
    found = status.rows(queue, settings)
    return [_held(row, waiting.get(row.key), queue, settings) for row in found]


def _held(row: Row, article: Article | None, queue: Queue, settings: Settings) -> Row:
    if article is None or row.state != "pending":
        return row
    built_at = queue.outbox.built_at if queue.outbox else _NEVER
    asked = _Asked(row.key, article.fingerprint, built_at, settings.ledger, article, settings)
    reason = _why_held(asked)
    return replace(row, state="held", reason=reason) if reason else row


@lru_cache(maxsize=5000)
def _why_held(asked: _Asked) -> str | None:
    """Return why an article cannot be drafted; found out once, for there may be hundreds."""
    try:
        rehearsal.make_draft(asked.article, asked.settings, datetime.now(UTC))
    except ArticleError as error:
        return str(error)
    return None


def lists(found: Sequence[Row], book: Book) -> Lists:
    """Return the rows of each list, oldest first, but the newest of those that are done first."""
    named: dict[str, list[Row]] = {section.name: [] for section in SECTIONS}
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


def following(row: Row | None, waiting: Sequence[Row]) -> Row | None:
    """Return what comes next after an article: the one below it, else the first that waits."""
    place = (row.date or "", row.key) if row else ("", "")
    below = (other for other in waiting if (other.date or "", other.key) > place)
    return next(below, waiting[0] if waiting else None)


def day(found: Lists, book: Book, api: str | None, now: datetime) -> Day:
    """Return how far a person has come.

    Args:
        now: with the time zone in which a day begins at midnight.
    """
    cells = [cell for entry in book.entries.values() if (cell := counts(entry.cell, api))]
    posted = [cell for cell in cells if cell.state == "posted"]
    moments = [at for cell in posted if (at := read_stamp(cell.at))]
    done = sum(at.astimezone(now.tzinfo).date() == now.date() for at in moments)
    return Day(done, done + len(found["waiting"]), _free_at(posted, now))


def _free_at(posted: Sequence[Cell], now: datetime) -> datetime | None:
    """Return when fewer than two stories were published in the last 24 hours, if not now."""
    stamps = [read_stamp(cell.at) for cell in posted if cell.publish_status != "draft"]
    recent = sorted(at for at in stamps if at and now - _DAY < at <= now)
    if len(recent) < PUBLISHED_A_DAY:
        return None
    return (recent[-PUBLISHED_A_DAY] + _DAY).astimezone(now.tzinfo)
