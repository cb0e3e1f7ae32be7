"""What a person does at the desk: a mark, its undoing, a post. All under the ledger's lock."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

from pelican_medium.desk import sheets
from pelican_medium.model import PUBLISH_STATUSES, Destination, Draft, Outcome, Picture, Receipt
from pelican_medium.model.errors import DeskError, MediumError, OutboxError
from pelican_medium.model.text import plain
from pelican_medium.model.urls import host_of
from pelican_medium.posting import destination, queue, words
from pelican_medium.posting import run as crosspost
from pelican_medium.posting.run import LOCK_WAIT
from pelican_medium.settings import Settings
from pelican_medium.store import marks, outbox
from pelican_medium.store.book import Book, Entry
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.marks import Mark
from pelican_medium.store.outbox import Outbox

MEANWHILE = (
    "The ledger says something else of {title} than when you opened this page: another run, or "
    "another desk, was faster. Nothing was changed; look at what it says now."
)


@dataclass(frozen=True, slots=True)
class Action:
    """One change, with what is needed to take it back."""

    key: str
    title: str
    state: str
    before: Entry | None
    after: Entry


@dataclass(slots=True)
class Post:
    """An article on its way through the API, as the page asks for it."""

    key: str
    title: str
    lines: list[str] = field(default_factory=list)
    state: str | None = None
    url: str | None = None
    done: bool = False

    def say(self, text: str) -> None:
        """Add a line to what the page shows."""
        self.lines.append(text)

    def report(self, outcome: Outcome) -> None:
        """Take what became of the article."""
        self.state, self.url = outcome.state, outcome.medium_url
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


class Desk:
    """One start of the desk: the site, what was done here, and what is being posted."""

    def __init__(self, settings: Settings) -> None:
        """Remember the site; both files are read anew each time."""
        self.settings = settings
        self.ledger = Ledger(settings.ledger)
        self._lock = threading.Lock()
        self._done: list[Action] = []
        self._post: Post | None = None
        self._worker: threading.Thread | None = None

    @property
    def last(self) -> Action | None:
        """What can be undone."""
        return self._done[-1] if self._done else None

    @property
    def post(self) -> Post | None:
        """The article that is being posted, or was last."""
        return self._post

    def mark(self, key: str, state: str, seen: str, url: str = "", published: str = "") -> Action:
        """Record a person's word about one article, and nothing else.

        Args:
            seen: what the ledger said when the form was made (`sheets.seen`).

        Raises:
            DeskError: the word cannot be meant, or the ledger says something else by now.
            LedgerError: another run holds it, or it cannot be written.
        """
        view = sheets.look(self.settings)
        entries = marks.known(view.book, view.outbox)
        if key not in entries or state not in marks.STATES:
            raise DeskError(f"There is no article {key!r} in the ledger or the last build.")
        address = self._address(key, url, view.book) if state == "posted" else None
        status = _status(published) if state == "posted" else None
        said = Mark(state, datetime.now(UTC), address, status, self.settings.api)
        title = plain(entries[key].title or key)
        before: list[Entry | None] = []

        def change(now: Book) -> Book:
            there = key in marks.known(now, view.outbox)
            if not there or sheets.seen(sheets.cell_of(now, key)) != seen:
                raise DeskError(MEANWHILE.format(title=f"“{title}”"))
            before[:] = [now.entries.get(key)]
            return marks.apply(now, [key], said, view.outbox)

        with self._lock, self.ledger.locked(wait=LOCK_WAIT):
            book = self.ledger.change(change)
            action = Action(key, title, state, before[0], book.entries[key])
            self._done.append(action)
        return action

    def _address(self, key: str, given: str, book: Book) -> str:
        """Return the address of a story as the ledger keeps it.

        Raises:
            DeskError: it is none, or another article's.
        """
        try:
            url = tidied(marks.check_url(given.strip()))
        except ValueError as error:
            raise DeskError(f"{error}. Nothing was changed.") from None
        if host_of(url) == host_of(self.settings.site_url) and self.settings.api is None:
            raise DeskError(f"{url} is on your own site. Paste the story's address on Medium.")
        if other := sheets.already(url, key, book):
            raise DeskError(f"{url} is already recorded for {other!r}. Nothing was changed.")
        return url

    def undo(self) -> Action:
        """Put the entry of the last mark back as it was.

        Raises:
            DeskError: there is none, or the entry has changed since; it is left as it is.
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

    # --- With a token -----------------------------------------------------------------------

    def why_no_post(self, box: Outbox | None) -> str | None:
        """Return why this desk cannot post, or None."""
        if self.settings.token is None:
            return "There is no MEDIUM_INTEGRATION_TOKEN."
        if box is None:
            return "There is no outbox; build the site once more."
        reason = destination.why_not_this_outbox(
            box.site_url, self.settings.site_url
        ) or destination.why_not_send(self.settings, os.environ, box.site_url)
        return f"Nothing can be posted from here: {reason}." if reason else None

    def start_post(self, key: str) -> Post:
        """Start to post one article, by the rules of `crosspost.post`.

        Raises:
            DeskError: it is not waiting, another one is being posted, or there is no token.
        """
        view = sheets.look(self.settings)
        if reason := self.why_no_post(view.outbox):
            raise DeskError(reason)
        assert view.outbox is not None  # noqa: S101 - for the type checker
        waiting = queue.of(view.outbox, view.book, self.settings).waiting
        article = next((article for article in waiting if article.key == key), None)
        if article is None:
            raise DeskError(f"{key!r} is not waiting any more. Nothing was sent.")
        with self._lock:
            if self._post and not self._post.done:
                raise DeskError(f"“{self._post.title}” is being posted; wait for its end.")
            self._post = Post(key, plain(article.title))
            worker = threading.Thread(target=self._run, args=(self._post, view.outbox), daemon=True)
            self._worker = worker
            worker.start()
        return self._post

    def _run(self, post: Post, box: Outbox) -> None:
        try:
            run = crosspost.post(
                queue.of(box, self.ledger.read(), self.settings),
                self.ledger,
                self.settings,
                _Told(destination.to_medium(self.settings), post.say),
                report=post.report,
                only=[post.key],
                say=post.say,
            )
            _note_held(box, crosspost.held_by(box, run.outcomes), self.settings)
            if run.stopped:
                post.say(f"Stopped. {run.stopped}")
            elif not run.outcomes:
                post.say("Nothing was sent: the ledger says that it is not waiting any more.")
        except MediumError as error:
            post.say(str(error))
        except BaseException as error:
            post.say(f"Stopped by {type(error).__name__}; see the terminal, and the ledger.")
            raise
        finally:
            post.done = True

    @property
    def is_posting(self) -> bool:
        """Whether an article is on its way."""
        return self._worker is not None and self._worker.is_alive()

    def finish(self) -> None:
        """Wait until what is being posted is recorded."""
        if self._worker is not None:
            self._worker.join()


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


def _undone(now: Book, action: Action) -> Book:
    entry = now.entries.get(action.key)
    if entry is None or entry.cell != action.after.cell:
        raise DeskError(
            f"The ledger says something else of “{action.title}” by now, so nothing was undone."
        )
    if action.before is None and entry == action.after:
        return now.without_entry(action.key)
    return now.with_entry(replace(entry, cell=action.before.cell if action.before else None))


def _note_held(box: Outbox, noted: Outbox, settings: Settings) -> None:
    """Note in the outbox what was held, unless a build has made another one meanwhile."""
    try:
        if noted != box and outbox.read(settings.outbox) == box:
            outbox.write(settings.outbox, noted)
    except OutboxError:
        return
