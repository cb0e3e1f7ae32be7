"""The ledger's transaction around one POST: what is about to be sent is on disk before it is."""

from __future__ import annotations

import secrets
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pelican_medium.model import Article, Receipt
from pelican_medium.model.errors import LedgerError, NotSent
from pelican_medium.model.text import plain
from pelican_medium.posting.selection import is_pending
from pelican_medium.store.book import Book, Cell, Entry, counts, decision, stamp
from pelican_medium.store.entries import recorded
from pelican_medium.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Intent:
    """What the ledger says of an article that is about to be sent.

    Attributes:
        posting: its record as it is on disk now.
        before: its entry as it was until then, or None.
    """

    article: Article
    posting: Cell
    before: Entry | None


class Recorder:
    """Records what becomes of one article after the other. For the holder of the ledger's lock.

    Attributes:
        book: the ledger's content when it was last read or changed here.
    """

    def __init__(self, ledger: Ledger, book: Book, api: str | None) -> None:
        """Take a ledger whose lock is held, and what it says.

        Args:
            api: the address of the API, if it is not Medium's own.
        """
        self.book = book
        self._ledger = ledger
        self._api = api
        self._uploaded: dict[str, str] = {}

    def remember(self, addresses: Mapping[str, str]) -> None:
        """Have on disk where pictures went, by md5, before an article is sent that shows them.

        Until then a run that dies has lost nothing that uploading them once more would not find.
        """
        self._uploaded.update(addresses)

    def save_uploads(self) -> None:
        """Have on disk where pictures went of which no article was sent.

        Raises:
            LedgerError: nothing was changed.
        """
        if self._uploaded:
            self.book = self._ledger.change(self._with_uploads)

    def _with_uploads(self, book: Book) -> Book:
        return book.with_pictures(self._uploaded, self._api)

    def begin(self, article: Article, now: datetime) -> Intent | None:
        """Have on disk that an article is being posted.

        Returns:
            None where the same reading of the ledger says that it does not wait any more.

        Raises:
            LedgerError: nothing was changed.
        """
        posting = self._posting(article, now)
        begun: Intent | None = None

        def begin(book: Book) -> Book:
            nonlocal begun
            book = self._with_uploads(book)
            before = book.entries.get(article.key)
            if begun and before and before.cell == begun.posting:
                return book  # another run has finished this change for us
            if not is_pending(book, article, self._api):
                begun = None
                return book
            begun = Intent(article, self._with_decision(posting, before), before)
            return book.with_entry(recorded(before, article, begun.posting))

        self.book = self._ledger.change(begin)
        self._uploaded = {}
        return begun

    def confirm(self, intent: Intent) -> None:
        """Look once more, immediately before the POST, whether it is still ours to make.

        A lock may not lock: a network's file system, a lock file that `git clean` has deleted.
        What a command of --after-save pulled may say that another machine is at it.

        Raises:
            NotSent: it is not, or cannot be known to be.
        """
        if not self._ledger.is_locked():
            raise NotSent(
                f"The lock file beside {self._ledger.path} is not the one that this run has made, "
                "so another run may be at work. Nothing was sent; the next run tries."
            )
        key = intent.article.key
        try:
            self.book = self._ledger.read()
        except LedgerError as error:
            raise NotSent(f"The ledger cannot be used any more. {error}") from None
        entry = self.book.entries.get(key)
        if entry is None or entry.cell != intent.posting:
            raise NotSent(
                f"The ledger says something else of {key} than this run has just written: "
                "another run, here or on another machine, may be sending it. Nothing was sent; see "
                "pelican-medium status."
            )

    def sent(self, intent: Intent, receipt: Receipt) -> None:
        """Record what Medium made of an article.

        Raises:
            LedgerError: that could not be saved; the message says what to record by hand.
        """
        posted = replace(
            intent.posting,
            state="posted",
            id=receipt.id,
            url=receipt.url,
            publish_status=receipt.publish_status,
            reason=None,
        )
        try:
            self._record(intent, posted)
        except LedgerError as error:
            raise LedgerError(
                f"{_named(intent)} WAS POSTED: id {receipt.id}, {receipt.url}. But the ledger "
                f"could not be saved: {error} Once it can be, record it with: pelican-medium mark "
                f"{shlex.quote(intent.article.key)} posted --url {receipt.url}"
            ) from error

    def rejected(self, intent: Intent, reason: str) -> None:
        """Record that Medium created nothing because of this very article.

        Raises:
            LedgerError: that could not be saved.
        """
        self._record(intent, replace(intent.posting, state="rejected", reason=reason))

    def unknown(self, intent: Intent, reason: str) -> None:
        """Record that an article may be on Medium or not.

        Raises:
            LedgerError: that could not be saved; the message says what to do.
        """
        try:
            self._record(intent, replace(intent.posting, state="unknown", reason=reason))
        except LedgerError as error:
            raise LedgerError(
                f"{_named(intent)} MAY HAVE BEEN POSTED: {reason}. But the ledger could not be "
                f"saved: {error} It says posting, and the next run that can save it says unknown. "
                "Look on Medium whether it is there."
            ) from error

    def withdrawn(self, intent: Intent, why: Exception | None = None) -> None:
        """Record that nothing was sent after all: the entry is again as it was.

        What another run has made of it meanwhile stays. A former record of this very API that
        did not keep the article from being sent is gone.

        Args:
            why: why nothing was sent, for the message of an error.

        Raises:
            LedgerError: that could not be saved.
        """

        def put_back(book: Book) -> Book:
            now = book.entries.get(intent.article.key)
            if now is None or now.cell != intent.posting:
                return book
            if intent.before is None:
                return book.without_entry(intent.article.key)
            return book.with_entry(replace(intent.before, cell=self._kept(intent.before.cell)))

        try:
            self.book = self._ledger.change(put_back)
        except LedgerError as trouble:
            raise LedgerError(
                f"{_named(intent)} was not sent{f': {why}' if why else '.'} The ledger may still "
                f"say that it is being posted: {trouble}"
            ) from trouble

    def _record(self, intent: Intent, cell: Cell) -> None:
        """Have an article's record on disk before returning."""
        article = intent.article
        self.book = self._ledger.change(
            lambda book: book.with_entry(recorded(book.entries.get(article.key), article, cell))
        )

    def _posting(self, article: Article, now: datetime) -> Cell:
        """Return the record of an article that is about to be sent.

        It is like no other: where two machines say the same in the same second, git would find
        them equal, and let both go on.
        """
        return Cell(
            "posting",
            by="api",
            at=stamp(now),
            fingerprint=article.fingerprint,
            reason=f"being sent, try {secrets.token_hex(4)}",
            api=self._api,
        )

    def _with_decision(self, posting: Cell, before: Entry | None) -> Cell:
        """Return the record which, on a trial, says why Medium was not to get the article."""
        kept = decision(before.cell) if before and self._api else None
        return replace(posting, why=kept.why, marked=kept.marked) if kept else posting

    def _kept(self, cell: Cell | None) -> Cell | None:
        counted = counts(cell, self._api)
        return cell if counted is None or counted.state == "skipped" else None


def _named(intent: Intent) -> str:
    return f"“{plain(intent.article.title)}”"
