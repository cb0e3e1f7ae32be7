"""What a person reads of `status`: what needs them first, then what goes next, then the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pelican_medium.cli import console
from pelican_medium.posting import words
from pelican_medium.posting.queue import Queue
from pelican_medium.posting.status import Row, Upcoming, counted

#: How many rows a section shows before it counts the others.
_MOST = 10

#: How many of the latest posts are shown.
_LATEST = 3

#: From how many columns on date and key have columns of their own.
_WIDE = 100

#: What needs its author, the most urgent first.
_TROUBLED = ("unknown", "posting", "held", "rejected")

#: What a person can do about a state, said once under the articles that are in it.
_ADVICE = {
    "unknown": "An unknown one may be on Medium: look there. If it is: pelican-medium mark KEY "
    "posted --url URL. Only if it is not: pelican-medium mark KEY pending --again",
    "posting": "One that says posting is being sent by another run, or its run died: the next "
    "'pelican-medium post' tells.",
    "rejected": "A rejected one is tried again when it changes.",
}


def print_overview(rows: Sequence[Row], upcoming: Upcoming, queue: Queue) -> None:
    """Print what needs its author, what goes next, what changed and was posted, and numbers."""
    _print_troubled([row for state in _TROUBLED for row in rows if row.state == state])
    _print_next(upcoming, [row for row in rows if row.state == "pending"])
    _section("Changed since it was posted", [row for row in rows if row.changed])
    posted = [row for row in rows if row.state == "posted" and not row.changed]
    latest = sorted(posted, key=lambda row: _posted_at(row, queue), reverse=True)
    _section("Lately posted", latest[:_LATEST], more=0)
    _print_numbers(rows, queue)


def print_listed(rows: Sequence[Row]) -> None:
    """Print all that is known of these articles."""
    _print_rows(rows)
    if not rows:
        console.say("None.")


# --- Sections -------------------------------------------------------------------------------


def _print_troubled(rows: Sequence[Row]) -> None:
    reasons, shared = words.said_once({row.key: row.reason for row in rows[:_MOST] if row.reason})
    _section("Needs you", [replace(row, reason=reasons.get(row.key)) for row in rows])
    for advice in shared:
        console.out(console.wrapped(advice, "  "))
    for state in dict.fromkeys(row.state for row in rows[:_MOST]):
        if state in _ADVICE:
            console.out(console.wrapped(_ADVICE[state], "  "))


def _print_next(upcoming: Upcoming, waiting: Sequence[Row]) -> None:
    if upcoming.next:
        _section("Next", upcoming.next, more=upcoming.more)
    elif upcoming.left:
        _section("Waiting", waiting)
    if upcoming.left and upcoming.next:
        console.out(console.wrapped(f"{upcoming.left} left for later: {upcoming.why}.", "  "))
    elif upcoming.left:
        console.out(console.wrapped(f"Nothing would be sent now: {upcoming.why}.", "  "))


def _section(title: str, rows: Sequence[Row], *, more: int | None = None) -> None:
    """Print a title, the first rows, and how many more there are."""
    if not rows:
        return
    console.out(f"{title}:")
    _print_rows(rows[:_MOST])
    more = len(rows[_MOST:]) if more is None else more
    if more:
        text = f"{more} more: pelican-medium status --state {rows[0].state}"
        console.out(console.wrapped(text, "  "))


def _posted_at(row: Row, queue: Queue) -> str:
    entry = queue.book.entries.get(row.key)
    return (entry.cell.at if entry and entry.cell else None) or ""


def _print_numbers(rows: Sequence[Row], queue: Queue) -> None:
    counts = ", ".join(f"{count} {state}" for state, count in counted(rows).items() if count)
    limit = f" of {queue.room.per_day}" if queue.room.per_day else ""
    used = f"{queue.room.used}{limit} posted in the last 24 hours"
    console.out(console.wrapped(f"{counts or 'no articles yet'}; {used}."))


# --- Rows -----------------------------------------------------------------------------------


def _print_rows(rows: Sequence[Row]) -> None:
    if not rows:
        return
    room = console.columns()
    narrow = room is not None and room < _WIDE
    cells = (_narrow(row) if narrow else _wide(row) for row in rows)
    console.print_rows(cells, narrow=narrow)


def _wide(row: Row) -> tuple[str, ...]:
    text = "\n".join([_one_line(row.title), *_details(row)])
    return f"  {row.state}", row.date or "–", row.key, text


def _narrow(row: Row) -> tuple[str, ...]:
    about = ", ".join(part for part in (row.key, row.date) if part)
    return f"  {row.state}", "\n".join([_one_line(row.title), about, *_details(row)])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _details(row: Row) -> list[str]:
    """Return the lines that stand under a title."""
    lines = [row.reason, row.medium_url if row.state == "posted" and not row.changed else None]
    if row.changed:
        lines.append(f"edit it at {row.edit_url}" if row.edit_url else row.medium_url)
    lines += [f"note: {note}" for note in row.notes or ()]
    lines += [f"picture: {p.url}: {p.verdict} ({p.reason})" for p in row.pictures or ()]
    return [line for line in lines if line]
