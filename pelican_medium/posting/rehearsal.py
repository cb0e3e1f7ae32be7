"""What `post` would do, found out without asking or sending anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from pelican_medium.model import Article, Draft, Forecast, Outcome
from pelican_medium.model.errors import ArticleError
from pelican_medium.model.text import plain
from pelican_medium.posting import drawing
from pelican_medium.posting.queue import Queue
from pelican_medium.settings import Settings

Rehearsal = tuple[Article, Outcome, Draft | None]


def of_run(queue: Queue, settings: Settings, only: Collection[str] = ()) -> Iterator[Rehearsal]:
    """Yield what `post` would do with each article that waits, oldest first, with its draft.

    One by one: a backfill has thousands. Held articles do not use up the caps.
    """
    left = queue.room.left(capped=not only)
    drafted = 0
    for article, outcome, draft in of_these(queue.chosen(only), queue, settings):
        beyond = draft is not None and left is not None and drafted >= left
        reason = queue.room.reason(capped=not only) if beyond else outcome.reason
        drafted += draft is not None
        yield article, replace(outcome, reason=reason), draft


def of_these(articles: Iterable[Article], queue: Queue, settings: Settings) -> Iterator[Rehearsal]:
    """Yield what would be sent for each of these articles, whatever the caps say."""
    for article in articles:
        yield article, *_of_one(article, queue, settings)


def make_draft(article: Article, settings: Settings, now: datetime) -> Draft:
    """Return what would be sent for an article, its pictures as they are on the site.

    Raises:
        ArticleError: it cannot be sent as it is.
    """
    from pelican_medium import draft

    return draft.make(drawing.ready(article), settings, now)


def _of_one(article: Article, queue: Queue, settings: Settings) -> tuple[Outcome, Draft | None]:
    title = plain(article.title)
    try:
        draft = make_draft(article, settings, datetime.now(UTC))
    except ArticleError as error:
        return Outcome(article.key, title, "held", reason=str(error)), None
    pictures = _forecast(article, draft, queue, settings)
    return Outcome(article.key, title, "pending", notes=draft.notes, pictures=pictures), draft


def _forecast(
    article: Article, draft: Draft, queue: Queue, settings: Settings
) -> tuple[Forecast, ...]:
    from pelican_medium.pictures.forecasting import forecast
    from pelican_medium.posting.destination import site_of

    if queue.outbox is None:
        return ()
    known = partial(queue.book.picture_url, api=settings.api)
    return forecast(article, draft, site_of(queue.outbox, settings), settings, known)
