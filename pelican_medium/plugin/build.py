"""What a finished build does about Medium: keep the books, fill the outbox, post if it may.

Knows nothing of Pelican's signals: `plugin` hands over articles and settings.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pelican_medium.model import Article, Outcome
from pelican_medium.model.errors import LedgerMissing, OutboxError
from pelican_medium.model.text import plain
from pelican_medium.plugin import places
from pelican_medium.plugin.collect import Collected, collecting_no_garbage
from pelican_medium.plugin.places import Root
from pelican_medium.posting import (
    access,
    destination,
    drawing,
    github,
    queue,
    selection,
    status,
    words,
)
from pelican_medium.posting import run as crosspost
from pelican_medium.posting.loop import STOPPED
from pelican_medium.posting.queue import Queue
from pelican_medium.posting.run import Run
from pelican_medium.posting.selection import Selection, Whole
from pelican_medium.posting.sieve import sieve
from pelican_medium.settings import Settings, surroundings
from pelican_medium.settings.values import Select
from pelican_medium.store import learned, outbox
from pelican_medium.store.book import Book, recovered, stamp
from pelican_medium.store.learned import Change
from pelican_medium.store.ledger import Ledger
from pelican_medium.store.outbox import Held, Outbox

Say = Callable[[str], None]


@dataclass(slots=True)
class Reporter:
    """Says things at once, and keeps what needs the author until everything is on disk.

    A warning may raise (``pelican --fatal warnings``), so none is given before that.
    """

    say: Say
    warnings: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def warn(self, text: str) -> None:
        """Keep a warning for later."""
        self.warnings.append(text)


def finish(  # noqa: PLR0913, PLR0917 - what a build has
    ledger: Ledger,
    collected: Collected,
    settings: Settings,
    environ: Mapping[str, str],
    reporter: Reporter,
    roots: Sequence[Root] = (),
) -> None:
    """Do all that is to be done once a build that may act is on disk, and tell the pipeline.

    Args:
        roots: where each site of the build is and lies; the main one by default.

    Raises:
        MediumError: something is wrong with ledger or outbox; the message says what was done.
    """
    with github.telling(environ, settings, reporter.outcomes, reporter.warn):
        _finish(ledger, collected, settings, environ, reporter, roots)


def _finish(  # noqa: PLR0913, PLR0917 - what finish was given
    ledger: Ledger,
    collected: Collected,
    settings: Settings,
    environ: Mapping[str, str],
    reporter: Reporter,
    roots: Sequence[Root],
) -> None:
    for warning in settings.warnings:
        reporter.warn(warning)
    if stranger := destination.why_not_send(settings, environ, settings.site_url):
        reporter.say(f"nothing was sent, because {stranger}.")
        return
    try:
        found, before = keep_books(ledger, looking_at(collected, settings), settings.api)
    except LedgerMissing:
        _first_use(ledger, collected, settings, environ, reporter, roots)
        return
    _tell_problems(collected, reporter)
    for line in words.conflicts(found.conflicts):
        reporter.warn(line)
    filled = fill_outbox(found, settings, roots, what_was_learned(found, before, settings))
    waiting = _write_outbox(filled, found.book, settings, reporter)
    book = _post_or_wait(waiting, ledger, settings, reporter)
    if edited := status.changed(waiting, settings.api):
        reporter.say(words.changed(edited))
    done = {outcome.key for outcome in reporter.outcomes}
    if left := [one for one in words.unknown(book, settings.api) if one.key not in done]:
        reporter.warn(words.still_unknown(left))


#: Holds a build's articles against a ledger.
Look = Callable[[Book], Selection]


def looking_at(collected: Collected, settings: Settings) -> Look:
    """Return what holds these articles against a ledger, and asks MEDIUM_SELECT of each once."""
    settings = replace(settings, select=_asked_once(settings.select, collected.whole))

    def look(book: Book) -> Selection:
        one_run = collected.is_of_one_run
        sieved = sieve(collected.each(), book, settings.api) if one_run else None
        if sieved is None:
            return selection.select(collected.once_each(), book, settings, collected.whole)
        found = selection.select(sieved.left, book, settings, collected.whole)
        return replace(found, settled=sieved.settled)

    return look


@collecting_no_garbage()
def keep_books(ledger: Ledger, look: Look, api: str | None) -> tuple[Selection, Book]:
    """Bring the ledger up to date with the build, and write it only if that changes it.

    Returns:
        What the build found, and what the ledger said before.

    Raises:
        LedgerMissing: there is none yet.
        LedgerError: it cannot be read or written, or another run holds it.
    """
    before = seen = ledger.read()
    found = look(seen)
    if found.book == before == recovered(before, api):
        return found, before

    def bring_up_to_date(now: Book) -> Book:
        nonlocal found, before, seen
        before, now = now, recovered(now, api)
        if now != seen:
            seen, found = now, look(now)
        return found.book

    with ledger.locked(wait=crosspost.LOCK_WAIT):
        ledger.change(bring_up_to_date)
    return found, before


def _tell_problems(collected: Collected, reporter: Reporter) -> None:
    for name, problem in collected.problems.items():
        reporter.warn(f"{name} is not posted: {problem}.")


def what_was_learned(found: Selection, before: Book, settings: Settings) -> tuple[Change, ...]:
    """Return what this build and those before it in this folder changed in the ledger."""
    new = learned.changes(before, found.book)
    try:
        former = outbox.read_learned(settings.outbox)
    except OutboxError:  # none yet, or none that can be read
        former = ()
    return learned.carried_over(former, before, new)


def _asked_once(select: Select, whole: Whole) -> Select:
    """Return MEDIUM_SELECT, the author's function asked about each article only once."""
    if isinstance(select, str):
        return select
    answers: dict[str, bool] = {}

    def answer(article: Article) -> bool:
        if article.canonical_url not in answers:
            answers[article.canonical_url] = bool(select(whole(article)))
        return answers[article.canonical_url]

    return answer


def fill_outbox(
    found: Selection,
    settings: Settings,
    roots: Sequence[Root] = (),
    changes: tuple[Change, ...] = (),
) -> Outbox:
    """Return the outbox of a build."""
    now = datetime.now(UTC)
    left_out = found.left_out
    known = {article.key: article for article in found.articles}
    roots = roots or [Root(settings.site_url)]
    unclear = [c.article for key, c in left_out.items() if key not in known]
    sendable = [article for article in found.articles if article.key in found.sendable]
    sendable += [article for article in unclear if plain(article.title)]
    math = drawing.chosen(settings, at_once=_posts_at_once(settings)) if sendable else "text"
    drawn: dict[str, str] | None = None if math == "picture" else {}
    return Outbox(
        built_at=now,
        site_url=settings.site_url,
        output_path=_from_site(settings.output_path, settings),
        ledger=_from_site(settings.ledger, settings),
        index=(*found.articles, *unclear),
        bodies={a.key: replace(a, places=places.of(a, roots), drawn=drawn) for a in sendable},
        held={key: Held(c.reason, stamp(now), asks=True) for key, c in left_out.items()},
        learned=changes,
        math=math,
        settled=found.settled,
    )


def _posts_at_once(settings: Settings) -> bool:
    return settings.post_on == "build" and access.is_there(settings)


def _write_outbox(filled: Outbox, book: Book, settings: Settings, reporter: Reporter) -> Queue:
    """Write a build's outbox, once more with the pictures that were drawn for it; return it all."""
    found = queue.of_build(filled, book, settings)
    waiting = found.waiting
    undrawn = drawing.undrawn_before(settings.outbox) if waiting else set()
    if waiting and filled.math == "text" and (why := drawing.why_text(settings)):
        reporter.warn(why)
    if _posts_at_once(settings):
        filled = drawing.reuse(filled, waiting, settings)
    outbox.write(settings.outbox, filled)
    if not _posts_at_once(settings):
        filled = _draw(filled, waiting, settings, reporter, undrawn)
    return found if filled is found.outbox else queue.of_build(filled, book, settings)


def _draw(
    filled: Outbox,
    waiting: Sequence[Article],
    settings: Settings,
    reporter: Reporter,
    undrawn: Collection[str] = (),
) -> Outbox:
    """Draw what waiting articles need, and keep in the outbox where it is."""
    complete = drawing.fill(filled, waiting, settings, reporter.say, undrawn)
    if complete != filled:
        outbox.write(settings.outbox, complete)
    return complete


def _from_site(path: os.PathLike[str], settings: Settings) -> str:
    """Return a path from the site folder, with "/" everywhere: another machine may read it."""
    try:
        return os.path.relpath(path, settings.site_folder).replace(os.sep, "/")
    except ValueError:  # another drive, on Windows
        return os.fspath(path)


@collecting_no_garbage()
def _first_use(  # noqa: PLR0913, PLR0917 - what finish was given
    ledger: Ledger,
    collected: Collected,
    settings: Settings,
    environ: Mapping[str, str],
    reporter: Reporter,
    roots: Sequence[Root],
) -> None:
    if surroundings.is_ci(environ):
        reporter.warn(
            f"nothing was sent, because there is no ledger at {ledger.path}, and a pipeline makes "
            "none: it could not know what was sent before. Build once on your own machine and "
            "commit the ledger."
        )
        return
    articles = [collected.with_text(article) for article in collected.once_each()]
    collected.keep(articles)
    _tell_problems(collected, reporter)
    with ledger.locked(wait=crosspost.LOCK_WAIT):
        ledger.create(selection.first_use(articles, settings))
    kept, _ = keep_books(ledger, looking_at(collected, settings), settings.api)
    _write_outbox(fill_outbox(kept, settings, roots), kept.book, settings, reporter)
    reporter.say(
        f"first use. {_all(articles)} went into {ledger.path.name} as "
        "skipped (before first use), and nothing was posted. What you publish from now on goes "
        "to Medium. For an old article, and only if it is not there when you look on Medium: "
        "pelican-medium mark KEY pending, or 'Medium: yes' in it. "
        f"Commit {ledger.path.name}."
    )


def _all(articles: Sequence[Article]) -> str:
    """Return how many articles there are, or the title where there is but one."""
    if len(articles) == 1:
        return f"The only article of this site, {words.titles(articles)},"
    return f"{words.articles(len(articles))} of this site"


def _post_or_wait(found: Queue, ledger: Ledger, settings: Settings, reporter: Reporter) -> Book:
    """Post what is new or say why not, and return the ledger's content as it is then."""
    waiting, how_many = found.waiting, words.articles(len(found.waiting))
    if not waiting and found.left_out:
        held = words.articles(len(found.left_out))
        reporter.say(f"nothing to post: {held} held, {found.built_count} known.")
    elif not waiting:
        reporter.say(f"nothing new ({words.articles(found.built_count)} known).")
    elif settings.post_on == "deploy":  # the token is for `post` to have
        reporter.say(
            f"{how_many} ready: {words.titles(waiting)}. Once the site is live: pelican-medium post"
        )
    elif not access.is_there(settings):
        reporter.say(
            f"there is no MEDIUM_INTEGRATION_TOKEN, so nothing was sent: {words.titles(waiting)}. "
            f"{how_many} {'is' if len(waiting) == 1 else 'are'} waiting: pelican-medium desk"
        )
    else:
        return _post(found, ledger, settings, reporter)
    return found.book


def _post(found: Queue, ledger: Ledger, settings: Settings, reporter: Reporter) -> Book:
    medium = destination.to_medium(settings)
    run = crosspost.post(found, ledger, settings, medium, report=lambda o: _tell(o, reporter))
    if found.outbox:
        _keep_left(found.outbox, found.waiting, run, settings, reporter)
    for reason, titles in _left(run).items():
        reporter.say(f"not sent in this build: {words.named(titles)} ({reason}).")
    if run.stopped:
        reporter.warn(f"stopped early. {run.stopped}")
    commit = f" Commit {ledger.path.name}." if run.changed_the_ledger else ""
    reporter.say(f"{words.summary(run.outcomes)}.{commit}")
    return run.book


def _keep_left(
    filled: Outbox, waiting: Sequence[Article], run: Run, settings: Settings, reporter: Reporter
) -> None:
    """Note in the outbox what was held back, and draw the pictures of what was not sent."""
    if run.in_state("held"):
        filled = crosspost.held_by(filled, run.outcomes)
        outbox.write(settings.outbox, filled)
    gone = {outcome.key for outcome in run.outcomes if outcome.state not in {"held", "pending"}}
    _draw(filled, [a for a in waiting if a.key not in gone], settings, reporter)


def _tell(outcome: Outcome, reporter: Reporter) -> None:
    """Say at once what was posted; a backfill's hundreds left over are named together later."""
    reporter.outcomes.append(outcome)
    if outcome.state == "posted":
        reporter.say(words.in_words(outcome))
    elif outcome.state != "pending":
        reporter.warn(words.in_words(outcome))


def _left(run: Run) -> dict[str, list[str]]:
    """Return the titles a run left for the next one, by reason; why it stopped is said apart."""
    reasons: dict[str, list[str]] = {}
    for outcome in run.in_state("pending"):
        stopped = outcome.reason in {run.stopped, STOPPED}
        reason = "stopped early" if stopped else outcome.reason or ""
        reasons.setdefault(reason, []).append(outcome.title)
    return reasons
