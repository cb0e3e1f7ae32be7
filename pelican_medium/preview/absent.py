"""What has no draft to show, and why: held back by the build, or not waiting at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from pelican_medium.model import Article, Draft, Outcome
from pelican_medium.posting import status
from pelican_medium.posting.queue import Queue
from pelican_medium.preview.page import Listing
from pelican_medium.store.book import Cell, counts
from pelican_medium.store.entries import entry_of
from pelican_medium.store.outbox import Held


def listings(queue: Queue, api: str | None, only: Collection[str]) -> list[Listing]:
    """Return what only the index names: of the keys asked for, else of the whole build."""
    waiting = {article.key for article in queue.waiting}
    named = {key: _held(row) for key, row in status.left_out(queue).items()}
    if only:
        asked = dict.fromkeys(key for key in only if key not in waiting)
        return [named.get(key) or _not_waiting(key, queue, api) for key in asked]
    return list(named.values())


def with_holds(
    rehearsals: Iterable[tuple[Article, Outcome, Draft | None]], held: Mapping[str, Held]
) -> Iterator[tuple[Article, Outcome, Draft | None]]:
    """Yield the rehearsals with why the last run held an article back, as `status` says it."""
    for article, outcome, draft in rehearsals:
        if outcome.state == "pending" and article.key in held:
            reason = f"held in the last run: {held[article.key].reason}"
            yield article, replace(outcome, state="held", reason=reason), draft
        else:
            yield article, outcome, draft


def _held(row: status.Row) -> Listing:
    return Listing(row.key, row.title, row.date, row.lang, "held", row.reason)


def _not_waiting(key: str, queue: Queue, api: str | None) -> Listing:
    entry = queue.book.entries.get(key) or entry_of(queue.built[key])
    cell = counts(entry.cell, api)
    state = cell.state if cell else "pending"
    reason = f"nothing to preview: {_why(key, cell)}"
    return Listing(key, entry.title or key, entry.date, entry.lang, state, reason)


def _why(key: str, cell: Cell | None) -> str:
    if cell is None:
        return "the outbox has no text of it; build the site once more"
    if cell.state == "posted":
        return "it was posted" + (f", see {cell.url}" if cell.url else "")
    again = f"'pelican-medium mark {key} pending' makes it new"
    if cell.state == "skipped":
        return f"it is skipped ({cell.why}); {again}"
    if cell.state == "rejected":
        return f"Medium rejected it as it is ({cell.reason}); it is new when it changes, or {again}"
    return f"it may be on Medium already; look there, and see pelican-medium status ({key})"
