"""``pelican-medium import-ledger``: takes over what other tools and Medium know."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.elsewhere import exports
from pelican_medium.cli.elsewhere.exports import Adoption
from pelican_medium.cli.group import Verb
from pelican_medium.settings import Settings
from pelican_medium.store import marks
from pelican_medium.store.book import Book
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Outbox


@click.command(cls=Verb, name="import-ledger")
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.pass_obj
def verb(call: site.Call, file: Path, *, yes: bool) -> None:
    """Mark as posted what another tool, or Medium itself, says is there.

    FILE is medium_crossposted.yml of jekyll-crosspost-to-medium, or the zip of Medium's "Download
    your information". Shows what it would write, and writes it when you say yes.
    """
    settings = site.read_settings(call)
    book, (outbox, _) = site.read_ledger(settings), site.outbox_or_trouble(settings)
    entries = marks.known(book, outbox)
    found, others = exports.propose(exports.read(file), entries, settings.api)
    for one in found:
        address = one.story.url or "(address not known)"
        click.echo(f"{one.key}  {address}\n          {one.evidence}")
    for story in others:
        console.warn(
            f"No article for sure: {story.title or story.links[0]} {story.url or ''}".rstrip()
        )
    if not found:
        console.say("Nothing to take over.")
    elif _is_meant(len(found), yes=yes):
        _write(found, settings, outbox)
        console.say(f"{len(found)} marked as posted. Commit {settings.ledger}.")


def _is_meant(count: int, *, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        console.warn(f"Nothing was written; say --yes to mark these {count} as posted.")
        return False
    return click.confirm(f"Mark these {count} as posted?", err=True)


def _write(found: Sequence[Adoption], settings: Settings, outbox: Outbox | None) -> None:
    now = datetime.now(UTC)

    def adopted(book: Book) -> Book:
        for one in found:
            status = one.story.publish_status
            said = marks.Mark("posted", now, one.story.url, status, settings.api)
            book = marks.apply(book, [one.key], said, outbox)
        return book

    ledger = Ledger(settings.ledger)
    with ledger.locked(wait=1):
        ledger.change(adopted)
