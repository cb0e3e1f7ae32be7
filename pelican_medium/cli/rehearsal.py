"""What ``post --dry-run`` prints: exactly what would be sent; and outcomes as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pelican_medium.cli import console

if TYPE_CHECKING:
    from pelican_medium.model import Draft, Outcome
    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book
    from pelican_medium.store.outbox import Outbox


def dry_run(
    outbox: Outbox, book: Book, settings: Settings, keys: tuple[str, ...], *, as_json: bool
) -> None:
    """Print what `post` would do and send, and send nothing."""
    from pelican_medium.posting import queue, rehearsal

    found = queue.of(outbox, book, settings)
    rehearsed = [(what, draft) for _, what, draft in rehearsal.of_run(found, settings, keys)]
    if as_json:
        print_outcomes([_rehearsed_json(outcome, draft) for outcome, draft in rehearsed])
        return
    for outcome, draft in rehearsed:
        _print_rehearsed(outcome, draft)
    console.say(f"{len(rehearsed)} would be looked at, and nothing was sent.")


def _rehearsed_json(outcome: Outcome, draft: Draft | None) -> dict[str, Any]:
    from dataclasses import asdict

    from pelican_medium.medium.requests import post_body

    return {
        **outcome_json(outcome),
        "request": post_body(draft) if draft else None,
        "notes": [asdict(note) for note in outcome.notes],
        "pictures": [asdict(picture) for picture in outcome.pictures],
    }


def _print_rehearsed(outcome: Outcome, draft: Draft | None) -> None:
    from pelican_medium.medium.requests import post_body

    reason = f" ({outcome.reason})" if outcome.reason else ""
    click.echo(f"{console.coloured(outcome.state)}  {outcome.key}  {outcome.title}{reason}")
    for name, value in post_body(draft).items() if draft else ():
        click.echo(f"  {name}: {value}")
    for note in outcome.notes:
        click.echo(f"  note: {note}")
    for picture in outcome.pictures:
        click.echo(f"  picture: {picture.url}: {picture.verdict} ({picture.reason})")


def print_outcomes(outcomes: list[dict[str, Any]]) -> None:
    """Print what became of articles as JSON."""
    states = [outcome["state"] for outcome in outcomes]
    counts = {state: states.count(state) for state in dict.fromkeys(states)}
    console.print_json({"outcomes": outcomes, "counts": counts})


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome with the field names of the contract."""
    names = ("key", "state", "medium_url", "reason")
    return {name: getattr(outcome, name) for name in names}
