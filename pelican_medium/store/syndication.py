"""An article's copy on Medium, as themes and feeds may show it: never a draft's address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pelican_medium.model.urls import is_absolute
from pelican_medium.store.book import Cell, counts, read_stamp


@dataclass(frozen=True, slots=True)
class Copy:
    """What others may know of an article's copy on Medium.

    Attributes:
        state: the ledger's word, ``posted``.
        status: ``public`` or ``unlisted``.
        url: where it is.
        id: Medium's id of it, or None where nobody said.
        posted: when it was sent or said to be there, or None where the ledger does not know.
    """

    state: str
    status: str
    url: str
    id: str | None
    posted: datetime | None


def of(cell: Cell | None, api: str | None) -> Copy | None:
    """Return the copy a ledger's cell tells of, or None where there is none to show.

    A draft's address is its author's alone, and so is one of which nobody said what it is.
    """
    cell = counts(cell, api)
    if cell is None or cell.state != "posted" or cell.publish_status not in {"public", "unlisted"}:
        return None
    if not cell.url or not is_absolute(cell.url):
        return None
    return Copy(cell.state, cell.publish_status, cell.url, cell.id, read_stamp(cell.at))
