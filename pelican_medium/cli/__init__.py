"""The shell's door. Data goes to stdout, talk to stderr.

Exit statuses: 0 all is well; 1 an article was held, rejected or left unknown, Medium refused
us or could not be reached, or another run is at work; 2 the call, the settings, the ledger or
the outbox are wrong or missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pelican_medium.cli.console import Group, print_json, say, warn
from pelican_medium.cli.console import check_keys as _check_keys
from pelican_medium.cli.console import coloured as _coloured
from pelican_medium.cli.console import outbox_or_trouble as _outbox_or_trouble
from pelican_medium.cli.console import read_ledger as _ledger
from pelican_medium.cli.console import read_settings as _settings
from pelican_medium.model.errors import MediumError
from pelican_medium.model.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from pelican_medium.cli.elsewhere.published import Proposal, Published
    from pelican_medium.model import Draft, Outcome
    from pelican_medium.posting.run import AfterSave, Run
    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book
    from pelican_medium.store.outbox import Outbox

#: Where the pages of `preview` go, in the site folder.
PREVIEW = "medium_preview"


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-s",
    "--settings",
    "settings_file",
    type=click.Path(dir_okay=False),
    help="Pelican's settings file.  [default: publishconf.py if there is one, else pelicanconf.py]",
)
@click.version_option(__version__, prog_name="pelican-medium")
@click.pass_context
def cli(ctx: click.Context, settings_file: str | None) -> None:
    """Post the new articles of a Pelican site to Medium, once each.

    'pelican content' fills the outbox; these commands look at it, send it, and keep the ledger
    of what was sent. Run them in the folder of your pelicanconf.py.

    \b
    Try it without Medium:
      pelican-medium sandbox          a stand-in Medium on this machine
    Day by day:
      pelican-medium status           what waits, what was posted, what needs you
      pelican-medium preview --open   the stories as Medium would show them, in your browser
      pelican-medium post --dry-run   exactly what would be sent
      pelican-medium post             send it

    The token is read from the environment variable MEDIUM_INTEGRATION_TOKEN.
    """
    ctx.obj = settings_file


def main() -> NoReturn:
    """Run the command line; a Ctrl-C leaves a ledger that tells what was sent."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a letter of a title must not turn a report into a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    cli(prog_name="pelican-medium")
    sys.exit(0)  # not reached: click exits by itself


# --- Verbs ----------------------------------------------------------------------------------


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.pass_obj
def status(settings_file: str | None, *, as_json: bool) -> None:
    """Show what is pending, posted, changed since, unknown, rejected and skipped."""
    from pelican_medium.cli.report import print_counts, print_rows, print_upcoming
    from pelican_medium.posting import queue
    from pelican_medium.posting import status as state

    settings = _settings(settings_file)
    book, (outbox, trouble) = _ledger(settings), _outbox_or_trouble(settings)
    found = queue.of(outbox, book, settings)
    rows = state.rows(found, settings)
    counts, quota = state.counted(rows), state.quota(found.room)
    if as_json:
        articles = [state.to_json(row) for row in rows]
        print_json({"articles": articles, "counts": counts, "quota": quota})
    else:
        print_rows(rows)
        print_counts(counts, quota)
        print_upcoming(state.upcoming(rows, found.room, _why_nothing(settings)))
    if trouble:
        raise trouble


@cli.command()
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
def post(  # noqa: PLR0913 - click hands over one argument an option
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

    settings = _settings(settings_file)
    book = _ledger(settings)
    outbox = box.read(settings.outbox)
    _check_keys(keys, book, outbox)
    if dry_run:
        _dry_run(outbox, book, settings, keys, as_json=as_json)
        return
    _check_may_post(settings, outbox)
    _post(outbox, settings, keys, patience=patience, after_save=after_save, as_json=as_json)


@cli.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option(
    "--output",
    type=click.Path(file_okay=False),
    help="Where to write the pages.  [default: medium_preview in the site folder]",
)
@click.option("--open", "show", is_flag=True, help="Open the index in your browser.")
@click.pass_obj
def preview(
    settings_file: str | None, keys: tuple[str, ...], *, output: str | None, show: bool
) -> None:
    """Write pages of the stories as Medium would show them; with KEYs only of those.

    Each page has the story, its fields, what was lost on the way, and exactly what would be
    sent; index.html leads to all of them and names what would be held. Nothing is sent and no
    token is needed. The pages of a former preview are replaced. Prints where the index is.

    \b
    pelican-medium preview --open            all that waits
    pelican-medium preview my-article        one of them
    """
    from pathlib import Path

    from pelican_medium.store import outbox as box

    settings = _settings(settings_file)
    book = _ledger(settings)
    outbox = box.read(settings.outbox)
    _check_keys(keys, book, outbox)
    folder = Path(output) if output else settings.site_folder / PREVIEW
    written = _write_preview(folder, outbox, book, settings, keys)
    click.echo(str(written))
    if show:
        _open(written)


@cli.command()
@click.argument("words", nargs=-1, metavar="KEY... posted|pending|skipped")
@click.option("--url", help="With posted: its address on Medium.")
@click.option(
    "--status",
    "publish_status",
    type=click.Choice(["draft", "public", "unlisted"]),
    help="With posted: as what.",
)
@click.option("--all", "every", is_flag=True, help="Every article there is.")
@click.option("--before", metavar="DATE", help="Every article dated before, such as 2026-11-21.")
@click.option("--yes", is_flag=True, help="Do not ask before changing several.")
@click.pass_obj
def mark(  # noqa: PLR0913 - click hands over one argument an option
    settings_file: str | None,
    words: tuple[str, ...],
    *,
    url: str | None,
    publish_status: str | None,
    every: bool,
    before: str | None,
    yes: bool,
) -> None:
    """Say what only you can know of an article; KEY may be a glob such as '2019-*'.

    \b
    pelican-medium mark KEY posted --url URL   it is on Medium (settles an unknown)
    pelican-medium mark KEY pending            send it (again), with the next run
    pelican-medium mark KEY skipped            never send it
    """
    from datetime import UTC, datetime

    from pelican_medium.store import marks
    from pelican_medium.store.ledger import Ledger

    state = _state_of(words, url, publish_status)
    settings = _settings(settings_file)
    url = _address(url, settings)
    book, (outbox, _) = _ledger(settings), _outbox_or_trouble(settings)
    entries = marks.known(book, outbox)
    keys = _chosen(words[:-1], entries, every=every, before=before)
    if url and len(keys) > 1:
        raise click.UsageError("--url is the address of one article, so name one KEY.")
    _confirm(keys, state, yes=yes)
    said = marks.Mark(state, datetime.now(UTC), url, publish_status, settings.api)
    ledger = Ledger(settings.ledger)
    with ledger.locked(wait=1):
        ledger.change(lambda now: marks.apply(now, keys, said, outbox))
    _print_marked(keys, state, outbox)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")
@click.pass_obj
def refresh(settings_file: str | None, *, as_json: bool) -> None:
    """Look in your public feed for drafts you have published, and for what is unknown.

    A draft is found by Medium's own id, so its public address is recorded at once, and your site
    can link to it. Of an article whose fate is unknown it only proposes what to say with
    'pelican-medium mark'. The feed shows the newest ten public stories.
    """
    from pelican_medium.cli.elsewhere import published as look
    from pelican_medium.posting import destination

    settings = _settings(settings_file)
    book, (outbox, _) = _ledger(settings), _outbox_or_trouble(settings)
    unclear = look.unclear(book, settings.api)
    proposals: list[Proposal] = []
    found: list[Published] = []
    if unclear or look.private(book, settings.api):
        url = look.feed_url(
            settings, book, destination.to_medium(settings) if settings.token else None
        )
        stories = look.read_feed(url, settings.timeout)
        proposals = look.propose(book, stories, settings.api, outbox)
        found = _record_published(look.published(book, stories, settings.api), settings)
    _print_published(found, settings, as_json=as_json)
    _print_proposals(proposals, [entry.key for entry in unclear], found, as_json=as_json)


@cli.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8989, show_default=True)
@click.option("--token", help="The only token it takes.  [default: sandbox-token]")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="FAULT",
    help="Misbehave on the next POST, such as 500, 429:30 or drop-after; give it several times. "
    "A wrong one lists them all.",
)
@click.option(
    "--sideload",
    type=click.Choice(["all", "loopback", "none"]),
    default="all",
    show_default=True,
    help="Which pictures it fetches.",
)
def sandbox(port: int, token: str | None, faults: tuple[str, ...], sideload: str) -> None:
    """Serve a stand-in Medium on this machine, with pages to look at.

    \b
    In another shell, on a copy of your site:
      export MEDIUM_API_URL=http://127.0.0.1:8989/v1
      export MEDIUM_INTEGRATION_TOKEN=sandbox-token
      pelican content -s publishconf.py
    """
    from pelican_medium.sandbox import SANDBOX_TOKEN, serve

    try:
        serve(
            port=port,
            token=token or SANDBOX_TOKEN,
            faults=faults,
            sideload=sideload,
            announce=click.echo,
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    except OSError as error:
        reason = error.strerror or error
        raise click.UsageError(f"Port {port} cannot be used ({reason}); try --port 0.") from None


cli.add_later(
    {
        "desk": (
            "pelican_medium.cli.desk:verb",
            "Bring articles to Medium by hand, without a token.",
        ),
        "doctor": (
            "pelican_medium.cli.doctor:verb",
            "Say what your site still lacks, and the remedy.",
        ),
        "import-ledger": (
            "pelican_medium.cli.import_ledger:verb",
            "Take over what another tool or Medium's export knows.",
        ),
        "init": (
            "pelican_medium.cli.init:verb",
            "Look at your site, and say what it needs.",
        ),
        "merge-ledger": (
            "pelican_medium.cli.merge_ledger:verb",
            "Merge two ledgers, as git's merge driver.",
        ),
    }
)


# --- status ---------------------------------------------------------------------------------


def _why_nothing(settings: Settings) -> str | None:
    """Return why the next run would send nothing at all, or None."""
    from pelican_medium.posting.destination import why_not_this_api

    if settings.token is None:
        return "there is no MEDIUM_INTEGRATION_TOKEN in the environment"
    return why_not_this_api(settings.site_url, settings.api_url)


# --- post -----------------------------------------------------------------------------------


def _check_may_post(settings: Settings, outbox: Outbox) -> None:
    from pelican_medium.posting.destination import why_not_this_api

    if settings.token is None:
        raise MediumError(
            "There is no MEDIUM_INTEGRATION_TOKEN in the environment, so nothing can be sent. "
            "Medium issues no new ones since January 2025; without one, publish by hand: "
            "pelican-medium desk"
        )
    if reason := why_not_this_api(outbox.site_url, settings.api_url):
        raise MediumError(f"Nothing was sent, because {reason}.")
    if _is_of_another_site(outbox, settings):
        raise MediumError(
            f"The outbox {settings.outbox} is of another site: it was built for "
            f"{outbox.site_url}, and SITEURL is {settings.site_url}. Nothing was sent; build the "
            "site once more, or name the settings it was built with by -s."
        )


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
    from pelican_medium.posting import destination, github
    from pelican_medium.posting import run as crosspost
    from pelican_medium.store.ledger import Ledger

    told: list[Outcome] = []
    ledger, medium = Ledger(settings.ledger), destination.to_medium(settings)
    announce = _after_save(after_save, settings)
    plan = _print_plan(outbox, ledger.read(), settings, keys)
    try:
        with (
            github.telling(os.environ, settings, told, warn),
            Progress(plan, err=as_json) as progress,
            _ended_like_ctrl_c(),
        ):

            def report(outcome: Outcome) -> None:
                told.append(outcome)
                progress.tell(outcome)

            run = crosspost.post(
                outbox,
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
        warn("Interrupted. What was sent is in the ledger: pelican-medium status")
        sys.exit(1)
    _note_held(outbox, run, settings)
    _print_run(run, keys, settings, as_json=as_json)
    sys.exit(1 if run.needs_the_author else 0)


def _print_plan(outbox: Outbox, book: Book, settings: Settings, keys: tuple[str, ...]) -> list[str]:
    """Say what is about to be sent and what is not, and return the titles of the former."""
    from pelican_medium.posting import queue, words

    found = queue.of(outbox, book, settings)
    articles, room = found.chosen(keys), found.room.left(capped=not keys)
    reason = found.room.reason(capped=not keys)
    if articles[:room]:
        say(f"To send: {words.titles(articles[:room])}.")
    if room is not None and articles[room:]:
        say(f"Not this time: {words.titles(articles[room:])} ({reason}).")
    return [words.titles([article]) for article in articles[:room]]


@contextmanager
def _ended_like_ctrl_c() -> Iterator[None]:
    """Let SIGTERM, which pipelines send, and a closed terminal do what Ctrl-C does.

    A signal that somebody chose to ignore (nohup) stays ignored.
    """
    import signal

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [s for n in names if signal.getsignal(s := getattr(signal, n)) is signal.SIG_DFL]
    try:
        for one in ours:
            signal.signal(one, signal.default_int_handler)
        yield
    finally:
        for one in ours:
            signal.signal(one, signal.SIG_DFL)


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
    if noted != outbox and _outbox_or_trouble(settings)[0] == outbox:
        box.write(settings.outbox, noted)


def _print_run(run: Run, keys: tuple[str, ...], settings: Settings, *, as_json: bool) -> None:
    from pelican_medium.posting import words

    if as_json:
        _print_outcomes([_outcome_json(outcome) for outcome in run.outcomes])
    done = {outcome.key for outcome in run.outcomes}
    for key in keys:
        if key not in done:
            say(f"{key}: nothing to send; see pelican-medium status.")
    say(f"{words.summary(run.outcomes)}.")
    _print_unknown(settings, done)
    if run.stopped:
        warn(f"Stopped early. {run.stopped}")
    if run.changed_the_ledger:
        say(f"Commit {settings.ledger}.")


def _print_unknown(settings: Settings, done: set[str]) -> None:
    """Remind of what earlier runs left to a person, such as one that was killed."""
    from pelican_medium.posting import words
    from pelican_medium.store.ledger import Ledger

    for outcome in words.unknown(Ledger(settings.ledger).read(), settings.api):
        if outcome.key not in done:
            warn(words.in_words(outcome))


def _print_outcomes(outcomes: list[dict[str, Any]]) -> None:
    states = [outcome["state"] for outcome in outcomes]
    counts = {state: states.count(state) for state in dict.fromkeys(states)}
    print_json({"outcomes": outcomes, "counts": counts})


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    names = ("key", "state", "medium_url", "reason")
    return {name: getattr(outcome, name) for name in names}


def _dry_run(
    outbox: Outbox, book: Book, settings: Settings, keys: tuple[str, ...], *, as_json: bool
) -> None:
    from pelican_medium.posting import queue, rehearsal

    found = queue.of(outbox, book, settings)
    rehearsed = [(what, draft) for _, what, draft in rehearsal.of_run(found, settings, keys)]
    if as_json:
        _print_outcomes([_rehearsed_json(outcome, draft) for outcome, draft in rehearsed])
        return
    for outcome, draft in rehearsed:
        _print_rehearsed(outcome, draft)
    say(f"{len(rehearsed)} would be looked at, and nothing was sent.")


def _rehearsed_json(outcome: Outcome, draft: Draft | None) -> dict[str, Any]:
    from dataclasses import asdict

    from pelican_medium.medium.client import post_body

    return {
        **_outcome_json(outcome),
        "request": post_body(draft) if draft else None,
        "notes": [asdict(note) for note in outcome.notes],
        "pictures": [asdict(picture) for picture in outcome.pictures],
    }


def _print_rehearsed(outcome: Outcome, draft: Draft | None) -> None:
    from pelican_medium.medium.client import post_body

    reason = f" ({outcome.reason})" if outcome.reason else ""
    click.echo(f"{_coloured(outcome.state)}  {outcome.key}  {outcome.title}{reason}")
    for name, value in post_body(draft).items() if draft else ():
        click.echo(f"  {name}: {value}")
    for note in outcome.notes:
        click.echo(f"  note: {note}")
    for picture in outcome.pictures:
        click.echo(f"  picture: {picture.url}: {picture.verdict} ({picture.reason})")


# --- preview --------------------------------------------------------------------------------


def _write_preview(
    path: Path, outbox: Outbox, book: Book, settings: Settings, keys: tuple[str, ...]
) -> Path:
    from pelican_medium import preview as pages
    from pelican_medium.posting import queue, rehearsal
    from pelican_medium.preview import absent

    found = queue.of(outbox, book, settings)
    others = absent.listings(found, settings.api, keys)
    for other in others if keys else ():
        warn(f"{other.key}: {other.reason}.")
    rehearsed = rehearsal.of_run(found, settings, keys)
    site = pages.Site(outbox.site_url, settings.site_folder / outbox.output_path)
    try:
        written = pages.write(
            path.absolute(),
            absent.with_holds(rehearsed, found.held),
            others,
            site,
            report=lambda count: say(f"{count} articles so far …"),
        )
    except KeyboardInterrupt:
        warn(
            "Interrupted. The pages written so far are whole; the index is the former one, if "
            "there was one. Run it once more."
        )
        sys.exit(1)
    held = f", {written.held} held" if written.held else ""
    say(f"{written.pages} to look at{held}; nothing was sent.")
    return written.index


def _open(page: Path) -> None:
    import webbrowser

    if not webbrowser.open(page.as_uri()):
        warn(f"No browser could be started; open {page} yourself.")


# --- refresh --------------------------------------------------------------------------------


def _record_published(found: list[Published], settings: Settings) -> list[Published]:
    """Record the public addresses under the lock; return those that were still to be recorded."""
    from pelican_medium.cli.elsewhere import published as look
    from pelican_medium.store.ledger import Ledger

    if not found:
        return []
    ledger = Ledger(settings.ledger)
    with ledger.locked(wait=1):
        still = {entry.key for entry in look.private(ledger.read(), settings.api)}
        after = ledger.change(lambda now: look.with_published(now, found, settings.api))
    left = {entry.key for entry in look.private(after, settings.api)}
    return [one for one in found if one.key in still - left]


def _print_published(found: Sequence[Published], settings: Settings, *, as_json: bool) -> None:
    for one in found if not as_json else ():
        click.echo(f"{_coloured('posted')}  {one.key}  {one.title}\n           {one.medium_url}")
        click.echo("           public now: the address is recorded, and your site can link to it.")
    if found:
        say(f"Commit {settings.ledger}.")


def _print_proposals(
    proposals: Sequence[Proposal],
    unclear: Sequence[str],
    public: Sequence[Published],
    *,
    as_json: bool,
) -> None:
    from dataclasses import asdict

    found = {one.key for one in proposals}
    missing = [key for key in unclear if key not in found]
    if as_json:
        rows = [{**asdict(one), "command": one.command} for one in proposals]
        published = [asdict(one) for one in public]
        print_json({"proposals": rows, "not_found": missing, "published": published})
        return
    for one in proposals:
        click.echo(f"{_coloured('unknown')}  {one.key}  {one.title}\n           {one.medium_url}")
        click.echo(f"           {one.evidence}. If it is this one:\n           {one.command}")
    for key in missing:
        say(f"{key}: not in the feed, which holds neither drafts nor old stories; look on Medium.")
    if not unclear and not public:
        say("Nothing is unknown, and no draft was found to be public.")


# --- mark -----------------------------------------------------------------------------------


def _state_of(words: tuple[str, ...], url: str | None, publish_status: str | None) -> str:
    from pelican_medium.store import marks

    if not words or words[-1] not in marks.STATES:
        raise click.UsageError("The last word must be posted, pending or skipped.")
    if words[-1] != "posted" and (url or publish_status):
        raise click.UsageError("--url and --status go with posted.")
    return words[-1]


def _address(url: str | None, settings: Settings) -> str | None:
    """Return the address of a story, which is none of the site's own pages."""
    from pelican_medium.model.urls import below
    from pelican_medium.store import marks

    if url is None:
        return None
    if settings.site_url and below(settings.site_url, url) is not None:
        raise click.UsageError(f"{url!r} is a page of your own site; give the story's address.")
    try:
        return marks.check_url(url)
    except ValueError as error:
        raise click.UsageError(f"{error}.") from None


def _chosen(
    named: Sequence[str], entries: dict[str, Any], *, every: bool, before: str | None
) -> list[str]:
    from pelican_medium.store import marks

    keys = marks.matching(named, entries)
    if wrong := marks.unknown_keys(keys, entries):
        raise click.UsageError("\n".join(wrong))
    if sum((bool(named), every, before is not None)) != 1:
        raise click.UsageError("Name KEYs, or give --all, or --before DATE.")
    if before is not None:
        return marks.before(entries, _day(before))
    return list(entries) if every else keys


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise click.UsageError(f"{text!r} is no date such as 2026-11-21.") from None


def _confirm(keys: Sequence[str], state: str, *, yes: bool) -> None:
    if len(keys) < 2 or yes:  # noqa: PLR2004 - one is no crowd
        return
    if not sys.stdin.isatty():
        raise click.UsageError(f"{len(keys)} articles would change; say --yes if that is meant.")
    click.confirm(f"Mark {len(keys)} articles as {state}?", abort=True, err=True)


def _print_marked(keys: Sequence[str], state: str, outbox: Outbox | None) -> None:
    for key in keys:
        click.echo(f"{_coloured(state)}  {key}")
        if state == "pending" and (outbox is None or key not in outbox.bodies):
            warn(f"           The outbox has no text of {key}: build once more.")
