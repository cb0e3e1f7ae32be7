"""The ledger: what was sent, kept in git beside the site. The one precious file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pelican_medium.model.errors import LedgerBusy, LedgerError, LedgerMissing
from pelican_medium.store import disk
from pelican_medium.store.book import Book
from pelican_medium.store.ledger_text import Texts, parse, serialise

#: How often a change is made anew because another program was faster.
_TRIES = 5

_NOTHING = "Nothing was posted and nothing was overwritten."

#: A former ledger knows nothing of what was sent since, which would be sent again.
_REPAIR = (
    f"{_NOTHING} Repair it by hand, or take back the last good one: 'git checkout -- {{name}}', or "
    "the copy in {name}.bak. Before you build again, look on Medium for what was sent since then, "
    "and record it: pelican-medium mark KEY posted --url URL."
)

#: Where the driver was not set when git merged, git can merge once more (git-checkout(1)).
_MERGE = (
    f"{_NOTHING} Let git merge it again with what knows how: git config merge.medium-ledger.driver "
    "'pelican-medium merge-ledger %O %A %B', then git checkout --merge {name}, then git add "
    "{name}. For that, .gitattributes needs the line '{name} merge=medium-ledger'."
)


class Ledger:
    """The ledger file. Reading needs no lock; every change reads the file again first."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened."""
        self.path = path
        self._last: tuple[str, Book] | None = None
        self._texts: Texts = {}
        self._lock: tuple[str, tuple[int, int] | None] | None = None

    def read(self) -> Book:
        """Return what the file says.

        Raises:
            LedgerMissing: there is none.
            LedgerError: it cannot be read or understood; nothing was touched.
        """
        return self._parsed(self._text())

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise LedgerMissing(f"There is no ledger at {self.path}.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise self._unreadable(f"cannot be read ({_short(error)})") from None

    def _parsed(self, text: str) -> Book:
        """Return what a text says; the one that was read or written last is not parsed again."""
        if self._last is None or self._last[0] != text:
            self._last = (text, self._parsed_as(text))
        return self._last[1]

    def _parsed_as(self, text: str, state: str | None = None) -> Book:
        try:
            return parse(text, state)
        except ValueError as error:
            remedy = _MERGE if "<<<<<<< " in text else _REPAIR
            raise self._unreadable(str(error), remedy) from None

    def read_or_none(self) -> Book | None:
        """Return what the file says, or None where there is none yet.

        Raises:
            LedgerError: it cannot be read or understood.
        """
        try:
            return self.read()
        except LedgerMissing:
            return None

    def read_posted(self) -> Book:
        """Return only the entries of articles that were posted, sooner than `read` returns all.

        Raises:
            LedgerError: it cannot be read or understood.
        """
        text = self._text_or_none() or ""
        return self._parsed_as(text, "posted") if '"posted"' in text else Book()

    @contextmanager
    def locked(self, *, wait: float = 0) -> Iterator[None]:
        """Be the only run that changes this ledger on this machine.

        Args:
            wait: seconds to wait for another run to end.

        Raises:
            LedgerBusy: another run holds the lock.
            LedgerError: the lock cannot be made, so nothing could be recorded either.
        """
        import filelock

        # Beside the real file: two links to one ledger must not be two locks.
        lock = filelock.FileLock(f"{os.path.realpath(self.path)}.lock")
        try:
            lock.acquire(timeout=wait)
        except filelock.Timeout:
            raise LedgerBusy(
                f"Another run of pelican-medium holds {lock.lock_file}. Nothing was sent and "
                "nothing was recorded; try again when it has ended."
            ) from None
        except (OSError, NotImplementedError) as error:
            raise self._unwritable(_short(error)) from None
        try:
            self._lock = (lock.lock_file, disk.identity(lock.lock_file))
            disk.sweep(self.path)
            yield
        finally:
            self._lock = None
            lock.release()

    def is_locked(self) -> bool:
        """Tell whether the lock is held and its file is still the one that was locked.

        Whoever deletes it (`git clean`) lets the next run lock another file of the same name.
        """
        return self._lock is not None and disk.identity(self._lock[0]) == self._lock[1]

    def change(self, change: Callable[[Book], Book]) -> Book:
        """Read the file again, change it, and have it on disk before returning.

        Only for the holder of the lock. What another program (git, an editor) changed
        meanwhile is kept, because the change is made to what the file says now; if it changes
        even while the new one is being written, the change is made anew.

        Raises:
            LedgerError: nothing was changed.
        """
        for _ in range(_TRIES):
            text = self._text()
            before = self._parsed(text)
            after = change(before)
            if after == before or self._write(after, instead_of=text):
                return after
        raise self._unwritable("another program keeps changing it")

    def create(self, book: Book) -> None:
        """Write the first ledger, unless one has come into being meanwhile.

        Raises:
            LedgerError: nothing was changed.
        """
        if self.read_or_none() is None:
            self._write(book, instead_of=None)

    def _write(self, book: Book, *, instead_of: str | None) -> bool:
        """Write the file; return False where it has to be read again (`disk.exchange`)."""
        try:
            text = serialise(book, self._texts)
        except (ValueError, RecursionError) as error:
            raise self._unreadable(f"holds what JSON cannot ({error})") from None
        try:
            disk.back_up(self.path)
            written = disk.exchange(self.path, text, former=instead_of, read=self._text_or_none)
        except OSError as error:
            raise self._unwritable(_short(error)) from None
        if written:
            self._last = (text, book)
        return written

    def _text_or_none(self) -> str | None:
        try:
            return self._text()
        except LedgerMissing:
            return None

    def _unreadable(self, why: str, remedy: str = _REPAIR) -> LedgerError:
        return LedgerError(f"The ledger {self.path} {why}. {remedy.format(name=self.path.name)}")

    def _unwritable(self, why: str) -> LedgerError:
        return LedgerError(
            f"The ledger {self.path} cannot be written ({why}). It was left as it was, "
            "and nothing more is sent; make its folder writable."
        )


def _short(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
