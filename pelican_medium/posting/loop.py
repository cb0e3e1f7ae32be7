"""The schedule of one run: one article after the other until a cap or an error ends it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pelican_medium.model import Article, Destination, Draft, Outcome, Receipt
from pelican_medium.model.errors import (
    ArticleError,
    FateUnknown,
    HeldBack,
    NotSent,
    PictureHeld,
    Rejected,
)
from pelican_medium.model.text import plain
from pelican_medium.posting import caps, waits
from pelican_medium.posting.delivery import Delivery
from pelican_medium.posting.rehearsal import make_draft
from pelican_medium.posting.waits import Waits
from pelican_medium.settings import Settings

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from pelican_medium.pictures.preparing import Pictures

STOPPED = "Medium did not take the one before"

#: How many articles in a row a guard in front of Medium may refuse: one may have something in it
#: that the guard dislikes, three mean that it lets nothing through from here.
MOST_GUARDED = 3

#: For how many articles ahead pictures are looked at and uploaded. The page of one is looked at
#: first, then its pictures go, and neither may take longer than the articles before it.
AHEAD = 3

Report = Callable[[Outcome], None]
Say = Callable[[str], None]


@dataclass(slots=True)
class Loop:
    """Sends the articles of one run.

    Attributes:
        outcomes: what became of each, oldest first.
        stopped: why it ended early, or None.
        ahead: one thread, in which drafts are made while the articles before them are sent.
    """

    settings: Settings
    destination: Destination
    delivery: Delivery
    pictures: Pictures
    waits: Waits
    ahead: Executor
    report: Report
    capped: bool = True
    outcomes: list[Outcome] = field(default_factory=list)
    stopped: str | None = None
    _sent: int = 0
    _guarded: int = 0
    _left: int | None = None
    _drafts: dict[str, Future[Draft]] = field(default_factory=dict)
    _late: list[tuple[Article, PictureHeld]] = field(default_factory=list)

    def send_all(self, articles: Sequence[Article], patience: float, say: Say) -> None:
        """Send what is ready, then look again at what was not live, then hold the rest."""
        end = time.monotonic() + patience
        self._start(articles)
        self._send(articles)
        for pause in waits.pauses(patience):
            waiting = [article for article, error in self._late if error.passing]
            if not waiting or self.stopped or time.monotonic() > end:
                break
            say(f"{len(waiting)} not live yet; looking again in {pause:.0f} s.")
            self.waits.wait(pause)
            self._late = [(article, error) for article, error in self._late if not error.passing]
            self.pictures.forget()
            self._send(waiting)
        for article, error in self._late:
            self._tell(article, "held", reason=str(error), picture=error.picture)

    def _send(self, articles: Sequence[Article]) -> None:
        """Send one after the other until a cap or an error ends it; name those left over."""
        for number, article in enumerate(articles):
            reason = self._why_not() if self.stopped is None else STOPPED
            if reason:
                self._tell(article, "pending", reason=reason)
            else:
                self._send_one(article, articles[number + 1 : number + self._most(1 + AHEAD)])

    def _start(self, articles: Sequence[Article]) -> None:
        """Look at what the first ones show while Medium says whose token it is."""
        book = self.delivery.recorder.book
        self._left = caps.room(book, self.settings, datetime.now(UTC)).left(capped=self.capped)
        for article in articles[: self._most(1 + AHEAD)]:
            self.ahead.submit(self._look, article, self._drafted(article))

    def _most(self, count: int) -> int:
        """Return how many of so many articles the caps still let go."""
        return count if self._left is None else min(count, self._left)

    def _look(self, article: Article, drafted: Future[Draft]) -> None:
        """Begin to look at an article's pictures; whatever fails is said when it is its turn."""
        self.pictures.start(article, drafted.result())

    def _why_not(self) -> str | None:
        book = self.delivery.recorder.book
        try:
            now = self.waits.for_answer(self.destination.now)
        except NotSent as error:
            self.stopped = str(error)
            return str(error)
        room = caps.room(book, self.settings, now, sent=self._sent)
        self._left = room.left(capped=self.capped)
        return room.reason(capped=self.capped) if self._left == 0 else None

    def _send_one(self, article: Article, following: Sequence[Article]) -> None:
        """Send an article, or say why it was not sent; whatever stops the run is kept."""
        draft: Draft | None = None
        try:
            draft = self._ready(article, following)
            self._deliver(article, draft, following)
        except PictureHeld as error:
            self._late.append((article, error))
            if error.by_guard:
                self._count_guards(by_guard=True, why=str(error))
        except ArticleError as error:
            self._tell(article, "held", reason=str(error))
        except HeldBack as error:
            self._tell(article, "held", draft, reason=str(error))
            self._count_guards(by_guard=error.by_guard, why=str(error))
        except Rejected as error:
            self._guarded = 0
            self._tell(article, "rejected", draft, reason=str(error))
        except FateUnknown as error:
            self.stopped = str(error)
            self._tell(article, "unknown", draft, reason=str(error))
        except NotSent as error:
            self.stopped = str(error)
            self._tell(article, "pending", reason=str(error))

    def _ready(self, article: Article, following: Sequence[Article]) -> Draft:
        """Return an article's draft as it may go, its pictures seen to.

        Raises:
            ArticleError: it may not, or a picture is not ready.
            NotSent: Medium does not say, or takes no picture from us now.
        """
        self._see_to([article])
        try:
            draft = self._drafted(article).result()
            admitted = self.waits.for_answer(lambda: self.destination.admit(draft))
            ready = self.waits.for_answer(lambda: self.pictures.prepare(article, admitted))
        except ArticleError:  # so nothing is sent meanwhile
            self._see_to(following)
            raise
        self._drafts.pop(article.key)
        return ready

    def _see_to(self, articles: Sequence[Article]) -> None:
        """Have drafts made and pictures seen to, in another thread.

        Between two POSTs it would only keep this one waiting, so that of articles to come is
        begun when a POST is on its way.
        """
        for article in articles:
            self.ahead.submit(self._look_ahead, article, self._drafted(article))

    def _look_ahead(self, article: Article, drafted: Future[Draft]) -> None:
        """Have an article's pictures seen to; whatever fails here is said when it is its turn."""
        self.pictures.look_ahead(article, drafted.result())

    def _drafted(self, article: Article) -> Future[Draft]:
        """Have an article's draft made, once: MEDIUM_ARTICLE may be slow, or count."""
        if article.key not in self._drafts:
            self._drafts[article.key] = self.ahead.submit(self._draft, article)
        return self._drafts[article.key]

    def _draft(self, article: Article) -> Draft:
        return make_draft(article, self.settings, datetime.now(UTC))

    def _deliver(self, article: Article, draft: Draft, following: Sequence[Article]) -> None:
        def attempt() -> Receipt | None:
            return self.delivery.attempt(article, draft, meanwhile)

        def meanwhile() -> None:
            self.ahead.submit(waits.give_way)
            self._see_to(following)

        receipt = self.waits.for_answer(attempt)
        if receipt is not None:
            self._sent += 1
            self._guarded = 0
            self._tell(article, "posted", draft, url=receipt.url, status=receipt.publish_status)

    def _count_guards(self, *, by_guard: bool, why: str) -> None:
        """Stop the run where a guard in front of Medium refuses one article after the other."""
        self._guarded = self._guarded + 1 if by_guard else 0
        if self._guarded >= MOST_GUARDED:
            self.stopped = f"{MOST_GUARDED} articles in a row were refused like this one: {why}"

    def _tell(  # noqa: PLR0913 - the fields of an outcome
        self,
        article: Article,
        state: str,
        draft: Draft | None = None,
        *,
        url: str | None = None,
        reason: str | None = None,
        picture: str | None = None,
        status: str | None = None,
    ) -> None:
        notes = draft.notes if draft else ()
        title = plain(article.title)
        outcome = Outcome(
            article.key, title, state, url, reason, notes, picture, publish_status=status
        )
        self.outcomes.append(outcome)
        self.report(outcome)
