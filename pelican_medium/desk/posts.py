"""Posting from the desk, for those who have a token: the same run as `post`, for one article."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from pelican_medium.model import Article, Destination, Draft, Outcome, Picture, Receipt
from pelican_medium.model.errors import DeskError, MediumError, OutboxError
from pelican_medium.model.text import plain
from pelican_medium.posting import access, destination, queue, words
from pelican_medium.posting import run as crosspost
from pelican_medium.posting.queue import Queue
from pelican_medium.settings import Settings
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Outbox


@dataclass(slots=True)
class Post:
    """An article on its way through the API, as the page asks for it.

    Attributes:
        lines: what happened so far.
        state: what the ledger says at the end, or None where nothing was sent.
        trouble: why nothing was sent, or None.
        told: whether a page has said so already.
    """

    key: str
    title: str
    lines: list[str] = field(default_factory=list)
    state: str | None = None
    trouble: str | None = None
    done: bool = False
    told: bool = False

    def say(self, text: str) -> None:
        """Add a line to what the page shows."""
        self.lines.append(text)

    def report(self, outcome: Outcome) -> None:
        """Take what became of the article; why it was not sent is said once, at the end."""
        if outcome.state == "pending":
            self.trouble = outcome.reason
        else:
            self.state = outcome.state
            self.say(words.in_words(outcome))


@dataclass(slots=True)
class _Told:
    """A destination that says what it is about to do."""

    real: Destination
    say: Callable[[str], None]
    name: str = "medium"

    def now(self) -> datetime:
        return self.real.now()

    def admit(self, draft: Draft) -> Draft:
        return self.real.admit(draft)

    def deliver(self, draft: Draft) -> Receipt:
        self.say("The ledger says “posting”. Sending the story …")
        return self.real.deliver(draft)

    def upload(self, picture: Picture) -> str:
        self.say(f"Uploading {picture.name} …")
        return self.real.upload(picture)


class Posting:
    """What one desk posts: one article at a time, in a thread of its own.

    Attributes:
        current: the article that is being posted, or was last.
        trouble: why the last one could not be sent, until one is.
    """

    def __init__(self, settings: Settings, ledger: Ledger) -> None:
        """Take where the settings and the ledger are; nothing is sent yet."""
        self.current: Post | None = None
        self.trouble: str | None = None
        self._settings = settings
        self._ledger = ledger
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether an article is on its way."""
        return self._worker is not None and self._worker.is_alive()

    def finish(self) -> None:
        """Wait until what is being posted is recorded."""
        if self._worker is not None:
            self._worker.join()

    def why_not(self, box: Outbox | None) -> str | None:
        """Return why this desk cannot post, or None."""
        if not access.is_there(self._settings):
            return "There is no MEDIUM_INTEGRATION_TOKEN."
        if box is None:
            return "There is no outbox; build the site once more."
        reason = destination.why_not_this_outbox(
            box.site_url, self._settings.site_url
        ) or destination.why_not_send(self._settings, os.environ, box.site_url)
        return f"Nothing can be posted from here: {reason}." if reason else None

    def to_show(self, key: str) -> Post | None:
        """Return how far the post of this article is, if a page has something new to say of it.

        It stays as it is now while the post goes on. Whoever reads the ledger afterwards finds
        there what became of a post that is done.
        """
        post = self.current
        if post is None or post.key != key or (post.told and post.trouble):
            return None
        post.told = done = post.done  # read first: what is done does not change any more
        return replace(post, lines=[*post.lines], done=done)

    def start(self, key: str, found: Queue) -> Post:
        """Start to post one article.

        Raises:
            DeskError: it is not waiting, another one is being posted, or there is no token.
        """
        if reason := self.why_not(found.outbox):
            raise DeskError(reason)
        assert found.outbox is not None  # noqa: S101 - for the type checker
        article = self._waiting(key, found)
        with self._lock:
            if self.current and not self.current.done:
                raise DeskError(f"“{self.current.title}” is being posted; wait for its end.")
            self.current = Post(key, plain(article.title))
            work = (self.current, found.outbox)
            self._worker = threading.Thread(target=self._run, args=work, daemon=True)
            self._worker.start()
        return self.current

    def _waiting(self, key: str, found: Queue) -> Article:
        for article in found.chosen([key]):
            return article
        raise DeskError(f"{key!r} is not waiting any more. Nothing was sent.")

    def _run(self, post: Post, box: Outbox) -> None:
        try:
            self._post(post, box)
        except MediumError as error:
            post.trouble = str(error)
        except BaseException as error:
            post.trouble = f"Stopped by {type(error).__name__}; see the terminal, and the ledger."
            raise
        finally:
            self.trouble = None if post.state == "posted" else post.trouble
            post.done = True

    def _post(self, post: Post, box: Outbox) -> None:
        run = crosspost.post(
            queue.of(box, self._ledger.read(), self._settings),
            self._ledger,
            self._settings,
            _Told(destination.to_medium(self._settings), post.say),
            report=post.report,
            only=[post.key],
            say=post.say,
        )
        with suppress(OutboxError):  # the page has said what was held
            crosspost.note_held(box, run.outcomes, self._settings.outbox)
        if not run.outcomes:
            post.trouble = run.stopped or "The ledger says that it is not waiting any more."
