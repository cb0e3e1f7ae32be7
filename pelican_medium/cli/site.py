"""Reading the site: its settings, its ledger, its outbox."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from pelican_medium.cli.console import Failure, warn
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


class Call(NamedTuple):
    """What stands before the verb: which settings file, and what else is set."""

    settings_file: str | None = None
    extra: tuple[str, ...] = ()


def read_settings(call: Call) -> Settings:
    """Read Pelican's settings as Pelican does, and ours out of them."""
    return read_both(call)[0]


def read_both(call: Call) -> tuple[Settings, Mapping[str, Any]]:
    """Return our settings, and Pelican's with each secret masked."""
    import os

    from pelican_medium import settings

    found = pelican_settings(settings_path(call.settings_file), extra_settings(call.extra))
    checked = settings.read(found, settings.what_we_read(os.environ))
    for warning in checked.warnings:
        warn(f"Warning: {warning}")
    return checked, found


def extra_settings(pairs: Sequence[str]) -> dict[str, Any]:
    """Return what -e sets: JSON as Pelican's --extra-settings takes it, or a plain word as text."""
    pair = next((pair for pair in pairs if "=" not in pair.lstrip("=")), None)
    if pair is not None:
        raise Failure(f"-e {pair} sets nothing; write it as -e NAME=VALUE.")
    return {name: _value(text) for name, _, text in (pair.partition("=") for pair in pairs)}


def _value(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except ValueError:  # an address, say, which Pelican wants in quotes within quotes
        return text


def settings_path(settings_file: str | None) -> Path:
    """Return the settings file: as named, else publishconf.py, else pelicanconf.py."""
    from pathlib import Path

    names = [settings_file] if settings_file else ["publishconf.py", "pelicanconf.py"]
    found = next((path for name in names if (path := Path(name)).is_file()), None)
    if found:
        return found
    if settings_file:
        raise Failure(f"There is no settings file {settings_file}.")
    raise Failure(
        "There is no publishconf.py and no pelicanconf.py here; run this in your site's folder, "
        "or name the file with -s."
    )


def pelican_settings(path: Path, extra: dict[str, Any]) -> dict[str, Any]:
    """Return a site's settings as Pelican reads them, with each secret masked."""
    from pelican.settings import read_settings as pelican_read

    from pelican_medium.settings import hide_secrets

    # Pelican's own command does the same: publishconf.py imports pelicanconf from here.
    sys.path.insert(0, "")
    try:
        settings: dict[str, Any] = pelican_read(str(path), override=extra)
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

    wrong = marks.unknown_keys(keys, marks.known(book, outbox)) if keys else None
    if wrong:
        raise Failure("\n".join(wrong))
