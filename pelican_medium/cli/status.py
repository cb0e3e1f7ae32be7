"""``pelican-medium status``: what waits, what was posted, what needs its author."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.group import Verb

if TYPE_CHECKING:
    from pelican_medium.settings import Settings


@click.command(cls=Verb, name="status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.pass_obj
def verb(settings_file: str | None, *, as_json: bool) -> None:
    """Show what is pending, posted, changed since, unknown, rejected and skipped."""
    from pelican_medium.cli.report import print_counts, print_rows, print_upcoming
    from pelican_medium.posting import queue
    from pelican_medium.posting import status as state

    settings = site.read_settings(settings_file)
    book, (outbox, trouble) = site.read_ledger(settings), site.outbox_or_trouble(settings)
    found = queue.of(outbox, book, settings)
    rows = state.rows(found, settings)
    counts, quota = state.counted(rows), state.quota(found.room)
    if as_json:
        articles = [state.to_json(row) for row in rows]
        console.print_json({"articles": articles, "counts": counts, "quota": quota})
    else:
        print_rows(rows)
        print_counts(counts, quota)
        print_upcoming(state.upcoming(rows, found.room, _why_nothing(settings)))
    if trouble:
        raise trouble


def _why_nothing(settings: Settings) -> str | None:
    """Return why the next run would send nothing at all, or None."""
    from pelican_medium.posting.destination import why_not_this_api

    if settings.token is None:
        return "there is no MEDIUM_INTEGRATION_TOKEN in the environment"
    return why_not_this_api(settings.site_url, settings.api_url)
