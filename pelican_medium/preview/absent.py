"""What has no draft to show, and why: held back by the build, or not waiting at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pelican_medium.model import Article, Draft, Outcome
from pelican_medium.posting import status, words
from pelican_medium.posting.queue import Queue
from pelican_medium.posting.status import Row
from pelican_medium.preview.page import Listing


def listings(queue: Queue, api: str | None, only: Collection[str]) -> list[Listing]:
    """Return what only the index names: of the keys asked for, else of the whole build."""
    waiting = {article.key for article in queue.waiting}
    named = {key: _listing(row, row.reason) for key, row in status.left_out(queue).items()}
    if only:
        asked = dict.fromkeys(key for key in only if key not in waiting)
        return [named.get(key) or _not_waiting(key, queue, api) for key in asked]
    return list(named.values())


def with_holds(
    rehearsals: Iterable[tuple[Article, Outcome, Draft | None]], queue: Queue
) -> Iterator[tuple[Article, Outcome, Draft | None]]:
    """Yield the rehearsals with why the last run held an article back, as `status` says it."""
    for article, outcome, draft in rehearsals:
        if outcome.state == "pending" and article.key in queue.held:
            reason = f"held in the last run: {queue.held[article.key].reason}"
            yield article, replace(outcome, state="held", reason=reason), draft
        else:
            yield article, outcome, draft


def _not_waiting(key: str, queue: Queue, api: str | None) -> Listing:
    why = words.why_not_waiting(key, queue, api)
    return _listing(status.row(key, queue, api), f"nothing to preview: {why}")


def _listing(row: Row, reason: str | None) -> Listing:
    return Listing(row.key, row.title, row.date, row.lang, row.state, reason)
