"""What a person reads of `status`: a table, whole in a pipe and fitted to a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from pelican_medium.cli import table
from pelican_medium.cli.console import coloured
from pelican_medium.posting.status import Row, Upcoming

_HEAD = ("date", "key", "title", "on Medium")

#: How wide a state is, with the gap after it; what belongs to a row stands under its title.
_STATE = 8
_INDENT = " " * (_STATE + 2)


def print_rows(rows: Sequence[Row]) -> None:
    """Print a line for each article, and under it what there is to say of it."""
    if not rows:
        return
    room = _room()
    cells = [(r.date or "–", r.key, _one_line(r.title), r.medium_url or "") for r in rows]
    lines = table.lined_up([_HEAD, *cells], room and room - len(_INDENT))
    click.echo(f"{'state':<{_STATE}}  {lines[0]}")
    for row, line in zip(rows, lines[1:], strict=True):
        click.echo(f"{coloured(row.state, _STATE)}  {line}")
        for detail in _details(row):
            click.echo(f"{_INDENT}{detail}")


def _room() -> int | None:
    """Return how wide the terminal is, or None where there is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _details(row: Row) -> list[str]:
    changed = f"changed since it was posted; edit it at {row.edit_url}" if row.changed else None
    found = [row.reason, changed, *(str(note) for note in row.notes)]
    found += [f"picture: {p.url}: {p.verdict} ({p.reason})" for p in row.pictures]
    return [detail for detail in found if detail]


def print_counts(counts: Mapping[str, int], quota: Mapping[str, Any]) -> None:
    """Print how many there are of each state, and how much of the day is used."""
    shown = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    limit = f" of {quota['limit']}" if quota["limit"] else ""
    click.echo(f"{shown or 'no articles'}; {quota['used']}{limit} posted in the last 24 hours.")


def print_upcoming(upcoming: Upcoming) -> None:
    """Print what the next run would send, and why not the others."""
    if upcoming.keys:
        click.echo(f"Next: {', '.join(upcoming.keys)}.")
    for reason, keys in _by_reason(upcoming.left).items():
        click.echo(f"Not next: {', '.join(keys)} ({reason}).")


def _by_reason(left: Mapping[str, str]) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for key, reason in left.items():
        reasons.setdefault(reason.removesuffix("."), []).append(key)
    return reasons
