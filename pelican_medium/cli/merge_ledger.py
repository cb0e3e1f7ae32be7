"""``pelican-medium merge-ledger``: what git calls where two ledgers grew apart."""

from __future__ import annotations

from pathlib import Path

import click

from pelican_medium.cli.group import Verb
from pelican_medium.model.errors import LedgerError
from pelican_medium.store import merge
from pelican_medium.store.book import Book
from pelican_medium.store.ledger_text import parse, serialise


@click.command(cls=Verb, name="merge-ledger")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
def verb(base: Path, ours: Path, theirs: Path) -> None:
    """Merge two ledgers into OURS, as a merge driver of git.

    \b
    echo 'medium_ledger.json merge=medium-ledger' >> .gitattributes
    git config merge.medium-ledger.driver 'pelican-medium merge-ledger %O %A %B'

    An article that either side has sent stays sent. A ledger that cannot be read is left as it
    is, and git calls it a conflict.
    """
    merged = merge.merge(_read(base, may_be_empty=True), _read(ours), _read(theirs))
    try:
        ours.write_bytes(serialise(merged).encode())
    except OSError as error:
        raise LedgerError(f"{ours} cannot be written ({error.strerror or error}).") from None


def _read(path: Path, *, may_be_empty: bool = False) -> Book:
    """Return a ledger; git hands over an empty file where both sides have made a first one."""
    try:
        text = path.read_text("utf-8-sig")
        return Book() if may_be_empty and not text.strip() else parse(text)
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{path} cannot be read ({error}). Nothing was merged.") from None
    except ValueError as error:
        raise LedgerError(f"{path} {error}. Nothing was merged.") from None
