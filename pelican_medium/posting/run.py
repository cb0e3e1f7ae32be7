"""The loop: what is pending, and how one article after the other gets to its destination.

For each article: draft, `posting` on disk, POST, the answer on disk, and only then a word
about it. Whatever dies at whatever moment leaves a ledger that tells what may have been sent.
"""

from __future__ import annotations

import contextlib
import secrets
import shlex
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING

from pelican_medium.model import Article, Destination, Draft, Outcome, Picture, Receipt
from pelican_medium.model.errors import (
    ArticleError,
    FateUnknown,
    HeldBack,
    LedgerError,
    NotSent,
    PictureHeld,
    Rejected,
)
from pelican_medium.model.text import plain
from pelican_medium.posting import caps, queue
from pelican_medium.posting.rehearsal import make_draft
from pelican_medium.posting.selection import is_pending
from pelican_medium.settings import Settings
from pelican_medium.store.book import Book, Cell, counts, decision, recovered, stamp
from pelican_medium.store.entries import recorded
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Held, Outbox, with_held

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pelican_medium.pictures.settling import Pictures

#: A longer wish to wait than this ends the run instead.
LONGEST_WAIT = 60.0

#: How often one run waits at all.
MOST_WAITS = 3

#: How long to wait for another run that is only keeping the books (seconds).
LOCK_WAIT = 1.0

#: Seconds before the first and between the later looks at what is not live yet: a network of
#: servers takes some minutes to have a new site everywhere, and asking more often does not help.
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 30.0

STOPPED = "Medium did not take the one before"

Report = Callable[[Outcome], None]
Say = Callable[[str], None]

#: Called when the intent to send an article is on disk; raises NotSent if it may not be sent.
AfterSave = Callable[[], None]


@dataclass(slots=True)
class Run:
    """What one run did.

    Attributes:
        outcomes: one for each article that was its business, oldest first.
        stopped: why it ended early, or None.
        uploaded: how many pictures were uploaded and recorded.
        announced: whether another program was told what the ledger said in between.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    stopped: str | None = None
    uploaded: int = 0
    announced: bool = False

    def in_state(self, state: str) -> list[Outcome]:
        """Return the outcomes of this state."""
        return [outcome for outcome in self.outcomes if outcome.state == state]

    @property
    def changed_the_ledger(self) -> bool:
        """Tell whether there is something to commit."""
        changed = {outcome.state for outcome in self.outcomes} & {"posted", "rejected", "unknown"}
        return bool(changed) or bool(self.uploaded) or self.announced

    @property
    def needs_the_author(self) -> bool:
        """Tell whether something went wrong in this run."""
        troubled = {outcome.state for outcome in self.outcomes} & {"held", "rejected", "unknown"}
        return bool(troubled) or self.stopped is not None


def post(  # noqa: PLR0913 - the two doors choose each of these
    outbox: Outbox,
    ledger: Ledger,
    settings: Settings,
    destination: Destination,
    *,
    report: Report,
    only: Collection[str] = (),
    wait: Callable[[float], None] = time.sleep,
    patience: float = 0,
    say: Say = lambda _: None,
    after_save: AfterSave | None = None,
) -> Run:
    """Send what is pending, within the caps, and record every step.

    Args:
        report: told of each outcome, after it is on disk.
        only: the keys to send, even beyond the cap per run; all that is pending by default.
        wait: how to let seconds pass.
        patience: for how many seconds to look again at pages and pictures that are not live.
        say: told of each such wait.
        after_save: called each time a `posting` is on disk, before that article is sent.

    Raises:
        LedgerBusy: another run is at work; nothing was done.
        LedgerError: the ledger cannot be read or written; the message says what was sent.
    """
    with ledger.locked(wait=LOCK_WAIT):
        book = ledger.change(lambda found: recovered(found, settings.api))
        articles = queue.of(outbox, book, settings).chosen(only)
        run = Run()
        if articles:
            pictures = _pictures(outbox, ledger, settings, destination)
            loop = _Loop(ledger, settings, destination, report, wait, after_save, run, pictures)
            try:
                loop.send_all(articles, patience, say, capped=not only)
            finally:
                run.uploaded = pictures.uploaded
                pictures.close()
        return run


def _pictures(
    outbox: Outbox, ledger: Ledger, settings: Settings, destination: Destination
) -> Pictures:
    from pelican_medium.pictures.settling import Pictures, site_of

    def upload(picture: Picture) -> str:
        return destination.upload(picture)

    return Pictures(site_of(outbox, settings), settings, ledger, upload)


def _pauses(patience: float) -> Iterator[float]:
    """Yield growing pauses that fill the time together."""
    pause = FIRST_PAUSE
    while patience > 0:
        yield min(pause, patience)
        patience -= pause
        pause = min(pause * 1.5, LONGEST_PAUSE)


@dataclass(slots=True)
class _Loop:
    ledger: Ledger
    settings: Settings
    destination: Destination
    report: Report
    wait: Callable[[float], None]
    after_save: AfterSave | None
    run: Run
    pictures: Pictures
    sent: int = 0
    waits: int = 0
    drafts: dict[str, Draft] = field(default_factory=dict)
    late: list[tuple[Article, PictureHeld]] = field(default_factory=list)

    def send_all(
        self, articles: Sequence[Article], patience: float, say: Say, *, capped: bool
    ) -> None:
        """Send what is ready, then look again at what was not live, then hold the rest."""
        end = time.monotonic() + patience
        self.send(articles, capped=capped)
        for pause in _pauses(patience):
            waiting = [article for article, error in self.late if error.passing]
            if not waiting or self.run.stopped or time.monotonic() > end:
                break
            say(f"{len(waiting)} not live yet; looking again in {pause:.0f} s.")
            self.wait(pause)
            self.late = [(article, error) for article, error in self.late if not error.passing]
            self.pictures.forget()
            self.send(waiting, capped=capped)
        for article, error in self.late:
            self._tell(article, "held", reason=str(error), picture=error.picture)

    def send(self, articles: Sequence[Article], *, capped: bool) -> None:
        """Send one after the other until a cap or an error ends it; name those left over."""
        for article, following in zip_longest(articles, articles[1:]):
            reason = self._why_not(capped=capped) if self.run.stopped is None else STOPPED
            if reason:
                self._tell(article, "pending", reason=reason)
            else:
                self._send_or_stop(article, following)

    def _look_ahead(self, article: Article | None) -> None:
        """Have an article's pictures looked at while the one before it is being sent."""
        if article is None:
            return
        with contextlib.suppress(ArticleError, NotSent):  # said when it is its turn
            self.pictures.start(article, self._drafted(article))

    def _drafted(self, article: Article) -> Draft:
        """Return an article's draft, made once: MEDIUM_ARTICLE may be slow, or count."""
        if article.key not in self.drafts:
            now = self._now()
            self.drafts[article.key] = make_draft(article, self.settings, now)
        return self.drafts[article.key]

    def _why_not(self, *, capped: bool) -> str | None:
        try:
            room = caps.room(self.ledger.read(), self.settings, self._now(), sent=self.sent)
        except NotSent as error:
            self.run.stopped = str(error)
            return str(error)
        return room.reason(capped=capped) if room.left(capped=capped) == 0 else None

    def _send_or_stop(self, article: Article, following: Article | None) -> None:
        try:
            self._send_one(article, following)
        except NotSent as error:
            self.run.stopped = str(error)
            self._tell(article, "pending", reason=str(error))
        except FateUnknown as error:
            self.run.stopped = str(error)

    def _send_one(self, article: Article, following: Article | None) -> None:
        try:
            draft = self._admitted(self._drafted(article))
            self.pictures.start(article, draft)
            self._look_ahead(following)
            draft = self._with_pictures(article, draft)
        except PictureHeld as error:
            self.late.append((article, error))
            return
        except ArticleError as error:
            self._tell(article, "held", reason=str(error))
            return
        self.drafts.pop(article.key)
        receipt = self._deliver(article, draft)
        if receipt is not None:
            self._tell(article, "posted", draft, url=receipt.url)

    def _admitted(self, draft: Draft) -> Draft:
        """Return the draft as it may go where it is meant to; wait where Medium asks for it.

        Raises:
            ArticleError: it may not.
            NotSent: Medium does not say.
        """
        while True:
            try:
                return self.destination.admit(draft)
            except NotSent as error:
                self._wait_as_told(error)

    def _with_pictures(self, article: Article, draft: Draft) -> Draft:
        """Return the draft with its pictures seen to; wait where Medium asks for it.

        Raises:
            PictureHeld: one is not ready.
            NotSent: Medium takes no picture from us now.
        """
        while True:
            try:
                return self.pictures.settle(article, draft)
            except NotSent as error:
                self._wait_as_told(error)

    def _deliver(self, article: Article, draft: Draft) -> Receipt | None:
        """Post a draft between two saves of the ledger.

        Returns:
            None where Medium rejected it, or where another hand has settled it meanwhile.
        """
        before = self.ledger.read()
        if not is_pending(before, article, self.settings.api):
            return None
        posting = self._posting(article, before)
        self._record(article, posting)
        self._announce(article, posting, before)
        try:
            receipt = self.destination.deliver(draft)
        except NotSent as error:
            self._withdraw(article, posting, before)
            self._wait_as_told(error)
            return self._deliver(article, draft)
        except HeldBack as error:
            self._withdraw(article, posting, before)
            self._tell(article, "held", draft, reason=str(error))
            return None
        except Rejected as error:
            self._record(article, replace(posting, state="rejected", reason=str(error)))
            self._tell(article, "rejected", draft, reason=str(error))
            return None
        except FateUnknown as error:
            self._leave_unknown(article, posting, str(error))
            self._tell(article, "unknown", draft, reason=str(error))
            raise
        except BaseException as error:  # Ctrl-C, or a defect of ours: it may have been sent
            with contextlib.suppress(LedgerError):  # the posting on disk tells enough
                self._leave_unknown(article, posting, f"interrupted by {type(error).__name__}")
            raise
        self._record_posted(article, posting, receipt)
        return receipt

    def _announce(self, article: Article, posting: Cell, before: Book) -> None:
        """Let the intent leave this machine before the article does.

        Raises:
            NotSent: it did not, so the article must not; the cell is withdrawn.
        """
        if self.after_save is None:
            return
        self.run.announced = True
        try:
            self.after_save()
            self._check_still_ours(article, posting)
        except NotSent as error:
            self._withdraw_unsent(article, posting, before, error)
            raise
        except BaseException:  # Ctrl-C: nothing was sent
            with contextlib.suppress(LedgerError):
                self._withdraw(article, posting, before)
            raise

    def _check_still_ours(self, article: Article, posting: Cell) -> None:
        """Refuse to send what the ledger does not say any more: a pull may have changed it."""
        try:
            entry = self.ledger.read().entries.get(article.key)
        except LedgerError as error:
            raise NotSent(f"--after-save has left a ledger that cannot be used. {error}") from None
        if entry is None or entry.cell != posting:
            raise NotSent(
                f"--after-save has changed what the ledger says of {article.key}: another machine "
                "may be sending it. Nothing was sent; see pelican-medium status."
            )

    def _withdraw_unsent(
        self, article: Article, posting: Cell, before: Book, error: NotSent
    ) -> None:
        try:
            self._withdraw(article, posting, before)
        except LedgerError as trouble:
            raise LedgerError(
                f"“{plain(article.title)}” was not sent: {error} The ledger may still say that it "
                f"is being posted: {trouble}"
            ) from error

    def _now(self) -> datetime:
        """Return the destination's time; the question may be one too many as well.

        Raises:
            NotSent: it does not answer, or asks to wait for too long.
        """
        while True:
            try:
                return self.destination.now()
            except NotSent as error:
                self._wait_as_told(error)

    def _wait_as_told(self, error: NotSent) -> None:
        """Wait as long as Medium asked to, if that is short; no cell says posting meanwhile.

        Raises:
            NotSent: it asked for more, or for nothing, or too often.
        """
        if error.retry_after is None or error.retry_after > LONGEST_WAIT:
            raise error
        if self.waits >= MOST_WAITS:
            raise error
        self.waits += 1
        self.wait(error.retry_after)

    def _posting(self, article: Article, before: Book) -> Cell:
        """Return the cell of an article that is about to be sent.

        It is like no other: where two machines say the same in the same second, git would find
        them equal, and let both go on. On a trial it remembers why Medium was not to get the
        article.
        """
        entry = before.entries.get(article.key)
        kept = decision(entry.cell) if entry and self.settings.api else None
        return Cell(
            "posting",
            by="api",
            at=stamp(self.destination.now()),
            fingerprint=article.fingerprint,
            reason=f"being sent, try {secrets.token_hex(4)}",
            why=kept.why if kept else None,
            marked=kept.marked if kept else None,
            api=self.settings.api,
        )

    def _record(self, article: Article, cell: Cell) -> None:
        """Have an article's cell on disk before returning."""
        self.ledger.change(
            lambda book: book.with_entry(recorded(book.entries.get(article.key), article, cell))
        )

    def _record_posted(self, article: Article, posting: Cell, receipt: Receipt) -> None:
        self.sent += 1
        posted = replace(
            posting,
            state="posted",
            id=receipt.id,
            url=receipt.url,
            publish_status=receipt.publish_status,
            reason=None,
        )
        try:
            self._record(article, posted)
        except LedgerError as error:
            raise LedgerError(
                f"“{plain(article.title)}” WAS POSTED: id {receipt.id}, {receipt.url}. But the "
                f"ledger could not be saved: {error} Once it can be, record it with: "
                f"pelican-medium mark {shlex.quote(article.key)} posted --url {receipt.url}"
            ) from error

    def _leave_unknown(self, article: Article, posting: Cell, reason: str) -> None:
        self.sent += 1
        try:
            self._record(article, replace(posting, state="unknown", reason=reason))
        except LedgerError as error:
            raise LedgerError(
                f"“{plain(article.title)}” MAY HAVE BEEN POSTED: {reason}. But the ledger could "
                f"not be saved: {error} It says posting, and the next run that can save it says "
                "unknown. Look on Medium whether it is there."
            ) from error

    def _withdraw(self, article: Article, posting: Cell, before: Book) -> None:
        """Put the entry back as it was; a cell of this API that did not hold it is gone.

        What another hand has made of it meanwhile stays.
        """
        entry = before.entries.get(article.key)
        counted = counts(entry.cell, self.settings.api) if entry else None
        kept = entry.cell if entry and (counted is None or counted.state == "skipped") else None

        def put_back(book: Book) -> Book:
            now = book.entries.get(article.key)
            if now is None or now.cell != posting:
                return book
            if entry is None:
                return book.without_entry(article.key)
            return book.with_entry(replace(entry, cell=kept))

        self.ledger.change(put_back)

    def _tell(  # noqa: PLR0913 - the fields of an outcome
        self,
        article: Article,
        state: str,
        draft: Draft | None = None,
        *,
        url: str | None = None,
        reason: str | None = None,
        picture: str | None = None,
    ) -> None:
        notes = draft.notes if draft else ()
        outcome = Outcome(article.key, plain(article.title), state, url, reason, notes, picture)
        self.run.outcomes.append(outcome)
        self.report(outcome)


def held_by(outbox: Outbox, outcomes: Sequence[Outcome]) -> Outbox:
    """Return the outbox with what this run held back noted in it, and the rest no longer so."""
    for outcome in outcomes:
        is_held = outcome.state == "held"
        at = stamp(datetime.now(UTC))
        held = Held(outcome.reason or "", at, outcome.picture) if is_held else None
        outbox = with_held(outbox, outcome.key, held)
    return outbox
