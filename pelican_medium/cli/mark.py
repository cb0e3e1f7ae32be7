"""``pelican-medium mark``: a person's decision about articles."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.group import Verb

if TYPE_CHECKING:
    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book, Entry
    from pelican_medium.store.marks import Mark
    from pelican_medium.store.outbox import Outbox


@click.command(cls=Verb, name="mark")
@click.argument("words", nargs=-1, metavar="KEY... posted|pending|skipped")
@click.option("--url", help="With posted: its address on Medium.")
@click.option(
    "--status",
    "publish_status",
    type=click.Choice(["draft", "public", "unlisted"]),
    help="With posted: as what.",
)
@click.option("--all", "every", is_flag=True, help="Every article there is.")
@click.option("--before", metavar="DATE", help="Every article dated before, such as 2026-11-21.")
@click.option("--yes", is_flag=True, help="Do not ask before changing several.")
@click.option(
    "--again",
    is_flag=True,
    help="With pending or skipped: do not ask about what is, or may be, on Medium.",
)
@click.pass_obj
def verb(  # noqa: PLR0913 - click hands over one argument an option
    call: site.Call,
    words: tuple[str, ...],
    *,
    url: str | None,
    publish_status: str | None,
    every: bool,
    before: str | None,
    yes: bool,
    again: bool,
) -> None:
    """Say what only you can know of an article; KEY may be a glob such as '2019-*'.

    \b
    pelican-medium mark KEY posted --url URL   it is on Medium (settles an unknown)
    pelican-medium mark KEY pending            send it with the next run
    pelican-medium mark KEY pending --again    the same, though it is or may be on Medium
    pelican-medium mark KEY skipped            never send it
    """
    from datetime import UTC, datetime

    from pelican_medium.store import marks
    from pelican_medium.store.ledger import Ledger

    state = _state_of(words, url, publish_status)
    settings = site.read_settings(call)
    url = _address(url, settings)
    book, (outbox, _) = site.read_ledger(settings), site.outbox_or_trouble(settings)
    entries = marks.known(book, outbox)
    keys = _chosen(words[:-1], state, entries, every=every, before=before)
    if url and len(keys) > 1:
        raise console.Failure("--url is the address of one article, so name one KEY.")
    sent = [] if state == "posted" else marks.on_medium(entries, keys)
    _confirm(keys, state, [entries[key] for key in sent], yes=yes, again=again)
    said = marks.Mark(state, datetime.now(UTC), url, publish_status, settings.api)
    ledger = Ledger(settings.ledger)
    with ledger.locked(wait=1):
        ledger.change(lambda now: _marked(now, keys, said, outbox, sent))
    _print_marked(keys, state, outbox)


def _marked(
    now: Book, keys: Sequence[str], said: Mark, outbox: Outbox | None, sent: Sequence[str]
) -> Book:
    """Return the ledger with the mark, unless a run has sent some of these since it was read."""
    from pelican_medium.store import marks

    is_there = [] if said.state == "posted" else marks.on_medium(marks.known(now, outbox), keys)
    if since := [key for key in is_there if key not in sent]:
        raise console.Failure(
            f"Nothing was marked: meanwhile another run has sent {', '.join(since)}. "
            "See pelican-medium status."
        )
    return marks.apply(now, keys, said, outbox)


def _state_of(words: tuple[str, ...], url: str | None, publish_status: str | None) -> str:
    from pelican_medium.store import marks

    if not words or words[-1] not in marks.STATES:
        raise console.Failure("The last word must be posted, pending or skipped.")
    if words[-1] != "posted" and (url or publish_status):
        raise console.Failure("--url and --status go with posted.")
    return words[-1]


def _address(url: str | None, settings: Settings) -> str | None:
    """Return the address of a story, which is none of the site's own pages."""
    from pelican_medium.model.urls import below
    from pelican_medium.store import marks

    if url is None:
        return None
    if settings.site_url and below(settings.site_url, url) is not None:
        raise console.Failure(f"{url!r} is a page of your own site; give the story's address.")
    try:
        return marks.check_url(url)
    except ValueError as error:
        raise console.Failure(f"{error}.") from None


def _chosen(
    named: Sequence[str],
    state: str,
    entries: dict[str, Any],
    *,
    every: bool,
    before: str | None,
) -> list[str]:
    from pelican_medium.store import marks

    keys = marks.matching(named, entries)
    if wrong := marks.unknown_keys(keys, entries):
        raise console.Failure("\n".join(wrong))
    if sum((bool(named), every, before is not None)) != 1:
        raise console.Failure("Name KEYs, or give --all, or --before DATE.")
    if before is not None:
        return marks.before(entries, _day(before), state)
    return list(entries) if every else keys


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise console.Failure(f"{text!r} is no date such as 2026-11-21.") from None


def _confirm(
    keys: Sequence[str], state: str, sent: Sequence[Entry], *, yes: bool, again: bool
) -> None:
    """Ask before several articles change, and before one that may be on Medium is forgotten."""
    many, dangerous = len(keys) > 1 and not yes, bool(sent) and not again
    if not many and not dangerous:
        return
    told = _told(keys, sent, state)
    if not sys.stdin.isatty():
        flags = [*(["--yes"] if many else []), *(["--again"] if dangerous else [])]
        raise console.Failure(f"{told} Say {' '.join(flags)} if that is meant.")
    click.confirm(f"{told} Mark {_these(keys)} as {state}?", abort=True, err=True)


def _told(keys: Sequence[str], sent: Sequence[Entry], state: str) -> str:
    """Return what would change, and how much of it is on Medium already."""
    change = f"{_these(keys)} would change." if len(keys) > 1 else ""
    if not sent:
        return change
    then = {"pending": " and would be sent again", "skipped": " and would be called skipped"}[state]
    if len(keys) > 1:
        verb_ = "is" if len(sent) == 1 else "are"
        return f"{change} {len(sent)} of them {verb_}, or may be, on Medium{then}."
    [entry] = sent
    is_there = entry.cell is not None and entry.cell.state == "posted"
    where = f" ({entry.cell.url})" if entry.cell and entry.cell.url else ""
    return f"{entry.key} {'is' if is_there else 'may be'} on Medium{where}{then}."


def _these(keys: Sequence[str]) -> str:
    return keys[0] if len(keys) == 1 else f"{len(keys)} articles"


def _print_marked(keys: Sequence[str], state: str, outbox: Outbox | None) -> None:
    for key in keys:
        console.out(key, state=state)
        if state == "pending" and (outbox is None or key not in outbox.bodies):
            console.warn(f"           The outbox has no text of {key}: build once more.")
