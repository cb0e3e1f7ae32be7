"""How many posts the author's caps still leave: one rule for every door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pelican_medium.settings import Settings
from pelican_medium.store.book import Book, counts, is_sent, read_stamp, stamp

#: Medium counts created posts over this time (medium-api-docs#105).
WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Room:
    """What the caps leave at one moment.

    Attributes:
        per_run: MEDIUM_MAX_POSTS_PER_RUN; 0 for no cap.
        per_day: MEDIUM_DAILY_LIMIT; 0 for no cap.
        moments: when the posts were made that count against the daily limit, oldest first.
        sent: how many of them this very run has made.
    """

    per_run: int
    per_day: int
    moments: tuple[datetime, ...] = ()
    sent: int = 0

    @property
    def used(self) -> int:
        """How many posts count against the daily limit."""
        return len(self.moments)

    @property
    def resets_at(self) -> str | None:
        """The stamp of when the next post no longer counts against the daily limit."""
        return free_at(self.moments, self.per_day)

    def left(self, *, capped: bool = True) -> int | None:
        """Return how many more posts may be made; None for any number.

        Args:
            capped: whether the cap per run applies.
        """
        return next((left for left, _ in self._caps(capped=capped)), None)

    def reason(self, *, capped: bool = True) -> str:
        """Return why an article is left for a later run."""
        return f"carried over: {self.narrowest(capped=capped)}"

    def narrowest(self, *, capped: bool = True) -> str:
        """Return which cap it is that leaves the fewest, and when it leaves more."""
        return next((why for _, why in self._caps(capped=capped)), "")

    def _caps(self, *, capped: bool) -> list[tuple[int, str]]:
        """Return what each cap leaves, and how it is called, the narrowest first."""
        caps = []
        if capped and self.per_run:
            why = f"MEDIUM_MAX_POSTS_PER_RUN is {self.per_run}"
            caps.append((max(0, self.per_run - self.sent), why))
        if self.per_day:
            free = f", free at {self.resets_at}" if self.moments else ""
            why = f"MEDIUM_DAILY_LIMIT is {self.per_day}{free}"
            caps.append((max(0, self.per_day - self.used), why))
        return sorted(caps, key=lambda cap: cap[0])


def room(book: Book, settings: Settings, now: datetime, *, sent: int = 0) -> Room:
    """Return what the caps leave by what a ledger says."""
    moments = tuple(used(book, settings.api, now))
    return Room(settings.max_posts_per_run, settings.daily_limit, moments, sent)


def used(book: Book, api: str | None, now: datetime) -> list[datetime]:
    """Return when the posts were made that still count against the daily limit.

    Those in the future count too: a clock that was wrong once must not unlock a burst. So do
    those that a person has since marked as something else: Medium still counts them.
    """
    moments = [
        read_stamp(cell.at)
        for entry in book.entries.values()
        for cell in (counts(entry.cell, api), *entry.earlier)
        if cell and cell.by == "api" and cell.api == api and is_sent(cell)
    ]
    return sorted(moment for moment in moments if moment and moment > now - WINDOW)


def free_at(moments: Sequence[datetime], limit: int) -> str | None:
    """Return the stamp of when the next of these posts no longer counts against the limit."""
    if not moments:
        return None
    last = moments[-limit] if 0 < limit <= len(moments) else moments[0]
    try:
        return stamp(last + WINDOW)
    except OverflowError:  # somebody wrote the year 9999
        return stamp(last)
