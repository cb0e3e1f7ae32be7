"""``pelican-medium status``: what needs its author, what goes next, what was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.group import Verb

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pelican_medium.posting.queue import Queue
    from pelican_medium.posting.status import Row
    from pelican_medium.settings import Settings

#: As `posting.status.STATES`, which is not loaded for --help; a test holds that they are the same.
STATES = ("pending", "held", "posting", "posted", "unknown", "rejected", "skipped")


@click.command(cls=Verb, name="status")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--state", "states", multiple=True, type=click.Choice(STATES), help="Only these.")
@click.option("--all", "every", is_flag=True, help="Every article, one after the other.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.pass_obj
def verb(
    call: site.Call, keys: tuple[str, ...], *, states: tuple[str, ...], every: bool, as_json: bool
) -> None:
    """Show what needs you, what goes next, and what was posted.

    With KEYs all that is known of these articles. What is skipped or was posted long ago is only
    counted, unless you ask for it.

    \b
    pelican-medium status --state held       all that is held, and why
    pelican-medium status my-article         what would be sent of it, and what Medium will lose
    """
    from pelican_medium.cli import report
    from pelican_medium.posting import queue, status

    settings = site.read_settings(call)
    book, (outbox, trouble) = site.read_ledger(settings), site.outbox_or_trouble(settings)
    site.check_keys(keys, book, outbox)
    found = queue.of(outbox, book, settings)
    upcoming = status.upcoming(found, settings, trouble=_why_nothing(settings))
    drafted = {row.key: row for row in (*upcoming.next, *upcoming.held)}
    drafted |= {row.key: row for row in _named(keys, found, settings) if row.key not in drafted}
    rows = [drafted.get(row.key, row) for row in status.rows(found, settings)]
    if as_json:
        _print_json(rows, found)
    elif keys or states or every:
        report.print_listed(_asked_for(rows, keys, states))
    else:
        report.print_overview(rows, upcoming, found)
    if trouble:
        raise trouble


def _why_nothing(settings: Settings) -> str | None:
    """Return why the next run would send nothing at all, or None."""
    from pelican_medium.posting import access
    from pelican_medium.posting.destination import why_not_this_api

    if not access.is_there(settings):
        return "there is no MEDIUM_INTEGRATION_TOKEN; without one: pelican-medium desk"
    return why_not_this_api(settings.site_url, settings.api_url)


def _named(keys: Collection[str], queue: Queue, settings: Settings) -> list[Row]:
    """Return the rows of articles that were asked for and wait, drafted."""
    from pelican_medium.posting import status

    chosen = queue.chosen(keys) if keys else []
    return [status.drafted(article, queue, settings) for article in chosen]


def _asked_for(rows: Sequence[Row], keys: Collection[str], states: Collection[str]) -> list[Row]:
    named = [row for row in rows if not keys or row.key in keys]
    return [row for row in named if not states or row.state in states]


def _print_json(rows: Sequence[Row], queue: Queue) -> None:
    from pelican_medium.posting import status

    articles = [status.to_json(row) for row in rows]
    counts, quota = status.counted(rows), status.quota(queue.room)
    console.print_json({"articles": articles, "counts": counts, "quota": quota})
