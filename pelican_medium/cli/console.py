"""What the verbs of the command line share: reading the site, talking, colours, refusals.

Data goes to stdout, talk to stderr. Loads next to nothing, because --help passes here.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from pelican_medium.model.errors import (
    FeedError,
    LedgerBusy,
    LedgerMissing,
    MediumError,
    OutboxError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book
    from pelican_medium.store.outbox import Outbox

_DEBUG, _QUIET = "pelican_medium.debug", "pelican_medium.quiet"

COLOURS = {
    "posted": "green",
    "pending": "cyan",
    "held": "yellow",
    "posting": "yellow",
    "unknown": "red",
    "rejected": "red",
    "ok": "green",
    "warn": "yellow",
    "fail": "red",
}

_NO_LEDGER = (
    "{0} Build the site once: that makes the first ledger and posts nothing old. In a pipeline: "
    "build once on your own machine and commit the ledger."
)


class Failure(click.ClickException):
    """One clear message on stderr: the call, the settings, the ledger or the outbox are wrong."""

    exit_code = 2


class Busy(Failure):
    """Another run is at work, or somebody could not be reached."""

    exit_code = 1


def _noted(name: str) -> Any:
    """Return a callback that notes a flag for the whole call, wherever in it the flag stands."""

    def note(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's
        if value:
            ctx.meta[name] = True

    return note


def common_options() -> list[click.Option]:
    """Return the options that may stand before the verb and after it."""
    return [
        click.Option(
            ["--debug"],
            is_flag=True,
            expose_value=False,
            callback=_noted(_DEBUG),
            help="Show a traceback with an error.",
        ),
        click.Option(
            ["--quiet", "-q"],
            is_flag=True,
            expose_value=False,
            callback=_noted(_QUIET),
            help="Print only data and what needs you.",
        ),
    ]


class Verb(click.Command):
    """A verb, which takes --debug and --quiet as well as the group does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the options all verbs share."""
        super().__init__(*args, **kwargs)
        self.params += common_options()


class Later(click.Command):
    """A verb whose module is loaded when somebody asks for it, and not for --help."""

    def __init__(self, name: str, place: str, short_help: str) -> None:
        """Name the verb, where it is (``package.module:function``), and what it does."""
        super().__init__(name, short_help=short_help)
        self.place = place

    @property
    def real(self) -> click.Command:
        """The verb itself."""
        from importlib import import_module

        module, _, name = self.place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Return the context of the verb itself, which click then works with."""
        return self.real.make_context(info_name, args, parent, **extra)


class Group(click.Group):
    """Turns our errors into messages; a traceback only where --debug asks for one."""

    command_class = Verb

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the options all verbs share."""
        super().__init__(*args, **kwargs)
        self.params += common_options()

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb."""
        try:
            return super().invoke(ctx)
        except MediumError as error:
            if ctx.meta.get(_DEBUG):
                raise
            failure = Busy if isinstance(error, (LedgerBusy, FeedError)) else Failure
            raise failure(str(error)) from None

    def add_later(self, verbs: Mapping[str, tuple[str, str]]) -> None:
        """Register verbs by where they are and what they do."""
        for name, (place, short_help) in verbs.items():
            self.add_command(Later(name, place, short_help))


def quiet() -> bool:
    """Tell whether only data and what needs the author is wanted."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_QUIET))


def say(text: str) -> None:
    """Say something on stderr that nobody must know."""
    if not quiet():
        click.echo(text, err=True)


def warn(text: str) -> None:
    """Say something on stderr that the author must know."""
    click.echo(text, err=True)


# --- The site -------------------------------------------------------------------------------


def read_settings(settings_file: str | None) -> Settings:
    """Read Pelican's settings as Pelican does, and ours out of them."""
    return read_both(settings_file)[0]


def read_both(settings_file: str | None) -> tuple[Settings, Mapping[str, Any]]:
    """Return our settings, and Pelican's with the token masked."""
    import os

    from pelican_medium import settings

    found = pelican_settings(settings_path(settings_file))
    checked = settings.read(found, settings.what_we_read(os.environ))
    for warning in checked.warnings:
        warn(f"Warning: {warning}")
    return checked, found


def settings_path(settings_file: str | None) -> Path:
    """Return the settings file: as named, else publishconf.py, else pelicanconf.py."""
    from pathlib import Path

    names = [settings_file] if settings_file else ["publishconf.py", "pelicanconf.py"]
    found = next((path for name in names if (path := Path(name)).is_file()), None)
    if found:
        return found
    if settings_file:
        raise click.UsageError(f"There is no settings file {settings_file}.")
    raise click.UsageError(
        "There is no publishconf.py and no pelicanconf.py here; run this in your site's folder, "
        "or name the file with -s."
    )


def pelican_settings(path: Path) -> dict[str, Any]:
    """Return a site's settings as Pelican reads them, with the token masked."""
    from pelican.settings import read_settings as pelican_read

    from pelican_medium.settings import hide_secrets

    # Pelican's own command does the same: publishconf.py imports pelicanconf from here.
    sys.path.insert(0, "")
    try:
        settings: dict[str, Any] = pelican_read(str(path))
    except Exception as error:  # the settings file is a program and may raise anything
        reason = f"{type(error).__name__}: {error}"
        raise MediumError(f"The settings file {path} cannot be used ({reason}).") from error
    hide_secrets(settings)
    return settings


def source_endings(found: Mapping[str, Any]) -> set[str]:
    """Return the endings of the files that Pelican's readers take for articles."""
    from pelican.readers import Readers

    return {f".{extension}" for extension in Readers(dict(found)).extensions}


def read_ledger(settings: Settings) -> Book:
    """Return what the ledger says, or say how one comes into being."""
    from pelican_medium.store.ledger import Ledger

    try:
        return Ledger(settings.ledger).read()
    except LedgerMissing as error:
        raise LedgerMissing(_NO_LEDGER.format(error)) from None


def outbox_or_trouble(settings: Settings) -> tuple[Outbox | None, OutboxError | None]:
    """Return the outbox, or why there is none that could be used."""
    from pelican_medium.store import outbox

    try:
        return outbox.read(settings.outbox), None
    except OutboxError as error:
        return None, error


def check_keys(keys: Sequence[str], book: Book, outbox: Outbox | None) -> None:
    """Refuse keys that neither the ledger nor the last build knows."""
    from pelican_medium.store import marks

    wrong = marks.unknown_keys(keys, marks.known(book, outbox))
    if wrong:
        raise click.UsageError("\n".join(wrong))


# --- What is printed ------------------------------------------------------------------------


def print_json(data: Any) -> None:
    """Print data for scripts, whatever letters the console has."""
    import json

    utf8 = (sys.stdout.encoding or "").lower().startswith("utf")
    click.echo(json.dumps(data, indent=2, ensure_ascii=not utf8))


def coloured(state: str, width: int = 8) -> str:
    """Return a state in its colour; click takes the colour away where no terminal is."""
    return click.style(f"{state:<{width}}", fg=COLOURS.get(state))
