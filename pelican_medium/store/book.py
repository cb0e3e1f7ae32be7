"""What the ledger holds, as a value: the articles, and what became of each at Medium.

Pure: changing a book means making another one. `ledger_text` is its text, `ledger` the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any

from pelican_medium.model.urls import is_absolute

STATES = ("posting", "posted", "unknown", "rejected", "skipped")

#: Why an article is skipped: it was there at first use, a setting or function left it out, its
#: own metadata did, a person did.
BEFORE_FIRST_USE = "before first use"
NOT_SELECTED = "not selected"
MEDIUM_NO = "Medium: no"
BY_HAND = "by hand"

#: What a `posting` becomes when another run finds it: whoever wrote it is gone.
LEFT_BEHIND = (
    "the run that was sending it ended before Medium's answer could be recorded; "
    "look on Medium whether it is there"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of one article at one destination; fields that do not apply are None.

    Attributes:
        state: one of `STATES`.
        by: ``api`` or ``hand``: who sent it.
        at: when, as ``2026-11-21T08:00:00Z``.
        why: for `skipped`, the reason why.
        marked: for `skipped`, whether the article already said ``Medium: yes`` then.
        api: the address of the API, if it was not Medium's own.
        extra: fields of later releases or of the author's own, kept as they are.
    """

    state: str
    by: str | None = None
    id: str | None = None
    url: str | None = None
    at: str | None = None
    publish_status: str | None = None
    fingerprint: str | None = None
    reason: str | None = None
    why: str | None = None
    marked: bool | None = None
    api: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the fields that apply; an unknown says outright that it has no id."""
        values = {name: getattr(self, name) for name in CELL_FIELDS}
        filled = {name: value for name, value in values.items() if value is not None}
        nothing = {"id": None} if self.state == "unknown" else {}
        return {**self.extra, **nothing, **filled}


CELL_FIELDS = tuple(f.name for f in fields(Cell) if f.name != "extra")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the ledger knows it; hand-made entries may lack all but the key.

    Attributes:
        also: the keys, addresses and files it had before.
        text: a short hash of its words, by which it is known again (`identity.text_hash`).
        earlier: what became of it before a person said to send it again, or never.
    """

    key: str
    title: str | None = None
    date: str | None = None
    canonical_url: str | None = None
    lang: str | None = None
    source_path: str | None = None
    also: tuple[str, ...] = ()
    text: str | None = None
    earlier: tuple[Cell, ...] = ()
    cell: Cell | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """The ledger's content. Changing it means making another one.

    Attributes:
        entries: by key.
        default_lang: the language whose articles have no ``@lang`` in their key.
        pictures: by md5, what Medium said of each uploaded picture.
        extra: fields of later releases or of the author's own, kept as they are.
        since: the day of first use (``2026-11-20``); what is older and not here has to wait.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    default_lang: str | None = None
    pictures: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    since: str | None = None

    def with_entry(self, entry: Entry, *, instead_of: str | None = None) -> Book:
        """Return a book with this entry, in the place of the one of another key if given."""
        entries = {k: e for k, e in self.entries.items() if k != instead_of}
        return replace(self, entries={**entries, entry.key: entry})

    def without_entry(self, key: str) -> Book:
        """Return a book that has no entry of this key."""
        return replace(self, entries={k: e for k, e in self.entries.items() if k != key})

    def picture_url(self, md5: str, api: str | None) -> str | None:
        """Return where a picture went before through this API, or None."""
        kept = self.pictures.get(md5)
        url = kept.get("url") if isinstance(kept, dict) and kept.get("api") == api else None
        return url if isinstance(url, str) and is_absolute(url) else None

    def with_pictures(self, addresses: Mapping[str, str], api: str | None) -> Book:
        """Return a book that knows where these pictures went, by md5.

        What is Medium's stays so on a trial.
        """
        rows = {
            md5: {"url": url, "api": api} if api else {"url": url}
            for md5, url in addresses.items()
            if not (api and _is_mediums(self.pictures.get(md5)))
        }
        return replace(self, pictures={**self.pictures, **rows}) if rows else self


def _is_mediums(picture: Any) -> bool:
    return isinstance(picture, dict) and "api" not in picture


def stamp(moment: datetime) -> str:
    """Return a moment as the ledger writes it: UTC, whole seconds, ``Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_stamp(text: str | None) -> datetime | None:
    """Return the moment a stamp names, or None where it names none."""
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def counts(cell: Cell | None, api: str | None) -> Cell | None:
    """Return a cell as a run with this API sees it.

    A cell made with another API does not count, except one without an ``api``: it is Medium's,
    or a person's decision, and holds everywhere.
    """
    if cell is None or cell.api in {None, api}:
        return cell
    return decision(cell)


def decision(cell: Cell | None) -> Cell | None:
    """Return the decision to skip an article that a cell holds, or None.

    Where a trial on another API took the place of such a decision, its cell still says why: for
    Medium the article stays skipped.
    """
    return Cell("skipped", why=cell.why, marked=cell.marked) if cell and cell.why else None


def belongs_to_medium(cell: Cell | None, api: str | None) -> bool:
    """Tell whether a run with another API than Medium's must leave this cell alone."""
    return api is not None and cell is not None and cell.api is None and cell.state != "skipped"


def is_sent(cell: Cell | None) -> bool:
    """Tell whether the article is, or may be, at the destination."""
    return cell is not None and cell.state in {"posted", "posting", "unknown"}


def has_changed(before: str | None, now: str | None) -> bool:
    """Tell whether two fingerprints say that the article was edited.

    Only those made in one way can be compared: an upgrade of this program edits no article.
    """
    if not before or not now or before.rpartition(":")[0] != now.rpartition(":")[0]:
        return False
    return before != now


def recovered(book: Book, api: str | None) -> Book:
    """Return the book with each `posting` of this API turned into `unknown`.

    For whoever has just taken the lock: the run that wrote it cannot be alive.
    """
    for entry in book.entries.values():
        cell = entry.cell
        if cell and cell.state == "posting" and cell.api == api:
            lost = replace(cell, state="unknown", reason=LEFT_BEHIND)
            book = book.with_entry(replace(entry, cell=lost))
    return book
