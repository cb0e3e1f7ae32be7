"""One run: the lock, the ledger as it is now, and all that waits, one article after the other.

For each article: draft, `posting` on disk, POST, the answer on disk, and only then a word
about it. Whatever dies at whatever moment leaves a ledger that tells what may have been sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pelican_medium.model import Destination, Outcome, Picture
from pelican_medium.model.errors import LedgerError, NotSent, OutboxError
from pelican_medium.posting import queue
from pelican_medium.posting.delivery import AfterSave, Delivery
from pelican_medium.posting.loop import Loop, Report, Say
from pelican_medium.posting.queue import Queue
from pelican_medium.posting.recorder import Recorder
from pelican_medium.posting.waits import Waits
from pelican_medium.settings import Settings
from pelican_medium.store import learned
from pelican_medium.store import outbox as box
from pelican_medium.store.book import Book, recovered, stamp
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Held, Outbox, with_held

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from pelican_medium.pictures.preparing import Pictures

#: How long to wait for another run that is only bringing the ledger up to date (seconds).
LOCK_WAIT = 1.0


@dataclass(slots=True)
class Run:
    """What one run did.

    Attributes:
        outcomes: one for each article that was its business, oldest first.
        stopped: why it ended early, or None.
        saved: whether the ledger was changed, and so is to be committed.
        book: what the ledger says at its end.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    stopped: str | None = None
    saved: bool = False
    book: Book = field(default_factory=Book)

    def in_state(self, state: str) -> list[Outcome]:
        """Return the outcomes of this state."""
        return [outcome for outcome in self.outcomes if outcome.state == state]

    @property
    def changed_the_ledger(self) -> bool:
        """Tell whether there is something to commit."""
        changed = {outcome.state for outcome in self.outcomes} & {"posted", "rejected", "unknown"}
        return bool(changed) or self.saved

    @property
    def needs_the_author(self) -> bool:
        """Tell whether something went wrong in this run."""
        troubled = {outcome.state for outcome in self.outcomes} & {"held", "rejected", "unknown"}
        return bool(troubled) or self.stopped is not None


def post(  # noqa: PLR0913 - the two doors choose each of these
    waiting: Queue,
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
    """Send what waits, within the caps, and record every step.

    Args:
        waiting: what the last build found; held against the ledger anew where that has changed.
        report: told of each outcome, after it is on disk.
        only: the keys to send, even beyond the cap per run; all that waits by default.
        wait: how to let seconds pass.
        patience: for how many seconds to look again at pages and pictures that are not live.
        say: told of each such wait.
        after_save: called each time a `posting` is on disk, before that article is sent; and
            once where the ledger was changed and nothing was sent.

    Raises:
        LedgerBusy: another run is at work; nothing was done.
        LedgerError: the ledger cannot be read or written; the message says what was sent.
    """
    with ledger.locked(wait=LOCK_WAIT):
        book, saved = _brought_up_to_date(ledger, waiting.outbox, settings)
        found = _as_of(book, waiting, settings)
        articles = found.chosen(only)
        delivery = Delivery(Recorder(ledger, book, settings.api), destination, after_save)
        run = Run(saved=saved, book=book)
        if articles and found.outbox:
            pictures = _pictures(found.outbox, delivery.recorder, settings, destination)
            ahead = _one_thread()
            loop = Loop(
                settings, destination, delivery, pictures, Waits(wait), ahead, report, not only
            )
            try:
                loop.send_all(articles, patience, say)
            finally:
                ahead.shutdown(cancel_futures=True)
                pictures.close()
                with suppress(LedgerError):  # what ended the run says more
                    delivery.recorder.save_uploads()
            saved = saved or bool(pictures.uploaded) or delivery.announced
            run = Run(loop.outcomes, loop.stopped, saved, delivery.recorder.book)
        if saved and after_save and not delivery.announced:
            _announce(after_save, run)
        return run


def _brought_up_to_date(
    ledger: Ledger, outbox: Outbox | None, settings: Settings
) -> tuple[Book, bool]:
    """Have the ledger know what the build learned, and what a run that died left behind.

    Returns:
        What it says now, and whether that is another thing than before.
    """
    before = Book()

    def bring(found: Book) -> Book:
        nonlocal before
        before = found
        return learned.applied(recovered(found, settings.api), outbox.learned if outbox else ())

    after = ledger.change(bring)
    return after, after != before


def _announce(after_save: AfterSave, run: Run) -> None:
    """Pass on what was saved although nothing was sent."""
    try:
        after_save()
    except NotSent as error:
        run.stopped = run.stopped or str(error)


def _as_of(book: Book, queue_: Queue, settings: Settings) -> Queue:
    """Return the queue as this ledger sees it, held against it anew only if it is another one."""
    return queue_ if book == queue_.book else queue.of(queue_.outbox, book, settings)


def _one_thread() -> Executor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(1, thread_name_prefix="ahead")


def _pictures(
    outbox: Outbox, recorder: Recorder, settings: Settings, destination: Destination
) -> Pictures:
    from pelican_medium.pictures.preparing import Pictures
    from pelican_medium.posting.destination import site_of

    def upload(picture: Picture) -> str:
        return destination.upload(picture)

    known = partial(recorder.book.picture_url, api=settings.api)
    site = site_of(outbox, settings)
    return Pictures(site, settings, upload=upload, known=known, remember=recorder.remember)


def note_held(outbox: Outbox, outcomes: Sequence[Outcome], path: Path) -> None:
    """Note in the outbox's file what was held, unless a build has made another one meanwhile.

    Raises:
        OutboxError: it cannot be written.
    """
    noted = held_by(outbox, outcomes)
    if noted != outbox and _is_still(outbox, path):
        box.write(path, noted)


def _is_still(outbox: Outbox, path: Path) -> bool:
    try:
        return box.read(path) == outbox
    except OutboxError:
        return False


def held_by(outbox: Outbox, outcomes: Sequence[Outcome]) -> Outbox:
    """Return the outbox with what this run held back noted in it, and the rest no longer so."""
    for outcome in outcomes:
        is_held = outcome.state == "held"
        at = stamp(datetime.now(UTC))
        held = Held(outcome.reason or "", at, outcome.picture) if is_held else None
        outbox = with_held(outbox, outcome.key, held)
    return outbox
