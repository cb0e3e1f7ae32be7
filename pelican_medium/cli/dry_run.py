"""What ``post --dry-run`` prints: exactly what would be sent, and what would become of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pelican_medium.cli import console, outcomes

if TYPE_CHECKING:
    from pelican_medium.model import Draft, Outcome
    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book
    from pelican_medium.store.outbox import Outbox

#: What stands before the address of a picture that Medium will get under another one.
_UPLOADS = {"upload": "(to be uploaded)", "convert": "(to be converted to PNG and uploaded)"}


def show(
    outbox: Outbox, book: Book, settings: Settings, keys: tuple[str, ...], *, as_json: bool
) -> None:
    """Print what `post` would do and send, and send nothing."""
    from pelican_medium.posting import queue, rehearsal, words

    found = queue.of(outbox, book, settings)
    rehearsed = rehearsal.of_run(found, settings, keys)
    if as_json:
        outcomes.print_as_json([_as_json(outcome, draft) for _, outcome, draft in rehearsed])
        return
    count = 0
    for count, (_, outcome, draft) in enumerate(rehearsed, 1):  # noqa: B007 - it is said below
        _print(outcome, draft)
    console.say(f"{words.articles(count)} looked at; nothing was sent.")


def _as_json(outcome: Outcome, draft: Draft | None) -> dict[str, Any]:
    from dataclasses import asdict

    from pelican_medium.medium.requests import post_body

    return {
        **outcomes.as_json(outcome),
        "request": post_body(draft) if draft else None,
        "notes": [asdict(note) for note in outcome.notes],
        "pictures": [asdict(picture) for picture in outcome.pictures],
    }


def _print(outcome: Outcome, draft: Draft | None) -> None:
    from pelican_medium.medium.requests import post_body

    reason = f" ({outcome.reason})" if outcome.reason else ""
    console.out(f"{outcome.key}  {outcome.title}{reason}", state=outcome.state)
    for name, value in post_body(draft).items() if draft else ():
        if name == "content":
            console.out(f"  {name}:\n{console.quoted(_with_uploads(value, outcome))}")
        else:
            console.out(f"  {name}: {value}")
    for note in outcome.notes:
        console.out(f"  note: {note}")
    for picture in outcome.pictures:
        console.out(f"  picture: {picture.url}: {picture.verdict} ({picture.reason})")


def _with_uploads(content: str, outcome: Outcome) -> str:
    """Return the content with each picture that Medium will know by another address marked."""
    for picture in outcome.pictures:
        if mark := _UPLOADS.get(picture.verdict):
            source = f'src="{escape(picture.url)}'
            content = content.replace(source, f'src="{mark} {source[5:]}')
    return content
