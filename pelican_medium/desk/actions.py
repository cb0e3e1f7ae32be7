"""What a person does at the desk: a mark, and its undoing. All under the ledger's lock."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

from pelican_medium.desk import sheets
from pelican_medium.desk.posts import Posting
from pelican_medium.desk.sheets import View
from pelican_medium.model import PUBLISH_STATUSES
from pelican_medium.model.errors import AddressError, DeskError
from pelican_medium.model.text import plain
from pelican_medium.model.urls import host_of
from pelican_medium.posting import words
from pelican_medium.posting.run import LOCK_WAIT
from pelican_medium.settings import Settings
from pelican_medium.store import marks
from pelican_medium.store.book import Book, Cell, Entry, is_sent
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.marks import Mark

#: A person has put the new text of a posted article on Medium.
UPDATED = "updated"

MEANWHILE = (
    "The ledger says something else about {title} than when you opened this page: another run, or "
    "another desk, was faster. Nothing was changed; look at what it says now."
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry before and after, which is what is needed to take it back."""

    key: str
    before: Entry | None
    after: Entry


@dataclass(frozen=True, slots=True)
class Action:
    """What a person did in one go.

    Attributes:
        state: what the articles are now: one of `marks.STATES`, or `UPDATED`.
        titles: of the first few.
    """

    state: str
    titles: str
    changes: tuple[Change, ...]


class Desk:
    """One start of the desk: the site, what was done here, and what is being posted."""

    def __init__(self, settings: Settings) -> None:
        """Remember the site; both files are read anew each time."""
        self.settings = settings
        self.ledger = Ledger(settings.ledger)
        self.posting = Posting(settings, self.ledger)
        self._lock = threading.Lock()
        self._done: list[Action] = []

    @property
    def last(self) -> Action | None:
        """What can be undone."""
        return self._done[-1] if self._done else None

    def mark(
        self,
        seen: Mapping[str, str],
        state: str,
        *,
        url: str = "",
        published: str = "",
        sure: bool = False,
    ) -> Action:
        """Record what a person says of one article, or of several, and nothing else.

        Args:
            seen: by key, what the ledger said when the form was made (`sheets.seen`).
            url: where it is on Medium, if that is said.
            published: its status there.
            sure: whether they said once more that what may be on Medium is not.

        Raises:
            AddressError: there is no story at that address, or it is another article's.
            DeskError: this cannot be recorded, or the ledger says something else by now.
            LedgerError: another run holds it, or it cannot be written.
        """
        view = sheets.look(self.settings)
        self._check(view, seen, state, sure=sure)
        [key, *_] = seen
        address = self._address(key, url, view) if state == "posted" else None
        status = _status(published) if state == "posted" else None
        said = Mark(state, datetime.now(UTC), address, status, self.settings.api)
        before: dict[str, Entry | None] = {}

        def change(now: Book) -> Book:
            _check_unchanged(now, seen, view)
            before.update((key, now.entries.get(key)) for key in seen)
            if state == UPDATED:
                return _updated(now, list(seen), view)
            return marks.apply(now, list(seen), said, view.queue.outbox)

        with self._lock, self.ledger.locked(wait=LOCK_WAIT):
            book = self.ledger.change(change)
            changes = [Change(key, before[key], book.entries[key]) for key in seen]
            action = Action(state, _titles(changes), tuple(changes))
            self._done.append(action)
        return action

    def _check(self, view: View, seen: Mapping[str, str], state: str, *, sure: bool) -> None:
        if not seen:
            raise DeskError("No article was selected. Nothing was changed.")
        if unknown := seen.keys() - view.keys:
            raise DeskError(f"There is no article {min(unknown)!r} in the ledger or the build.")
        if state not in {*marks.STATES, UPDATED}:
            raise DeskError(f"There is no such state as {state!r}. Nothing was changed.")
        if not sure and any(needs_a_second_word(view.book, key, state) for key in seen):
            raise DeskError("It may be on Medium. Say once more that it is not.")

    def _address(self, key: str, given: str, view: View) -> str:
        """Return the address of a story as the ledger keeps it.

        Raises:
            AddressError: there is no story there, or it is another article's.
        """
        if not given.strip():
            raise AddressError("Paste the story's address here.")
        try:
            url = tidied(marks.check_url(given.strip()))
        except ValueError as error:
            raise AddressError(f"{error}. Nothing was changed.") from None
        if host_of(url) == host_of(view.site_url(self.settings)) and self.settings.api is None:
            raise AddressError(f"{url} is on your own site. Paste the story's address on Medium.")
        if other := sheets.already(url, key, view.book):
            raise AddressError(f"{url} is already recorded for {other!r}. Nothing was changed.")
        return url

    def undo(self) -> Action:
        """Put back what the last action changed.

        Raises:
            DeskError: nothing was done yet, or the ledger says something else by now.
            LedgerError: as `mark`.
        """
        with self._lock:
            if not self._done:
                raise DeskError("There is nothing to undo.")
            action = self._done[-1]
            try:
                with self.ledger.locked(wait=LOCK_WAIT):
                    self.ledger.change(lambda now: _undone(now, action))
            except DeskError:
                self._done.pop()
                raise
            self._done.pop()
            return action


def needs_a_second_word(book: Book, key: str, state: str) -> bool:
    """Tell whether a person has to say twice that an article is not on Medium."""
    return is_sent(sheets.cell_of(book, key)) and state in {"pending", "skipped"}


def tidied(url: str) -> str:
    """Return a story's address without its editor, and without what must not be in git.

    A "friend link" carries a key to a member's story in its query.
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/").removesuffix("/edit")
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _status(published: str) -> str:
    if published not in PUBLISH_STATUSES:
        raise DeskError("Say whether the story is public, unlisted or still a draft.")
    return published


def _check_unchanged(now: Book, seen: Mapping[str, str], view: View) -> None:
    for key, told in seen.items():
        there = key in now.entries or key in view.queue.built
        if not there or sheets.seen(sheets.cell_of(now, key)) != told:
            raise DeskError(MEANWHILE.format(title=f"“{_title(view.book.entries.get(key), key)}”"))


def _updated(now: Book, keys: list[str], view: View) -> Book:
    """Return the book with the last build's text as what Medium has."""
    for key in keys:
        entry, article = now.entries.get(key), view.queue.built.get(key)
        if not entry or not entry.cell or entry.cell.state != "posted" or not article:
            raise DeskError(f"{key!r} is not posted, or not in the last build.")
        cell: Cell = replace(entry.cell, fingerprint=article.fingerprint)
        now = now.with_entry(replace(entry, cell=cell))
    return now


def _titles(changes: list[Change]) -> str:
    return words.named([_title(change.after, change.key) for change in changes])


def _title(entry: Entry | None, key: str) -> str:
    return plain((entry.title if entry else None) or key)


def _undone(now: Book, action: Action) -> Book:
    for change in action.changes:
        now = _put_back(now, change, action)
    return now


def _put_back(now: Book, change: Change, action: Action) -> Book:
    entry = now.entries.get(change.key)
    if entry is None or entry.cell != change.after.cell:
        raise DeskError(
            f"The ledger says something else about {action.titles} by now, so nothing was undone."
        )
    if entry == change.after:
        before = change.before
        return now.with_entry(before) if before else now.without_entry(change.key)
    cell, earlier = (change.before.cell, change.before.earlier) if change.before else (None, ())
    return now.with_entry(replace(entry, cell=cell, earlier=earlier))
