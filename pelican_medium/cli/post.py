"""``pelican-medium post``: sends what the last build found new, or shows what would be sent."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, NoReturn

import click

from pelican_medium.cli import console, site
from pelican_medium.cli.group import Verb
from pelican_medium.model.errors import MediumError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pelican_medium.model import Outcome
    from pelican_medium.posting.delivery import AfterSave
    from pelican_medium.posting.queue import Queue
    from pelican_medium.posting.run import Run
    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book
    from pelican_medium.store.outbox import Outbox


@click.command(cls=Verb, name="post")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--dry-run", "is_rehearsal", is_flag=True, help="Print what would be sent, and send nothing."
)
@click.option(
    "--wait",
    "patience",
    type=click.FloatRange(0),
    default=0,
    metavar="SECONDS",
    help="For how long to look again at pages and pictures that are not live yet.",
)
@click.option(
    "--after-save",
    metavar="CMD",
    help="Run this each time the ledger says that an article is about to be sent; if it fails, "
    "the article is not. Such as: git commit -qam 'To Medium' && git push -q",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.pass_obj
def verb(  # noqa: PLR0913 - click hands over one argument an option
    call: site.Call,
    keys: tuple[str, ...],
    *,
    is_rehearsal: bool,
    patience: float,
    after_save: str | None,
    as_json: bool,
) -> None:
    """Post what the last build found new; with KEYs only those, beyond the cap per run.

    An article the ledger knows as posted, unknown or skipped is never sent again, whatever is
    named here; 'pelican-medium mark KEY pending' is the way to say so.
    """
    from pelican_medium.store import outbox as box

    settings = site.read_settings(call)
    if not is_rehearsal:
        _leave_previews_alone(settings, as_json=as_json)
    book = site.read_ledger(settings)
    outbox = box.read(settings.outbox)
    site.check_keys(keys, book, outbox)
    settings = _of_the_outbox(settings, outbox)
    if is_rehearsal:
        from pelican_medium.cli import dry_run

        dry_run.show(outbox, book, settings, keys, as_json=as_json)
        return
    _check_may_post(settings, outbox, as_json=as_json)
    _post(outbox, book, settings, keys, patience=patience, after_save=after_save, as_json=as_json)


def _leave_previews_alone(settings: Settings, *, as_json: bool) -> None:
    """End here in a preview, whose build has left no outbox to complain about."""
    import os

    from pelican_medium.settings import surroundings

    if here := surroundings.preview(os.environ, settings.branch):
        _end_without_a_failure(here, as_json=as_json)


def _end_without_a_failure(here: str, *, as_json: bool) -> NoReturn:
    """Send nothing; it is no failure of the author's, so the job of a preview stays green."""
    from pelican_medium.cli import outcomes

    console.say(f"Nothing was sent, because {here}.")
    if as_json:
        outcomes.print_as_json([])
    sys.exit(0)


def _check_may_post(settings: Settings, outbox: Outbox, *, as_json: bool) -> None:
    import os

    from pelican_medium.posting import access, destination

    here = destination.why_not_here(settings, os.environ, outbox.site_url)
    if here:
        _end_without_a_failure(here, as_json=as_json)
    if not access.is_there(settings):
        raise MediumError(
            "There is no MEDIUM_INTEGRATION_TOKEN in the environment, so nothing was sent. Medium "
            "has issued no new ones since January 2025; without one, bring articles there by "
            "hand: pelican-medium desk"
        )
    if reason := destination.why_not_this_api(outbox.site_url, settings.api_url):
        raise MediumError(f"Nothing was sent, because {reason}.")


def _of_the_outbox(settings: Settings, outbox: Outbox) -> Settings:
    """Return the settings with the outbox's SITEURL where they have none.

    Raises:
        MediumError: they have another one.
    """
    from pelican_medium.posting.destination import why_not_this_outbox

    if reason := why_not_this_outbox(outbox.site_url, settings.site_url):
        raise MediumError(f"Nothing was sent, because {reason}.")
    return replace(settings, site_url=outbox.site_url)


def _post(  # noqa: PLR0913 - the same
    outbox: Outbox,
    book: Book,
    settings: Settings,
    keys: tuple[str, ...],
    *,
    patience: float,
    after_save: str | None,
    as_json: bool,
) -> None:
    import os

    from pelican_medium.cli.progress import Progress
    from pelican_medium.model.ending import ended_like_ctrl_c
    from pelican_medium.posting import destination, github, queue
    from pelican_medium.posting import run as crosspost
    from pelican_medium.store.ledger import Ledger

    told: list[Outcome] = []
    ledger, medium = Ledger(settings.ledger), destination.to_medium(settings)
    announce = _after_save(after_save, settings)
    found = queue.of(outbox, book, settings)
    plan = _print_plan(found, settings, keys)
    try:
        with (
            github.telling(os.environ, settings, told, console.warn),
            Progress(plan, err=as_json) as progress,
            ended_like_ctrl_c(),
        ):

            def report(outcome: Outcome) -> None:
                told.append(outcome)
                progress.tell(outcome)

            run = crosspost.post(
                found,
                ledger,
                settings,
                medium,
                report=report,
                only=keys,
                after_save=announce,
                patience=patience,
                say=progress.say,
            )
    except KeyboardInterrupt:
        console.warn("Interrupted. What was sent is in the ledger: pelican-medium status")
        sys.exit(1)
    crosspost.note_held(outbox, run.outcomes, settings.outbox)
    _print_run(run, keys, found, settings, as_json=as_json)
    sys.exit(1 if run.needs_the_author else 0)


def _print_plan(found: Queue, settings: Settings, keys: tuple[str, ...]) -> list[str]:
    """Say what is about to be sent and what is not, and return the titles of the former."""
    from pelican_medium.model.text import plain
    from pelican_medium.posting import status, words

    plan = status.upcoming(found, settings, keys)
    titles = [row.title for row in plan.next]
    if titles:
        console.say(f"To send: {words.named(titles, more=plan.more)}.")
    again = [plain(a.title) for a in found.chosen(keys) if a.key in found.held]
    if again:
        console.say(f"Held last time, to be looked at again: {words.named(again)}.")
    if plan.left:
        console.say(f"{plan.left} {'more' if titles else 'waiting'}; {plan.why}.")
    return [words.named([title]) for title in titles]


def _after_save(command: str | None, settings: Settings) -> AfterSave | None:
    import os
    from functools import partial

    from pelican_medium.posting import aftersave

    if command is None:
        return None
    if not command.strip():  # a variable of a pipeline that is not set
        raise console.Failure("--after-save is empty, so nothing would be announced.")
    return partial(aftersave.run, command, settings.site_folder, aftersave.environment(os.environ))


def _print_run(
    run: Run, keys: tuple[str, ...], found: Queue, settings: Settings, *, as_json: bool
) -> None:
    from pelican_medium.cli import outcomes
    from pelican_medium.posting import queue, words

    if as_json:
        outcomes.print_as_json([outcomes.as_json(outcome) for outcome in run.outcomes])
    done = {outcome.key for outcome in run.outcomes}
    if run.stopped:
        console.warn(_why_stopped(run))
    _explain_untouched([key for key in keys if key not in done], found, settings)
    console.say(f"{_capital(words.summary(run.outcomes))}.")
    _print_needing(queue.of(found.outbox, run.book, settings), settings, done)
    commit = f"Commit {settings.ledger.name}." if run.changed_the_ledger else None
    for step in (commit, words.next_step(run.outcomes)):
        if step:
            console.say(step)


def _why_stopped(run: Run) -> str:
    """Return why a run ended early; what an article's own line has said is not said again."""
    told = {outcome.reason for outcome in run.outcomes if outcome.state != "pending"}
    if run.stopped in told:
        return "Stopped early; the others wait for the next run."
    return f"Stopped early. {_capital(run.stopped or '')}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _explain_untouched(keys: Sequence[str], found: Queue, settings: Settings) -> None:
    """Say why articles that were asked for were not this run's business."""
    from pelican_medium.posting import words

    for key in keys:
        why = words.why_not_waiting(key, found, settings.api)
        console.warn(f"{key}: nothing to send; {why}.")


def _print_needing(found: Queue, settings: Settings, done: set[str]) -> None:
    """Remind of what earlier runs and the build left to a person."""
    from pelican_medium.posting import words

    left = [one for one in words.needing(found, settings.api) if one.key not in done]
    if unknown := [outcome for outcome in left if outcome.state == "unknown"]:
        console.warn(words.still_unknown(unknown))
    if held := [outcome.title for outcome in left if outcome.state == "held"]:
        console.warn(f"Held, and not sent: {words.named(held)}. Why: pelican-medium status")
