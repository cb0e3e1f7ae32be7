"""What a build learned of its articles, for the ledger in git to learn too.

In a pipeline the build brings its own copy of the ledger up to date (a new address, a moved file,
an article woken by its metadata), and another job posts, from the copy in git. So the outbox
carries each change from one to the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pelican_medium.store import ledger_text
from pelican_medium.store.book import Book, Entry


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that a build changed.

    Attributes:
        before: as it was, or None where the build made it.
        after: as it is now, perhaps under another key.
    """

    before: Entry | None
    after: Entry


def changes(before: Book, after: Book) -> tuple[Change, ...]:
    """Return what tells two states of a ledger apart, entry by entry."""
    touched = (e for key, e in after.entries.items() if before.entries.get(key) is not e)
    found = (Change(_origin(entry, before), entry) for entry in touched)
    return tuple(change for change in found if change.before != change.after)


def _origin(entry: Entry, before: Book) -> Entry | None:
    """Return what an entry was before; one under another key has kept its old one in `also`."""
    same_key = before.entries.get(entry.key)
    kept = same_key.also if same_key else ()
    moved = (before.entries[n] for n in entry.also if n in before.entries and n not in kept)
    return next((old for old in moved if old.key != entry.key), same_key)


def carried_over(former: Sequence[Change], book: Book, new: Sequence[Change]) -> tuple[Change, ...]:
    """Return what several builds in one folder learned, one after the other.

    The ledger in git may know all of it, nothing, or what the first of them learned.

    Args:
        former: what the builds before learned.
        book: the ledger as it was before the last build: what other hands have made of an entry
            since is not for a build to tell.
        new: what the last build learned.
    """
    reached: dict[str, Entry] = dict(book.entries)
    kept: list[Change] = []
    for change in reversed(former):
        if reached.get(change.after.key) == change.after:
            kept.append(change)
            del reached[change.after.key]
            if change.before:
                reached[change.before.key] = change.before
    return (*reversed(kept), *new)


def applied(book: Book, learned: Iterable[Change]) -> Book:
    """Return a ledger that knows what builds learned; applying it again changes nothing.

    An entry that is still as the build found it becomes what the build made of it. One that has
    changed since, by a person or another run, keeps all that it says and only learns by which
    names the article goes now.
    """
    for batch in _batches(learned):
        book = _with_batch(book, batch)
    return book


def _batches(learned: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield the changes of one build after the other: within one, two entries may swap keys."""
    batch: list[Change] = []
    made: dict[str, Entry] = {}
    for change in learned:
        if change.before and made.get(change.before.key) == change.before:
            yield batch
            batch, made = [], {}
        batch.append(change)
        made[change.after.key] = change.after
    yield batch


def _with_batch(book: Book, batch: Iterable[Change]) -> Book:
    learned = [change for change in batch if book.entries.get(change.after.key) != change.after]
    fresh = [change for change in learned if _is_as_found(book, change)]
    replaced = {change.before.key for change in fresh if change.before}
    entries = {key: entry for key, entry in book.entries.items() if key not in replaced}
    for change in fresh:
        after = change.after
        if after.key in entries and change.before:  # another article has that key meanwhile
            after = replace(after, key=change.before.key, also=(*after.also, after.key))
        entries[after.key] = after
    for change in learned:
        if change not in fresh and (entry := _changed_since(change, entries)):
            entries[entry.key] = _with_names(entry, change.after)
    return book if entries == dict(book.entries) else replace(book, entries=entries)


def _is_as_found(book: Book, change: Change) -> bool:
    if change.before is None:
        return change.after.key not in book.entries
    return book.entries.get(change.before.key) == change.before


def _changed_since(change: Change, entries: Mapping[str, Entry]) -> Entry | None:
    found = entries.get(change.before.key) if change.before else None
    return found or entries.get(change.after.key)


def _with_names(entry: Entry, after: Entry) -> Entry:
    own = {entry.key, entry.canonical_url, entry.source_path}
    names = (*entry.also, after.key, after.canonical_url, after.source_path, *after.also)
    return replace(entry, also=tuple(dict.fromkeys(n for n in names if n and n not in own)))


def to_json(learned: Sequence[Change]) -> list[dict[str, Any]]:
    """Return changes as the outbox writes them: entries as in the ledger, each with its key."""
    before = iter(_rows([change.before for change in learned if change.before]))
    after = iter(_rows([change.after for change in learned]))
    return [
        {"before": next(before) if change.before else None, "after": next(after)}
        for change in learned
    ]


def from_json(rows: Any) -> tuple[Change, ...]:
    """Return the changes that an outbox holds.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: they are damaged.
    """
    before = iter(_entries([row["before"] for row in rows if row["before"] is not None]))
    after = iter(_entries([row["after"] for row in rows]))
    return tuple(
        Change(None if row["before"] is None else next(before), next(after)) for row in rows
    )


def _rows(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return entries as the ledger writes them, by way of a ledger of their own."""
    numbered = Book({f"{number:09}": entry for number, entry in enumerate(entries)})
    rows = json.loads(ledger_text.serialise(numbered))["articles"]
    return [{"key": entry.key, **rows[number]} for number, entry in numbered.entries.items()]


def _entries(rows: Sequence[dict[str, Any]]) -> list[Entry]:
    if not rows:
        return []
    unkeyed = [{name: value for name, value in row.items() if name != "key"} for row in rows]
    articles = {f"{number:09}": row for number, row in enumerate(unkeyed)}
    book = ledger_text.parse(json.dumps({"version": 1, "articles": articles}))
    return [
        replace(entry, key=row["key"])
        for entry, row in zip(book.entries.values(), rows, strict=True)
    ]
