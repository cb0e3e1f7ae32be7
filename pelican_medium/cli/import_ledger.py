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
from pelican_medium.cli.elsewhere.matching import Candidate
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
    export = exports.read(file)
    found, others = exports.propose(export.stories, entries, settings.api)
    _print(found, others, export.problems)
    if not found:
        console.say("There is nothing to take over; nothing was changed.")
    elif _is_meant(len(found), yes=yes):
        _write(found, settings, outbox)
        console.say(f"{len(found)} marked as posted. Commit {settings.ledger.name}.")


def _print(found: Sequence[Adoption], others: Sequence[Candidate], problems: Sequence[str]) -> None:
    for one in found:
        console.out(f"{one.key}  {one.story.url or '(address not known)'}")
        console.out(f"          {one.evidence}")
    for story in others:
        name = story.title or next(iter(story.links), "")
        console.warn(f"No article for sure: {name} {story.url or ''}".rstrip())
    for problem in problems:
        console.warn(f"Left out: {problem}")


def _is_meant(count: int, *, yes: bool) -> bool:
    if yes:
        return True
    one = "this one" if count == 1 else f"these {count}"
    if not sys.stdin.isatty():
        console.warn(f"Nothing was written; say --yes to mark {one} as posted.")
        return False
    if click.confirm(f"Mark {one} as posted?", err=True):
        return True
    console.say("Nothing was changed.")
    return False


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
