"""``pelican-medium post``: sends what the last build found new, or shows what would be sent."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from pelican_medium.cli import console, rehearsal, site
from pelican_medium.cli.group import Verb
from pelican_medium.model.errors import MediumError

if TYPE_CHECKING:
    from pelican_medium.model import Outcome
    from pelican_medium.posting.delivery import AfterSave
    from pelican_medium.posting.queue import Queue
    from pelican_medium.posting.run import Run
    from pelican_medium.settings import Settings
    from pelican_medium.store.outbox import Outbox


@click.command(cls=Verb, name="post")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and send nothing.")
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
    settings_file: str | None,
    keys: tuple[str, ...],
    *,
    dry_run: bool,
    patience: float,
    after_save: str | None,
    as_json: bool,
) -> None:
    """Post what the last build found new; with KEYs only those, beyond the cap per run.

    An article the ledger knows as posted, unknown or skipped is never sent again, whatever is
    named here; 'pelican-medium mark KEY pending' is the way to say so.
    """
    from pelican_medium.store import outbox as box

    settings = site.read_settings(settings_file)
    book = site.read_ledger(settings)
    outbox = box.read(settings.outbox)
    site.check_keys(keys, book, outbox)
    if dry_run:
        rehearsal.dry_run(outbox, book, settings, keys, as_json=as_json)
        return
    _check_may_post(settings, outbox, as_json=as_json)
    _post(outbox, settings, keys, patience=patience, after_save=after_save, as_json=as_json)


def _check_may_post(settings: Settings, outbox: Outbox, *, as_json: bool) -> None:
    import os

    from pelican_medium.posting import destination

    here = destination.why_not_here(settings, os.environ, outbox.site_url)
    if here:  # no failure of the author's: the job of a preview stays green
        console.say(f"Nothing was sent, because {here}.")
        if as_json:
            rehearsal.print_outcomes([])
        sys.exit(0)
    if settings.token is None:
        raise MediumError(
            "There is no MEDIUM_INTEGRATION_TOKEN in the environment, so nothing can be sent. "
            "Medium issues no new ones since January 2025; without one, publish by hand: "
            "pelican-medium desk"
        )
    reason = destination.why_not_this_api(outbox.site_url, settings.api_url)
    if _is_of_another_site(outbox, settings):
        reason = destination.why_not_this_outbox(outbox.site_url, settings.site_url)
    if reason:
        raise MediumError(f"Nothing was sent, because {reason}.")


def _is_of_another_site(outbox: Outbox, settings: Settings) -> bool:
    """Tell whether an outbox is not this site's.

    Another SITEURL alone says nothing: pipelines give it to the build with --extra-settings. So
    most of its articles must lack their source here as well.
    """
    if settings.site_url in {"", outbox.site_url}:
        return False
    paths = [article.source_path for article in outbox.index if article.source_path]
    here = sum((settings.content_path / path).is_file() for path in paths)
    return here * 2 < len(paths)


def _post(  # noqa: PLR0913 - the same
    outbox: Outbox,
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
    found = queue.of(outbox, ledger.read(), settings)
    plan = _print_plan(found, keys)
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
    _note_held(outbox, run, settings)
    _print_run(run, keys, settings, as_json=as_json)
    sys.exit(1 if run.needs_the_author else 0)


def _print_plan(found: Queue, keys: tuple[str, ...]) -> list[str]:
    """Say what is about to be sent and what is not, and return the titles of the former."""
    from pelican_medium.posting import words

    articles, room = found.chosen(keys), found.room.left(capped=not keys)
    reason = found.room.reason(capped=not keys)
    if articles[:room]:
        console.say(f"To send: {words.titles(articles[:room])}.")
    if room is not None and articles[room:]:
        console.say(f"Not this time: {words.titles(articles[room:])} ({reason}).")
    return [words.titles([article]) for article in articles[:room]]


def _after_save(command: str | None, settings: Settings) -> AfterSave | None:
    import os
    from functools import partial

    from pelican_medium.posting import aftersave

    if command is None:
        return None
    if not command.strip():  # a variable of a pipeline that is not set
        raise click.UsageError("--after-save is empty, so nothing would be announced.")
    return partial(aftersave.run, command, settings.site_folder, aftersave.environment(os.environ))


def _note_held(outbox: Outbox, run: Run, settings: Settings) -> None:
    """Note in the outbox what was held, unless a build has made another one meanwhile."""
    from pelican_medium.posting import run as crosspost
    from pelican_medium.store import outbox as box

    noted = crosspost.held_by(outbox, run.outcomes)
    if noted != outbox and site.outbox_or_trouble(settings)[0] == outbox:
        box.write(settings.outbox, noted)


def _print_run(run: Run, keys: tuple[str, ...], settings: Settings, *, as_json: bool) -> None:
    from pelican_medium.posting import words

    if as_json:
        rehearsal.print_outcomes([rehearsal.outcome_json(outcome) for outcome in run.outcomes])
    done = {outcome.key for outcome in run.outcomes}
    for key in keys:
        if key not in done:
            console.say(f"{key}: nothing to send; see pelican-medium status.")
    console.say(f"{words.summary(run.outcomes)}.")
    _print_unknown(settings, done)
    if run.stopped:
        console.warn(f"Stopped early. {run.stopped}")
    if run.changed_the_ledger:
        console.say(f"Commit {settings.ledger}.")


def _print_unknown(settings: Settings, done: set[str]) -> None:
    """Remind of what earlier runs left to a person, such as one that was killed."""
    from pelican_medium.posting import words
    from pelican_medium.store.ledger import Ledger

    for outcome in words.unknown(Ledger(settings.ledger).read(), settings.api):
        if outcome.key not in done:
            console.warn(words.in_words(outcome))
