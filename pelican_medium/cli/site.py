"""Reading the site: its settings, its ledger, its outbox."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from pelican_medium.cli.console import warn
from pelican_medium.model.errors import LedgerMissing, MediumError, OutboxError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pelican_medium.settings import Settings
    from pelican_medium.store.book import Book
    from pelican_medium.store.outbox import Outbox

_NO_LEDGER = (
    "{0} Build the site once: that makes the first ledger and posts nothing old. In a pipeline: "
    "build once on your own machine and commit the ledger."
)


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
